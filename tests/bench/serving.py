"""Measures how long Kyyeu and `hugo server` take to rebuild a site after one word was changed."""

import re
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Cost, Failed
from tests.bench.site_only import change_a_word
from tests.building import DAY, HOME


def our_rebuilds(province: Path, file: Path, times: int) -> Cost:
    """Returns the median time that Kyyeu takes to build a site again after one word in a file was changed.

    All these builds run in one process, as in `kyyeu serve`.
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
    """Returns the median time that `hugo server` takes to rebuild all pages after a change of one file."""
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
