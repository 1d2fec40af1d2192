"""Makes the open data files in /data/: JSON files, CSV files and JSON Schemas.

A text that names a person who did not agree to open data is left out. If the text is in a required field, the
whole record is left out.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kyyeu.facts.names import Names
from kyyeu.outputs.exports.schemas import render_schema
from kyyeu.outputs.exports.tables import BYTE_MARK, csv_lines, table_heads, table_rows
from kyyeu.publishing.published import Published
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.open_data import (
    BY_NAME,
    DATA_KINDS,
    FOLDER,
    DataKind,
    demonstration_mark,
    file_address,
    licence,
    records,
)
from kyyeu.views.site.site_frame import site_view
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

# The number of records whose open data one job writes. After an edit, only the job with the edited record
# runs again.
CHUNK = 250
_LINES = "records"


@dataclass(frozen=True)
class OpenData:
    """Holds the data from which the open data files are made.

    `catalogue` has the records that open data may show. `site` has the records that the site shows, for the
    names of records to which others refer. `withheld` are the names of people that no file may contain.
    """

    catalogue: Catalogue
    site: Catalogue
    withheld: Names


@dataclass(frozen=True, slots=True)
class ReferenceTexts:
    """Holds texts that explain the ids in open data, such as the name of an award by its id.

    `titles` has the name and level of each award title. `decisions` has the number, date and issuer of each
    award decision. `cycles` has two dicts for each five-year cycle. The first has the years that the cycle
    reviews and the years that follow. The second has the official titles of programme items by code.
    """

    url: str
    mark: str
    units: dict[str, str]
    titles: dict[str, tuple[str, str]]
    decisions: dict[str, dict[str, str]]
    cycles: dict[str, tuple[dict[str, str], dict[str, str]]]


def data_jobs(worker: Worker, data: OpenData) -> list[Job]:
    """Returns the jobs that write the open data files; their names are the files' paths.

    Other jobs, which run at once, write the records in chunks. The returned jobs join the chunks into files.
    """
    catalogue = data.catalogue
    texts = _reference_texts(data.site)
    shared = key(texts, data.withheld, code_version())
    chunks = {
        kind.name: _chunks(kind, catalogue.published, texts, data.withheld, shared) for kind in DATA_KINDS
    }
    worker.run(job for jobs in chunks.values() for job in jobs)
    head = {"source": texts.url, "publisher": site_view(catalogue).organiser, "licence": licence(catalogue)}
    if texts.mark:
        head["demonstration"] = texts.mark
    jobs, files = [], []
    for kind in DATA_KINDS:
        keys = tuple(job.key for job in chunks[kind.name])
        finished = [worker.sources(job) for job in chunks[kind.name]]
        lines = tuple(files[_LINES] for files in finished)
        schema = (kind.name, texts.url)
        kind_jobs = [
            _job(file_address(kind, "json"), join_records, (kind.name, head, lines), (kind.name, head, keys)),
            _job(file_address(kind, "schema.json"), render_schema, schema, schema),
        ]
        for group in table_heads(kind, texts.mark):
            table = (kind.name, group, texts.mark)
            rows = tuple(files[_table(group)] for files in finished)
            kind_jobs.append(
                _job(file_address(kind, "csv", group), join_table, (*table, rows), (*table, keys))
            )
        jobs += kind_jobs
        files.append((kind.name, kind.label, [job.name for job in kind_jobs]))
    index = (head, tuple(files))
    return [*jobs, _job(f"{FOLDER}index.json", render_index, index, index)]


def _job(
    path: str, function: Callable[..., bytes], arguments: tuple[Any, ...], depends: tuple[Any, ...]
) -> Job:
    return Job("export", path, key(path, depends, code_version()), function, arguments)


def _chunks(
    kind: DataKind, published: Published, texts: ReferenceTexts, withheld: Names, shared: str
) -> list[Job]:
    omit = _omission(kind)
    dumps = [
        (ref, record.model_dump_json(exclude=omit, exclude_none=True, by_alias=True))
        for ref, record in records(published, kind).items()
    ]
    parts = [tuple(dumps[start : start + CHUNK]) for start in range(0, len(dumps), CHUNK)]
    return [
        Job(
            "data",
            f"{kind.name} {number}",
            key("data", kind.name, part, shared),
            render_chunk,
            (kind.name, part, texts, withheld),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _omission(kind: DataKind) -> dict[str, Any]:
    """Returns the fields that open data leaves out, in the nested form of pydantic's argument `exclude`.

    The path 'programme.links.script' becomes {'programme': {'__all__': {'links': {'script': True}}}}.
    """
    omission: dict[str, Any] = {}
    for path in kind.omitted:
        name, *rest = path.split(".")
        if not rest:
            omission[name] = True
            continue
        group = omission.setdefault(name, {"__all__": {}})["__all__"]
        for inner in rest[:-1]:
            group = group.setdefault(inner, {})
        group[rest[-1]] = True
    return omission


def _reference_texts(catalogue: Catalogue) -> ReferenceTexts:
    published = catalogue.published
    decisions = {
        ref: {
            "number": decision.number or "",
            "date": decision.date.isoformat() if decision.date else "",
            "issuer": decision.issuer,
        }
        for ref, decision in published.decisions.items()
    }
    cycles = {
        ref: (
            {"reviews": str(cycle.reviews), "launches": str(cycle.launches)},
            {item.code: item.title for item in published.programmes[cycle.programme].items}
            if cycle.programme in published.programmes
            else {},
        )
        for ref, cycle in published.cycles.items()
    }
    return ReferenceTexts(
        published.site.url,
        demonstration_mark(catalogue),
        dict(catalogue.names_now),
        {ref: (title.name, title.level.value) for ref, title in published.award_titles.items()},
        {ref: {name: text for name, text in facts.items() if text} for ref, facts in decisions.items()},
        cycles,
    )


def render_chunk(
    kind_name: str, dumps: tuple[tuple[str, str], ...], texts: ReferenceTexts, withheld: Names
) -> dict[str, bytes]:
    """Returns a chunk (batch) of records as parts of the open data files, by kind of file.

    'records' is the number of records and then a JSON object on each line. 'table' has the records as lines
    of CSV. 'table-awards' and the like have the items of lists inside the records as lines of CSV.
    """
    kind = BY_NAME[kind_name]
    required = {name for name, info in kind.record.model_fields.items() if info.is_required()}
    kept_records = []
    for ref, dump in dumps:
        whole = json.loads(dump)
        record = {
            name: allowed
            for name, value in whole.items()
            if (allowed := _allowed(value, withheld)) not in (None, "", [], {})
        }
        if required & whole.keys() <= record.keys():
            kept_records.append({"ref": ref, **_explained(kind, ref, record, texts)})
    lines = ",\n".join(
        json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in kept_records
    )
    return {_LINES: f"{len(kept_records)}\n{lines}".encode()} | {
        _table(group): text.encode() for group, text in table_rows(kind, kept_records, texts.mark).items()
    }


def _table(group: str) -> str:
    return f"table-{group}" if group else "table"


def _allowed(value: Any, withheld: Names) -> Any:
    """Returns a JSON value without empty parts and without texts that name a person who must not be named.

    A text that names such a person becomes None, and so does a group of fields that contains the text.
    """
    match value:
        case str():
            return None if withheld and withheld.stand_in(value) else value
        case list():
            items = (_allowed(item, withheld) for item in value)
            return [item for item in items if item not in (None, "", [], {})]
        case dict():
            group = {name: _allowed(item, withheld) for name, item in value.items()}
            if any(item is None for item in group.values()):
                return None
            return {name: item for name, item in group.items() if item not in ("", [], {})}
        case _:
            return value


def _explained(kind: DataKind, ref: str, record: dict[str, Any], texts: ReferenceTexts) -> dict[str, Any]:
    """Returns a record with the address of its page, the name of its unit and details of its awards added.

    Readers of the open data then need not look these up in other files.
    """
    first = {"address": texts.url + kind.address(ref)} if kind.address else {}
    if "unit" in record:
        first["unit_name"] = texts.units.get(record["unit"], record["unit"])
    for award in record.get("awards", ()):
        _explain_award(award, texts)
    if kind.name == "conferences":
        _explain_programme(record, texts)
    for recipient in record.get("list", ()) if kind.name == "decisions" else ():
        recipient["name"] = texts.titles.get(recipient["award"], (recipient["award"], ""))[0]
    return {**first, **record}


def _explain_award(award: dict[str, Any], texts: ReferenceTexts) -> None:
    """Adds to an award its name and level, and the number, date and issuer of its decision if known."""
    name, level = texts.titles.get(award["title"], (award["title"], ""))
    rank = award.get("rank", "")
    award["name"] = f"{name} {rank[0].lower() + rank[1:] if rank.startswith('Hạng') else rank}".strip()
    if level:
        award["level"] = level
    if "id" in award.get("decision", {}):
        award["decision"] = {**award["decision"], **texts.decisions.get(award["decision"]["id"], {})}


def _explain_programme(record: dict[str, Any], texts: ReferenceTexts) -> None:
    """Gives the items of a conference's programme that have no title their official title.

    Placeholders in a title are replaced by the years that the conference reviews and launches. Without such
    years, those of the cycle (five-year period) are used.
    """
    periods, titles = texts.cycles.get(record["cycle"], ({}, {}))
    periods = {
        name: f"{record[name]['since']} - {record[name]['until']}"
        if name in record
        else periods.get(name, "")
        for name in ("reviews", "launches")
    }
    for item in record.get("programme", ()):
        if title := item.get("title") or titles.get(item["code"]):
            item["title"] = re.sub(r"\{(reviews|launches)\}", lambda match: periods[match[1]], title)


def join_records(kind_name: str, head: dict[str, str], chunks: tuple[Source, ...]) -> bytes:
    """Returns the JSON file of a record kind; `head` names its source, publisher and licence."""
    parts = [chunk.read().decode().partition("\n") for chunk in chunks]
    facts = {
        "$schema": f"{kind_name}.schema.json",
        "title": BY_NAME[kind_name].label,
        **head,
        "count": sum(int(number) for number, _, _ in parts),
    }
    start = json.dumps(facts, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(lines for _, _, lines in parts if lines)
    return f'{start},\n "records": [\n{lines}\n]}}\n'.encode()


def join_table(kind_name: str, group: str, mark: str, chunks: tuple[Source, ...]) -> bytes:
    """Returns the CSV file of a record kind, or of the items of a list in its records, such as awards."""
    head = csv_lines([table_heads(BY_NAME[kind_name], mark)[group]])
    return BYTE_MARK + head.encode() + b"".join(chunk.read() for chunk in chunks)


def render_index(head: dict[str, str], files: tuple[tuple[str, str, list[str]], ...]) -> bytes:
    """Returns the index of all open data files; `files` are (name of the record kind, label, paths)."""
    listed = [
        {"name": name, "title": label, "files": [path.removeprefix(FOLDER) for path in paths]}
        for name, label, paths in files
    ]
    return (json.dumps({**head, "data": listed}, ensure_ascii=False, indent=1) + "\n").encode()
