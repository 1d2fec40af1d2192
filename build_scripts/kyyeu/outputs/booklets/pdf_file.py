"""Saves a PDF so that equal content always gives equal bytes, and that PDF/A validators accept the file."""

import io
import zlib

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, Stream

# Validators mistake a stream's last byte \r, followed by the line feed before “endstream”, for a line ending.
AMBIGUOUS = b"\r\nendstream"


def pdf_bytes(book: Pdf, version: str = "1.7") -> bytes:
    """Returns the bytes of a PDF in which no stream ends with a carriage return, as validators require.

    A stream that would end with one is compressed again with a harmless line feed added. Saving also creates
    object streams; if one of these ends with a carriage return, the PDF is saved without object streams.
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
        while (raw := zlib.compress(data)).endswith(b"\r"):
            data += (
                # A line feed at the end does no harm to drawing operators, to a font's tables, or to a
                # picture's data.
                b"\n"
            )
        decoding = settings if isinstance(settings, Dictionary) else None
        stream.write(raw, filter=Name.FlateDecode, decode_parms=decoding)
