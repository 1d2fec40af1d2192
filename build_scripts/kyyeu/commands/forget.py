"""Runs `kyyeu forget`, which erases a person from records, pictures, prints, caches and the git history."""

import argparse
import shutil
from pathlib import Path

from kyyeu import pipeline
from kyyeu.commands.command import CONTENT, DATE, DONE, Command, finish, messages, option, today
from kyyeu.erasure.history import (
    commit_erasure,
    has_history,
    put_right,
    require_rewritable,
    rewrite_history,
)
from kyyeu.erasure.person import ErasedPerson, find_person
from kyyeu.erasure.plan import ErasurePlan, plan_erasure
from kyyeu.loading.load import load
from kyyeu.outputs.messages import Messages
from kyyeu.problems import ContentError, UsageError, nearest
from kyyeu.work.lock import lock
from kyyeu.work.replace import replace_files

# Files and folders in .cache/ that may hold data about the erased person. They are deleted, and the next
# build makes them anew.
CACHES = ("results", "history.json", "pictures.json")
_ELSEWHERE = """Lệnh này chỉ sửa được kho trên máy này. Việc còn lại phải làm tay:
  1. Đẩy lịch sử mới lên: git push --force --all, rồi git push --force --tags.
  2. Nhờ người quản trị kho chung dọn các bản cũ (của yêu cầu gộp, của bộ nhớ đệm) và các kho sao chép.
  3. Ai đã lấy kho về thì xóa bản cũ và lấy lại; xóa cả các bản sao lưu cũ.
  4. Tải site/ mới lên máy chủ. Sách đã phát thì ghi biên bản, không hứa thu hồi được."""


def _forget(options: argparse.Namespace) -> int:
    root: Path = options.root
    put_right(root)
    library, problems = load(root)
    if library is None:
        raise ContentError(problems)
    wording = messages(options, library)
    if (person := find_person(root, library, options.record)) is None:
        suggestion = nearest(options.record, {*library.exemplars, *library.delegates})
        nothing = (
            f"Không có gì về hồ sơ “{options.record}” trong thư mục này và trong lịch sử git. {suggestion}"
        )
        print(wording.text(nothing))
        return DONE
    if has_history(root):
        require_rewritable(root)
    plan = plan_erasure(root, library, problems, person)
    _show(plan, person, has_history(root), wording)
    if plan.decisions:
        print(f"\nCòn {len(plan.decisions)} chỗ phải sửa tay trước (ở trên). Chưa xóa gì.")
        return CONTENT
    if not options.yes:
        print("\nChưa xóa gì. Xóa thật, không lấy lại được: chạy lại lệnh này, thêm --yes.")
        return DONE
    with lock(root / ".cache"):
        replace_files(root, plan.files)
        _empty_caches(root)
    if has_history(root):
        if plan.files:
            commit_erasure(root, sorted(plan.files))
        if remains := rewrite_history(root, person):
            print(*wording.private([f"Còn: {line}" for line in remains]), sep="\n")
            raise UsageError("lịch sử git vẫn còn tên người ấy ở các chỗ trên; kho được giữ nguyên như cũ")
        print("Đã viết lại lịch sử git và soát mọi đối tượng trong kho: không còn tên, mã, ảnh của người ấy.")
    if any((root / folder).exists() for folder in ("site", "print")):
        finish(pipeline.build(root, today(options)), options)
    print(_ELSEWHERE)
    return DONE


def _show(plan: ErasurePlan, person: ErasedPerson, history: bool, wording: Messages) -> None:
    """Prints what the erasure of a person deletes, changes and rewrites, and what must be decided before."""
    for file, data in sorted(plan.files.items()):
        print(f"{'Xóa' if data is None else 'Sửa'}: {wording.file(file)}")
    if history:
        print(f"Viết lại lịch sử git: bỏ {len(person.files)} tệp, thay tên và mã ở mọi lần ghi.")
    print("Dọn: kết quả dựng trong .cache/, rồi dựng lại site/ và print/.")
    if person.shared:
        print("Chú ý: có người khác cùng tên, nên tên ấy trong các bài được giữ; chỉ bỏ hồ sơ, mã và ảnh.")
    if all(len(name.split()) < 2 for name in person.spelled):
        print("Chú ý: tên chỉ có một chữ, không tìm được trong bài; hãy tự soát các bài.")
    for line in wording.lines(plan.decisions):
        print(line)


def _empty_caches(root: Path) -> None:
    for name in CACHES:
        path = root / ".cache" / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


COMMAND = Command(
    "forget",
    "xóa hẳn một người: hồ sơ, ảnh, sổ bản in, bộ nhớ đệm, bản dựng và lịch sử git",
    _forget,
    (
        option("record", metavar="MÃ", help="mã hồ sơ điển hình hoặc đại biểu, dạng đơn-vị/mã"),
        option("--yes", action="store_true", help="xóa thật; không có thì chỉ liệt kê"),
        option("--json", action="store_true", help="in kết quả dựng dạng JSON cho máy đọc"),
        DATE,
    ),
)
