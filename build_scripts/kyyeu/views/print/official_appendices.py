"""Makes Phụ lục 01 and 02 (tables of movements, and of models and exemplars) to attach to a summary report.

The appendices cover a single unit or the whole sector.
"""

from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.conferences import Conference
from kyyeu.model.printing import PrintedWork
from kyyeu.views.appendices import appendix_01, appendix_02, attached_words
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day
from kyyeu.views.print.book import A4, Book, Bookmark, Part
from kyyeu.views.print.conference_book import conference_book
from kyyeu.views.print.ky_yeu_lists import COLUMNS_01 as BOOK_COLUMNS
from kyyeu.views.print.ky_yeu_profile import people_in
from kyyeu.views.print.official import Rules, TableColumn, rules_on
from kyyeu.views.print.official_report import is_sectors
from kyyeu.views.submissions import conference_of
from kyyeu.views.text_fields import NOT_TEXT
from kyyeu.views.unknown import UNKNOWN

WORK = PrintedWork.APPENDICES.value
COLUMNS_01 = tuple(
    TableColumn(title, share, middle=title == "Năm")
    for title, share in zip(BOOK_COLUMNS, (7, 27, 46, 20), strict=True)
)
# The ministry's guidance asks for Phụ lục 02 (the table of models and exemplars) but names no columns for it
# (domain §4), so this project chose them.
COLUMNS_02 = (
    TableColumn("TT", 4, middle=True),
    TableColumn("Tên mô hình, điển hình", 13),
    TableColumn("Loại", 7),
    TableColumn("Đơn vị", 10),
    TableColumn("Lĩnh vực", 7),
    TableColumn("Cách làm", 16),
    TableColumn("Kết quả", 18),
    TableColumn("Năm bắt đầu", 5, middle=True),
    TableColumn("Hình thức, cấp biểu dương", 10),
    TableColumn("Phạm vi nhân rộng", 10),
)
ONE_LINE = 18  # A person's name with more letters than this may be broken across lines of its table column.


@dataclass(frozen=True, slots=True)
class OfficialAppendix:
    """An appendix of a summary report, as a wide table; the first cell of each row is a row header.

    `names` are people's names, which must not break across lines.
    """

    label: str
    rules: Rules
    title: tuple[str, ...]
    attached: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: str
    names: tuple[str, ...] = field(metadata=NOT_TEXT)
    date: date
    demonstration: bool


def has_appendices(catalogue: Catalogue, conference: Conference) -> bool:
    """Whether the unit's two appendices are printed with this conference.

    The conference must be the unit's first one of the five-year cycle.
    """
    first = conference_of(catalogue, conference.unit, conference.cycle)
    return first == conference and conference.cycle in catalogue.published.cycles


def appendices_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns a Book of two parts, one for each appendix, each with page numbers of its own."""
    tables = official_appendices(catalogue, conference)
    organiser = catalogue.unit_name(conference.unit)
    reviews = catalogue.published.cycles[conference.cycle].reviews
    parts = tuple(
        Part(
            f"{WORK}-{table.label[-2:]}",
            "official_table.html",
            table,
            Bookmark(" ".join(table.title).capitalize(), 1, table.label),
            landscape=True,
        )
        for table in tables
    )
    return conference_book(
        catalogue,
        conference,
        WORK,
        f"Phụ lục báo cáo tổng kết giai đoạn {reviews} của {organiser}",
        parts,
        tables[0].date,
        ("thi đua, khen thưởng",),
        author=organiser,
        subject="Phong trào thi đua; mô hình, điển hình tiên tiến",
        running_title="",
        page=A4,
        official=True,
    )


def official_appendices(
    catalogue: Catalogue, conference: Conference
) -> tuple[OfficialAppendix, OfficialAppendix]:
    """Returns Phụ lục 01 and 02, the two appendices that the official report prescribes.

    Years without movements (emulation campaigns) are included, and unknown values read '…..'.
    """
    published = catalogue.published
    cycle = published.cycles[conference.cycle]
    report = published.reports.get(f"{conference.unit}/{conference.cycle}")
    day = report.date if report and report.date else conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    unit = None if is_sectors(conference) else conference.unit
    first, second = appendix_01(catalogue.published, cycle, unit), appendix_02(catalogue, cycle, unit)
    gap = (UNKNOWN,) * 3
    years = tuple(
        (str(block.year), *cells)
        for block in first.years
        for cells in ([(row.document, row.name, row.period) for row in block.rows] or [gap])
    )
    models = tuple(
        (
            str(place),
            row.name,
            row.kind,
            row.unit,
            row.field,
            row.how,
            row.results,
            row.since_year,
            row.praised,
            row.replicated,
        )
        for place, row in enumerate(second.rows, start=1)
    )
    organiser = catalogue.unit_name(conference.unit)

    def table(
        label: str,
        title: tuple[str, ...],
        form: str,
        columns: tuple[TableColumn, ...],
        rows: tuple[tuple[str, ...], ...],
        total: str,
    ) -> OfficialAppendix:
        names = people_in(catalogue, *(cell for row in rows for cell in row))
        return OfficialAppendix(
            label,
            rules_on(day),
            title,
            attached_words(form, report, organiser),
            columns,
            rows,
            total,
            tuple(name for name in names if len(name) <= ONE_LINE),
            day,
            published.site.demonstration,
        )

    return (
        table(
            "Phụ lục số 01",
            first.title,
            first.attached,
            COLUMNS_01,
            years,
            f"Tổng số: {first.count} phong trào thi đua.",
        ),
        table(
            "Phụ lục số 02",
            second.title,
            second.attached,
            COLUMNS_02,
            models or (("", *(UNKNOWN,) * 9),),
            f"Tổng số: {len(models)} mô hình, điển hình tiên tiến.",
        ),
    )
