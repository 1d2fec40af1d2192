"""Open data: who is in it, what of them, and whether the files are what their schemas say."""

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
from kyyeu.model.fields import Consent, Minor
from kyyeu.model.library import Library
from kyyeu.model.privacy import OPEN_DATA
from kyyeu.outputs.exports.records import CHUNK, data_jobs, render_chunk
from kyyeu.outputs.exports.tables import cell, table_heads
from kyyeu.views.site.open_data import DATA_KINDS, data_page, open_fields
from kyyeu.work.run import start_worker

from tests.many import many
from tests.rendered import TODAY, open_data, render_site, sample_catalogue, sample_library

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
def library() -> Library:
    return sample_library()


@pytest.fixture(scope="module")
def site(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_site(sample_catalogue(), tmp_path_factory.mktemp("data"), data=open_data(library))


@pytest.fixture(scope="module")
def data(site: Path) -> dict[str, dict[str, Any]]:
    """Every kind's file."""
    return {kind.name: json.loads((site / f"data/{kind.name}.json").read_text()) for kind in DATA_KINDS}


def written(library: Library, folder: Path) -> dict[str, bytes]:
    """The files of a library's open data, by path."""
    with start_worker(folder) as worker:
        jobs = data_jobs(worker, open_data(library))
        worker.run(jobs)
        return {job.name: worker.cache.bytes(job.key) for job in jobs}


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for entry in value.values() for name in keys(entry)}
    return {name for entry in value for name in keys(entry)} if isinstance(value, list) else set()


def test_files_are_what_their_schemas_say(site: Path, data: dict[str, dict[str, Any]]) -> None:
    for name, found in data.items():
        schema = json.loads((site / f"data/{name}.schema.json").read_text())
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
        assert found["$schema"] == f"{name}.schema.json" and schema["$id"] == f"{URL}data/{name}.schema.json"
        assert (
            found["count"] == len(found["records"])
            and found["demonstration"] == MARK
            and found["source"] == URL
        )


def test_schemas_speak_vietnamese(site: Path) -> None:
    """Every field has its label, every code its meaning; nothing of the classes behind them is told."""
    schema = json.loads((site / "data/exemplars.schema.json").read_text())
    record = schema["$defs"]["Record"]
    assert record["properties"]["summary"] == {
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
            for field, rule in definition.get("properties", {}).items():
                assert rule.get("title"), (kind.name, name, field)


def test_only_who_agreed_to_web_and_data(library: Library, data: dict[str, dict[str, Any]]) -> None:
    agreed = {
        ref
        for ref, exemplar in library.exemplars.items()
        if exemplar.status == "approved" and consents(exemplar, SCOPES[OPEN_DATA], TODAY)
    }
    assert {record["ref"] for record in data["exemplars"]["records"]} == agreed and agreed
    assert len(agreed) < len(sample_catalogue().exemplars) or agreed == set(
        sample_catalogue().published.exemplars
    )


def test_what_is_private_is_nowhere(site: Path, library: Library, data: dict[str, dict[str, Any]]) -> None:
    """No consent, age, vote, seat, prose or picture; no name of anyone who did not agree."""
    assert not [name for name, found in data.items() if keys(found["records"]) & set(NEVER)]
    sought = open_data(library).withheld
    for path in sorted((site / "data").iterdir()):
        assert not sought.stand_in(path.read_text(encoding="utf-8")), path.name


def test_names_in_texts_of_others_fall_with_their_text(library: Library, tmp_path: Path) -> None:
    """A summary that names someone who did not agree to open data goes with its record; a figure's text goes alone."""
    silent, speaking = (
        library.exemplars[f"thpt-ban-trang/{name}"] for name in ("to-ngoai-ngu", "au-duc-long")
    )
    person = next(
        exemplar
        for exemplar in library.exemplars.values()
        if exemplar.type == "individual" and exemplar is not speaking
    )
    assert person.consent is not None
    mute = person.model_copy(
        update={
            "consent": person.consent.model_copy(update={"scope": (Consent.Scope.WEB, Consent.Scope.PRINT)})
        }
    )
    told = speaking.model_copy(
        update={
            "quote": f"Cảm ơn {person.name}.",
            "achievements": (
                speaking.achievements[0].model_copy(update={"text": f"Cùng {person.name} dạy bơi"}),
                *speaking.achievements[1:],
            ),
        }
    )
    gone = silent.model_copy(update={"summary": f"Tổ của {person.name.upper()}."})
    changed = replace(
        library, exemplars={**library.exemplars, mute.ref: mute, told.ref: told, gone.ref: gone}
    )
    records = {
        record["ref"]: record
        for record in json.loads(written(changed, tmp_path)["data/exemplars.json"])["records"]
    }
    assert mute.ref not in records and gone.ref not in records
    assert (
        "quote" not in records[told.ref]
        and len(records[told.ref].get("achievements", ())) == len(speaking.achievements) - 1
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
    """Awards by name, level and decision; a programme's items by their official titles with the periods; units by name; pages."""
    record = next(
        entry for entry in data["exemplars"]["records"] if entry["ref"] == "thpt-ban-trang/au-duc-long"
    )
    assert record["address"] == f"{URL}dien-hinh/thpt-ban-trang/au-duc-long/" and record[
        "unit_name"
    ].startswith("Trường THPT")
    assert record["awards"] and all(award["name"] and award["level"] for award in record["awards"])
    assert any(
        "number" in award.get("decision", {})
        for entry in data["exemplars"]["records"]
        for award in entry.get("awards", ())
    )
    items = [item for entry in data["conferences"]["records"] for item in entry.get("programme", ())]
    assert items and all(item["title"] and "{" not in item["title"] for item in items)


def test_tables_say_the_same(site: Path, data: dict[str, dict[str, Any]]) -> None:
    for kind in DATA_KINDS:
        found = data[kind.name]["records"]
        table = rows((site / f"data/{kind.name}.csv").read_bytes())
        assert [row["ref"] for row in table] == [record["ref"] for record in found]
        assert all(row["demonstration"] == MARK for row in table)
        for group in filter(None, table_heads(kind, MARK)):
            entries = [(record["ref"], entry) for record in found for entry in record.get(group, ())]
            lines = rows((site / f"data/{kind.name}-{group}.csv").read_bytes())
            assert [line["ref"] for line in lines] == [ref for ref, _ in entries], (kind.name, group)
            for line, (_, entry) in zip(lines, entries, strict=True):
                assert {
                    name: cell(value) for name, value in entry.items() if not isinstance(value, dict)
                }.items() <= line.items()


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
        crowd, exemplars={ref: entry.model_copy(update=agreed) for ref, entry in crowd.exemplars.items()}
    )
    before = written(crowd, tmp_path)
    ref = sorted(crowd.exemplars)[CHUNK + 7]
    edited = crowd.exemplars[ref].model_copy(update={"titles": ("Giáo viên dạy bơi",)})
    with start_worker(tmp_path) as worker:
        jobs = data_jobs(worker, open_data(replace(crowd, exemplars={**crowd.exemplars, ref: edited})))
        worker.run(jobs)
        assert len(worker.tally.rendered["data"]) == 1
        after = {job.name: worker.cache.bytes(job.key) for job in jobs}
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
    index = json.loads((site / "data/index.json").read_text())
    assert {name for entry in index["data"] for name in entry["files"]} == files - {"index.json"}


def test_a_chunk_without_records() -> None:
    from kyyeu.facts.names import Names
    from kyyeu.outputs.exports.records import ReferenceTexts

    found = render_chunk("speeches", (), ReferenceTexts(URL, "", {}, {}, {}, {}), Names(()))
    assert found == {"records": b"0\n", "table": b""}
