"""Compares two versions of the content: which records changed, and which people become public.

The result is posted in comments on pull requests and in logs. So people who are shown neither on the site nor
in print are counted, but never named.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from kyyeu.facts.consent import SCOPES, consents
from kyyeu.model.conferences import Delegate
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Consent
from kyyeu.model.kinds import BY_NAME, KINDS, Kind
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import OPEN_DATA, PRINT, SITE
from kyyeu.publishing.outward import OF_PEOPLE
from kyyeu.publishing.published import Published
from kyyeu.publishing.withheld_names import TellingNames
from kyyeu.vietnamese import short_date
from kyyeu.views.office.field_changes import FieldChange, field_changes

ADDED, CHANGED, REMOVED = "thêm", "sửa", "xóa"
_HIDDEN = (FieldChange("phần chưa đăng", "Phần chưa được đăng của bản ghi này có thay đổi"),)
_CHANNELS = ((SITE, "trang công khai"), (PRINT, "bản in"), (OPEN_DATA, "dữ liệu mở"))


@dataclass(frozen=True)
class State:
    """The content at one commit.

    `whole` has all records; `site` and `press` have those that the site and printed works may show on `day`.
    """

    whole: Library
    site: Published
    press: Published
    day: date

    def shown(self, kind: Kind, ref: str) -> Any:
        """Returns a record as the site or a printed work may show it, or None if neither may show it.

        Details of a person's consent, which no channel shows, are added to the record.
        """
        whole, on_site, in_print = (
            getattr(records, kind.attribute).get(ref) for records in (self.whole, self.site, self.press)
        )
        shown = on_site or in_print
        if isinstance(shown, Exemplar | Delegate) and whole is not None:
            return shown.model_copy(update={"consent": whole.consent, "minor": whole.minor})
        return shown

    def named(self, kind_name: str, ref: str) -> str:
        """Returns a record's name, or its reference if it has no name.

        For a withheld record, the result is the phrase 'một hồ sơ chưa đăng' (an unpublished record).
        """
        kind = BY_NAME[kind_name]
        record = self.shown(kind, ref)
        if record is None:
            hidden = kind_name in OF_PEOPLE or ref in getattr(self.whole, kind.attribute)
            return "một hồ sơ chưa đăng" if hidden else ref
        return record_name(record, self.day) or ref


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that was added, changed or removed between two versions of the content.

    `verb` says which of these happened, and `fields` are the changes of its fields. `name` is '' if the
    record must not be named.
    """

    verb: str
    kind: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """The changes in the records of one unit (such as a school) between two versions of the content.

    `summary` describes them in one sentence. `unit` is '' for records that belong to no unit.
    """

    unit: str
    name: str
    summary: str
    records: tuple[RecordChange, ...]


@dataclass(frozen=True, slots=True)
class Publicity:
    """A person whom some channels show after a change of the content, but not before it.

    `channels` are the names of these channels, such as the site or print. `consent` describes the person's
    consent form.
    """

    kind: str
    name: str
    unit: str
    channels: tuple[str, ...]
    consent: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes between two versions of the content.

    `public` are the people who become public. `no_longer` counts, by the name of the unit, people who were
    shown in some channel before and are shown in none now.
    """

    units: tuple[UnitChanges, ...]
    public: tuple[Publicity, ...]
    no_longer: Mapping[str, int]


def record_changes(before: State, after: State) -> Changes:
    """Returns the changes between two versions of the content, grouped by unit (such as a school)."""
    names = telling_names(before, after)
    changes = sorted(_changes(before, after), key=lambda pair: (pair[0] != "", pair[0]))
    units = []
    for unit, group in groupby(changes, key=lambda pair: pair[0]):
        records = tuple(_without(names, change) for _, change in group)
        units.append(UnitChanges(unit, _unit_name(before, after, unit), f"{summary(records)}.", records))
    return Changes(tuple(units), tuple(_public(before, after)), _no_longer(before, after))


def telling_names(before: State, after: State) -> TellingNames:
    """Returns the names of people whom neither the site nor print may show after the change.

    A changed text that contains such a name must not be quoted, even if the person was shown before.
    """
    return TellingNames((before.whole, after.whole), (after.site, after.press))


def _without(names: TellingNames, change: RecordChange) -> RecordChange:
    """Returns a record's change in which no text mentions a person who must not be named.

    A text with such a name is replaced by a note, and a record's name with such a name by ''.
    """
    fields = tuple(
        FieldChange(field.field, f"{field.field}: có thay đổi; lời cũ hoặc mới nêu tên một người không đăng")
        if names.are_in(field.text)
        else field
        for field in change.fields
    )
    return replace(change, name="" if names.are_in(change.name) else change.name, fields=fields)


def summary(records: tuple[RecordChange, ...]) -> str:
    """Returns a phrase that sums up the changes of records, such as 'thêm 2 điển hình; xóa 1 tin'."""
    phrases = []
    for verb in (ADDED, CHANGED, REMOVED):
        counts = Counter(change.kind for change in records if change.verb == verb)
        for kind, count in counts.items():
            one = next(change for change in records if change.verb == verb and change.kind == kind)
            labels = list(dict.fromkeys(change.field.lower() for change in one.fields))
            if verb == CHANGED and count == 1 and one.name and 0 < len(labels) <= 3:
                phrases.append(f"{verb} {', '.join(labels)} của {kind} {one.name}")
            else:
                phrases.append(f"{verb} {count} {kind}")
    return "; ".join(phrases)


def record_name(record: Any, day: date) -> str:
    """Returns the name by which people refer to a record: its name, title or number, or else its id.

    `day` is the day for which a unit's name is looked up.
    """
    if hasattr(record, "name_on"):
        return str(record.name_on(day))
    for attribute in ("name", "title", "number"):
        if isinstance(name := getattr(record, attribute, None), str) and name:
            return name
    item = getattr(record, "item", None)
    return str(item.label) if item is not None else str(getattr(record, "id", ""))


def _changes(before: State, after: State) -> Iterator[tuple[str, RecordChange]]:
    """Yields (unit, change) pairs for every record that differs between two versions of the content.

    The unit is the school or office to which the record belongs. Changes are ordered by the kind of record.
    Pages written in Markdown come last.
    """
    redrawn = _redrawn(before.whole, after.whole)
    for kind in KINDS:
        if kind.register:
            continue
        old, new = (_records(state.whole, kind) for state in (before, after))
        label = kind.label[:1].lower() + kind.label[1:]
        for ref in dict.fromkeys([*old, *new]):
            if (old.get(ref) != new.get(ref) or (kind.name, ref) in redrawn) and (
                change := _change(kind, label, ref, before, after, (kind.name, ref) in redrawn)
            ):
                yield _owner(kind, ref), change
    for file in dict.fromkeys([*before.whole.pages, *after.whole.pages]):
        old_page, new_page = before.whole.pages.get(file), after.whole.pages.get(file)
        page = new_page or old_page
        title = (page and page.title) or file
        if old_page is None or new_page is None:
            yield "", RecordChange(ADDED if old_page is None else REMOVED, "bài của trang", title)
        elif changes := field_changes(old_page, new_page, after.named):
            yield "", RecordChange(CHANGED, "bài của trang", title, changes)


def _change(
    kind: Kind, label: str, ref: str, before: State, after: State, redrawn: bool
) -> RecordChange | None:
    old, new = (_records(state.whole, kind).get(ref) for state in (before, after))
    if kind.name == "site":
        old_shown, new_shown = old, new
    else:
        old_shown, new_shown = before.shown(kind, ref), after.shown(kind, ref)
    if old is None or new is None:
        # If the record of a person was deleted, the person is no longer shown anywhere and must not be named.
        gone = new is None and kind.name in OF_PEOPLE
        verb, shown = (ADDED, new_shown) if old is None else (REMOVED, None if gone else old_shown)
        return RecordChange(verb, label, _shown_name(shown, after))
    if not redrawn and not field_changes(old, new, after.named):
        # If the fields of a record have not changed, it has only moved to other lines of its file. That is no
        # change.
        return None
    name = _shown_name(new_shown, after)
    # If the record was withheld before or after the change, its changed fields must not be quoted.
    if old_shown is None or new_shown is None:
        return RecordChange(CHANGED, label, name)
    changes = field_changes(old_shown, new_shown, after.named)
    if redrawn:
        changes = (*changes, FieldChange("ảnh", "Ảnh: thay tệp ảnh"))
    return RecordChange(CHANGED, label, name, changes or _HIDDEN)


def _shown_name(record: Any, state: State) -> str:
    """Returns the name of a record, or '' if `record` is None.

    Some records are named by the id of their unit (such as a school). The result is then the unit's name.
    """
    if record is None:
        return ""
    name = record_name(record, state.day)
    unit = state.whole.units.get(name)
    return unit.name_on(state.day) if unit else name


def _redrawn(before: Library, after: Library) -> frozenset[tuple[str, str]]:
    """Returns the records whose picture file was replaced by another picture under the same file name.

    The result is a set of pairs (kind of record, reference). `before` and `after` are all records of the two
    versions that are compared.
    """
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
    records = getattr(library, kind.attribute)
    return records if isinstance(records, Mapping) else {kind.name: records}


def _owner(kind: Kind, ref: str) -> str:
    """Returns the id of the unit (such as a school) in whose folder a record's file lies.

    The result is '' if the record belongs to no unit.
    """
    return ref.partition("/")[0] if "units/{" in kind.pattern else ""


def _unit_name(before: State, after: State, unit: str) -> str:
    if not unit:
        return "Chung của ngành"
    record = after.whole.units.get(unit) or before.whole.units.get(unit)
    return record.name_on(after.day) if record else unit


def _people(library: Library) -> dict[tuple[str, str], Exemplar | Delegate]:
    return {("điển hình", ref): person for ref, person in library.exemplars.items()} | {
        ("đại biểu", ref): person for ref, person in library.delegates.items()
    }


def _channels(person: Exemplar | Delegate | None, state: State, kind: str, ref: str) -> tuple[str, ...]:
    """Returns the names of the channels (site, print, open data) in which a person is shown.

    There are none if the publishing gate withholds the person's record.
    """
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
    """Returns a description of a consent form: its number and dates and, for a child, who signed it."""
    signatures = ((consent.child, "em"), (consent.guardian, "người đại diện"))
    signers = " và ".join(label for signed, label in signatures if signed)
    parts = (
        f"phiếu {consent.id} ngày {short_date(consent.date)}",
        f"đến {short_date(consent.expires)}" if consent.expires else "",
        f"{signers} đồng ý" if signers else "",
    )
    return ", ".join(filter(None, parts))


def _no_longer(before: State, after: State) -> dict[str, int]:
    now = _people(after.whole)
    counts: Counter[str] = Counter()
    for (kind, ref), person in _people(before.whole).items():
        if _channels(person, before, kind, ref) and not _channels(now.get((kind, ref)), after, kind, ref):
            counts[_unit_name(before, after, person.unit)] += 1
    return dict(sorted(counts.items()))
