"""Finds the comments in a YAML text, with the path of the value above or beside which each is written."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[Any, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCHEMA_LINE = re.compile(r"#\s*yaml-language-server:")
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
    """Returns the comments of a YAML text in which `read_yaml` finds no problems."""
    comments = Comments()
    if "#" not in text:
        return comments
    lines = text.split("\n")
    node = yaml.compose(text, Loader=_Loader)
    spots: list[_Spot] = []
    if node is not None:
        _walk(node, (), lines, spots)
    covered = {line for spot in spots for line in spot.covers}
    _read_whole_lines(lines, covered, spots, comments)
    for spot in spots:
        line, column = spot.end
        if line < len(lines) and (match := _BESIDE.match(lines[line], column)):
            comments.beside.setdefault(spot.path, match[1].rstrip())
    return comments


def _read_whole_lines(lines: list[str], covered: set[int], spots: list[_Spot], comments: Comments) -> None:
    """Collects the YAML comments that have lines of their own."""
    starts = sorted((spot.line, number, spot.path) for number, spot in enumerate(spots))
    first = starts[0][0] if starts else len(lines)
    position = 0
    for number, line in enumerate(lines):
        if number in covered or not line.lstrip().startswith("#"):
            continue
        comment = line.strip()
        if number < first and (
            SCHEMA_LINE.match(comment) or "" in (rest.strip() for rest in lines[number:first])
        ):
            comments.top.append(comment)
            continue
        while position < len(starts) and starts[position][0] <= number:
            position += 1
        if position < len(starts):
            comments.above.setdefault(starts[position][2], []).append(comment)
        else:
            comments.last.append(comment)


def _walk(node: yaml.Node, path: Path, lines: list[str], spots: list[_Spot]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _add_spot((*path, key.value), key, value, lines, spots)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _add_spot((*path, number), value, value, lines, spots)


def _add_spot(path: Path, opener: yaml.Node, value: Any, lines: list[str], spots: list[_Spot]) -> None:
    start = opener.start_mark.line
    if isinstance(value, yaml.ScalarNode):
        first, last = value.start_mark.line, value.end_mark.line
        if value.style in ("|", ">"):
            column = re.search(r"[|>][-+0-9]*", lines[first][value.start_mark.column :])
            end = (first, value.start_mark.column + (column.end() if column else 0))
            spots.append(_Spot(path, start, _block(lines, first), end))
        else:
            blank = value.value == "" and not value.style
            end = (
                (opener.end_mark.line, opener.end_mark.column + 1)
                if blank and opener is not value
                else (last, value.end_mark.column)
            )
            spots.append(_Spot(path, start, range(first + 1, last + 1) if not blank else range(0), end))
        return
    below = opener.end_mark if opener is not value else None
    end = (
        (below.line, below.column + 1)
        if below and not value.flow_style
        else (value.end_mark.line, value.end_mark.column)
    )
    spots.append(_Spot(path, start, range(0), end if below or value.flow_style else (len(lines), 0)))
    _walk(value, path, lines, spots)


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
