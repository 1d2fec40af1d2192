"""Sorts the blocks of a Word report into the sections of the report outline, by the report's headings.

Blocks that belong to no section are kept in separate lists. Those of a section are written as Markdown, in
which headings that are not in the outline become headings of the third level.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kyyeu.imports.word_report.headings import LEAST, HeadingNumber, begins, heading_number, likeness
from kyyeu.imports.word_report.html_blocks import BlockShape, TextBlock
from kyyeu.imports.word_report.letterhead import is_day, is_office, is_signature
from kyyeu.model.reports import Outline, OutlineSection
from kyyeu.vietnamese import fold

# Least similarity to a section's title for a line to count as its heading: for any line, for a line that
# looks like a heading, and for a line with the section's number.
_SURE, _NEAR, _NUMBERED = 0.78, 0.62, LEAST
# Longest heading of a Word report, in letters; the longest title in the report outline has 290.
_LONGEST = 400
_END = re.compile(r"\W*noi nhan\s*(?::.*)?")
_NAME = re.compile(r"\W*bao cao\b(?!.*[:;.]$)")
_GOES_ON = re.compile(r"\W*(?:va|giai doan|nam hoc|phuong huong|nhiem vu|cua|trong|tai)\b")
_FOOT = 14  # The signature block is looked for in this many blocks at the end of a report.


@dataclass(frozen=True)
class PicturePlace:
    """The place of a picture in a Word report.

    It consists of the picture's number in the file, the code of its section ("" for none) and the text before
    it.
    """

    number: int
    code: str
    words: str


@dataclass
class ReportSections:
    """The blocks of a Word report, sorted into sections.

    `sections` has blocks by section code; `headings` pairs a section code with the line that was recognised
    as its heading. `before` and `after` are the blocks above the first heading and below the last section.
    `subject` is the text under the title BÁO CÁO (trích yếu); it is not repeated in `before`.
    """

    sections: dict[str, list[TextBlock]] = field(default_factory=dict)
    headings: list[tuple[str, str]] = field(default_factory=list)
    before: list[TextBlock] = field(default_factory=list)
    after: list[TextBlock] = field(default_factory=list)
    subject: str = ""
    pictures: list[PicturePlace] = field(default_factory=list)


def find_sections(blocks: Sequence[TextBlock], outline: Outline) -> ReportSections:
    """Sorts the blocks of a Word report into sections of the outline.

    A block belongs to the last heading above it that matches a section of the outline.
    """
    report = ReportSections()
    titles = {section.code: section for section in outline.sections}
    order = {code: number for number, code in enumerate(titles)}
    current, text_before = "", ""
    split_blocks = _split_headings(blocks, outline)
    first_heading, title, foot = (
        _first_heading(split_blocks),
        _title(split_blocks, outline),
        _foot(split_blocks),
    )
    for number, block in enumerate(split_blocks):
        if block.shape is BlockShape.PICTURE:
            report.pictures.append(
                PicturePlace(int(block.plain or 0), "" if number >= foot else current, text_before)
            )
            continue
        in_title = not current and number in title
        ended = bool(current) and number >= foot
        code = (
            ""
            if in_title or ended or number < first_heading
            else _section_code(block, titles, order, current)
        )
        if code:
            current = code
            report.headings.append((code, block.plain))
            report.sections.setdefault(code, [])
        elif in_title:
            report.subject = f"{report.subject} {block.plain.strip(' _-')}".strip()
        elif ended:
            report.after.append(block)
        elif not current:
            report.before.append(block)
        else:
            report.sections[current].append(block)
        text_before = block.plain
    return report


def _first_heading(blocks: Sequence[TextBlock]) -> int:
    """Returns the index of the block “Phần thứ nhất” (first part), or 0 if the report has no such beginning.

    A numbered heading above it means that other parts of the report come first.
    """
    for number, block in enumerate(blocks):
        heading = heading_number(block.plain) if block.shape is not BlockShape.TABLE else HeadingNumber()
        if heading.part or heading.roman:
            return number if heading.part == "1" else 0
    return 0


def _title(blocks: Sequence[TextBlock], outline: Outline) -> range:
    """Returns the indexes of the blocks with the title “BÁO CÁO” and the report's subject below it.

    The subject ends at the first line that looks different or is a heading of the outline.
    """
    start = next(
        (
            number
            for number, block in enumerate(blocks)
            if block.pieces
            and _NAME.match(fold(block.pieces[-1][1]))
            and (len(block.plain) <= 8 or _stands_out(block) or block.shape is BlockShape.TABLE)
        ),
        None,
    )
    if start is None or len(blocks[start].plain) > _LONGEST:
        return range(0)
    end = first = start + 1
    for block in blocks[first:]:
        alone = end == first and len(blocks[start].plain) <= 8
        if block.shape in (BlockShape.TABLE, BlockShape.PICTURE, BlockShape.ITEM) or not _goes_on(
            block, blocks[first], end == first, alone, outline
        ):
            break
        end += 1
    return range(first if blocks[start].shape is BlockShape.TABLE else start, end)


def _goes_on(block: TextBlock, first: TextBlock, is_first: bool, alone: bool, outline: Outline) -> bool:
    """Whether a line of a report belongs to the subject, which stands below the document type.

    `first` is the line below the type, and `is_first` says that `block` is that line. `alone` says that the
    document type stands alone on its line, so that its subject must follow.
    """
    folded = fold(block.plain)
    if not any(char.isalnum() for char in folded):
        return True
    if (
        heading_number(block.plain).any
        or len(block.plain) > _LONGEST
        or block.plain.endswith((":", "."))
        or folded.startswith("kinh gui")
    ):
        return False
    if not is_first and (_GOES_ON.match(folded) or block.plain[0].islower()):
        return _stands_out(block) or not _stands_out(first)
    near = max(
        (likeness(folded, section.title) for section in outline.sections if "." in section.code), default=0
    )
    return alone or near < _SURE if is_first else _stands_out(block) and _stands_out(first) and near < _NEAR


def _foot(blocks: Sequence[TextBlock]) -> int:
    """Returns the index of the block where the signature block at the end of a report begins.

    It begins at “Nơi nhận” (receivers), at a signature above that, or at a signature among the last lines.
    """
    start = next((number for number, block in enumerate(blocks) if _has_receivers(block)), len(blocks))
    for number in range(start - 1, max(start - _FOOT, 0) - 1, -1):
        texts = [text for _, text in blocks[number].pieces if any(char.isalnum() for char in text)]
        if not all(map(is_signature, texts)):
            break
        if any(map(is_office, texts)):
            start = number
    while 0 < start < len(blocks) and (pieces := blocks[start - 1].pieces):
        if not all(is_day(text) for _, text in pieces):
            break
        start -= 1
    return start


def _has_receivers(block: TextBlock) -> bool:
    """Whether a block begins the list of receivers (“Nơi nhận:”).

    A table column named “Nơi nhận” has no colon and does not count.
    """
    texts = (fold(text) for _, text in block.pieces)
    return any(_END.fullmatch(text) and (number == 0 or ":" in text) for number, text in enumerate(texts))


def _stands_out(block: TextBlock) -> bool:
    return block.shape is BlockShape.HEADING or block.bold == block.plain or _is_capitals(block.plain)


def _split_headings(blocks: Sequence[TextBlock], outline: Outline) -> list[TextBlock]:
    """Splits a bold heading from the running text that follows it in the same paragraph."""
    whole: list[TextBlock] = []
    for block in blocks:
        opening = block.bold
        closing = re.match(r"^\*\*+(?:\\.|[^*\\])*\*\*\s*[:.]?\s*", block.markdown)
        if (
            closing
            and opening
            and block.shape in (BlockShape.PARAGRAPH, BlockShape.ITEM)
            and block.plain != opening
            and block.plain.startswith(opening)
            and any(
                likeness(heading_number(opening).rest, section.title, _NEAR) >= _NEAR
                for section in outline.sections
            )
        ):
            whole += [
                TextBlock(BlockShape.PARAGRAPH, f"**{opening}**", opening, opening),
                replace(
                    block,
                    shape=BlockShape.PARAGRAPH,
                    markdown=block.markdown[closing.end() :],
                    plain=block.plain[len(opening) :].lstrip(" :."),
                    bold="",
                ),
            ]
        else:
            whole.append(block)
    return whole


def _section_code(
    block: TextBlock, titles: Mapping[str, OutlineSection], order: Mapping[str, int], current: str
) -> str:
    """Returns the code of the outline section that a block of the Word report is the heading of.

    Returns "" if the block is no heading.
    """
    if block.shape is BlockShape.TABLE or len(block.plain) > _LONGEST:
        return ""
    number = heading_number(block.plain)
    if (
        number.part
        and number.part in titles
        and (not number.rest or likeness(number.rest, titles[number.part].title) >= _NUMBERED)
    ):
        return number.part
    looks = _stands_out(block)
    expected = _expected(number, titles, order, current)
    best, score = "", 0.0
    least = _NUMBERED if expected else _NEAR if looks else _SURE
    for code, section in titles.items():
        like = likeness(number.rest, section.title, least)
        if looks and code == expected and begins(section.title, number.rest):
            like = max(like, _NEAR)
        sure = like + (0.12 if code == expected else 0) - (0.12 if _contradicts(number, section) else 0)
        sure -= 0.1 if order[code] < order.get(current, -1) else 0
        sure -= (
            0.1
            if current
            and code.split(".")[0] != current.split(".")[0]
            and not number.part
            and code != expected
            else 0
        )
        if sure > score and (
            like >= _SURE or (looks and like >= _NEAR) or (code == expected and like >= _NUMBERED)
        ):
            best, score = code, sure
    if score < (_NUMBERED if best == expected else _NEAR - 0.1):
        return ""
    return "" if best == current and not looks and not number.any else best


def _expected(
    number: HeadingNumber, titles: Mapping[str, OutlineSection], order: Mapping[str, int], current: str
) -> str:
    """Returns the section code that a heading's number means at this point of the report.

    Below section I, “2.” means 1.I.2; after 1.III, “I.” means 2.I.
    """
    parts = current.split(".") if current else []
    part = number.part or (parts[0] if parts else next(iter(titles), "1").split(".")[0])
    if number.roman:
        code = f"{part}.{number.roman}"
        if order.get(code, -1) < order.get(current, -1) and not number.part:
            code = next(
                (
                    other
                    for other in titles
                    if other.count(".") == 1
                    and other.endswith(f".{number.roman}")
                    and order[other] > order.get(current, -1)
                ),
                code,
            )
        parts = code.split(".")
    tail = [*parts[:2], number.number] if number.number else [*parts[:3]]
    code = ".".join([*tail, number.letter] if number.letter else tail)
    return code if number.any and code in titles else ""


def _contradicts(number: HeadingNumber, section: OutlineSection) -> bool:
    """Whether the number before a heading contradicts the number of a section of the report's outline.

    Only numbers of the same kind (letters, Arabic or Roman numerals) can contradict each other.
    """
    section_number = fold(section.number)
    kinds = (
        number.letter
        and section_number.isalpha()
        and len(section_number) == 1
        and section_number not in "ivx",
        number.number and section_number.isdecimal(),
        number.roman and not section_number.isdecimal() and set(section_number) <= set("ivx"),
    )
    return any(kinds) and (number.letter or number.number or number.roman).lower() != section_number


def _is_capitals(text: str) -> bool:
    return text == text.upper() and sum(char.isalpha() for char in text) >= 8


def section_text(blocks: Sequence[TextBlock]) -> str:
    """Returns the Markdown of a report's section, without the section's own heading."""
    paragraphs: list[str] = []
    depth = -1  # Nesting depth of the preceding list item, or -1 if the preceding block is no list item.
    number, ordered = 0, False
    for block in blocks:
        if block.shape is not BlockShape.ITEM:
            is_heading = block.shape is BlockShape.HEADING
            paragraphs.append(f"### {block.markdown.replace('**', '')}" if is_heading else block.markdown)
            depth, ordered = -1, False
            continue
        follows = depth >= 0
        depth = min(block.depth, depth + 1)
        number = number + 1 if ordered and block.ordered and depth == 0 else 1
        ordered = block.ordered
        line = f"{' ' * 4 * depth}{f'{number}.' if ordered else '-'} {block.markdown}"
        if follows:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)
