"""Writes paragraphs, ruled lines, tables and the sanitised HTML of prose as WordprocessingML (Word's XML)."""

import io
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from html.parser import HTMLParser

from fontTools.ttLib import TTFont

from kyyeu.outputs.booklets.word_styles import TEXT
from kyyeu.resources import PRINT_FONTS

WIDTH = 9355  # Width of the text on a Word page in twips, equal to 165 mm.
CELL_MARGINS = 160  # Left and right margins of a table cell, added together, in twips.
# A piece of text and its formatting: any of the letters b (bold), i (italic), s (struck out).
Run = tuple[str, str]
_MARKS = {"strong": "b", "th": "b", "em": "i", "cite": "i", "del": "s", "s": "s"}
_BLOCKS = ("p", "li", "blockquote", "pre", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = {"num": "TableNumber", "mid": "TableMiddle"}
_SIGNS = {"\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>"}
_PROPERTIES = {"b": "<w:b/>", "i": "<w:i/>", "s": "<w:strike/>"}


def paragraph(style: str, content: str | Sequence[Run], properties: str = "") -> str:
    """Returns the XML of a paragraph in a Word style; `properties` are further XML elements of its w:pPr.

    A `content` that is a string is text without formatting.
    """
    runs = [(content, "")] if isinstance(content, str) else content
    written = "".join(_run(text, marks) for text, marks in runs if text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{written}</w:p>'


def _run(text: str, marks: str) -> str:
    properties = "".join(_PROPERTIES[mark] for mark in sorted(marks))
    content = "".join(
        _SIGNS.get(piece) or f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
        for piece in re.split("([\n\u2011])", text)
        if piece
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


def rule(text: str, size: float, share: float, width: int) -> str:
    """Returns the XML of a thin line under a bold text of `size` points, centred in `width` twips.

    The line's length is `share` times the width of the text, or of the column if the text wraps.
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
    # The font file is read into memory completely, so that it does not stay open.
    font = TTFont(io.BytesIO((PRINT_FONTS / "texgyretermes-bold.otf").read_bytes()), lazy=True)
    return {chr(code): font["hmtx"][name][0] for code, name in font.getBestCmap().items()}


def _bold_width(text: str, size: float) -> float:
    return sum(_advances().get(letter, 500) for letter in text) * size / 1000


def table(
    rows: Sequence[Sequence[str]], shares: Sequence[int], borders: bool = True, head: bool = False
) -> str:
    """Returns the XML of a Word table of paragraphs; `shares` are the relative widths of its columns.

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
    """Returns the Word paragraphs and tables of sanitised HTML."""
    converter = _HtmlConverter()
    converter.feed(html)
    converter.close()
    return "".join(converter.blocks)


class _HtmlConverter(HTMLParser):
    """Converts HTML to Word paragraphs and tables; list items become paragraphs with a dash or a number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.runs: list[Run] = []
        self.marks: list[str] = []
        # For every list that is still open: the number of its next item, or None if its items have dashes.
        self.lists: list[int | None] = []
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
        """Finish the current paragraph, unless it contains only the number or dash of a list item so far."""
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
