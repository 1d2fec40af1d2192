"""The head and foot of an official paper in Word → the fields of the report that they fill, where only one reading is possible.

The layout is that of Nghị định 30/2020/NĐ-CP, Phụ lục I (Thông tư 01/2011/TT-BNV before it), in tables, by tabs or line under line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from kyyeu.imports.word_report.html_blocks import TextBlock
from kyyeu.vietnamese import fold

LetterheadValue = str | tuple[str, ...]
_NUMBER = re.compile(
    r"số\s*[:.]?\s*(\d{1,5}(?:\s*/\s*\d{4})?\s*/\s*[^\W\d_][\w.&]*(?:\s*[-–/]\s*[^\W\d_][\w.&]*)*)\s*",
    re.IGNORECASE,
)
_PLACE = r"([^\W\d_][^,:;]{1,60}?)\s*,\s*"
_DAY = re.compile(
    rf"(?:{_PLACE})?ngày\s*(\d{{1,2}})\s*tháng\s*(\d{{1,2}})\s*năm\s*(\d{{4}})\s*\.?", re.IGNORECASE
)
_SHORT_DAY = re.compile(
    rf"{_PLACE}(?:ngày\s*)?(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*(\d{{4}})\s*\.?", re.IGNORECASE
)
_NO_DAY = re.compile(rf"{_PLACE}ngày\b[\s.…_]*\d{{0,2}}[\s.…_]*tháng\b.*", re.IGNORECASE)
_TO = re.compile(r"kính\s+gửi\s*:?\s*", re.IGNORECASE)
_BODY = re.compile(
    r"(?:Sở|Phòng|Bộ|Ban|Hội đồng|UBND|Ủy ban|Uỷ ban|Công đoàn|Đảng ủy|Đảng uỷ|Huyện ủy)\b[^.:]*[.;,]?$"
)
_OFFICE = re.compile(
    r"(?:(?:q|quyen)[. ]\s*)?(?:(?:pho|p)[. ]\s*)?(?:hieu truong|giam doc|tong giam doc|truong phong|chu tich|truong ban)\b.*"
)
_CAPACITY = re.compile(r"(?:tm|kt|tl|tuq)\b[. ].*")
_SIGNED = re.compile(r"\W*(?:da ky|ky\b|chu ky).*|\(.*\)")
_DEGREE = re.compile(r"(?:(?:PGS|GS|TS|ThS|Th\.s|CN|BS|KS|NGƯT|NGND)\b[.\s]*)+")
_RECEIVERS = re.compile(r"nơi\s+nhận\s*:?\s*", re.IGNORECASE)
_DASH = re.compile(r"^[-–—•+*●]\s*")
_AFTER_POSITION = 6  # lines in which a name may follow the position


@dataclass
class Letterhead:
    """`values` by field, `words` from which each was read, `left`: lines of the head and of the foot that fill no field."""

    values: dict[str, LetterheadValue] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    left: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))


@dataclass
class _Line:
    column: int
    text: str
    used: bool = False


def read_letterhead(head: Sequence[TextBlock], foot: Sequence[TextBlock]) -> Letterhead:
    """Blocks above the first section and below the last. What could be read in two ways fills nothing."""
    front = Letterhead()
    above, below = list(_lines(head)), list(_lines(foot))
    _read_number(above, front)
    _read_day(above + below, front)
    _read_recipient(above, front)
    _read_receivers(below, front)
    _read_signer(below, front)
    front.left = tuple([line.text for line in lines if not line.used] for lines in (above, below))  # type: ignore[assignment]
    return front


def _lines(blocks: Sequence[TextBlock]) -> Iterator[_Line]:
    """Rules drawn under a line are none; what runs on behind a number is a line of its own."""
    for block in blocks:
        for column, text in block.pieces or ((0, block.plain),):
            if not any(char.isalnum() for char in text):
                continue
            match = _NUMBER.match(text)
            if match and match.end() < len(text):
                yield _Line(column, match[0].strip())
                text = text[match.end() :]
            yield _Line(column, text)


def _fill(front: Letterhead, name: str, value: LetterheadValue, lines: Sequence[_Line]) -> None:
    front.values[name] = value
    front.words[name] = " ".join(line.text for line in lines)
    for line in lines:
        line.used = True


def _read_number(lines: Sequence[_Line], front: Letterhead) -> None:
    found = [
        (re.sub(r"\s*([-/])\s*", r"\1", match[1].replace("–", "-")).rstrip("."), line)
        for line in lines
        if (match := _NUMBER.fullmatch(line.text))
    ]
    if len({value for value, _ in found}) == 1:
        _fill(front, "number", found[0][0], [line for _, line in found])


def _read_day(lines: Sequence[_Line], front: Letterhead) -> None:
    """Place and day, or the place alone where the day was left to be written by hand."""
    days = [
        (match, line)
        for line in lines
        if (match := _DAY.fullmatch(line.text) or _SHORT_DAY.fullmatch(line.text))
    ]
    places = [(match[1], line) for match, line in days if match[1]]
    found = {(match[4], match[3], match[2]) for match, _ in days}
    if len(found) == 1 and (day := _day(*map(int, found.pop()))):
        _fill(front, "date", day, [line for _, line in days])
    elif not days:
        places = [(match[1], line) for line in lines if (match := _NO_DAY.fullmatch(line.text))]
    if len({place for place, _ in places}) == 1:
        taken = [line.used for _, line in places]
        _fill(front, "place", places[0][0], [line for _, line in places])
        for (_, line), used in zip(places, taken, strict=True):
            line.used = used  # a line whose day could not be read stays listed


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _read_recipient(lines: Sequence[_Line], front: Letterhead) -> None:
    starts = [number for number, line in enumerate(lines) if _TO.match(line.text)]
    if len(starts) != 1:
        return
    first = lines[starts[0]]
    listed = [line for line in lines[starts[0] + 1 :] if _DASH.match(line.text) or _BODY.match(line.text)]
    said = _TO.sub("", first.text, count=1)
    if said and not listed:
        _fill(front, "recipient", said.rstrip(" .;,"), [first])
    elif not said and len(listed) == 1:
        _fill(front, "recipient", _DASH.sub("", listed[0].text).rstrip(" .;,"), [first, listed[0]])


def _read_receivers(lines: Sequence[_Line], front: Letterhead) -> None:
    """The lines under “Nơi nhận”, as far as the one of the archive (“Lưu”), which ends them by the decree."""
    starts = [number for number, line in enumerate(lines) if _RECEIVERS.match(line.text)]
    if len(starts) != 1:
        return
    first = lines[starts[0]]
    below = [line for line in lines[starts[0] + 1 :] if line.column == first.column]
    same = _RECEIVERS.sub("", first.text, count=1)
    found, used = [entry for entry in re.split(r"(?<=;)\s*[-–—]\s*", same) if entry], [first]
    for line in below:
        if (
            any(_is_archive(entry) for entry in found)
            or is_office(line.text)
            or _SIGNED.fullmatch(fold(line.text))
        ):
            break
        found.append(line.text)
        used.append(line)
    if found and (_is_archive(found[-1]) or all(_DASH.match(line.text) for line in used[1:])):
        _fill(front, "recipients", tuple(_DASH.sub("", entry) for entry in found), used)


def _is_archive(text: str) -> bool:
    return bool(re.match(r"lưu\b", _DASH.sub("", text), re.IGNORECASE))


def is_office(text: str) -> bool:
    """HIỆU TRƯỞNG, KT. GIÁM ĐỐC, TM. BAN GIÁM HIỆU: the line above a signature. A sentence that begins so is none."""
    folded = " ".join(fold(text).split())
    short = text == text.upper() or len(text) <= 16
    return (
        short
        and len(text) <= 80
        and bool(_OFFICE.fullmatch(folded) or (_CAPACITY.fullmatch(folded) and text == text.upper()))
    )


def is_signature(text: str) -> bool:
    """A line such as stands around a signature: an office, a name, “(đã ký)”, a place and day."""
    return is_office(text) or _is_name(text) or is_day(text) or bool(_SIGNED.fullmatch(fold(text)))


def is_day(text: str) -> bool:
    return any(form.fullmatch(text) for form in (_DAY, _SHORT_DAY, _NO_DAY))


def _is_name(text: str) -> bool:
    words = _DEGREE.sub("", text, count=1).split()
    return (
        2 <= len(words) <= 6
        and all(re.fullmatch(r"[^\W\d_][^\W\d_'’]*", word) and word[0].isupper() for word in words)
        and words[0].lower() not in ("trường", "trung", "phòng", "sở", "bộ", "phụ", "nơi")
        and not is_office(text)
        and (text.isupper() or not any(len(word) > 1 and word.isupper() for word in words))
    )


def _read_signer(lines: Sequence[_Line], front: Letterhead) -> None:
    """One signature only: who signs, for whom (“KT. HIỆU TRƯỞNG”), and the name under it."""
    offices = [(number, line) for number, line in enumerate(lines) if is_office(line.text)]
    capacities = [(number, line) for number, line in offices if _CAPACITY.fullmatch(fold(line.text))]
    positions = [(number, line) for number, line in offices if not _CAPACITY.fullmatch(fold(line.text))]
    if len(positions) != 1 or len(capacities) > 1 or (capacities and capacities[0][0] > positions[0][0]):
        return
    number, position = positions[0]
    if capacities and capacities[0][1].column != position.column:
        return
    _fill(front, "signer.position", position.text, [position])
    if capacities:
        _fill(front, "signer.capacity", capacities[0][1].text, [capacities[0][1]])
    beside = [line for line in lines[number + 1 :] if line.column == position.column and not line.used][
        :_AFTER_POSITION
    ]
    for line in beside:
        if _SIGNED.fullmatch(fold(line.text)):
            line.used = True
        elif _is_name(line.text):
            _fill(front, "signer.name", line.text, [line])
            return
        else:
            return
