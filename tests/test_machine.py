"""Tests that faults of the computer, such as a full disk, are each reported in one sentence.

Also tests that locks and worker processes end with the command that owns them.
"""

import ctypes
import errno
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from kyyeu.problems import UsageError
from kyyeu.work.lock import lock, temporary_files
from kyyeu.work.machine import machine_fault
from kyyeu.work.pool import ProcessPool, WorkerLost, open_pool
from kyyeu.work.share import share

from tests.building import DAY, HOME, copy_sample, kyyeu, tree

HOLDER = """
import sys, time
from pathlib import Path
from kyyeu.work.lock import lock
from kyyeu.work.share import share

def rest(items):
    print("working", flush=True)
    time.sleep(600)

with lock(Path(sys.argv[1])):
    print("locked", flush=True)
    if sys.argv[2:] == ["--workers"]:
        list(share("", rest, [1, 2, 3, 4], 1, 2))
    time.sleep(600)
"""


def hold_lock(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Starts a process that takes the lock of a folder and keeps it until a test kills the process."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *arguments], cwd=HOME, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "locked\n"
    return holder


def test_a_waiting_command_names_the_other_one(root: Path) -> None:
    holder = hold_lock(root / ".cache", "kỷ yếu")
    try:
        refused = kyyeu(root, "build", "--date", DAY, "--wait", "1", check=False)
        at_once = kyyeu(root, "print", "--date", DAY, "--wait", "0", check=False)
    finally:
        holder.kill()
        holder.communicate()
    who = rf"tiến trình {holder.pid} \(-c, chạy từ \d\d:\d\d:\d\d ngày \d\d/\d\d/\d{{4}}\)"
    how = f"; lệnh ấy bị treo thì dừng nó bằng: kill {holder.pid}"
    refusal = rf"kyyeu: .*/.cache đang được {who} dùng nên lệnh này chưa chạy; chạy lại sau{how}\n"
    assert re.fullmatch(
        rf"Đang chờ {who} dùng xong .*/.cache. Không chờ nữa thì bấm Ctrl-C{how}.\n{refusal}", refused.stderr
    )
    assert re.fullmatch(refusal, at_once.stderr)
    assert (refused.returncode, at_once.returncode) == (2, 2)
    assert not (root / "site").exists()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_lock_and_the_workers_end_with_their_owner(tmp_path: Path, number: signal.Signals) -> None:
    holder = hold_lock(tmp_path, "--workers")
    assert holder.stdout and holder.stdout.readline().startswith("working")
    holder.send_signal(number)
    assert holder.wait() == -number
    # The lock must be free at once, although worker processes of the ended command may still be running.
    with lock(tmp_path, until=0):
        pass
    # All worker processes write into one pipe, so reading it ends only when the last worker has ended.
    holder.communicate(timeout=60)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"process": "x"}', "\x1b[31m", "9" * 5000])
def test_a_lock_file_that_names_nobody_is_no_obstacle(tmp_path: Path, text: str) -> None:
    holder = hold_lock(tmp_path)
    (tmp_path / "lock").write_text(text)
    with pytest.raises(UsageError, match="đang được một lệnh khác dùng"), lock(tmp_path, until=0):
        pass
    holder.kill()
    holder.communicate()
    with lock(tmp_path, until=0):
        assert json.loads((tmp_path / "lock").read_text())["process"] == os.getpid()
    assert (tmp_path / "lock").read_text() == ""


def test_temporary_files_of_a_killed_build_go(tmp_path: Path) -> None:
    (tmp_path / "tmp/kyyeu-old").mkdir(parents=True)
    (tmp_path / "tmp/kyyeu-old/thu.txt").write_text("x")
    with temporary_files(tmp_path / "tmp"):
        assert list((tmp_path / "tmp").iterdir()) == [Path(tempfile.gettempdir())]
    assert list(tmp_path.iterdir()) == []


def end(numbers: list[int]) -> list[bytes]:
    """Ends its own worker process by the signal with the given number; returns 10 MB if the number is 0."""
    if numbers[0]:
        os.kill(os.getpid(), numbers[0])
        time.sleep(600)
    return [bytes(10_000_000)]


def test_a_worker_killed_from_outside_is_told_from_a_crash() -> None:
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP):
        with pytest.raises(WorkerLost):
            list(share("", end, [0, 0, number, 0], 1, 2))
    with pytest.raises(Exception, match="terminated abruptly") as crash, open_pool(2) as pool:
        pool.submit(end, [signal.SIGSYS]).result()
    assert not isinstance(crash.value, WorkerLost) and machine_fault(crash.value) == ""


def test_the_pool_starts_no_process_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the pool of processes cannot start a thread, the processes that it has already started end again."""
    import multiprocessing
    import threading

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    before = multiprocessing.active_children()
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError) as refused:
            ProcessPool(2)
    assert machine_fault(refused.value).startswith("máy không cho mở thêm tiến trình; ")
    while multiprocessing.active_children() != before:
        time.sleep(0.01)


FAULTS: list[tuple[BaseException, str]] = [
    (OSError(errno.ENOSPC, "x"), "đĩa đã đầy, không ghi thêm được; xóa bớt tệp"),
    (OSError(errno.ENOSPC, "x", "in", None, "/a/out"), "đĩa đã đầy, không ghi thêm được /a/out; xóa bớt tệp"),
    (OSError(errno.EDQUOT, "x"), "đã dùng hết dung lượng đĩa được cấp"),
    (OSError(errno.EROFS, "x", "/a/b"), "ổ đĩa này chỉ cho đọc, không ghi được /a/b; "),
    (OSError(errno.EACCES, "x", "/a/b"), "không có quyền đọc hoặc ghi /a/b; "),
    (OSError(errno.EMFILE, "x"), "quá nhiều tệp được mở cùng lúc; "),
    (OSError(errno.EAGAIN, "x"), "máy không cho mở thêm tiến trình; "),
    (OSError(errno.EADDRINUSE, "x"), "cổng này đang có chương trình khác dùng; chọn cổng khác"),
    (MemoryError(), "máy hết bộ nhớ; "),
    (WorkerLost(), "một tiến trình con bị dừng giữa chừng, thường là vì máy hết bộ nhớ; "),
    (FileNotFoundError(errno.ENOENT, "x", "/a/.cache/results/ab/abc"), "tệp làm việc của bản dựng bị xóa"),
    (FileNotFoundError(errno.ENOENT, "No usable temporary directory found in []"), "không có thư mục tạm"),
    # The program has no sentence for the following errors, as they are bugs or are reported elsewhere.
    (FileNotFoundError(errno.ENOENT, "x", "/a/content/b.md"), ""),
    (OSError("image file is truncated"), ""),
    (RuntimeError("x"), ""),
    (KeyError("x"), ""),
]


@pytest.mark.parametrize(("error", "sentence"), FAULTS, ids=lambda each: repr(each)[:60])
def test_a_fault_of_the_machine_has_its_sentence(error: BaseException, sentence: str) -> None:
    # A fault is also recognised if it comes pickled from a worker process, or if it is the cause of another
    # error.
    outer = ValueError("x")
    outer.__cause__ = error
    for each in (error, pickle.loads(pickle.dumps(error)), outer):
        fault = machine_fault(each)
        assert fault.startswith(sentence) and bool(fault) is bool(sentence)
        assert not fault or (fault.endswith(". Trang đã dựng vẫn trọn vẹn.") and fault.count("\n") == 0)


def obey_permissions() -> None:
    """Takes from a process that runs as root the right to ignore the permissions of files.

    Without this, a test that is run as root could read and write any file.
    """
    if os.geteuid() == 0:
        # These are the numbers of the Linux capabilities to write, read and change any file.
        for capability in (1, 2, 3):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


@pytest.mark.parametrize("place", [".cache", ".cache/results", "site", "site/dien-hinh", "print", "."])
def test_a_folder_of_somebody_else_is_named(built_sample: Path, tmp_path: Path, place: str) -> None:
    root = copy_sample(tmp_path / "sample", cache=built_sample)
    kyyeu(root, "build", "--date", DAY)
    before = tree(root / "site"), tree(root / "print")
    profile = root / "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md"
    profile.write_text(f"{profile.read_text().rstrip()} Thêm một câu ngắn.\n")
    (root / place).chmod(0o555)
    try:
        refused = subprocess.run(
            [sys.executable, "-m", "kyyeu", "--root", str(root), "build", "--date", DAY, "--jobs", "2"],
            cwd=HOME,
            capture_output=True,
            text=True,
            preexec_fn=obey_permissions,
        )
    finally:
        (root / place).chmod(0o755)
    assert refused.returncode == 2, refused.stderr
    assert re.fullmatch(
        rf"kyyeu: không có quyền đọc hoặc ghi {re.escape(str(root / place))}[^\n]* là của người dùng \w+; "
        r"xin quyền ghi, hoặc chuyển dự án sang thư mục của mình, rồi chạy lại. "
        r"Trang đã dựng vẫn trọn vẹn.\n",
        refused.stderr,
    )
    assert (tree(root / "site"), tree(root / "print")) == before


@pytest.mark.parametrize("command", [["check"], ["status"], ["print", "--list"]])
def test_output_to_a_full_disk(root: Path, command: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kyyeu", "--root", str(root), *command],
            cwd=HOME,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert (done.returncode, done.stderr) == (
        2,
        "kyyeu: đĩa đã đầy, không ghi thêm được; xóa bớt tệp không cần, hoặc chuyển dự án sang ổ còn chỗ, "
        "rồi chạy lại. Trang đã dựng vẫn trọn vẹn.\n",
    )


def test_a_file_in_the_place_of_the_cache(root: Path) -> None:
    (root / ".cache").write_text("x")
    done = kyyeu(root, "build", "--date", DAY, check=False)
    assert done.returncode == 2 and done.stderr.startswith(
        "kyyeu: tệp làm việc của bản dựng bị xóa hoặc thay"
    )


INTERRUPTED = """
import os, signal, sys, threading, time
from kyyeu import cli
from kyyeu.commands.command import Command

class Lock:
    def __enter__(self): pass
    def __exit__(self, *error): raise RuntimeError("release unlocked lock")

def run(options):
    with Lock():  # As in Python's own library, which a signal can reach while it holds a lock.
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGINT)
            try:
                time.sleep(0.1)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)

cli.COMMANDS = (Command("thu", "", run, needs_project=False),)
sys.exit(cli.main(["thu"]))
"""


def test_a_second_signal_does_not_interrupt_the_clean_up_after_the_first(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (130, "Đã dừng theo yêu cầu. Trang đã dựng vẫn trọn vẹn.\n")
