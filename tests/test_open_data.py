"""Tests the open data files: whose records and which fields they hold, and that they match their schemas."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from kyyeu.facts.consent import SCOPES, consents
from kyyeu.facts.names import Names
from kyyeu.model.fields import Consent, Minor
from kyyeu.model.library import Library
from kyyeu.model.privacy import OPEN_DATA
from kyyeu.outputs.exports.records import CHUNK, ReferenceTexts, data_jobs, render_chunk
from kyyeu.outputs.exports.tables import cell, table_heads
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.open_data import DATA_KINDS, data_page, open_fields
from kyyeu.work.run import start_worker

from tests.building import TODAY
from tests.many import edited, many
from tests.rendered import open_data

URL = "https://hoa-ban.example/ky-yeu/"
MARK = "Bản minh họa: đơn vị, con người và số liệu đều hư cấu"
NEVER = (
    "consent",
    "minor",
    "votes",
    "seat",
    "body",
    "aliases",
    "photo",
    "people",
    "sort_key",
    "withdrawn",
    "guardian",
)


@pytest.fixture(scope="module")
def site(built_sample: Path) -> Path:
    return built_sample / "site"


@pytest.fixture(scope="module")
def data(site: Path) -> dict[str, dict[str, Any]]:
    return {kind.name: json.loads((site / f"data/{kind.name}.json").read_text()) for kind in DATA_KINDS}


def written(library: Library, folder: Path) -> dict[str, bytes]:
    with start_worker(folder) as worker:
        jobs = data_jobs(worker, open_data(library))
        worker.run(jobs)
        return {job.name: worker.cache.read(job.key) for job in jobs}


def rows(data: bytes) -> list[dict[str, str]]:
    """Returns the rows of a CSV file as dicts by column title; the file must begin with a byte order mark."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def keys(tree: Any) -> set[str]:
    if isinstance(tree, dict):
        return set(tree).union(*map(keys, tree.values()))
    return set().union(*map(keys, tree)) if isinstance(tree, list) else set()


def test_files_match_their_schemas(site: Path, data: dict[str, dict[str, Any]]) -> None:
    for name, contents in data.items():
        schema = json.loads((site / f"data/{name}.schema.json").read_text())
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(contents)
        assert (
            contents["$schema"] == f"{name}.schema.json" and schema["$id"] == f"{URL}data/{name}.schema.json"
        )
        assert (contents["count"], contents["demonstration"], contents["source"]) == (
            len(contents["records"]),
            MARK,
            URL,
        )


def test_schemas_speak_vietnamese(site: Path) -> None:
    """The JSON schemas of open data give each field a Vietnamese label, and do not mention private fields."""
    schema = json.loads((site / "data/exemplars.schema.json").read_text())
    assert schema["$defs"]["Record"]["properties"]["summary"] == {
        "type": "string",
        "title": "Tóm tắt",
        "description": "Một, hai câu; hiện trong danh sách và khi chia sẻ.",
        "minLength": 1,
        "maxLength": 400,
    }
    assert schema["$defs"]["Group"]["oneOf"][1] == {"const": "teacher", "title": "Nhà giáo"}
    assert schema["$defs"]["Award"]["properties"]["year"] == {
        "minimum": 1945,
        "maximum": 2100,
        "type": "integer",
        "title": "Năm",
        "description": "Năm được tặng.",
    }
    for kind in DATA_KINDS:
        whole = json.loads((site / f"data/{kind.name}.schema.json").read_text())
        assert not keys(whole["$defs"]) & set(NEVER), kind.name
        for name, definition in whole["$defs"].items():
            assert all(rule.get("title") for rule in definition.get("properties", {}).values()), (
                kind.name,
                name,
            )


def test_only_those_who_agreed_to_web_and_data_are_in_it(
    library: Library, shown: Catalogue, data: dict[str, dict[str, Any]]
) -> None:
    agreed = {
        ref
        for ref, exemplar in library.exemplars.items()
        if exemplar.status == "approved" and consents(exemplar, SCOPES[OPEN_DATA], TODAY)
    }
    assert {record["ref"] for record in data["exemplars"]["records"]} == agreed and agreed
    assert agreed < set(shown.published.exemplars)


def test_private_fields_and_withheld_names_are_in_no_file(
    site: Path, library: Library, data: dict[str, dict[str, Any]]
) -> None:
    """The open data files hold no private field, such as a consent form, an age, votes or a portrait.

    They also hold no name of a withheld person.
    """
    assert not [name for name, contents in data.items() if keys(contents["records"]) & set(NEVER)]
    sought = open_data(library).withheld
    for path in sorted((site / "data").iterdir()):
        assert not sought.stand_in(path.read_text(encoding="utf-8")), path.name


def test_texts_that_name_a_withheld_person_are_left_out(library: Library, tmp_path: Path) -> None:
    """A text that names a withheld person is left out of the open data.

    If the text is a required field of its record, such as the summary, the whole record is left out.
    """
    collective, teacher = (
        library.exemplars[f"thpt-ban-trang/{name}"] for name in ("to-ngoai-ngu", "au-duc-long")
    )
    person = next(
        exemplar
        for exemplar in library.exemplars.values()
        if exemplar.type == "individual" and exemplar is not teacher
    )
    withheld = person.model_copy(
        update={
            "consent": person.consent.model_copy(update={"scope": (Consent.Scope.WEB, Consent.Scope.PRINT)})
        }
    )
    quoting = teacher.model_copy(
        update={
            "quote": f"Cảm ơn {person.name}.",
            "achievements": (
                teacher.achievements[0].model_copy(update={"text": f"Cùng {person.name} dạy bơi"}),
                *teacher.achievements[1:],
            ),
        }
    )
    naming = collective.model_copy(update={"summary": f"Tổ của {person.name.upper()}."})
    changed = replace(
        library,
        exemplars={**library.exemplars, withheld.ref: withheld, quoting.ref: quoting, naming.ref: naming},
    )
    records = {
        record["ref"]: record
        for record in json.loads(written(changed, tmp_path)["data/exemplars.json"])["records"]
    }
    assert withheld.ref not in records and naming.ref not in records
    assert (
        "quote" not in records[quoting.ref]
        and len(records[quoting.ref].get("achievements", ())) == len(teacher.achievements) - 1
    )


def test_a_withdrawal_empties_the_files(library: Library, tmp_path: Path) -> None:
    ended = {
        ref: exemplar.model_copy(
            update={"consent": exemplar.consent.model_copy(update={"withdrawn": date(2026, 1, 1)})}
        )
        for ref, exemplar in library.exemplars.items()
        if exemplar.consent
    }
    files = written(replace(library, exemplars={**library.exemplars, **ended}), tmp_path)
    assert (
        json.loads(files["data/exemplars.json"])["records"] == [] and rows(files["data/exemplars.csv"]) == []
    )
    for path, text in files.items():
        assert not [exemplar.id for exemplar in ended.values() if f"/{exemplar.id}" in text.decode()], path


def test_ids_are_explained(data: dict[str, dict[str, Any]]) -> None:
    """Where open data hold the id of a unit or an award, they also hold its name.

    Likewise, decisions have their number, and items of a programme their title.
    """
    exemplars = {record["ref"]: record for record in data["exemplars"]["records"]}
    person = exemplars["thpt-ban-trang/au-duc-long"]
    assert person["address"] == f"{URL}dien-hinh/thpt-ban-trang/au-duc-long/"
    assert person["unit_name"].startswith("Trường THPT")
    assert person["awards"] and all(award["name"] and award["level"] for award in person["awards"])
    assert any(
        "number" in award.get("decision", {})
        for record in exemplars.values()
        for award in record.get("awards", ())
    )
    items = [item for record in data["conferences"]["records"] for item in record.get("programme", ())]
    assert items and all(item["title"] and "{" not in item["title"] for item in items)


def test_csv_tables_hold_the_same_as_the_json_files(site: Path, data: dict[str, dict[str, Any]]) -> None:
    for kind in DATA_KINDS:
        records = data[kind.name]["records"]
        table = rows((site / f"data/{kind.name}.csv").read_bytes())
        assert [row["ref"] for row in table] == [record["ref"] for record in records]
        assert all(row["demonstration"] == MARK for row in table)
        for group in filter(None, table_heads(kind, MARK)):
            members = [
                {"ref": record["ref"], **member} for record in records for member in record.get(group, ())
            ]
            for row, member in zip(
                rows((site / f"data/{kind.name}-{group}.csv").read_bytes()), members, strict=True
            ):
                cells = {key: cell(value) for key, value in member.items() if not isinstance(value, dict)}
                assert cells.items() <= row.items(), (kind.name, group)


def test_cells() -> None:
    assert [cell(value) for value in (None, True, 3, 97.5, ["a", "b"], "=1+1", "-3 giải", -3)] == [
        "",
        "true",
        "3",
        "97.5",
        "a; b",
        "'=1+1",
        "'-3 giải",
        "-3",
    ]


def test_one_edit_makes_one_chunk(library: Library, tmp_path: Path) -> None:
    crowd = many(library, 3 * CHUNK)
    pattern = library.exemplars["thpt-ban-trang/au-duc-long"]
    agreed = {"consent": pattern.consent, "status": pattern.status, "minor": Minor.ADULT}
    crowd = replace(
        crowd,
        exemplars={ref: exemplar.model_copy(update=agreed) for ref, exemplar in crowd.exemplars.items()},
    )
    before = written(crowd, tmp_path)
    ref = sorted(crowd.exemplars)[CHUNK + 7]
    changed = edited(crowd, "exemplars", ref, titles=("Giáo viên dạy bơi",))
    with start_worker(tmp_path) as worker:
        jobs = data_jobs(worker, open_data(changed))
        worker.run(jobs)
        assert len(worker.tally.rendered["data"]) == 1
        after = {job.name: worker.cache.read(job.key) for job in jobs}
    assert {path for path in after if after[path] != before[path]} == {
        "data/exemplars.json",
        "data/exemplars.csv",
    }
    assert len(json.loads(after["data/exemplars.json"])["records"]) == len(crowd.exemplars)


def test_the_page_lists_and_explains_every_file(site: Path, library: Library) -> None:
    page = (site / "data/index.html").read_text()
    files = {path.name for path in (site / "data").iterdir()} - {"index.html"}
    assert all(f'href="../data/{name}"' in page for name in files)
    view = data_page(open_data(library).catalogue)
    assert "không được dùng để xếp hạng" in view.licence and view.mark == MARK
    assert [file.kind for file in view.files] == [kind.name for kind in DATA_KINDS]
    for kind in DATA_KINDS:
        assert all(field.label for field in open_fields(kind.record)), kind.name
    assert {
        name for kind in json.loads((site / "data/index.json").read_text())["data"] for name in kind["files"]
    } == files - {"index.json"}


def test_a_chunk_without_records() -> None:
    assert render_chunk("speeches", (), ReferenceTexts(URL, "", {}, {}, {}, {}), Names(())) == {
        "records": b"0\n",
        "table": b"",
    }
