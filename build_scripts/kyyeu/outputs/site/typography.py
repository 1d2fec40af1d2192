"""Sets no-break spaces in HTML, and keeps line breaks and indentation of a template from adding spaces.

No-break spaces belong between a number and its word, and inside compound words of headings. In a template, as
in JSX, a line break beside a tag or a Jinja expression is removed, and one between two words becomes a space.
A space beside a tag at a line's end is written `{{ " " }}`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

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


_BREAK = r"[ \t]*\n[ \t\n]*"
_BREAKS = re.compile(_BREAK)
_BREAKS_AT_THE_ENDS = re.compile(rf"\A{_BREAK}|{_BREAK}\Z")
_TAG_ENDS = re.compile(r"(<(?=[a-zA-Z/!]|\Z)|>)")


class LineBreaks(Extension):
    """Removes line breaks and indentation from the text of a template.

    Error messages still give the line numbers of the template file.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yields the template's tokens in `stream`, with line breaks removed from their text."""
        in_tag = False
        for token in stream:
            if token.type == "data":
                text, in_tag = join_lines(token.value, in_tag)
                token = Token(token.lineno, "data", text)
            yield token


def join_lines(text: str, in_tag: bool = False) -> tuple[str, bool]:
    """Returns a piece of HTML on one line, and whether the piece ends inside a tag.

    `in_tag` says whether the piece begins inside a tag.
    """
    pieces = _TAG_ENDS.split(text)
    for index, piece in enumerate(pieces):
        if index % 2:
            in_tag = piece == "<"
        else:
            pieces[index] = _BREAKS.sub(" ", piece if in_tag else _BREAKS_AT_THE_ENDS.sub("", piece))
    return "".join(pieces), in_tag
