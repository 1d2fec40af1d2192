"""Blocks of a report and the cycle's outline → which block belongs to which section, by its headings; what belongs to none is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from build_scripts.model.reports import Outline, OutlineSection
from build_scripts.outputs.word_report.blocks import Block, Shape
from build_scripts.outputs.word_report.headings import Numbered, begins, likeness, numbered
from build_scripts.vietnamese import fold

_SURE, _NEAR, _NUMBERED = 0.78, 0.62, 0.4  # likeness that is enough: of any line, of a heading by its looks, of one with the right number
_LONGEST = 400  # letters of a heading; the outline's longest title has 290
_END = re.compile(r"^\W*noi nhan\b")


@dataclass
class Placed:
    """`sections`: blocks by code; `headings`: code and the line that was taken for its heading; `before` and `after`: blocks above the
    first heading and below the last section (the frame that printing makes itself); `pictures`: the words before each."""

    sections: dict[str, list[Block]] = field(default_factory=dict)
    headings: list[tuple[str, str]] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def place_blocks(blocks: Sequence[Block], outline: Outline) -> Placed:
    placed = Placed()
    titles = {section.code: section for section in outline.sections}
    order = {code: number for number, code in enumerate(titles)}
    current, last, ended = "", "", False
    for block in _parted(blocks, outline):
        if block.shape is Shape.PICTURE:
            placed.pictures.append(last)
            continue
        ended = ended or bool(current and _END.match(fold(block.plain)))
        code = "" if ended else _heading_of(block, titles, order, current)
        if code:
            current = code
            placed.headings.append((code, block.plain))
            placed.sections.setdefault(code, [])
        elif ended:
            placed.after.append(block)
        elif not current:
            placed.before.append(block)
        else:
            placed.sections[current].append(block)
        last = block.plain
    return placed


def _parted(blocks: Sequence[Block], outline: Outline) -> list[Block]:
    """A heading in bold with its text running on behind it, in one paragraph, is two blocks."""
    whole: list[Block] = []
    for block in blocks:
        opening = block.bold
        runs_on = opening and block.shape in (Shape.PARAGRAPH, Shape.ITEM) and block.plain != opening and block.plain.startswith(opening)
        best = max((likeness(numbered(opening).rest, section.title) for section in outline.sections), default=0) if runs_on else 0
        closing = re.match(r"^\**(?:\\.|[^*\\])*\*\*\s*[:.]?\s*", block.markdown) if best >= _NEAR else None
        if closing and block.markdown.startswith("**"):
            whole.append(Block(Shape.PARAGRAPH, f"**{opening}**", opening, opening))
            rest = block.plain[len(opening):].lstrip(" :.")
            whole.append(replace(block, shape=Shape.PARAGRAPH, markdown=block.markdown[closing.end():], plain=rest, bold=""))
        else:
            whole.append(block)
    return whole


def _heading_of(block: Block, titles: Mapping[str, OutlineSection], order: Mapping[str, int], current: str) -> str:
    """Code of the section that a block is the heading of, "" for text."""
    if block.shape is Shape.TABLE or len(block.plain) > _LONGEST:
        return ""
    number = numbered(block.plain)
    if number.part and number.part in titles and (not number.rest or likeness(number.rest, titles[number.part].title) >= _NUMBERED):
        return number.part
    looks = block.shape is Shape.HEADING or block.bold == block.plain or _is_capitals(block.plain)
    expected = _expected(number, titles, order, current)
    best, score = "", 0.0
    for code, section in titles.items():
        like = likeness(number.rest, section.title)
        if looks and code == expected and begins(section.title, number.rest):
            like = max(like, _NEAR)
        sure = like + (0.12 if code == expected else 0) - (0.12 if _contradicts(number, section) else 0)
        sure -= 0.1 if order[code] < order.get(current, -1) else 0
        sure -= 0.1 if current and code.split(".")[0] != current.split(".")[0] and not number.part and code != expected else 0
        if sure > score and (like >= _SURE or (looks and like >= _NEAR) or (code == expected and like >= _NUMBERED)):
            best, score = code, sure
    if score < (_NUMBERED if best == expected else _NEAR - 0.1):
        return ""
    return "" if best == current and not looks and not number.any else best


def _expected(number: Numbered, titles: Mapping[str, OutlineSection], order: Mapping[str, int], current: str) -> str:
    """The code that a number means where it stands: '2.' below I is 1.I.2; 'I.' after 1.III is 2.I."""
    parts = current.split(".") if current else []
    part = number.part or (parts[0] if parts else next(iter(titles), "1").split(".")[0])
    if number.roman:
        code = f"{part}.{number.roman}"
        if order.get(code, -1) < order.get(current, -1) and not number.part:
            code = next((other for other in titles if other.count(".") == 1 and other.endswith(f".{number.roman}")
                         and order[other] > order.get(current, -1)), code)
        parts = code.split(".")
    tail = [*parts[:2], number.number] if number.number else [*parts[:3]]
    code = ".".join([*tail, number.letter] if number.letter else tail)
    return code if number.any and code in titles else ""


def _contradicts(number: Numbered, section: OutlineSection) -> bool:
    """A number of the same kind as the section's own, but another one."""
    given = number.letter or number.number or number.roman
    own = fold(section.number)
    kinds = (number.letter and own.isalpha() and len(own) == 1 and own not in "ivx", number.number and own.isdecimal(),
             number.roman and not own.isdecimal() and set(own) <= set("ivx"))
    return any(kinds) and given.lower() != own


def _is_capitals(text: str) -> bool:
    return text == text.upper() and sum(char.isalpha() for char in text) >= 8
