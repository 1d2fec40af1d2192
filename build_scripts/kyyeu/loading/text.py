"""A file's bytes → NFC text with LF line ends, or the Problem that stands in the way."""

from __future__ import annotations

import re
import stat
import unicodedata
from pathlib import Path

from kyyeu.problems import Place, Problem, Severity

MAX_BYTES = 2_000_000
MAX_REGISTER = 40_000_000  # of what a command wrote: a book of 1,000 profiles takes 4 MB
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"
)  # the last ones YAML or an editor would count as lines
_WORD_SAVED = "Mở tệp bằng trình soạn thảo, chọn “Save as / Lưu thành”, bảng mã “UTF-8”, rồi lưu lại."


def read_text(root: Path, file: str, limit: int = MAX_BYTES) -> tuple[str | None, list[Problem]]:
    """Text of `file` (a path relative to `root`); None where it can't be read, or has more than `limit` bytes."""
    path = root / file
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, [not_a_file(file)]
        if status.st_size > limit:
            return None, [
                Problem(
                    Place(file),
                    "file-size",
                    f"Tệp lớn hơn {limit // 1_000_000} MB.",
                    "Tách nội dung hoặc bỏ phần thừa.",
                )
            ]
        data = path.read_bytes()
    except OSError as error:
        return None, [
            Problem(
                Place(file),
                "file-unreadable",
                f"Không đọc được tệp: {error.strerror}.",
                "Kiểm tra quyền đọc và đường dẫn của tệp.",
            )
        ]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [
            Problem(Place(file), "encoding", "Tệp lưu ở bảng mã UTF-16, không phải UTF-8.", _WORD_SAVED)
        ]
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place_of_byte(file, data, error.start)
        return None, [
            Problem(
                place,
                "encoding",
                "Chữ từ chỗ này không đọc được: tệp lưu ở bảng mã cũ, không phải UTF-8.",
                _WORD_SAVED,
            )
        ]
    if control := _CONTROL.search(text):
        place = _place_of_char(file, text, control.start())
        return None, [
            Problem(
                place,
                "control-character",
                f"Có một ký tự ẩn ở đây (mã U+{ord(control[0]):04X}).",
                "Xóa rồi gõ lại chữ bên cạnh; ký tự này thường theo vào khi chép từ tệp khác.",
            )
        ]
    if (conflict := _conflict(text)) is not None:
        place = _place_of_char(file, text, conflict)
        sentence = "Hai người cùng sửa chỗ này, máy chưa gộp được: còn các dòng <<<<<<<, =======, >>>>>>>."
        advice = "Giữ lại một trong hai phần mà các dòng ấy ngăn ra, rồi xóa chính các dòng ấy."
        return None, [Problem(place, "merge-conflict", sentence, advice)]
    if not unicodedata.is_normalized("NFC", text):
        index = next(
            i
            for i, (a, b) in enumerate(zip(text, unicodedata.normalize("NFC", text), strict=False))
            if a != b
        )
        problem = Problem(
            _place_of_char(file, text, index),
            "nfd",
            "Dấu tiếng Việt gõ ở dạng tổ hợp (NFD); chương trình tự đổi sang dạng dựng sẵn (NFC).",
            "Không bắt buộc sửa; đặt bộ gõ ở “Unicode dựng sẵn” thì không gặp lại.",
            Severity.WARNING,
        )
        return unicodedata.normalize("NFC", text), [problem]
    return text, []


def _conflict(text: str) -> int | None:
    """Offset of what git leaves where two edits met: a line of <<<<<<<, after it one of =======, after that one of >>>>>>>."""
    lines = f"\n{text}"
    start = lines.find("\n<<<<<<< ")
    middle = lines.find("\n=======\n", start) if start >= 0 else -1
    return start if middle >= 0 and lines.find("\n>>>>>>> ", middle) >= 0 else None


def not_a_file(file: str) -> Problem:
    """A pipe, a socket or a device: reading it might never end."""
    return Problem(
        Place(file),
        "file-unreadable",
        "Đây không phải một tệp thông thường.",
        "Xóa đi rồi chép tệp thật vào chỗ này.",
    )


def _place_of_byte(file: str, data: bytes, offset: int) -> Place:
    head = data[:offset].decode("utf-8", "replace")
    return _place_of_char(file, head, len(head))


def _place_of_char(file: str, text: str, offset: int) -> Place:
    return Place(file, *line_and_column(text, offset))


def line_and_column(text: str, offset: int, first_line: int = 1) -> tuple[int, int]:
    """Position of a character offset; lines count from `first_line`, columns from 1."""
    return first_line + text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1) + 1
