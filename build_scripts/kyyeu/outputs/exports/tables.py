"""Writes open data as CSV: a table of a kind's records, and one more for each list inside a record."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kyyeu.model.form import Field
from kyyeu.views.site.open_data import DataKind, has_table, open_fields

BYTE_MARK = b"\xef\xbb\xbf"  # The UTF-8 byte order mark; without it, spreadsheet programs show wrong accents.
# Extra CSV columns of awards and of the recipients in award decisions, which records.py fills in.
_AWARD = ("name", "level")
_LISTED = ("name",)
JsonRecord = Mapping[str, Any]


def table_heads(kind: DataKind, mark: str) -> dict[str, tuple[str, ...]]:
    """Returns the names of the CSV columns by group of fields; the group '' is the table of the records.

    The columns depend on the data model only, not on the records. `mark` is a demonstration's watermark text,
    or ''.
    """
    fields = open_fields(kind.record)
    tail = ("demonstration",) if mark else ()
    heads = {"": (*_first(kind), *_columns(fields), *tail)}
    for field in fields:
        if has_table(field):
            heads[field.name] = ("ref", *_group_columns(field), *tail)
    return heads


def table_rows(kind: DataKind, records: Iterable[JsonRecord], mark: str) -> dict[str, str]:
    """Returns the CSV lines of the records and of each list inside them, without header lines."""
    heads = table_heads(kind, mark)
    texts = {group: io.StringIO() for group in heads}
    writers = {group: csv.writer(text, lineterminator="\r\n") for group, text in texts.items()}
    for record in records:
        writers[""].writerow(_row(record, heads[""], mark))
        for group in heads:
            for item in record.get(group, ()) if group else ():
                writers[group].writerow(_row({"ref": record["ref"], **item}, heads[group], mark))
    return {group: text.getvalue() for group, text in texts.items()}


def head_line(columns: Iterable[str]) -> str:
    """Returns the header line of a CSV file, with the names of its columns."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(columns)
    return out.getvalue()


def _first(kind: DataKind) -> Iterator[str]:
    """Yields the CSV columns in front of a record's fields: reference, address and unit."""
    yield "ref"
    if kind.address:
        yield "address"
    if "unit" in kind.record.model_fields:
        yield "unit_name"


def _columns(fields: Iterable[Field], base: str = "") -> Iterator[str]:
    """Yields a CSV column for each field of a record.

    A group of fields gives several columns, such as 'document.number'.
    """
    for field in fields:
        if field.group and not field.keyed and not field.many:
            yield from _columns(open_fields(field.group), f"{base}{field.name}.")
        elif not has_table(field):
            yield f"{base}{field.name}"


def _group_columns(field: Field) -> Iterator[str]:
    """Yields the CSV columns for a list of field groups; a list inside a group is put in one column."""
    assert field.group is not None
    for inner in open_fields(field.group):
        if has_table(inner):
            yield inner.name
        else:
            yield from _columns([inner])
    yield from {"Award": _AWARD, "ListedRecipient": _LISTED}.get(field.group.__name__, ())


def _row(record: JsonRecord, columns: Iterable[str], mark: str) -> list[str]:
    return [mark if column == "demonstration" else cell(_value(record, column)) for column in columns]


def _value(record: JsonRecord, path: str) -> Any:
    """Returns the value of a record at a path such as 'document.number', or None."""
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def cell(value: Any) -> str:
    """Returns the text of a CSV cell.

    An unknown value is empty, and several values are separated by semicolons. An apostrophe is put before
    texts that a spreadsheet would run as a formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return cell("; ".join(map(str, value)))
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    return f"{value:.15g}" if isinstance(value, float) else str(value)
