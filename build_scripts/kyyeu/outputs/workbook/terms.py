"""Translates between the ids in record files and the names by which a school secretary knows the records."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kyyeu.model.awards import Decision, Level
from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.model.form import Widget
from kyyeu.model.library import Library
from kyyeu.model.reports import Document
from kyyeu.outputs.workbook.sheets import ITEM, SHEETS
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at
from kyyeu.problems import nearest
from kyyeu.vietnamese import nfc, short_date, slug

_ABBREVIATIONS = {
    "gđ": "giám đốc",
    "gđ.": "giám đốc",
    "ubnd": "ủy ban nhân dân",
    "ct": "chủ tịch",
    "gd&đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo",
    "cstđ": "chiến sĩ thi đua",
    "sỹ": "sĩ",
}


# Codes of the sheets whose records can be referred to in rows of other sheets, such as the sheet of
# exemplars.
OWN = ("launched", "model", "exemplar", "conference", "speech")


@dataclass(frozen=True)
class Terms:
    """Holds the names of everything that a unit's records can refer to, by kind of record.

    A record is identified by its reference, which is its id, or its unit and id. `names` maps references to
    names. `also` maps other names of the same records to references. `by_spelling` keeps results of
    `_by_spelling`.
    """

    names: Mapping[str, Mapping[str, str]]
    also: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    by_spelling: dict[tuple[str, Any], tuple[dict[str, set[str]], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def name(self, kind: str, ref: str) -> str:
        """Returns the name of the record with this reference; if it has none, the reference itself."""
        return self.names.get(kind, {}).get(ref, ref)

    def ref(self, kind: str, text: str) -> str | None:
        """Returns the reference (id) of the record that the text of a workbook cell names.

        The name may be spelt slightly differently. Returns None if no record fits, or several.
        """
        names = self.names.get(kind, {})
        if text in names:
            return text
        for spelt in (plain, slug, _spelt_out):
            by_name, by_other_name = self._by_spelling(kind, spelt)
            matches = by_name.get(spelt(text)) or by_other_name.get(spelt(text), set())
            if len(matches) == 1:
                return next(iter(matches))
        return None

    def _by_spelling(self, kind: str, spelt: Callable[[str], str]) -> tuple[dict[str, set[str]], ...]:
        """Returns two mappings to references (ids) of records: from their names, and from their other names.

        The function `spelt` simplifies the names first, for instance to small letters. The mappings are kept
        for later calls, because they are needed for every cell of a workbook.
        """
        if (kind, spelt) not in self.by_spelling:
            by_name: dict[str, set[str]] = defaultdict(set)
            by_other_name: dict[str, set[str]] = defaultdict(set)
            for ref, name in self.names.get(kind, {}).items():
                by_name[spelt(name)].add(ref)
            for name, ref in self.also.get(kind, {}).items():
                by_other_name[spelt(name)].add(ref)
            self.by_spelling[kind, spelt] = (by_name, by_other_name)
        return self.by_spelling[kind, spelt]

    def nearest(self, kind: str, text: str) -> str:
        """Returns the question 'Có phải “…”?' with the known name that is most similar to a text.

        Returns "" if no name is similar.
        """
        names, wanted = self.names.get(kind, {}), plain(text)
        by_plain_name = {plain(name): names.get(ref, name) for name, ref in self.also.get(kind, {}).items()}
        by_plain_name |= {plain(name): name for name in names.values()}
        if near := re.search("“(.*)”", nearest(wanted, by_plain_name)):
            return f"Có phải “{by_plain_name[near[1]]}”?"
        same_start = [
            name for name in by_plain_name if wanted and (name.startswith(wanted) or wanted.startswith(name))
        ]
        return f"Có phải “{by_plain_name[same_start[0]]}”?" if len(same_start) == 1 else ""


def plain(text: str) -> str:
    """Returns a name in lower case with single spaces, for comparing it with other names."""
    return " ".join(nfc(text).casefold().split())


def _spelt_out(text: str) -> str:
    """Returns a name with abbreviations written out and without “của”, for comparing it with other names.

    'Giấy khen của GĐ Sở' becomes 'giấy khen giám đốc sở'.
    """
    return " ".join(_ABBREVIATIONS.get(word, word) for word in plain(text).split() if word != "của")


def terms_of(library: Library, source: UnitRecords) -> Terms:
    """Returns the names of all records to which a unit's records may refer, or refer already.

    These are the official lists (such as awards and documents), the conferences of the unit and of the units
    above it, and the unit's own exemplars, models and speeches. Exemplars of other units are left out, since
    they may be unpublished.
    """
    used = _used(source)
    held = {
        ref: record
        for ref, record in library.conferences.items()
        if record.unit == source.unit or record.level is not Level.UNIT or ref in used["conference"]
    }
    movements = {
        ref: record
        for ref, record in library.movements.items()
        if record.unit in (None, source.unit) or ref in used["movement"]
    }
    names = {
        "award_title": _distinct(library.award_titles, lambda record: record.name),
        "movement": _distinct(movements, lambda record: record.name),
        "decision": _distinct(library.decisions, decision_name),
        "document": _distinct(library.documents, document_name),
        "conference": _distinct(held, lambda record: conference_name(library, record)),
        "cycle": {ref: ref for ref in library.cycles},
        ITEM: {
            item.code: re.sub(r"\{\w+\}", "…", item.title)
            for programme in library.programmes.values()
            for item in programme.items
        },
    }
    for kind, refs in used.items():
        known = names.get(kind, {})
        names[kind] = {**known, **{ref: ref for ref in sorted(refs) if ref not in known}}
    also = {
        "award_title": {title.short: ref for ref, title in library.award_titles.items() if title.short},
        ITEM: dict(_items(library)),
    }
    return own_terms(Terms(names, also), source.unit, source.records)


def own_terms(terms: Terms, unit: str, records: Mapping[str, Mapping[str, Any]]) -> Terms:
    """Returns a copy of `terms` with the names of the unit's own records, which are given by sheet and id.

    The records may include new ones from a workbook. If a record has been renamed, its earlier name is kept
    as one of its other names.
    """
    own_names = {
        kind: {
            f"{unit}/{key}": name for key, name in record_names(kind, records.get(kind, {}), terms).items()
        }
        for kind in OWN
        if kind != "launched"
    }
    own_names["movement"] = {
        key: tree_name("launched", tree) for key, tree in records.get("launched", {}).items()
    }
    all_names = {kind: {**terms.names.get(kind, {}), **names} for kind, names in own_names.items()}
    other_names = {}
    for kind, names in all_names.items():
        renamed = {name: ref for ref, name in terms.names.get(kind, {}).items() if names[ref] != name}
        other_names[kind] = {**terms.also.get(kind, {}), **renamed}
    for ref, name in own_names["conference"].items():
        other_names["conference"][name.replace(" của đơn vị", "")] = ref
    return Terms({**terms.names, **all_names}, {**terms.also, **other_names})


def _used(source: UnitRecords) -> dict[str, set[str]]:
    """Returns all references to other records that the unit's files contain, by kind of record.

    Each of these records needs a name in the workbook, even if it belongs to another unit.
    """
    used: dict[str, set[str]] = defaultdict(set)
    for sheet in SHEETS:
        trees = source.records[sheet.parent or sheet.code].values()
        items = [item for tree in trees for item in (list_items(tree, sheet) if sheet.parent else (tree,))]
        for column in sheet.columns:
            if column.widget is Widget.REFERENCE:
                for item in items:
                    value = cell_value(item, column)
                    used[column.field.reference] |= {value} if isinstance(value, str) else set(value or ())
    return used


def tree_name(code: str, tree: Any) -> str:
    """Returns the name of a record in a unit's workbook, given the sheet's code and the record's data.

    A conference has no name of its own. So it is named by its form (conference or congress) and its cycle, a
    five-year period.
    """
    if code == "conference":
        form = str(value_at(tree, ("form",)) or ConferenceForm.CONFERENCE)
        return own_conference(
            next((known for known in ConferenceForm if known == form), form),
            str(value_at(tree, ("cycle",)) or ""),
        )
    return str(value_at(tree, ("title" if code in ("speech", "news") else "name",)) or "")


def own_conference(form: ConferenceForm | str, cycle: str) -> str:
    """Returns what a unit's workbook calls the unit's own conference, from its form and cycle (five years).

    The words “của đơn vị” (of this unit) distinguish it from the conferences of the units above.
    """
    return f"{form.label if isinstance(form, ConferenceForm) else form} của đơn vị {cycle}"


def record_names(code: str, records: Mapping[str, Any], terms: Terms) -> dict[str, str]:
    """Returns the names by which other sheets refer to the records of a sheet, by record id.

    If two records have the same name, their ids are added to it.
    """
    if code == "joined":
        return _distinct(
            records, lambda tree: terms.name("movement", str(value_at(tree, ("movement",)) or ""))
        )
    return _distinct(records, lambda tree: tree_name(code, tree))


def _distinct(records: Mapping[str, Any], name: Callable[[Any], str]) -> dict[str, str]:
    """Returns the names of records by reference; if several records have the same name, the id is added."""
    names = {ref: " ".join(name(record).split()) or ref for ref, record in records.items()}
    counts = Counter(map(plain, names.values()))
    return {
        ref: text if counts[plain(text)] == 1 else f"{text} ({ref.rpartition('/')[2]})"
        for ref, text in names.items()
    }


def _items(library: Library) -> Iterator[tuple[str, str]]:
    """Yields (title, code) of the official programme items of every cycle (five-year period).

    The titles contain the years of the cycle, as in the printed programme.
    """
    for cycle in library.cycles.values():
        if programme := library.programmes.get(cycle.programme):
            for item in programme.items:
                title = item.title.replace("{reviews}", str(cycle.reviews))
                yield title.replace("{launches}", str(cycle.launches)), item.code


def decision_name(decision: Decision) -> str:
    """Returns the name of an award decision: 'Số 12/QĐ-SGDĐT ngày 05/01/2020, Sở …'."""
    day = f" ngày {short_date(decision.date)}" if decision.date else ""
    return f"{decision.number or 'Chưa rõ số'}{day}, {decision.issuer}"


def document_name(document: Document) -> str:
    """Returns the name of an official document: its type, number and date, or else its type and subject.

    The subject is used if the document has no number.
    """
    kind = document.type.label
    day = f" ngày {short_date(document.date)}" if document.date else ""
    return f"{kind} {document.number}{day}" if document.number else f"{kind}: {document.subject[:90]}"


def conference_name(library: Library, conference: Conference) -> str:
    """Returns the name of a conference: its form, organising unit and cycle."""
    unit = library.units.get(conference.unit)
    holder = (unit.names[-1].short or unit.names[-1].name) if unit else conference.unit
    return f"{conference.form.label} {holder} {conference.cycle}"
