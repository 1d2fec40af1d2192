"""Fixtures of the attacks, each of which tries the program with many random faults of one kind.

`make attack N=… SEED=…` makes whole runs, `make test` short ones.
"""

import os
import time
from collections.abc import Callable

import pytest

# How many times the full number of cases is tried; 0 in `make test`, where each attack makes a short run.
TIMES = float(os.environ.get("N") or 0)
# Worker processes of pytest inherit the environment, and therefore the seed.
SEED = int(os.environ.setdefault("SEED", str(time.time_ns() % 1_000_000) if TIMES else "13"))
Rounds = Callable[..., int]


@pytest.fixture
def seed() -> int:
    """The number from which an attack draws everything random; pytest shows it if the attack succeeds."""
    print(f"SEED={SEED}")
    return SEED


@pytest.fixture(scope="session")
def rounds() -> Rounds:
    """A function that returns how many cases to try: `rounds(whole)` or `rounds(whole, short)`.

    `whole` is the number for `make attack`, which N multiplies. `short` is the number for `make test`, by
    default a two-hundredth of it, but at least two.
    """

    def count(whole: int, short: int | None = None) -> int:
        return max(1, round(whole * TIMES)) if TIMES else short or max(2, whole // 200)

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the seed, so that a run can be repeated."""
    if TIMES:
        terminalreporter.write_line(f"SEED={SEED} N={TIMES:g}")
