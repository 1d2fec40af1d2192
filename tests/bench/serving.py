"""One word changed while the site is being served: our build again in one process, and Hugo's server. Seconds, medians."""

import re
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.bench.measure import Cost, Failed
from tests.bench.site_only import change_a_word

HOME = Path(__file__).resolve().parents[2]
_READY, _REBUILT = "Web Server is available", re.compile(r"Total in (\d+) ms")


def our_rebuilds(province: Path, file: Path, day: date, times: int) -> Cost:
    done = subprocess.run(
        [sys.executable, HOME / "tests/bench/site_only.py", "--again", province, str(day), file, str(times)],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(HOME)},
    )
    return Cost(statistics.median(map(float, done.stdout.split())), 0, 0)


def hugo_rebuilds(hugo: Path, site: Path, file: Path, times: int) -> Cost:
    """Every page up to date after each change, as ours are: no fast render, which leaves what nobody looks at as it was."""
    words = [
        hugo,
        "server",
        "--source",
        site,
        "--port",
        "0",
        "--disableFastRender",
        "--disableLiveReload",
        "--noHTTPCache",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            _until(server, lambda said: _READY in said)
            taken = []
            for turn in range(times):
                change_a_word(file, 2000 + turn)
                taken.append(_until(server, lambda said: bool(_REBUILT.search(said))))
            return Cost(
                statistics.median(int(match[1]) / 1000 for said in taken if (match := _REBUILT.search(said))),
                0,
                0,
            )
        finally:
            server.terminate()


def _until(server: subprocess.Popen[str], wanted: object) -> str:
    assert server.stdout and callable(wanted)
    for said in server.stdout:
        if wanted(said):
            return said
    raise Failed("Hugo's server ended")
