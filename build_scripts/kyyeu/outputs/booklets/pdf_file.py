"""Writes a PDF's metadata, and saves it so that equal content gives equal bytes and validators accept it.

The metadata are title, language, author, colours, standards and the date of the content. A screen edition
conforms to PDF/A-2a and PDF/UA-1, a press edition to PDF/X-4 with the press's colour profile.
"""

import io
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String
from PIL import ImageCms

# If the last byte of a PDF stream is \r, it is followed directly by the line feed before “endstream”.
# Validators mistake the two bytes for a line ending.
AMBIGUOUS = b"\r\nendstream"
LANGUAGE = "vi"
PRODUCER = "Kỷ yếu"


def pdf_bytes(book: Pdf, version: str = "1.7") -> bytes:
    """Returns the bytes of a PDF in which no stream ends with a carriage return, as validators require.

    A stream that would end with a carriage return is compressed again with a harmless line feed added. Saving
    also creates object streams. If one of these ends with a carriage return, the PDF is saved again without
    compressing them.
    """
    _compress(book)
    data = b""
    for compressed in (True, False):
        out = io.BytesIO()
        book.save(
            out,
            force_version=version,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=compressed,
        )
        data = out.getvalue()
        if AMBIGUOUS not in data:
            break
    with Pdf.open(io.BytesIO(data)) as saved:
        assert len(saved.pages) == len(book.pages), "a saved file opens and has all pages"
    return data


def _compress(book: Pdf) -> None:
    for stream in book.objects:
        if not isinstance(stream, Stream) or stream.get("/Type") == Name.Metadata:
            continue
        kind, settings = stream.get("/Filter"), stream.get("/DecodeParms")
        if kind is not None and (kind != Name.FlateDecode or not stream.read_raw_bytes().endswith(b"\r")):
            continue
        data = stream.read_bytes() if kind is None else zlib.decompress(stream.read_raw_bytes())
        # A line feed at the end of a stream does no harm to drawing operators, a font's tables or a picture's
        # data.
        while (raw := zlib.compress(data)).endswith(b"\r"):
            data += b"\n"
        decoding = settings if isinstance(settings, Dictionary) else None
        stream.write(raw, filter=Name.FlateDecode, decode_parms=decoding)


@dataclass(frozen=True, slots=True)
class PdfMetadata:
    """Holds the bibliographic data of a PDF; `date` is the newest date in its content."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    date: date


@cache
def srgb() -> bytes:
    """Returns the sRGB colour profile as bytes.

    Its time stamp (bytes 24 to 35) is set to zero, so that the bytes are always the same.
    """
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + bytes(12) + profile[36:]


def write_metadata(book: Pdf, metadata: PdfMetadata) -> None:
    """Writes the metadata that PDF/A-2a and PDF/UA-1 require into a joined book."""
    stamp = f"D:{metadata.date:%Y%m%d}000000+07'00'"
    properties = {
        "/Title": metadata.title,
        "/Author": metadata.author,
        "/Subject": metadata.subject,
        "/Keywords": ", ".join(metadata.keywords),
        "/Creator": PRODUCER,
        "/Producer": PRODUCER,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    for name, text in properties.items():
        book.docinfo[name] = String(text)
    book.Root.Lang = String(LANGUAGE)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    book.Root.PageMode = Name.UseOutlines
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        DestOutputProfile=book.make_stream(srgb(), N=3),
    )
    book.Root.OutputIntents = Array([book.make_indirect(intent)])
    book.Root.Metadata = _xmp(book, metadata, _ARCHIVE)


def write_press_metadata(
    book: Pdf, metadata: PdfMetadata, profile: bytes, condition: str, identity: str
) -> None:
    """Replaces the metadata of a joined book by that of a PDF/X-4 file for a press.

    `profile` is the press's ICC profile, and `condition` is the name of the printing condition in that
    profile. `identity` is the PDF's file identifier of 32 hex digits.
    """
    book.docinfo["/Trapped"] = Name("/False")
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(condition),
        Info=String(condition),
        DestOutputProfile=book.make_stream(profile, N=4),
    )
    book.Root.OutputIntents = Array([book.make_indirect(intent)])
    standards = _PRESS.format(identity=UUID(identity), day=_moment(metadata))
    book.Root.Metadata = _xmp(book, metadata, standards)


_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_ARCHIVE = f"""<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
{_UA_SCHEMA}"""
_PRESS = """<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped><xmp:MetadataDate>{day}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description>"""


def _moment(metadata: PdfMetadata) -> str:
    return f"{metadata.date.isoformat()}T00:00:00+07:00"


def _xmp(book: Pdf, metadata: PdfMetadata, standards: str) -> Stream:
    day = _moment(metadata)
    subjects = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in metadata.keywords)
    packet = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{standards}
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(metadata.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">\
{escape(metadata.subject)}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer><pdf:Keywords>{escape(", ".join(metadata.keywords))}</pdf:Keywords>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    return book.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
