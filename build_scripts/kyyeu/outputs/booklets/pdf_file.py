"""A finished Pdf → its bytes: the same for the same content, and as PDF/A wants them."""

from __future__ import annotations

import io
import zlib

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, Stream

AMBIGUOUS = b"\r\nendstream"


def pdf_bytes(book: Pdf, version: str = "1.7") -> bytes:
    """A stream whose last byte is a carriage return stands before a line feed, and validators take both for the end of a line. Ours
    are packed so that none ends so; where one of those does that hold the objects (and are made in saving), these stay unpacked."""
    _pack(book)
    found = b""
    for packed in (True, False):
        out = io.BytesIO()
        book.save(
            out,
            force_version=version,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=packed,
        )
        found = out.getvalue()
        if AMBIGUOUS not in found:
            break
    with Pdf.open(io.BytesIO(found)) as made:  # nobody is handed a file that does not open
        assert len(made.pages) == len(book.pages), "a page was lost in saving"
    return found


def _pack(book: Pdf) -> None:
    for entry in book.objects:
        if not isinstance(entry, Stream) or entry.get("/Type") == Name.Metadata:
            continue
        kind, settings = entry.get("/Filter"), entry.get("/DecodeParms")
        if kind is not None and (kind != Name.FlateDecode or not entry.read_raw_bytes().endswith(b"\r")):
            continue
        data = entry.read_bytes() if kind is None else zlib.decompress(entry.read_raw_bytes())
        while (raw := zlib.compress(data)).endswith(b"\r"):
            data += b"\n"  # of no meaning after operators, a font's tables, the last row of a picture
        entry.write(
            raw, filter=Name.FlateDecode, decode_parms=settings if isinstance(settings, Dictionary) else None
        )
