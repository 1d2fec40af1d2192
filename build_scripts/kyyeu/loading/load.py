"""Loads a project folder into a Library (all its records) and collects every Problem of its files.

It writes nothing into data/ and content/.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from kyyeu.loading.bounds import record_problems
from kyyeu.loading.files import is_attachment, match_kind, not_there, record_files, stranger_problems
from kyyeu.loading.icc import is_icc, read_icc
from kyyeu.loading.markdown_nodes import split_front_matter, split_sections
from kyyeu.loading.pages import read_pages
from kyyeu.loading.pictures import KnownPictures, Stamp, read_image, recall, remember, stamp
from kyyeu.loading.records import build_record, id_problem, sound_part
from kyyeu.loading.schema import SETTINGS, schema_problem
from kyyeu.loading.text import MAX_BYTES, MAX_REGISTER, read_text
from kyyeu.loading.yaml_nodes import KEY, read_yaml
from kyyeu.model.fields import Value, is_id
from kyyeu.model.kinds import BY_NAME, KINDS, Kind, Shape
from kyyeu.model.library import Library
from kyyeu.model.sources import Icc, Image, Positions, UnusablePicture
from kyyeu.problems import Effort, Place, Problem, capped
from kyyeu.work.share import share

FILES = 200  # The number of record files that one process reads at a time.
RESERVED_IDS = frozenset({"nam", "index", "assets", "data", "khung"})
_MARGIN_KEY = re.compile(r"^([a-z0-9]+(?:-[a-z0-9]+)*):", re.MULTILINE)
_INDENTED_KEY = re.compile(r"^ +([a-z0-9]+(?:-[a-z0-9]+)*):[ \t]*$", re.MULTILINE)


@dataclass
class _Loading:
    """The results of reading a project's files: records, their positions in the files, and Problems.

    `records` has the records by kind, under the attribute that the kind has in Library. `declared` has the
    references of all records by kind, including invalid records. `faulty` has invalid records of people,
    without their wrong fields.
    """

    root: Path
    records: dict[str, dict[str, Any]] = field(default_factory=lambda: {kind.attribute: {} for kind in KINDS})
    places: dict[tuple[str, str], Positions] = field(default_factory=dict)
    declared: dict[str, set[str]] = field(default_factory=lambda: {kind.name: set() for kind in KINDS})
    problems: list[Problem] = field(default_factory=list)
    attachments: dict[str, tuple[Stamp, Image | UnusablePicture]] = field(default_factory=dict)
    icc: dict[str, Icc | None] = field(default_factory=dict)
    faulty: dict[tuple[str, str], tuple[Value, Positions]] = field(default_factory=dict)
    effort: Effort = field(default_factory=Effort)


def load(
    root: Path,
    processes: int = 1,
    memory: Path | None = None,
    *,
    may_write: bool = True,
    over: Path | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[Library | None, list[Problem]]:
    """Loads every record below the project folder `root`; returns the Library and all Problems.

    The Library contains the valid records. It is None only if data/site.yml is missing or invalid, or if the
    project is in another version of the content format; that is then the only Problem.

    `memory` is a file that caches facts about pictures between runs; it is updated if `may_write` is true. To
    preview a change, files below `over` replace those with the same path below `root`, and the files in
    `without` count as deleted.
    """
    if problem := schema_problem(root, over):
        return None, [problem]
    loading = _Loading(root)
    known = recall(memory) if memory else {}
    changed = list(record_files(over)) if over else []
    files = [file for file in record_files(root) if file not in without and file not in changed]
    for batch in share("Đọc nội dung", partial(_read_files, root, known), files, FILES, processes):
        _merge(loading, batch)
    if over:
        _merge(loading, _read_files(over, {}, changed))
    if memory and may_write and loading.attachments != known:
        remember(memory, loading.attachments)
    _add_unit_movements(loading)
    _date_movements(loading)
    prose = read_pages(root)
    loading.problems.extend(prose.problems)
    loading.places.update(prose.places)
    site = next(iter(loading.records.pop("site").values()), None)
    if site is None:
        if SETTINGS not in {problem.place.file for problem in loading.problems}:
            loading.problems.append(
                Problem(
                    Place(SETTINGS),
                    "site-missing",
                    "Thiếu tệp cài đặt trang data/site.yml.",
                    "Chép tệp này từ bản minh họa rồi sửa.",
                )
            )
        return None, capped(loading.problems)
    ordered: dict[str, Any] = {
        attribute: dict(sorted(records.items())) for attribute, records in loading.records.items()
    }
    return Library(
        site=site,
        places=loading.places,
        declared={kind: frozenset(refs) for kind, refs in loading.declared.items()},
        attachments={
            file: image if isinstance(image, Image) else None
            for file, (_, image) in loading.attachments.items()
        },
        unusable={
            file: image
            for file, (_, image) in loading.attachments.items()
            if isinstance(image, UnusablePicture)
        },
        icc=loading.icc,
        faulty=loading.faulty,
        pages=prose.pages,
        prose=prose.digests,
        **ordered,
    ), capped(loading.problems)


def _read_files(root: Path, known: KnownPictures, files: Sequence[str]) -> _Loading:
    loading = _Loading(root)
    for file in files:
        if problem := not_there(root, file):
            loading.problems.append(problem)
        elif kind_match := match_kind(file):
            _read(loading, file, kind_match[0], kind_match[1].groupdict())
        else:
            if is_attachment(file):
                mark, remembered = stamp(root / file), known.get(file)
                if remembered is None or remembered[0] != mark:
                    remembered = mark, read_image(root / file)
                loading.attachments[file] = remembered
            elif is_icc(file):
                loading.icc[file] = read_icc(root / file)
            loading.problems.extend(stranger_problems(file))
    return loading


def _merge(loading: _Loading, batch: _Loading) -> None:
    for kind, refs in batch.declared.items():
        loading.declared[kind] |= refs
    loading.problems += batch.problems
    loading.attachments |= batch.attachments
    loading.icc |= batch.icc
    loading.faulty |= batch.faulty
    for (kind, ref), positions in batch.places.items():
        attribute = BY_NAME[kind].attribute
        if ref in loading.records[attribute]:
            loading.problems.append(_collision(positions, ref, loading.places[kind, ref].file))
        else:
            loading.records[attribute][ref] = batch.records[attribute][ref]
            loading.places[kind, ref] = positions


def _read(loading: _Loading, file: str, kind: Kind, given: dict[str, str]) -> None:
    """Reads the record or records of a file into `loading`.

    `given` holds the values that the file's path contains, such as the unit, the id or the booklet.
    """
    if wrong := next((name for name in given.values() if not is_id(name)), None):
        loading.problems.append(id_problem(Place(file), wrong, "Tên", "; đổi tên tệp hoặc thư mục"))
        return
    text, problems = read_text(loading.root, file, MAX_REGISTER if kind.register else MAX_BYTES)
    loading.problems.extend(problems)
    if kind.shape is not Shape.MAPPING:
        given.setdefault("id", kind.name)
    if text is None:
        _declare_blindly(loading, kind, given, file)
    elif kind.shape in (Shape.PROSE, Shape.SECTIONS):
        _read_markdown(loading, file, kind, given, text)
    else:
        _read_yaml_file(loading, file, kind, given, text)


def _read_yaml_file(loading: _Loading, file: str, kind: Kind, given: dict[str, str], text: str) -> None:
    nodes = read_yaml(text, file)
    loading.problems.extend(nodes.problems)
    if nodes.tree is None and nodes.problems:
        _declare_blindly(loading, kind, given, file)
    elif kind.shape is Shape.FILE:
        _add_record(loading, kind, nodes.tree, Positions(file, nodes.marks), given)
    elif isinstance(nodes.tree, dict):
        for key, tree in nodes.tree.items():
            if is_id(key):
                _add_record(loading, kind, tree, Positions(file, nodes.marks, (key,)), {**given, "id": key})
            else:
                loading.problems.append(id_problem(Positions(file, nodes.marks).place((key, KEY)), key))
    elif nodes.tree is not None:
        loading.problems.append(
            Problem(
                Place(file),
                "record-shape",
                "Tệp phải gồm các mục “mã: …”.",
                "Mỗi bản ghi bắt đầu bằng mã của nó và dấu hai chấm, "
                "các trường ở dưới thụt vào hai dấu cách.",
            )
        )


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
                "code": section.code,
                "title": section.title,
                "line": section.line,
                "body": {"markdown": section.body, "line": section.body_line},
            }
            for section in sections
        ]
    if nodes.tree is None and nodes.problems:
        _declare(loading, kind, given)
    else:
        _add_record(loading, kind, nodes.tree, Positions(file, nodes.marks), extra)


def _declare(loading: _Loading, kind: Kind, given: dict[str, Any]) -> str:
    """Registers that a record exists, even if it is invalid, and returns its reference.

    Links from other records to this record are then not reported as broken.
    """
    owner = given.get("unit") or given.get("booklet")
    ref = f"{owner}/{given['id']}" if owner and "id" in given else given.get("id", "")
    loading.declared[kind.name].add(ref)
    return ref


def _declare_blindly(loading: _Loading, kind: Kind, given: dict[str, Any], file: str) -> None:
    """Registers the records of a file that cannot be parsed.

    Words before a colon at the beginning of a line are taken for the ids of the records.
    """
    try:
        with (loading.root / file).open("rb") as stream:
            data = stream.read(MAX_BYTES).lstrip(b"\xff\xfe\xef\xbb\xbf").replace(b"\0", b"")
    except OSError:
        data = b""
    text = data.decode("latin-1").replace("\r", "\n")
    if kind.shape is Shape.MAPPING:
        for key in _MARGIN_KEY.findall(text):
            _declare(loading, kind, {**given, "id": key})
        return
    _declare(loading, kind, given)
    if kind.name == "unit_movements":
        loading.declared["movement"].update(
            _INDENTED_KEY.findall(text.partition("launched:")[2].partition("\njoined:")[0])
        )


def _add_record(
    loading: _Loading, kind: Kind, tree: Any, positions: Positions, given: dict[str, Any]
) -> None:
    ref = _declare(loading, kind, given)
    if given["id"] in RESERVED_IDS:
        loading.problems.append(_reserved(positions, given["id"]))
    if ref in loading.records[kind.attribute]:
        loading.problems.append(_collision(positions, ref, loading.places[kind.name, ref].file))
        return
    record, problems = build_record(kind.record, tree, positions, given, loading.effort)
    loading.problems.extend(problems)
    if record is not None:
        loading.records[kind.attribute][ref] = record
        loading.places[kind.name, ref] = positions
    elif kind.name in ("exemplar", "delegate"):
        if (person := sound_part(kind.record, tree, given)) is not None:
            loading.faulty[kind.name, ref] = person, positions
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


def _add_unit_movements(loading: _Loading) -> None:
    movements = loading.records["movements"]
    for unit, unit_movements in sorted(loading.records["unit_movements"].items()):
        positions = loading.places["unit_movements", unit]
        for key, movement in unit_movements.launched.items():
            here = Positions(positions.file, positions.marks, (*positions.base, "launched", key))
            if key in RESERVED_IDS:
                loading.problems.append(_reserved(here, key))
            if key in loading.declared["movement"]:
                other = loading.places.get(("movement", key))
                loading.problems.append(
                    Problem(
                        here.place((KEY,)),
                        "id-collides",
                        f"Mã phong trào “{key}” đã dùng ở {other.file if other else 'data/movements.yml'}.",
                        "Đổi mã, ví dụ thêm tên đơn vị.",
                    )
                )
            else:
                loading.declared["movement"].add(key)
                movements[key] = movement if movement.unit else movement.model_copy(update={"unit": unit})
                loading.places["movement", key] = here


def _date_movements(loading: _Loading) -> None:
    """Copies the number and date of a document to the movements (campaigns) that the document launched.

    The year of such a movement follows from the document's date.
    """
    for key, movement in loading.records["movements"].items():
        launch = movement.document
        if launch and (known := loading.records["documents"].get(launch.id)):
            dated = launch.model_copy(
                update={"number": launch.number or known.number, "date": launch.date or known.date}
            )
            loading.records["movements"][key] = movement.model_copy(update={"document": dated})
