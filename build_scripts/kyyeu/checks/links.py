"""Checks that references between records lead to existing records, and that ids and numbers are unique."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.consent import consenting_people
from kyyeu.facts.walk import records, references
from kyyeu.model.fields import Value
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.problems import Effort, Place, Problem, Severity, nearest
from kyyeu.vietnamese import fold, slug


@check("link-broken", asks="Mọi mã tham chiếu tới bản ghi khác đều có thật.")
def broken_links(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every record to which another record refers exists."""
    effort = Effort()
    by_name = _ByName(library)
    for kind, ref, record in records(library):
        if kind.name == "movement" and library.file("movement", ref).startswith("data/units/"):
            # A movement (emulation campaign) that a unit launched is also part of the record of that unit's
            # movements. Its references are checked with that record.
            continue
        for path, target, key in references(record):
            if path == ("unit",) and kind.name != "movement":
                # A record's own unit is given by the name of its folder. The check `unit_folders` checks this
                # reference.
                continue
            if key not in library.declared.get(target, frozenset()):
                place = library.place(kind.name, ref, path)
                named = by_name.known_as(target, key, getattr(record, "unit", ""))
                known = named or library.declared.get(target, frozenset())
                yield Problem(
                    place,
                    "link-broken",
                    f"Không có {BY_NAME[target].label.lower()} nào mang mã “{key}”.",
                    effort.nearest(place, key, known, sure=bool(named))
                    or f"Xem {_folder(target)}; kiểm tra lại mã, hoặc tạo bản ghi này trước.",
                )


class _ByName:
    """Finds the records that the author of a wrong reference probably meant."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._named: dict[str, Mapping[str, Sequence[str]]] = {}

    def known_as(self, kind: str, key: str, unit: str) -> Sequence[str]:
        """Returns the references of the records that the wrong reference `key` probably means.

        That is the record of the unit `unit` with the id `key`, or else all records with the name `key`.
        """
        in_unit = f"{unit}/{key.rpartition('/')[2]}"
        if in_unit in self._library.declared.get(kind, frozenset()):
            return (in_unit,)
        if kind not in self._named:
            self._named[kind] = named = defaultdict(list)
            for ref, record in getattr(self._library, BY_NAME[kind].attribute).items():
                named[slug(_name(record))].append(ref)
        return self._named[kind].get(slug(key), ())


def _name(record: Value) -> str:
    names = (getattr(record, field, None) for field in ("name", "title", "number"))
    return next((name for name in names if isinstance(name, str)), "")


def _folder(kind: str) -> str:
    """Returns where the records of a kind are stored, for example 'content/units/<đơn vị>/exemplars/'."""
    pattern = BY_NAME[kind].pattern.removesuffix("{id}.yml").removesuffix("{id}.md")
    return pattern.replace("{unit}", "<đơn vị>").replace("{id}", "<mã>")


@check("unit-missing", asks="Mỗi thư mục đơn vị có tệp unit.yml.")
def unit_folders(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every unit (school or office) with records has a file data/units/<unit>/unit.yml."""
    known = library.declared.get("unit", frozenset())
    seen: set[str] = set()
    for kind, ref, record in records(library):
        unit = ref if kind.name == "unit_movements" else getattr(record, "unit", None)
        if kind.name != "movement" and unit is not None and unit not in known and unit not in seen:
            seen.add(unit)
            yield Problem(
                Place(library.file(kind.name, ref)),
                "unit-missing",
                f"Đơn vị “{unit}” chưa có tệp data/units/{unit}/unit.yml.",
                nearest(unit, known) or f"Tạo tệp này bằng lệnh: kyyeu new unit {unit}",
            )


@check("delegate-exemplar", asks="Đại biểu là điển hình thì tên ở hai nơi như nhau.")
def delegate_names(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a conference delegate who also has a profile has the same name in both records."""
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
    """Checks that two units (schools or offices) agree on which of them is the other's successor.

    If unit A names unit B as its predecessor, B must name A as its successor. If A names B as its successor,
    B must name A as its predecessor.
    """
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


@check("alias-collides", asks="Địa chỉ cũ của một hồ sơ không trùng hồ sơ khác.")
def alias_collisions(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the former web address of a profile is not also an address of another profile."""
    owners: dict[str, str] = {}
    for ref, exemplar in library.exemplars.items():
        for index, alias in enumerate(exemplar.aliases):
            address = f"{exemplar.unit}/{alias}"
            other = address if address in library.exemplars else owners.get(address)
            owners.setdefault(address, ref)
            if other:
                yield Problem(
                    library.place("exemplar", ref, ("aliases", index)),
                    "alias-collides",
                    f"Địa chỉ cũ “{alias}” đã thuộc về hồ sơ “{other}”.",
                    "Xóa địa chỉ này ở một trong hai hồ sơ.",
                )


@check("exemplar-doubled", asks="Một người không có hai hồ sơ trong cùng đơn vị và giai đoạn.")
def doubled_exemplars(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a person or collective has only one profile in the same unit and cycle (five years)."""
    seen: dict[tuple[str, str, str], str] = {}
    for ref, exemplar in library.exemplars.items():
        identity = (exemplar.unit, exemplar.cycle, fold(exemplar.name))
        if (first := seen.setdefault(identity, ref)) != ref:
            yield Problem(
                library.place("exemplar", ref, ("name",)),
                "exemplar-doubled",
                f"“{exemplar.name}” đã có hồ sơ “{first}” trong cùng đơn vị và giai đoạn.",
                "Nếu là hai người, hai tập thể trùng tên thì giữ nguyên; nếu là một thì gộp lại.",
                Severity.WARNING,
            )


@check("consent-doubled", asks="Một số phiếu đồng ý chỉ dùng cho một người.")
def doubled_consents(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no two people have a consent form with the same number."""
    owners: dict[str, set[str]] = defaultdict(set)
    for kind, ref, person in consenting_people(library):
        if person.consent is None:
            continue
        names = owners[person.consent.id]
        if names and fold(person.name) not in names:
            yield Problem(
                library.place(kind, ref, ("consent", "id")),
                "consent-doubled",
                f"Số phiếu “{person.consent.id}” đã dùng cho người khác.",
                "Xem lại số trên phiếu giấy.",
            )
        names.add(fold(person.name))
