"""Reads a text file, or reports the Problem that prevents it from being read.

The text is normalised to the Unicode form NFC and to line ends LF.
"""

import errno
import re
import stat
import unicodedata
from pathlib import Path

from kyyeu.problems import Place, Problem, Severity

MAX_BYTES = 2_000_000
# The maximum size in bytes of a register, a file that a command writes. The register of a printed book with
# 1,000 profiles takes 4 MB.
MAX_REGISTER = 40_000_000
# Matches control characters, and characters such as U+2028 that YAML or an editor would treat as line ends.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_WORD_SAVED = "Mở tệp bằng trình soạn thảo, chọn “Save as / Lưu thành”, bảng mã “UTF-8”, rồi lưu lại."


def read_text(root: Path, file: str, limit: int = MAX_BYTES) -> tuple[str | None, list[Problem]]:
    """Returns the text of `file`, a path relative to `root`, and the Problems met.

    The text is None if the file cannot be read or is larger than `limit` bytes.
    """
    data, problems = read_data(root, file, limit)
    return (None, problems) if data is None else decode(data, file)


def read_data(root: Path, file: str, limit: int = MAX_BYTES) -> tuple[bytes | None, list[Problem]]:
    """Returns the bytes of `file`, a path relative to `root`, and the Problems met.

    Instead of bytes, None is returned if the file cannot be read or is larger than `limit` bytes.
    """
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
        return path.read_bytes(), []
    except OSError as error:
        return None, [unreadable(file, error)]


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Returns the text that the bytes of a file encode, and the Problems met.

    The text is None if it is not UTF-8, or if it has control characters or marks of a merge conflict.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [
            Problem(Place(file), "encoding", "Tệp lưu ở bảng mã UTF-16, không phải UTF-8.", _WORD_SAVED)
        ]
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        return None, [
            Problem(
                _place(file, before, len(before)),
                "encoding",
                "Chữ từ chỗ này không đọc được: tệp lưu ở bảng mã cũ, không phải UTF-8.",
                _WORD_SAVED,
            )
        ]
    if control := _CONTROL.search(text):
        return None, [
            Problem(
                _place(file, text, control.start()),
                "control-character",
                f"Có một ký tự ẩn ở đây (mã U+{ord(control[0]):04X}).",
                "Xóa rồi gõ lại chữ bên cạnh; ký tự này thường theo vào khi chép từ tệp khác.",
            )
        ]
    if (conflict := _conflict(text)) is not None:
        return None, [
            Problem(
                _place(file, text, conflict),
                "merge-conflict",
                "Hai người cùng sửa chỗ này, máy chưa gộp được: còn các dòng <<<<<<<, =======, >>>>>>>.",
                "Giữ lại một trong hai phần mà các dòng ấy ngăn ra, rồi xóa chính các dòng ấy.",
            )
        ]
    if unicodedata.is_normalized("NFC", text):
        return text, []
    composed = unicodedata.normalize("NFC", text)
    index = next(index for index, pair in enumerate(zip(text, composed, strict=False)) if pair[0] != pair[1])
    return composed, [
        Problem(
            _place(file, text, index),
            "nfd",
            "Dấu tiếng Việt gõ ở dạng tổ hợp (NFD); chương trình tự đổi sang dạng dựng sẵn (NFC).",
            "Không bắt buộc sửa; đặt bộ gõ ở “Unicode dựng sẵn” thì không gặp lại.",
            Severity.WARNING,
        )
    ]


def _conflict(text: str) -> int | None:
    """Returns the offset at which an unresolved merge conflict begins in a text; None if there is none.

    Git marks such a conflict with lines of <<<<<<<, ======= and >>>>>>>.
    """
    lines = f"\n{text}"
    start = lines.find("\n<<<<<<< ")
    middle = lines.find("\n=======\n", start) if start >= 0 else -1
    return start if middle >= 0 and lines.find("\n>>>>>>> ", middle) >= 0 else None


# Maps error numbers of the operating system to a Vietnamese reason why a file cannot be read, and advice.
_REASONS = {
    errno.EACCES: ("tài khoản này không có quyền đọc", "Cấp lại quyền đọc tệp."),
    errno.EPERM: ("tài khoản này không có quyền đọc", "Cấp lại quyền đọc tệp."),
    errno.ENOENT: ("tệp vừa bị xóa hoặc đổi chỗ", "Chạy lại lệnh."),
    errno.ENAMETOOLONG: ("đường dẫn quá dài", "Rút ngắn tên thư mục, hoặc chuyển dự án tới gần gốc ổ đĩa."),
    errno.EIO: ("ổ đĩa báo lỗi khi đọc", "Chép nội dung sang ổ khác, rồi kiểm tra ổ này."),
}


def unreadable(file: str, error: OSError) -> Problem:
    """Returns the Problem that a file cannot be read because of an error of the operating system."""
    reason, advice = _REASONS.get(
        error.errno or 0, (f"{error.strerror}", "Kiểm tra quyền đọc và đường dẫn của tệp.")
    )
    return Problem(Place(file), "file-unreadable", f"Không đọc được tệp: {reason}.", advice)


def not_a_file(file: str) -> Problem:
    """Returns the Problem that a path is a pipe, socket or device. Reading such a thing might never end."""
    return Problem(
        Place(file),
        "file-unreadable",
        "Đây không phải một tệp thông thường.",
        "Xóa đi rồi chép tệp thật vào chỗ này.",
    )


def _place(file: str, text: str, offset: int) -> Place:
    return Place(file, *line_and_column(text, offset))


def line_and_column(text: str, offset: int, first_line: int = 1) -> tuple[int, int]:
    """Returns the line and column of a character in a text, given its offset.

    Lines are counted from `first_line`, columns from 1.
    """
    return first_line + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)
