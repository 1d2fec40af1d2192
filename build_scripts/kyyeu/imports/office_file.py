"""Refuses files that are not a sound Word document or Excel workbook, or that have macros or a password.

Every refusal is a UsageError whose Vietnamese sentence says what to do.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import error as StructError
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers.expat import ExpatError

from kyyeu.problems import UsageError

MAX_FILE = 20_000_000  # largest size of an Office file, in bytes
# Largest amount of unpacked XML, in bytes. A unit's workbook has one million; reading 20 million takes half a
# minute at worst.
MAX_TEXT = 20_000_000
MAX_PARTS = 2_000  # largest number of files inside the zip archive of an Office file
# the first bytes of the old formats .doc and .xls, and of any file locked with a password
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
# What zipfile and ElementTree raise for a damaged archive or damaged XML. RuntimeError: a part with a
# password.
ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    StructError,
    ParseError,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
# openpyxl and mammoth do not check what they read, so damaged content also shows as errors that elsewhere
# mean a bug.
LIBRARY_ERRORS = (
    *ARCHIVE_ERRORS,
    ExpatError,
    AssertionError,
    AttributeError,
    LookupError,
    SyntaxError,
    TypeError,
)


@dataclass(frozen=True)
class OfficeFormat:
    """One of the two Office formats that can be imported: Word document or Excel workbook.

    `main` is the part that every such file has, `name` what users call it.
    """

    program: str
    suffix: str
    main: str
    name: str


EXCEL = OfficeFormat("Excel", ".xlsx", "xl/workbook.xml", "sổ Excel .xlsx")
WORD = OfficeFormat("Word", ".docx", "word/document.xml", "văn bản Word .docx")


@contextmanager
def refuse_damage(
    path: Path, office: OfficeFormat, errors: tuple[type[Exception], ...] = ARCHIVE_ERRORS
) -> Iterator[None]:
    """Turns errors that a library raises for a damaged file into a UsageError that says so.

    Put a single call of zipfile, ElementTree, openpyxl or mammoth inside, never our own code: its bugs keep
    their traceback.
    """
    try:
        yield
    except errors:
        raise UsageError(
            f"tệp {path.name} bị hỏng hoặc tải về chưa đủ. "
            f"Mở bằng {office.program}, lưu lại dạng {office.suffix} rồi thử lại"
        ) from None


def refuse_others(path: Path, office: OfficeFormat) -> None:
    """Raises UsageError for a file that is not of its format, or would unpack to too much data."""
    save_again = f"Mở ra, chọn “Lưu thành”, dạng {office.suffix} rồi nhập lại"
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE)
            size = stream.seek(0, 2)
    except OSError as error:
        raise UsageError(f"không đọc được {path}: {error.strerror}") from None
    if content.startswith(_OLD_FORMAT):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UsageError(
                f"tệp {path.name} có đặt mật khẩu. Mở bằng {office.program}, bỏ mật khẩu rồi lưu lại"
            )
        raise UsageError(f"tệp {path.name} thuộc dạng cũ (.xls, .doc). {save_again}")
    if not content.startswith(b"PK") or not zipfile.is_zipfile(path):
        raise UsageError(
            f"tệp {path.name} không phải {office.name} (có thể là tệp khác đổi tên, hoặc tải về chưa đủ)"
        )
    if size > MAX_FILE:
        raise UsageError(
            f"tệp {path.name} lớn hơn {MAX_FILE // 1_000_000} MB. Bỏ ảnh dán trong tệp; "
            "ảnh gửi trong thư mục riêng"
        )
    _refuse_parts(path, office, save_again)


def _refuse_parts(path: Path, office: OfficeFormat, save_again: str) -> None:
    with refuse_damage(path, office):
        archive = zipfile.ZipFile(path)
    with archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if b"opendocument" in _small_part(archive, path, office, "mimetype"):
            raise UsageError(f"tệp {path.name} là dạng OpenDocument (.ods, .odt). {save_again}")
        content_types = _small_part(archive, path, office, "[Content_Types].xml")
        if b"macroEnabled" in content_types or any(name.endswith("vbaProject.bin") for name in names):
            raise UsageError(
                f"tệp {path.name} có chứa macro (.xlsm, .docm), không nhận. "
                f"Lưu lại dạng {office.suffix} rồi nhập lại"
            )
        if office.main not in names:
            raise UsageError(f"tệp {path.name} không phải {office.name}. Xem lại tên tệp")
        if (
            len(parts) > MAX_PARTS
            or sum(part.file_size for part in parts if _may_be_xml(archive, part, path, office)) > MAX_TEXT
        ):
            raise UsageError(f"tệp {path.name} chứa quá nhiều dữ liệu. Chép phần cần dùng sang tệp mới")


def _may_be_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, office: OfficeFormat) -> bool:
    """Whether a part begins as XML does. Its name proves nothing: a sheet may bear the name of a picture."""
    with refuse_damage(path, office), archive.open(part) as stream:
        start = stream.read(64)
    # the file begins with a byte order mark
    if start.startswith((b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")):
        return True
    return start.lstrip(b" \t\r\n\0").startswith(b"<")


def _small_part(archive: zipfile.ZipFile, path: Path, office: OfficeFormat, name: str) -> bytes:
    """The content of a part, or nothing if it is missing or has more than a million bytes."""
    if name not in archive.namelist() or archive.getinfo(name).file_size >= 1_000_000:
        return b""
    with refuse_damage(path, office):
        return archive.read(name)


def xml_elements(path: Path, office: OfficeFormat, part: str) -> Iterator[Element]:
    """Elements of one XML part of an Office file, each as soon as it is complete.

    Raises UsageError if the part is damaged.
    """
    # Errors in the caller's loop are not caught here: a generator only sees the errors of its own calls.
    with (
        refuse_damage(path, office, (*ARCHIVE_ERRORS, KeyError)),  # KeyError: the archive has no such part
        zipfile.ZipFile(path) as archive,
        archive.open(part) as stream,
    ):
        for _, element in iterparse(stream):
            yield element
