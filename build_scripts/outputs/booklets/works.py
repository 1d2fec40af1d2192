"""The table of printed works: which there are, of which conferences, and the view that makes each one's Book."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from build_scripts.model.awards import Level
from build_scripts.model.conferences import Conference
from build_scripts.views.booklet import Book
from build_scripts.views.catalogue import Catalogue
from build_scripts.views.ky_yeu import WORK as KY_YEU
from build_scripts.views.ky_yeu import ky_yeu


@dataclass(frozen=True, slots=True)
class Work:
    """`view(catalogue, conference, exemplars on the site)` gives the Book; `applies` says of which conferences there is one."""

    id: str
    title: str
    view: Callable[[Catalogue, Conference, frozenset[str]], Book]
    applies: Callable[[Conference], bool]


def _is_sector(conference: Conference) -> bool:
    return conference.level is Level.SECTOR


WORKS: tuple[Work, ...] = (
    Work(KY_YEU, "Kỷ yếu điển hình tiên tiến", ky_yeu, _is_sector),
)
assert len({work.id for work in WORKS}) == len(WORKS), "two works bear one id"


def books(catalogue: Catalogue, on_site: frozenset[str]) -> Iterable[tuple[Work, Conference, Book]]:
    """Every work of every conference that has one, in the table's order."""
    for work in WORKS:
        for conference in catalogue.conferences:
            if work.applies(conference):
                yield work, conference, work.view(catalogue, conference, on_site)
