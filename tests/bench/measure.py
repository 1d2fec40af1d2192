"""Runs commands, measures their time, processor time and memory, and writes lines of a report about these."""

import os
import re
import signal
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.building import HOME


class Cost(NamedTuple):
    """What a command needed: seconds, seconds of processor time of all its processes, and peak memory.

    The peak memory is that of the process that needed most.
    """

    seconds: float
    processor: float
    peak: float  # This is in MB, the two other numbers are in seconds.

    def then(self, other: "Cost") -> "Cost":
        """Returns the cost of this command and another one that runs after it, taken together."""
        return Cost(
            self.seconds + other.seconds, self.processor + other.processor, max(self.peak, other.peak)
        )


class Failed(Exception):
    """Raised if a command of the benchmark fails or is missing; the message says what happened."""


def run(command: Sequence[str | Path], home: Path) -> Cost:
    """Runs a command to its end in the folder `home` and returns its cost.

    Raises Failed if the command's exit code is not 0.
    """
    log = home / ".bench.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=home,
            stdout=output,
            stderr=output,
            env={**os.environ, "PYTHONPATH": str(HOME)},
            start_new_session=True,
        )
        peaks: dict[int, float] = {}
        watcher = threading.Thread(target=_watch, args=(process.pid, peaks), daemon=True)
        watcher.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        except BaseException:
            # The signal goes to all processes of the command, also to its workers.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(
            f"{' '.join(map(str, command))}: {process.returncode}\n{log.read_text(errors='replace')[-3000:]}"
        )
    return Cost(seconds, used.ru_utime + used.ru_stime, max(peaks.values(), default=0))


def _watch(pid: int, peaks: dict[int, float]) -> None:
    """Measures the peak memory of a process and of its child processes until the process ends.

    The results in MB are written into `peaks`, by process id.
    """
    while Path(f"/proc/{pid}").exists():
        family = [pid]
        for member in family:
            with suppress(OSError):
                family.extend(map(int, Path(f"/proc/{member}/task/{member}/children").read_text().split()))
                if match := re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{member}/status").read_text()):
                    peaks[member] = max(peaks.get(member, 0), int(match[1]) / 1024)
        time.sleep(0.05)


def medians(
    title: str,
    steps: Mapping[str, tuple[Callable[[int], object], Sequence[str | Path]]],
    rounds: int,
    home: Path,
    say: Callable[[str], None],
) -> dict[str, Cost]:
    """Runs the steps of a benchmark in several rounds; returns the median cost of each step.

    A step is a pair of a function that prepares it and a command. Only the command is measured.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in steps}
    for turn in range(rounds):
        for name, (prepare, command) in steps.items():
            say(f"{title}, round {turn + 1} of {rounds}: {name}")
            prepare(turn)
            costs[name].append(run(command, home))
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in costs.items()}


def line(name: str, cost: Cost) -> str:
    text = f"{name:<34} {cost.seconds:8.2f} s"
    return f"{text}  {cost.processor:7.2f} s of processor  {cost.peak:6.0f} MB" if cost.peak else text


def ratio(name: str, ours: Cost, theirs: Cost, bound: float) -> str:
    """Returns a line of the benchmark report: the ratio of two costs, and the highest ratio allowed."""
    text = f"{name:<34} {ours.seconds / theirs.seconds:8.2f} x  bound {bound}"
    if not (ours.processor and theirs.processor):
        return text
    return f"{text} ({ours.processor / theirs.processor:.2f} x by processor)"
