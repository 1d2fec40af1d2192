"""Writes CSV files: the numbers of a chart, the records of open data, and the items of lists in records."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kyyeu.model.form import Field
from kyyeu.views.site.charts import FigureTable
from kyyeu.views.site.open_data import DataKind, has_table, open_fields

BYTE_MARK = b"\xef\xbb\xbf"  # The UTF-8 byte order mark. Without it, spreadsheet programs show wrong accents.
# Matches the places where a spreadsheet program may begin a formula. This is the start of a cell, and after a
# semicolon, tab or line break, because a program may end the cell there. Some programs read full-width signs
# like ASCII signs.
_FORMULA = re.compile(r"(?:^|(?<=[;\t\r\n]))(?=[=+\-@\t\r\n＝＋－＠])")
JsonRecord = Mapping[str, Any]


def table_heads(kind: DataKind, mark: str) -> dict[str, tuple[str, ...]]:
    """Returns the column names of all CSV tables of a record kind: a dict from table name to columns.

    The name '' is the table of the records. Each other table is for a list inside the records, such as
    'awards'. The columns depend on the data model only. `mark` is the watermark text of a demonstration, or
    ''.
    """
    fields = open_fields(kind.record)
    tail = ("demonstration",) if mark else ()
    heads = {"": (*_first(kind), *_columns(fields), *tail)}
    for field in fields:
        if has_table(field):
            heads[field.name] = ("ref", *_group_columns(field), *tail)
    return heads


def table_rows(kind: DataKind, records: Sequence[JsonRecord], mark: str) -> dict[str, str]:
    """Returns the CSV lines of a record kind's tables, without header lines, by table name."""
    tables = {}
    for group, columns in table_heads(kind, mark).items():
        items = (
            {"ref": record["ref"], **item}
            for record in records
            for item in (record.get(group, ()) if group else (record,))
        )
        tables[group] = csv_lines(_row(item, columns, mark) for item in items)
    return tables


def csv_lines(rows: Iterable[Iterable[str]]) -> str:
    """Returns rows of cells as lines of CSV that end in CR LF."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def render_figures(figures: FigureTable) -> bytes:
    """Returns a chart's numbers as the bytes of a CSV file."""
    return BYTE_MARK + csv_lines(map(cell, row) for row in (figures.head, *figures.rows)).encode()


def _first(kind: DataKind) -> Iterator[str]:
    """Yields the names of the CSV columns before a record's fields: reference, address and unit."""
    yield "ref"
    if kind.address:
        yield "address"
    if "unit" in kind.record.model_fields:
        yield "unit_name"


def _columns(fields: Iterable[Field], base: str = "") -> Iterator[str]:
    """Yields the name of a CSV column for each field of a record.

    A group of fields has several columns, such as 'document.number'.
    """
    for field in fields:
        if field.group and not field.keyed and not field.many:
            yield from _columns(open_fields(field.group), f"{base}{field.name}.")
        elif not has_table(field):
            yield f"{base}{field.name}"


def _group_columns(field: Field) -> Iterator[str]:
    """Yields the CSV columns for a list of field groups, such as awards; a list in a group has one column."""
    assert field.group is not None
    for inner in open_fields(field.group):
        if has_table(inner):
            yield inner.name
        else:
            yield from _columns([inner])
    # Awards, and recipients in award decisions, have extra columns. The module records.py adds their values.
    yield from {"Award": ("name", "level"), "ListedRecipient": ("name",)}.get(field.group.__name__, ())


def _row(record: JsonRecord, columns: Iterable[str], mark: str) -> list[str]:
    return [mark if column == "demonstration" else cell(_value(record, column)) for column in columns]


def _value(record: JsonRecord, path: str) -> Any:
    """Returns the value of a record at a path such as 'document.number', or None if there is none."""
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def cell(value: Any) -> str:
    """Returns the text of a CSV cell for a value of a record.

    An unknown value is empty, and several values are separated by semicolons. An apostrophe is put before a
    text that a spreadsheet would run as a formula.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() if not any(isinstance(item, dict) for item in value):
            return cell("; ".join(map(str, value)))
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case str():
            return _FORMULA.sub("'", value)
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)
