"""Jinja extension of the site's templates: line breaks and indentation add no spaces to a page.

The rule is that of JSX: a line break beside a tag or a Jinja mark counts for nothing, one between two words
is a space. A space that must stand beside a tag at the end of a line is written `{{ " " }}`.
"""

from __future__ import annotations

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

    The line numbers in error messages stay those of the file.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yields the tokens of `stream`; the text in them has no line breaks any more."""
        in_tag = False
        for token in stream:
            if token.type == "data":
                text, in_tag = join_lines(token.value, in_tag)
                token = Token(token.lineno, "data", text)
            yield token


def join_lines(text: str, in_tag: bool = False) -> tuple[str, bool]:
    """Returns the HTML on one line, and whether it ends within a tag.

    `in_tag` says whether it begins within a tag.
    """
    pieces = _TAG_ENDS.split(text)
    for index, piece in enumerate(pieces):
        if index % 2:
            in_tag = piece == "<"
        else:
            pieces[index] = _BREAKS.sub(" ", piece if in_tag else _BREAKS_AT_THE_ENDS.sub("", piece))
    return "".join(pieces), in_tag
