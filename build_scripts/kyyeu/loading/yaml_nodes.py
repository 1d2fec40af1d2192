"""Parses YAML into plain dicts, lists and strings, with the line and column of every key and value.

Values stay text; each field of a record converts its text itself. Anchors, tags, several documents in one
file and deep nesting, which would crash the C parser, are reported as Problems.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from kyyeu.loading.text import line_and_column
from kyyeu.model.sources import Path
from kyyeu.problems import Place, Problem
from kyyeu.vietnamese import nfc

MAX_DEPTH = 24
MAX_OPEN_BRACKETS = 200
# The largest number of keys and values in a file of up to 2,000,000 characters; longer files may have more in
# proportion. The movements of a unit have 900 keys and values.
MAX_NODES, _PIECE = 100_000, 2_000_000
# A path that ends with this word points to the key of a mapping, and not to the value of that key.
KEY = "@key"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = {"", "~", "null", "Null", "NULL"}

# For each syntax error of YAML: a part of the message of the parser, then the Vietnamese sentence and advice
# that the user gets.
_SYNTAX = (
    ("while scanning a tag", "Không dùng được dấu ! ở đầu giá trị.", "Đặt giá trị trong ngoặc kép."),
    (
        "while scanning an a",
        "Không dùng được dấu & và * ở đầu giá trị.",
        "Đặt giá trị trong ngoặc kép; chữ đậm, nghiêng chỉ dùng trong bài viết.",
    ),
    ("found a tab character", "Dòng này thụt lề bằng phím tab.", "Thay tab bằng hai dấu cách."),
    (
        "cannot start any token",
        "Có ký tự tab hoặc ký tự lạ ở đầu giá trị.",
        "Thay tab bằng dấu cách; đặt giá trị trong ngoặc kép nếu bắt đầu bằng @, % hoặc `.",
    ),
    (
        "mapping values are not allowed",
        "Có dấu hai chấm “: ” trong một giá trị, hoặc dòng thụt lề sai.",
        "Đặt cả giá trị trong ngoặc kép, hoặc sửa thụt lề cho thẳng với dòng trên.",
    ),
    (
        "could not find expected ':'",
        "Thiếu dấu hai chấm sau tên trường.",
        "Viết dạng “tên_trường: giá trị”, có dấu cách sau dấu hai chấm.",
    ),
    (
        "did not find expected key",
        "Thụt lề sai, hoặc dấu ngoặc kép chưa đóng ở dòng trên.",
        "Canh các trường cùng cấp thẳng cột; mỗi ngoặc kép mở phải có ngoặc kép đóng.",
    ),
    (
        "did not find expected '-' indicator",
        "Danh sách có mục không bắt đầu bằng dấu gạch ngang.",
        "Mỗi mục của danh sách bắt đầu bằng “- ”, thẳng cột với mục trên.",
    ),
    (
        "found unexpected end of stream",
        "Ngoặc kép hoặc ngoặc vuông chưa đóng.",
        "Thêm dấu đóng ở cuối giá trị.",
    ),
    (
        "found unexpected document indicator",
        "Ngoặc kép hoặc ngoặc vuông chưa đóng.",
        "Thêm dấu đóng ở cuối giá trị.",
    ),
    (
        "did not find expected ',' or ']'",
        "Danh sách trong ngoặc vuông thiếu dấu phẩy hoặc dấu đóng.",
        "Viết dạng [một, hai, ba].",
    ),
    (
        "did not find expected ',' or '}'",
        "Nhóm trong ngoặc nhọn thiếu dấu phẩy hoặc dấu đóng.",
        "Viết dạng {tên: giá trị, tên: giá trị}.",
    ),
    (
        "block sequence entries are not allowed",
        "Dấu gạch ngang đầu mục đặt sai chỗ.",
        "Đặt “- ” ở đầu dòng mới, thụt lề hai dấu cách.",
    ),
    (
        "found unknown escape character",
        "Có dấu gạch chéo ngược \\ trong ngoặc kép.",
        "Dùng ngoặc đơn thay cho ngoặc kép.",
    ),
    # The empty search text of this last row occurs in every message, so the row fits all other errors.
    (
        "",
        "Chương trình không hiểu cách viết ở đây.",
        "Xem thụt lề, dấu hai chấm và dấu ngoặc ở dòng này và dòng trên.",
    ),
)

# For these errors, the Problem points to the beginning of the wrong value. This helps the user more than the
# place where the YAML parser stopped.
_WHERE_IT_BEGAN = frozenset(
    {
        "while scanning a quoted scalar",
        "while scanning a simple key",
        "while scanning an alias",
        "while scanning an anchor",
        "while scanning a tag",
        "while parsing a flow sequence",
        "while parsing a flow mapping",
    }
)
Mark = tuple[int, int]  # Line and column in a file.


@dataclass
class YamlNodes:
    """A parsed YAML text.

    `tree` has its values as dicts, lists, str and None. `marks` maps the path of each key and value to line
    and column.
    """

    tree: Any = None
    marks: Mapping[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class LazyMarks(Mapping[Path, Mark]):
    """The positions of keys and values in a valid YAML text. They are computed when first needed."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        # The YAML text is kept as bytes, which take half the memory of a Vietnamese str.
        self._source = (text.encode(), file, first_line)

    @cached_property
    def _marks(self) -> Mapping[Path, Mark]:
        text, file, first_line = self._source
        return read_marked(text.decode(), file, first_line).marks

    def __getitem__(self, path: Path) -> Mark:
        return self._marks[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._marks)

    def __len__(self) -> int:
        return len(self._marks)


def read_yaml(text: str, file: str, first_line: int = 1) -> YamlNodes:
    """Parses a YAML document that begins on `first_line` of `file`; errors become Problems of the result.

    A valid text is read quickly, without positions. Any other text is read again by `read_marked`.
    """
    # The number of keys and values is estimated: each begins a line or follows one of these signs.
    nodes = sum(text.count(sign) for sign in ("\n", ":", ",", "- ", "? ", "[", "{"))
    if nodes < _most_nodes(text) and _too_deep_from(text) is None:
        try:
            return YamlNodes(_plain_document(_Loader(text).get_event), LazyMarks(text, file, first_line))
        except (yaml.YAMLError, _Unusual):
            pass
    return read_marked(text, file, first_line)


def _most_nodes(text: str) -> int:
    return MAX_NODES * (1 + len(text) // _PIECE)


def _plain_document(next_event: Callable[[], Any]) -> Any:
    """Returns the values of a YAML document, which `next_event` delivers as events of the YAML parser.

    Raises _Unusual if the document has anything that a slower reading must examine.
    """
    next_event()
    if type(next_event()) is not yaml.DocumentStartEvent:
        raise _Unusual
    tree = _plain(next_event(), next_event, 0)
    next_event()
    if type(next_event()) is not yaml.StreamEndEvent:
        raise _Unusual
    return tree


def _plain(event: Any, next_event: Callable[[], Any], depth: int) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None or depth > MAX_DEPTH:
        raise _Unusual
    if kind is yaml.ScalarEvent:
        return None if event.value in _EMPTY and not event.style else event.value
    if kind is yaml.SequenceStartEvent:
        items = []
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            items.append(_plain(event, next_event, depth + 1))
        return items
    mapping: dict[str, Any] = {}
    while type(event := next_event()) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent or event.value in mapping or not event.value.isascii():
            raise _Unusual
        mapping[event.value] = _plain(next_event(), next_event, depth + 1)
    return mapping


def read_marked(text: str, file: str, first_line: int) -> YamlNodes:
    """Parses a YAML document with the position of every key and value, and reports every Problem."""
    nodes = YamlNodes()
    if (nest := _too_deep_from(text)) is not None:
        nodes.problems.append(
            Problem(
                Place(file, *line_and_column(text, nest, first_line)),
                "yaml-depth",
                "Cấu trúc lồng nhau quá sâu.",
                "Xóa bớt các dấu ngoặc [ { thừa.",
            )
        )
        return nodes
    try:
        _Builder(file, first_line, nodes, _most_nodes(text)).document(iter(_Loader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        nodes.tree = None
        nodes.problems.append(_syntax_problem(error, file, first_line))
    except yaml.YAMLError:
        nodes.tree = None
        nodes.problems.append(
            Problem(
                Place(file, first_line),
                "yaml",
                "Tệp có ký tự không dùng được.",
                "Xóa ký tự lạ rồi lưu lại.",
            )
        )
    except _Unusual:
        nodes.tree = None
    return nodes


def _too_deep_from(text: str) -> int | None:
    """Returns the offset of the outermost of the brackets that are nested too deeply for the YAML parser.

    Returns None if brackets are not nested too deeply.
    """
    depth, opened = 0, 0
    # Brackets that stand side by side are counted together, since a damaged file may have a million of them.
    for brackets in re.finditer(r"[\[{]+|[\]}]+", text):
        count = brackets.end() - brackets.start()
        if brackets[0][0] in "]}":
            depth = max(0, depth - count)
            continue
        opened = brackets.start() if depth == 0 else opened
        depth += count
        if depth > MAX_OPEN_BRACKETS:
            return opened
    return None


def _syntax_problem(error: yaml.MarkedYAMLError, file: str, first_line: int) -> Problem:
    opened = error.context in _WHERE_IT_BEGAN and error.context_mark
    mark = error.context_mark if opened else error.problem_mark or error.context_mark
    place = Place(file, first_line + mark.line, mark.column + 1) if mark else Place(file, first_line)
    message = f"{error.problem or ''} {error.context or ''}"
    return next(
        Problem(place, "yaml", sentence, advice) for needle, sentence, advice in _SYNTAX if needle in message
    )


class _Unusual(Exception):
    """Raised to stop reading a YAML document that is nested too deeply or needs the slower reading."""


class _Builder:
    marks: dict[Path, Mark]

    def __init__(self, file: str, first_line: int, nodes: YamlNodes, most: int) -> None:
        # `left` is the number of keys and values that may still be read. All later ones are left out of the
        # tree.
        self.file, self.first_line, self.nodes, self.left = file, first_line, nodes, most
        nodes.marks = self.marks = {}

    def document(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                self.nodes.tree = self._value(event, events, ())
                if self.left <= 0:
                    return
            elif isinstance(event, yaml.DocumentStartEvent) and self.marks:
                self._problem(
                    event,
                    "yaml-documents",
                    "Phần khai báo bị dòng --- cắt làm đôi.",
                    "Xóa dòng --- ở giữa; mỗi tệp chỉ có một phần khai báo.",
                )
                return

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        self.marks[path] = self._mark(event)
        # Nearly every value is a plain text (scalar), so this case is tested first.
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            return None if event.value in _EMPTY and not event.style else event.value
        if len(path) > MAX_DEPTH:
            self._problem(
                event,
                "yaml-depth",
                "Cấu trúc lồng nhau quá sâu.",
                "Kiểm tra lại thụt lề và các dấu gạch ngang.",
            )
            raise _Unusual
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._problem(
                event,
                "yaml-anchor",
                "Không dùng được dấu & và * ở đầu giá trị.",
                "Đặt giá trị trong ngoặc kép, hoặc ghi lại đầy đủ.",
            )
            if isinstance(event, yaml.AliasEvent):
                return None
        if getattr(event, "tag", None):
            self._problem(
                event, "yaml-tag", "Không dùng được dấu ! ở đầu giá trị.", "Đặt giá trị trong ngoặc kép."
            )
        if isinstance(event, yaml.ScalarEvent):
            return None if event.value in _EMPTY and not event.style else event.value
        is_list = isinstance(event, yaml.SequenceStartEvent)
        return self._sequence(events, path) if is_list else self._mapping(events, path)

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        items: list[Any] = []
        while self.left > 0 and not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while self.left > 0 and not isinstance(event := next(events), yaml.MappingEndEvent):
            # A key in quotes may write a letter and its accent apart, as with the escape "e\u0301". They are
            # joined here.
            key = nfc(event.value) if isinstance(event, yaml.ScalarEvent) else None
            if key is None:
                self._problem(
                    event, "yaml-key", "Tên trường phải là chữ.", "Viết dạng “tên_trường: giá trị”."
                )
                self._value(event, events, (*path, KEY))
                self._value(next(events), events, (*path, KEY))
            elif key in mapping:
                self._problem(
                    event, "key-doubled", f"Trường “{key}” ghi hai lần.", "Giữ một dòng, xóa dòng kia."
                )
                self._value(next(events), events, (*path, key, "@again"))
            else:
                self.marks[(*path, key, KEY)] = self._mark(event)
                mapping[key] = self._value(next(events), events, (*path, key))
        return mapping

    def _mark(self, event: yaml.Event) -> tuple[int, int]:
        mark: Any = event.start_mark
        self.left -= 1
        if not self.left:
            self._problem(
                event,
                "file-size",
                "Tệp có quá nhiều trường và giá trị, tính đến chỗ này.",
                "Tách nội dung hoặc bỏ phần thừa.",
            )
        return self.first_line + mark.line, mark.column + 1

    def _problem(self, event: yaml.Event, code: str, sentence: str, advice: str) -> None:
        place = Place(self.file, *self._mark(event))
        self.nodes.problems.append(Problem(place, code, sentence, advice))
