"""Starts a command again if a file that it reads changes while it runs, or if a cached result is damaged."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from kyyeu.problems import UsageError
from kyyeu.work.cache import Cache
from kyyeu.work.source import SourceChanged

RESULTS = Path(".cache/results")  # Folder of a project in which its commands keep the results of jobs.
PICTURES = Path(".cache/pictures.json")  # The file that caches what is known about picture files.
ATTEMPTS = 5
_Parameters = ParamSpec("_Parameters")
_Answer = TypeVar("_Answer")


def repeated_after_changes(
    command: Callable[Concatenate[Path, _Parameters], _Answer],
) -> Callable[Concatenate[Path, _Parameters], _Answer]:
    """Decorates a command whose first argument is the project's folder.

    If the command raises SourceChanged, nothing of the project has been replaced yet. What proved wrong is
    then deleted from the caches, and the command starts again. Raises UsageError if files keep changing.
    """

    @wraps(command)
    def repeated(root: Path, /, *arguments: _Parameters.args, **options: _Parameters.kwargs) -> _Answer:
        for _ in range(ATTEMPTS):
            try:
                return command(root, *arguments, **options)
            except SourceChanged as change:
                changed = change
            if changed.path.is_relative_to(root / RESULTS):
                Cache(root / RESULTS).drop_damaged()
            else:
                (root / PICTURES).unlink(missing_ok=True)
        raise UsageError(
            f"{changed.path}: tệp này đổi liên tục hoặc không đọc được trong khi máy đang dựng; "
            "đợi chép, đồng bộ xong rồi chạy lại"
        )

    return repeated
