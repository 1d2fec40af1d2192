"""Sorts the blocks of a Word report into the sections of the report outline, by the report's headings.

Blocks of a section are written as Markdown. Headings that the outline does not have become third-level
headings. Blocks that belong to no section are kept in separate lists.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kyyeu.imports.word_report.headings import LEAST, HeadingNumber, begins, heading_number, likeness
from kyyeu.imports.word_report.html_blocks import BlockShape, TextBlock
from kyyeu.imports.word_report.letterhead import is_day, is_office, is_signature
from kyyeu.model.reports import Outline, OutlineSection
from kyyeu.vietnamese import fold

# A line counts as the heading of a section from this similarity to the title of the section on (0 to 1). The
# first value is for any line, the second for a line in bold or capitals. The third is for a line with the
# number of the section.
_SURE, _NEAR, _NUMBERED = 0.78, 0.62, LEAST
# Lines of a Word report with more letters than this are no headings. The longest title in the report outline
# has 290 letters.
_LONGEST = 400
_END = re.compile(r"\W*noi nhan\s*(?::.*)?")
_NAME = re.compile(r"\W*bao cao\b(?!.*[:;.]$)")
_GOES_ON = re.compile(r"\W*(?:va|giai doan|nam hoc|phuong huong|nhiem vu|cua|trong|tai)\b")
# The signature block is searched for in at most this many blocks above the list of receivers or the end of a
# report.
_FOOT = 14


@dataclass(frozen=True)
class PicturePlace:
    """The place of a picture in a Word report.

    `number` is that of the picture in the Word file. `code` is that of the section, "" if there is none.
    `words` is the text before the picture.
    """

    number: int
    code: str
    words: str


@dataclass
class ReportSections:
    """The blocks of a Word report, sorted into sections.

    `sections` has blocks by section code. `headings` pairs a section code with the line that was recognised
    as its heading. `before` has the blocks above the first heading, `after` the signature block. `subject` is
    the text below the title BÁO CÁO (trích yếu); it is not repeated in `before`.
    """

    sections: dict[str, list[TextBlock]] = field(default_factory=dict)
    headings: list[tuple[str, str]] = field(default_factory=list)
    before: list[TextBlock] = field(default_factory=list)
    after: list[TextBlock] = field(default_factory=list)
    subject: str = ""
    pictures: list[PicturePlace] = field(default_factory=list)


def find_sections(blocks: Sequence[TextBlock], outline: Outline) -> ReportSections:
    """Sorts the blocks of a Word report into the sections of the report outline.

    A block belongs to the section of the nearest heading above it that the outline has, too.
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
    """Returns the index of the block “Phần thứ nhất” (first part), where the sections of a report begin.

    Returns 0 if there is no such block, or if another numbered heading is above it.
    """
    for number, block in enumerate(blocks):
        heading = heading_number(block.plain) if block.shape is not BlockShape.TABLE else HeadingNumber()
        if heading.part or heading.roman:
            return number if heading.part == "1" else 0
    return 0


def _title(blocks: Sequence[TextBlock], outline: Outline) -> range:
    """Returns the indexes of the blocks that hold the title “BÁO CÁO” and, below it, the report's subject.

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
    """Returns whether a line of a report belongs to the report's subject, which follows the title “BÁO CÁO”.

    `first` is the line below the title, and `is_first` says that `block` is this line. `alone` says that the
    title is alone on its line, so that the subject must follow.
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
    """Returns the index of the block at which the end matter of a report, with its signature, begins.

    It begins at “Nơi nhận” (receivers), or at a signature above “Nơi nhận” or above the end of the report.
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
    """Returns whether a block begins the list of receivers (“Nơi nhận:”) at the end of a report.

    A column of a table that is called “Nơi nhận”, without a colon, does not count.
    """
    texts = (fold(text) for _, text in block.pieces)
    return any(_END.fullmatch(text) and (number == 0 or ":" in text) for number, text in enumerate(texts))


def _stands_out(block: TextBlock) -> bool:
    return block.shape is BlockShape.HEADING or block.bold == block.plain or _is_capitals(block.plain)


def _split_headings(blocks: Sequence[TextBlock], outline: Outline) -> list[TextBlock]:
    """Splits paragraphs that begin with a bold heading into two blocks: the heading, and the text after it.

    Only bold text that resembles the title of a section in the outline counts as a heading.
    """
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
    """Returns the code of a section of the report outline if a block of the Word report is its heading.

    Returns "" for any other block.
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
    """Returns the code of the section that a heading's number means after the section `current`.

    In section 1.I, “2.” means 1.I.2; after 1.III, “I.” means 2.I. Returns "" if there is no such section.
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
    """Returns whether the number before a heading contradicts the number of a section of the outline.

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
