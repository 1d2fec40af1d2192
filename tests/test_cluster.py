"""Tests printing on a Dask cluster, one of whose workers is killed.

The resulting PDF must have the same bytes as a local print.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.building import HOME, copy_fonts, copy_sample, kyyeu, tree

WORK = ("print", "ky-yeu", "--unit", "so-gddt", "--edition", "screen", "--date", "2026-11-23")


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Starts a process of the test's Dask cluster, and kills it at the end even if the test fails."""
    started = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=HOME,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path.name} never came"
        time.sleep(0.05)


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(built_sample: Path, tmp_path: Path) -> None:
    """A project printed on a cluster that loses a worker gives the same PDF bytes as a local print.

    Both prints start with the font files in their caches, because making those takes long.
    """
    here, there = copy_sample(tmp_path / "here", cache=built_sample), copy_sample(tmp_path / "there")
    kyyeu(here, *WORK, "--jobs", "2")
    copy_fonts(here / ".cache/results", there / ".cache/results")
    address = tmp_path / "scheduler.json"
    member = (
        "distributed.cli.dask_worker",
        "--scheduler-file",
        str(address),
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        "--local-directory",
        str(tmp_path),
    )
    with process(
        "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address)
    ):
        wait_for(address)
        with process(*member), process(*member) as doomed:
            printing = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "kyyeu",
                    "--root",
                    str(there),
                    *WORK,
                    "--cluster",
                    json.loads(address.read_text())["address"],
                ],
                cwd=HOME,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            while not list((there / ".cache/results").glob("??/*/facts.json")) and printing.poll() is None:
                # One worker of the cluster is killed as soon as the first parts of the books have been laid
                # out.
                time.sleep(0.05)
            os.killpg(doomed.pid, signal.SIGKILL)
            output, _ = printing.communicate(timeout=300)
            assert printing.returncode == 0, output.decode()
    assert tree(there / "print") == tree(here / "print")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "abc", "tcp://:8786", "tcp://127.0.0.1:99999"])
def test_a_cluster_that_cannot_be_reached_is_reported(address: str, tmp_path: Path) -> None:
    done = kyyeu(copy_sample(tmp_path / "sample"), *WORK, "--cluster", address, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        f"kyyeu: không nối được với cụm máy ở {address}; kiểm tra địa chỉ, dạng tcp://máy:8786\n",
    )
