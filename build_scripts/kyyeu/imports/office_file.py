"""Refuses Office files that are damaged, too large or of another format, or have macros or a password.

Every refusal is a UsageError, whose Vietnamese message says what the user should do.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers.expat import ExpatError, ParserCreate

from kyyeu.imports.zip_parts import ZIP_ERRORS, read_part, unpacked
from kyyeu.problems import UsageError, visible

MAX_FILE = 20_000_000  # Largest size of an Office file, in bytes.
MAX_PARTS = 2_000  # Largest number of files inside the zip archive of an Office file.
# Largest sizes of the unpacked content of an Office file, in bytes. The first counts all files in its
# archive, the second only those that may be XML. The workbook of a unit has about one million bytes of XML.
MAX_UNPACKED, MAX_XML = 200_000_000, 20_000_000
# Largest numbers, in an Office file, of XML elements and attributes together, and of letters between them.
# The workbook of a unit has 50,000 elements and attributes, a Word report of 60 pages about as many. The
# library mammoth, which reads Word files, needs 2 KB and 50 µs for each.
MAX_NODES, MAX_LETTERS = 200_000, 2_000_000
MAX_DEPTH = 150  # Largest depth to which XML elements of an Office file may be nested.
# The accepted encodings of XML. The standard for Office files (ECMA-376, part 2) allows only UTF-8 and
# UTF-16. The other two are accepted as well, because the XML parser knows them.
_ENCODINGS = ("UTF-8", "UTF-16", "US-ASCII", "ISO-8859-1")
# The first bytes of files that are certainly not XML: JPEG, PNG, GIF, BMP, TIFF, EMF, WMF, WebP, TrueType
# fonts, OLE objects of other programs, zip archives. Every XML parser stops at these bytes.
_NO_XML = (
    *(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\1\0\0\0", b"\xd7\xcd\xc6"),
    *(b"RIFF", b"\0\1\0\0", b"\xd0\xcf\x11\xe0", b"PK\3\4"),
)
# The first bytes of the old formats .doc and .xls, and of any Office file that has a password.
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
# Errors that the modules zipfile and ElementTree raise for a damaged archive or damaged XML.
ARCHIVE_ERRORS = (*ZIP_ERRORS, ParseError)
# Errors that the libraries openpyxl and mammoth may raise for a damaged file, because they do not check the
# file they read. Elsewhere such errors would mean a bug of the program.
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

    `main` is the path, inside the zip archive, of the XML file that every document of this format has. `name`
    is the Vietnamese name of the format.
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
    """Returns a context manager that turns errors caused by a damaged Office file into a UsageError.

    Put a single call of zipfile, ElementTree, openpyxl or mammoth inside. Never put code of this project
    inside: its bugs should keep their traceback.
    """
    try:
        yield
    except errors:
        raise UsageError(
            f"tệp {path.name} bị hỏng hoặc tải về chưa đủ. "
            f"Mở bằng {office.program}, lưu lại dạng {office.suffix} rồi thử lại"
        ) from None


def checked_content(path: Path, office: OfficeFormat) -> bytes:
    """Returns the bytes of an Office file, after checking that its XML can be read within seconds.

    Raises UsageError for a file that is unreadable, not of the expected format, or too large once unpacked.
    """
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
    if content.startswith(b"PK") and size > MAX_FILE:
        raise UsageError(
            f"tệp {path.name} lớn hơn {MAX_FILE // 1_000_000} MB. Bỏ ảnh dán trong tệp; "
            "ảnh gửi trong thư mục riêng"
        )
    if not content.startswith(b"PK") or not zipfile.is_zipfile(io.BytesIO(content)):
        raise UsageError(
            f"tệp {path.name} không phải {office.name} (có thể là tệp khác đổi tên, hoặc tải về chưa đủ)"
        )
    # The files in the archive are counted before zipfile opens it, because zipfile needs half a kilobyte of
    # memory for each.
    if content.count(b"PK\1\2") > MAX_PARTS:
        raise _too_much(path)
    with refuse_damage(path, office):
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        _refuse_others(archive, path, office, save_again)
        _refuse_bombs(archive, path, office)
    return content


def _too_much(path: Path) -> UsageError:
    return UsageError(f"tệp {path.name} chứa quá nhiều dữ liệu. Chép phần cần dùng sang tệp mới")


def _refuse_others(archive: zipfile.ZipFile, path: Path, office: OfficeFormat, save_again: str) -> None:
    names = set(archive.namelist())
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


def _small_part(archive: zipfile.ZipFile, path: Path, office: OfficeFormat, name: str) -> bytes:
    """Returns the content of a file in an Office archive, or b"" if it is missing or over a million bytes."""
    if name not in archive.namelist() or archive.getinfo(name).file_size >= 1_000_000:
        return b""
    with refuse_damage(path, office):
        return read_part(archive, archive.getinfo(name))


def _refuse_bombs(archive: zipfile.ZipFile, path: Path, office: OfficeFormat) -> None:
    """Raises UsageError for an Office archive whose content would be too large or too slow to read.

    Every file of the archive is unpacked, whatever its name, and what may be XML in it is counted.
    """
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_much(path)
    sizes = _XmlSizes(path, office)
    for part in parts:
        count = _XmlCount(sizes)
        with refuse_damage(path, office):
            for chunk in unpacked(archive, part):
                count.feed(chunk)


# What is known of a file in an archive while it is read: nothing yet, not XML, XML, or XML with an error.
_Kind = Enum("_Kind", ["UNREAD", "BINARY", "XML", "FAULTY"])


@dataclass
class _XmlSizes:
    """Holds the sums of bytes, elements and letters counted so far in all XML files of an Office archive."""

    path: Path
    office: OfficeFormat
    size: int = 0
    nodes: int = 0
    letters: int = 0


class _XmlCount:
    """Counts the XML elements, attributes and letters of one file of an Office archive while it is unpacked.

    Raises UsageError if there are too many or the encoding is unusual. Raises ParseError for an XML entity,
    which could stand for any amount of text; neither Word nor Excel writes entities. After a syntax error,
    each "<" counts as an element, because another XML parser might read on there.
    """

    def __init__(self, sizes: _XmlSizes) -> None:
        self._sizes, self._depth, self._kind = sizes, 0, _Kind.UNREAD
        self._parser = parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.XmlDeclHandler = self._text, self._declaration
        parser.EntityDeclHandler = self._entity

    def feed(self, chunk: bytes) -> None:
        """Counts the XML in the next piece of the unpacked file."""
        if self._kind is _Kind.UNREAD:
            self._kind = _Kind.BINARY if chunk.startswith(_NO_XML) else _Kind.XML
        if self._kind is _Kind.BINARY:
            return
        self._sizes.size += len(chunk)
        if self._kind is _Kind.XML:
            try:
                self._parser.Parse(chunk)
            except ExpatError:
                self._kind = _Kind.FAULTY
        if self._kind is _Kind.FAULTY:
            self._sizes.nodes += chunk.count(b"<")
        self._refuse_more()

    def _refuse_more(self) -> None:
        sizes = self._sizes
        if (
            sizes.size > MAX_XML
            or sizes.nodes > MAX_NODES
            or sizes.letters > MAX_LETTERS
            or self._depth > MAX_DEPTH
        ):
            raise _too_much(sizes.path)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._sizes.nodes += 1 + len(attributes)
        self._depth += 1
        self._refuse_more()

    def _end(self, name: str) -> None:
        self._depth -= 1

    def _text(self, text: str) -> None:
        self._sizes.letters += len(text)
        self._refuse_more()

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "UTF-8").upper() not in _ENCODINGS:
            office = self._sizes.office
            raise UsageError(
                f"tệp {self._sizes.path.name} ghi chữ ở bảng mã lạ “{visible((encoding or '')[:20])}”. "
                f"Mở bằng {office.program}, lưu lại dạng {office.suffix} rồi thử lại"
            )

    def _entity(self, *declaration: object) -> None:
        raise ParseError("an entity")


def xml_elements(content: bytes, path: Path, office: OfficeFormat, part: str) -> Iterator[Element]:
    """Yields the elements of one XML file in an Office archive, each as soon as it is complete.

    `content` are the bytes of the Office file. `part` is the path of the XML file inside it. Damaged XML
    raises UsageError, whose message names `path`.
    """
    # Only errors of reading the XML become a UsageError. Errors in the code that uses the yielded elements
    # keep their type.
    with (
        # zipfile raises KeyError if the archive has no file of this name.
        refuse_damage(path, office, (*ARCHIVE_ERRORS, KeyError)),
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        archive.open(part) as stream,
    ):
        for _, element in iterparse(stream):
            yield element
