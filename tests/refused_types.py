"""Holds code in which a view is given a whole Library, with withheld people; mypy must refuse this code.

A comment in the code says that mypy's error is expected. If mypy ever accepts the code, this comment counts
as unused, and `make lint` fails.
"""

from kyyeu.model.library import Library
from kyyeu.views.catalogue import catalogue


def show_everything(library: Library) -> None:
    catalogue(library)  # type: ignore[arg-type]
