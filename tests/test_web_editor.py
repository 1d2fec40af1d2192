"""Tests the web editor: the files that it adds to the site, its security policy and its forms."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kyyeu.model.form import fields_of, written_fields
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.model.site import EditorSettings, Forge
from kyyeu.outputs.editor.web_forms import FILES, FOLDERS, backend, web_configuration
from kyyeu.outputs.exports.hosting import nginx_lines
from kyyeu.outputs.site.address_list import lasting_addresses
from kyyeu.outputs.site.editor import BUNDLE, editor_files, editor_problems, sources_hash
from kyyeu.outputs.site.policy import PAGE_POLICY, headers_file
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.site.site_frame import edit_address
from kyyeu.work.run import Worker, start_worker

from tests.building import HOME, SAMPLE, TODAY, kyyeu, read_project


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    with start_worker(tmp_path / "results", 1) as started:
        yield started


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Returns a project folder with a web editor whose whole program is one line of JavaScript."""
    (tmp_path / BUNDLE).mkdir(parents=True)
    (tmp_path / BUNDLE / "app.js").write_text("start();", encoding="utf-8")
    write_bundle(tmp_path, sources_hash())
    return tmp_path


def write_bundle(root: Path, source: str) -> None:
    """Writes the file bundle.json, which lists the files of the web editor's program with their hashes.

    `source` is the hash of the source files from which the program was bundled.
    """
    digest = hashlib.sha256((root / BUNDLE / "app.js").read_bytes()).hexdigest()
    bundle = {"source": source, "files": {"app.js": digest}}
    (root / BUNDLE / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")


def test_the_editor_has_its_page_bundle_and_forms(root: Path, worker: Worker, shown: Catalogue) -> None:
    files = editor_files(worker, root, shown)
    assert sorted(files) == ["bien-tap/app.js", "bien-tap/config.json", "bien-tap/index.html"]
    assert files["bien-tap/app.js"].path.read_text(encoding="utf-8") == "start();"
    settings = json.loads(files["bien-tap/config.json"].path.read_text(encoding="utf-8"))
    assert {unit["id"] for unit in settings["units"]} == set(shown.published.units)
    page = files["bien-tap/index.html"].path.read_text(encoding="utf-8")
    assert "@@" not in page and '<meta name="robots" content="noindex">' in page
    assert "connect-src &#x27;self&#x27; blob: data:" in page
    assert lasting_addresses(files) == frozenset()


def test_without_a_bundle_the_site_has_no_editor_and_no_problem(
    root: Path, worker: Worker, shown: Catalogue
) -> None:
    shutil.rmtree(root / BUNDLE)
    assert (editor_files(worker, root, shown), editor_problems(root)) == ({}, [])


def test_an_outdated_bundle_is_left_out_with_a_warning(root: Path, worker: Worker, shown: Catalogue) -> None:
    assert editor_problems(root) == []
    write_bundle(root, "f" * 64)
    assert editor_files(worker, root, shown) == {}
    (problem,) = editor_problems(root)
    assert str(problem) == (
        "theme/editor:1:1: cảnh báo [editor-stale] Trang biên tập /bien-tap/ đóng gói từ bản cũ, hoặc gói "
        "ấy đã hỏng, nên không đưa vào trang. → Chạy: make editor (cần Node.js), rồi dựng lại."
    )


def test_the_editors_policy_does_not_hold_for_pages(shown: Catalogue) -> None:
    site = shown.published.site.model_copy(
        update={
            "repository": "https://git.so.example/so/ky-yeu",
            "editor": EditorSettings(forge=Forge.GITLAB),
        }
    )
    pages, _, own = (
        headers_file("/ky-yeu/", ("https://git.so.example",)).decode().partition("/ky-yeu/bien-tap/*\n")
    )
    assert PAGE_POLICY in pages and "unsafe" not in pages and "git.so.example" not in pages
    assert (
        "  ! Content-Security-Policy\n" in own
        and "connect-src 'self' blob: data: https://git.so.example;" in own
    )
    outside, _, inside = nginx_lines(catalogue(replace(shown.published, site=site))).partition(
        "location /ky-yeu/bien-tap/ {\n"
    )
    block, _, rest = inside.partition("}")
    assert "unsafe" not in outside + rest and "git.so.example" not in outside + rest
    assert block.count("add_header Content-Security-Policy ") == 1
    assert (
        "https://git.so.example" in block
        and 'X-Robots-Tag "noindex"' in block
        and "same-origin-allow-popups" in block
    )


@pytest.mark.parametrize(
    ("repository", "editor", "address"),
    [
        ("https://git.so.example/so/ky-yeu/", None, "https://git.so.example/so/ky-yeu/_edit/main/data/a.yml"),
        ("https://github.com/so/ky-yeu.git", None, "https://github.com/so/ky-yeu/edit/main/data/a.yml"),
        ("https://gitlab.so.example/so/a", None, "https://gitlab.so.example/so/a/-/edit/main/data/a.yml"),
        (
            "https://github-cu.so.example/so/a",
            EditorSettings(forge=Forge.GITLAB, branch="sửa/đổi"),
            "https://github-cu.so.example/so/a/-/edit/s%E1%BB%ADa/%C4%91%E1%BB%95i/data/a.yml",
        ),
    ],
)
def test_a_page_is_edited_in_its_repository(
    repository: str, editor: EditorSettings | None, address: str, shown: Catalogue
) -> None:
    site = shown.published.site.model_copy(update={"repository": repository, "editor": editor})
    assert edit_address(site, "data/a.yml") == address


def test_the_command_gives_one_units_configuration() -> None:
    assert [
        unit["id"] for unit in json.loads(kyyeu(SAMPLE, "editor", "--unit", "thpt-ban-trang").stdout)["units"]
    ] == ["thpt-ban-trang"]
    wrong = kyyeu(SAMPLE, "editor", "--unit", "thpt-ban-trng", check=False)
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "kyyeu: không có đơn vị “thpt-ban-trng”. Có phải “thpt-ban-trang”?\n",
    )


# Fields of records without a form field of the same name. The web editor edits them in another form, or the
# folder of the record's file gives their value.
LEFT_OUT = {"focus", "launched", "sections", "unit"}


@pytest.fixture(scope="module")
def settings(library: Library) -> dict[str, Any]:
    return web_configuration(publish(library, SITE, TODAY), TODAY)


def forms(settings: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Returns the form fields of the web editor, as a dict from record kind to list of fields.

    If a file holds many records, the list has the fields of one of these records.
    """
    fields = {}
    for collection in settings["collections"]:
        for file in collection.get("files", [collection]):
            first = file["fields"][0]
            fields[file["format"].removesuffix("-frontmatter").partition(":")[0]] = (
                first["fields"] if first["name"] == "records" else file["fields"]
            )
    return fields


def walk(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
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
    only = web_configuration(publish(library, SITE, TODAY), TODAY, "thpt-ban-trang")
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
    # A phone loads the whole configuration of the web editor before it shows anything, so its size is
    # limited.
    assert len(json.dumps(settings, ensure_ascii=False)) < 400_000
