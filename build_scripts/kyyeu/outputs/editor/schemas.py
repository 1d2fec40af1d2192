"""Makes a JSON Schema for each record kind (draft-07, for YAML language servers) and settings for VS Code.

The schemas help editors while they type. `kyyeu check` is stricter: a schema never refuses a file that `kyyeu
check` accepts.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kyyeu.model import read, web_address
from kyyeu.model.fields import ID_LENGTH, ID_PATTERN, Value
from kyyeu.model.form import Field, Widget, fields_below, written_fields
from kyyeu.model.kinds import BY_NAME, KINDS, Kind, Shape
from kyyeu.outputs.editor.canonical import SCHEMAS

JsonSchema = dict[str, Any]
SETTINGS, EXTENSIONS = ".vscode/settings.json", ".vscode/extensions.json"
# Schemas also accept numbers and booleans in text fields, because YAML reads texts such as 12 or yes as such.
# The program reads them as text again.
_SCALAR = ["string", "number", "boolean", "null"]
_TYPES: Mapping[Widget, Any] = {
    Widget.INTEGER: ["integer", "null"],
    Widget.NUMBER: ["number", "null"],
    Widget.FLAG: ["boolean", "null"],
}
_PATTERNS: Mapping[Widget, str] = {
    Widget.DAY: r"^\d{4}-\d{2}-\d{2}$",
    Widget.CLOCK: f"^{read.CLOCK}$",
    Widget.SCHOOL_YEAR: f"^{read.SCHOOL_YEAR}$",
    Widget.URL: f"^{web_address.WEB_ADDRESS}$",
    Widget.EMAIL: f"^{web_address.MAIL_ADDRESS}$",
    Widget.FILE: f"^{read.FILE_NAME}$",
}


def editor_files() -> Iterator[tuple[str, bytes]]:
    """Yields the path and content of the JSON Schemas of all record files, and of the VS Code settings."""
    for kind in KINDS:
        if not kind.register:
            yield schema_file(kind), _json(record_schema(kind))
    schemas = {
        f"./{schema_file(kind)}": re.sub(r"\{\w+\}", "*", kind.pattern)
        for kind in KINDS
        if not kind.register and kind.shape in (Shape.FILE, Shape.MAPPING)
    }
    yield (
        SETTINGS,
        _json(
            {
                "yaml.schemas": schemas,
                "yaml.format.enable": False,
                "files.eol": "\n",
                "files.encoding": "utf8",
                "files.insertFinalNewline": True,
                "files.trimTrailingWhitespace": False,
                "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True, "editor.wordWrap": "on"},
                "[markdown]": {"editor.wordWrap": "on"},
            }
        ),
    )
    yield EXTENSIONS, _json({"recommendations": ["redhat.vscode-yaml"]})


def schema_file(kind: Kind) -> str:
    """Returns the path of a record kind's JSON Schema, relative to the project's folder."""
    return f"{SCHEMAS}/{kind.name}.schema.json"


def record_schema(kind: Kind) -> JsonSchema:
    """Returns the JSON Schema of a record kind's YAML file, or of the front matter of its Markdown file."""
    definitions: JsonSchema = {}
    record = _object(written_fields(kind), definitions)
    if kind.shape.holds_many:
        record = {
            "type": ["object", "null"],
            "propertyNames": {"pattern": ID_PATTERN, "maxLength": ID_LENGTH},
            "additionalProperties": record,
        }
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": kind.label, **record}
    return {**schema, "definitions": dict(sorted(definitions.items()))} if definitions else schema


def _object(fields: Mapping[str, Field], definitions: JsonSchema) -> JsonSchema:
    required = [name for name, field in fields.items() if field.required]
    schema: JsonSchema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _field(field, definitions) for name, field in fields.items()},
    }
    return {**schema, "required": required} if required else schema


def _field(field: Field, definitions: JsonSchema) -> JsonSchema:
    value = _value(field, definitions)
    if field.many:
        value = {
            "type": ["array", "null"],
            "items": value,
            **({"maxItems": field.most_items} if field.most_items else {}),
        }
    if field.keyed:
        value = {"type": ["object", "null"], "additionalProperties": value}
    reference = f" Mã của: {BY_NAME[field.reference].label}." if field.reference else ""
    return {"title": field.label, "description": field.help + reference, **value}


def _value(field: Field, definitions: JsonSchema) -> JsonSchema:
    if field.group is not None:
        group = {"$ref": f"#/definitions/{_definition(field.group, definitions)}"}
        choices = [group, {"type": "string"}] if field.brief else [group]
        return {"anyOf": [*choices, {"type": "null"}]}
    if field.choices is not None:
        return {
            "enum": [*(choice.value for choice in field.choices), *([] if field.many else [None])],
            "enumDescriptions": [
                *(choice.label for choice in field.choices),
                *([] if field.many else ["chưa ghi"]),
            ],
        }
    limits = {
        "minimum": field.least,
        "maximum": field.most,
        "maxLength": field.longest,
        "pattern": field.pattern or _PATTERNS.get(field.widget),
    }
    return {
        "type": _TYPES.get(field.widget, _SCALAR),
        **{name: limit for name, limit in limits.items() if limit is not None},
    }


def _definition(group: type[Value], definitions: JsonSchema) -> str:
    name = group.__qualname__.replace(".", "")
    if name not in definitions:
        # An empty definition is stored first. Otherwise a group of fields that contains itself would cause an
        # endless recursion.
        definitions[name] = {}
        definitions[name] = _object(fields_below(group), definitions)
    return name


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
