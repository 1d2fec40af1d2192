"""Plans how to erase a person from a project's files, and lists the places that must be changed by hand."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kyyeu.erasure.person import ErasedPerson
from kyyeu.facts.walk import records, references
from kyyeu.loading.load import load
from kyyeu.loading.markdown_nodes import split_front_matter
from kyyeu.loading.text import line_and_column
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.editions import FinalEdition
from kyyeu.model.fields import Value
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import BY_NAME, Kind
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import Withheld
from kyyeu.model.sources import Path as ValuePath
from kyyeu.outputs.booklets.register import register_text
from kyyeu.outputs.editor.canonical import rewritten_text
from kyyeu.outputs.site.address_list import LIST as ADDRESSES
from kyyeu.problems import Place, Problem
from kyyeu.publishing.final_editions import without_person
from kyyeu.views import addresses
from kyyeu.work.replace import replace_files


@dataclass
class ErasurePlan:
    """What the erasure of a person will change in the project's files.

    `files` maps each path to the file's new content, or to None if the file will be deleted. `decisions` are
    Problems that somebody must solve by hand before the erasure.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    decisions: list[Problem] = field(default_factory=list)


def plan_erasure(root: Path, library: Library, problems: list[Problem], person: ErasedPerson) -> ErasurePlan:
    """Returns a plan to erase a person from records, pictures, registers and the list of web addresses.

    Nothing is written. `problems` are the problems that the project already has. A text that names the person
    is not changed but listed in the plan's decisions, because only its author knows how to reword it.
    """
    plan = ErasurePlan()
    removed: dict[str, list[ValuePath]] = {}
    for kind, ref in sorted(person.refs):
        if BY_NAME[kind].shape.holds_many:
            base = library.places[kind, ref].base
            removed.setdefault(library.file(kind, ref), []).append(base)
        else:
            plan.files[library.file(kind, ref)] = None
    _plan_pictures(plan, library, person)
    for kind_of_record, ref, record in records(library):
        if (kind_of_record.name, ref) in person.refs or kind_of_record.register:
            continue
        for path, kind, target in references(record):
            if (kind, target) not in person.refs:
                continue
            place = library.place(kind_of_record.name, ref, path)
            if (removal := _removal(record, path)) is None:
                sentence = f"{kind_of_record.label} này cần có người đang được xóa."
                plan.decisions.append(
                    Problem(place, "erase-needed", sentence, "Thay người khác, hoặc xóa cả mục này.")
                )
            else:
                base = library.places[kind_of_record.name, ref].base
                removed.setdefault(place.file, []).append((*base, *removal))
    for file, paths in removed.items():
        kind_of_file = next(each for each in BY_NAME.values() if file in _files_of(library, each))
        plan.files[file] = _without_values(
            (root / file).read_text(encoding="utf-8"), kind_of_file, file, paths
        )
    _plan_registers(plan, library, person)
    _plan_addresses(plan, root, person)
    plan.decisions += _mentions(root, plan, person)
    plan.decisions += _broken_by(root, plan, problems)
    return plan


def _files_of(library: Library, kind: Kind) -> set[str]:
    return {places.file for (name, _), places in library.places.items() if name == kind.name}


def _removal(record: Value, path: ValuePath) -> ValuePath | None:
    """Returns the path of the value that must be removed from a record to remove the reference at `path`.

    It is the smallest value around the reference that the record can do without: an optional field, or an
    item of a list. Returns None if the record needs the reference.
    """
    # The path of each value on the way to the reference, and whether the record can do without the value.
    steps: list[tuple[ValuePath, bool]] = []
    current: Any = record
    for number, step in enumerate(path, start=1):
        if isinstance(step, int) or not isinstance(current, Value):
            steps.append((path[:number], True))
            current = current[step]
        else:
            about = next(each for each in fields_of(type(current)).values() if each.attribute == step)
            dropped = about.privacy is not None and about.privacy.withheld is Withheld.DROPPED
            steps.append((path[:number], not about.required and not dropped))
            current = getattr(current, str(step))
    return next((where for where, free in reversed(steps) if free), None)


def _without_values(text: str, kind: Kind, file: str, paths: list[ValuePath]) -> bytes | None:
    """Returns the content of a record file without the values at `paths`, or None if no record is left."""
    parts = split_front_matter(text, file)[0] if kind.pattern.endswith(".md") else None
    tree = read_yaml(parts.front_matter if parts else text, file).tree
    # List items are removed from the last to the first, so that the indexes of remaining items stay valid.
    for path in sorted(paths, key=lambda each: [str(step).zfill(9) for step in each], reverse=True):
        holder = tree
        for step in path[:-1]:
            holder = holder[step]
        del holder[path[-1]]
        if not holder and len(path) > 1:
            above = tree
            for step in path[:-2]:
                above = above[step]
            del above[path[-2]]
    if not tree and kind.shape.holds_many:
        return None
    return rewritten_text(kind, file, text, tree, parts.body if parts else "").encode()


def _plan_pictures(plan: ErasurePlan, library: Library, person: ErasedPerson) -> None:
    """Plans to delete the person's portrait, unless it also shows other people or another record uses it."""
    placed = list(pictures(library))
    for each in placed:
        if (each.kind, each.ref) not in person.refs:
            continue
        users = [other for other in placed if other.file == each.file]
        if len(users) > 1 or each.picture.people:
            sentence = "Ảnh của người đang được xóa còn có người khác, hoặc hồ sơ khác cũng dùng."
            place = library.place(each.kind, each.ref, each.path)
            plan.decisions.append(
                Problem(place, "erase-picture", sentence, "Thay ảnh, hoặc bỏ ảnh khỏi các hồ sơ ấy.")
            )
        else:
            plan.files[each.file] = None


def _plan_registers(plan: ErasurePlan, library: Library, person: ErasedPerson) -> None:
    """Plans to erase a person from the registers of final editions (books handed to the printer).

    A register holds the text of printed books. The person's names, and pages about the person, are left out.
    """
    by_file: dict[str, list[tuple[FinalEdition, FinalEdition]]] = {}
    for ref, edition in library.editions.items():
        changed = without_person(edition, {ref for _, ref in person.refs}, person.names)
        by_file.setdefault(library.file("edition", ref), []).append((edition, changed))
    for file, editions in by_file.items():
        if any(before != after for before, after in editions):
            plan.files[file] = register_text(after for _, after in editions).encode()


def _plan_addresses(plan: ErasurePlan, root: Path, person: ErasedPerson) -> None:
    """Plans to remove the addresses of the person's page from the list of published web addresses."""
    pages = {addresses.exemplar(each) for each in person.ids}
    if (root / ADDRESSES).is_file():
        lines = (root / ADDRESSES).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if line.strip() not in pages]
        if kept != lines:
            plan.files[ADDRESSES] = "".join(kept).encode()


def _mentions(root: Path, plan: ErasurePlan, person: ErasedPerson) -> Iterator[Problem]:
    """Yields a Problem for each place in content/ and data/ that will still have the person's name or id."""
    for top in ("content", "data"):
        for path in sorted((root / top).rglob("*")):
            file = path.relative_to(root).as_posix()
            if path.is_symlink() or not path.is_file() or plan.files.get(file, b"") is None:
                continue
            data = plan.files.get(file) or path.read_bytes()
            if not person.stands_in_file(data):
                continue
            text = data.decode("utf-8", "ignore")
            offsets = [hit[0] for hit in person.names.found_in(text)]
            offsets += [match.start() for match in person.id_pattern.finditer(text)]
            places = [Place(file, *line_and_column(text, offset, 1)) for offset in offsets] or [Place(file)]
            for place in dict.fromkeys(places):
                sentence = "Chỗ này có tên hoặc mã của người đang được xóa."
                yield Problem(
                    place, "erase-mention", sentence, "Viết lại cho không còn người ấy, rồi chạy lại lệnh."
                )


def _broken_by(root: Path, plan: ErasurePlan, problems: list[Problem]) -> list[Problem]:
    """Returns the errors that the project does not have now, but would have after the planned erasure."""
    with tempfile.TemporaryDirectory() as folder:
        replace_files(Path(folder), {file: data for file, data in plan.files.items() if data is not None})
        gone = frozenset(file for file, data in plan.files.items() if data is None)
        _, after = load(root, over=Path(folder), without=gone)
    known = {(problem.code, problem.place.file) for problem in problems}
    return [problem for problem in after if (problem.code, problem.place.file) not in known]
