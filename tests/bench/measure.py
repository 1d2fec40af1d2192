"""Runs commands, measures their time, processor time and memory, and words these as lines of a report."""

import os
import re
import signal
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True, slots=True)
class Cost:
    """The seconds of a command, the processor seconds of its processes, and its largest process's memory."""

    seconds: float
    processor: float
    peak: float  # in MB

    def __add__(self, other: "Cost") -> "Cost":
        """Returns the cost of two commands that run one after the other."""
        return Cost(
            self.seconds + other.seconds, self.processor + other.processor, max(self.peak, other.peak)
        )


class Failed(Exception):
    """Raised if a command ends with an exit code other than 0; the message holds the command's output."""


def run(command: Sequence[str | Path], home: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end and returns its cost; raises Failed unless its exit code is 0."""
    log = home / ".bench.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        setting = {**os.environ, **(environment or {})}
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=home,
            stdout=output,
            stderr=output,
            env=setting,
            start_new_session=True,
        )
        try:
            with _watching(process.pid) as peaks:
                _, status, used = os.wait4(process.pid, 0)
                seconds = time.perf_counter() - start
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # kills its worker processes too
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
    """Watches the memory of a process and of its descendants while the `with` block runs.

    The yielded dict has the peak memory in MB of each of them, by process id.
    """
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
                    if match := _PEAK.search(Path(f"/proc/{member}/status").read_text()):
                        peaks[member] = max(peaks.get(member, 0), int(match[1]) / 1024)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def medians(
    title: str,
    steps: Mapping[str, tuple[Callable[[int], object], Sequence[str | Path]]],
    rounds: int,
    home: Path,
    environment: Mapping[str, str],
    say: Callable[[str], None],
) -> dict[str, Cost]:
    """Runs all steps in each round, each after its preparation; returns the median cost of each step."""
    costs: dict[str, list[Cost]] = {name: [] for name in steps}
    for turn in range(rounds):
        for name, (prepare, command) in steps.items():
            say(f"{title}, round {turn + 1} of {rounds}: {name}")
            prepare(turn)
            costs[name].append(run(command, home, environment))
    return {name: median(each) for name, each in costs.items()}


def median(costs: Sequence[Cost]) -> Cost:
    """Returns the medians of several costs: of the seconds, of the processor time and of the peak memory."""
    return Cost(
        *(
            statistics.median(getattr(cost, name) for cost in costs)
            for name in ("seconds", "processor", "peak")
        )
    )


def line(name: str, cost: Cost) -> str:
    """Formats the cost of one command (time, processor time, memory) as a line of the benchmark report."""
    text = f"{name:<34} {cost.seconds:8.2f} s"
    return f"{text}  {cost.processor:7.2f} s of processor  {cost.peak:6.0f} MB" if cost.peak else text


def ratio(name: str, ours: Cost, theirs: Cost, bound: float) -> str:
    """Returns a line of the benchmark report: the ratio of two costs, and the highest ratio allowed."""
    text = f"{name:<34} {ours.seconds / theirs.seconds:8.2f} x  bound {bound}"
    if not (ours.processor and theirs.processor):
        return text
    return f"{text} ({ours.processor / theirs.processor:.2f} x by processor)"
