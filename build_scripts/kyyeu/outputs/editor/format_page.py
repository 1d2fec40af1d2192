"""Writes docs/format.md, the reference of the content format for programmers, from the record classes."""

from collections.abc import Iterable, Iterator

from kyyeu.model.fields import Value
from kyyeu.model.form import Field, Widget, fields_below, written_fields
from kyyeu.model.kinds import BY_NAME, KINDS, Kind, Shape
from kyyeu.model.privacy import Channel
from kyyeu.model.site import SCHEMA

PAGE = "docs/format.md"
_LEAD = """# The content format, schema {schema}

`kyyeu editor` writes this page from the record classes in `build_scripts/kyyeu/model/`, and a test keeps
it current. Do not edit it.

All files are in UTF-8. They hold YAML, or YAML front matter with a Markdown body. `schema` in
`data/site.yml` is the version of this format that a project has; beside it, `written_by` is the version
of the program that wrote the number. A program refuses a project with a newer number. `kyyeu upgrade`
brings an older project to the number of the program, by the functions in
`build_scripts/kyyeu/migrations/`. A new optional field does not change the number.

- *Type*: `list of` is a YAML list, `map of` a mapping of ids to values. A name with a link is a group of
  nested fields, with a table of its own.
- *Channels* that may show the field if its record may be published there: `site` (web pages), `site_pdf`
  (PDFs on the site), `print` and `open_data`. If the field refers to a person, picture or award that is
  withheld, that reference is `left_out` of its list, the field is `blanked`, or its group or record is
  `dropped`.
- *Label*: the field's name in Vietnamese, in forms, workbooks and messages.
"""
_SHAPES = {
    Shape.FILE: "a YAML file with one record",
    Shape.MAPPING: "a YAML file that maps ids to records",
    Shape.PROSE: "front matter with a Markdown body",
    Shape.SECTIONS: "front matter with a Markdown body in sections, `## [code] Title`",
}
_TYPES = {
    Widget.LINE: "text, one line",
    Widget.TEXT: "text, several lines",
    Widget.PROSE: "Markdown",
    Widget.DAY: "date, `2020-01-05`",
    Widget.CLOCK: "time, `07:30`",
    Widget.INTEGER: "integer",
    Widget.NUMBER: "number",
    Widget.FLAG: "`true` or `false`",
    Widget.SCHOOL_YEAR: "school year, `2018-2019`",
    Widget.URL: "web address",
    Widget.EMAIL: "mail address",
    Widget.FILE: "name of a file beside the record",
    Widget.ID: "id",
}
_KIND_OF = {kind.record: kind.name for kind in KINDS}


def format_page() -> Iterator[tuple[str, bytes]]:
    """Yields the path and content of the page that describes the content format."""
    groups: dict[type[Value], None] = {}
    kinds = "".join(_kind(kind, groups) for kind in KINDS)
    # A group may have fields that are groups as well, so the tables of groups add to the groups.
    tables: list[str] = []
    while len(tables) < len(groups):
        group = list(groups)[len(tables)]
        tables.append(f"\n### {group.__name__}\n\n{_table(fields_below(group).values(), groups)}")
    text = (
        f"{_LEAD.format(schema=SCHEMA)}\n## Kinds of record\n{kinds}\n## Groups of fields\n{''.join(tables)}"
    )
    yield PAGE, text.encode()


def _kind(kind: Kind, groups: dict[type[Value], None]) -> str:
    written = ", written by commands only" if kind.register else ""
    return (
        f"\n### {kind.name}\n\n“{kind.label}”, `{kind.pattern}`: {_SHAPES[kind.shape]}{written}.\n\n"
        f"{_table(written_fields(kind).values(), groups)}"
    )


def _table(fields: Iterable[Field], groups: dict[type[Value], None]) -> str:
    rows = [
        f"| `{field.name}` | {_type(field, groups)} | {'required' if field.required else ''} | "
        f"{'; '.join(_limits(field))} | {_channels(field)} | {field.label} |\n"
        for field in fields
    ]
    return (
        "| Field | Type | Required | Limits | Channels | Label |\n| --- | --- | --- | --- | --- | --- |\n"
        + "".join(rows)
    )


def _type(field: Field, groups: dict[type[Value], None]) -> str:
    if field.group in _KIND_OF:
        name = f"[{_KIND_OF[field.group]}](#{_KIND_OF[field.group]})"
    elif field.group is not None:
        groups.setdefault(field.group)
        name = f"[{field.group.__name__}](#{field.group.__name__.lower()})"
    elif field.choices is not None:
        name = "one of " + ", ".join(f"`{choice.value}`" for choice in field.choices)
    elif field.reference:
        name = f"reference to [{field.reference}](#{BY_NAME[field.reference].name})"
    else:
        name = _TYPES[field.widget]
    return f"list of {name}" if field.many else f"map of {name}" if field.keyed else name


def _limits(field: Field) -> Iterator[str]:
    bounds = (
        (field.least, "at least {:.10g}"),
        (field.most, "at most {:.10g}"),
        (field.longest, "at most {:.10g} characters"),
    )
    items = ((field.fewest_items, "at least {:.10g} items"), (field.most_items, "at most {:.10g} items"))
    for bound, words in (*bounds, *items):
        if bound is not None:
            yield words.format(bound)
    if field.pattern:
        yield f"`{field.pattern.replace('|', '&#124;')}`"
    if field.brief and field.group is not None:
        yield f"a plain text stands for its `{next(iter(fields_below(field.group)))}`"


def _channels(field: Field) -> str:
    shown = [channel.value for channel in Channel if field.shown_on(channel)]
    words = "all" if len(shown) == len(Channel) else ", ".join(shown) or "none"
    withheld = field.privacy and field.privacy.withheld
    return f"{words}; {withheld.value}" if withheld else words
