"""A library → the same with the days on which papers came, where letters about late ones are asked for: nothing else printed needs git."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from kyyeu.loading.history import MEMORY, read_history
from kyyeu.model.conferences import Conference
from kyyeu.model.library import Library
from kyyeu.model.printing import PrintedWork
from kyyeu.outputs.booklets.editions import SCREEN, Edition
from kyyeu.outputs.booklets.works import WORKS, Work


def with_arrivals(
    root: Path, library: Library, asked: Callable[[Work, Edition, Conference], bool], zone: tzinfo
) -> Library:
    letters = next(work for work in WORKS if work.kind is PrintedWork.REMINDER)
    if not any(asked(letters, SCREEN, conference) for conference in library.conferences.values()):
        return library
    return replace(library, arrivals=read_history(root, zone, root / MEMORY).arrivals)
