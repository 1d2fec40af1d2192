"""Writes an official document as a Word file (DOCX) with real styles, margins, tables and page numbers.

The text is the same as in the PDF; sizes and positions are those of theme/print/official.css (Thông tư
01/2011, Nghị định 30/2020).
"""

import io
import zipfile
from collections.abc import Iterable
from html import escape

from kyyeu.outputs.booklets.word_text import TEXT, WIDTH, html_blocks, paragraph, rule, styles, table
from kyyeu.outputs.markdown import render_markdown
from kyyeu.vietnamese import hold_years, keep_together
from kyyeu.views.print.official import (
    Heading,
    OfficialBlock,
    OfficialDocument,
    OfficialTable,
    Rules,
    TextParagraph,
)

COLUMNS = (41, 59)  # Widths of the two columns of the letterhead, in per cent.
DEMONSTRATION_NOTE = "Bản minh họa: đơn vị, con người và số liệu đều hư cấu."
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
# Length of the line drawn under a centred text, as a share of that text's width. The rules allow a third to a
# half.
RULE = 0.4
PAGE_NUMBER = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    '<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r>'
    '<w:fldChar w:fldCharType="end"/></w:r>'
)
NO_BREAK_HYPHEN = "\u2011"
# All files in the DOCX archive have this same time stamp, so that equal documents give equal bytes.
FILE_TIME = (1980, 1, 1, 0, 0, 0)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# Page margins in twips, equal to 20, 15, 20 and 30 mm (top, right, bottom, left).
MARGINS = (
    'w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"'
)
# XML files inside a Word file that are the same for every document.
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


def word_file(document: OfficialDocument) -> bytes:
    """Returns the Word file of an official document; equal documents always give equal bytes."""
    numbered, other = ("header", "footer") if document.rules is Rules.DECREE else ("footer", "header")
    body = "".join(
        (
            _letterhead(document),
            *_title(document),
            *(_block(block, document.names) for block in document.blocks[:-1]),
            *(_block(block, document.names, last=True) for block in document.blocks[-1:]),
            _end(document),
            _section(numbered, other),
        )
    )
    style = "PageNumber" if numbered == "header" else "PageNumberRight"
    number = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{PAGE_NUMBER}</w:p>'
    note = paragraph("Mark", DEMONSTRATION_NOTE if document.demonstration else "")
    unnumbered = {"header": paragraph("Mark", ""), "footer": note}
    parts = {
        **PARTS,
        "word/styles.xml": styles(),
        "docProps/core.xml": _properties(document),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/numbered.xml": _around(
            numbered, number + (note if document.demonstration and numbered == "footer" else "")
        ),
        "word/first.xml": _around(numbered, unnumbered[numbered]),
        "word/other.xml": _around(other, unnumbered[other]),
        "word/_rels/document.xml.rels": _relations(numbered, other),
        "[Content_Types].xml": _types(numbered, other),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", *sorted(set(parts) - {"[Content_Types].xml"})):
            info = zipfile.ZipInfo(name, FILE_TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{parts[name]}')
    return out.getvalue()


def _around(kind: str, content: str) -> str:
    tag = "w:hdr" if kind == "header" else "w:ftr"
    return f"<{tag} {NAMESPACES}>{content}</{tag}>"


def _letterhead(document: OfficialDocument) -> str:
    left, right = (WIDTH * share // 100 for share in COLUMNS)
    bodies = paragraph("Governing", document.governing) if document.governing else ""
    bodies += paragraph("Issuer", document.issuer) + rule(document.issuer, 12, RULE, left)
    state = paragraph("Country", COUNTRY) + paragraph("Motto", MOTTO) + rule(MOTTO, 13, 1, right)
    number = paragraph("Number", _unbroken(document.number))
    number += paragraph("About", _unbroken(" ".join(document.subject))) if not document.name else ""
    number += paragraph("Draft", "DỰ THẢO") if document.draft else ""
    place = paragraph("Place", _unbroken(document.place_and_date))
    return table([[bodies, state], [number, place]], COLUMNS, borders=False)


def _title(document: OfficialDocument) -> Iterable[str]:
    if document.name:
        yield paragraph("Title", document.name)
        yield from (paragraph("Subtitle", _unbroken(line)) for line in document.subject)
        yield rule(document.subject[-1], 14, RULE, WIDTH)
    if document.recipient:
        yield paragraph("Recipient", f"Kính gửi: {_unbroken(document.recipient)}")
    elif document.addressees:
        yield paragraph("Addressees", "Kính gửi:")
        yield from (paragraph("Addressee", _unbroken(line)) for line in document.addressees)


def _block(block: OfficialBlock, names: tuple[str, ...], last: bool = False) -> str:
    """Returns one block (heading, paragraph, table) of an official document as WordprocessingML.

    If the last block is a paragraph, it is kept on the page of the signature, so that a signature is never
    alone.
    """
    if isinstance(block, Heading):
        if block.level > 1:
            return paragraph(f"Heading{block.level}", _unbroken(block.line))
        lines = (block.label, *block.lines)
        return paragraph("Heading1", [(text, "") for line in lines for text in ("\n", _unbroken(line))][1:])
    if isinstance(block, TextParagraph):
        return paragraph(
            "Source" if block.source else "Item" if block.item else TEXT,
            _unbroken(block.text, names),
            "<w:keepNext/>" if last else "",
        )
    if isinstance(block, OfficialTable):
        cell_styles = ["TableMiddle" if column.middle else "TableText" for column in block.columns]
        head = [paragraph("TableHead", _unbroken(column.title)) for column in block.columns]
        rows = [
            [paragraph(style, _unbroken(cell, names)) for style, cell in zip(cell_styles, row, strict=True)]
            for row in block.rows
        ]
        shares = tuple(column.share for column in block.columns)
        return table([head, *rows], shares, head=True) + paragraph("Gap", "")
    return html_blocks(_unbroken(render_markdown(block.prose, str, is_reachable=lambda _: False), names))


def _unbroken(text: str, names: tuple[str, ...] = ()) -> str:
    """Returns a text in which lines never break within dates, spans of years and people's `names`.

    No-break spaces and hyphens are put into the text for this.
    """
    text = hold_years(keep_together(text), hyphen=NO_BREAK_HYPHEN)
    for name in names:
        text = text.replace(name, name.replace(" ", "\u00a0"))
    return text


def _end(document: OfficialDocument) -> str:
    receivers = "".join(paragraph("Receivers", _unbroken(line)) for line in document.recipients)
    signer = "".join(paragraph("Signer", line) for line in (document.capacity, document.position) if line)
    left = paragraph("ReceiversHead", "Nơi nhận:") + receivers
    right = signer + paragraph("Signed", document.signed)
    return table([[left, right]], (50, 50), borders=False) + paragraph("Gap", "")


def _section(numbered: str, other: str) -> str:
    """Returns Word's section properties (page size, margins, headers and footers) as XML."""
    places = [
        (numbered, "default", "rIdNumbered"),
        (numbered, "first", "rIdFirst"),
        (other, "default", "rIdOther"),
        (other, "first", "rIdOther"),
    ]
    references = "".join(
        f'<w:{kind}Reference w:type="{when}" r:id="{id_}"/>'
        for kind, when, id_ in sorted(places, reverse=True)
    )
    size = '<w:pgSz w:w="11906" w:h="16838"/>'
    return f"<w:sectPr>{references}{size}<w:pgMar {MARGINS}/><w:titlePg/></w:sectPr>"


def _relations(numbered: str, other: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = (
        ("rIdStyles", "styles", "styles"),
        ("rIdSettings", "settings", "settings"),
        ("rIdNumbered", numbered, "numbered"),
        ("rIdFirst", numbered, "first"),
        ("rIdOther", other, "other"),
    )
    relations = "".join(
        f'<Relationship Id="{id_}" Type="{base}/{kind}" Target="{file}.xml"/>' for id_, kind, file in rows
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{relations}</Relationships>'


def _types(numbered: str, other: str) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rows = (
        ("word/document", f"{word}.document.main"),
        ("word/styles", f"{word}.styles"),
        ("word/settings", f"{word}.settings"),
        ("word/numbered", f"{word}.{numbered}"),
        ("word/first", f"{word}.{numbered}"),
        ("word/other", f"{word}.{other}"),
        ("docProps/core", "application/vnd.openxmlformats-package.core-properties"),
    )
    overrides = "".join(f'<Override PartName="/{name}.xml" ContentType="{kind}+xml"/>' for name, kind in rows)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _properties(document: OfficialDocument) -> str:
    moment = f"{document.date.isoformat()}T00:00:00Z"
    return (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:creator>{escape(document.issuer)}</dc:creator>"
        "<dc:language>vi-VN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )
