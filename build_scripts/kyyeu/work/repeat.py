"""Starts a command again if a file that it reads changes while it runs, or if a cached result is damaged."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from kyyeu.problems import UsageError
from kyyeu.work.cache import Cache
from kyyeu.work.source import SourceChanged

RESULTS = Path(".cache/results")  # The folder of a project in which its commands store the results of jobs.
PICTURES = Path(".cache/pictures.json")  # The file of a project in which facts about its pictures are cached.
ATTEMPTS = 5
_Parameters = ParamSpec("_Parameters")
_Answer = TypeVar("_Answer")


def repeated_after_changes(
    command: Callable[Concatenate[Path, _Parameters], _Answer],
) -> Callable[Concatenate[Path, _Parameters], _Answer]:
    """Decorates a command, so that it starts again if a file changes while the command reads it.

    The command's first argument is the project's folder. The command raises SourceChanged if an input file or
    a cached result is not what it was. When it does, it has not replaced any output yet. The wrong data is
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
