"""Open data: which kinds of record are given away, what of each, and the page that lists and explains the files.

Left out of every record: prose and pictures (their authors' own), papers of consent, ages, votes, seats, and what only runs the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from kyyeu.model.awards import AwardTitle, Decision
from kyyeu.model.conferences import Conference, Delegate, News, Speech
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Record, Value
from kyyeu.model.form import fields_of
from kyyeu.model.movements import Model, Movement, UnitMovements
from kyyeu.model.privacy import OPEN_DATA
from kyyeu.model.reports import Cycle, Document, Report
from kyyeu.model.units import Unit
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import number
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link
from kyyeu.views.site.site_frame import site_view

FOLDER = "data/"
Omitted = tuple[str, ...]


@dataclass(frozen=True)
class DataKind:
    """A kind of record that is given away: `name` is the file's name and the library's attribute, `address` gives
    the page of a record. Which fields are given away is declared beside each field (model/privacy.py)."""

    name: str
    label: str
    record: type[Record]
    address: Callable[[str], str] | None = None

    @cached_property
    def omitted(self) -> Omitted:
        """Paths of the fields that are not given away: 'body', and 'programme.script' within a group."""
        return tuple(_not_open(self.record))


def _not_open(model: type[Value], base: str = "") -> Iterator[str]:
    for name, field in fields_of(model).items():
        if not field.shown_on(OPEN_DATA):
            yield f"{base}{name}"
        elif field.group:
            yield from _not_open(field.group, f"{base}{name}.")


DATA_KINDS: tuple[DataKind, ...] = (
    DataKind("exemplars", "Điển hình", Exemplar, addresses.exemplar),
    DataKind("units", "Đơn vị", Unit, addresses.unit),
    DataKind("movements", "Phong trào thi đua", Movement, addresses.movement),
    DataKind("unit_movements", "Phong trào đơn vị tham gia", UnitMovements, addresses.unit),
    DataKind("models", "Mô hình", Model),
    DataKind("conferences", "Hội nghị", Conference, addresses.conference),
    DataKind("delegates", "Đại biểu", Delegate),
    DataKind("decisions", "Quyết định khen thưởng", Decision),
    DataKind("award_titles", "Danh hiệu, hình thức khen thưởng", AwardTitle),
    DataKind("documents", "Văn bản", Document, addresses.document),
    DataKind("reports", "Báo cáo tổng kết", Report),
    DataKind("speeches", "Tham luận, phát biểu", Speech),
    DataKind("news", "Tin", News, addresses.news),
    DataKind("cycles", "Giai đoạn", Cycle),
)
BY_NAME = {kind.name: kind for kind in DATA_KINDS}
assert len(BY_NAME) == len(DATA_KINDS), "two kinds of data bear one name"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record or of a group in it, by its path: 'awards', 'awards.title'. `parts` is the class of a group's entries."""

    path: str
    label: str
    help: str
    many: bool
    parts: type[BaseModel] | None


@dataclass(frozen=True, slots=True)
class DataFile:
    kind: str
    label: str
    count: str
    json: Link
    schema: Link
    tables: tuple[Link, ...]
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DataView:
    heading: str
    description: str
    licence: str
    mark: str
    index: Link
    files: tuple[DataFile, ...]


def records(published: Published, kind: DataKind) -> Mapping[str, Record]:
    found: Mapping[str, Record] = getattr(published, kind.name)
    return found


def own_fields(kind: DataKind) -> tuple[Field, ...]:
    """Of the record itself, in the order of the model."""
    return fields(kind.record, kind.omitted)


def fields(model: type[BaseModel], omitted: Omitted, base: str = "") -> tuple[Field, ...]:
    found = []
    for name, info in model.model_fields.items():
        path = f"{base}{info.alias or name}"
        if path not in omitted:
            many, parts = _shape(info.annotation)
            found.append(Field(path, info.title or "", info.description or "", many, parts))
    return tuple(found)


def _shape(annotation: Any) -> tuple[bool, type[BaseModel] | None]:
    """(whether it is a list, the class of its entries where they are groups of fields)."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _shape(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _shape(next(entry for entry in get_args(annotation) if entry is not type(None)))
    if origin is tuple:
        return True, _shape(get_args(annotation)[0])[1]
    return False, annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def file_address(kind: DataKind, suffix: str, group: str = "") -> str:
    """'data/exemplars.json', 'data/exemplars-awards.csv'."""
    return f"{FOLDER}{kind.name}{f'-{group}' if group else ''}.{suffix}"


def licence(catalogue: Catalogue) -> str:
    """The note that goes with every file: what may be done with the data, and what may not be done to people."""
    site = site_view(catalogue)
    return (
        f"Dữ liệu do {site.organiser} công bố trên “{site.title}” ({site.url}). Được sao chép, sử dụng lại khi ghi rõ nguồn, ngày lấy và "
        "không làm sai lệch nội dung. Dữ liệu về cá nhân chỉ gồm những người đã đồng ý; không được dùng để xếp hạng, quảng cáo, suy đoán "
        "hay lập hồ sơ về cá nhân, và phải gỡ khỏi bản sao khi không còn trong dữ liệu này. Bài viết và ảnh không thuộc dữ liệu mở. "
        f"Đề nghị đính chính hoặc gỡ bỏ: {site.office}, {site.email}."
    )


def demonstration_mark(catalogue: Catalogue) -> str:
    return (
        "Bản minh họa: đơn vị, con người và số liệu đều hư cấu"
        if catalogue.published.site.demonstration
        else ""
    )


def data_page(catalogue: Catalogue) -> DataView:
    """`catalogue` is of the library published for open data."""
    return DataView(
        heading="Dữ liệu mở",
        description="Các bản ghi của trang dưới dạng JSON và CSV để tra cứu, tổng hợp bằng máy. Chỉ có những người đã đồng ý cho dùng vào "
        "dữ liệu mở.",
        licence=licence(catalogue),
        mark=demonstration_mark(catalogue),
        index=Link("Mục lục các tệp (JSON)", f"{FOLDER}index.json"),
        files=tuple(_file(kind, len(records(catalogue.published, kind))) for kind in DATA_KINDS),
    )


def _file(kind: DataKind, count: int) -> DataFile:
    found = own_fields(kind)
    tables = [Link("CSV", file_address(kind, "csv"))]
    tables += [
        Link(f"CSV: {field.label[0].lower()}{field.label[1:]}", file_address(kind, "csv", field.path))
        for field in found
        if field.many and field.parts
    ]
    return DataFile(
        kind.name,
        kind.label,
        number(count),
        Link("JSON", file_address(kind, "json")),
        Link("Lược đồ", file_address(kind, "schema.json")),
        tuple(tables),
        tuple((field.path, field.label, field.help) for field in found),
    )
