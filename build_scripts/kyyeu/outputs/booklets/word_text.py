"""Writes paragraphs, rules, tables and the safe HTML of prose (outputs/markdown.py) as WordprocessingML."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from html.parser import HTMLParser

from fontTools.ttLib import TTFont

from kyyeu.outputs.booklets.word_styles import TEXT
from kyyeu.resources import PRINT_FONTS

WIDTH = 9355  # width of the text in twips: 165 mm
CELL_MARGINS = 160  # left and right margins of a table cell together, in twips
Run = tuple[str, str]  # text and its marks: any of b (bold), i (italic), s (struck out)
_MARKS = {"strong": "b", "th": "b", "em": "i", "cite": "i", "del": "s", "s": "s"}
_BLOCKS = ("p", "li", "blockquote", "pre", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = {"num": "TableNumber", "mid": "TableMiddle"}
_SIGNS = {"\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>"}
_PROPERTIES = {"b": "<w:b/>", "i": "<w:i/>", "s": "<w:strike/>"}


def paragraph(style: str, runs: Sequence[Run], properties: str = "") -> str:
    """A paragraph of some style; `properties` are further elements of its w:pPr."""
    content = "".join(_run(text, marks) for text, marks in runs if text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def _run(text: str, marks: str) -> str:
    properties = "".join(_PROPERTIES[mark] for mark in sorted(marks))
    content = "".join(
        _SIGNS.get(piece) or f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
        for piece in re.split("([\n\u2011])", text)
        if piece
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


def rule(text: str, size: float, share: float, width: int) -> str:
    """A thin line under a text that is set bold at `size` points and centred in `width` twips.

    Its length is `share` of that of the text, or of the width if the text wraps.
    """
    room = width - (CELL_MARGINS if width < WIDTH else 0)
    side = round((room - min(_bold_width(text, size) * 20, room) * share) / 2)
    return paragraph(
        "Gap",
        [],
        (
            '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
            '<w:spacing w:before="0" w:after="0" w:line="60" w:lineRule="exact"/>'
            f'<w:ind w:left="{side}" w:right="{side}"/>'
        ),
    )


@cache
def _advances() -> dict[str, int]:
    # the font is read into memory, so that no file stays open
    data = (PRINT_FONTS / "texgyretermes-bold.otf").read_bytes()
    font = TTFont(io.BytesIO(data), lazy=True)
    return {chr(code): font["hmtx"][name][0] for code, name in font.getBestCmap().items()}


def _bold_width(text: str, size: float) -> float:
    return sum(_advances().get(letter, 500) for letter in text) * size / 1000


def table(
    rows: Sequence[Sequence[str]], shares: Sequence[int], borders: bool = True, head: bool = False
) -> str:
    """A table whose cells hold paragraphs, with column widths in proportion to `shares`.

    With `head`, the first row is repeated on every page.
    """
    widths = [WIDTH * share // sum(shares) for share in shares]
    style = '<w:tblStyle w:val="TableGrid"/>' if borders else ""
    middle = '<w:vAlign w:val="center"/>' if borders else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = []
    for number, row in enumerate(rows):
        repeated = "<w:tblHeader/>" if head and number == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{middle}</w:tcPr>{cell}</w:tc>'
            for width, cell in zip(widths, row, strict=True)
        )
        written.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        "</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(written)}</w:tbl>"
    )


def html_blocks(html: str) -> str:
    """The paragraphs and tables of safe HTML."""
    converter = _HtmlConverter()
    converter.feed(html)
    converter.close()
    return "".join(converter.blocks)


class _HtmlConverter(HTMLParser):
    """Collects paragraphs and tables. List items become paragraphs that begin with a dash or number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.runs: list[Run] = []
        self.marks: list[str] = []
        self.lists: list[int | None] = []  # the next number of every open list, None for one with dashes
        self.quoted = 0
        self.rows: list[list[tuple[str, list[Run]]]] = []
        self.cell = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _BLOCKS and tag not in ("td", "th"):
            self._end(TEXT if tag == "p" else "")
        if tag in _MARKS and tag != "th":
            self.marks.append(_MARKS[tag])
        elif tag in ("ul", "ol"):
            self._end(TEXT)
            self.lists.append(int(attributes.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1]
            self.runs.append((f"{number}. " if number is not None else "- ", ""))
            self.lists[-1] = number + 1 if number is not None else None
        elif tag == "blockquote":
            self.quoted += 1
        elif tag == "br":
            self.runs.append(("\n", ""))
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = "TableHead" if tag == "th" else _CELLS.get(attributes.get("class") or "", "TableText")

    def handle_endtag(self, tag: str) -> None:
        if tag in _MARKS and tag != "th" and self.marks:
            self.marks.pop()
        elif tag in ("td", "th"):
            self.rows[-1].append((self.cell, self.runs))
            self.runs, self.cell = [], ""
        elif tag == "table":
            self._table()
        elif re.fullmatch("h[1-6]", tag):
            self._end("Heading5")
        elif tag in _BLOCKS:
            self._end("Quote" if self.quoted else TEXT)
            self.quoted -= tag == "blockquote"
        elif tag in ("ul", "ol"):
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\r\n]+", " ", data)
        if not self.runs or self.runs[-1][0].endswith(" "):
            text = text.lstrip(" ")
        if text:
            self.runs.append((text, "".join(sorted(set(self.marks)))))

    def _end(self, style: str) -> None:
        """Finish the open paragraph, unless it holds nothing yet but the number or dash of a list item."""
        if any(text.strip() for text, _ in self.runs) and not (
            len(self.runs) == 1 and re.fullmatch(r"(\d+\.|-) ", self.runs[0][0])
        ):
            text, marks = self.runs[-1]
            self.blocks.append(paragraph(style or TEXT, [*self.runs[:-1], (text.rstrip(" "), marks)]))
            self.runs = []

    def _table(self) -> None:
        columns = [
            ["".join(text for text, _ in runs) for _, runs in column]
            for column in zip(*self.rows, strict=True)
        ]
        shares = tuple(
            max(
                max(len(word) + 3 for text in column for word in text.split() or [""]),
                *(min(len(text), 28) for text in column),
            )
            for column in columns
        )
        rows = [[paragraph(style, runs) for style, runs in row] for row in self.rows]
        self.blocks += [paragraph("Gap", []), table(rows, shares, head=True), paragraph("Gap", [])]
        self.rows = []
