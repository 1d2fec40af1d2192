"""Refuses damaged Office files, files of another format, and files with macros or a password.

Every refusal is a UsageError whose Vietnamese sentence says what to do.
"""

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
# Largest amount of unpacked XML in an Office file, in bytes. A unit's workbook has about one million; reading
# 20 million takes at most half a minute.
MAX_TEXT = 20_000_000
MAX_PARTS = 2_000  # largest number of files inside the zip archive of an Office file
# the first bytes of the old formats .doc and .xls, and of any file locked with a password
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
# Errors that zipfile and ElementTree raise for a damaged archive or damaged XML. zipfile raises RuntimeError
# if a file in the archive has a password.
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
# openpyxl and mammoth do not check the file they read, so a damaged file can also raise these errors, which
# elsewhere would mean a bug.
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

    `main` is the path of the XML that every such file has in its zip archive, `name` the Vietnamese name of
    the format.
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
    """Context manager that turns errors a library raises for a damaged Office file into a UsageError.

    Put a single call of zipfile, ElementTree, openpyxl or mammoth inside, never code of this project, whose
    bugs should keep their traceback.
    """
    try:
        yield
    except errors:
        raise UsageError(
            f"tệp {path.name} bị hỏng hoặc tải về chưa đủ. "
            f"Mở bằng {office.program}, lưu lại dạng {office.suffix} rồi thử lại"
        ) from None


def refuse_others(path: Path, office: OfficeFormat) -> None:
    """Raises UsageError for a file that is not of the expected Office format or unpacks to too much data."""
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
        if b"macroEnabled" in _small_part(archive, path, office, "[Content_Types].xml") or any(
            name.endswith("vbaProject.bin") for name in names
        ):
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
    """Whether a file in an Office archive begins as XML does, whatever its name.

    The name proves nothing: a sheet may have the name of a picture.
    """
    with refuse_damage(path, office), archive.open(part) as stream:
        start = stream.read(64)
    # A file that begins with a byte order mark is taken for XML.
    has_mark = start.startswith((b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe"))
    return has_mark or start.lstrip(b" \t\r\n\0").startswith(b"<")


def _small_part(archive: zipfile.ZipFile, path: Path, office: OfficeFormat, name: str) -> bytes:
    """Returns the content of a file in an Office archive, or b"" if it is missing or over a million bytes."""
    if name not in archive.namelist() or archive.getinfo(name).file_size >= 1_000_000:
        return b""
    with refuse_damage(path, office):
        return archive.read(name)


def xml_elements(path: Path, office: OfficeFormat, part: str) -> Iterator[Element]:
    """Yields the elements of one XML file in an Office archive, each as soon as it is complete.

    Raises UsageError if the XML is damaged.
    """
    # A read error in the XML becomes a UsageError; an error in the caller's loop over this generator does
    # not.
    with (
        # zipfile raises KeyError if the archive has no file of this name.
        refuse_damage(path, office, (*ARCHIVE_ERRORS, KeyError)),
        zipfile.ZipFile(path) as archive,
        archive.open(part) as stream,
    ):
        for _, element in iterparse(stream):
            yield element
