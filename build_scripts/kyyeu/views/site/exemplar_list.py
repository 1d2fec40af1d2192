"""Makes the data of the web pages that list exemplars (honoured people and groups), sorted by given name.

A short list is one page. A long list has a first page with the exemplars of highest rank, and further pages
for each letter. `ListData` holds the whole list as columns, which a browser filters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby

from kyyeu.model.exemplars import Exemplar
from kyyeu.vietnamese import ALPHABET, number, slug
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, period_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.site.cards import group_label
from kyyeu.views.site.facets import (
    FACETS,
    GROUPS,
    LEVELS,
    Facet,
    coded,
    facets,
    group_code,
    standing,
    table,
)
from kyyeu.views.site.site_frame import PageView
from kyyeu.views.statistics import level_reached

# A list of exemplars (honoured people and groups) with at most this many entries is shown on one page.
WHOLE = 300
# If the list of exemplars (honoured people) has several pages, the first page shows this many of them.
LEADING = 24
# If the list of exemplars (honoured people) has pages for each letter, such a page shows at most this many.
PER_PAGE = 120
LIST_FILE = "assets/lists/exemplars.js"
_TELEX = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}


@dataclass(frozen=True, slots=True)
class ListedExemplar:
    """An exemplar (honoured person or group) as an entry in the site's list of exemplars.

    `unit` is the name of the exemplar's unit (such as a school), or '' if the exemplar's name or title
    contains the unit's name. `letter` and `anchor` (HTML id) are set only for the first entry of each letter.
    """

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
    """A letter of the alphabet in the bar above the list of exemplars (honoured people).

    If the list is one page, `anchor` is the HTML id of the letter's first entry. Otherwise `address` is the
    page of that letter. Both are '' if no name begins with the letter.
    """

    letter: str
    anchor: str = ""
    address: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class ExemplarsView(PageView):
    """The data of a web page with the list of exemplars (honoured people), or a part of it.

    `whole` means that `entries` holds all exemplars. Only the first page has `facets` (filters). `before` and
    `after` are links to the previous and the next page.
    """

    list_heading: str
    count: str
    shown: str
    whole: bool
    letters: tuple[Letter, ...]
    entries: tuple[ListedExemplar, ...]
    facets: tuple[Facet, ...] = ()
    parents: tuple[Link, ...] = ()
    before: Link | None = None
    after: Link | None = None


@dataclass(frozen=True, slots=True)
class ListData:
    """The list of exemplars (honoured people) as columns of data, which a browser filters.

    `letters` are pairs: a letter and the index of its first exemplar. `columns` holds for each facet (filter)
    the name of its parameter, its codes, and for each exemplar the indexes of its codes. `units` are the
    names of the units (such as schools) that the filter by unit (`don-vi`) offers. An exemplar's id is '' if
    it is the slug of the exemplar's name.
    """

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
    """Yields pairs of address and page data for all web pages that list exemplars (honoured people).

    If there are more than `whole` exemplars, each letter has pages of its own.
    """
    total = number(len(catalogue.exemplars))
    period = period_words(catalogue, catalogue.published.site.cycle).lower()
    runs = [(letter, tuple(run)) for letter, run in groupby(catalogue.exemplars, letter_of)]
    everything = len(catalogue.exemplars) <= whole
    leading = nsmallest(LEADING, catalogue.exemplars, key=lambda exemplar: standing(catalogue, exemplar))
    entries = (
        tuple(_lettered(catalogue, runs))
        if everything
        else tuple(_listed(catalogue, exemplar) for exemplar in leading)
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
    """Returns a letter in the form that addresses contain, typed as on a Telex keyboard: 'aw' for 'Ă'.

    Digits and foreign letters all have the result 'khac'.
    """
    small = letter.lower()
    return _TELEX.get(small, small if small in ALPHABET and small.isascii() else "khac")


def _merged(runs: list[tuple[str, tuple[Exemplar, ...]]]) -> list[tuple[str, tuple[Exemplar, ...]]]:
    """Returns exemplars grouped by the letter under which long lists show them.

    Names that begin with a digit or a foreign letter share the group '#'.
    """
    merged: dict[str, list[Exemplar]] = {}
    names: dict[str, str] = {}
    for letter, exemplars in runs:
        page = letter_slug(letter)
        names.setdefault(page, letter if page != "khac" else "#")
        merged.setdefault(page, []).extend(exemplars)
    return [(names[page], tuple(exemplars)) for page, exemplars in merged.items()]


def _letter_pages(
    catalogue: Catalogue, runs: list[tuple[str, tuple[Exemplar, ...]]], total: str
) -> Iterator[tuple[str, ExemplarsView]]:
    """Yields pairs of address and page data for the pages of each letter in the list of honoured people."""
    pages = [
        (letter, page_number, start, exemplars)
        for letter, exemplars in runs
        for page_number, start in enumerate(range(0, len(exemplars), PER_PAGE), start=1)
    ]
    links = [
        Link(
            f"Vần {letter}{f', trang {page_number}' if page_number > 1 else ''}",
            _letter_page(letter, page_number),
        )
        for letter, page_number, *_ in pages
    ]
    for index, (letter, _, start, exemplars) in enumerate(pages):
        count, shown = number(len(exemplars)), exemplars[start : start + PER_PAGE]
        beginning = "không bắt đầu bằng chữ cái tiếng Việt" if letter == "#" else f"bắt đầu bằng {letter}"
        yield (
            links[index].address,
            ExemplarsView(
                heading=f"Điển hình tiên tiến, {links[index].text[0].lower()}{links[index].text[1:]}",
                description=f"{count} điển hình có tên {beginning}, trong {total} điển hình.",
                list_heading="Danh sách, xếp theo tên",
                count=total,
                shown=number(len(shown)),
                whole=False,
                letters=_letters(runs, False, letter),
                entries=tuple(_listed(catalogue, exemplar) for exemplar in shown),
                parents=(Link("Điển hình tiên tiến", "dien-hinh/"),),
                before=links[index - 1] if index else None,
                after=links[index + 1] if index + 1 < len(pages) else None,
            ),
        )


def _letter_page(letter: str, page_number: int = 1) -> str:
    return f"dien-hinh/chu/{letter_slug(letter)}{f'-{page_number}' if page_number > 1 else ''}/"


def _lettered(catalogue: Catalogue, runs: list[tuple[str, tuple[Exemplar, ...]]]) -> Iterator[ListedExemplar]:
    """Yields all entries of the list of exemplars (honoured people).

    The first entry of each letter is marked with that letter and its HTML id.
    """
    seen: set[str] = set()
    for letter, exemplars in runs:
        anchor = f"chu-{letter_slug(letter)}"
        for exemplar in exemplars:
            yield _listed(catalogue, exemplar, *(("", "") if anchor in seen else (letter, anchor)))
            seen.add(anchor)


def _listed(catalogue: Catalogue, exemplar: Exemplar, letter: str = "", anchor: str = "") -> ListedExemplar:
    unit, level = catalogue.unit_name(exemplar.unit), level_reached(exemplar)
    title = exemplar.titles[0] if exemplar.titles else ""
    names_unit = any(unit.casefold() in text.casefold() for text in (exemplar.name, title))
    return ListedExemplar(
        addresses.exemplar(exemplar.ref),
        exemplar.name,
        group_label(exemplar),
        title,
        "" if names_unit else unit,
        level.label if level else "",
        letter_of(exemplar),
        portrait(catalogue, exemplar),
        letter,
        anchor,
    )


def _letters(
    runs: list[tuple[str, tuple[Exemplar, ...]]], whole: bool, current: str = ""
) -> tuple[Letter, ...]:
    """Returns the letters of the bar above the list of exemplars (honoured people).

    The bar has all letters with which a Vietnamese name may begin. Foreign letters are in it only if a name
    begins with them. A '#' for all other signs comes last.
    """
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
    """Returns the list of exemplars (honoured people) as columns of data, which a browser filters."""
    exemplars = catalogue.exemplars
    starts = [(letter_of(exemplar), index) for index, exemplar in enumerate(exemplars)]
    columns = tuple((kind.param, *coded(catalogue, kind)) for kind in FACETS)
    titles, title_of = table([exemplar.titles[0] if exemplar.titles else "" for exemplar in exemplars])
    return ListData(
        letters=tuple(next(run) for _, run in groupby(starts, lambda pair: pair[0])),
        groups=tuple(
            pair for pair in GROUPS if any(group_code(exemplar) == pair[0] for exemplar in exemplars)
        ),
        levels=LEVELS,
        columns=columns,
        units=next(
            tuple(catalogue.unit_name(ref) for ref in codes)
            for param, codes, _ in columns
            if param == "don-vi"
        ),
        names=tuple(exemplar.name for exemplar in exemplars),
        ids=tuple("" if slug(exemplar.name) == exemplar.id else exemplar.id for exemplar in exemplars),
        titles=titles,
        title_of=title_of,
        pictures=tuple(portrait(catalogue, exemplar) for exemplar in exemplars),
    )
