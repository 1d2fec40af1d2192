"""Links between records: every reference names a record that exists, and what points both ways agrees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.walk import records, references
from kyyeu.model.fields import Value
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.problems import Place, Problem, Severity, nearest
from kyyeu.vietnamese import slug


@check("link-broken", asks="Mọi mã tham chiếu tới bản ghi khác đều có thật.")
def broken_links(library: Library, day: date) -> Iterator[Problem]:
    for kind, ref, record in records(library):
        if (
            kind.name == "movement"
            and getattr(record, "unit", None)
            and library.file("movement", ref).startswith("data/units/")
        ):
            continue  # seen within its unit's file
        for path, wanted, found in references(record):
            if path == ("unit",) and kind.name != "movement":
                continue  # the folder's name: `unit_folders` answers for it
            if found not in library.declared.get(wanted, frozenset()):
                label = BY_NAME[wanted].label.lower()
                advice = _meant(library, wanted, found, getattr(record, "unit", "")) or (
                    f"Xem {_folder(wanted)}; kiểm tra lại mã, hoặc tạo bản ghi này trước."
                )
                yield Problem(
                    library.place(kind.name, ref, path),
                    "link-broken",
                    f"Không có {label} nào mang mã “{found}”.",
                    advice,
                )


def _meant(library: Library, kind: str, found: str, unit: str) -> str:
    """'Có phải “x”?' for a record of the same unit, else one that bears `found` as its name, else the nearest id."""
    known = library.declared.get(kind, frozenset())
    if (own := f"{unit}/{found.rpartition('/')[2]}") in known:
        return nearest(own, (own,))
    words = slug(found)
    named = [
        ref
        for ref, record in getattr(library, BY_NAME[kind].attribute).items()
        if slug(_name(record)) == words
    ]
    return nearest(found, named or known, sure=bool(named))


def _name(record: Value) -> str:
    return next(
        (
            text
            for field in ("name", "title", "number")
            if isinstance(text := getattr(record, field, None), str)
        ),
        "",
    )


def _folder(kind: str) -> str:
    """Where records of a kind stand, in words: 'content/units/<đơn vị>/exemplars/'."""
    return (
        BY_NAME[kind]
        .pattern.replace("{unit}", "<đơn vị>")
        .replace("{id}.yml", "")
        .replace("{id}.md", "")
        .replace("{id}", "<mã>")
    )


@check("unit-missing", asks="Mỗi thư mục đơn vị có tệp unit.yml.")
def unit_folders(library: Library, day: date) -> Iterator[Problem]:
    known = library.declared.get("unit", frozenset())
    seen: set[str] = set()
    for kind, ref, record in records(library):
        unit = ref if kind.name == "unit_movements" else getattr(record, "unit", None)
        if kind.name == "movement" or unit is None or unit in known or unit in seen:
            continue
        seen.add(unit)
        place = Place(library.file(kind.name, ref))
        yield Problem(
            place,
            "unit-missing",
            f"Đơn vị “{unit}” chưa có tệp data/units/{unit}/unit.yml.",
            nearest(unit, known) or "Tạo tệp này bằng lệnh: kyyeu new unit " + unit,
        )


@check("delegate-exemplar", asks="Đại biểu là điển hình thì tên ở hai nơi như nhau.")
def delegate_names(library: Library, day: date) -> Iterator[Problem]:
    for ref, delegate in library.delegates.items():
        exemplar = library.exemplars.get(delegate.exemplar or "")
        if exemplar and exemplar.name != delegate.name:
            yield Problem(
                library.place("delegate", ref, ("name",)),
                "delegate-exemplar",
                f"Tên đại biểu “{delegate.name}” khác tên trong hồ sơ điển hình “{exemplar.name}”.",
                "Ghi cùng một tên ở hai nơi.",
            )


@check("unit-descent", asks="Đơn vị tiền thân và kế tục ghi khớp nhau ở hai đơn vị.")
def descent_both_ways(library: Library, day: date) -> Iterator[Problem]:
    for ref, unit in library.units.items():
        for field, opposite in (("predecessors", "successors"), ("successors", "predecessors")):
            for index, change in enumerate(getattr(unit, field)):
                other = library.units.get(change.unit)
                if other and all(back.unit != ref for back in getattr(other, opposite)):
                    yield Problem(
                        library.place("unit", ref, (field, index)),
                        "unit-descent",
                        f"Đơn vị “{change.unit}” chưa ghi “{ref}” trong mục {opposite}.",
                        f"Thêm unit: {ref} vào {opposite} của data/units/{change.unit}/unit.yml.",
                        Severity.WARNING,
                    )
