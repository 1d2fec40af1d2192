"""Tests `kyyeu format` with random records of every kind, in every form of YAML and with many comments.

No comment may be lost, no value changed, and formatting twice must give the same as formatting once.
"""

import json
import random
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.form import Field, fields_of, written_fields
from kyyeu.model.kinds import KINDS, Kind
from kyyeu.outputs.editor.canonical import canonical_text, rewritten_text

from tests.attack.conftest import Rounds

_WORDS = """
x #a a: - yes No null ~ 012 1e3 1_000 07:30 2020-01-05 1.250 = << {x} [x] @x `x %x !x &x *x | > ?
... --- a,b ' '' // y true 3
"""
TEXTS = (
    *_WORDS.split(),
    "Thu\u031b\u0301",
    "e\u0301",
    "Hòa Bình",
    "a b",
    "a: b",
    "a #b",
    "- a",
    "\\n",
    "a\xa0b",
    "m\u1ed9t\nhai",
    "m\u1ed9t\n\n  hai\n# ba",
    "#\n#",
    "m\u1ed9t \nhai",
    "a\tb",
    "\U0001f600 #",
    '"',
    "a'b\"c",
    "\\",
    "a\n---\nb",
    "a\n...\nb",
    "\U0001f3eb" * 30,
    "x" * 200,
)
BODIES = (
    "",
    "Một đoạn.\n",
    "# Một\n\n- hai # ba\n",
    "## [1.I.1] Một\n\nHai.\n\n---\n\n# yaml: x\n",
    "<!-- a -->\n\n\nb  \nc\n",
)


@dataclass
class RandomYaml:
    """Writes nested data as YAML in random forms and with random comments.

    `comments` lists all comments that it has written.
    """

    chance: random.Random
    comments: list[str] = field(default_factory=list)
    # The greatest indent of a comment on a line of its own. A comment that is indented more, after a block
    # text, would be read as part of the text.
    most: int = 99

    def document(self, tree: Any, markdown: bool) -> str:
        text = self._lines_before(0)
        if not markdown and self.chance.random() < 0.1:
            text += "---" + self._beside()
        if not tree:
            return f"{text}{'{}' + self._beside() if tree == {} and self.chance.random() < 0.5 else ''}"
        if self.chance.random() < 0.15:
            text += self._brackets(tree) + self._beside()
        else:
            text += self._block(tree, 0)
        text += self._lines_before(0)
        if not markdown and self.chance.random() < 0.1:
            text += "..." + self._beside() + self._lines_before(0)
        return text

    def _some(self, share: float) -> bool:
        return self.chance.random() < share

    def _comment(self) -> str:
        words = self.chance.choice(
            ("", " x", " 'a", ' "b', " a: [", " # - {", "\t-", " ]", " & * ! |", " đã sửa", "!")
        )
        comment = f"#{self.chance.choice(('', ' '))}{len(self.comments)}{words}"
        self.comments.append(comment)
        return comment + self.chance.choice(("", "", "  ", "\t"))

    def _beside(self, spaces: tuple[str, ...] = (" ", "   ")) -> str:
        """Returns the end of a line, perhaps with a comment and with blank lines after it."""
        comment = self.chance.choice(spaces) + self._comment() if self._some(0.4) else ""
        return comment + "\n" * self.chance.choice((1, 1, 1, 2))

    def _lines_before(self, column: int) -> str:
        """Returns random comments on lines of their own, most of them indented to the given column."""
        lines = ""
        while self._some(0.3):
            indent = column if self._some(0.7) else self.chance.randrange(column + 5)
            lines += " " * min(indent, self.most) + self._comment() + "\n" * self.chance.choice((1, 1, 2))
        return lines

    def _block(self, tree: Any, column: int) -> str:
        """Returns a mapping or list in YAML's block form, with each line indented to the given column."""
        text = ""
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            text += self._lines_before(column) + " " * column
            self.most = 99
            if isinstance(tree, dict):
                if self._some(0.07):
                    text += "?" + (self._beside() + " " * (column + 2) if self._some(0.3) else " ")
                    text += (
                        self._scalar(key) + self._beside() + self._lines_before(column) + " " * column + ":"
                    )
                else:
                    text += self._scalar(key) + self.chance.choice(("", "", " ")) + ":"
            else:
                text += "-"
            text += self._block_value(value, column, isinstance(tree, list))
        return text

    def _block_value(self, value: Any, column: int, is_item: bool) -> str:
        inner = column + self.chance.choice((1, 2, 2, 4))
        if value is None:
            return self.chance.choice(("", " ~", " null")) + self._beside()
        if isinstance(value, str):
            if self._some(0.4) and (lines := self._literal(value, inner)):
                self.most = column
                return lines
            if self._some(0.15):
                return (
                    self._beside()
                    + self._lines_before(inner)
                    + " " * inner
                    + self._scalar(value)
                    + self._beside()
                )
            return " " + self._scalar(value) + self._beside((" ", "\t"))
        if not value or self._some(0.25):
            return " " + self._brackets(value) + self._beside()
        if is_item and self._some(0.6):
            # A mapping or list within a list may begin on the same line as the dash of its item.
            block = self._block(value, column + 2)
            return " " + block.lstrip(" ") if not block.lstrip(" ").startswith("#") else "\n" + block
        if isinstance(value, list) and not is_item and self._some(0.2):
            inner = column
        return self._beside() + self._block(value, inner)

    def _literal(self, value: str, column: int) -> str:
        """Returns a text as a YAML block text (after a | sign), or '' if it cannot be written so."""
        lines = value.split("\n")
        if (
            not value.strip()
            or value != value.strip()
            or not re.fullmatch(r"[^\0-\x08\x0b-\x1f\x7f-\x9f]*", value)
        ):
            return ""
        mark = "|" if len(lines) > 1 else self.chance.choice("|>")
        head = f" {mark}-" + (" " + self._comment() if self._some(0.3) else "") + "\n"
        blank = "\n" * self.chance.choice((0, 0, 1))
        return head + "".join(f"{' ' * column}{line}\n" if line else "\n" for line in lines) + blank

    def _scalar(self, text: str, in_brackets: bool = False) -> str:
        forms = []
        if (
            re.fullmatch(r"[A-Za-zÀ-ỹ0-9][A-Za-zÀ-ỹ0-9 ]*[A-Za-zÀ-ỹ0-9]|[A-Za-zÀ-ỹ0-9]", text)
            and text != "null"
        ):
            forms.append(text)
        if re.fullmatch(r"[^\0-\x1f\x7f-\x9f]*", text):
            forms.append("'" + text.replace("'", "''") + "'")
        if max(map(ord, text), default=0) < 0x10000:
            forms.append(json.dumps(text))
        forms.append(json.dumps(text, ensure_ascii=False))
        return self.chance.choice(forms)

    def _gap(self) -> str:
        """Returns random YAML between two signs within brackets: nothing, spaces, or lines with comments."""
        if self._some(0.7):
            return self.chance.choice(("", " ", " "))
        lines = (" " + self._comment() if self._some(0.5) else "") + "\n"
        while self._some(0.3):
            lines += " " * self.chance.randrange(1, 9) + self._comment() + "\n"
        return lines + " " * self.chance.randrange(1, 9)

    def _brackets(self, tree: Any) -> str:
        if not isinstance(tree, (dict, list)):
            return "" if tree is None else self._scalar(tree, in_brackets=True)
        parts = []
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            head = f"{self._scalar(key)}: " if isinstance(tree, dict) else ""
            inner = "~" if value is None else self._brackets(value)
            parts.append(self._gap() + head + (self._gap() if head else "") + inner + self._gap())
        opening, closing = "{}" if isinstance(tree, dict) else "[]"
        # Nothing is added after a comma, since the next part begins with a random gap of its own.
        return opening + ",".join(parts) + (self._gap() if not parts else "") + closing


def random_tree(record: Any, chance: random.Random, depth: int = 0) -> dict[str, Any]:
    fields = list((written_fields(record) if isinstance(record, Kind) else fields_of(record)).values())
    chosen = chance.sample(fields, chance.randrange(min(len(fields), 5) + 1))
    tree = {each.name: _random_value(each, chance, depth) for each in chosen}
    if chance.random() < 0.15:
        tree[chance.choice(TEXTS)] = chance.choice((None, chance.choice(TEXTS), ["x"], {}, [], {"k": None}))
    return tree


def _random_value(each: Field, chance: random.Random, depth: int) -> Any:
    def one() -> Any:
        if each.group and depth < 3:
            return random_tree(each.group, chance, depth + 1)
        return chance.choice(TEXTS)

    if each.keyed:
        return {chance.choice(TEXTS): one() for _ in range(chance.randrange(3))}
    if each.many:
        return [one() for _ in range(chance.randrange(4))]
    return one() if chance.random() < 0.85 else None


def as_read(tree: Any) -> Any:
    """Returns nested data as a record would read it.

    Texts have composed Unicode letters, and no blanks at their start and end.
    """
    if isinstance(tree, dict):
        return {unicodedata.normalize("NFC", key): as_read(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_read(value) for value in tree]
    return unicodedata.normalize("NFC", tree).strip() if isinstance(tree, str) else tree


def check_case(name: str) -> None:
    """Formats a random record, whose seed is `name`; asserts that its data and comments are kept."""
    chance = random.Random(name)
    kind = chance.choice([kind for kind in KINDS if not kind.register])
    file = kind.pattern.format(unit="truong", id="ban-ghi", booklet="ky-yeu")
    tree: Any = random_tree(kind, chance)
    if kind.shape.holds_many:
        tree = {
            key: random_tree(kind, chance) if chance.random() < 0.9 else None for key in ("mot", "hai", "ba")
        }
    writer = RandomYaml(chance)
    is_markdown = kind.pattern.endswith(".md")
    front = writer.document(tree, is_markdown)
    text = f"---\n{front}---\n{chance.choice(BODIES)}" if is_markdown else front
    if chance.random() < 0.2:
        text = unicodedata.normalize("NFD", text)
    read = read_yaml(unicodedata.normalize("NFC", front), file)
    assert not read.problems, f"the attack writes no YAML: {read.problems}\n{front}"
    assert as_read(read.tree or {}) == as_read(tree), (
        f"the attack writes other values than it means:\n{front}"
    )
    formatted, problems = canonical_text(kind, file, text)
    assert not problems
    check_text(kind, file, formatted, as_read(tree), writer.comments)
    assert canonical_text(kind, file, formatted) == (formatted, [])
    fewer = fewer_values(as_read(tree), chance)
    check_text(kind, file, rewritten_text(kind, file, text, fewer), fewer, writer.comments)


def check_text(kind: Kind, file: str, formatted: str, tree: Any, comments: list[str]) -> None:
    """Asserts that a record file's text has exactly the given values and comments."""
    front = formatted
    if kind.pattern.endswith(".md"):
        parts, problems = split_front_matter(formatted, file)
        assert parts is not None and not problems
        front = parts.front_matter
    read = read_yaml(front, file)
    assert not read.problems and (read.tree or {}) == (tree or {})
    for comment in comments:
        assert front.count(comment) >= 1, comment
    marks = sorted(line for line in _marks(front))
    assert marks == sorted(_marks("\n".join(comments))), set(marks) ^ set(_marks("\n".join(comments)))


def _marks(text: str) -> list[str]:
    return re.findall(r"#[ ]?\d+", text)


def fewer_values(tree: Any, chance: random.Random) -> Any:
    """Returns a copy of nested data from which some values have been left out."""
    if isinstance(tree, dict):
        return {key: fewer_values(value, chance) for key, value in tree.items() if chance.random() < 0.8}
    if isinstance(tree, list):
        return [fewer_values(value, chance) for value in tree if chance.random() < 0.8]
    return tree


def test_formatting_random_records(seed: int, rounds: Rounds) -> None:
    for number in range(rounds(20_000, 300)):
        try:
            check_case(f"{seed}-{number}")
        except Exception as error:
            raise AssertionError(f"case {seed}-{number}") from error
