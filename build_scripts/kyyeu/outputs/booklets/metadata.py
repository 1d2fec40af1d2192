"""What a PDF says about itself: title, language, author, colours, the standards it keeps (PDF/A-2a, PDF/UA-1) and the date of its
newest content; never the clock's. A file for a press says other things: PDF/X-4, and the profile of its inks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms

LANGUAGE = "vi"
PRODUCER = "Kỷ yếu"


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: date


@cache
def srgb() -> bytes:
    """The profile of sRGB that Pillow brings, without the moment at which it was made (its bytes 24 to 35)."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + bytes(12) + made[36:]


def write_metadata(book: Pdf, paper: Paper) -> None:
    stamp = f"D:{paper.date:%Y%m%d}000000+07'00'"
    words = {
        "/Title": paper.title,
        "/Author": paper.author,
        "/Subject": paper.subject,
        "/Keywords": ", ".join(paper.keywords),
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    for name, text in words.items():
        book.docinfo[name] = String(text)
    root = book.Root
    root.Lang = String(LANGUAGE)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    profile = book.make_stream(srgb(), N=3)
    root.OutputIntents = Array(
        [
            book.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                    DestOutputProfile=profile,
                )
            )
        ]
    )
    _write_xmp(book, paper, _ARCHIVE)


def write_press_metadata(book: Pdf, paper: Paper, profile: bytes, condition: str, identity: str) -> None:
    """Over the metadata of a joined book. `condition` is the profile's name of what it was measured on, `identity` 32 hex digits."""
    book.docinfo["/Trapped"] = Name("/False")
    book.Root.OutputIntents = Array(
        [
            book.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFX,
                    OutputConditionIdentifier=String(condition),
                    Info=String(condition),
                    DestOutputProfile=book.make_stream(profile, N=4),
                )
            )
        ]
    )
    _write_xmp(book, paper, _PRESS.format(identity=UUID(identity), day=_moment(paper)))


def _write_xmp(book: Pdf, paper: Paper, standards: str) -> None:
    book.Root.Metadata = book.make_stream(
        _xmp(paper, standards).encode(), Type=Name.Metadata, Subtype=Name.XML
    )


_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_ARCHIVE = f"""<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
{_UA_SCHEMA}"""
_PRESS = """<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped><xmp:MetadataDate>{day}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>"""


def _moment(paper: Paper) -> str:
    return f"{paper.date.isoformat()}T00:00:00+07:00"


def _xmp(paper: Paper, standards: str) -> str:
    day = _moment(paper)
    subjects = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in paper.keywords)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{standards}
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(paper.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(paper.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(paper.subject)}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer><pdf:Keywords>{escape(", ".join(paper.keywords))}</pdf:Keywords>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
