"""Tells faults of the machine, such as a full disk, from bugs of the program, in a Vietnamese sentence."""

import errno
import os
from pathlib import Path

from kyyeu.problems import UsageError, visible
from kyyeu.work.pool import WorkerLost

_FEWER = "đóng bớt chương trình khác, hoặc thêm --jobs 1, rồi chạy lại"
_NO_LOCKS = (
    "ổ đĩa này không khóa được tệp{at} nên không ngăn được hai lệnh cùng ghi",
    "chuyển dự án sang ổ trên máy này rồi chạy lại",
)
_NETWORK = ("mất kết nối với ổ đĩa mạng{at}", "nối lại rồi chạy lại")
# Maps an error of the operating system, by its name, to what is wrong and what to do (in Vietnamese).
_FAULTS = {
    "ENOSPC": (
        "đĩa đã đầy, không ghi thêm được{at}",
        "xóa bớt tệp không cần, hoặc chuyển dự án sang ổ còn chỗ, rồi chạy lại",
    ),
    "EDQUOT": (
        "đã dùng hết dung lượng đĩa được cấp, không ghi thêm được{at}",
        "xóa bớt tệp không cần, hoặc xin người quản trị cấp thêm, rồi chạy lại",
    ),
    "EFBIG": (
        "máy này không cho ghi tệp lớn như vậy{at}",
        "xin người quản trị nâng giới hạn cỡ tệp (ulimit -f) rồi chạy lại",
    ),
    "EROFS": ("ổ đĩa này chỉ cho đọc, không ghi được{at}", "chuyển dự án sang ổ ghi được rồi chạy lại"),
    "EACCES": ("không có quyền đọc hoặc ghi{at}", "{owner}"),
    "EPERM": ("không có quyền đọc hoặc ghi{at}", "{owner}"),
    "EIO": (
        "ổ đĩa đọc, ghi bị lỗi{at}",
        "chép dự án sang ổ khác và nhờ người quản trị kiểm tra ổ này",
    ),
    "EMFILE": ("quá nhiều tệp được mở cùng lúc{at}", _FEWER),
    "ENFILE": ("quá nhiều tệp được mở cùng lúc{at}", _FEWER),
    "EAGAIN": ("máy không cho mở thêm tiến trình", _FEWER),
    "ENOMEM": ("máy hết bộ nhớ", _FEWER),
    "ENOLCK": _NO_LOCKS,
    "ENAMETOOLONG": ("đường dẫn dài quá{at}", "đặt dự án ở thư mục có tên ngắn hơn rồi chạy lại"),
    "ENOTSUP": _NO_LOCKS,
    "EADDRINUSE": ("cổng này đang có chương trình khác dùng", "chọn cổng khác, ví dụ --port 8010"),
    "ESTALE": _NETWORK,
    "ENOTCONN": _NETWORK,
    "EHOSTDOWN": _NETWORK,
    "ETIMEDOUT": _NETWORK,
}
_MEMORY = ("máy hết bộ nhớ", _FEWER)
_LOST = ("một tiến trình con bị dừng giữa chừng, thường là vì máy hết bộ nhớ", _FEWER)
_NO_TEMPORARY = (
    "không có thư mục tạm nào ghi được: đĩa đã đầy hoặc không có quyền",
    "xóa bớt tệp không cần rồi chạy lại",
)
# The message if somebody has removed or replaced files with which a build was working.
_DISTURBED = (
    "tệp làm việc của bản dựng bị xóa hoặc thay trong lúc dựng{at}",
    "chạy lại; vẫn thế thì xóa thư mục .cache rồi chạy lại",
)
_MISSING = ("ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENOTEMPTY", "ELOOP")


def refusal(error: Exception) -> str:
    """Returns in Vietnamese why a command cannot be carried out; '' if the reason is a bug of the program.

    The reason may be a mistake of the user, or a fault of the machine such as a full disk.
    """
    return str(error) if isinstance(error, UsageError) else machine_fault(error)


def machine_fault(error: BaseException) -> str:
    """Returns in Vietnamese what is wrong with the machine and what to do; '' for any other error.

    Known faults are errors of the operating system, such as a full disk, a missing permission or too little
    memory, and worker processes that were killed. If the error was raised because of another error, that one
    is examined too.
    """
    about = _about(error)
    if about is None:
        return machine_fault(error.__cause__) if error.__cause__ else ""
    path = _path(error)
    sentence, advice = about
    at = f" {_shown(path)}" if path else ""
    return f"{sentence.format(at=at)}; {advice.format(owner=_permission(path))}. Trang đã dựng vẫn trọn vẹn."


def _about(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, WorkerLost):
        return _LOST
    # If no thread can be started, Python raises a RuntimeError; only its text tells it from other errors.
    if isinstance(error, RuntimeError) and str(error) == "can't start new thread":
        return _FAULTS["EAGAIN"]
    if not isinstance(error, OSError) or error.errno is None:
        return None
    name = errno.errorcode.get(error.errno, "")
    path = _path(error)
    if (
        name in _MISSING
        and path
        and (".cache" in path.parts or any(".kyyeu-" in part for part in path.parts))
    ):
        return _DISTURBED
    # The module tempfile raises this error if it can write into no folder for temporary files.
    if name == "ENOENT" and path is None and "temporary directory" in str(error):
        return _NO_TEMPORARY
    return _FAULTS.get(name)


def _path(error: BaseException) -> Path | None:
    """Returns the file that an operating system's error names, or None if it names none.

    If the error names two files, as for a renaming, the second is returned: it is the one to be written.
    """
    for name in (getattr(error, "filename2", None), getattr(error, "filename", None)):
        if isinstance(name, str | bytes | os.PathLike):
            return Path(os.fsdecode(name))
    return None


def _shown(path: Path) -> str:
    """Returns a path as messages show it.

    A path in the project's content is put in quotation marks, because it may contain a person's name.
    """
    text = visible(str(path))
    return f"“{text}”" if {"content", "data"} & {*path.parts} else text


def _permission(path: Path | None) -> str:
    """Returns Vietnamese advice about a missing permission: who owns the file or folder, and what to do."""
    existing = [each for each in (path, *path.parents) if os.access(each, os.F_OK)] if path else []
    refusing = [each for each in existing if not os.access(each, os.R_OK | os.W_OK)] or existing
    try:
        owner = refusing[0].owner() if refusing else ""
    # The owner may be unknown to this machine, and Python cannot ask for owners on Windows.
    except (KeyError, OSError, NotImplementedError):
        owner = ""
    whose = f"{_shown(refusing[0])} là của người dùng {owner}; " if owner else ""
    return f"{whose}xin quyền ghi, hoặc chuyển dự án sang thư mục của mình, rồi chạy lại"
