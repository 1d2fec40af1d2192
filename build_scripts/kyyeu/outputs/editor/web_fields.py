"""Turns a field of the data model into a form field of the web editor (Sveltia CMS).

A form field may contain the placeholder `{unit}`, and “@” with a record kind in place of a list of choices.
Both are filled in when a user opens the editor for one unit (school or office).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kyyeu.model import read, web_address
from kyyeu.model.fields import ID_PATTERN, Choice, Picture, Value
from kyyeu.model.form import Field, Widget, fields_of

FormField = dict[str, Any]
# The folder in which the web editor stores a record's pictures. It is “/content/…” from the project's folder,
# or '' for the folder of the record's own file.
Folder = str
# The name that the YAML files of a unit (school or office) have as a collection in Sveltia CMS.
FACTS = "facts"
ID_RULE = (ID_PATTERN, "Chỉ dùng chữ thường không dấu, chữ số và gạch nối.")
_OWN = {
    "exemplar": ("exemplars", "", "name"),
    "speech": ("speeches", "", "title"),
    "model": (FACTS, "records.*.id", "records.*.name"),
}
_RULES: Mapping[Widget, tuple[str, str]] = {
    Widget.CLOCK: (read.CLOCK, "Ghi giờ:phút, ví dụ 07:30."),
    Widget.SCHOOL_YEAR: (read.SCHOOL_YEAR, "Ghi hai năm liền nhau, ví dụ 2018-2019."),
    Widget.URL: (web_address.WEB_ADDRESS, "Địa chỉ bắt đầu bằng http:// hoặc https://, không có dấu cách."),
    Widget.EMAIL: (web_address.MAIL_ADDRESS, "Ghi địa chỉ thư, ví dụ vanphong@truong.edu.vn."),
    Widget.FILE: (
        read.FILE_NAME,
        "Tên tệp chỉ gồm chữ thường không dấu, chữ số, gạch nối, ví dụ ke-hoach.pdf.",
    ),
    Widget.ID: ID_RULE,
}
BUTTONS = [
    "bold",
    "italic",
    "link",
    "heading-two",
    "heading-three",
    "quote",
    "bulleted-list",
    "numbered-list",
]
_NAMED_BY = (
    "name",
    "title",
    "text",
    "label",
    "caption",
    "alt",
    "indicator",
    "movement",
    "form",
    "code",
    "day",
    "level",
    "unit",
    "number",
)
# For these single-line texts, the web editor nevertheless shows a text box of several lines.
_SENTENCES = ("summary", "quote", "text", "alt", "reason", "subject")
_BESIDE = ("year", "date", "figure", "since", "value")


def form_fields(model: type[Value], left_out: Sequence[str] = (), pictures: Folder = "") -> list[FormField]:
    """Returns the form fields of a record or group of fields, except the fields named in `left_out`.

    The required field that holds the record's name or title comes first.
    """
    return sorted(
        (form_field(field, pictures) for name, field in fields_of(model).items() if name not in left_out),
        key=lambda field: (
            not (field["name"] in ("name", "title") and field["required"] and field["widget"] == "string")
        ),
    )


def form_field(field: Field, pictures: Folder = "") -> FormField:
    """Returns a form field as Sveltia CMS describes it: name, label, widget, hint."""
    hint = _hint(field)
    return {
        "name": field.name,
        "label": field.label,
        # If the data model has a default for a choice, the form needs no option “none”.
        "required": field.required or isinstance(field.default, Choice),
        **_widget(field, pictures),
        **({"hint": hint} if hint else {}),
    }


def _hint(field: Field) -> str:
    """Returns the help text of a form field in the web editor.

    The data model's help text also explains codes and the values true and false. These remarks are left out,
    since the web editor has drop-down lists and switches for such fields.
    """
    if field.widget is Widget.REFERENCE:
        return ""
    if field.widget is Widget.FLAG:
        return (
            field.help.replace("true nếu", "Bật nếu")
            .replace("true: ", "Bật: ")
            .replace("; false: ", "; tắt: ")
        )
    return field.help.partition(":")[0] + "." if field.choices and ":" in field.help else field.help


def _widget(field: Field, pictures: Folder) -> FormField:
    if field.group is not None:
        return _group(field.group, field.many, pictures)
    if field.reference:
        return _reference(field.reference, field.many)
    if field.choices:
        return _choices(field.choices, field)
    if field.many:
        return {"widget": "list", **({"max": field.most_items} if field.most_items else {})}
    match field.widget:
        case Widget.INTEGER | Widget.NUMBER:
            return _number(field)
        case Widget.PROSE:
            return {
                "widget": "markdown",
                "modes": ["rich_text", "raw"],
                "buttons": BUTTONS,
                "editor_components": [],
            }
        case Widget.FLAG:
            return {"widget": "boolean", "default": bool(field.default)}
        case Widget.DAY:
            return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
        case Widget.LINE if field.name in _SENTENCES and field.longest:
            return {"widget": "text", **_pattern(field)}
        case _ if field.widget is Widget.TEXT or field.name in _SENTENCES:
            return {"widget": "text"}
        case _:
            return {"widget": "string", **_pattern(field)}


def _number(field: Field) -> FormField:
    bounds = {
        name: bound
        for name, bound in (("min", field.least), ("max", field.most), ("default", field.default))
        if bound is not None
    }
    # Integers such as years are kept as text, because Sveltia CMS would show 2019 in a group's summary as
    # 2.019.
    return {
        "widget": "number",
        "value_type": "int/string" if field.widget is Widget.INTEGER else "float/string",
        **bounds,
    }


def _pattern(field: Field) -> FormField:
    rule, message = _RULES.get(
        field.widget, (rf".{{0,{field.longest}}}" if field.longest else "", f"Dài nhất {field.longest} chữ.")
    )
    return {"pattern": [f"^(?:{rule.removeprefix('^').removesuffix('$')})$", message]} if rule else {}


def _choices(choices: type[Choice], field: Field) -> FormField:
    default = {"default": field.default.value} if isinstance(field.default, Choice) else {}
    return {
        "widget": "select",
        "options": [{"label": choice.label, "value": choice.value} for choice in choices],
        **({"multiple": True} if field.many else default),
    }


def _reference(kind: str, many: bool) -> FormField:
    """Returns a web editor field in which the user chooses a record of the kind `kind`.

    The web editor has loaded the files of the user's own school or office. Records of this school or office
    are looked up there, so that a new record can be chosen at once.
    """
    several = {"multiple": True} if many else {}
    if kind not in _OWN:
        return {"widget": "select", "options": f"@{kind}", "dropdown_threshold": 0, **several}
    collection, part, shown = _OWN[kind]
    return {
        "widget": "relation",
        "collection": collection,
        **({"file": f"{kind}s"} if part else {}),
        "value_field": f"{{unit}}/{{{{{part or 'slug'}}}}}",
        "display_fields": [shown],
        "search_fields": [shown],
        "dropdown_threshold": 0,
        **several,
    }


def _group(group: type[Value], many: bool, pictures: Folder) -> FormField:
    fields = form_fields(group, ("focus",) if issubclass(group, Picture) else (), pictures)
    if issubclass(group, Picture):
        fields = [_picture_file(each, pictures) if each["name"] == "file" else each for each in fields]
    return {
        "widget": "list" if many else "object",
        "fields": fields,
        "summary": summary_of(fields),
        "collapsed": "auto",
    }


def _picture_file(field: FormField, pictures: Folder) -> FormField:
    return {
        "name": field["name"],
        "label": field["label"],
        "required": True,
        "widget": "image",
        "media_folder": pictures,
        "public_folder": "",
        "choose_url": False,
        "hint": "Ảnh JPEG, PNG hoặc WebP; ảnh gốc từ máy, càng nét càng tốt.",
    }


def summary_of(fields: list[FormField]) -> str:
    """Returns the template of the line that the form shows for a collapsed group of fields.

    The line has the group's name, and a year or date if the group has one.
    """
    names = [field["name"] for field in fields if field["widget"] not in ("list", "object")]
    main = next((name for name in _NAMED_BY if name in names), names[0] if names else fields[0]["name"])
    beside = next((name for name in _BESIDE if name in names and name != main), "")
    return " · ".join(f"{{{{{name}}}}}" for name in (main, beside) if name)
