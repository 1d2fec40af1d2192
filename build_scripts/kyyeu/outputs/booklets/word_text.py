"""Writes styles, paragraphs, lines and tables as Word's XML, also from the sanitised HTML of prose."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from html.parser import HTMLParser

from fontTools.ttLib import TTFont

from kyyeu.resources import PRINT_FONTS

TEXT = "BodyText"
POINT = 20  # One point has this many twips (Word's unit of length).
INDENT = 720  # Indent of a paragraph's first line in twips, equal to 1.27 cm.
LINE = 264  # Line height of running text, where 240 is a single line.
ROW = 252  # Line height of text in tables, where 240 is a single line.
WIDTH = 9355  # Width of the text on a Word page in twips, equal to 165 mm.
CELL_MARGINS = 160  # Left and right margins of a table cell, added together, in twips.
# A piece of text, and its formatting as any of the letters b (bold), i (italic), s (struck out).
Run = tuple[str, str]
_MARKS = {"strong": "b", "th": "b", "em": "i", "cite": "i", "del": "s", "s": "s"}
_BLOCKS = ("p", "li", "blockquote", "pre", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
_CELLS = {"num": "TableNumber", "mid": "TableMiddle"}
_SIGNS = {"\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>"}
_PROPERTIES = {"b": "<w:b/>", "i": "<w:i/>", "s": "<w:strike/>"}
_FONT = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" '
    'w:cs="Times New Roman"/>'
)


@dataclass(frozen=True, slots=True)
class WordStyle:
    """Describes a Word paragraph style.

    `size` and the spacing `before` and `after` are in points, `indent` is in twips. `line` is the line
    height, where 240 is a single line. `name` is the name of Word's built-in style if there is one, so that
    Word's navigation recognises headings.
    """

    id: str
    name: str
    size: float = 14
    align: str = "left"
    bold: bool = False
    italic: bool = False
    indent: int = 0
    before: float = 0
    after: float = 0
    line: int = 240
    keep: bool = False
    level: int | None = None


STYLES = (
    WordStyle(TEXT, "Body Text", align="both", indent=INDENT, before=6, line=LINE),
    WordStyle("Item", "List", indent=INDENT, before=6, line=LINE),
    WordStyle("Source", "Nguồn", bold=True, italic=True, indent=INDENT, before=6, line=LINE, keep=True),
    WordStyle(
        "Heading1", "heading 1", align="center", bold=True, before=12, after=6, line=LINE, keep=True, level=0
    ),
    WordStyle("Heading2", "heading 2", bold=True, indent=INDENT, before=6, line=LINE, keep=True, level=1),
    WordStyle("Heading3", "heading 3", bold=True, indent=INDENT, before=6, line=LINE, keep=True, level=2),
    WordStyle("Heading4", "heading 4", indent=INDENT, before=6, line=LINE, keep=True, level=3),
    WordStyle("Heading5", "heading 5", italic=True, indent=INDENT, before=6, line=LINE, keep=True, level=4),
    WordStyle("Quote", "Quote", align="both", italic=True, indent=INDENT, before=6, line=LINE),
    WordStyle("Country", "Quốc hiệu", 12, "center", bold=True),
    WordStyle("Motto", "Tiêu ngữ", 13, "center", bold=True),
    WordStyle("Governing", "Cơ quan chủ quản", 12, "center"),
    WordStyle("Issuer", "Cơ quan ban hành", 12, "center", bold=True),
    WordStyle("Number", "Số, ký hiệu", 13, "center", before=6),
    WordStyle("Place", "Địa danh, ngày tháng", 13, "center", italic=True, before=6),
    WordStyle("Draft", "Dự thảo", 12, "center", bold=True, before=4),
    WordStyle("Title", "Title", align="center", bold=True, before=18, line=LINE, keep=True),
    WordStyle("Subtitle", "Subtitle", align="center", bold=True, line=LINE, keep=True),
    WordStyle("Recipient", "Kính gửi", align="center", before=8, after=6),
    WordStyle("About", "Trích yếu công văn", 12, "center", before=3),
    WordStyle("Addressees", "Kính gửi nhiều nơi", indent=1_800, before=16, keep=True),
    WordStyle("Addressee", "Nơi được gửi", indent=2_700, before=2),
    WordStyle("TableText", "Chữ trong bảng", 12, line=ROW, before=2, after=2),
    WordStyle("TableMiddle", "Chữ giữa ô", 12, "center", line=ROW, before=2, after=2),
    WordStyle("TableNumber", "Số trong bảng", 12, "right", line=ROW, before=2, after=2),
    WordStyle("TableHead", "Đầu bảng", 12, "center", bold=True, line=ROW, before=2, after=2, keep=True),
    WordStyle("ReceiversHead", "Nơi nhận", 12, bold=True, italic=True, before=12, keep=True),
    WordStyle("Receivers", "Nơi nhận, từng dòng", 11),
    WordStyle("Signer", "Chức vụ người ký", align="center", bold=True, before=12, keep=True),
    WordStyle("Signed", "Họ và tên người ký", align="center", bold=True, before=62),
    WordStyle("PageNumber", "header", align="center"),
    WordStyle("PageNumberRight", "footer", align="right"),
    WordStyle("Gap", "Khoảng cách", 4),
    WordStyle("Mark", "Ghi chú bản minh họa", 9, "center", italic=True),
)


def styles() -> str:
    """Returns the XML file word/styles.xml, which defines all paragraph styles."""
    return (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults>'
        "<w:rPrDefault><w:rPr>"
        f'{_FONT}<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN"'
        ' w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "</w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:left w:w="80" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + f"</w:tblBorders></w:tblPr></w:style>{''.join(map(_style, STYLES))}</w:styles>"
    )


def _style(style: WordStyle) -> str:
    keep = "<w:keepNext/>" if style.keep else ""
    level = f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else ""
    indent = f'<w:ind w:firstLine="{style.indent}"/>' if style.indent else ""
    weight = f"{'<w:b/><w:bCs/>' if style.bold else ''}{'<w:i/><w:iCs/>' if style.italic else ''}"
    size = round(style.size * 2)
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        '<w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{keep}<w:widowControl/><w:spacing w:before="{round(style.before * POINT)}"'
        f' w:after="{round(style.after * POINT)}" '
        f'w:line="{style.line}" w:lineRule="auto"/>{indent}<w:jc w:val="{style.align}"/>{level}</w:pPr>'
        f'<w:rPr>{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def paragraph(style: str, content: str | Sequence[Run], properties: str = "") -> str:
    """Returns the XML of a paragraph in a Word style.

    A `content` that is a string is text without formatting. `properties` are further XML elements for the
    paragraph's properties (w:pPr).
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
    """Returns the XML of the thin line under a bold, centred text, such as the title of an official document.

    `size` is the type size in points, `width` the width of the column in twips. The line's length is `share`
    times the width of the text, or of the column if the text wraps.
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
    """Returns the XML of a Word table; every cell of `rows` is given as the XML of its paragraphs.

    `shares` are the relative widths of the columns. With `head`, the first row is repeated on every page.
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
    """Returns sanitised HTML as the XML of Word paragraphs and tables."""
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
        # Has an item for every HTML list that is still open, with the number of the list's next item. A list
        # with dashes has None.
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
        """Ends the current paragraph, unless it contains only the number or dash of a list item so far."""
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
