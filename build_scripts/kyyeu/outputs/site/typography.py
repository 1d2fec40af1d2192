"""Sets no-break spaces in HTML, and removes the spaces that line breaks in a template would cause.

No-break spaces belong between a number and its word, and inside compound words of headings. As in JSX, a
template's line break beside a tag or a Jinja expression is removed. A line break between two words becomes a
space. To keep a space beside a tag at the end of a line, a template has `{{ " " }}`.
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
# These control characters enclose HTML in which `render_markdown` has already set the no-break spaces.
SET, UNSET = "\x02", "\x03"
_TAG = re.compile(r"(<[^>]*>)")
_HEADING = re.compile(r"<(/?)h[1-3]\b")
# This pattern matches spans of years such as 2015 – 2020, but not inside an HTML tag.
_YEARS = re.compile(rf"{YEAR_SPAN.pattern}(?=[^<>]*(?:<|\Z))", re.IGNORECASE)
_NOWRAP = r'\1<span class="nb">\2\3\4\3\5</span>'
_WORTH = re.compile(r"\d|[IVXL]\b|(?:TS|ThS|PGS|GS|NGƯT|NGND|BS|KS|CN)\. | – |iai đoạn")
_PERIOD = re.compile(r"(?<=[Gg]iai) (?=đoạn)")
_COMPOUND = re.compile("|".join(re.escape(word) for word in COMPOUNDS), re.IGNORECASE)


def set_lines(html: str) -> str:
    """Returns HTML with no-break spaces between numbers and their words, and inside compounds of headings.

    A span of years such as '2015 – 2020' is put into a <span> that cannot break. A no-break space would not
    prevent a line break after the dash (UAX 14).
    """
    first, *later = html.split(SET)
    result = [_set_pieces(first)]
    for part in later:
        done, _, rest = part.partition(UNSET)
        result += _YEARS.sub(_NOWRAP, done), _set_pieces(rest)
    return "".join(result)


def _set_pieces(html: str) -> str:
    """Returns HTML with no-break spaces in the text between its tags.

    Inside headings, compound words get no-break spaces too.
    """
    pieces = _TAG.split(html)
    heading = False
    for index, piece in enumerate(pieces):
        if index % 2:  # The HTML was split at its tags, so every second piece is a tag and stays unchanged.
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
    """Returns a text between two HTML tags with no-break spaces set.

    Most texts need none. A quick search tells which texts may need some. That search and the cache halve the
    time for rendering a page.
    """
    if _WORTH.search(text):
        text = _YEARS.sub(_NOWRAP, _PERIOD.sub(NBSP, keep_together(text)))
    return keep_compounds(text) if heading else text


_BREAK = r"[ \t]*\n[ \t\n]*"
_BREAKS = re.compile(_BREAK)
_BREAKS_AT_THE_ENDS = re.compile(rf"\A{_BREAK}|{_BREAK}\Z")
_TAG_ENDS = re.compile(r"(<(?=[a-zA-Z/!]|\Z)|>)")


class LineBreaks(Extension):
    """A Jinja extension that removes line breaks and indentation from the text of a template.

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
    """Returns two things: a piece of HTML without line breaks, and whether the piece ends inside a tag.

    `in_tag` says whether the piece begins inside a tag.
    """
    pieces = _TAG_ENDS.split(text)
    for index, piece in enumerate(pieces):
        if index % 2:
            in_tag = piece == "<"
        else:
            pieces[index] = _BREAKS.sub(" ", piece if in_tag else _BREAKS_AT_THE_ENDS.sub("", piece))
    return "".join(pieces), in_tag
