"""Finds the comments in a YAML text, with the path of the value above or beside which each is written.

Also finds the new path of each value of a changed YAML file, so that its comment can move with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[Any, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCHEMA_LINE = re.compile(r"#\s*yaml-language-server:")
_BESIDE = re.compile(r"[ \t]+(#.*)$")


@dataclass
class Comments:
    """The comments of a YAML text.

    `top` has the comments at the beginning of the text, before a blank line, `last` those at its end. `above`
    has whole-line comments by the path of the value below them, `beside` comments at the end of a value's
    line.
    """

    top: list[str] = field(default_factory=list)
    above: dict[Path, list[str]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Spot:
    """Where in a YAML text the key or list dash of a path is, and where its value ends.

    `covers` are the further lines of a multi-line value. Lines and columns count from 0.
    """

    path: Path
    line: int
    covers: range = range(0)
    end: tuple[int, int] = (0, 0)


def read_comments(text: str) -> Comments:
    """Returns the comments of a YAML text in which `read_yaml` finds no problems.

    A first line that names the schema is left out; the function `modeline` writes it anew.
    """
    comments = Comments()
    if "#" not in text:
        return comments
    lines = text.split("\n")
    spots = list(_spots(yaml.compose(text, Loader=_Loader), (), lines))
    _read_whole_lines(lines, spots, comments)
    for spot in spots:
        line, column = spot.end
        if line < len(lines) and (match := _BESIDE.match(lines[line], column)):
            comments.beside.setdefault(spot.path, match[1].rstrip())
    return comments


def _read_whole_lines(lines: list[str], spots: list[_Spot], comments: Comments) -> None:
    covered = {line for spot in spots for line in spot.covers}
    starts = sorted(spots, key=lambda spot: spot.line)
    first = starts[0].line if starts else len(lines)
    for number, comment in enumerate(map(str.strip, lines)):
        if number in covered or not comment.startswith("#"):
            continue
        below = next((spot for spot in starts if spot.line > number), None)
        if number < first and _SCHEMA_LINE.match(comment):
            continue
        if number < first and "" in (rest.strip() for rest in lines[number:first]):
            comments.top.append(comment)
        elif below:
            comments.above.setdefault(below.path, []).append(comment)
        else:
            comments.last.append(comment)


def _spots(node: yaml.Node | None, path: Path, lines: list[str]) -> Iterator[_Spot]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _value_spots((*path, key.value), key, value, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _value_spots((*path, number), value, value, lines)


def _value_spots(path: Path, opener: yaml.Node, value: Any, lines: list[str]) -> Iterator[_Spot]:
    """Yields the spot of a value, then those of the values in it.

    `opener` is the key of the value, or the value itself in a list.
    """
    start = opener.start_mark.line
    if isinstance(value, yaml.ScalarNode):
        first, last = value.start_mark.line, value.end_mark.line
        if value.style in ("|", ">"):
            column = re.search(r"[|>][-+0-9]*", lines[first][value.start_mark.column :])
            end = (first, value.start_mark.column + (column.end() if column else 0))
            yield _Spot(path, start, _block(lines, first), end)
        else:
            blank = value.value == "" and not value.style
            end = (
                (opener.end_mark.line, opener.end_mark.column + 1)
                if blank and opener is not value
                else (last, value.end_mark.column)
            )
            yield _Spot(path, start, range(first + 1, last + 1) if not blank else range(0), end)
        return
    below = opener.end_mark if opener is not value else None
    end = (
        (below.line, below.column + 1)
        if below and not value.flow_style
        else (value.end_mark.line, value.end_mark.column)
    )
    yield _Spot(path, start, range(0), end if below or value.flow_style else (len(lines), 0))
    yield from _spots(value, path, lines)


def _block(lines: list[str], first: int) -> range:
    """Returns the line numbers of a YAML block scalar (`|` or `>`) whose text begins on line `first`.

    These lines are blank, or indented at least as deep as the first line that is not blank.
    """
    depth = None
    last = first
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        depth = indent if depth is None else depth
        if indent < depth or depth == 0:
            break
        last = number
    return range(first + 1, last + 1)


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
