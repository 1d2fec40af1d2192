"""Fixtures for all tests, such as copies of the sample project.

The sample project is built only once for all worker processes of a test run.
"""

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

# Without a terminal, messages leave out the names of withheld people. Tests have no terminal, but most need
# whole messages, so this variable asks for them.
os.environ["KYYEU_AUDIENCE"] = "editor"

# The test files that take longest. Each file runs on one worker process. The workers start with these files,
# so that all end at about the same time.
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
    """Returns a copy of the sample project that a test may change."""
    return copy_sample(tmp_path / "sample")


def make_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Returns a copy of the sample project on which `make` has been called.

    `make` is called only once, although several worker processes run the tests.
    """
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
    """Returns the built sample project, which all test processes share and no test may change."""
    return make_once(tmp_path_factory, "built-sample", build)


@pytest.fixture(scope="session")
def printed_sample(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns the sample project with all printed works in all editions; no test may change it."""

    def print_all(root: Path) -> None:
        copy_results(built_sample, root)
        kyyeu(root, "print", "--date", DAY)

    return make_once(tmp_path_factory, "printed-sample", print_all)


@pytest.fixture(scope="module")
def worker(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """Starts a Worker, which runs jobs such as laying out pages, for the tests of one module.

    It starts with a copy of the built sample's cache, so that few jobs have to run again.
    """
    root = tmp_path_factory.mktemp("worker")
    copy_results(built_sample, root)
    with start_worker(root / ".cache" / "results", 2) as started:
        yield started


@pytest.fixture(scope="session")
def library() -> Library:
    """Returns the Library of the sample project, which holds all its records."""
    return read_project()


@pytest.fixture(scope="session")
def shown() -> Catalogue:
    """Returns the catalogue (sorted records) of everything in the sample project that the site may show."""
    return sample_catalogue()
