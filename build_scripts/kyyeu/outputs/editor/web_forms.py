"""Makes the web editor's configuration: form templates, the units, and the layout of their files.

The script theme/editor/configuration.js fills in the templates for one unit (school or office). It replaces
`{unit}` by the unit's id, and each “@kind” by the records of that kind that the unit can choose.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kyyeu.model.awards import CitedDecision
from kyyeu.model.fields import Choice
from kyyeu.model.form import Field, Widget, fields_of, written_fields
from kyyeu.model.kinds import BY_NAME, Kind, Shape
from kyyeu.model.movements import Movement
from kyyeu.model.pictures import picture_folder
from kyyeu.model.reports import Outline
from kyyeu.model.site import Forge, Site
from kyyeu.model.units import UnitKind
from kyyeu.model.web_address import parse_web_address
from kyyeu.outputs.editor.canonical import modeline
from kyyeu.outputs.editor.web_choices import shared_choices, unit_choices
from kyyeu.outputs.editor.web_fields import BUTTONS, FACTS, ID_RULE, FormField, form_fields
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import sort_key

Collection = dict[str, Any]
ValueShape = str | dict[str, Any]
_WORDS = (Widget.INTEGER, Widget.NUMBER, Widget.FLAG, Widget.DAY, Widget.LINE)
# The record kinds with one file for each record, in the order of the web editor's menu.
FOLDERS = ("exemplar", "report", "speech", "news", "conference")
# The record kinds with one file for each unit (school or office).
FILES = ("unit", "unit_movements", "model", "delegate", "submission")
_PICTURES = {kind: f"/{picture_folder(kind, '{unit}')}" for kind in ("unit", "conference")}
_ID_HINT = "Tên tệp và địa chỉ trang: chữ thường không dấu, gạch nối. Để nguyên như gợi ý là được."
_OWN_ID = {
    "name": "id",
    "label": "Mã",
    "required": False,
    "widget": "string",
    "pattern": list(ID_RULE),
    "hint": "Bỏ trống thì tự đặt khi lưu; đã lưu rồi thì đừng đổi.",
}


def web_configuration(published: Published, day: date, unit: str = "") -> dict[str, Any]:
    """Returns the content of the web editor's config.json as dicts and lists.

    It contains all units, or only the unit (school or office) with the id `unit`.
    """
    units = sorted(
        (each for ref, each in published.units.items() if not unit or ref == unit),
        key=lambda each: (list(UnitKind).index(each.kind), sort_key(each.name_on(day))),
    )
    return {
        "title": published.site.title,
        "organiser": published.site.organiser,
        "cycle": published.site.cycle,
        "backend": backend(published.site),
        "units": [
            {
                "id": each.id,
                "name": each.name_on(day),
                "group": each.kind.label,
                "choices": unit_choices(published, each, day),
            }
            for each in units
        ],
        "choices": shared_choices(published, day),
        "shapes": {name: file_shape(BY_NAME[name]) for name in (*FOLDERS, *FILES)},
        "outlines": {ref: outline_parts(outline) for ref, outline in published.outlines.items()},
        "collections": [
            *(_reports(published) if name == "report" else _folder(BY_NAME[name]) for name in FOLDERS),
            _facts(),
        ],
    }


def backend(site: Site) -> dict[str, Any] | None:
    """Returns Sveltia CMS' settings for the content's git repository.

    Returns None if the web editor may only open a local folder.
    """
    if site.editor is None or site.repository is None:
        return None
    repository, editor = parse_web_address(site.repository), site.editor
    origin, path = repository.origin, repository.path.strip("/").removesuffix(".git")
    settings: dict[str, Any] = {"name": editor.forge.value, "repo": path, "branch": editor.branch}
    if editor.forge is Forge.GITHUB:
        settings |= {} if repository.host == "github.com" else {"api_root": f"{origin}/api/v3"}
        settings |= {"base_url": editor.sign_in} if editor.sign_in else {"auth_methods": ["token"]}
        return settings
    settings |= {
        "base_url": origin,
        "api_root": origin + ("/api/v4" if editor.forge is Forge.GITLAB else "/api/v1"),
    }
    if editor.app_id is None:
        return settings | {"auth_methods": ["token"]}
    return (
        settings | {"app_id": editor.app_id} | ({"auth_type": "pkce"} if editor.forge is Forge.GITLAB else {})
    )


def forge_hosts(site: Site) -> tuple[str, ...]:
    """Returns the addresses of the git host that the web editor contacts to read and save content."""
    settings = backend(site)
    if settings is None:
        return ()
    addresses = [settings.get("api_root", "https://api.github.com")]
    addresses += [settings["base_url"]] if settings["name"] != "github" else []
    return tuple(sorted({parse_web_address(address).origin for address in addresses}))


def outline_parts(outline: Outline) -> list[dict[str, Any]]:
    """Returns code and title of those sections of a report outline under which text is written, in order."""
    return [{"code": part.code, "title": part.title} for part in outline.sections if not part.heading_only]


def file_shape(kind: Kind) -> dict[str, Any]:
    """Returns the file layout of a record kind: format (`form`), first line (`head`), and `fields`.

    The script theme/editor/formats.js uses it to save records in the web editor. A value is described by a
    word (text, line, integer, number, flag, day) or a dict. The dict's key is `fields` for a group, `list`
    for several values, and `keyed` for records by id.
    """
    return {
        "kind": kind.name,
        "form": kind.shape.value,
        "head": modeline(kind, kind.pattern) if kind.shape in (Shape.FILE, Shape.MAPPING) else "",
        "fields": _field_shapes(written_fields(kind)),
    }


def _field_shapes(fields: Mapping[str, Field]) -> dict[str, ValueShape]:
    return {name: _with_default(_value_shape(field), field) for name, field in fields.items()}


def _with_default(shape: ValueShape, field: Field) -> ValueShape:
    """Adds a field's default value to the description of the field for the web editor.

    Record files leave out values that equal the default. The web editor shows the default where the file has
    none.
    """
    default = field.default.value if isinstance(field.default, Choice) else field.default
    return (
        {"is": shape, "default": default}
        if isinstance(default, bool | int | str) and not field.many
        else shape
    )


def _value_shape(field: Field) -> ValueShape:
    if field.keyed:
        return (
            {
                "keyed": _field_shapes(
                    {name: part for name, part in fields_of(field.group).items() if name != "id"}
                )
            }
            if field.group
            else "text"
        )
    shape: ValueShape = str(field.widget.value) if field.widget in _WORDS else "text"
    if field.group is not None:
        shape = {
            "fields": _field_shapes(fields_of(field.group)),
            **({"short": "id"} if field.group is CitedDecision else {}),
        }
    return {"list": shape} if field.many else shape


def _folder(kind: Kind) -> Collection:
    folder, _, name = kind.pattern.rpartition("/")
    body = [] if kind.shape is Shape.FILE else [_body(kind)]
    return {
        "name": kind.attribute,
        "label": kind.label,
        "label_singular": kind.label[:1].lower() + kind.label[1:],
        "folder": folder,
        "format": _format(kind),
        "extension": name.rpartition(".")[2],
        "media_folder": _PICTURES.get(kind.name, ""),
        "public_folder": "",
        "fields": [*form_fields(kind.record, ("id", "unit", "body"), _PICTURES.get(kind.name, "")), *body],
        **_LISTS[kind.name],
    }


def _format(kind: Kind, outline: str = "") -> str:
    """Returns the name by which Sveltia CMS knows the file format of a record kind.

    For Markdown files, Sveltia CMS requires a name that ends in '-frontmatter'.
    """
    return (
        kind.name
        + (f":{outline}" if outline else "")
        + ("-frontmatter" if kind.pattern.endswith(".md") else "")
    )


def _body(kind: Kind) -> FormField:
    return next(field for field in form_fields(kind.record, (), "") if field["name"] == "body") | {
        "required": False
    }


def _slug(template: str) -> dict[str, Any]:
    return {"template": template, "editable": ["create"], "hint": _ID_HINT, "pattern": list(ID_RULE)}


_LISTS: dict[str, dict[str, Any]] = {
    "exemplar": {
        "identifier_field": "name",
        "slug": _slug("{{name}}"),
        "summary": "{{name}} · {{group}}",
        "thumbnail": "photo.file",
        "sortable_fields": ["name", "group", "status"],
        "view_groups": [
            {"label": "Nhóm", "field": "group"},
            {"label": "Loại", "field": "type"},
            {"label": "Trạng thái", "field": "status"},
        ],
        "view_filters": [
            {"label": "Đã duyệt", "field": "status", "eq": "approved"},
            {"label": "Bản thảo", "field": "status", "ne": "approved"},
            {"label": "Chưa có ảnh", "field": "photo.file", "empty": True},
            {"label": "Chưa có phiếu đồng ý", "field": "consent.id", "empty": True},
        ],
    },
    "speech": {
        "identifier_field": "title",
        "slug": _slug("{cycle}-{{title}}"),
        "summary": "{{title}} · {{kind}}",
        "sortable_fields": ["title"],
    },
    "news": {
        "identifier_field": "title",
        "slug": _slug("{{date}}-{{title}}"),
        "summary": "{{date}} · {{title}}",
        "sortable_fields": {
            "fields": ["date", "title"],
            "default": {"field": "date", "direction": "descending"},
        },
    },
    "conference": {
        "identifier_field": "cycle",
        "slug": _slug("{{cycle}}"),
        "summary": "{{form}} · {{cycle}} · {{status}}",
        "sortable_fields": ["cycle"],
    },
}


def _reports(published: Published) -> Collection:
    """Returns the web editor's forms of summary reports, one form for each cycle (five-year period).

    A form has a text box for each section of the cycle's outline, with the outline's prompts as hints.
    """
    kind = BY_NAME["report"]
    head = form_fields(kind.record, ("id", "unit", "sections"), "")
    return {
        "name": kind.attribute,
        "label": kind.label,
        "files": [
            {
                "name": f"bao-cao-{ref}",
                "label": f"{kind.label}, {cycle.name.lower()}",
                "file": kind.pattern.replace("{id}", ref),
                "format": _format(kind, cycle.outline),
                "fields": [*head, _parts(published.outlines[cycle.outline])],
            }
            for ref, cycle in published.cycles.items()
            if cycle.outline in published.outlines
        ],
        "media_folder": "",
        "public_folder": "",
    }


def _parts(outline: Outline) -> FormField:
    return {
        "name": "sections",
        "label": "Nội dung, theo từng mục của đề cương",
        "widget": "object",
        "required": True,
        "fields": [
            {
                "name": f"part{number}",
                "label": f"{part['code']}. {part['title']}",
                **_PART,
                **_prompts(outline, part["code"]),
            }
            for number, part in enumerate(outline_parts(outline))
        ],
    }


_PART: FormField = {
    "required": False,
    "widget": "markdown",
    "modes": ["raw", "rich_text"],
    "buttons": BUTTONS,
    "editor_components": [],
}


def _prompts(outline: Outline, code: str) -> FormField:
    prompts_of_part = [
        prompt.rstrip(".; ") for part in outline.sections if part.code == code for prompt in part.prompts
    ]
    return {"hint": f"Gợi ý: {'; '.join(prompts_of_part)}."} if prompts_of_part else {}


def _facts() -> Collection:
    return {
        "name": FACTS,
        "label": "Thông tin của đơn vị",
        "media_folder": "",
        "public_folder": "",
        "files": [_file(BY_NAME[name]) for name in FILES],
    }


def _file(kind: Kind) -> dict[str, Any]:
    fields = form_fields(
        kind.record,
        ("id", *(["unit"] if "{unit}" in kind.pattern else []), "launched"),
        _PICTURES.get(kind.name, ""),
    )
    if kind.shape.holds_many:
        fields = [_many(kind.label, [*fields, _OWN_ID], name="records", summary=_SUMMARIES[kind.name])]
    if kind.name == "unit_movements":
        launched = fields_of(kind.record)["launched"]
        fields = [
            *fields,
            _many(
                launched.label,
                [
                    *form_fields(Movement, ("id", "unit")),
                    _OWN_ID,
                    {"name": "unit", "widget": "hidden", "default": "{unit}"},
                ],
                name="launched",
                summary="{{name}}",
            ),
        ]
    return {
        "name": kind.attribute,
        "label": kind.label,
        "file": kind.pattern.replace("{id}", "{unit}"),
        "format": _format(kind),
        "fields": fields,
    }


_SUMMARIES = {"model": "{{name}}", "delegate": "{{name}} · {{kind}}", "submission": "{{item}} · {{state}}"}


def _many(label: str, fields: list[FormField], name: str, summary: str) -> FormField:
    return {
        "name": name,
        "label": label,
        "widget": "list",
        "required": False,
        "fields": fields,
        "summary": summary,
        "collapsed": True,
    }
