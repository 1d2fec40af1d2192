"""Defines the open data (which kinds of record they cover) and makes the data of the web page about them.

Open data leave out prose and pictures, because these belong to their authors. They also leave out consent
forms, ages, votes, seats, and fields that are only used to build the site.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kyyeu.model.awards import AwardTitle, Decision
from kyyeu.model.conferences import Conference, Delegate, News, Speech
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Record, Value
from kyyeu.model.form import Field, fields_of
from kyyeu.model.movements import Model, Movement, UnitMovements
from kyyeu.model.privacy import OPEN_DATA
from kyyeu.model.reports import Cycle, Document, Report
from kyyeu.model.units import Unit
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import number
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link
from kyyeu.views.site.site_frame import PageView, site_view

FOLDER = "data/"


@dataclass(frozen=True)
class DataKind:
    """A kind of record that is published as open data.

    `name` is the name of the data file, and also of the attribute of `Published` that holds the records.
    `address` is a function that returns the address of a record's web page. Which fields of the record the
    open data include is declared with each field (model/privacy.py).
    """

    name: str
    label: str
    record: type[Record]
    address: Callable[[str], str] | None = None

    @cached_property
    def omitted(self) -> tuple[str, ...]:
        """Returns the names of the fields that open data leave out, such as 'body' or 'programme.script'."""
        return tuple(_not_open(self.record))


def _not_open(record: type[Value], base: str = "") -> Iterator[str]:
    for name, field in fields_of(record).items():
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
assert len(BY_NAME) == len(DATA_KINDS), "two kinds of data have the same name"


@dataclass(frozen=True, slots=True)
class DataFile:
    """Describes the open data files with the records of one kind, for the web page about open data.

    `fields` describes the records' fields as triples (name, label, help text).
    """

    kind: str
    label: str
    count: str
    json: Link
    schema: Link
    tables: tuple[Link, ...]
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DataView(PageView):
    """The data of the web page about open data.

    `mark` is the watermark of a demonstration site, or '' for a real one.
    """

    licence: str
    mark: str
    index: Link
    files: tuple[DataFile, ...]


def records(published: Published, kind: DataKind) -> Mapping[str, Record]:
    """Returns all published records of a kind, as a dict from reference to record."""
    by_id: Mapping[str, Record] = getattr(published, kind.name)
    return by_id


def open_fields(record: type[Value]) -> tuple[Field, ...]:
    """Returns those fields of a record, or of a group of fields in it, that open data include."""
    return tuple(field for field in fields_of(record).values() if field.shown_on(OPEN_DATA))


def has_table(field: Field) -> bool:
    """Returns whether a field holds a list of groups of fields, such as a person's awards.

    Such a list is published as a CSV file of its own.
    """
    return field.many and field.group is not None


def file_address(kind: DataKind, suffix: str, group: str = "") -> str:
    """Returns an open data file's address, such as 'data/exemplars.json' or 'data/exemplars-awards.csv'."""
    return f"{FOLDER}{kind.name}{f'-{group}' if group else ''}.{suffix}"


def licence(catalogue: Catalogue) -> str:
    """Returns the licence text in every open data file, which says what the data may be used for."""
    site = site_view(catalogue)
    return (
        f"Dữ liệu do {site.organiser} công bố trên “{site.title}” ({site.url}). "
        "Được sao chép, sử dụng lại khi ghi rõ nguồn, ngày lấy và không làm sai lệch nội dung. "
        "Dữ liệu về cá nhân chỉ gồm những người đã đồng ý; không được dùng để xếp hạng, quảng cáo, suy đoán "
        "hay lập hồ sơ về cá nhân, và phải gỡ khỏi bản sao khi không còn trong dữ liệu này. "
        "Bài viết và ảnh không thuộc dữ liệu mở. "
        f"Đề nghị đính chính hoặc gỡ bỏ: {site.office}, {site.email}."
    )


def demonstration_mark(catalogue: Catalogue) -> str:
    """Returns the watermark text of a demonstration site, or '' for a real one."""
    is_demonstration = catalogue.published.site.demonstration
    return "Bản minh họa: đơn vị, con người và số liệu đều hư cấu" if is_demonstration else ""


def data_page(catalogue: Catalogue) -> DataView:
    """Returns the data of the web page about open data.

    `catalogue` contains only the records that may be shown in open data.
    """
    return DataView(
        heading="Dữ liệu mở",
        description="Các bản ghi của trang dưới dạng JSON và CSV để tra cứu, tổng hợp bằng máy. "
        "Chỉ có những người đã đồng ý cho dùng vào dữ liệu mở.",
        licence=licence(catalogue),
        mark=demonstration_mark(catalogue),
        index=Link("Mục lục các tệp (JSON)", f"{FOLDER}index.json"),
        files=tuple(_file(kind, len(records(catalogue.published, kind))) for kind in DATA_KINDS),
    )


def _file(kind: DataKind, count: int) -> DataFile:
    fields = open_fields(kind.record)
    lists = [
        Link(f"CSV: {field.label[0].lower()}{field.label[1:]}", file_address(kind, "csv", field.name))
        for field in fields
        if has_table(field)
    ]
    return DataFile(
        kind.name,
        kind.label,
        number(count),
        Link("JSON", file_address(kind, "json")),
        Link("Lược đồ", file_address(kind, "schema.json")),
        (Link("CSV", file_address(kind, "csv")), *lists),
        tuple((field.name, field.label, field.help) for field in fields),
    )
