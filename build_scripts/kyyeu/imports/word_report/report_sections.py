"""Blocks of a report and the cycle's outline → which block belongs to which section, by its headings; what belongs to none is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kyyeu.imports.word_report.headings import HeadingNumber, begins, heading_number, likeness
from kyyeu.imports.word_report.html_blocks import BlockShape, TextBlock
from kyyeu.imports.word_report.letterhead import is_day, is_office, is_signature
from kyyeu.model.reports import Outline, OutlineSection
from kyyeu.vietnamese import fold

_SURE, _NEAR, _NUMBERED = (
    0.78,
    0.62,
    0.4,
)  # likeness that is enough: of any line, of a heading by its looks, of one with the right number
_LONGEST = 400  # letters of a heading; the outline's longest title has 290
_END = re.compile(r"\W*noi nhan\s*(?::.*)?")
_NAME = re.compile(r"\W*bao cao\b(?!.*[:;.]$)")
_GOES_ON = re.compile(r"\W*(?:va|giai doan|nam hoc|phuong huong|nhiem vu|cua|trong|tai)\b")
_FOOT = 14  # blocks at the end of a report among which its signature stands


@dataclass(frozen=True)
class PicturePlace:
    """A picture: its number in the file, the section it stands in ("" for none) and the words before it."""

    number: int
    code: str
    words: str


@dataclass
class ReportSections:
    """`sections`: blocks by code; `headings`: code and the line that was taken for its heading; `before` and `after`: blocks above the
    first heading and below the last section; `subject`: the words under BÁO CÁO (trích yếu), which are in neither.
    """

    sections: dict[str, list[TextBlock]] = field(default_factory=dict)
    headings: list[tuple[str, str]] = field(default_factory=list)
    before: list[TextBlock] = field(default_factory=list)
    after: list[TextBlock] = field(default_factory=list)
    subject: str = ""
    pictures: list[PicturePlace] = field(default_factory=list)


def find_sections(blocks: Sequence[TextBlock], outline: Outline) -> ReportSections:
    placed = ReportSections()
    titles = {section.code: section for section in outline.sections}
    order = {code: number for number, code in enumerate(titles)}
    current, last = "", ""
    whole = _parted(blocks, outline)
    opening, title, foot = _opening(whole), _title(whole, outline), _foot(whole)
    for number, block in enumerate(whole):
        if block.shape is BlockShape.PICTURE:
            placed.pictures.append(
                PicturePlace(int(block.plain or 0), "" if number >= foot else current, last)
            )
            continue
        in_title = not current and number in title
        ended = bool(current) and number >= foot
        code = "" if in_title or ended or number < opening else _heading_of(block, titles, order, current)
        if code:
            current = code
            placed.headings.append((code, block.plain))
            placed.sections.setdefault(code, [])
        elif in_title:
            placed.subject = f"{placed.subject} {block.plain.strip(' _-')}".strip()
        elif ended:
            placed.after.append(block)
        elif not current:
            placed.before.append(block)
        else:
            placed.sections[current].append(block)
        last = block.plain
    return placed


def _opening(blocks: Sequence[TextBlock]) -> int:
    """Where “Phần thứ nhất” stands, if anywhere, and no numbered heading above it: what is there is the paper's head."""
    for number, block in enumerate(blocks):
        found = heading_number(block.plain) if block.shape is not BlockShape.TABLE else HeadingNumber()
        if found.part or found.roman:
            return number if found.part == "1" else 0
    return 0


def _title(blocks: Sequence[TextBlock], outline: Outline) -> range:
    """Where the paper's name and subject stand: “BÁO CÁO”, and the lines under it that look alike and are no heading of the outline."""
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
    """Whether a line belongs to the subject; `alone`: nothing of it has been said yet."""
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
    """Where the report ends and its foot begins: “Nơi nhận”, a signature above it, or a signature alone among the last lines."""
    start = next((number for number, block in enumerate(blocks) if _has_receivers(block)), len(blocks))
    for number in range(start - 1, max(start - _FOOT, 0) - 1, -1):
        said = [text for _, text in blocks[number].pieces if any(char.isalnum() for char in text)]
        if not all(map(is_signature, said)):
            break
        if any(map(is_office, said)):
            start = number
    while (
        0 < start < len(blocks)
        and (before := blocks[start - 1].pieces)
        and all(is_day(text) for _, text in before)
    ):
        start -= 1
    return start


def _has_receivers(block: TextBlock) -> bool:
    """“Nơi nhận:”; a table of the report may have a column of that name, but without the colon."""
    said = [fold(text) for _, text in block.pieces]
    return bool(said and _END.fullmatch(said[0])) or any(
        _END.fullmatch(text) and ":" in text for text in said
    )


def _stands_out(block: TextBlock) -> bool:
    return block.shape is BlockShape.HEADING or block.bold == block.plain or _is_capitals(block.plain)


def _parted(blocks: Sequence[TextBlock], outline: Outline) -> list[TextBlock]:
    """A heading in bold with its text running on behind it, in one paragraph, is two blocks."""
    whole: list[TextBlock] = []
    for block in blocks:
        opening = block.bold
        runs_on = (
            opening
            and block.shape in (BlockShape.PARAGRAPH, BlockShape.ITEM)
            and block.plain != opening
            and block.plain.startswith(opening)
        )
        best = (
            max(
                (likeness(heading_number(opening).rest, section.title) for section in outline.sections),
                default=0,
            )
            if runs_on
            else 0
        )
        closing = re.match(r"^\**(?:\\.|[^*\\])*\*\*\s*[:.]?\s*", block.markdown) if best >= _NEAR else None
        if closing and block.markdown.startswith("**"):
            whole.append(TextBlock(BlockShape.PARAGRAPH, f"**{opening}**", opening, opening))
            rest = block.plain[len(opening) :].lstrip(" :.")
            whole.append(
                replace(
                    block,
                    shape=BlockShape.PARAGRAPH,
                    markdown=block.markdown[closing.end() :],
                    plain=rest,
                    bold="",
                )
            )
        else:
            whole.append(block)
    return whole


def _heading_of(
    block: TextBlock, titles: Mapping[str, OutlineSection], order: Mapping[str, int], current: str
) -> str:
    """Code of the section that a block is the heading of, "" for text."""
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
    for code, section in titles.items():
        like = likeness(number.rest, section.title)
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
    """The code that a number means where it stands: '2.' below I is 1.I.2; 'I.' after 1.III is 2.I."""
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
    """A number of the same kind as the section's own, but another one."""
    given = number.letter or number.number or number.roman
    own = fold(section.number)
    kinds = (
        number.letter and own.isalpha() and len(own) == 1 and own not in "ivx",
        number.number and own.isdecimal(),
        number.roman and not own.isdecimal() and set(own) <= set("ivx"),
    )
    return any(kinds) and given.lower() != own


def _is_capitals(text: str) -> bool:
    return text == text.upper() and sum(char.isalpha() for char in text) >= 8
