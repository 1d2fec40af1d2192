"""Sets no-break spaces in HTML: between a number and its word, and inside compound words of headings."""

import re
from functools import lru_cache

from kyyeu.vietnamese import NBSP, YEAR_SPAN, keep_together

# Vietnamese words of two syllables that could otherwise be split at the end of a line in a heading.
COMPOUNDS = (
    "điển hình",
    "tiên tiến",
    "hội nghị",
    "thi đua",
    "phong trào",
    "khen thưởng",
    "giáo dục",
    "đào tạo",
    "nhà giáo",
    "học sinh",
    "kỷ niệm",
    "tổng kết",
    "báo cáo",
    "tập thể",
    "đơn vị",
    "Hòa Bình",
    "ủy ban",
    "nhân dân",
    "tiểu học",
    "mầm non",
    "yêu nước",
    "tham luận",
    "đại biểu",
    "chương trình",
    "phổ thông",
    "nội trú",
    "bán trú",
    "chuyên đề",
    "thường xuyên",
)
# Control characters that enclose HTML in which `render_markdown` has already set the no-break spaces.
SET, UNSET = "\x02", "\x03"
_TAG = re.compile(r"(<[^>]*>)")
_HEADING = re.compile(r"<(/?)h[1-3]\b")
# Matches spans of years such as 2015 – 2020, but only outside HTML tags.
_YEARS = re.compile(rf"{YEAR_SPAN.pattern}(?=[^<>]*(?:<|\Z))", re.IGNORECASE)
_NOWRAP = r'\1<span class="nb">\2\3\4\3\5</span>'
_WORTH = re.compile(r"\d|[IVXL]\b|(?:TS|ThS|PGS|GS|NGƯT|NGND|BS|KS|CN)\. | – |iai đoạn")
_PERIOD = re.compile(r"(?<=[Gg]iai) (?=đoạn)")
_COMPOUND = re.compile("|".join(re.escape(word) for word in COMPOUNDS), re.IGNORECASE)


def set_lines(html: str) -> str:
    """Returns the HTML with no-break spaces in its text.

    Spans of years such as '2015 – 2020' get a <span> instead, because a line may break after the dash in
    spite of a no-break space (UAX 14).
    """
    first, *later = html.split(SET)
    result = [_set_pieces(first)]
    for part in later:
        done, _, rest = part.partition(UNSET)
        result += _YEARS.sub(_NOWRAP, done), _set_pieces(rest)
    return "".join(result)


def _set_pieces(html: str) -> str:
    """Returns HTML with no-break spaces set in the text between its tags, and in compounds of headings."""
    pieces = _TAG.split(html)
    heading = False
    for index, piece in enumerate(pieces):
        if index % 2:  # Every other piece of the split HTML is a tag, which stays unchanged.
            if piece[1] in "h/" and (tag := _HEADING.match(piece)):
                heading = not tag[1]
        elif piece and not piece.isspace():
            pieces[index] = _set(piece, heading)
    return "".join(pieces)


def keep_compounds(text: str) -> str:
    """Returns a heading with no-break spaces inside compound words."""
    return _COMPOUND.sub(lambda match: match[0].replace(" ", NBSP), text)


@lru_cache(maxsize=65536)
def _set(text: str, heading: bool) -> str:
    """Returns a piece of text with no-break spaces set.

    Most texts need none, so they are first searched for places that do. This and the cache halve the time for
    a page.
    """
    if _WORTH.search(text):
        text = _YEARS.sub(_NOWRAP, _PERIOD.sub(NBSP, keep_together(text)))
    return keep_compounds(text) if heading else text
