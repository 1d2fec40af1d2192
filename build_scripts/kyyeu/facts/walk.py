"""Goes through records and yields the references to other records, or the texts, that they contain.

Each comes with its path: the field names, list indexes and keys that lead to it.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from kyyeu.loading.text import line_and_column
from kyyeu.model.fields import Consent, Prose, Value
from kyyeu.model.form import Field, Widget, fields_of
from kyyeu.model.kinds import KINDS, Kind
from kyyeu.model.library import Library
from kyyeu.model.sources import Path
from kyyeu.problems import Place

_TEXTS = frozenset(
    {
        Widget.LINE,
        Widget.TEXT,
        Widget.PROSE,
        Widget.CLOCK,
        Widget.SCHOOL_YEAR,
        Widget.URL,
        Widget.EMAIL,
        Widget.FILE,
        Widget.ID,
    }
)


def records(library: Library) -> Iterator[tuple[Kind, str, Value]]:
    """Yields every record of a library once, as (kind, reference, record).

    The reference is the id of the record, with the id of its unit before it if it belongs to a unit:
    “thpt-a/lan”.
    """
    for kind in KINDS:
        held = getattr(library, kind.attribute)
        by_ref = {"site": held} if kind.name == "site" else held
        yield from ((kind, ref, record) for ref, record in by_ref.items())


def references(value: Value, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yields every reference that a record, or a group of its fields, makes to another record.

    Each is given as (path, kind, reference).
    """
    for field in fields_of(type(value)).values():
        for item_path, item in _items(field, value, path):
            if field.reference:
                yield item_path, field.reference, item
            elif field.group:
                yield from references(item, item_path)


def texts(value: Value, path: Path = ()) -> Iterator[tuple[Path, str, int | None]]:
    """Yields every text in a record, as (path, text, line of the file on which the text begins).

    The line is None except for prose (Markdown). Choices from a list, references and consent forms are left
    out.
    """
    if isinstance(value, Prose):
        yield path, value.markdown, value.line
        return
    for field in _text_fields(type(value)):
        for item_path, item in _items(field, value, path):
            if isinstance(item, str):
                yield item_path, item, None
            else:
                yield from texts(item, item_path)


def _items(field: Field, value: Value, path: Path) -> Iterable[tuple[Path, Any]]:
    """Returns the values that a field of a record holds, each with its path.

    There are none if the field is empty, several if it is a list or mapping, otherwise one.
    """
    content = getattr(value, field.attribute)
    if not content:
        return ()
    field_path = (*path, field.attribute)
    if field.many:
        return [((*field_path, index), item) for index, item in enumerate(content)]
    if field.keyed:
        return [((*field_path, key), item) for key, item in content.items()]
    return ((field_path, content),)


@cache
def _text_fields(record: type[Value]) -> tuple[Field, ...]:
    return tuple(
        field
        for field in fields_of(record).values()
        if field.widget in _TEXTS or (field.widget is Widget.GROUP and field.group is not Consent)
    )


def all_texts(library: Library) -> list[tuple[str, str, Path, str, int | None]]:
    """Lists every text of every record, as (kind, reference, path, text, first line).

    The list is stored on the library until `forget_texts` is called, since several checks use it.
    """
    collected: list[tuple[str, str, Path, str, int | None]] | None = getattr(library, "_texts", None)
    if collected is None:
        collected = [
            (kind.name, ref, *text)
            for kind, ref, record in records(library)
            if not kind.register
            for text in texts(record)
        ]
        object.__setattr__(library, "_texts", collected)
    return collected


def page_texts(library: Library) -> Iterator[tuple[str, str, Path, str, int | None]]:
    """Yields every text of the site's prose pages, as ("page", file, path, text, first line)."""
    return (("page", file, *text) for file, page in library.pages.items() for text in texts(page))


def forget_texts(library: Library) -> None:
    """Deletes the list of all texts that `all_texts` stored, which takes a tenth of the library's memory."""
    library.__dict__.pop("_texts", None)


def place_in(
    library: Library, kind: str, ref: str, path: Path, text: str, offset: int, line: int | None
) -> Place:
    """Returns the position in the file of one character of a text that `texts` yielded.

    This is line and column if the text is prose (Markdown), otherwise the position of the whole field.
    """
    if not line:
        return library.place(kind, ref, path)
    return Place(library.file(kind, ref), *line_and_column(text, offset, line))
