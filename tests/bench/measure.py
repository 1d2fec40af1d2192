"""A command → the seconds it took, the processor seconds of all its processes, the peak memory of its largest one; rounds → medians."""

import os
import re
import signal
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    processor: float
    peak: float  # MB

    def __add__(self, other: "Cost") -> "Cost":
        """One after the other."""
        return Cost(
            self.seconds + other.seconds, self.processor + other.processor, max(self.peak, other.peak)
        )


class Failed(Exception):
    """A command ended otherwise than with 0; what it said."""


def run(command: Sequence[str | Path], home: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run to the end, quietly. wait4 tells of the process with all that it waited for itself."""
    log = home / ".bench.log"
    with log.open("wb") as said:
        start = time.perf_counter()
        setting = {**os.environ, **(environment or {})}
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=home,
            stdout=said,
            stderr=said,
            env=setting,
            start_new_session=True,
        )
        try:
            with _watching(process.pid) as peaks:
                _, status, used = os.wait4(process.pid, 0)
                seconds = time.perf_counter() - start
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # its workers too
            process.wait()
            raise
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(
            f"{' '.join(map(str, command))}: {process.returncode}\n{log.read_text(errors='replace')[-3000:]}"
        )
    return Cost(seconds, used.ru_utime + used.ru_stime, max(peaks.values(), default=0))


@contextmanager
def _watching(pid: int) -> Iterator[dict[int, float]]:
    """Fills in the peak memory of the process and of each of its descendants. What wait4 says of it is no less than our own."""
    peaks: dict[int, float] = {}
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.05):
            family = [pid]
            for member in family:
                with suppress(OSError):
                    family.extend(
                        map(int, Path(f"/proc/{member}/task/{member}/children").read_text().split())
                    )
                    if found := _PEAK.search(Path(f"/proc/{member}/status").read_text()):
                        peaks[member] = max(peaks.get(member, 0), int(found[1]) / 1024)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        *(
            statistics.median(getattr(cost, name) for cost in costs)
            for name in ("seconds", "processor", "peak")
        )
    )
