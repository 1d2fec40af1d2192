"""Makes the lists of a kỷ yếu (yearbook): roll of honour, Phụ lục 01 and 02, indexes of people and units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kyyeu.facts.words import award_name
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.printing import PROFILE
from kyyeu.vietnamese import sort_key
from kyyeu.views.appendices import ModelRow, YearBlock, appendix_01, appendix_02, attached_words
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue, exemplar_order, grouped
from kyyeu.views.pictures import letter_of
from kyyeu.views.print.book import Bookmark, Index, IndexEntry, Part, Role
from kyyeu.views.print.ky_yeu_profile import longest_first, people_in, short_name, unit_words
from kyyeu.views.texts import NOT_TEXT, UNKNOWN

# The ministry's guidance prescribes these column headings for Phụ lục số 01, the table of movements.
COLUMNS_01 = (
    "Năm",
    "Số, ngày, tháng ban hành Văn bản hoặc Kế hoạch phát động phong trào thi đua",
    "Nội dung (tên) phong trào thi đua",
    "Thời gian thực hiện",
)
COLUMNS_02 = (
    "TT",
    "Tên mô hình, điển hình; loại, lĩnh vực, đơn vị, năm bắt đầu",
    "Cách làm; kết quả; biểu dương; phạm vi nhân rộng",
)
FEWEST_FOR_INDEX = 8  # A yearbook with fewer profiles than this has no index.


@dataclass(frozen=True, slots=True)
class RollRow:
    """A line of the roll of honour; `highest` is the highest award of the honoured person, group or model."""

    number: int
    name: str
    office: str
    unit: str
    highest: str


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll of honour: pairs of a heading and its rows, which are numbered from 1 below each heading.

    `names` holds people's names; the layout keeps each on one line.
    """

    title: str
    groups: tuple[tuple[str, tuple[RollRow, ...]], ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class BookAppendix:
    """An appendix of the yearbook: Phụ lục 01 (movements by year) or Phụ lục 02 (models and exemplars).

    `years` is filled for Phụ lục 01 only, `rows` for Phụ lục 02 only. `unknown` is the text for a year
    without any movement.
    """

    label: str
    title: tuple[str, ...]
    attached: str
    columns: tuple[str, ...]
    years: tuple[YearBlock, ...]
    rows: tuple[ModelRow, ...]
    unknown: str
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def roll(catalogue: Catalogue, exemplars: Sequence[Exemplar]) -> tuple[Part, ...]:
    """Returns the part of the yearbook that is its roll of honour, or nothing if nobody is honoured.

    Groups come first, then people by category, such as teachers, then models (mô hình). Each of these lists
    is in alphabetical order.
    """
    if not exemplars:
        return ()
    title = "Danh sách tuyên dương"
    ordered = sorted(exemplars, key=lambda exemplar: (_group(exemplar), exemplar_order(exemplar)))
    groups = tuple(
        (
            heading,
            tuple(_roll_row(catalogue, number, member) for number, member in enumerate(members, start=1)),
        )
        for (_, heading), members in groupby(ordered, key=_group)
    )
    names = longest_first(exemplar.name for exemplar in exemplars if exemplar.type is ExemplarType.INDIVIDUAL)
    return (
        Part(
            "danh-sach",
            "roll.html",
            Roll(title, groups, names),
            Bookmark(title),
            head=title,
            opens_right=True,
        ),
    )


def _group(exemplar: Exemplar) -> tuple[int, str]:
    if exemplar.type is ExemplarType.COLLECTIVE:
        return -1, "Tập thể"
    if exemplar.type is ExemplarType.MODEL:
        return 99, "Mô hình"
    return list(type(exemplar.group)).index(exemplar.group), exemplar.group.label


def _roll_row(catalogue: Catalogue, number: int, exemplar: Exemplar) -> RollRow:
    awards = sorted(exemplar.awards, key=lambda award: honour_rank(catalogue, award))
    unit = unit_words(catalogue, exemplar.unit)
    person = exemplar.type is ExemplarType.INDIVIDUAL
    office = (
        exemplar.titles[0].removesuffix(catalogue.unit_name(exemplar.unit)).rstrip(" ,")
        if exemplar.titles and person
        else ""
    )
    return RollRow(
        number,
        exemplar.name,
        office,
        "" if exemplar.name.endswith(unit) else unit,
        award_name(awards[0], catalogue.published) if awards else "",
    )


def appendices(
    catalogue: Catalogue, conference: Conference, organiser: str, unit: str | None
) -> tuple[Part, ...]:
    """Returns Phụ lục 01 (movements by year) and 02 (models and exemplars) as parts of the yearbook.

    The tables are those of one unit, or of all education of the province if `unit` is None. Phụ lục 02 is
    left out if it has no rows.
    """
    cycle = catalogue.published.cycles[conference.cycle]
    report = catalogue.published.reports.get(f"{conference.unit}/{conference.cycle}")
    first, second = appendix_01(catalogue.published, cycle, unit), appendix_02(catalogue, cycle, unit)
    attached_01, attached_02 = (
        attached_words(appendix.attached, report, organiser) for appendix in (first, second)
    )
    movements = _table(catalogue, "01", first.title, attached_01, COLUMNS_01, years=first.years)
    models = _table(catalogue, "02", second.title, attached_02, COLUMNS_02, rows=second.rows)
    return (movements, models) if second.rows else (movements,)


def _table(
    catalogue: Catalogue,
    number: str,
    title: tuple[str, ...],
    attached: str,
    columns: tuple[str, ...],
    years: tuple[YearBlock, ...] = (),
    rows: tuple[ModelRow, ...] = (),
) -> Part:
    label, text = f"Phụ lục số {number}", " ".join(title) or "Tổng hợp mô hình, điển hình tiên tiến"
    names = people_in(catalogue, *(row.name for row in rows))
    return Part(
        f"phu-luc-{number}",
        f"appendix_{number}.html",
        BookAppendix(label, title, attached, columns, years, rows, UNKNOWN, names),
        Bookmark(f"{text[:1]}{text[1:].lower()}", 1, label),
        head=label,
        landscape=bool(years),
    )


def indexes(catalogue: Catalogue, exemplars: Sequence[Exemplar]) -> tuple[Part, ...]:
    """Returns the part of the yearbook with the indexes of people and of units.

    People are ordered by given name, units by name. A book with few profiles has no indexes, and nothing is
    returned.
    """
    if len(exemplars) < FEWEST_FOR_INDEX:
        return ()
    people = tuple(
        IndexEntry(letter_of(person), person.name, short_name(catalogue, person.unit), (part_name(person),))
        for person in sorted(exemplars, key=exemplar_order)
        if person.type is ExemplarType.INDIVIDUAL
    )
    parts_by_unit = grouped((exemplar.unit, part_name(exemplar)) for exemplar in exemplars)
    names = {ref: unit_words(catalogue, ref) for ref in parts_by_unit}
    units = tuple(
        IndexEntry("", names[ref], "", parts_by_unit[ref])
        for ref in sorted(names, key=lambda ref: (sort_key(names[ref]), ref))
    )
    sections = tuple(
        (heading, lines) for heading, lines in (("Tên người", people), ("Đơn vị", units)) if lines
    )
    return (
        Part(
            "bang-tra",
            "index.html",
            Index(sections),
            Bookmark("Bảng tra"),
            head="Bảng tra",
            role=Role.INDEX,
        ),
    )


def part_name(exemplar: Exemplar) -> str:
    """Returns the name of the part of the yearbook that holds the profile of this exemplar."""
    return f"{PROFILE}{exemplar.ref}"
