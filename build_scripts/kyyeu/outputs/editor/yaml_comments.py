"""Finds the comments in a YAML text, and the value to which each comment belongs.

It also finds the new path of each value in a changed YAML file. A comment can then move with its value.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import yaml

from kyyeu.vietnamese import nfc

Path = tuple[Any, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile("#.*")
# Stands for the column of a value inside brackets. It is so large that no comment is indented deeper.
_IN_BRACKETS = 10**9


@dataclass
class Comments:
    """Holds the comments of a YAML text by the path of the value to which each comment belongs.

    `above` has comments on lines of their own before a value. `beside` has comments at the end of a value's
    line. `below` has comments on lines of their own after a value that are indented deeper than the value.
    The path () has the comments at the beginning (`above`) and at the end (`below`) of the text.
    """

    above: dict[Path, list[str]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    below: dict[Path, list[str]] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """Returns the texts of all comments, in alphabetical order."""
        return sorted(chain(*self.above.values(), self.beside.values(), *self.below.values()))

    def move(self, target_of: "Callable[[Path], tuple[Comments, Path] | None]", rest: "Comments") -> None:
        """Adds these comments to those of changed texts.

        `target_of` returns, for a value's old path, the comments of the text that now has the value, and its
        path there, or None if the value is gone. Comments of values that are gone are added to the end of
        `rest`.
        """
        for path, lines in self.above.items():
            target, place = target_of(path) or (None, ())
            (target.above if target else rest.below).setdefault(place, []).extend(lines)
        for path, lines in self.below.items():
            target, place = target_of(path) or (rest, ())
            target.below.setdefault(place, []).extend(lines)
        for path, comment in self.beside.items():
            target, place = target_of(path) or (None, ())
            if target and place not in target.beside:
                target.beside[place] = comment
            else:
                (target.above if target else rest.below).setdefault(place, []).append(comment)


@dataclass
class _Layout:
    """Holds where the values of a YAML text are: all places are character offsets from the text's start.

    `scalars` has the start and end of each text value; a `#` between them begins no comment. `starts` has the
    start of each key, list item and value with its path, and `ends` has the ends. `columns` has the column of
    each key or list item. `brackets` has the end of each mapping or list in brackets.
    """

    text: str
    scalars: list[tuple[int, int]] = field(default_factory=list)
    starts: list[tuple[int, Path]] = field(default_factory=list)
    ends: list[tuple[int, Path]] = field(default_factory=list)
    columns: dict[Path, int] = field(default_factory=dict)
    brackets: dict[Path, int] = field(default_factory=dict)

    def add(self, node: Any, path: Path) -> None:
        """Adds the places of a key or value of the parsed YAML text, and of all values inside it."""
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            self.starts.append((start, path))
            is_block = node.style in ("|", ">")
            self.ends.append((start if is_block else end, path))
            # A block text begins on the line after | or >. A comment may therefore follow the | or >.
            self.scalars.append((self.text.find("\n", start, end) + 1 or end if is_block else start, end))
            return
        if node.flow_style:
            self.starts.append((start, path))
            self.ends.append((start + 1, path))
            self.brackets[path] = end
        column = _IN_BRACKETS if node.flow_style else node.start_mark.column
        for number, item in enumerate(node.value):
            if isinstance(node, yaml.MappingNode):
                key, value = item
                below = (*path, nfc(key.value))
                self.add(key, below)
            else:
                value, below = item, (*path, number)
                self.starts.append((item.start_mark.index, below))
            self.columns[below] = column
            self.add(value, below)
        if node.flow_style:
            self.ends.append((end, path))


def read_comments(text: str) -> Comments:
    """Returns all comments of a YAML text in which `read_yaml` finds no problems.

    Every `#` outside keys and values begins a comment, so none can be overlooked.
    """
    comments = Comments()
    if "#" not in text:
        return comments
    layout = _Layout(text)
    if root := yaml.compose(text, Loader=_Loader):
        layout.add(root, ())
    head_end = 0  # Comments at the beginning of the file belong to no value if a blank line follows them.
    for blank in re.finditer(r"\n[ \t]*(?=\n)", text[: layout.starts[0][0] if layout.starts else len(text)]):
        head_end = blank.start()
    position = 0
    for start, end in [*layout.scalars, (len(text), len(text))]:
        for match in _COMMENT.finditer(text, position, start):
            comment = match[0].rstrip()
            if match.start() < head_end:
                comments.above.setdefault((), []).append(comment)
            elif (path := _beside(layout, match.start())) and path not in comments.beside:
                comments.beside[path] = comment
            else:
                is_below, path = (False, path) if path is not None else _near(layout, match.start())
                group = comments.below if is_below else comments.above
                group.setdefault(path, []).append(comment)
        position = end
    return comments


def _beside(layout: _Layout, offset: int) -> Path | None:
    """Returns the path of the last value that ends on the same line before the comment at `offset`.

    Returns None if no value ends on this line.
    """
    ended = bisect_right(layout.ends, offset, key=lambda end: end[0])
    line = layout.text.rfind("\n", 0, offset) + 1
    return layout.ends[ended - 1][1] if ended and layout.ends[ended - 1][0] > line else None


def _near(layout: _Layout, offset: int) -> tuple[bool, Path]:
    """Returns the value to which a whole-line comment belongs: (comment is below the value, its path).

    The comment begins at `offset`. It belongs to the value that follows, and is above it, with two
    exceptions. A comment that is the last thing in brackets belongs to the mapping or list in brackets. A
    comment that is indented deeper than a value that has ended before it belongs to that value.
    """
    column = offset - layout.text.rfind("\n", 0, offset) - 1
    begun = bisect_right(layout.starts, offset, key=lambda start: start[0])
    before = layout.starts[begun - 1][1] if begun else ()
    after = layout.starts[begun][1] if begun < len(layout.starts) else None
    if not begun or after == before:
        return False, after or ()
    for depth in range(len(before), -1, -1):
        path = before[:depth]
        if after and after[:depth] == path:
            return False, after
        if layout.brackets.get(path, 0) > offset or (path and column > layout.columns[path]):
            return True, path
    return True, ()


def moved_paths(before: Any, after: Any) -> dict[Path, Path]:
    """Maps the old path of each YAML value that is still present after a change to its new path.

    Items of a list are matched by their content.
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
    """Yields pairs of numbers: the old and the new position of each item of a changed list.

    Equal items are paired first, then the most similar items, then the rest in order.
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
