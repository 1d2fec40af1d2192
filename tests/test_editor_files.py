"""Tests the files that `kyyeu editor` writes for text editors, and the page that describes all fields.

The JSON schemas for text editors must accept and refuse the same values as the checks of the content.
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from kyyeu.loading.files import kind_of, record_files
from kyyeu.model.form import written_fields
from kyyeu.model.kinds import BY_NAME, KINDS, Kind, Shape
from kyyeu.outputs.editor.canonical import modeline
from kyyeu.outputs.editor.schemas import record_schema

from tests.building import HOME, copy_broken, kyyeu


class _Core(yaml.SafeLoader):
    """Reads YAML as text editors do, by the core schema of YAML 1.2: dates and times are read as text."""


_Core.yaml_implicit_resolvers = {
    first: [
        (tag, regexp)
        for tag, regexp in resolvers
        if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"[-+]?[0-9]*\.[0-9]+$"), list("-+.0123456789")
)


def tree_of(path: Path) -> Any:
    """Returns the data of a YAML file, or of the front matter of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    return yaml.load(
        text.partition("---\n")[2].partition("\n---\n")[0] if path.suffix == ".md" else text, _Core
    )


def kinds_by_file(root: Path) -> dict[str, Kind]:
    """Returns the record kind of each file that people write, by the file's path within the project."""
    return {file: kind for file in record_files(root) if (kind := kind_of(file)) and not kind.register}


def faults(kind_name: str, tree: Any) -> list[str]:
    return [
        error.message
        for error in jsonschema.Draft7Validator(record_schema(BY_NAME[kind_name])).iter_errors(tree)
    ]


@pytest.mark.parametrize("root", [HOME, HOME / "tests/sample"], ids=["demonstration", "sample"])
def test_schemas_take_what_the_check_takes(root: Path) -> None:
    kinds = kinds_by_file(root)
    for file, kind in kinds.items():
        assert not faults(kind.name, tree_of(root / file)), file
    assert len({kind.name for kind in kinds.values()}) >= 18


@pytest.mark.parametrize(
    "case", ["field-unknown", "choice", "field-missing", "number-range", "focus-range", "time"]
)
def test_schemas_refuse_what_the_check_refuses(case: str, tmp_path: Path) -> None:
    root = copy_broken(case, tmp_path)
    assert any(faults(kind.name, tree_of(root / file)) for file, kind in kinds_by_file(root).items())


def test_what_is_generated_is_current() -> None:
    run = kyyeu(HOME, "editor", "--check", check=False)
    assert run.returncode == 0, run.stdout


def test_a_stale_file_is_named_and_mended(root: Path) -> None:
    written = kyyeu(root, "editor").stdout.splitlines()
    assert "data/schemas/exemplar.schema.json" in written and ".vscode/settings.json" in written
    assert kyyeu(root, "editor").stdout == "Mọi tệp đều mới.\n"
    (root / "data/schemas/unit.schema.json").write_text("{}")
    run = kyyeu(root, "editor", "--check", check=False)
    assert run.returncode == 1 and run.stdout.splitlines()[0] == "data/schemas/unit.schema.json"
    assert (root / "data/schemas/unit.schema.json").read_text() == "{}"
    assert kyyeu(root, "editor").returncode == 0 and kyyeu(root, "editor", "--check").returncode == 0
    assert kyyeu(root, "check", "--strict").returncode == 0


def test_the_line_in_a_file_leads_to_its_schema() -> None:
    for kind in KINDS:
        if kind.shape in (Shape.FILE, Shape.MAPPING) and not kind.register:
            file = kind.pattern.format(unit="truong", id="truong" if kind.name.startswith("unit") else "ma")
            folder = HOME / Path(file).parent.as_posix().replace("truong", "thpt-suoi-ngoc")
            assert (folder / modeline(kind, file).strip().partition("$schema=")[2]).resolve().is_file(), file


def test_visual_studio_code_knows_every_yaml_file() -> None:
    settings = json.loads((HOME / ".vscode/settings.json").read_text())
    for file, kind in kinds_by_file(HOME).items():
        if file.endswith(".yml"):
            assert [
                schema for schema, pattern in settings["yaml.schemas"].items() if Path(file).match(pattern)
            ] == [f"./data/schemas/{kind.name}.schema.json"], file


def test_the_page_names_every_field() -> None:
    page = (HOME / "theme/guide/cac-truong.md").read_text(encoding="utf-8")
    for kind in KINDS:
        if not kind.register:
            section = page.partition(f"\n## {kind.label}\n")[2].partition("\n## ")[0]
            assert [
                name
                for name, field in written_fields(kind).items()
                if f"| **{field.label}**{' ●' if field.required else ''} `{name}` |" not in section
            ] == [], kind.name
