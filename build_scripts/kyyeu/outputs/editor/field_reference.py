"""Writes a page of the editors' guide that lists all fields of record files.

For each field it has the label, the YAML key, what to write, and whether the field is required.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from kyyeu.model.fields import Value
from kyyeu.model.form import Field, Widget, fields_below, written_fields
from kyyeu.model.kinds import BY_NAME, KINDS, Kind

PAGE = "theme/guide/cac-truong.md"
_LEAD = """---
title: Các trường dữ liệu
description: Mọi trường của từng loại hồ sơ, kèm tên trong tệp và cách ghi.
---

# Các trường của từng loại hồ sơ

Trang này do máy lập từ mô hình dữ liệu, bằng lệnh `kyyeu editor`, nên luôn khớp \
với phần kiểm tra, biểu mẫu và sổ Excel.
Dấu ● đánh dấu trường bắt buộc. Nhóm trường dùng ở nhiều loại hồ sơ chỉ kê một lần, ở chỗ gặp đầu tiên.
"""
_FORMS: Mapping[Widget, str] = {
    Widget.DAY: "Ngày dạng 2020-01-05.",
    Widget.CLOCK: "Giờ dạng 07:30.",
    Widget.SCHOOL_YEAR: "Năm học dạng 2018-2019.",
    Widget.FLAG: "true (có) hoặc false (không).",
    Widget.INTEGER: "Số nguyên.",
    Widget.NUMBER: "Số, dấu chấm trước phần lẻ.",
    Widget.TEXT: "Được viết nhiều dòng.",
}
# Schools write the files in these folders. The page therefore begins with the tables for these files.
_FIRST = ("content/units", "data/units")
_PARTS = {"unit": "đơn vị", "id": "mã", "booklet": "ấn phẩm"}


def reference_page() -> Iterator[tuple[str, bytes]]:
    """Yields the path and content of the page of the editors' guide that lists all fields."""
    described_in: dict[type[Value], str] = {}
    kinds = sorted(
        (kind for kind in KINDS if not kind.register),
        key=lambda kind: [folder not in kind.pattern for folder in _FIRST],
    )
    yield PAGE, (_LEAD + "".join(_section(kind, described_in) for kind in kinds)).encode()


def _section(kind: Kind, described_in: dict[type[Value], str]) -> str:
    place = re.sub(r"\{(\w+)\}", lambda match: f"<{_PARTS[match[1]]}>", kind.pattern)
    text = f"\n## {kind.label}\n\nNằm ở `{place}`. Tên loại trong lệnh: `{kind.name}`.\n\n"
    fields = list(written_fields(kind).values())
    text += _table(fields, described_in)
    for field in _new_groups(fields, described_in, kind.label):
        assert field.group is not None
        text += f"\n### {field.label} (`{field.name}`)\n\n" + _table(
            fields_below(field.group).values(), described_in
        )
    return text


def _new_groups(fields: Iterable[Field], described_in: dict[type[Value], str], where: str) -> list[Field]:
    """Returns the fields whose groups (nested classes) the page has not described so far.

    They are in the order of `fields`; groups inside groups are included. `described_in` maps each described
    group to its heading; the new groups are added to it.
    """
    new_groups: list[Field] = []
    for field in fields:
        if field.group is not None and field.group not in described_in:
            described_in[field.group] = f"{where}, mục {field.label}"
            new_groups += [field, *_new_groups(fields_below(field.group).values(), described_in, where)]
    return new_groups


def _table(fields: Iterable[Field], described_in: Mapping[type[Value], str]) -> str:
    rows = [
        f"| **{field.label}**{' ●' if field.required else ''} `{field.name}` | "
        f"{_how_to_write(field, described_in)} |\n"
        for field in fields
    ]
    return "| Trường và tên trong tệp | Cách ghi |\n| --- | --- |\n" + "".join(rows)


def _how_to_write(field: Field, described_in: Mapping[type[Value], str]) -> str:
    sentences = [field.help]
    if field.choices is not None:
        sentences.append("; ".join(f"`{choice.value}` = {choice.label}" for choice in field.choices) + ".")
    elif field.reference:
        label = BY_NAME[field.reference].label
        sentences.append(f"Ghi mã của {label[:1].lower()}{label[1:]}.")
    elif field.group is not None:
        place = described_in.get(field.group)
        sentences.append(f"Các trường con: xem {place}." if place else "Các trường con: xem bảng dưới.")
    elif field.widget in _FORMS:
        sentences.append(_FORMS[field.widget])
    if field.many:
        sentences.append("Ghi được nhiều mục.")
    return " ".join(filter(None, sentences)).replace("|", r"\|").replace("<", r"\<")
