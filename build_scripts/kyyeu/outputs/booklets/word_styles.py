"""Defines the styles of an official document's Word file, and those XML files inside it that never change."""

from dataclasses import dataclass

TEXT = "BodyText"
POINT = 20  # One point in twips.
INDENT = 720  # Indent of a paragraph's first line in twips, equal to 1.27 cm.
LINE = 264  # Line height of running text, in 240ths of a single line.
ROW = 252  # Line height of text in tables, in 240ths of a single line.


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A Word paragraph style: `size` and spacing in points, `indent` in twips, `line` in 240ths of a line.

    `name` is the name of Word's built-in style if there is one, so that Word's navigation recognises
    headings.
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

PARTS = {
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/>'
        "</Relationships>"
    ),
    "word/settings.xml": (
        '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
        ' w:val="15"/></w:compat>'
        "</w:settings>"
    ),
}
_FONT = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" '
    'w:cs="Times New Roman"/>'
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
