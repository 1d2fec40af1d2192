"""Code that mypy must refuse: should a view ever accept a whole Library, `make lint` fails here."""

from kyyeu.model.library import Library
from kyyeu.views.catalogue import catalogue


def show_everything(library: Library) -> None:
    catalogue(library)  # type: ignore[arg-type]
