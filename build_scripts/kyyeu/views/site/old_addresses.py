"""Page data of old addresses (`aliases`), which lead to the present pages of published exemplars."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class MovedView:
    """The page at an old address; `moved_to` is the new one."""

    heading: str
    description: str
    moved_to: str


def moved(catalogue: Catalogue) -> tuple[tuple[str, MovedView], ...]:
    """Returns (old address, page) pairs in the order of the addresses.

    A withheld person has no page here, because the catalogue does not contain them.
    """
    pages = [
        (
            addresses.exemplar(f"{exemplar.unit}/{alias}"),
            MovedView(
                exemplar.name,
                f"Trang về {exemplar.name} đã chuyển sang địa chỉ mới.",
                addresses.exemplar(exemplar.ref),
            ),
        )
        for exemplar in catalogue.exemplars
        for alias in exemplar.aliases
        if f"{exemplar.unit}/{alias}" not in catalogue.published.exemplars
    ]
    return tuple(sorted(pages, key=lambda pair: pair[0]))
