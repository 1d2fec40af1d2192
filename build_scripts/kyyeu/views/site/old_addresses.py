"""Makes redirect pages at exemplars' old addresses (`aliases`), which forward to their present profiles."""

from dataclasses import dataclass

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.site_frame import PageView


@dataclass(frozen=True, slots=True)
class MovedView(PageView):
    """The redirect page at an exemplar's old address; `moved_to` is the new address."""

    moved_to: str


def moved(catalogue: Catalogue) -> tuple[tuple[str, MovedView], ...]:
    """Returns (old address, redirect page) pairs, sorted by address.

    A withheld person has no redirect page, because the catalogue of the site does not contain the person.
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
