"""Saves a PDF so that the same content always gives the same bytes, which PDF/A validators accept."""

from __future__ import annotations

import io
import zlib

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, Stream

# What a stream looks like whose last byte is a carriage return. Validators mistake \r\n for the end of a
# line.
AMBIGUOUS = b"\r\nendstream"


def pdf_bytes(book: Pdf, version: str = "1.7") -> bytes:
    """The bytes of a PDF in which no stream ends in a carriage return.

    A stream that would is compressed again with a harmless line feed appended. Saving also creates object
    streams; if one of them ends that way, the file is saved again with these uncompressed.
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
                # a line feed is ignored after operators, after a font's tables and after the last row of a
                # picture
                b"\n"
            )
        decoding = settings if isinstance(settings, Dictionary) else None
        stream.write(raw, filter=Name.FlateDecode, decode_parms=decoding)
