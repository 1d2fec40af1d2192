"""The record kinds → the guide's page of fields: for each its label, the key in the file, whether it must stand, what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kyyeu.model.fields import Value
from kyyeu.model.form import Field, Widget, fields_below, written_fields
from kyyeu.model.kinds import BY_NAME, KINDS, Kind

PAGE = "content/huong-dan/cac-truong.md"
_LEAD = """---
title: Các trường dữ liệu
description: Mọi trường của từng loại hồ sơ, kèm tên trong tệp và cách ghi.
---

# Các trường của từng loại hồ sơ

Trang này do máy lập từ mô hình dữ liệu, bằng lệnh `kyyeu editor`, nên luôn khớp với phần kiểm tra, biểu mẫu và sổ Excel.
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
_NEAREST = ("content/units", "data/units")  # what schools write stands first
_PARTS = {"unit": "đơn vị", "id": "mã", "booklet": "ấn phẩm"}


def reference_page() -> Iterator[tuple[str, bytes]]:
    """Path and content of the page."""
    told: dict[type[Value], str] = {}
    nearest = sorted(
        (kind for kind in KINDS if not kind.register),
        key=lambda kind: [part not in kind.pattern for part in _NEAREST],
    )
    text = _LEAD + "".join(_section(kind, told) for kind in nearest)
    yield PAGE, text.encode()


def _section(kind: Kind, told: dict[type[Value], str]) -> str:
    place = re.sub(r"\{(\w+)\}", lambda match: f"<{_PARTS[match[1]]}>", kind.pattern)
    text = f"\n## {kind.label}\n\nNằm ở `{place}`. Tên loại trong lệnh: `{kind.name}`.\n\n"
    fields = list(written_fields(kind).values())
    text += _table(fields, told)
    for field in _untold(fields, told, kind.label):
        assert field.group is not None
        text += f"\n### {field.label} (`{field.name}`)\n\n" + _table(fields_below(field.group).values(), told)
    return text


def _untold(fields: Iterable[Field], told: dict[type[Value], str], where: str) -> list[Field]:
    """The groups of fields met here for the first time, in the order in which they are met."""
    found: list[Field] = []
    for field in fields:
        if field.group is not None and field.group not in told:
            told[field.group] = f"{where}, mục {field.label}"
            found += [field, *_untold(fields_below(field.group).values(), told, where)]
    return found


def _table(fields: Iterable[Field], told: Mapping[type[Value], str]) -> str:
    rows = [
        f"| **{field.label}**{' ●' if field.required else ''} `{field.name}` | {_way(field, told)} |\n"
        for field in fields
    ]
    return "| Trường và tên trong tệp | Cách ghi |\n| --- | --- |\n" + "".join(rows)


def _way(field: Field, told: Mapping[type[Value], str]) -> str:
    said = [field.help]
    if field.choices is not None:
        said.append("; ".join(f"`{choice.value}` = {choice.label}" for choice in field.choices) + ".")
    elif field.reference:
        said.append(f"Ghi mã của {_lowered(BY_NAME[field.reference].label)}.")
    elif field.group is not None:
        there = told.get(field.group)
        said.append(f"Các trường con: xem {there}." if there else "Các trường con: xem bảng dưới.")
    elif field.widget in _FORMS:
        said.append(_FORMS[field.widget])
    if field.many:
        said.append("Ghi được nhiều mục.")
    return " ".join(part for part in said if part).replace("|", r"\|").replace("<", r"\<")


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
