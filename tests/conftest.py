"""Fixtures for all tests: a copy of the sample, and the sample built once for all workers of a run."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.run import Worker, start_worker

from tests.building import DAY, build, copy_results, copy_sample, kyyeu, read_project
from tests.rendered import sample_catalogue

# Tests run without a terminal, in which case messages leave out who is withheld; most tests want them whole.
os.environ["KYYEU_AUDIENCE"] = "editor"

# Files that take longest, each whole on one worker: the workers begin with them, so that they end together.
SLOW = (
    "test_every_reader",
    "test_build",
    "test_editor",
    "test_documentation",
    "test_works",
    "test_diff",
    "test_names",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the slow test files first, and marks the tests that need a browser."""
    items.sort(key=lambda item: SLOW.index(item.path.stem) if item.path.stem in SLOW else len(SLOW))
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker("browser")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample for one test to change."""
    return copy_sample(tmp_path / "sample")


def make_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Returns a copy of the sample on which `make` was called once for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            make(copy_sample(folder / "sample"))
            (folder / "done").touch()
    return folder / "sample"


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built sample, shared by all workers: a test that writes into it takes a copy first."""
    return make_once(tmp_path_factory, "built-sample", build)


@pytest.fixture(scope="session")
def printed_sample(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with all works printed in all editions, shared by all workers like `built_sample`."""

    def print_all(root: Path) -> None:
        copy_results(built_sample, root)
        kyyeu(root, "print", "--date", DAY)

    return make_once(tmp_path_factory, "printed-sample", print_all)


@pytest.fixture(scope="module")
def worker(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """Starts a Worker (which runs jobs such as laying out pages) for the tests of one module.

    Its cache is a copy of the cache of the built sample, so that few jobs have to be run again.
    """
    root = tmp_path_factory.mktemp("worker")
    copy_results(built_sample, root)
    with start_worker(root / ".cache" / "results", 2) as started:
        yield started


@pytest.fixture(scope="session")
def library() -> Library:
    """The Library (all records) of the sample project."""
    return read_project()


@pytest.fixture(scope="session")
def shown() -> Catalogue:
    """Returns the catalogue (sorted records) of everything that the site may show of the sample project."""
    return sample_catalogue()
