"""Reads a Word report's letterhead and signature block into fields; ambiguous text is not used.

Their layout follows NĐ 30/2020/NĐ-CP, Phụ lục I (until 2020 TT 01/2011/TT-BNV). In Word it may be made with
tables, tabs or lines.
"""

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
    r"(?:(?:q|quyen)[. ]\s*)?(?:(?:pho|p)[. ]\s*)?(?:hieu truong|giam doc|tong giam doc|truong phong|chu "
    r"tich|truong ban)\b.*"
)
_CAPACITY = re.compile(r"(?:tm|kt|tl|tuq)\b[. ].*")
_SIGNED = re.compile(r"\W*(?:da ky|ky\b|chu ky).*|\(.*\)")
_DEGREE = re.compile(r"(?:(?:PGS|GS|TS|ThS|Th\.s|CN|BS|KS|NGƯT|NGND)\b[.\s]*)+")
_RECEIVERS = re.compile(r"nơi\s+nhận\s*:?\s*", re.IGNORECASE)
_DASH = re.compile(r"^[-–—•+*●]\s*")
# The signer's name is searched for in at most this many lines after the signer's position.
_AFTER_POSITION = 6


@dataclass
class Letterhead:
    """The values read from a Word report's letterhead and signature block.

    `values` maps names of fields of the report to their values. `left_above` and `left_below` are the lines
    of the letterhead and of the signature block that belong to no field.
    """

    values: dict[str, LetterheadValue] = field(default_factory=dict)
    left_above: list[str] = field(default_factory=list)
    left_below: list[str] = field(default_factory=list)


@dataclass
class _Line:
    column: int
    text: str
    used: bool = False


def read_letterhead(head: Sequence[TextBlock], foot: Sequence[TextBlock]) -> Letterhead:
    """Reads the letterhead above the first section of a report, and the signature block below the last one.

    Text that could be read in two ways fills no field.
    """
    letterhead = Letterhead()
    above, below = list(_lines(head)), list(_lines(foot))
    _read_number(above, letterhead)
    _read_day(above + below, letterhead)
    _read_recipient(above, letterhead)
    _read_receivers(below, letterhead)
    _read_signer(below, letterhead)
    letterhead.left_above = [line.text for line in above if not line.used]
    letterhead.left_below = [line.text for line in below if not line.used]
    return letterhead


def _lines(blocks: Sequence[TextBlock]) -> Iterator[_Line]:
    """Yields the lines of a report's letterhead or signature block.

    Lines drawn with characters such as “-----” are left out. Text that follows the document's number on the
    same line becomes a line of its own.
    """
    for block in blocks:
        for column, text in block.pieces or ((0, block.plain),):
            if not any(char.isalnum() for char in text):
                continue
            if (match := _NUMBER.match(text)) and match.end() < len(text):
                yield _Line(column, match[0].strip())
                text = text[match.end() :]
            yield _Line(column, text)


def _fill(letterhead: Letterhead, name: str, value: LetterheadValue, lines: Sequence[_Line]) -> None:
    letterhead.values[name] = value
    for line in lines:
        line.used = True


def _read_number(lines: Sequence[_Line], letterhead: Letterhead) -> None:
    numbers = [
        (re.sub(r"\s*([-/])\s*", r"\1", match[1].replace("–", "-")).rstrip("."), line)
        for line in lines
        if (match := _NUMBER.fullmatch(line.text))
    ]
    if len({value for value, _ in numbers}) == 1:
        _fill(letterhead, "number", numbers[0][0], [line for _, line in numbers])


def _read_day(lines: Sequence[_Line], letterhead: Letterhead) -> None:
    """Reads the place and date of a report from its letterhead or signature block.

    If the date was left blank, to be written by hand, only the place is read.
    """
    days = [
        (match, line)
        for line in lines
        if (match := _DAY.fullmatch(line.text) or _SHORT_DAY.fullmatch(line.text))
    ]
    places = [(match[1], line) for match, line in days if match[1]]
    different_days = {(match[4], match[3], match[2]) for match, _ in days}
    if len(different_days) == 1 and (day := _day(*map(int, different_days.pop()))):
        _fill(letterhead, "date", day, [line for _, line in days])
    elif not days:
        places = [(match[1], line) for line in lines if (match := _NO_DAY.fullmatch(line.text))]
    if len({place for place, _ in places}) == 1:
        used_before = [line.used for _, line in places]
        _fill(letterhead, "place", places[0][0], [line for _, line in places])
        for (_, line), used in zip(places, used_before, strict=True):
            # A line from which only the place was read counts as unused, so that the import reports its
            # unread date.
            line.used = used


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _read_recipient(lines: Sequence[_Line], letterhead: Letterhead) -> None:
    labels = [number for number, line in enumerate(lines) if _TO.match(line.text)]
    if len(labels) != 1:
        return
    first = lines[labels[0]]
    listed = [line for line in lines[labels[0] + 1 :] if _DASH.match(line.text) or _BODY.match(line.text)]
    text = _TO.sub("", first.text, count=1)
    if text and not listed:
        _fill(letterhead, "recipient", text.rstrip(" .;,"), [first])
    elif not text and len(listed) == 1:
        _fill(letterhead, "recipient", _DASH.sub("", listed[0].text).rstrip(" .;,"), [first, listed[0]])


def _read_receivers(lines: Sequence[_Line], letterhead: Letterhead) -> None:
    """Reads the list of receivers under “Nơi nhận”, which ends with “Lưu” (the archive).

    Source: NĐ 30/2020/NĐ-CP, Phụ lục I.
    """
    labels = [number for number, line in enumerate(lines) if _RECEIVERS.match(line.text)]
    if len(labels) != 1:
        return
    first = lines[labels[0]]
    below = [line for line in lines[labels[0] + 1 :] if line.column == first.column]
    in_first = re.split(r"(?<=;)\s*[-–—]\s*", _RECEIVERS.sub("", first.text, count=1))
    receivers, used = [receiver for receiver in in_first if receiver], [first]
    for line in below:
        if (
            any(_is_archive(receiver) for receiver in receivers)
            or is_office(line.text)
            or _SIGNED.fullmatch(fold(line.text))
        ):
            break
        receivers.append(line.text)
        used.append(line)
    if receivers and (_is_archive(receivers[-1]) or all(_DASH.match(line.text) for line in used[1:])):
        _fill(letterhead, "recipients", tuple(_DASH.sub("", receiver) for receiver in receivers), used)


def _is_archive(text: str) -> bool:
    return bool(re.match(r"lưu\b", _DASH.sub("", text), re.IGNORECASE))


def is_office(text: str) -> bool:
    """Returns whether a line is the signer's office, such as HIỆU TRƯỞNG or TM. BAN GIÁM HIỆU.

    A sentence that only begins with the name of an office does not count.
    """
    folded = " ".join(fold(text).split())
    return (
        (text == text.upper() or len(text) <= 16)
        and len(text) <= 80
        and bool(_OFFICE.fullmatch(folded) or (_CAPACITY.fullmatch(folded) and text == text.upper()))
    )


def is_signature(text: str) -> bool:
    """Returns whether a line may belong to a signature block.

    Such a line is an office, a person's name, “(đã ký)” (signed), or a place and date.
    """
    return is_office(text) or _is_name(text) or is_day(text) or bool(_SIGNED.fullmatch(fold(text)))


def is_day(text: str) -> bool:
    """Returns whether a line consists of a date, or of a place and date."""
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


def _read_signer(lines: Sequence[_Line], letterhead: Letterhead) -> None:
    """Reads the signature of a report into the report's fields; more than one signature is not read.

    The fields are the signer's position, the capacity in which the person signs (“KT. HIỆU TRƯỞNG”, for the
    headmaster), and the name.
    """
    offices = [(number, line) for number, line in enumerate(lines) if is_office(line.text)]
    capacities = [(number, line) for number, line in offices if _CAPACITY.fullmatch(fold(line.text))]
    positions = [(number, line) for number, line in offices if not _CAPACITY.fullmatch(fold(line.text))]
    if len(positions) != 1 or len(capacities) > 1 or (capacities and capacities[0][0] > positions[0][0]):
        return
    number, position = positions[0]
    if capacities and capacities[0][1].column != position.column:
        return
    _fill(letterhead, "signer.position", position.text, [position])
    if capacities:
        _fill(letterhead, "signer.capacity", capacities[0][1].text, [capacities[0][1]])
    beside = [line for line in lines[number + 1 :] if line.column == position.column and not line.used]
    for line in beside[:_AFTER_POSITION]:
        if not _SIGNED.fullmatch(fold(line.text)):
            if _is_name(line.text):
                _fill(letterhead, "signer.name", line.text, [line])
            break
        line.used = True
