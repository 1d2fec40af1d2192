"""What references and choices are called in a workbook, and back: the name that a secretary sees ↔ the id or code that a file holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kyyeu.model.awards import AwardTitle, Decision, Level
from kyyeu.model.conferences import Conference, ConferenceForm
from kyyeu.model.form import Widget
from kyyeu.model.library import Library
from kyyeu.model.reports import Document
from kyyeu.outputs.workbook.sheets import ITEM, SHEETS
from kyyeu.outputs.workbook.unit_records import UnitRecords, cell_value, list_items, value_at
from kyyeu.problems import nearest
from kyyeu.vietnamese import nfc, short_date, slug

_SHORT = {
    "gđ": "giám đốc",
    "gđ.": "giám đốc",
    "ubnd": "ủy ban nhân dân",
    "ct": "chủ tịch",
    "gd&đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo",
    "cstđ": "chiến sĩ thi đua",
    "sỹ": "sĩ",
}


OWN = (
    "launched",
    "model",
    "exemplar",
    "conference",
    "speech",
)  # sheets whose records others of the unit refer to


@dataclass(frozen=True)
class Terms:
    """By kind: what each reference is called; `also`: other names it goes by."""

    names: Mapping[str, Mapping[str, str]]
    also: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spelt: dict[tuple[str, Any], tuple[dict[str, set[str]], ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def name(self, kind: str, ref: str) -> str:
        return self.names.get(kind, {}).get(ref, ref)

    def ref(self, kind: str, text: str) -> str | None:
        """The one reference that a text can mean, spelt exactly or nearly so; None where there is none or several."""
        names = self.names.get(kind, {})
        if text in names:
            return text
        for spelt in (plain, slug, _spelt_out):
            own, also = self._spelt(kind, spelt)
            meant = own.get(spelt(text)) or also.get(spelt(text), set())
            if len(meant) == 1:
                return next(iter(meant))
        return None

    def _spelt(self, kind: str, spelt: Callable[[str], str]) -> tuple[dict[str, set[str]], ...]:
        """References by the names they are called and by the others they go by, in one way of spelling: looked up for every cell."""
        if (kind, spelt) not in self.spelt:
            called = ((name, ref) for ref, name in self.names.get(kind, {}).items())
            self.spelt[kind, spelt] = (defaultdict(set), defaultdict(set))
            for found, pairs in zip(
                self.spelt[kind, spelt], (called, self.also.get(kind, {}).items()), strict=True
            ):
                for name, ref in pairs:
                    found[spelt(name)].add(ref)
        return self.spelt[kind, spelt]

    def nearest(self, kind: str, text: str) -> str:
        """'Có phải “…”?' for the name nearest to a text."""
        own, also = self.names.get(kind, {}), self.also.get(kind, {})
        names = {plain(name): own.get(ref, name) for name, ref in also.items()} | {
            plain(name): name for name in own.values()
        }
        found = re.search("“(.*)”", nearest(plain(text), names))
        begun = [
            name
            for name in names
            if plain(text) and (name.startswith(plain(text)) or plain(text).startswith(name))
        ]
        meant = found[1] if found else begun[0] if len(begun) == 1 else ""
        return f"Có phải “{names[meant]}”?" if meant else ""


def plain(text: str) -> str:
    return " ".join(nfc(text).casefold().split())


def _spelt_out(text: str) -> str:
    """'Giấy khen của GĐ Sở' and 'Giấy khen Giám đốc Sở' are one."""
    return " ".join(_SHORT.get(word, word) for word in plain(text).split() if word != "của")


def terms_of(library: Library, source: UnitRecords) -> Terms:
    """What a unit may refer to, and does: the catalogues, conferences of its own and above, its own exemplars and models. Of other units
    nothing else stands here: their exemplars may be drafts."""
    used = _used(source)
    held = {
        ref: entry
        for ref, entry in library.conferences.items()
        if entry.unit == source.unit or entry.level is not Level.UNIT or ref in used["conference"]
    }
    movements = {
        ref: entry
        for ref, entry in library.movements.items()
        if entry.unit in (None, source.unit) or ref in used["movement"]
    }
    names = {
        "award_title": _unlike(library.award_titles, lambda entry: entry.name),
        "movement": _unlike(movements, lambda entry: entry.name),
        "decision": _unlike(library.decisions, decision_name),
        "document": _unlike(library.documents, document_name),
        "conference": _unlike(held, lambda entry: conference_name(library, entry)),
        "cycle": {ref: ref for ref in library.cycles},
        ITEM: {
            item.code: re.sub(r"\{\w+\}", "…", item.title)
            for programme in library.programmes.values()
            for item in programme.items
        },
    }
    whole = {
        kind: {**names.get(kind, {}), **{ref: ref for ref in sorted(refs) if ref not in names.get(kind, {})}}
        for kind, refs in used.items()
    }
    also = {"award_title": dict(_short(library.award_titles)), ITEM: dict(_items(library))}
    return own_terms(Terms({**names, **whole}, also), source.unit, source.records)


def own_terms(terms: Terms, unit: str, records: Mapping[str, Mapping[str, Any]]) -> Terms:
    """With what the unit's own records are called; `records` may hold those of a workbook that are new."""
    called = {
        kind: {
            f"{unit}/{key}": name for key, name in record_names(kind, records.get(kind, {}), terms).items()
        }
        for kind in OWN
        if kind != "launched"
    }
    own = {kind: {**terms.names.get(kind, {}), **names} for kind, names in called.items()}
    launched = {key: tree_name("launched", tree) for key, tree in records.get("launched", {}).items()}
    names = {**terms.names, **own, "movement": {**terms.names.get("movement", {}), **launched}}
    before = {
        kind: {name: ref for ref, name in terms.names.get(kind, {}).items() if names[kind].get(ref) != name}
        for kind in (*own, "movement")
    }
    before["conference"] |= {
        name.replace(" của đơn vị", ""): f"{unit}/{key}"
        for key, name in record_names("conference", records.get("conference", {}), terms).items()
    }
    return Terms(
        names,
        {**terms.also, **{kind: {**terms.also.get(kind, {}), **renamed} for kind, renamed in before.items()}},
    )


def _used(source: UnitRecords) -> dict[str, set[str]]:
    """References in the unit's records, by kind: what stands in a file must have a name, whoever's it is."""
    used: dict[str, set[str]] = defaultdict(set)
    for sheet in SHEETS:
        for column in sheet.columns:
            if column.widget is Widget.REFERENCE:
                for tree in source.records[sheet.parent or sheet.code].values():
                    for entry in list_items(tree, sheet) if sheet.parent else (tree,):
                        value = cell_value(entry, column)
                        used[column.field.reference] |= (
                            {value} if isinstance(value, str) else set(value or ())
                        )
    return used


def tree_name(code: str, tree: Any) -> str:
    """What a record of a sheet is called. A conference, of which a unit rarely has two, goes by its form and cycle."""
    if code == "conference":
        form = str(value_at(tree, ("form",)) or ConferenceForm.CONFERENCE)
        return own_conference(
            next((known for known in ConferenceForm if known == form), form),
            str(value_at(tree, ("cycle",)) or ""),
        )
    return str(value_at(tree, ("title" if code in ("speech", "news") else "name",)) or "")


def own_conference(form: ConferenceForm | str, cycle: str) -> str:
    """As its own unit's workbook calls it, beside those of the Sở and above."""
    return f"{form.label if isinstance(form, ConferenceForm) else form} của đơn vị {cycle}"


def record_names(code: str, records: Mapping[str, Any], terms: Terms) -> dict[str, str]:
    """What the rows of a sheet below call each record of the sheet above; with its id where two bear one name."""
    if code == "joined":
        return _unlike(records, lambda tree: terms.name("movement", str(value_at(tree, ("movement",)) or "")))
    return _unlike(records, lambda tree: tree_name(code, tree))


def _unlike(found: Mapping[str, Any], name: Callable[[Any], str]) -> dict[str, str]:
    names = {ref: " ".join(name(entry).split()) or ref for ref, entry in found.items()}
    often = Counter(map(plain, names.values()))
    return {
        ref: text if often[plain(text)] == 1 else f"{text} ({ref.rpartition('/')[2]})"
        for ref, text in names.items()
    }


def _items(library: Library) -> Iterator[tuple[str, str]]:
    """Official items as a cycle's own programme would print them."""
    for cycle in library.cycles.values():
        for item in (
            library.programmes[cycle.programme].items if cycle.programme in library.programmes else ()
        ):
            yield (
                item.title.replace("{reviews}", str(cycle.reviews)).replace(
                    "{launches}", str(cycle.launches)
                ),
                item.code,
            )


def _short(titles: Mapping[str, AwardTitle]) -> Iterator[tuple[str, str]]:
    for ref, title in titles.items():
        if title.short:
            yield title.short, ref


def decision_name(decision: Decision) -> str:
    day = f" ngày {short_date(decision.date)}" if decision.date else ""
    return f"{decision.number or 'Chưa rõ số'}{day}, {decision.issuer}"


def document_name(document: Document) -> str:
    kind = document.type.label
    day = f" ngày {short_date(document.date)}" if document.date else ""
    return f"{kind} {document.number}{day}" if document.number else f"{kind}: {document.subject[:90]}"


def conference_name(library: Library, conference: Conference) -> str:
    unit = library.units.get(conference.unit)
    holder = (unit.names[-1].short or unit.names[-1].name) if unit else conference.unit
    return f"{conference.form.label} {holder} {conference.cycle}"
