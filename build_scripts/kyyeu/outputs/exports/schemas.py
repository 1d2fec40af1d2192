"""Makes the JSON Schema (2020-12) of an open data file from the data model, with Vietnamese titles."""

import json
import re
from typing import Any, get_args

from pydantic import BaseModel

from kyyeu.model.fields import Choice
from kyyeu.views.site.open_data import DATA_KINDS, FOLDER, DataKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Maps pydantic's names for limits to JSON Schema keywords. Pydantic does not do so for fields with a
# validator.
_BOUNDS = {
    "ge": "minimum",
    "le": "maximum",
}
JsonSchema = dict[str, Any]

# Fields that open data adds to the records. `address` is added only if the record has a page, and `unit_name`
# only if the record belongs to a unit (school or office).
ADDED: JsonSchema = {
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
AWARD_ADDED: JsonSchema = {
    "name": {
        "type": "string",
        "title": "Tên danh hiệu, hình thức",
        "description": "Tên theo danh mục, kèm hạng.",
    },
    "level": {"type": "string", "title": "Cấp", "description": "Cấp khen thưởng."},
}


def render_schema(kind_name: str, url: str) -> bytes:
    """Returns the JSON Schema of a record kind's open data file; `url` is the site's address."""
    kind = next(kind for kind in DATA_KINDS if kind.name == kind_name)
    record = _record_schema(kind)
    definitions = {**record.pop("$defs", {}), "Record": record}
    whole: JsonSchema = {
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


def _record_schema(kind: DataKind) -> JsonSchema:
    schema: JsonSchema = kind.record.model_json_schema(ref_template="#/$defs/{model}")
    definitions: JsonSchema = schema.get("$defs", {})
    for path in kind.omitted:
        _omit(schema, definitions, path.split("."))
    labels = {choice.__name__: choice for choice in _choices(kind.record, set())}
    for name, definition in definitions.items():
        if name in labels:
            codes = [{"const": member.value, "title": member.label} for member in labels[name]]
            definitions[name] = {"type": "string", "oneOf": codes}
        else:
            definition.pop("title", None)
            definition.pop("description", None)
    schema["properties"] |= ADDED
    schema["required"] = ["ref", *schema.get("required", [])]
    schema.pop("description", None)
    schema["title"] = kind.label
    for name, added in (("Award", AWARD_ADDED), ("ListedRecipient", {"name": AWARD_ADDED["name"]})):
        if name in definitions:
            definitions[name]["properties"] |= added
    tidy: JsonSchema = _tidied(schema)
    tidy_definitions = tidy.pop("$defs", {})
    used = _used(tidy, tidy_definitions)
    return {**tidy, "$defs": {name: tidy_definitions[name] for name in sorted(used)}} if used else tidy


def _omit(schema: JsonSchema, definitions: JsonSchema, path: list[str]) -> None:
    name, *rest = path
    if not rest:
        schema["properties"].pop(name, None)
        schema["required"] = [field for field in schema.get("required", []) if field != name]
        return
    _omit(definitions[_definitions_in(schema["properties"][name])[0]], definitions, rest)


def _choices(model: Any, seen: set[Any]) -> set[type[Choice]]:
    """Returns every enumeration type that occurs in the fields of a model class or of its field groups."""
    if model in seen:
        return set()
    seen.add(model)
    if isinstance(model, type) and issubclass(model, Choice):
        return {model}
    if isinstance(model, type) and issubclass(model, BaseModel):
        return {choice for info in model.model_fields.values() for choice in _choices(info.annotation, seen)}
    return {choice for argument in get_args(model) for choice in _choices(argument, seen)}


def _tidied(value: Any) -> Any:
    """Returns a JSON Schema without null types and defaults, since open data leaves out empty fields."""
    if isinstance(value, list):
        return [_tidied(item) for item in value]
    if not isinstance(value, dict):
        return value
    schema = {_BOUNDS.get(name, name): _tidied(item) for name, item in value.items() if name != "default"}
    options = schema.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options and len(options) == 2:
        schema.pop("anyOf")
        schema |= next(option for option in options if option != {"type": "null"})
    return schema


def _used(schema: JsonSchema, definitions: JsonSchema) -> set[str]:
    """Returns the names of all definitions to which a JSON Schema refers, also indirectly."""
    used, waiting = set[str](), [schema]
    while waiting:
        new = set(_definitions_in(waiting.pop())) - used
        used |= new
        waiting += [definitions[name] for name in new]
    return used


def _definitions_in(schema: JsonSchema) -> list[str]:
    return re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema))
