"""Runs `kyyeu review`, which a forge calls to review a pull request that changes content."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

from kyyeu.commands.command import CONTENT, DATE, DONE, PARALLEL, Command, option, today
from kyyeu.outputs.messages import Audience, Messages, counted
from kyyeu.outputs.problem_formats import github, gitlab, markdown
from kyyeu.problems import Problem, UsageError, has_errors

_COMMENT, _QUALITY = "comment.md", "code-quality.json"
_WRITTEN = (_COMMENT, "diff.md", _QUALITY, "pictures", "site")
_STOPPED = """**Máy chưa xem được bản sửa này**: chương trình dừng giữa chừng.
Lý do ở cuối nhật ký của lượt chạy; nhờ người phụ trách trang xem giúp.
"""
_UNREAD = "Chưa so được nội dung: tệp data/site.yml còn lỗi.\n"
_PREVIEW = (
    "Ảnh trước và sau của các trang, bản xem trước của cả trang: trong phần đính kèm **ban-xem-truoc** "
    "của lượt chạy này (nội bộ, không chuyển ra ngoài)."
)
_NO_PREVIEW = "Còn lỗi nên chưa dựng được bản xem trước."
_OLD_ERRORS = "Nhánh chính còn lỗi từ trước nên chưa dựng được bản xem trước."


def _review(options: argparse.Namespace) -> int:
    from kyyeu.outputs.review import review_formats
    from kyyeu.review import review_request

    # Whatever this command writes is posted or kept on the forge, where withheld people must not be named.
    options.audience = Audience.OUTSIDE
    _prepare(options.out)
    day = today(options)
    result = review_request(
        options.root, options.base, options.head, day, options.out, jobs=options.jobs, wait=options.wait
    )
    wording = Messages(Audience.OUTSIDE, lambda: result.library, day)
    problems = wording.problems(result.problems)
    if options.forge == "github":
        print(github(problems), end="")
    if options.forge == "gitlab":
        (options.out / _QUALITY).write_text(gitlab(problems), encoding="utf-8")
    changes = _UNREAD
    if result.changes:
        (options.out / "diff.md").write_text(review_formats.markdown(result.changes), encoding="utf-8")
        # The forge shows a comment without the pictures, which are in the run's files.
        changes = review_formats.markdown(replace(result.changes, pictures=()))
    faulty = has_errors(result.problems)
    preview = _PREVIEW if result.has_preview else _NO_PREVIEW if faulty else _OLD_ERRORS
    (options.out / _COMMENT).write_text(
        f"## Máy kiểm tra\n\n{markdown(problems)}{_count_of(result.old)}\n"
        f"## Nội dung đổi những gì\n\n{changes}\n{preview}\n",
        encoding="utf-8",
    )
    return CONTENT if faulty or not result.has_preview else DONE


def _prepare(out: Path) -> None:
    """Empties the folder of results, and leaves there the comment of a review that does not come to its end.

    Raises UsageError if the folder has files of somebody else.
    """
    out.mkdir(parents=True, exist_ok=True)
    foreign = sorted(path.name for path in out.iterdir() if path.name not in _WRITTEN)
    if foreign:
        raise UsageError(f"thư mục {out} có tệp khác ({foreign[0]}); chọn một thư mục mới hoặc trống")
    for name in _WRITTEN:
        path = out / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    (out / _COMMENT).write_text(_STOPPED, encoding="utf-8")


def _count_of(old: list[Problem]) -> str:
    return f"\nCó từ trước, không do bản sửa này: {counted(old)}.\n" if old else ""


COMMAND = Command(
    "review",
    "xem một đề nghị sửa nội dung: kiểm tra, so sánh, dựng bản xem trước (máy của kho mã gọi lệnh này)",
    _review,
    (
        option("base", metavar="GỐC", help="nhánh mà đề nghị sẽ gộp vào, ví dụ main"),
        option("head", metavar="BẢN_SỬA", help="lần ghi của đề nghị, đã lấy về kho này, ví dụ FETCH_HEAD"),
        option("--out", type=Path, required=True, metavar="THƯ_MỤC", help="nơi ghi kết quả"),
        option(
            "--forge",
            choices=("github", "gitlab", "forgejo"),
            default="",
            metavar="KHO",
            help="kho mã: github thì in lỗi cạnh từng dòng, gitlab thì viết thêm code-quality.json",
        ),
        DATE,
    ),
    parents=(PARALLEL,),
)
