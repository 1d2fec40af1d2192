"""A record file's text → its one canonical form: the model's order of fields, quotes that YAML 1.1 and 1.2 read alike, NFC, LF.

Nothing is lost: comments and blank fields stay, and text whose meaning would change is refused."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yaml.resolver import Resolver

from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.fields import Value
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.kinds import Kind, Shape
from kyyeu.outputs.editor.moved_paths import followed
from kyyeu.outputs.editor.yaml_comments import SCHEMA_LINE, Comments, read_comments
from kyyeu.problems import Problem

SCHEMAS = "data/schemas"
_STEP = "  "
_CORE_12 = re.compile(  # what YAML 1.2's core schema does not read as text (yaml.org/spec/1.2.2, 10.3.2)
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|"
)
_LETTERS_11 = frozenset("yYnN")  # truth values of YAML 1.1 that PyYAML leaves as text
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_BARE: Mapping[Widget, re.Pattern[str]] = {
    Widget.INTEGER: re.compile(r"-?(0|[1-9][0-9]*)"),
    Widget.NUMBER: re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    Widget.FLAG: re.compile(r"true|false"),
    Widget.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def canonical_text(kind: Kind, file: str, text: str) -> tuple[str, list[Problem]]:
    """The canonical form of a file's text; the text as it came, with the Problems, where it can't be read.

    `file` is relative to the root. Raises AssertionError where the form would mean something else: a fault of ours."""
    if kind.shape in (Shape.PROSE, Shape.SECTIONS):
        parts, problems = split_front_matter(text, file)
        if parts is None:
            return text, problems
        front, problems = _canonical_yaml(kind, file, parts.front_matter, parts.front_line)
        return (text, problems) if problems else (with_body(front, parts.body), [])
    found, problems = _canonical_yaml(kind, file, text, 1)
    return (text, problems) if problems else (modeline(kind, file) + found, [])


def record_text(kind: Kind, file: str, tree: Mapping[str, Any], body: str = "") -> str:
    """The canonical file of a new record, or of the records of a file of many (id → fields). `tree` holds dicts, lists, text, None."""
    found = _Writer(Comments()).document(kind, tree)
    return (
        with_body(found, body)
        if kind.shape in (Shape.PROSE, Shape.SECTIONS)
        else modeline(kind, file) + found
    )


def rewritten_text(kind: Kind, file: str, text: str, tree: Mapping[str, Any], body: str = "") -> str:
    """The canonical file of a `tree` that a change made of what `text` holds. Comments go with their values: those of values that are
    gone stand at the end."""
    parts, _ = split_front_matter(text, file) if kind.shape in (Shape.PROSE, Shape.SECTIONS) else (None, [])
    front = unicodedata.normalize("NFC", parts.front_matter if parts else text)
    comments = read_comments(front)
    comments.top = [line for line in comments.top if not SCHEMA_LINE.match(line)]
    now = followed(read_yaml(front, file).tree, tree) if comments.above or comments.beside else {}
    comments.last += [line for path, lines in comments.above.items() if path not in now for line in lines]
    comments.last += [line for path, line in comments.beside.items() if path not in now]
    comments.above = {now[path]: lines for path, lines in comments.above.items() if path in now}
    comments.beside = {now[path]: line for path, line in comments.beside.items() if path in now}
    found = _Writer(comments).document(kind, tree)
    return (
        with_body(found, body)
        if kind.shape in (Shape.PROSE, Shape.SECTIONS)
        else modeline(kind, file) + found
    )


def with_body(front: str, body: str) -> str:
    body = unicodedata.normalize("NFC", body.replace("\r\n", "\n").replace("\r", "\n")).strip("\n").rstrip()
    return f"---\n{front}---\n" + (f"\n{body}\n" if body else "")


def modeline(kind: Kind, file: str) -> str:
    """Tells the YAML language server, which VS Code and others use, which schema a file follows. Empty for a register."""
    if kind.register:
        return ""
    return f"# yaml-language-server: $schema={posixpath.relpath(f'{SCHEMAS}/{kind.name}.schema.json', posixpath.dirname(file))}\n"


def _canonical_yaml(kind: Kind, file: str, text: str, first_line: int) -> tuple[str, list[Problem]]:
    nodes = read_yaml(unicodedata.normalize("NFC", text), file, first_line)
    if nodes.problems:
        return text, nodes.problems
    comments = read_comments(text)
    comments.top = [line for line in comments.top if not SCHEMA_LINE.match(line)]
    found = _Writer(comments).document(kind, nodes.tree)
    again = read_yaml(found, file)
    assert not again.problems and again.tree == _stripped(nodes.tree), (
        f"{file}: the canonical form would change the content"
    )
    return found, []


@dataclass
class _Writer:
    """Writes a tree, taking each path's comments from where they stood."""

    comments: Comments
    lines: list[str] = field(default_factory=list)

    def document(self, kind: Kind, tree: Any) -> str:
        self.lines += self.comments.top
        if kind.shape.holds_many and isinstance(tree, dict):
            for number, (key, value) in enumerate(tree.items()):
                if number:
                    self.lines.append("")
                self._entry((key,), f"{_quoted(key)}:", value, "", _Form(kind.record))
        elif isinstance(tree, dict):
            self._mapping((), tree, "", _Form(kind.record))
        elif tree is not None:
            self._value((), "", tree, "", _Form(None))
        self.lines += self.comments.last
        return "".join(f"{line}\n" for line in self.lines)

    def _mapping(self, path: tuple[Any, ...], tree: Mapping[str, Any], indent: str, form: _Form) -> None:
        for key in form.ordered(tree):
            self._entry((*path, key), f"{indent}{_quoted(key)}:", tree[key], indent, form.below(key))

    def _entry(self, path: tuple[Any, ...], head: str, value: Any, indent: str, form: _Form) -> None:
        self.lines += [f"{indent}{line}" for line in self.comments.above.get(path, ())]
        self._value(path, head, value, indent, form)

    def _value(self, path: tuple[Any, ...], head: str, value: Any, indent: str, form: _Form) -> None:
        beside = self.comments.beside.get(path, "")
        beside = f"  {beside}" if beside else ""
        if isinstance(value, dict) and value:
            self.lines.append(head + beside)
            self._mapping(path, value, indent + _STEP, form)
        elif isinstance(value, list | tuple) and value:
            self.lines.append(head + beside)
            for number, entry in enumerate(value):
                self._item((*path, number), entry, indent + _STEP, form)
        elif isinstance(value, dict | list | tuple):
            self.lines.append(f"{head} {'{}' if isinstance(value, dict) else '[]'}{beside}")
        else:
            self._scalar(head, value, indent, form, beside)

    def _item(self, path: tuple[Any, ...], value: Any, indent: str, form: _Form) -> None:
        """An entry of a list: what would stand below it begins on the line of its dash."""
        self.lines += [f"{indent}{line}" for line in self.comments.above.get(path, ())]
        if not isinstance(value, dict | list | tuple) or not value:
            self._value(path, f"{indent}-", value, indent, form)
            return
        first = len(self.lines)
        if isinstance(value, dict):
            self._mapping(path, value, indent + _STEP, form)
        else:
            for number, entry in enumerate(value):
                self._item((*path, number), entry, indent + _STEP, form)
        while (
            self.lines[first].lstrip().startswith("#")
        ):  # comments above the first field stand above the dash
            self.lines[first] = indent + self.lines[first].lstrip()
            first += 1
        self.lines[first] = f"{indent}- {self.lines[first].removeprefix(indent + _STEP)}"

    def _scalar(self, head: str, value: Any, indent: str, form: _Form, beside: str) -> None:
        if value is None:
            self.lines.append(head + beside)
            return
        text = unicodedata.normalize("NFC", _as_text(value)).strip()
        if "\n" in text and not _UNPRINTABLE.search(text.replace("\n", "").replace("\t", "")):
            self.lines.append(f"{head} |-{beside}")
            self.lines += [f"{indent}{_STEP}{line}" if line else "" for line in text.split("\n")]
        else:
            written = (
                text
                if form.field and form.field.bare and _BARE[form.field.widget].fullmatch(text)
                else _quoted(text)
            )
            self.lines.append(f"{head} {written}{beside}")


@dataclass(frozen=True)
class _Form:
    """What the model says of the value at a place: the class whose fields a mapping holds, or the field that a scalar fills."""

    group: type[Value] | None
    field: Field | None = None
    keyed: bool = False

    def ordered(self, tree: Mapping[str, Any]) -> list[str]:
        known = (
            []
            if self.keyed or self.group is None
            else [name for name in fields_of(self.group) if name in tree]
        )
        return [*known, *(name for name in tree if name not in known)]

    def below(self, key: str) -> _Form:
        if self.keyed:
            return _Form(self.group)
        found = fields_of(self.group).get(key) if self.group else None
        return _Form(found.group, found, found.keyed) if found else _Form(None)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    """A text as a YAML scalar: bare where every reader takes it for that very text, else in double quotes."""
    if not _ambiguous(text):
        return text
    escaped = "".join(
        _ESCAPED.get(char) or (f"\\u{ord(char):04x}" if _UNPRINTABLE.match(char) else char) for char in text
    )
    return f'"{escaped}"'


def _ambiguous(text: str) -> bool:
    return (
        text[:1] in _INDICATORS
        or text[:1].isspace()
        or text[-1:].isspace()
        or ": " in text
        or " #" in text
        or text.endswith(":")
        or text.startswith("...")
        or "\t" in text
        or "\n" in text
        or _UNPRINTABLE.search(text) is not None
        or _CORE_12.fullmatch(text) is not None
        or text in _LETTERS_11
        or _not_text_11(text)
    )


def _not_text_11(text: str) -> bool:
    """Whether YAML 1.1, as PyYAML reads it, takes a bare scalar for something else than text: 10:30, 2020-01-05, yes."""
    resolvers = Resolver.yaml_implicit_resolvers
    return any(regexp.match(text) for _, regexp in resolvers.get(text[:1], []) + resolvers.get(None, []))


def _stripped(tree: Any) -> Any:
    """The tree as its fields read it: text in NFC, without white space at its ends."""
    if isinstance(tree, dict):
        return {unicodedata.normalize("NFC", key): _stripped(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_stripped(value) for value in tree]
    return unicodedata.normalize("NFC", tree).strip() if isinstance(tree, str) else tree
