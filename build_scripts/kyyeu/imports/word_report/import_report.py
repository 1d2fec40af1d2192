"""Works out how the import of a report written in Word would change the unit's report file.

Also lists texts of the Word file that belong to no field or section. Nothing is written to disk here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kyyeu.imports.preview import preview_changes
from kyyeu.imports.word_report.html_blocks import read_blocks
from kyyeu.imports.word_report.letterhead import Letterhead, read_letterhead
from kyyeu.imports.word_report.open_report import WordText, open_report
from kyyeu.imports.word_report.report_fields import fill_fields, other_unit
from kyyeu.imports.word_report.report_pictures import ReportPicture, picture_notes, report_pictures
from kyyeu.imports.word_report.report_sections import ReportSections, find_sections, section_text
from kyyeu.loading.load import load
from kyyeu.loading.markdown_nodes import SectionNodes, split_front_matter, split_sections
from kyyeu.loading.records import shortened
from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.reports import Outline
from kyyeu.outputs.editor.canonical import rewritten_text
from kyyeu.problems import ContentError, Place, Problem, UsageError, has_errors, nearest

KIND = BY_NAME["report"]
SHOWN = 80  # The number of characters that are quoted of a text in a message to the user.


@dataclass
class ReportImport:
    """The change that the import of a Word report would make to the unit's report file.

    `before` is the present text of that file (None if there is no file), `text` its new text. `plan` says
    which text of the Word file goes into which field or section. `notes` says which text could not be placed.
    """

    file: str
    before: str | None
    text: str
    plan: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pictures: list[ReportPicture] = field(default_factory=list)


def import_report(
    root: Path, word: Path, unit: str, cycle: str, day: date, pictures: Path | None = None, *, overwrite: bool
) -> ReportImport:
    """Compares a Word report with the unit's report of a cycle, and returns the change to the report file.

    `pictures` is the folder into which the pictures of the Word file will be saved. With `overwrite`, the new
    text also replaces sections that already have text. Raises UsageError and ContentError.
    """
    word_text = open_report(word)
    library, problems = load(root, memory=root / ".cache/pictures.json", may_write=False)
    if library is None:
        raise ContentError(problems)
    outline, cycle = _outline(library, unit, cycle)
    sections = find_sections(read_blocks(word_text.html), outline)
    if not sections.headings:
        example = next((section.title for section in outline.sections if not section.heading_only), "")
        raise UsageError(
            f"không thấy đầu mục nào của đề cương trong {word.name}. "
            f"Ghi đầu mục như đề cương, ví dụ “1. {shortened(example, 60)}”"
        )
    file = KIND.pattern.format(unit=unit, id=cycle)
    before = None
    if (root / file).is_file():
        before, problems = read_text(root, file)
        if before is None or has_errors(problems):
            raise ContentError(problems)
    bodies = {code: section_text(blocks) for code, blocks in sections.sections.items()}
    letterhead = read_letterhead(sections.before, sections.after)
    report = _merge(file, before, bodies, outline, letterhead, overwrite=overwrite)
    for code, line in sections.headings:
        count = len(bodies[code].split())
        report.plan.append(f"Mục {code} ← “{shortened(line, SHOWN)}”" + (f" ({count} chữ)" if count else ""))
    report.pictures = report_pictures(word_text, sections.pictures)
    report.notes += _unplaced_notes(sections, word_text, letterhead)
    report.notes += picture_notes(report.pictures, word_text, pictures)
    if not report.problems:
        head = [text for block in sections.before for _, text in block.pieces]
        report.problems = other_unit(library, unit, head, word.name)
        report.problems += _new_problems(root, report, word.name, day)
    return report


def _outline(library: Library, unit: str, cycle: str) -> tuple[Outline, str]:
    """Returns the report outline of a cycle (a five-year period), and the cycle's id.

    `cycle` may be "" if the project has only one cycle. Raises UsageError for an unknown unit or cycle.
    """
    if not unit:
        raise UsageError("báo cáo là của đơn vị nào? Thêm --unit ĐƠN_VỊ")
    if unit not in library.units:
        raise UsageError(
            f"không có đơn vị “{unit}”. "
            + (nearest(unit, library.units) or "Mã đơn vị là tên thư mục trong data/units/.")
        )
    if not cycle and len(library.cycles) == 1:
        cycle = next(iter(library.cycles))
    if cycle not in library.cycles:
        sentence = (
            f"không có giai đoạn “{cycle}”" if cycle else "báo cáo của giai đoạn nào? Thêm --cycle GIAI_ĐOẠN"
        )
        raise UsageError(f"{sentence}. Các giai đoạn: {', '.join(library.cycles)}")
    outline = library.outlines.get(library.cycles[cycle].outline)
    if outline is None:
        raise UsageError(f"giai đoạn “{cycle}” chưa có đề cương trong data/outlines/")
    return outline, cycle


def _merge(
    file: str,
    before: str | None,
    bodies: Mapping[str, str],
    outline: Outline,
    letterhead: Letterhead,
    *,
    overwrite: bool,
) -> ReportImport:
    """Returns the change that puts the sections and letterhead of a Word report into the unit's report file.

    Other fields and sections of the file stay. New sections are placed in the order of the report outline.
    """
    old_sections: list[SectionNodes] = []
    tree: dict[str, object] = {}
    if before is not None:
        parts, problems = split_front_matter(before, file)
        if parts:
            nodes = read_yaml(parts.front_matter, file, parts.front_line)
            old_sections, section_problems = split_sections(parts.body, parts.body_line, file)
            problems = [*problems, *nodes.problems, *section_problems]
            tree = nodes.tree if isinstance(nodes.tree, dict) else {}
        if problems:
            raise ContentError(problems)
    problems = []
    titles = {section.code: section.title for section in outline.sections}
    texts: dict[str, str] = {}
    for section in old_sections:
        titles[section.code] = section.title
        old = texts[section.code] = section.body.strip("\n")
        new = bodies.get(section.code)
        if old.strip() and new and new.strip() != old.strip() and not overwrite:
            problems.append(
                Problem(
                    Place(file, section.line),
                    "section-full",
                    f"Mục “{section.code}” đã có nội dung khác trong tệp.",
                    "Thêm --replace nếu muốn lấy bản Word thay bản đang có.",
                )
            )
    texts |= {code: body for code, body in bodies.items() if body}
    body = "\n\n".join(
        f"## [{code}] {title}\n\n{texts[code]}".rstrip() for code, title in titles.items() if code in texts
    )
    fields, plan, notes = fill_fields(tree, letterhead, file)
    return ReportImport(
        file, before, rewritten_text(KIND, file, before or "", fields, body), plan, notes, problems
    )


def _unplaced_notes(sections: ReportSections, word_text: WordText, letterhead: Letterhead) -> Iterator[str]:
    """Yields Vietnamese notes about each text of a Word report that is not imported.

    A note quotes the beginning of a text that belongs to no section of the outline and no field of the
    report.
    """

    def listed(texts: Sequence[str]) -> str:
        return "; ".join(f"“{shortened(text, SHOWN)}” ({len(text.split())} chữ)" for text in texts)

    if above := letterhead.left_above:
        yield (
            f"Trước đầu mục thứ nhất, không nhập {len(above)} dòng "
            f"(phần đầu văn bản do chương trình tự lập khi in): {listed(above)}."
        )
    if sections.subject:
        yield (
            f"Tên loại và trích yếu “{shortened(sections.subject, 2 * SHOWN)}” không nhập: "
            "khi in lấy tên báo cáo trong đề cương."
        )
    if below := letterhead.left_below:
        yield (
            f"Sau mục cuối, không nhập {len(below)} dòng "
            f"(không rõ là trường nào của báo cáo): {listed(below)}."
        )
    if word_text.page_margins:
        yield f"Chữ ở đầu trang, chân trang không nhập: {listed(word_text.page_margins)}."
    if word_text.unread:
        texts = "; ".join(f"“{shortened(text, SHOWN)}”" for text in word_text.unread)
        yield (
            f"Không đọc được {len(word_text.unread)} đoạn chữ trong hình vẽ, biểu đồ: {texts}. "
            "Gõ lại vào mục cần thiết."
        )
    if word_text.has_revisions:
        yield "Tệp còn vết sửa chưa duyệt (Track Changes): lấy như đã duyệt hết, chữ bị gạch thì bỏ."


def _new_problems(root: Path, report: ReportImport, word: str, day: date) -> list[Problem]:
    """Returns the problems that the project would have only after the import of the Word report.

    The new text of the report file is not saved yet. A problem in it is therefore located by Word file and
    section, not by a line of the report file.
    """
    if report.text == report.before:
        return []
    preview = preview_changes(root, {report.file: report.text}, {}, (), day)
    lines = enumerate(report.text.split("\n"), start=1)
    headings = [(number, match[1]) for number, line in lines if (match := re.match(r"## \[([^\]]+)\]", line))]
    problems = [problem for problem in (*preview.loaded, *preview.checked) if not preview.is_old(problem)]
    for number, problem in enumerate(problems):
        if problem.place.file == report.file:
            line = problem.place.line
            code = next((code for first, code in reversed(headings) if first <= line), "đầu tệp")
            problems[number] = replace(problem, place=Place(f"{word}!{code}", line))
    return sorted(problems)
