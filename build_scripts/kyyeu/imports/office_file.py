"""A file that should be Word's or Excel's → nothing, or a UsageError in Vietnamese: another format, locked, with macros, too large."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError

from kyyeu.problems import UsageError

MAX_FILE = 20_000_000
MAX_TEXT = 20_000_000  # bytes of XML once unpacked: a unit's workbook has one million; 20 take half a minute at worst
MAX_PARTS = 2_000
# What readers of foreign files raise where these are broken; XML's own errors are SyntaxErrors, or its parser's.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    OSError,
    ExpatError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
)


@dataclass(frozen=True)
class Office:
    """`main` is the part that every such file has; `told` how a user would call it."""

    program: str
    suffix: str
    main: str
    told: str


EXCEL = Office("Excel", ".xlsx", "xl/workbook.xml", "sổ Excel .xlsx")
WORD = Office("Word", ".docx", "word/document.xml", "văn bản Word .docx")


def broken(path: Path, office: Office) -> UsageError:
    return UsageError(
        f"tệp {path.name} bị hỏng hoặc tải về chưa đủ. Mở bằng {office.program}, lưu lại dạng {office.suffix} rồi thử lại"
    )


def refuse_others(path: Path, office: Office) -> None:
    """Files that only bear the name, and those that would unpack to more than a machine can bear."""
    save = f"Mở ra, chọn “Lưu thành”, dạng {office.suffix} rồi nhập lại"
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
            size = stream.seek(0, 2)
            stream.seek(0)
            locked = head.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode(
                "utf-16-le"
            ) in stream.read(MAX_FILE)
    except OSError as error:
        raise UsageError(f"không đọc được {path}: {error.strerror}") from None
    if locked:
        raise UsageError(
            f"tệp {path.name} có đặt mật khẩu. Mở bằng {office.program}, bỏ mật khẩu rồi lưu lại"
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"tệp {path.name} thuộc dạng cũ (.xls, .doc). {save}")
    if not head.startswith(b"PK") or not zipfile.is_zipfile(path):
        raise UsageError(
            f"tệp {path.name} không phải {office.told} (có thể là tệp khác đổi tên, hoặc tải về chưa đủ)"
        )
    if size > MAX_FILE:
        raise UsageError(
            f"tệp {path.name} lớn hơn {MAX_FILE // 1_000_000} MB. Bỏ ảnh dán trong tệp; ảnh gửi trong thư mục riêng"
        )
    _refuse_parts(path, office, save)


def _refuse_parts(path: Path, office: Office, save: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            kinds = _read(packed, "[Content_Types].xml")
            kind = _read(packed, "mimetype")
            text = sum(
                part.file_size for part in parts if len(parts) <= MAX_PARTS and _may_be_xml(packed, part)
            )
    except BROKEN:
        raise broken(path, office) from None
    if b"opendocument" in kind:
        raise UsageError(f"tệp {path.name} là dạng OpenDocument (.ods, .odt). {save}")
    if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in names):
        raise UsageError(
            f"tệp {path.name} có chứa macro (.xlsm, .docm), không nhận. Lưu lại dạng {office.suffix} rồi nhập lại"
        )
    if office.main not in names:
        raise UsageError(f"tệp {path.name} không phải {office.told}. Xem lại tên tệp")
    if text > MAX_TEXT or len(parts) > MAX_PARTS:
        raise UsageError(f"tệp {path.name} chứa quá nhiều dữ liệu. Chép phần cần dùng sang tệp mới")


def _may_be_xml(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """By how it begins: a sheet may be called anything, a picture's name included."""
    with packed.open(part) as stream:
        head = stream.read(64)
    return head.startswith((b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")) or head.lstrip(
        b" \t\r\n\0"
    ).startswith(b"<")


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    """A small part; nothing where it is not there, or not small."""
    there = name in packed.namelist() and packed.getinfo(name).file_size < 1_000_000
    return packed.read(name) if there else b""
