"""Fixtures for all tests."""

from pathlib import Path

import pytest

from tests.building import copy_sample


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Returns the folder of a fresh copy of the sample province."""
    return copy_sample(tmp_path / "sample")
