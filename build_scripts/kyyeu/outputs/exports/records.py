"""Library published for open data → /data/*.json, *.csv and their schemas. Records are made in chunks, so that one edit makes few.

A text that names someone who did not agree to open data is left out of its record, and a record that can't do without it too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kyyeu.facts.names import Names
from kyyeu.outputs.exports.schemas import render_schema
from kyyeu.outputs.exports.tables import BYTE_MARK, head_line, table_heads, table_rows
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

CHUNK = 250
_LINES = "records"


@dataclass(frozen=True)
class OpenData:
    """`catalogue` is what open data may show, `site` what the site shows (the words for what records refer to by id),
    `withheld` are the names that no file may contain."""

    catalogue: Catalogue
    site: Catalogue
    withheld: Names


@dataclass(frozen=True, slots=True)
class Known:
    """What records refer to by id and readers want in words. `titles` has (name, level), `decisions` number, date and issuer, `cycles`
    the periods that stand in the official titles of a programme's items, and those titles by code."""

    url: str
    mark: str
    units: dict[str, str]
    titles: dict[str, tuple[str, str]]
    decisions: dict[str, dict[str, str]]
    cycles: dict[str, tuple[dict[str, str], dict[str, str]]]


def data_jobs(worker: Worker, data: OpenData) -> list[Job]:
    """Makes the chunks; gives the Jobs that join them, each named by its path on the site."""
    catalogue = data.catalogue
    known = _known(data.site)
    shared = key(known, data.withheld, code_version())
    chunks = {
        kind.name: _chunks(kind, catalogue.published, known, data.withheld, shared) for kind in DATA_KINDS
    }
    worker.run(job for jobs in chunks.values() for job in jobs)
    said = {"source": known.url, "publisher": site_view(catalogue).organiser, "licence": licence(catalogue)}
    said |= {"demonstration": known.mark} if known.mark else {}
    found = []
    for kind in DATA_KINDS:
        folders = tuple(worker.cache.path(job.key) for job in chunks[kind.name])
        made = tuple(job.key for job in chunks[kind.name])
        found.append(
            _job(
                file_address(kind, "json"), join_records, (kind.name, said, folders), (kind.name, said, made)
            )
        )
        found.append(
            _job(
                file_address(kind, "schema.json"),
                render_schema,
                (kind.name, known.url),
                (kind.name, known.url),
            )
        )
        for group in table_heads(kind, known.mark):
            arguments = (kind.name, group, known.mark)
            found.append(
                _job(file_address(kind, "csv", group), join_table, (*arguments, folders), (*arguments, made))
            )
    files = tuple(
        (
            kind.name,
            kind.label,
            [
                job.name
                for job in found
                if job.name.split("/")[1].partition(".")[0].partition("-")[0] == kind.name
            ],
        )
        for kind in DATA_KINDS
    )
    return [*found, _job(f"{FOLDER}index.json", render_index, (said, files), (said, files))]


def _job(
    path: str, function: Callable[..., bytes], arguments: tuple[Any, ...], depends: tuple[Any, ...]
) -> Job:
    return Job("export", path, key(path, depends, code_version()), function, arguments)


def _chunks(kind: DataKind, published: Published, known: Known, withheld: Names, shared: str) -> list[Job]:
    omit = _omission(kind)
    dumps = [
        (ref, record.model_dump_json(exclude=omit, exclude_none=True, by_alias=True))
        for ref, record in records(published, kind).items()
    ]
    parts = [tuple(dumps[start : start + CHUNK]) for start in range(0, len(dumps), CHUNK)]
    return [
        Job(
            "data",
            f"{kind.name} {place}",
            key("data", kind.name, part, shared),
            render_chunk,
            (kind.name, part, known, withheld),
        )
        for place, part in enumerate(parts, start=1)
    ]


def _omission(kind: DataKind) -> dict[str, Any]:
    """As pydantic wants it: 'programme.links.attachments' → {'programme': {'__all__': {'links': {'attachments': True}}}}."""
    found: dict[str, Any] = {}
    for path in kind.omitted:
        name, *rest = path.split(".")
        within = found.setdefault(name, {"__all__": {}} if rest else True)
        for place, inner in enumerate(rest):
            within = (within["__all__"] if not place else within).setdefault(
                inner, {} if rest[place + 1 :] else True
            )
    return found


def _known(catalogue: Catalogue) -> Known:
    published = catalogue.published
    decisions = {
        ref: {
            name: value
            for name, value in (
                ("number", entry.number or ""),
                ("date", entry.date.isoformat() if entry.date else ""),
                ("issuer", entry.issuer),
            )
            if value
        }
        for ref, entry in published.decisions.items()
    }
    titles = {ref: (title.name, title.level.value) for ref, title in published.award_titles.items()}
    cycles = {
        ref: (
            {"reviews": str(cycle.reviews), "launches": str(cycle.launches)},
            {item.code: item.title for item in published.programmes[cycle.programme].items}
            if cycle.programme in published.programmes
            else {},
        )
        for ref, cycle in published.cycles.items()
    }
    return Known(
        published.site.url,
        demonstration_mark(catalogue),
        dict(catalogue.names_now),
        titles,
        decisions,
        cycles,
    )


def render_chunk(
    kind_name: str, dumps: tuple[tuple[str, str], ...], known: Known, withheld: Names
) -> dict[str, bytes]:
    """{'records': a JSON object a line, 'table', 'table-awards', …: lines of CSV}."""
    kind = BY_NAME[kind_name]
    needed = {name for name, info in kind.record.model_fields.items() if info.is_required()}
    found = []
    for ref, dump in dumps:
        whole = json.loads(dump)
        record = {
            name: kept
            for name, value in whole.items()
            if (kept := _allowed(value, withheld)) not in (None, "", [], {})
        }
        if needed & whole.keys() <= record.keys():
            found.append({"ref": ref, **_explained(kind, ref, record, known)})
    lines = ",\n".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in found)
    tables = table_rows(kind, found, known.mark)
    return {_LINES: f"{len(found)}\n{lines}".encode()} | {
        _table(group): text.encode() for group, text in tables.items()
    }


def _table(group: str) -> str:
    return f"table-{group}" if group else "table"


def _allowed(value: Any, withheld: Names) -> Any:
    """The value without what is empty; None for a text that names someone withheld, or a group that holds one."""
    if isinstance(value, str):
        return None if withheld and withheld.stand_in(value) else value
    if isinstance(value, list):
        kept = (_allowed(entry, withheld) for entry in value)
        return [entry for entry in kept if entry not in (None, "", [], {})]
    if isinstance(value, dict):
        found = {name: _allowed(entry, withheld) for name, entry in value.items()}
        if any(entry is None for entry in found.values()):
            return None
        return {name: entry for name, entry in found.items() if entry not in ("", [], {})}
    return value


def _explained(kind: DataKind, ref: str, record: dict[str, Any], known: Known) -> dict[str, Any]:
    """With the page's address, the unit's name, and names and decisions of awards in the place of their ids."""
    first = {"address": known.url + kind.address(ref)} if kind.address else {}
    if "unit" in record:
        first |= {"unit_name": known.units.get(record["unit"], record["unit"])}
    for award in record.get("awards", ()):
        _explain_award(award, known)
    if kind.name == "conferences":
        _explain_programme(record, known)
    for line in record.get("list", ()) if kind.name == "decisions" else ():
        line["name"] = known.titles.get(line["award"], (line["award"], ""))[0]
    return {**first, **record}


def _explain_award(award: dict[str, Any], known: Known) -> None:
    name, level = known.titles.get(award["title"], (award["title"], ""))
    rank = award.get("rank", "")
    award["name"] = f"{name} {rank[0].lower() + rank[1:] if rank.startswith('Hạng') else rank}".strip()
    if level:
        award["level"] = level
    if "id" in award.get("decision", {}):
        award["decision"] = {**award["decision"], **known.decisions.get(award["decision"]["id"], {})}


def _explain_programme(record: dict[str, Any], known: Known) -> None:
    """An item without a title of its own gets the official one, with the conference's periods, else the cycle's."""
    periods, titles = known.cycles.get(record["cycle"], ({}, {}))
    own = {
        name: f"{record[name]['since']} - {record[name]['until']}"
        for name in ("reviews", "launches")
        if name in record
    }
    for item in record.get("programme", ()):
        title = item.get("title") or titles.get(item["code"])
        if title:
            item["title"] = re.sub(
                r"\{(reviews|launches)\}", lambda match: (periods | own).get(match[1], ""), title
            )


def _parts(folders: tuple[Path, ...], name: str) -> Iterator[str]:
    return ((folder / name).read_text(encoding="utf-8") for folder in folders)


def join_records(kind_name: str, said: dict[str, str], folders: tuple[Path, ...]) -> bytes:
    parts = [part.partition("\n") for part in _parts(folders, _LINES)]
    count = sum(int(number) for number, _, _ in parts)
    head = {"$schema": f"{kind_name}.schema.json", "title": BY_NAME[kind_name].label, **said, "count": count}
    start = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(lines for _, _, lines in parts if lines)
    return f'{start},\n "records": [\n{lines}\n]}}\n'.encode()


def join_table(kind_name: str, group: str, mark: str, folders: tuple[Path, ...]) -> bytes:
    head = head_line(table_heads(BY_NAME[kind_name], mark)[group])
    return BYTE_MARK + "".join([head, *_parts(folders, _table(group))]).encode()


def render_index(said: dict[str, str], files: tuple[tuple[str, str, list[str]], ...]) -> bytes:
    listed = [
        {"name": name, "title": label, "files": [path.removeprefix(FOLDER) for path in paths]}
        for name, label, paths in files
    ]
    return (json.dumps({**said, "data": listed}, ensure_ascii=False, indent=1) + "\n").encode()
