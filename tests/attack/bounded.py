"""Runs random trials in child processes with little memory.

Reports each trial that fails, takes too much time or memory, or ends its process.
"""

import os
import random
import resource
import signal
import traceback
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

# The largest processor time of a trial, and the largest memory in bytes beyond what the tests use anyway.
SECONDS, MEMORY = 2, 500_000_000
BATCH = 100  # Number of trials that a child process runs, one after the other.
# A function that prepares a random trial, and returns the function whose time and memory are measured.
Case = Callable[[random.Random], Callable[[], object]]


def faults_of(case: Case, seed: int, total: int) -> list[str]:
    """Runs `total` random trials, each with a seed of its own; returns one line for each fault.

    A fault is an exception, a trial that exceeds SECONDS or MEMORY, or a trial that ends its process.
    """
    faults: list[str] = []
    for first in range(0, total, BATCH):
        faults += _run_batch(case, seed, first, min(first + BATCH, total))
    return faults


def _run_batch(case: Case, seed: int, first: int, last: int) -> list[str]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            signal.signal(signal.SIGXCPU, signal.SIG_DFL)
            with os.fdopen(write, "w") as report:
                for number in range(first, last):
                    report.write(f"case {seed}-{number}\n")
                    report.flush()
                    # If a trial does not end, the operating system kills this process after 30 more seconds
                    # of processor time.
                    resource.setrlimit(resource.RLIMIT_CPU, (int(_used()) + 30, resource.RLIM_INFINITY))
                    if fault := _fault(case, f"{seed}-{number}"):
                        report.write(f"fault {fault.encode()!r}\n")
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as report:
        lines = report.read().splitlines()
    _, status = os.waitpid(child, 0)
    faults = [f"{number} {line}" for number, line in pairwise(lines) if line.startswith("fault ")]
    if status:
        faults.append(f"{lines[-1] if lines else first} ended the process: {status}")
    return faults


def _fault(case: Case, name: str) -> str:
    try:
        attack = case(random.Random(name))
        before = _used()
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
        attack()
    except BaseException:
        return traceback.format_exc()
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    seconds = _used() - before
    return f"{seconds:.1f} s" if seconds > SECONDS else ""


def _used() -> float:
    """Returns the processor time that this process has used, in seconds."""
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
