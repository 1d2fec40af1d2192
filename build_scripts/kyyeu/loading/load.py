"""A project folder → its Library and every Problem met on the way. Reads data/ and content/, writes nothing there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kyyeu.loading.bounds import record_problems
from kyyeu.loading.files import is_attachment, not_there, record_files, record_pattern, stranger_problems
from kyyeu.loading.icc import is_icc, read_icc
from kyyeu.loading.markdown_nodes import split_front_matter, split_sections
from kyyeu.loading.pages import read_pages
from kyyeu.loading.pictures import Known, Stamp, read_image, recall, remember, stamp
from kyyeu.loading.records import build_record, id_problem
from kyyeu.loading.text import MAX_BYTES, MAX_REGISTER, read_text
from kyyeu.loading.yaml_nodes import KEY, YamlNodes, read_yaml
from kyyeu.model.fields import Value, is_id
from kyyeu.model.kinds import BY_NAME, KINDS, Kind, Shape
from kyyeu.model.library import Library
from kyyeu.model.sources import Icc, Image, Positions
from kyyeu.problems import Place, Problem
from kyyeu.work.share import share

PATTERNS = [(record_pattern(kind), kind) for kind in KINDS]
FILES = 200  # read at a time; fewer are read in one process
RESERVED_IDS = frozenset({"nam", "index", "assets", "data", "khung"})
_MARGIN_KEY = re.compile(r"^([a-z0-9]+(?:-[a-z0-9]+)*):", re.MULTILINE)
_INDENTED_KEY = re.compile(r"^ +([a-z0-9]+(?:-[a-z0-9]+)*):[ \t]*$", re.MULTILINE)


@dataclass
class _Loading:
    """What the walk gathers: records by Library attribute and reference, their positions, every Problem."""

    root: Path
    records: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind.attribute: {} for kind in KINDS})
    places: dict[tuple[str, str], Positions] = field(default_factory=dict)
    declared: dict[str, set[str]] = field(default_factory=lambda: {kind.name: set() for kind in KINDS})
    problems: list[Problem] = field(default_factory=list)
    attachments: dict[str, tuple[Stamp, Image | None]] = field(default_factory=dict)
    icc: dict[str, Icc | None] = field(default_factory=dict)


def load(
    root: Path,
    processes: int = 1,
    memory: Path | None = None,
    *,
    may_write: bool = True,
    over: Path | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[Library | None, list[Problem]]:
    """Every record below `root`. The Library holds the sound ones; None only where data/site.yml gives none.

    `memory` is a file that holds what is known of pictures from run to run; it is kept up to date where that `may_write`. Files below
    `over` stand for those of the same paths below `root`, and those in `without` are not there: how a change would look."""
    loading = _Loading(root)
    known = recall(memory) if memory else {}
    changed = list(record_files(over)) if over else []
    files = [file for file in record_files(root) if file not in without and file not in changed]
    for part in share("Đọc nội dung", partial(_read_files, root, known), files, FILES, processes):
        _take_in(loading, part)
    if over:
        _take_in(loading, _read_files(over, {}, changed))
    if memory and may_write and loading.attachments != known:
        remember(memory, loading.attachments)
    _take_in_unit_movements(loading)
    _date_movements(loading)
    prose = read_pages(root)
    loading.problems.extend(prose.problems)
    loading.places.update(prose.places)
    site = next(iter(loading.records.pop("site").values()), None)
    if site is None:
        if "data/site.yml" not in {problem.place.file for problem in loading.problems}:
            loading.problems.append(
                Problem(
                    Place("data/site.yml"),
                    "site-missing",
                    "Thiếu tệp cài đặt trang data/site.yml.",
                    "Chép tệp này từ bản minh họa rồi sửa.",
                )
            )
        return None, loading.problems
    ordered: dict[str, Any] = {
        attribute: dict(sorted(found.items())) for attribute, found in loading.records.items()
    }
    declared = {kind: frozenset(refs) for kind, refs in loading.declared.items()}
    attachments = {file: image for file, (_, image) in loading.attachments.items()}
    return Library(
        site=site,
        places=loading.places,
        declared=declared,
        attachments=attachments,
        icc=loading.icc,
        pages=prose.pages,
        **ordered,
    ), loading.problems


def _read_files(root: Path, known: Known, files: Sequence[str]) -> _Loading:
    """What some of the files hold, by themselves."""
    found = _Loading(root)
    for file in files:
        if problem := not_there(root, file):
            found.problems.append(problem)
            continue
        match, kind = next(
            ((match, kind) for regex, kind in PATTERNS if (match := regex.fullmatch(file))), (None, None)
        )
        if match and kind:
            _read(found, file, kind, match.groupdict())
            continue
        if is_attachment(file):
            mark = stamp(root / file)
            before = known.get(file)
            found.attachments[file] = (
                before if before and before[0] == mark else (mark, read_image(root / file))
            )
        elif is_icc(file):
            found.icc[file] = read_icc(root / file)
        found.problems.extend(stranger_problems(file))
    return found


def _take_in(loading: _Loading, part: _Loading) -> None:
    for kind, refs in part.declared.items():
        loading.declared[kind] |= refs
    loading.problems += part.problems
    loading.attachments |= part.attachments
    loading.icc |= part.icc
    for (kind, ref), positions in part.places.items():
        attribute = BY_NAME[kind].attribute
        if ref in loading.records[attribute]:
            loading.problems.append(_collision(positions, ref, loading.places[kind, ref].file))
        else:
            loading.records[attribute][ref] = part.records[attribute][ref]
            loading.places[kind, ref] = positions


def _read(loading: _Loading, file: str, kind: Kind, given: dict[str, str]) -> None:
    for part in given.values():
        if not is_id(part):
            loading.problems.append(id_problem(Place(file), part, "Tên", "; đổi tên tệp hoặc thư mục"))
            return
    text, problems = read_text(loading.root, file, MAX_REGISTER if kind.register else MAX_BYTES)
    loading.problems.extend(problems)
    if kind.shape is not Shape.MAPPING:
        given.setdefault("id", kind.name)
    if text is None:
        _declare_blindly(loading, kind, given, file)
        return
    if kind.shape in (Shape.PROSE, Shape.SECTIONS):
        _read_markdown(loading, file, kind, given, text)
        return
    nodes = read_yaml(text, file)
    loading.problems.extend(nodes.problems)
    if kind.shape is Shape.FILE:
        if nodes.tree is None and nodes.problems:
            _declare_blindly(loading, kind, given, file)
        else:
            _take(loading, kind, nodes.tree, Positions(file, nodes.marks), given)
    else:
        _read_mapping(loading, file, kind, given, nodes)


def _read_mapping(loading: _Loading, file: str, kind: Kind, given: dict[str, str], nodes: YamlNodes) -> None:
    if nodes.tree is None:
        if nodes.problems:
            _declare_blindly(loading, kind, given, file)
        return
    if not isinstance(nodes.tree, dict):
        loading.problems.append(
            Problem(
                Place(file),
                "record-shape",
                "Tệp phải gồm các mục “mã: …”.",
                "Mỗi bản ghi bắt đầu bằng mã của nó và dấu hai chấm, các trường ở dưới thụt vào hai dấu cách.",
            )
        )
        return
    for key, tree in nodes.tree.items():
        positions = Positions(file, nodes.marks, (key,))
        if not is_id(key):
            loading.problems.append(id_problem(Positions(file, nodes.marks).place((key, KEY)), key))
            continue
        _take(loading, kind, tree, positions, {**given, "id": key})


def _read_markdown(loading: _Loading, file: str, kind: Kind, given: dict[str, str], text: str) -> None:
    parts, problems = split_front_matter(text, file)
    loading.problems.extend(problems)
    if parts is None:
        _declare(loading, kind, given)
        return
    nodes = read_yaml(parts.front_matter, file, parts.front_line)
    loading.problems.extend(nodes.problems)
    if problems := record_problems(parts.body, parts.body_line, file):
        loading.problems.extend(problems)
        _declare(loading, kind, given)
        return
    extra: dict[str, Any] = dict(given)
    if kind.shape is Shape.PROSE:
        extra["body"] = {"markdown": parts.body, "line": parts.body_line}
    else:
        sections, problems = split_sections(parts.body, parts.body_line, file)
        loading.problems.extend(problems)
        extra["sections"] = [
            {
                "code": entry.code,
                "title": entry.title,
                "line": entry.line,
                "body": {"markdown": entry.body, "line": entry.body_line},
            }
            for entry in sections
        ]
    if nodes.tree is None and nodes.problems:
        _declare(loading, kind, given)
        return
    _take(loading, kind, nodes.tree, Positions(file, nodes.marks), extra)


def _declare(loading: _Loading, kind: Kind, given: dict[str, Any]) -> str:
    """Remember that a record stands here, sound or not, so that links to it are not called broken too."""
    owner = given.get("unit") or given.get("booklet")
    ref = f"{owner}/{given['id']}" if owner and "id" in given else given.get("id", "")
    loading.declared[kind.name].add(ref)
    return ref


def _declare_blindly(loading: _Loading, kind: Kind, given: dict[str, Any], file: str) -> None:
    """For a file that can't be read: what it would hold, by the keys at its margin, whatever its encoding."""
    try:
        with (loading.root / file).open("rb") as stream:
            text = (
                stream.read(MAX_BYTES)
                .lstrip(b"\xff\xfe\xef\xbb\xbf")
                .replace(b"\0", b"")
                .decode("latin-1")
                .replace("\r", "\n")
            )
    except OSError:
        text = ""
    if kind.shape is Shape.MAPPING:
        for key in _MARGIN_KEY.findall(text):
            _declare(loading, kind, {**given, "id": key})
        return
    _declare(loading, kind, given)
    if kind.name == "unit_movements":
        loading.declared["movement"].update(
            _INDENTED_KEY.findall(text.partition("launched:")[2].partition("\njoined:")[0])
        )


def _take(loading: _Loading, kind: Kind, tree: Any, positions: Positions, given: dict[str, Any]) -> None:
    ref = _declare(loading, kind, given)
    if given["id"] in RESERVED_IDS:
        loading.problems.append(_reserved(positions, given["id"]))
    if ref in loading.records[kind.attribute]:
        loading.problems.append(_collision(positions, ref, loading.places[kind.name, ref].file))
        return
    record, problems = build_record(kind.record, tree, positions, given)
    loading.problems.extend(problems)
    if record is not None:
        loading.records[kind.attribute][ref] = record
        loading.places[kind.name, ref] = positions
    elif kind.name == "unit_movements" and isinstance(tree, dict) and isinstance(tree.get("launched"), dict):
        loading.declared["movement"].update(tree["launched"])


def _collision(positions: Positions, ref: str, other: str) -> Problem:
    return Problem(
        positions.place((KEY,)),
        "id-collides",
        f"Mã “{ref}” đã dùng ở {other}.",
        "Mỗi bản ghi chỉ giữ ở một tệp: giữ tệp đuôi .yml, xóa tệp kia.",
    )


def _reserved(positions: Positions, key: str) -> Problem:
    return Problem(
        positions.place((KEY,)),
        "id-reserved",
        f"Mã “{key}” đã dành cho địa chỉ của trang.",
        "Đổi sang mã khác, ví dụ thêm số hoặc tên đầy đủ.",
    )


def _take_in_unit_movements(loading: _Loading) -> None:
    """Movements that units launched join the global ones: their ids are global, wherever they stand."""
    movements = loading.records["movements"]
    for unit, entry in sorted(loading.records["unit_movements"].items()):
        positions = loading.places["unit_movements", unit]
        for key, movement in entry.launched.items():
            here = Positions(positions.file, positions.marks, (*positions.base, "launched", key))
            if key in RESERVED_IDS:
                loading.problems.append(_reserved(here, key))
            if key in loading.declared["movement"]:
                other = loading.places.get(("movement", key))
                where = other.file if other else "data/movements.yml"
                loading.problems.append(
                    Problem(
                        here.place((KEY,)),
                        "id-collides",
                        f"Mã phong trào “{key}” đã dùng ở {where}.",
                        "Đổi mã, ví dụ thêm tên đơn vị.",
                    )
                )
                continue
            loading.declared["movement"].add(key)
            movements[key] = _with_unit(movement, unit)
            loading.places["movement", key] = here


def _date_movements(loading: _Loading) -> None:
    """A movement launched by a catalogued document takes its number and date: its year depends on them."""
    for key, movement in loading.records["movements"].items():
        launch = movement.document
        known = loading.records["documents"].get(launch.id) if launch and launch.id else None
        if known is not None:
            dated = launch.model_copy(
                update={"number": launch.number or known.number, "date": launch.date or known.date}
            )
            loading.records["movements"][key] = movement.model_copy(update={"document": dated})


def _with_unit(movement: Value, unit: str) -> Value:
    return movement.model_copy(update={"unit": unit}) if movement.unit is None else movement  # type: ignore[attr-defined]
