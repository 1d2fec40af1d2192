"""Jinja extension that keeps line breaks and indentation of a template from adding spaces to a page.

As in JSX, a line break beside a tag or a Jinja expression is removed, and one between two words becomes a
space. A space beside a tag at a line's end is written `{{ " " }}`.
"""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

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
