"""Two states of the content → what changes, unit by unit and record by record, and who newly becomes public, in Vietnamese.

Whoever may be shown on neither the site nor paper is counted, never named: what is said here lands in comments and logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from kyyeu.facts.consent import SCOPES, consents
from kyyeu.facts.names import Names, name_of
from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Consent
from kyyeu.model.kinds import BY_NAME, KINDS, Kind
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import OPEN_DATA, PRINT, SITE
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import short_date
from kyyeu.views.office.field_changes import FieldChange, field_changes

ADDED, CHANGED, REMOVED = "thêm", "sửa", "xóa"
_HIDDEN = (FieldChange("phần chưa đăng", "Phần chưa được đăng của bản ghi này có thay đổi"),)
_CHANNELS = ((SITE, "trang công khai"), (PRINT, "bản in"), (OPEN_DATA, "dữ liệu mở"))


@dataclass(frozen=True)
class State:
    """The content at one commit: all of it, and what may be shown on the site and in print on `day`."""

    whole: Library
    site: Published
    press: Published
    day: date

    def shown(self, kind: Kind, ref: str) -> Any:
        """A record as it may be told of; None where it may not, or is not there. A person's consent is told of with the person."""
        whole = getattr(self.whole, kind.attribute).get(ref)
        found = getattr(self.site, kind.attribute).get(ref) or getattr(self.press, kind.attribute).get(ref)
        if isinstance(found, Exemplar | Delegate) and whole is not None:
            return found.model_copy(update={"consent": whole.consent, "minor": whole.minor})
        return found

    def named(self, kind_name: str, ref: str) -> str:
        """A record's name, the bare reference where it has none; who is withheld has none here."""
        kind = BY_NAME[kind_name]
        found = self.shown(kind, ref)
        if found is None:
            return "một hồ sơ chưa đăng" if ref in getattr(self.whole, kind.attribute) else ref
        return record_name(found, self.day) or ref


@dataclass(frozen=True, slots=True)
class RecordChange:
    """`verb`: added, changed or removed; `name` is '' for what may not be named; `fields` say what of a changed one."""

    verb: str
    kind: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """`unit` is '' for what belongs to no unit; `summary` is one sentence."""

    unit: str
    name: str
    summary: str
    records: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True)
class Publicity:
    """Someone who may be shown and was not, in these channels; on which consent."""

    kind: str
    name: str
    unit: str
    channels: tuple[str, ...]
    consent: str


@dataclass(frozen=True, slots=True)
class Changes:
    """`no_longer`: by unit's name, how many people are shown nowhere any more."""

    units: tuple[UnitChanges, ...]
    public: tuple[Publicity, ...]
    no_longer: Mapping[str, int]


def record_changes(before: State, after: State) -> Changes:
    names = _not_to_be_named(before, after)
    found = sorted(_changes(before, after), key=lambda pair: (pair[0] != "", pair[0]))
    units = []
    for unit, group in groupby(found, key=lambda pair: pair[0]):
        records = tuple(_without(names, change) for _, change in group)
        units.append(UnitChanges(unit, _unit_name(before, after, unit), f"{summary(records)}.", records))
    return Changes(tuple(units), tuple(_public(before, after)), _no_longer(before, after))


def _not_to_be_named(before: State, after: State) -> Names:
    """Who is shown nowhere now, whatever was the case before: a text that was or is no longer there may hold the name."""
    shown = {
        person.name
        for library in (after.site, after.press)
        for people in (library.exemplars, library.delegates)
        for person in people.values()
    }
    everyone = {
        person.name
        for state in (before, after)
        for person in _people(state.whole).values()
        if isinstance(person, Delegate) or person.type is ExemplarType.INDIVIDUAL
    }
    everyone |= {
        person.name
        for state in (before, after)
        for placed in pictures(state.whole)
        for person in placed.picture.people
    }
    return Names(
        frozenset(name_of(name) for name in everyone - shown if " " in name), frozenset(map(name_of, shown))
    )


def _without(names: Names, change: RecordChange) -> RecordChange:
    fields = tuple(
        FieldChange(field.field, f"{field.field}: có thay đổi; lời cũ hoặc mới nêu tên một người không đăng")
        if names.stand_in(field.text)
        else field
        for field in change.fields
    )
    return replace(change, name="" if names.stand_in(change.name) else change.name, fields=fields)


def summary(records: tuple[RecordChange, ...]) -> str:
    """'thêm 2 điển hình; sửa số của quyết định khen thưởng 12/QĐ-SGDĐT; xóa 1 tin'."""
    said = []
    for verb in (ADDED, CHANGED, REMOVED):
        counts = Counter(change.kind for change in records if change.verb == verb)
        for kind, count in counts.items():
            one = next(change for change in records if change.verb == verb and change.kind == kind)
            labels = list(dict.fromkeys(change.field.lower() for change in one.fields))
            if verb == CHANGED and count == 1 and one.name and 0 < len(labels) <= 3:
                said.append(f"{verb} {', '.join(labels)} của {kind} {one.name}")
            else:
                said.append(f"{verb} {count} {kind}")
    return "; ".join(said)


def record_name(record: Any, day: date) -> str:
    """What people call a record; '' where it has no name of its own."""
    if hasattr(record, "name_on"):
        return str(record.name_on(day))
    for attribute in ("name", "title", "number"):
        if isinstance(found := getattr(record, attribute, None), str) and found:
            return found
    item = getattr(record, "item", None)
    return str(item.label) if item is not None else str(getattr(record, "id", ""))


def _changes(before: State, after: State) -> Iterator[tuple[str, RecordChange]]:
    """Owner and change of every record that differs, in the table's order; of pages of the site's own prose at the end."""
    redrawn = _redrawn(before.whole, after.whole)
    for kind in KINDS:
        if kind.register:
            continue
        old, new = (_records(state.whole, kind) for state in (before, after))
        label = kind.label[:1].lower() + kind.label[1:]
        for ref in dict.fromkeys([*old, *new]):
            if old.get(ref) != new.get(ref) or (kind.name, ref) in redrawn:
                found = _change(kind, label, ref, before, after, (kind.name, ref) in redrawn)
                if found is not None:
                    yield _owner(kind, ref), found
    for file in dict.fromkeys([*before.whole.pages, *after.whole.pages]):
        here, there = before.whole.pages.get(file), after.whole.pages.get(file)
        if here is None or there is None:
            page = there or here
            yield (
                "",
                RecordChange(
                    ADDED if here is None else REMOVED, "bài của trang", (page and page.title) or file
                ),
            )
        elif told := field_changes(here, there, after.named):
            yield "", RecordChange(CHANGED, "bài của trang", there.title or file, told)


def _change(
    kind: Kind, label: str, ref: str, before: State, after: State, redrawn: bool
) -> RecordChange | None:
    old, new = (_records(state.whole, kind).get(ref) for state in (before, after))
    if kind.name == "site":
        was, now = old, new
    else:
        was, now = before.shown(kind, ref), after.shown(kind, ref)
    if old is None:
        return RecordChange(ADDED, label, _called(now, after) if now is not None else "")
    if new is None:
        return RecordChange(REMOVED, label, _called(was, after) if was is not None else "")
    whole = field_changes(old, new, after.named)
    if not whole and not redrawn:
        return None  # only its place in the file
    if was is None or now is None:  # comes, goes, or is not shown: the lists of people say what may be said
        return RecordChange(CHANGED, label, _called(now, after) if now is not None else "")
    told = field_changes(was, now, after.named)
    if redrawn:
        told = (*told, FieldChange("ảnh", "Ảnh: thay tệp ảnh"))
    return RecordChange(CHANGED, label, _called(now, after), told or _HIDDEN)


def _called(record: Any, state: State) -> str:
    """What belongs to a whole unit goes by the unit's name."""
    name = record_name(record, state.day)
    unit = state.whole.units.get(name)
    return unit.name_on(state.day) if unit else name


def _redrawn(before: Library, after: Library) -> frozenset[tuple[str, str]]:
    """Records whose picture has other bytes under the same name."""
    old, new = (
        {
            (placed.kind, placed.ref, placed.file): library.attachments.get(placed.file)
            for placed in pictures(library)
        }
        for library in (before, after)
    )
    return frozenset(
        (kind, ref)
        for (kind, ref, file), image in new.items()
        if (known := old.get((kind, ref, file))) is not None
        and image is not None
        and known.digest != image.digest
    )


def _records(library: Library, kind: Kind) -> Mapping[str, Any]:
    found = getattr(library, kind.attribute)
    return found if isinstance(found, Mapping) else {kind.name: found}


def _owner(kind: Kind, ref: str) -> str:
    """The unit whose folder holds the record."""
    return ref.partition("/")[0] if "units/{" in kind.pattern else ""


def _unit_name(before: State, after: State, unit: str) -> str:
    if not unit:
        return "Chung của ngành"
    found = after.whole.units.get(unit) or before.whole.units.get(unit)
    return found.name_on(after.day) if found else unit


def _people(library: Library) -> dict[tuple[str, str], Exemplar | Delegate]:
    return {("điển hình", ref): person for ref, person in library.exemplars.items()} | {
        ("đại biểu", ref): person for ref, person in library.delegates.items()
    }


def _channels(person: Exemplar | Delegate | None, state: State, kind: str, ref: str) -> tuple[str, ...]:
    """Where someone is shown: an exemplar must be approved too, which the gate knows."""
    if person is None or (
        kind == "điển hình" and ref not in state.site.exemplars and ref not in state.press.exemplars
    ):
        return ()
    return tuple(label for channel, label in _CHANNELS if consents(person, SCOPES[channel], state.day))


def _public(before: State, after: State) -> Iterator[Publicity]:
    known = _people(before.whole)
    for (kind, ref), person in _people(after.whole).items():
        had = _channels(known.get((kind, ref)), before, kind, ref)
        new = tuple(channel for channel in _channels(person, after, kind, ref) if channel not in had)
        if new and person.consent is not None:
            yield Publicity(
                kind, person.name, _unit_name(before, after, person.unit), new, _consent(person.consent)
            )


def _consent(consent: Consent) -> str:
    """On whose word: the paper's number and day, and for a minor whose hands."""
    hands = [label for given, label in ((consent.child, "em"), (consent.guardian, "người đại diện")) if given]
    said = f"phiếu {consent.id} ngày {short_date(consent.date)}"
    if consent.expires:
        said += f", đến {short_date(consent.expires)}"
    return f"{said}, {' và '.join(hands)} đồng ý" if hands else said


def _no_longer(before: State, after: State) -> dict[str, int]:
    now = _people(after.whole)
    counts: Counter[str] = Counter()
    for (kind, ref), person in _people(before.whole).items():
        if _channels(person, before, kind, ref) and not _channels(now.get((kind, ref)), after, kind, ref):
            counts[_unit_name(before, after, person.unit)] += 1
    return dict(sorted(counts.items()))
