"""Records as open data → CSV: a table of the records, and one of each group of fields that a record holds several of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from kyyeu.views.site.open_data import DataKind, Field, fields, own_fields

BYTE_MARK = b"\xef\xbb\xbf"  # spreadsheets take a file without it for another encoding
_AWARD = ("name", "level")
_LISTED = ("name",)
Item = Mapping[str, Any]


def table_heads(kind: DataKind, mark: str) -> dict[str, tuple[str, ...]]:
    """Group ('' = the records themselves) → names of the columns. They do not depend on what records there are."""
    tail = ("demonstration",) if mark else ()
    heads = {"": (*_first(kind), *_columns(own_fields(kind), kind.omitted), *tail)}
    for field in own_fields(kind):
        if field.many and field.parts:
            heads[field.path] = ("ref", *_group_columns(kind, field), *tail)
    return heads


def table_rows(kind: DataKind, records: Iterable[Item], mark: str) -> dict[str, str]:
    """Group → lines of CSV, without a head."""
    heads = table_heads(kind, mark)
    texts = {group: io.StringIO() for group in heads}
    writers = {group: csv.writer(text, lineterminator="\r\n") for group, text in texts.items()}
    for record in records:
        writers[""].writerow(_row(record, heads[""], mark))
        for group in heads:
            for entry in record.get(group, ()) if group else ():
                writers[group].writerow(_row({"ref": record["ref"], **entry}, heads[group], mark))
    return {group: text.getvalue() for group, text in texts.items()}


def head_line(columns: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(columns)
    return out.getvalue()


def _first(kind: DataKind) -> Iterator[str]:
    yield "ref"
    if kind.address:
        yield "address"
    if "unit" in kind.record.model_fields:
        yield "unit_name"


def _columns(found: Iterable[Field], omitted: tuple[str, ...], base: str = "") -> Iterator[str]:
    """A group of fields that stands once gives a column for each of them, 'document.number'; one of several has its own table."""
    for field in found:
        path = f"{base}{field.path}"
        if field.parts and field.many:
            continue
        if field.parts:
            yield from _columns(_within(field.parts, path, omitted), omitted, f"{path}.")
        else:
            yield path


def _group_columns(kind: DataKind, field: Field) -> Iterator[str]:
    assert field.parts is not None
    inner = tuple(
        part.removeprefix(f"{field.path}.") for part in kind.omitted if part.startswith(f"{field.path}.")
    )
    for part in _within(field.parts, "", inner):
        if part.parts and not part.many:
            yield from _columns(_within(part.parts, part.path, inner), inner, f"{part.path}.")
        else:
            yield part.path
    yield from {"Award": _AWARD, "ListedRecipient": _LISTED}.get(field.parts.__name__, ())


def _within(model: type[BaseModel], path: str, omitted: tuple[str, ...]) -> tuple[Field, ...]:
    prefix = f"{path}." if path else ""
    return fields(model, tuple(part.removeprefix(prefix) for part in omitted if part.startswith(prefix)))


def _row(record: Item, columns: Iterable[str], mark: str) -> list[str]:
    return [mark if column == "demonstration" else cell(_at(record, column)) for column in columns]


def _at(record: Item, path: str) -> Any:
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def cell(value: Any) -> str:
    """Unknown is empty; several values stand between semicolons; no text may be taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(entry, dict) for entry in value):
        return cell("; ".join(map(str, value)))
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return (
        f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
    )
