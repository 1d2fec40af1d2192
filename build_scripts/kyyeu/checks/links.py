"""Checks references between records: the target exists, and mutual references agree."""

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
    """Checks that every reference from a record to another names a record that exists."""
    for kind, ref, record in records(library):
        if kind.name == "movement" and library.file("movement", ref).startswith("data/units/"):
            # A movement that a unit launched also occurs in that unit's own file, where its references are
            # checked.
            continue
        for path, target, key in references(record):
            if path == ("unit",) and kind.name != "movement":
                # Skips the reference to the record's unit, which comes from the folder name and is checked by
                # `unit_folders`.
                continue
            if key not in library.declared.get(target, frozenset()):
                advice = _suggestion(library, target, key, getattr(record, "unit", "")) or (
                    f"Xem {_folder(target)}; kiểm tra lại mã, hoặc tạo bản ghi này trước."
                )
                yield Problem(
                    library.place(kind.name, ref, path),
                    "link-broken",
                    f"Không có {BY_NAME[target].label.lower()} nào mang mã “{key}”.",
                    advice,
                )


def _suggestion(library: Library, kind: str, key: str, unit: str) -> str:
    """Returns the question 'Có phải “x”?' (did you mean x?) for a reference to a missing record.

    It suggests a record of the same unit, else a record whose name is `key`, else the most similar id.
    """
    known = library.declared.get(kind, frozenset())
    if (in_unit := f"{unit}/{key.rpartition('/')[2]}") in known:
        return nearest(in_unit, (in_unit,))
    records_of_kind = getattr(library, BY_NAME[kind].attribute)
    key_slug = slug(key)
    named = [ref for ref, record in records_of_kind.items() if slug(_name(record)) == key_slug]
    return nearest(key, named or known, sure=bool(named))


def _name(record: Value) -> str:
    names = (getattr(record, field, None) for field in ("name", "title", "number"))
    return next((name for name in names if isinstance(name, str)), "")


def _folder(kind: str) -> str:
    """Returns the folder or file of a kind's records, such as 'content/units/<đơn vị>/exemplars/'."""
    pattern = BY_NAME[kind].pattern.removesuffix("{id}.yml").removesuffix("{id}.md")
    return pattern.replace("{unit}", "<đơn vị>").replace("{id}", "<mã>")


@check("unit-missing", asks="Mỗi thư mục đơn vị có tệp unit.yml.")
def unit_folders(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every folder of a unit's records has the file unit.yml."""
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
    """Checks that a delegate who also has an exemplar's profile has the same name in both records."""
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
    """Checks that a unit's predecessor names the unit as its successor, and the other way round."""
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
