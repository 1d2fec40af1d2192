"""Finds the new place of each value of a changed YAML file, so that its comment can move with it."""

from collections.abc import Iterator, Sequence
from typing import Any

from kyyeu.outputs.editor.yaml_comments import Path


def moved_paths(before: Any, after: Any) -> dict[Path, Path]:
    """Returns the new path of each YAML value that still exists after a change, by its old path.

    List items are recognised by their content.
    """
    return dict(_follow(before, after, (), ()))


def _follow(before: Any, after: Any, path: Path, now: Path) -> Iterator[tuple[Path, Path]]:
    yield path, now
    if isinstance(before, dict) and isinstance(after, dict):
        for key in before:
            if key in after:
                yield from _follow(before[key], after[key], (*path, key), (*now, key))
    elif isinstance(before, list) and isinstance(after, list):
        for old, new in _pairs(before, after):
            yield from _follow(before[old], after[new], (*path, old), (*now, new))


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Pairs the old and new items of a list.

    Equal items are paired first, then the most similar, then the rest in order.
    """
    olds, news = [*range(len(before))], [*range(len(after))]
    for likeness in (
        lambda old, new: before[old] == after[new],
        lambda old, new: _alike(before[old], after[new]),
        lambda old, new: True,
    ):
        for old in [*olds]:
            best = max(news, key=lambda new: (likeness(old, new), -abs(new - old)), default=None)
            if best is not None and likeness(old, best):
                olds.remove(old)
                news.remove(best)
                yield old, best


def _alike(one: Any, other: Any) -> int:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return 0
    return sum(key in other and other[key] == value for key, value in one.items())
