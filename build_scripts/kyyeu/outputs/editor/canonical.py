"""Formats record files: fields are in the model's order, and texts are quoted by one rule.

Parsers of YAML 1.1 and of YAML 1.2 read the same values from the formatted file. Comments and blank fields
are kept.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yaml.resolver import Resolver

from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.fields import Value
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.kinds import Kind
from kyyeu.outputs.editor.yaml_comments import Comments, Path, moved_paths, read_comments
from kyyeu.problems import Problem
from kyyeu.vietnamese import nfc

SCHEMAS = "data/schemas"
_STEP = "  "
# From this number of characters on, a key is written in YAML's long form (`? key`). YAML allows at most 1,024
# characters from the start of a key to its colon, and an escaped character may take six.
_LONG_KEY = 150
# Matches unquoted YAML values that are not text in YAML 1.2's core schema (yaml.org/spec/1.2.2, 10.3.2).
_CORE_12 = re.compile(
    r"~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|"
)
# Single letters that YAML 1.1 reads as true or false. PyYAML reads them as text.
_LETTERS_11 = frozenset("yYnN")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_BARE: Mapping[Widget, re.Pattern[str]] = {
    Widget.INTEGER: re.compile(r"-?(0|[1-9][0-9]*)"),
    Widget.NUMBER: re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    Widget.FLAG: re.compile(r"true|false"),
    Widget.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_FIRST_VALUE = re.compile(r"^[ \t]*[^ \t#\n]", re.MULTILINE)
_MODELINE = re.compile(r"^[ \t]*#[ \t]*yaml-language-server:.*\n?", re.MULTILINE)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def canonical_text(kind: Kind, file: str, text: str) -> tuple[str, list[Problem]]:
    """Returns the text of a record file in canonical formatting, and the problems in the file.

    A text that cannot be read is returned unchanged with its problems. `file` is the path from the project's
    folder. Raises AssertionError (a bug in Kyyeu) if formatting would change the file's values.
    """
    front, first_line, body = nfc(text), 1, ""
    if kind.pattern.endswith(".md"):
        parts, problems = split_front_matter(front, file)
        if parts is None:
            return text, problems
        front, first_line, body = parts.front_matter, parts.front_line, parts.body
    nodes = read_yaml(front, file, first_line)
    if nodes.problems:
        return text, nodes.problems
    # A file whose only content is an empty mapping `{}` is formatted like an empty file.
    tree = _stripped(nodes.tree) if nodes.tree != {} else None
    comments = own_comments(file, front)
    written = _Writer(comments).document(kind, tree)
    again = read_yaml(written, file)
    assert not again.problems and again.tree == tree, f"{file}: the canonical form would change the content"
    assert read_comments(written).texts() == comments.texts(), (
        f"{file}: the canonical form would lose a comment"
    )
    return _file_text(kind, file, written, body), []


def record_text(
    kind: Kind, file: str, tree: Mapping[str, Any], body: str = "", comments: Comments | None = None
) -> str:
    """Returns the text of a new record's file, or of a file that holds many records by id.

    `tree` consists of dicts, lists, texts and None. `comments` are written beside its values.
    """
    return _file_text(kind, file, _Writer(comments or Comments()).document(kind, tree), body)


def rewritten_text(kind: Kind, file: str, text: str, tree: Mapping[str, Any], body: str = "") -> str:
    """Returns the formatted text of a record file whose values were changed to `tree`.

    `text` is the old content of the file. Its comments stay with their values; comments of removed values are
    moved to the end of the file.
    """
    front = nfc(text)
    if kind.pattern.endswith(".md"):
        parts = split_front_matter(front, file)[0]
        front = parts.front_matter if parts else ""
    old = own_comments(file, front)
    new_paths = moved_paths(read_yaml(front, file).tree, tree)
    comments = Comments()
    old.move(lambda path: (comments, new_paths[path]) if path in new_paths else None, comments)
    return record_text(kind, file, tree, body, comments)


def own_comments(file: str, front: str) -> Comments:
    """Returns the comments of a record file's YAML text, except the line that `modeline` writes."""
    if file.endswith(".md"):
        return read_comments(front)
    first = _FIRST_VALUE.search(front)
    head = front[: first.start()] if first else front
    return read_comments(_MODELINE.sub("", head) + front[len(head) :])


def _file_text(kind: Kind, file: str, yaml: str, body: str) -> str:
    return with_body(yaml, body) if kind.pattern.endswith(".md") else modeline(kind, file) + yaml


def with_body(front: str, body: str) -> str:
    """Returns a Markdown file made of front matter and body, in Unicode form NFC and with Unix line ends."""
    body = nfc(body.replace("\r\n", "\n").replace("\r", "\n")).strip("\n").rstrip()
    return f"---\n{front}---\n" + (f"\n{body}\n" if body else "")


def modeline(kind: Kind, file: str) -> str:
    """Returns the first line of a record file, a comment that tells VS Code which JSON Schema to use.

    Returns '' for a register, which is a file that only commands write.
    """
    if kind.register:
        return ""
    schema = posixpath.relpath(f"{SCHEMAS}/{kind.name}.schema.json", posixpath.dirname(file))
    return f"# yaml-language-server: $schema={schema}\n"


@dataclass(frozen=True)
class _Form:
    """Names the part of the data model that describes one value in a YAML file.

    `group` is the class that declares the fields of a mapping. `field` is the declaration of the value
    itself. `keyed` means that the mapping's keys are ids, not names of fields.
    """

    group: type[Value] | None
    field: Field | None = None
    keyed: bool = False

    def ordered(self, tree: Mapping[str, Any]) -> list[str]:
        """Returns the keys of a YAML mapping: fields in the model's order, then all unknown keys."""
        fields = {} if self.keyed or self.group is None else fields_of(self.group)
        return [*(name for name in fields if name in tree), *(name for name in tree if name not in fields)]

    def below(self, key: str) -> "_Form":
        """Returns the part of the data model that describes the value under `key` in a YAML mapping."""
        if self.keyed:
            return _Form(self.group)
        field = fields_of(self.group).get(key) if self.group else None
        return _Form(field.group, field, field.keyed) if field else _Form(None)


@dataclass
class _Writer:
    """Writes nested dicts and lists as lines of YAML, with the comments that belong to each value."""

    comments: Comments
    lines: list[str] = field(default_factory=list)

    def document(self, kind: Kind, tree: Any) -> str:
        """Returns the YAML text of a record, or of a mapping of ids to records."""
        self.lines += self.comments.above.get((), ())
        if kind.shape.holds_many and isinstance(tree, dict):
            for number, (key, value) in enumerate(tree.items()):
                if number:
                    self.lines.append("")
                self._value((key,), _head("", key), value, "", _Form(kind.record))
        elif isinstance(tree, dict):
            self._values((), tree, "", _Form(kind.record))
        elif tree is not None:
            self._value((), "", tree, "", _Form(None))
        self.lines += self.comments.below.get((), ())
        return "".join(f"{line}\n" for line in self.lines)

    def _values(self, path: Path, tree: dict[str, Any] | list[Any], indent: str, form: _Form) -> None:
        if isinstance(tree, dict):
            for key in form.ordered(tree):
                self._value((*path, key), _head(indent, key), tree[key], indent, form.below(key))
        else:
            for number, item in enumerate(tree):
                self._item((*path, number), item, indent, form)

    def _value(self, path: Path, head: str, value: Any, indent: str, form: _Form) -> None:
        above, below = (group.get(path, []) for group in (self.comments.above, self.comments.below))
        beside = self.comments.beside.get(path, "")
        if not path:
            above, below = [], []
        if isinstance(value, str) and _is_block(value):
            # A comment below a YAML block text would be read as a line of the text. It is therefore written
            # above.
            above, below = [*below, *above], []
        # If `head` has a line break, the key is written in YAML's long form, with its colon on the next line.
        if beside and "\n" in head:
            above, beside = [*above, beside], ""
        self._comment(above, indent)
        beside = f"  {beside}".rstrip()
        match value:
            case dict() | list() if value:
                self.lines.append(head + beside)
                self._values(path, value, indent + _STEP, form)
            case dict() | list():
                self.lines.append(f"{head} {'{}' if isinstance(value, dict) else '[]'}{beside}")
            case None:
                self.lines.append(head + beside)
            case _:
                self._scalar(head, value, indent, form, beside)
        self._comment(below, indent + _STEP)

    def _item(self, path: Path, value: Any, indent: str, form: _Form) -> None:
        """Writes a list item. A mapping or list in the item begins on the line of the item's dash."""
        if not isinstance(value, dict | list) or not value:
            self._value(path, f"{indent}-", value, indent, form)
            return
        self._comment(self.comments.above.get(path, ()), indent)
        if path in self.comments.beside:
            self._comment([self.comments.beside[path]], indent)
        first = len(self.lines)
        self._values(path, value, indent + _STEP, form)
        # Comments above the first field of a list item are written above the item's dash.
        while self.lines[first].lstrip().startswith("#"):
            self.lines[first] = indent + self.lines[first].lstrip()
            first += 1
        self.lines[first] = f"{indent}- {self.lines[first].removeprefix(indent + _STEP)}"
        self._comment(self.comments.below.get(path, ()), indent + _STEP)

    def _comment(self, comments: Iterable[str], indent: str) -> None:
        self.lines += [f"{indent}{comment}" for comment in comments]

    def _scalar(self, head: str, value: str, indent: str, form: _Form, beside: str) -> None:
        text = nfc(value).strip()
        if _is_block(value):
            self.lines.append(f"{head} |-{beside}")
            self.lines += [f"{indent}{_STEP}{line}" if line else "" for line in text.split("\n")]
        else:
            bare = form.field and form.field.bare and _BARE[form.field.widget].fullmatch(text)
            self.lines.append(f"{head} {text if bare else _quoted(text)}{beside}")


def _head(indent: str, key: str) -> str:
    """Returns the beginning of a YAML line: the key and its colon.

    A very long key is written in YAML's long form, with `?` before it and the colon on the next line.
    """
    return f"{indent}{_quoted(key)}:" if len(key) < _LONG_KEY else f"{indent}? {_quoted(key)}\n{indent}:"


def _is_block(value: str) -> bool:
    """Returns whether a text is written as a YAML block, which has the text on lines of its own."""
    text = value.strip()
    return "\n" in text and not _UNPRINTABLE.search(text.replace("\n", "").replace("\t", ""))


def _quoted(text: str) -> str:
    """Returns a text as a YAML scalar.

    The scalar has no quotes if every YAML parser reads it as the same text. Otherwise it has double quotes.
    """
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
    """Returns whether PyYAML (YAML 1.1) does not read an unquoted value as text, such as 10:30 or yes."""
    resolvers = Resolver.yaml_implicit_resolvers
    return any(regexp.match(text) for _, regexp in resolvers.get(text[:1], []) + resolvers.get(None, []))


def _stripped(tree: Any) -> Any:
    """Returns nested values with their texts in Unicode form NFC and without white space at both ends.

    Records are read from texts in this form, so two files with equal results have equal records.
    """
    if isinstance(tree, dict):
        return {nfc(key): _stripped(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_stripped(value) for value in tree]
    return nfc(tree).strip() if isinstance(tree, str) else tree
