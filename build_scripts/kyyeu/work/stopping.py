"""Ends a command in an orderly way when a signal asks for it: Ctrl-C, `kill`, or a terminal that is closed.

This module imports only modules that load quickly, since a signal may come while the program is starting.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

# The signals that ask a program to end: Ctrl-C, `kill`, and the closing of the terminal. Windows has no
# SIGHUP.
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

GRACE = 3  # How many seconds a program that is asked to end may clean up before a second signal ends it.


class Stopped(KeyboardInterrupt):
    """Raised in the main thread if a signal asks the program to end; `number` is the signal's number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def stop_on_signals() -> None:
    """Makes the signals that ask a program to end raise Stopped, so that temporary files are removed.

    A signal that is ignored from the start stays ignored. For instance, `nohup` makes a program ignore
    SIGHUP.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # Python allows only the main thread to set how signals are handled.
    handler = _StopHandler()
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


class _StopHandler:
    """Raises Stopped at the first signal.

    Further signals are ignored for GRACE seconds, in which the program cleans up: a second exception could
    interrupt the handling of the first one anywhere in Python's own library. Later ones end it at once.
    """

    def __init__(self) -> None:
        self.first: float | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.first is None:
            self.first = now
            raise Stopped(number)
        if now > self.first + GRACE:
            os._exit(128 + number)


def stop_behind(error: BaseException | None) -> Stopped | None:
    """Returns the Stopped during whose handling an error was raised, if there is one.

    A signal can interrupt Python's own library while it holds a lock. Then its clean-up fails, with an error
    that is no bug of the program.
    """
    while error is not None and not isinstance(error, Stopped):
        error = error.__context__
    return error


def ignore_signals() -> None:
    """Makes the program ignore further signals while it ends, since its work is finished."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def report_stop(stopped: KeyboardInterrupt) -> int:
    """Prints one Vietnamese line that says that the command was stopped by a signal; returns the exit code.

    The exit code is 128 plus the signal's number, as shells expect it.
    """
    ignore_signals()
    with suppress(OSError):  # If the terminal was closed, the message cannot be written.
        # After Ctrl-C, a terminal shows ^C at the start of the line, so the message starts on a new line.
        start = "\n" if sys.stderr.isatty() else ""
        print(f"{start}Đã dừng theo yêu cầu. Trang đã dựng vẫn trọn vẹn.", file=sys.stderr, flush=True)
    return 128 + getattr(stopped, "number", signal.SIGINT)


@contextmanager
def signals_held() -> Iterator[None]:
    """Context manager that delays the signals that ask a program to end until its body is finished.

    Processes that are forked in the body begin with these signals blocked. They call `begin_worker` to
    unblock them.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker() -> None:
    """Prepares a forked worker process: signals will end it silently, and it will end with its parent.

    Ctrl-C reaches all processes of a terminal. Worker processes ignore it, because their parent ends them.
    """
    import multiprocessing

    parent = multiprocessing.parent_process()
    assert parent is not None, "only a process that multiprocessing has started is a worker"

    def end_with_parent() -> None:
        parent.join()
        os._exit(1)

    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    try:
        threading.Thread(target=end_with_parent, daemon=True).start()
    # If the system allows no more threads, this worker process ends, which its parent notices.
    except RuntimeError:
        os._exit(1)
