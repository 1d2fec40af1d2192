"""Fixtures for the attacks, tests that try the program with many random faults of one kind.

`make attack N=… SEED=…` runs all trials of each attack, N times over; `make test` runs only a few.
"""

import os
import time
from collections.abc import Callable

import pytest

# Factor for the number of trials, from `make attack N=…`. It is 0 in `make test`, where each attack is short.
TIMES = float(os.environ.get("N") or 0)
# The seed is put into the environment, so that all worker processes of pytest have the same seed.
SEED = int(os.environ.setdefault("SEED", str(time.time_ns() % 1_000_000) if TIMES else "13"))
Rounds = Callable[..., int]


@pytest.fixture
def seed() -> int:
    """Returns the seed of an attack's random choices; pytest shows it if the test fails."""
    print(f"SEED={SEED}")
    return SEED


@pytest.fixture(scope="session")
def rounds() -> Rounds:
    """Returns the function `rounds(whole, short)`, which gives the number of trials that an attack runs.

    In `make attack`, the number is `whole` times N. In `make test`, it is `short`; without `short`, it is
    `whole` / 200, but at least two.
    """

    def count(whole: int, short: int | None = None) -> int:
        return max(1, round(whole * TIMES)) if TIMES else short or max(2, whole // 200)

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the attacks' seed at the end of a run, so that the run can be repeated."""
    if TIMES:
        terminalreporter.write_line(f"SEED={SEED} N={TIMES:g}")
