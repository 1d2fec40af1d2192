"""Checks that units' reports follow the prescribed outline, and that their totals agree with Phụ lục 01.

Phụ lục 01 is a report's table of movements (emulation campaigns) by year.
"""

import itertools
from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.appendix_01 import movement_count, stated_sums
from kyyeu.loading.text import line_and_column
from kyyeu.model.library import Library
from kyyeu.model.reports import Outline, Report
from kyyeu.problems import Effort, Place, Problem, Severity, nearest


def _with_outline(library: Library) -> Iterator[tuple[str, Report, Outline]]:
    for ref, report in library.reports.items():
        cycle = library.cycles.get(report.id)
        if cycle and (outline := library.outlines.get(cycle.outline)):
            yield ref, report, outline


@check("report-cycle", asks="Tên tệp báo cáo là mã của một giai đoạn.")
def report_cycles(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the file name of a report is the id of a cycle, such as 2015-2020."""
    for ref, report in library.reports.items():
        if report.id not in library.declared.get("cycle", frozenset()):
            yield Problem(
                library.place("report", ref),
                "report-cycle",
                f"Không có giai đoạn nào mang mã “{report.id}”.",
                nearest(report.id, library.cycles) or "Đổi tên tệp.",
            )


@check("section-code", asks="Mã đầu mục của báo cáo có trong đề cương.")
def section_codes(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the code of every section of a report is in the outline prescribed for the report."""
    effort = Effort()
    for ref, report, outline in _with_outline(library):
        known = [section.code for section in outline.sections]
        for section in report.sections:
            if section.code not in known:
                place = Place(library.file("report", ref), section.line, 5)
                yield Problem(
                    place,
                    "section-code",
                    f"Đề cương không có mục “{section.code}”.",
                    effort.nearest(place, section.code, known) or f"Các mã: {', '.join(known)}.",
                )


@check("section-doubled", asks="Mỗi mục của báo cáo chỉ viết một lần.")
def doubled_sections(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no section of a report occurs twice."""
    for ref, report, _ in _with_outline(library):
        seen: set[str] = set()
        for section in report.sections:
            if section.code in seen:
                yield Problem(
                    Place(library.file("report", ref), section.line, 5),
                    "section-doubled",
                    f"Mục “{section.code}” viết hai lần.",
                    "Gộp hai đoạn vào một mục.",
                )
            seen.add(section.code)


@check("section-order", asks="Các mục của báo cáo theo thứ tự đề cương.")
def section_order(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the sections of a report come in the order of the prescribed outline."""
    for ref, report, outline in _with_outline(library):
        order = {section.code: index for index, section in enumerate(outline.sections)}
        first = {section.code: section for section in reversed(report.sections)}
        known = [
            section for section in report.sections if section.code in order and first[section.code] is section
        ]
        for before, after in itertools.pairwise(known):
            if order[after.code] < order[before.code]:
                yield Problem(
                    Place(library.file("report", ref), after.line, 5),
                    "section-order",
                    f"Mục “{after.code}” đứng sau mục “{before.code}”.",
                    "Chuyển lên đúng thứ tự; bản in luôn theo đề cương.",
                    Severity.WARNING,
                )


@check("section-empty", asks="Mỗi mục của báo cáo có nội dung.")
def empty_sections(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every section of a report has text, unless it is only a heading in the outline."""
    for ref, report, outline in _with_outline(library):
        heading_only = {section.code for section in outline.sections if section.heading_only}
        for section in report.sections:
            if not section.body.markdown.strip() and section.code not in heading_only:
                yield Problem(
                    Place(library.file("report", ref), section.line, 5),
                    "section-empty",
                    f"Mục “{section.code}” chưa có nội dung.",
                    "Viết nội dung, hoặc xóa đầu mục.",
                    Severity.WARNING,
                )


@check("sum-stated", asks="Tổng số phong trào nêu trong báo cáo khớp với Phụ lục 01.")
def sums_stated(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the total number of movements stated in a report equals their number in Phụ lục 01."""
    unsound = library.declared.get("unit_movements", frozenset()) - library.unit_movements.keys()
    for ref, report, _ in _with_outline(library):
        if report.unit in unsound or (unsound and report.unit == library.site.organiser):
            # If records of movements could not be loaded, their number is unknown. Then the totals are not
            # compared.
            continue
        unit = None if report.unit == library.site.organiser else report.unit
        computed = movement_count(library, library.cycles[report.id], unit)
        bodies = {section.code: section.body for section in report.sections}
        for code, offset, stated in stated_sums(library, report):
            if stated != computed:
                yield Problem(
                    Place(
                        library.file("report", ref),
                        *line_and_column(bodies[code].markdown, offset, bodies[code].line),
                    ),
                    "sum-stated",
                    f"Báo cáo ghi {stated} phong trào, Phụ lục 01 có {computed}.",
                    "Sửa con số, hoặc bổ sung phong trào vào movements.yml.",
                    Severity.WARNING,
                )
