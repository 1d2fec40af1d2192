"""A pool of forked worker processes that end with the command that started them, however that one ends."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait

from kyyeu.work.stopping import begin_worker, signals_held

# The signals that end a process because of a mistake in its own code.
_CRASHES = tuple(
    getattr(signal, name)
    for name in ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSYS")
    if hasattr(signal, name)
)


class WorkerLost(Exception):
    """Raised if a worker process was ended from outside, mostly because the machine has no more memory."""


class ProcessPool(ProcessPoolExecutor):
    """A pool of `processes` forked processes, which start at once; `initializer` runs first in each of them.

    Raises OSError or RuntimeError if the system allows no more processes or threads.
    """

    def __init__(self, processes: int, initializer: Callable[[], object] | None = None) -> None:
        super().__init__(
            processes, multiprocessing.get_context("fork"), initializer=_begin, initargs=(initializer,)
        )
        others = set(multiprocessing.active_children())
        try:
            with signals_held():
                self.submit(os.getpid)  # The first call starts all processes.
                # Only workers send results. If all are killed while one is sending, the reader waits for the
                # rest of the data for ever, unless this process, too, has closed its end of the pipe.
                self._result_queue._writer.close()  # type: ignore[attr-defined]
                self._members = set(multiprocessing.active_children()) - others
                threading.Thread(target=self._watch, daemon=True).start()
        except BaseException:
            for each in set(multiprocessing.active_children()) - others:
                each.kill()
            raise

    def _watch(self) -> None:
        """Ends all workers as soon as one ends.

        A worker that is killed while it sends a result still holds the pipe, for which the others would wait.
        """
        wait([each.sentinel for each in self._members])
        self._kill()

    def _kill(self) -> None:
        for each in self._members:
            each.kill()

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Context manager that ends the pool if its body fails, without waiting for the running jobs.

        Raises WorkerLost if the body failed because a worker was ended from outside. BrokenProcessPool goes
        on if the reason is a crash of the worker, which is a bug.
        """
        try:
            yield
        except BaseException as error:
            self._kill()
            self.shutdown(cancel_futures=True)
            crashed = any(-(each.exitcode or 0) in _CRASHES for each in self._members)
            if isinstance(error, BrokenProcessPool) and not crashed:
                raise WorkerLost from error
            raise


def _begin(initializer: Callable[[], object] | None) -> None:
    begin_worker()
    if initializer:
        initializer()


@contextmanager
def open_pool(processes: int) -> Iterator[ProcessPool]:
    """Context manager that yields a ProcessPool and closes it at the end.

    The method `guarded` of ProcessPool explains what happens if the body fails.
    """
    pool = ProcessPool(processes)
    with pool.guarded():
        yield pool
    pool.shutdown()
