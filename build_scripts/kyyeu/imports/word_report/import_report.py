"""A report in Word → what it would change in the unit's report, and everything of it that found no place. Writes nothing."""

from __future__ import annotations

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
from kyyeu.imports.word_report.report_sections import ReportSections, find_sections
from kyyeu.imports.word_report.section_markdown import section_text
from kyyeu.loading.load import load
from kyyeu.loading.markdown_nodes import SectionNodes, split_front_matter, split_sections
from kyyeu.loading.records import shortened
from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.reports import Outline
from kyyeu.outputs.editor.canonical import record_text, rewritten_text
from kyyeu.problems import ContentError, Place, Problem, UsageError, has_errors, nearest

KIND = BY_NAME["report"]
WORDS = 80  # letters shown of what was not placed


@dataclass
class ReportImport:
    """`text` is the file as it would be; `plan` which words became which field or heading, `said` what was not placed."""

    file: str
    before: str | None
    text: str
    plan: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pictures: list[ReportPicture] = field(default_factory=list)


def import_report(
    root: Path, word: Path, unit: str, cycle: str, day: date, pictures: Path | None = None, *, instead: bool
) -> ReportImport:
    """`instead`: sections that have text already take the new one; `pictures`: where pictures will go. Raises UsageError, ContentError."""
    read = open_report(word)
    library, problems = load(root, memory=root / ".cache/pictures.json", may_write=False)
    if library is None:
        raise ContentError(problems)
    outline, cycle = _outline(library, unit, cycle)
    placed = find_sections(read_blocks(read.html), outline)
    if not placed.headings:
        raise UsageError(
            f"không thấy đầu mục nào của đề cương trong {word.name}. Ghi đầu mục như đề cương, ví dụ “1. {_sample(outline)}”"
        )
    file = KIND.pattern.format(unit=unit, id=cycle)
    before = None
    if (root / file).is_file():
        before, found = read_text(root, file)
        if before is None or has_errors(found):
            raise ContentError(found)
    bodies = {code: section_text(blocks) for code, blocks in placed.sections.items()}
    front = read_letterhead(placed.before, placed.after)
    made = _written(
        file, before, {code: body for code, body in bodies.items() if body}, outline, front, instead=instead
    )
    made.plan += [
        f"Mục {code} ← “{shortened(line, WORDS)}”"
        + (f" ({len(words)} chữ)" if (words := bodies[code].split()) else "")
        for code, line in placed.headings
    ]
    made.pictures = report_pictures(read, placed.pictures)
    made.notes += [*_left_out(placed, read, front), *picture_notes(made.pictures, read, pictures)]
    if not made.problems:
        head = [text for block in placed.before for _, text in block.pieces]
        made.problems = [
            *other_unit(library, unit, head, word.name),
            *_seen_ahead(root, made, word.name, day),
        ]
    return made


def _sample(outline: Outline) -> str:
    return shortened(
        next((section.title for section in outline.sections if not section.heading_only), ""), 60
    )


def _outline(library: Library, unit: str, cycle: str) -> tuple[Outline, str]:
    if not unit:
        raise UsageError("báo cáo là của đơn vị nào? Thêm --unit ĐƠN_VỊ")
    if unit not in library.units:
        raise UsageError(
            f"không có đơn vị “{unit}”. {nearest(unit, library.units) or 'Mã đơn vị là tên thư mục trong data/units/.'}"
        )
    if not cycle and len(library.cycles) == 1:
        cycle = next(iter(library.cycles))
    if not cycle or cycle not in library.cycles:
        said = (
            f"không có giai đoạn “{cycle}”" if cycle else "báo cáo của giai đoạn nào? Thêm --cycle GIAI_ĐOẠN"
        )
        raise UsageError(f"{said}. Các giai đoạn: {', '.join(library.cycles)}")
    outline = library.outlines.get(library.cycles[cycle].outline)
    if outline is None:
        raise UsageError(f"giai đoạn “{cycle}” chưa có đề cương trong data/outlines/")
    return outline, cycle


def _written(
    file: str,
    before: str | None,
    bodies: Mapping[str, str],
    outline: Outline,
    front: Letterhead,
    *,
    instead: bool,
) -> ReportImport:
    """The file with the sections put in: its fields, its other sections and their order stay; new ones stand where the outline has them."""
    old: list[SectionNodes] = []
    tree: dict[str, object] = {}
    if before is not None:
        parts, problems = split_front_matter(before, file)
        nodes = read_yaml(parts.front_matter, file, parts.front_line) if parts else None
        old, more = split_sections(parts.body, parts.body_line, file) if parts else ([], [])
        problems = [*problems, *(nodes.problems if nodes else ()), *more]
        if problems:
            raise ContentError(problems)
        tree = nodes.tree if nodes and isinstance(nodes.tree, dict) else {}
    full = [
        section
        for section in old
        if section.body.strip() and bodies.get(section.code, section.body).strip() != section.body.strip()
    ]
    wrong = (
        []
        if instead
        else [
            Problem(
                Place(file, section.line),
                "section-full",
                f"Mục “{section.code}” đã có nội dung khác trong tệp.",
                "Thêm --replace nếu muốn lấy bản Word thay bản đang có.",
            )
            for section in full
        ]
    )
    titles = {section.code: section.title for section in outline.sections}
    order = {code: number for number, code in enumerate(titles)}
    sections = {section.code: (section.title, section.body.strip("\n")) for section in old}
    sections |= {code: (sections.get(code, (titles[code],))[0], body) for code, body in bodies.items()}
    codes = sorted(sections, key=lambda code: order.get(code, len(order)))
    body = "\n\n".join(f"## [{code}] {sections[code][0]}\n\n{sections[code][1]}".rstrip() for code in codes)
    filled, plan, said = fill_fields(tree, front, file)
    text = (
        rewritten_text(KIND, file, before, filled, body)
        if before is not None
        else record_text(KIND, file, filled, body)
    )
    return ReportImport(file, before, text, plan, said, wrong)


def _left_out(placed: ReportSections, read: WordText, front: Letterhead) -> Iterator[str]:
    """Every word that has neither section nor field, by its first ones."""

    def listed(texts: Sequence[str]) -> str:
        return "; ".join(f"“{shortened(text, WORDS)}” ({len(text.split())} chữ)" for text in texts)

    above, below = front.left
    if above:
        yield f"Trước đầu mục thứ nhất, không nhập {len(above)} dòng (phần đầu văn bản do chương trình tự lập khi in): {listed(above)}."
    if placed.subject:
        yield f"Tên loại và trích yếu “{shortened(placed.subject, 2 * WORDS)}” không nhập: khi in lấy tên báo cáo trong đề cương."
    if below:
        yield f"Sau mục cuối, không nhập {len(below)} dòng (không rõ là trường nào của báo cáo): {listed(below)}."
    if read.page_margins:
        yield f"Chữ ở đầu trang, chân trang không nhập: {listed(read.page_margins)}."
    if read.unread:
        shown = "; ".join(f"“{shortened(text, WORDS)}”" for text in read.unread)
        yield f"Không đọc được {len(read.unread)} đoạn chữ trong hình vẽ, biểu đồ: {shown}. Gõ lại vào mục cần thiết."
    if read.has_revisions:
        yield "Tệp còn vết sửa chưa duyệt (Track Changes): lấy như đã duyệt hết, chữ bị gạch thì bỏ."


def _seen_ahead(root: Path, made: ReportImport, name: str, day: date) -> list[Problem]:
    """What the check would newly say; of the report itself, by its section, since the file as it would be is nowhere yet."""
    if made.text == made.before:
        return []
    ahead = preview_changes(root, {made.file: made.text}, {}, (), day)
    lines = enumerate(made.text.split("\n"), start=1)
    heads = [(number, match[1]) for number, line in lines if (match := re.match(r"## \[([^\]]+)\]", line))]
    told = []
    for problem in (*ahead.loaded, *ahead.checked):
        if ahead.is_old(problem):
            continue
        if problem.place.file == made.file:
            code = next((code for number, code in reversed(heads) if number <= problem.place.line), "")
            problem = replace(problem, place=Place(f"{name}!{code or 'đầu tệp'}", problem.place.line))
        told.append(problem)
    return sorted(told)
