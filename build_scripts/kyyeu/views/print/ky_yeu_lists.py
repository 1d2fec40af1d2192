"""The lists of a kỷ yếu: roll of honour, Phụ lục 01 and 02, indexes of people and units by the Vietnamese alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kyyeu.facts.words import award_name
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.printing import PROFILE
from kyyeu.vietnamese import sort_key
from kyyeu.views.appendices import UNKNOWN, ModelRow, YearBlock, appendix_01, appendix_02, attached_words
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue, exemplar_order
from kyyeu.views.pictures import letter_of
from kyyeu.views.print.book import Bookmark, Index, IndexEntry, Opens, Part, Role
from kyyeu.views.print.ky_yeu_profile import people_in, unit_words

COLUMNS_01 = (  # the guidance, Phụ lục số 01
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
WORTH_AN_INDEX = 8  # profiles


@dataclass(frozen=True, slots=True)
class RollRow:
    number: int
    name: str
    office: str
    unit: str
    highest: str


@dataclass(frozen=True, slots=True)
class Roll:
    """`groups` are (heading, rows); rows are numbered through each group. `names` never break across lines."""

    title: str
    groups: tuple[tuple[str, tuple[RollRow, ...]], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookAppendix:
    """`years` are of Phụ lục 01, `rows` of Phụ lục 02."""

    label: str
    title: tuple[str, ...]
    attached: str
    columns: tuple[str, ...]
    years: tuple[YearBlock, ...]
    rows: tuple[ModelRow, ...]
    unknown: str
    names: tuple[str, ...]


def roll(catalogue: Catalogue, exemplars: Sequence[Exemplar]) -> tuple[Part, ...]:
    """Everyone whom the conference honours: collectives, then people by group in the order of the register, each by tên."""
    if not exemplars:
        return ()
    title = "Danh sách tuyên dương"
    ordered = sorted(exemplars, key=lambda entry: (_group(entry), exemplar_order(entry)))
    groups = tuple(
        (heading, tuple(_roll_row(catalogue, number, entry) for number, entry in enumerate(found, start=1)))
        for (_, heading), found in groupby(ordered, key=_group)
    )
    names = tuple(
        sorted(
            (entry.name for entry in exemplars if entry.type is ExemplarType.INDIVIDUAL),
            key=lambda name: (-len(name), name),
        )
    )
    return (
        Part(
            "danh-sach",
            "roll.html",
            Roll(title, groups, names),
            Bookmark(title),
            head=title,
            opens=Opens.RIGHT,
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
    """Phụ lục 01 and 02 of a unit, of the sector with `unit` None; the second where there is anything to tell."""
    cycle = catalogue.published.cycles[conference.cycle]
    report = catalogue.published.reports.get(f"{conference.unit}/{conference.cycle}")
    first, second = appendix_01(catalogue.published, cycle, unit), appendix_02(catalogue, cycle, unit)
    tables = [
        _table(
            catalogue,
            "01",
            first.title,
            attached_words(first.attached, report, organiser),
            COLUMNS_01,
            years=first.years,
        )
    ]
    if second.rows:
        attached = attached_words(second.attached, report, organiser)
        tables.append(_table(catalogue, "02", second.title, attached, COLUMNS_02, rows=second.rows))
    return tuple(tables)


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
    """People by tên, units by name, each with the pages where they stand; a book of a few pages needs none."""
    if len(exemplars) < WORTH_AN_INDEX:
        return ()
    people = sorted(
        (entry for entry in exemplars if entry.type is ExemplarType.INDIVIDUAL), key=exemplar_order
    )
    named = tuple(
        IndexEntry(letter_of(entry), entry.name, _short(catalogue, entry.unit), (part_name(entry),))
        for entry in people
    )
    refs = sorted(
        {entry.unit for entry in exemplars}, key=lambda ref: (sort_key(unit_words(catalogue, ref)), ref)
    )
    units = tuple(
        IndexEntry(
            "",
            unit_words(catalogue, ref),
            "",
            tuple(part_name(entry) for entry in exemplars if entry.unit == ref),
        )
        for ref in refs
    )
    sections = tuple(
        (heading, entries) for heading, entries in (("Tên người", named), ("Đơn vị", units)) if entries
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
    return f"{PROFILE}{exemplar.ref}"


def _short(catalogue: Catalogue, ref: str) -> str:
    unit = catalogue.published.units.get(ref)
    return unit.short_on(catalogue.day) if unit else ref
