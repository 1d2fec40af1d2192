"""A kind of open data → the JSON Schema (2020-12) of its file, from the model's own fields: Vietnamese titles, codes with their labels."""

from __future__ import annotations

import json
from typing import Any, get_args

from pydantic import BaseModel

from kyyeu.model.fields import Choice
from kyyeu.views.site.open_data import DATA_KINDS, FOLDER, DataKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BOUNDS = {"ge": "minimum", "le": "maximum"}  # what pydantic leaves as it stands behind a validator of ours
Schema = dict[str, Any]

ADDED: Schema = {  # to every record; `address` and `unit_name` where they apply
    "ref": {
        "type": "string",
        "title": "Mã đầy đủ",
        "description": "Mã để các bản ghi khác dẫn đến: mã, hoặc đơn-vị/mã.",
    },
    "address": {
        "type": "string",
        "format": "uri",
        "title": "Trang",
        "description": "Địa chỉ trang về bản ghi này.",
    },
    "unit_name": {"type": "string", "title": "Tên đơn vị", "description": "Tên đơn vị vào ngày dựng trang."},
}
AWARD_ADDED: Schema = {
    "name": {
        "type": "string",
        "title": "Tên danh hiệu, hình thức",
        "description": "Tên theo danh mục, kèm hạng.",
    },
    "level": {"type": "string", "title": "Cấp", "description": "Cấp khen thưởng."},
}
LISTED_ADDED: Schema = {"name": AWARD_ADDED["name"]}


def render_schema(kind_name: str, url: str) -> bytes:
    kind = next(kind for kind in DATA_KINDS if kind.name == kind_name)
    record = _record_schema(kind)
    definitions = {**record.pop("$defs", {}), "Record": record}
    whole: Schema = {
        "$schema": DIALECT,
        "$id": f"{url}{FOLDER}{kind.name}.schema.json",
        "title": kind.label,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "$schema": {"type": "string"},
            "title": {"const": kind.label, "title": "Tên dữ liệu"},
            "source": {"type": "string", "format": "uri", "title": "Nguồn"},
            "publisher": {"type": "string", "title": "Đơn vị công bố"},
            "licence": {"type": "string", "title": "Điều kiện sử dụng"},
            "demonstration": {
                "type": "string",
                "title": "Bản minh họa",
                "description": "Chỉ có ở bản minh họa, nội dung hư cấu.",
            },
            "count": {"type": "integer", "minimum": 0, "title": "Số bản ghi"},
            "records": {"type": "array", "title": "Các bản ghi", "items": {"$ref": "#/$defs/Record"}},
        },
        "required": ["title", "source", "publisher", "licence", "count", "records"],
        "$defs": definitions,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _record_schema(kind: DataKind) -> Schema:
    found: Schema = kind.record.model_json_schema(ref_template="#/$defs/{model}")
    definitions: Schema = found.get("$defs", {})
    for path in kind.omitted:
        _omit(found, definitions, path.split("."))
    labels = {choice.__name__: choice for choice in _choices(kind.record, set())}
    for name, definition in definitions.items():
        if name in labels:
            codes = [{"const": member.value, "title": member.label} for member in labels[name]]
            definitions[name] = {"type": "string", "oneOf": codes}
        else:
            definition.pop("title", None)
            definition.pop("description", None)
    found["properties"] |= ADDED
    found["required"] = ["ref", *found.get("required", [])]
    found.pop("description", None)
    found["title"] = kind.label
    for name, added in (("Award", AWARD_ADDED), ("ListedRecipient", LISTED_ADDED)):
        if name in definitions:
            definitions[name]["properties"] |= added
    tidy: Schema = _tidied(found)
    used = _used(tidy, {})
    return {**tidy, "$defs": {name: tidy["$defs"][name] for name in sorted(used)}} if used else tidy


def _omit(schema: Schema, definitions: Schema, path: list[str]) -> None:
    name, *rest = path
    if not rest:
        schema["properties"].pop(name, None)
        schema["required"] = [entry for entry in schema.get("required", []) if entry != name]
        return
    text = json.dumps(schema["properties"][name])
    _omit(definitions[text.partition('"#/$defs/')[2].partition('"')[0]], definitions, rest)


def _choices(model: Any, seen: set[Any]) -> set[type[Choice]]:
    """Every kind of choice that a model's fields, or those of its groups, can hold."""
    if model in seen:
        return set()
    seen.add(model)
    if isinstance(model, type) and issubclass(model, Choice):
        return {model}
    if isinstance(model, type) and issubclass(model, BaseModel):
        return {choice for info in model.model_fields.values() for choice in _choices(info.annotation, seen)}
    return {choice for part in get_args(model) for choice in _choices(part, seen)}


def _tidied(value: Any) -> Any:
    """What is not known is left out of a record, so nothing may be null and no default is meant."""
    if isinstance(value, list):
        return [_tidied(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    found = {_BOUNDS.get(name, name): _tidied(entry) for name, entry in value.items() if name != "default"}
    options = found.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options and len(options) == 2:
        found.pop("anyOf")
        found |= next(option for option in options if option != {"type": "null"})
    return found


def _used(value: Any, seen: dict[str, bool], root: Any = None) -> set[str]:
    """Names of the definitions that a schema leads to."""
    root = root or value
    if isinstance(value, list):
        return {name for entry in value for name in _used(entry, seen, root)}
    if not isinstance(value, dict):
        return set()
    found: set[str] = set()
    for name, entry in value.items():
        if name == "$ref":
            target = str(entry).removeprefix("#/$defs/")
            if target not in seen:
                seen[target] = True
                found |= {target} | _used(root["$defs"][target], seen, root)
        elif name != "$defs":
            found |= _used(entry, seen, root)
    return found
