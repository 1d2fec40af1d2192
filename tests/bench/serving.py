"""Measures how long our build and Hugo's server take after one word changed while they serve a site."""

import re
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Cost, Failed
from tests.bench.site_only import change_a_word
from tests.building import DAY, HOME


def our_rebuilds(province: Path, file: Path, times: int) -> Cost:
    """Returns the median time in which Kyyeu builds the site again after a change of one file.

    All the builds run in the same process.
    """
    done = subprocess.run(
        [sys.executable, HOME / "tests/bench/site_only.py", "--again", province, DAY, file, str(times)],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(HOME)},
    )
    return Cost(statistics.median(map(float, done.stdout.split())), 0, 0)


def hugo_rebuilds(hugo: Path, site: Path, file: Path, times: int) -> Cost:
    """Changes a file several times; returns the median time that `hugo server` takes to rebuild all pages."""
    options = ["--port", "0", "--disableFastRender", "--disableLiveReload", "--noHTTPCache"]
    command = [hugo, "server", "--source", site, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            _until(server, "Web Server is available")
            seconds = []
            for turn in range(times):
                change_a_word(file, 2000 + turn)
                seconds.append(int(_until(server, r"Total in (\d+) ms")[1]) / 1000)
            return Cost(statistics.median(seconds), 0, 0)
        finally:
            server.terminate()


def _until(server: subprocess.Popen[str], pattern: str) -> re.Match[str]:
    for line in server.stdout or ():
        if match := re.search(pattern, line):
            return match
    raise Failed("Hugo's server ended")
