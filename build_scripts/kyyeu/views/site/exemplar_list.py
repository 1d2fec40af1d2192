"""The list of exemplars in tên order: one page while it is short, else a page of the highest honoured and pages a letter.

Beside it the same list in columns (`ListData`), from which a browser filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby

from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.vietnamese import ALPHABET, number, slug
from kyyeu.views import addresses
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, period_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.site.facets import (
    FACETS,
    GROUPS,
    LEVELS,
    RANK,
    Facet,
    coded,
    facets,
    group_code,
    reached,
    table,
)

WHOLE = 300  # up to so many stand on one page
LEADING = 24
A_PAGE = 120
LIST_FILE = "assets/lists/exemplars.js"
_TELEX = {
    "ă": "aw",
    "â": "aa",
    "đ": "dd",
    "ê": "ee",
    "ô": "oo",
    "ơ": "ow",
    "ư": "uw",
}  # as people type them: ASCII, each its own


@dataclass(frozen=True, slots=True)
class Entry:
    """One exemplar in the list. `unit` is '' where its name says it already; `letter` (with its `anchor`) heads a new letter."""

    address: str
    name: str
    kicker: str
    title: str
    unit: str
    reached: str
    mark: str
    picture: PictureView | None
    letter: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the bar: `anchor` on a whole list, `address` where letters have pages; both '' where no name begins with it."""

    letter: str
    anchor: str = ""
    address: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class ExemplarsView:
    """`whole`: all of the list is in `entries`. `facets` stand on the first page only; `before` and `after` lead on in the alphabet."""

    heading: str
    description: str
    list_heading: str
    count: str
    shown: str
    whole: bool
    letters: tuple[Letter, ...]
    entries: tuple[Entry, ...]
    facets: tuple[Facet, ...] = ()
    parents: tuple[Link, ...] = ()
    before: Link | None = None
    after: Link | None = None


@dataclass(frozen=True, slots=True)
class ListData:
    """The list in columns, in its order. `columns` has (param, codes, every exemplar's places among them); `letters` are (letter,
    where it begins); `units` are the names of the codes of `don-vi`; an id is '' where the name's slug is the id."""

    letters: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, tuple[str, ...], tuple[tuple[int, ...], ...]], ...]
    units: tuple[str, ...]
    names: tuple[str, ...]
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    title_of: tuple[int, ...]
    pictures: tuple[PictureView | None, ...]


def exemplar_lists(catalogue: Catalogue, whole: int = WHOLE) -> Iterator[tuple[str, ExemplarsView]]:
    """(address, view) of every page of the list; above `whole` exemplars each letter has pages of its own."""
    total = number(len(catalogue.exemplars))
    period = period_words(catalogue, catalogue.published.site.cycle).lower()
    runs = [(letter, tuple(found)) for letter, found in groupby(catalogue.exemplars, letter_of)]
    everything = len(catalogue.exemplars) <= whole
    entries = (
        _lettered(catalogue, runs)
        if everything
        else tuple(_entry(catalogue, entry) for entry in _leading(catalogue))
    )
    yield (
        "dien-hinh/",
        ExemplarsView(
            heading="Điển hình tiên tiến",
            description="Nhà giáo, cán bộ quản lý, nhân viên, người học, tập thể và mô hình được tôn vinh "
            f"{period}, xếp theo vần chữ cái của tên.",
            list_heading="Danh sách, xếp theo tên" if everything else "Được tôn vinh ở cấp cao nhất",
            count=total,
            shown=total,
            whole=everything,
            letters=_letters(runs, everything),
            entries=entries,
            facets=facets(catalogue),
        ),
    )
    if not everything:
        yield from _letter_pages(catalogue, _merged(runs), total)


def letter_slug(letter: str) -> str:
    """'Ă' → 'aw', 'Đ' → 'dd', as Telex types them; 'khac' for what is no letter of the alphabet."""
    small = letter.lower()
    return _TELEX.get(small, small if small in ALPHABET and small.isascii() else "khac")


def _merged(runs: list[tuple[str, tuple[Exemplar, ...]]]) -> list[tuple[str, tuple[Exemplar, ...]]]:
    """One run a page's name: signs and foreign letters share a page."""
    found: dict[str, list[Exemplar]] = {}
    names: dict[str, str] = {}
    for letter, entries in runs:
        page = letter_slug(letter)
        names.setdefault(page, letter if page != "khac" else "#")
        found.setdefault(page, []).extend(entries)
    return [(names[page], tuple(entries)) for page, entries in found.items()]


def _letter_pages(
    catalogue: Catalogue, runs: list[tuple[str, tuple[Exemplar, ...]]], total: str
) -> Iterator[tuple[str, ExemplarsView]]:
    pages = [
        (letter, place, start, found)
        for letter, found in runs
        for place, start in enumerate(range(0, len(found), A_PAGE), start=1)
    ]
    links = [
        Link(f"Vần {letter}{f', trang {place}' if place > 1 else ''}", _letter_page(letter, place))
        for letter, place, *_ in pages
    ]
    for turn, (letter, _, start, found) in enumerate(pages):
        part = found[start : start + A_PAGE]
        yield (
            links[turn].address,
            ExemplarsView(
                heading=f"Điển hình tiên tiến, {links[turn].text[0].lower()}{links[turn].text[1:]}",
                description=f"{number(len(found))} điển hình có tên bắt đầu bằng {letter}, trong {total} điển hình.".replace(
                    "bắt đầu bằng #", "không bắt đầu bằng chữ cái tiếng Việt"
                ),
                list_heading="Danh sách, xếp theo tên",
                count=total,
                shown=number(len(part)),
                whole=False,
                letters=_letters(runs, False, letter),
                entries=tuple(_entry(catalogue, entry) for entry in part),
                parents=(Link("Điển hình tiên tiến", "dien-hinh/"),),
                before=links[turn - 1] if turn else None,
                after=links[turn + 1] if turn + 1 < len(pages) else None,
            ),
        )


def _letter_page(letter: str, place: int = 1) -> str:
    return f"dien-hinh/chu/{letter_slug(letter)}{f'-{place}' if place > 1 else ''}/"


def _lettered(catalogue: Catalogue, runs: list[tuple[str, tuple[Exemplar, ...]]]) -> tuple[Entry, ...]:
    """Every exemplar; the first of each letter bears it."""
    seen: set[str] = set()
    found = []
    for letter, entries in runs:
        for exemplar in entries:
            anchor = f"chu-{letter_slug(letter)}"
            found.append(
                _entry(
                    catalogue, exemplar, "" if anchor in seen else letter, "" if anchor in seen else anchor
                )
            )
            seen.add(anchor)
    return tuple(found)


def _entry(catalogue: Catalogue, exemplar: Exemplar, letter: str = "", anchor: str = "") -> Entry:
    unit, title, level = (
        catalogue.unit_name(exemplar.unit),
        exemplar.titles[0] if exemplar.titles else "",
        reached(exemplar),
    )
    is_said = any(unit.casefold() in words.casefold() for words in (exemplar.name, title))
    return Entry(
        addresses.exemplar(exemplar.ref),
        exemplar.name,
        _kicker(exemplar),
        title,
        "" if is_said else unit,
        level.label if level else "",
        letter_of(exemplar),
        portrait(catalogue, exemplar),
        letter,
        anchor,
    )


def _kicker(exemplar: Exemplar) -> str:
    return exemplar.type.label if exemplar.type is ExemplarType.MODEL else exemplar.group.label


def _leading(catalogue: Catalogue) -> list[Exemplar]:
    """Highest level of recognition first, then the highest award, then the order of the alphabet."""

    def standing(pair: tuple[int, Exemplar]) -> tuple[object, ...]:
        place, exemplar = pair
        level = reached(exemplar)
        award = min((honour_rank(catalogue, entry) for entry in exemplar.awards), default=(len(RANK), 0, 0))
        return RANK[level] if level else len(RANK), award, place

    return [exemplar for _, exemplar in nsmallest(LEADING, enumerate(catalogue.exemplars), key=standing)]


def _letters(
    runs: list[tuple[str, tuple[Exemplar, ...]]], whole: bool, current: str = ""
) -> tuple[Letter, ...]:
    """The alphabet without the letters that no Vietnamese name begins with, unless one does; signs last."""
    present = {letter_slug(letter) for letter, _ in runs}
    bar = [letter for letter in ALPHABET.upper() if letter not in "FJWZ" or letter_slug(letter) in present]
    bar += ["#"] if "khac" in present else []
    return tuple(
        Letter(
            letter,
            *((f"chu-{letter_slug(letter)}", "") if whole else ("", _letter_page(letter))),
            current=letter == current,
        )
        if letter_slug(letter) in present
        else Letter(letter)
        for letter in bar
    )


def list_data(catalogue: Catalogue) -> ListData:
    found = catalogue.exemplars
    starts = [(letter_of(exemplar), place) for place, exemplar in enumerate(found)]
    columns = tuple((kind.param, *coded(catalogue, kind)) for kind in FACETS)
    titles, title_of = table([exemplar.titles[0] if exemplar.titles else "" for exemplar in found])
    return ListData(
        letters=tuple(next(run) for _, run in groupby(starts, lambda pair: pair[0])),
        groups=tuple(pair for pair in GROUPS if any(group_code(exemplar) == pair[0] for exemplar in found)),
        levels=LEVELS,
        columns=columns,
        units=next(
            tuple(catalogue.unit_name(ref) for ref in codes)
            for param, codes, _ in columns
            if param == "don-vi"
        ),
        names=tuple(exemplar.name for exemplar in found),
        ids=tuple("" if slug(exemplar.name) == exemplar.id else exemplar.id for exemplar in found),
        titles=titles,
        title_of=title_of,
        pictures=tuple(portrait(catalogue, exemplar) for exemplar in found),
    )
