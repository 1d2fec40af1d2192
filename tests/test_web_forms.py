"""Tests that the web editor's configuration has every field of the model and names nobody."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from kyyeu.model.form import fields_of, written_fields
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.model.site import EditorSettings, Forge
from kyyeu.outputs.editor.web_forms import FILES, FOLDERS, backend, web_configuration
from kyyeu.publishing.gate import publish

from tests.building import HOME, TODAY, read_project

# Fields that have no form field of their own: the web editor shows them in another way, or the file's folder
# gives their value.
LEFT_OUT = {"focus", "launched", "sections", "unit"}


@pytest.fixture(scope="module")
def settings(library: Library) -> dict[str, Any]:
    return web_configuration(publish(library, SITE, TODAY), TODAY)


def forms(settings: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Returns the fields of each record kind; for a file of many records, the fields of one record."""
    fields = {}
    for collection in settings["collections"]:
        for file in collection.get("files", [collection]):
            first = file["fields"][0]
            fields[file["format"].removesuffix("-frontmatter").partition(":")[0]] = (
                first["fields"] if first["name"] == "records" else file["fields"]
            )
    return fields


def walk(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yields the fields and all fields nested in them."""
    for field in fields:
        yield field
        yield from walk(field.get("fields", []))


def test_every_kind_that_a_unit_writes_has_a_form_with_every_field_of_the_model(
    settings: dict[str, Any],
) -> None:
    fields_by_kind = forms(settings)
    assert set(fields_by_kind) == {*FOLDERS, *FILES}
    for name, fields in fields_by_kind.items():
        written = written_fields(BY_NAME[name])
        shown = {field["name"]: field for field in fields}
        assert set(written) - LEFT_OUT <= set(shown), name
        for field in written.values():
            if field.name in shown and field.name not in LEFT_OUT:
                assert shown[field.name]["label"] == field.label
                assert shown[field.name]["required"] or not field.required, (name, field.name)


def test_a_group_inside_a_record_is_shown_whole(settings: dict[str, Any]) -> None:
    exemplar = {field["name"]: field for field in forms(settings)["exemplar"]}
    for name, many in (("awards", True), ("achievements", True), ("consent", False), ("photo", False)):
        group = fields_of(BY_NAME["exemplar"].record)[name].group
        assert exemplar[name]["widget"] == ("list" if many else "object")
        assert {field["name"] for field in exemplar[name]["fields"]} == set(fields_of(group)) - LEFT_OUT


def test_photos_are_stored_where_the_check_looks_for_them(settings: dict[str, Any]) -> None:
    places = {
        name: {field["media_folder"] for field in walk(fields) if field["widget"] == "image"}
        for name, fields in forms(settings).items()
    }
    assert {name: folders for name, folders in places.items() if folders} == {
        "exemplar": {""},
        "news": {""},
        "conference": {"/content/units/{unit}/conferences"},
        "unit": {"/content/units/{unit}"},
    }


def test_choices_and_references_are_picked_not_typed(settings: dict[str, Any]) -> None:
    exemplar = {field["name"]: field for field in forms(settings)["exemplar"]}
    assert {"label": "Nhà giáo", "value": "teacher"} in exemplar["group"]["options"]
    assert exemplar["movements"]["options"] == "@movement" and exemplar["movements"]["multiple"]
    award = {field["name"]: field for field in exemplar["awards"]["fields"]}
    assert award["title"]["options"] == "@award_title"
    for kind in ("award_title", "movement", "cycle", "document", "decision", "unit"):
        values = [choice["value"] for choice in settings["choices"][kind]]
        assert values and len(values) == len(set(values)), kind
    for field in walk([field for fields in forms(settings).values() for field in fields]):
        if field["widget"] == "select" and isinstance(field["options"], str):
            kind = field["options"].removeprefix("@")
            assert kind in settings["choices"] or kind in settings["units"][0]["choices"], field


def test_a_units_configuration_is_of_that_unit_only(library: Library) -> None:
    shown = publish(library, SITE, TODAY)
    only = web_configuration(shown, TODAY, "thpt-ban-trang")
    assert [unit["id"] for unit in only["units"]] == ["thpt-ban-trang"]
    folders = [collection["folder"] for collection in only["collections"] if "folder" in collection]
    files = [file["file"] for collection in only["collections"] for file in collection.get("files", [])]
    assert all("/units/{unit}/" in path for path in (*folders, *files))
    offered = only["units"][0]["choices"]["conference"]
    assert {"label": "THPT Hoa Ban · Giai đoạn 2015 - 2020", "value": "thpt-ban-trang/2015-2020"} in offered


def test_the_public_configuration_names_nobody(library: Library, settings: dict[str, Any]) -> None:
    text = json.dumps(settings, ensure_ascii=False)
    people = {record.name for record in (*library.exemplars.values(), *library.delegates.values())}
    assert people and [name for name in people if name in text] == []


def test_hints_speak_of_switches_and_lists_not_of_codes(settings: dict[str, Any]) -> None:
    for field in walk([field for fields in forms(settings).values() for field in fields]):
        hint = field.get("hint", "")
        assert "true" not in hint and "false" not in hint, field
        assert field["widget"] not in ("select", "relation") or "data/" not in hint, field


@pytest.mark.parametrize(
    ("address", "editor", "expected"),
    [
        (
            "https://github.com/so-gddt/ky-yeu",
            EditorSettings(forge=Forge.GITHUB),
            {"name": "github", "repo": "so-gddt/ky-yeu", "branch": "main", "auth_methods": ["token"]},
        ),
        (
            "https://git.so.example/so-gddt/ky-yeu.git",
            EditorSettings(forge=Forge.GITLAB, branch="noi-dung", app_id="abc"),
            {
                "name": "gitlab",
                "repo": "so-gddt/ky-yeu",
                "branch": "noi-dung",
                "base_url": "https://git.so.example",
                "api_root": "https://git.so.example/api/v4",
                "app_id": "abc",
                "auth_type": "pkce",
            },
        ),
        (
            "https://git.so.example/so-gddt/ky-yeu",
            EditorSettings(forge=Forge.FORGEJO),
            {
                "name": "gitea",
                "repo": "so-gddt/ky-yeu",
                "branch": "main",
                "base_url": "https://git.so.example",
                "api_root": "https://git.so.example/api/v1",
                "auth_methods": ["token"],
            },
        ),
        ("https://github.com/so-gddt/ky-yeu", None, None),
    ],
)
def test_the_repository_is_reached_as_its_forge_wants_it(
    library: Library, address: str, editor: EditorSettings | None, expected: object
) -> None:
    assert backend(library.site.model_copy(update={"repository": address, "editor": editor})) == expected


def test_the_demonstration_has_its_forms_too() -> None:
    library = read_project(HOME)
    settings = web_configuration(publish(library, SITE, TODAY), TODAY)
    assert len(settings["units"]) == len(library.units)
    # A phone loads the web editor's whole configuration before it shows anything, so the size is limited.
    assert len(json.dumps(settings, ensure_ascii=False)) < 400_000
