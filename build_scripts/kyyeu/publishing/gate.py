"""The publishing gate: turns the Library into what one channel may show on one day.

Every field goes by its declaration (model/privacy.py). A withheld person, picture or award is simply not there.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from kyyeu.facts.awards import award_holds, void_decisions
from kyyeu.facts.consent import (
    SCOPES,
    Scopes,
    age_group,
    consents,
    exemplar_shown,
    picture_shown,
    why_not_printed,
)
from kyyeu.facts.names import Names, name_of
from kyyeu.model.awards import Award, Decision, ListedRecipient
from kyyeu.model.conferences import Delegate
from kyyeu.model.editions import FinalEdition
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Consent, Depicted, Picture, Value
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import KINDS
from kyyeu.model.library import Library
from kyyeu.model.movements import Model
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import Channel, Withheld
from kyyeu.publishing.final_editions import shown_editions
from kyyeu.publishing.published import GateSummary, Published

_V = TypeVar("_V", bound=Value)
_GATED = ("exemplar", "speech", "decision", "model")  # kinds whose references the gate may have to cut
_OF_PATH = {"id", "unit"}  # fields that the file's path gives: they alone make no record worth showing


def publish(library: Library, channel: Channel, day: date) -> Published:
    """The part of `library` that `channel` may show on `day`."""
    gate = _Gate(library, channel, day)
    for_print = channel is Channel.PRINT
    published = Published(
        channel=channel,
        day=day,
        site=gate.one(library.site),
        cycles=gate.many(library.cycles),
        documents=gate.many(library.documents),
        decisions=gate.many(library.decisions),
        award_titles=gate.many(library.award_titles),
        movements=gate.many(library.movements),
        programmes=gate.many(library.programmes),
        outlines=gate.many(library.outlines),
        units=gate.many(library.units),
        unit_movements=gate.many(library.unit_movements),
        models=gate.many(library.models),
        conferences=gate.many(library.conferences),
        delegates=gate.many(library.delegates),
        submissions=gate.many(library.submissions),
        exemplars=gate.many(library.exemplars),
        reports=gate.many(library.reports),
        speeches=gate.many(library.speeches),
        news=gate.many(library.news),
        booklet_prose=gate.many(library.booklet_prose),
        printing=gate.many(library.printing),
        editions=gate.many(_editions(library, gate)) if for_print else {},
        pages=gate.many(library.pages),
        icc=library.icc,
        summary=_summary(library, day) if for_print else GateSummary(),
        arrivals=library.arrivals if for_print else {},
    )
    return _with_files(published, library)


def _with_files(published: Published, library: Library) -> Published:
    """Adds source files and pictures of shown records only, because a file's name is often a person's."""
    shown = {
        (kind.name, ref)
        for kind in KINDS
        if kind.attribute != "site"
        for ref in getattr(published, kind.attribute, ())
    }
    shown_pictures = (placed.file for placed in pictures(published))
    return replace(
        published,
        files={record: positions.file for record, positions in library.places.items() if record in shown},
        attachments={
            file: library.attachments[file] for file in shown_pictures if file in library.attachments
        },
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """What the gate does with a field: blank it, cut references to withheld records, or look inside a group."""

    name: str
    blank: Any = None
    hidden: bool = False
    reference: str = ""
    withheld: Withheld | None = None


_GONE = object()  # stands for a group or record that must not be shown


class _Gate:
    """Decides for one channel on one day; `refs` has the references that may be named, by kind of record."""

    def __init__(self, library: Library, channel: Channel, day: date) -> None:
        self.channel, self.day, self.scopes = channel, day, SCOPES[channel]
        self.void = void_decisions(library)
        self.taken_back = _taken_back(library, self.void)
        self.refs: dict[str, Collection[str]] = {
            "exemplar": {ref for ref, exemplar in library.exemplars.items() if self.shows(exemplar)}
        }
        self.withheld_models = {
            exemplar.model for ref, exemplar in library.exemplars.items() if ref not in self.refs["exemplar"]
        }
        self.refs["decision"] = {ref for ref, decision in library.decisions.items() if self.shows(decision)}
        self.refs["model"] = {ref for ref, model in library.models.items() if self.shows(model)}
        self.refs["speech"] = self.many(library.speeches).keys()

    def shows(self, value: Value) -> bool:
        """Whether a record or group may be shown as such, whatever becomes of its fields."""
        rule = _rule(type(value))
        return rule is None or rule(self, value)

    def many(self, records: Mapping[str, _V]) -> Mapping[str, _V]:
        """The shown ones of several records by reference, each with the fields that the channel may show."""
        shown = ((ref, self.value(_prepared(record, self))) for ref, record in records.items())
        return {ref: record for ref, record in shown if record is not None}

    def one(self, record: _V) -> _V:
        """A record that every channel shows, with the fields that this one may show."""
        shown = self.value(record)
        assert shown is not None, "site settings are never withheld"
        return shown

    def value(self, value: _V) -> _V | None:
        """A record or group with the fields that may be shown; None where it must not be shown at all."""
        if not _has_shown_field(type(value), self.channel) or not self.shows(value):
            return None
        changes = {}
        for step in _steps(type(value), self.channel):
            content = getattr(value, step.name)
            kept = step.blank if step.hidden else self._kept(step, content)
            if kept is _GONE:
                return None
            if kept is not content:
                changes[step.name] = kept
        return value.model_copy(update=changes) if changes else value

    def _kept(self, step: _Step, content: Any) -> Any:
        """What is left of a field's content; _GONE where its group or record must go with it."""
        if content is None:
            return None
        if isinstance(content, tuple):
            items = tuple(kept for item in content if (kept := self._item(step, item)) is not None)
            if step.withheld is Withheld.DROPPED and len(items) < len(content):
                return _GONE
            unchanged = len(items) == len(content) and all(map(operator.is_, items, content))
            return content if unchanged else items
        if isinstance(content, dict):
            return {
                key: kept for key, item in content.items() if (kept := self._item(step, item)) is not None
            }
        item = self._item(step, content)
        return _GONE if item is None and step.withheld is Withheld.DROPPED else item

    def _item(self, step: _Step, item: Any) -> Any:
        if step.reference:
            return item if item in self.refs[step.reference] else None
        return self.value(item)


# Kinds of record and group that may be withheld as a whole. A field that leads to one of these declares what becomes of it.
_RULES: Mapping[type[Value], Callable[[_Gate, Any], bool]] = {
    Exemplar: lambda gate, exemplar: exemplar_shown(exemplar, gate.scopes, gate.day),
    Delegate: lambda gate, delegate: consents(delegate, gate.scopes, gate.day),
    Decision: lambda gate, decision: decision.status.holds,
    Model: lambda gate, model: model.ref not in gate.withheld_models,
    Award: lambda gate, award: award_holds(award, gate.void),
    Picture: lambda gate, picture: picture_shown(picture, gate.scopes, gate.day),
    # A name in a decision's list without a record behind it has no consent form either.
    ListedRecipient: lambda gate, line: bool(line.person or line.unit),
}


@cache
def _rule(model: type[Value]) -> Callable[[_Gate, Any], bool] | None:
    return next((_RULES[kind] for kind in model.__mro__ if kind in _RULES), None)


def _prepared(record: _V, gate: _Gate) -> _V:
    """The record with what depends on more than its own fields: a pupil's age group, awards taken back from one person."""
    if isinstance(record, Exemplar) and record.minor is None:
        return record.model_copy(update={"minor": age_group(record)})
    if isinstance(record, Decision) and gate.taken_back:
        numbers = {record.id, record.number or ""}
        lines = tuple(
            line
            for line in record.list
            if not {(line.person or line.unit or "", line.award, number) for number in numbers}
            & gate.taken_back
        )
        return record.model_copy(update={"list": lines})
    return record


@cache
def _has_shown_field(model: type[Value], channel: Channel) -> bool:
    return any(field.shown_on(channel) for name, field in fields_of(model).items() if name not in _OF_PATH)


@cache
def _steps(model: type[Value], channel: Channel) -> tuple[_Step, ...]:
    """What the gate has to do with the fields of a class; () where all of them may stand as they are.

    Raises TypeError where the declarations of the class leave open what to show.
    """
    steps = []
    for field in fields_of(model).values():
        name = f"{model.__name__}.{field.name}"
        if not field.shown_on(channel):
            blanked = field.privacy is not None and field.privacy.withheld is Withheld.BLANKED
            if field.required and not blanked:
                raise TypeError(f"{name} is required: hidden in {channel}, its declaration must blank it")
            steps.append(_Step(field.attribute, blank="" if field.required else field.default, hidden=True))
            continue
        reference = field.reference if field.reference in _GATED else ""
        may_go = bool(reference) or (field.group is not None and _may_go(field.group, channel))
        withheld = field.privacy.withheld if field.privacy else None
        if may_go and withheld is None:
            raise TypeError(
                f"{name} leads to what may be withheld; its declaration must say what happens then"
            )
        if may_go or (field.group and _steps(field.group, channel)):
            steps.append(_Step(field.attribute, reference=reference, withheld=withheld))
    return tuple(steps)


def _may_go(model: type[Value], channel: Channel) -> bool:
    """Whether a group may be withheld as a whole: by a rule, or because of a field that takes it along."""
    return _rule(model) is not None or any(
        step.withheld is Withheld.DROPPED for step in _steps(model, channel)
    )


def _taken_back(library: Library, void: frozenset[str]) -> frozenset[tuple[str, str, str]]:
    """(recipient, award, id or number of the decision) of awards taken back from one recipient while the decision holds."""
    awards = [(ref, award) for ref, unit in library.units.items() for award in unit.awards]
    awards += [(ref, award) for ref, exemplar in library.exemplars.items() for award in exemplar.awards]
    return frozenset(
        (ref, award.title, number)
        for ref, award in awards
        if award.decision and not award_holds(award, void)
        for number in (award.decision.id, award.decision.number)
        if number
    )


def _editions(library: Library, gate: _Gate) -> Mapping[str, FinalEdition]:
    """Final editions without the lines that name someone who is withheld today."""
    delegates = {ref for ref, delegate in library.delegates.items() if gate.shows(delegate)}
    depicted = {person.name for person in _depicted_withheld(library, gate.scopes, gate.day)}
    return shown_editions(library, gate.refs["exemplar"], delegates, depicted)


def _depicted_withheld(library: Library, scopes: Scopes, day: date) -> Iterator[Depicted]:
    """People in pictures who did not agree to `scopes`."""
    for placed in pictures(library):
        yield from (person for person in placed.picture.people if not consents(person, scopes, day))


def _summary(library: Library, day: date) -> GateSummary:
    channels: dict[tuple[str, str], tuple[str, ...]] = {}
    withheld: dict[tuple[str, str], dict[str, int]] = {}
    for kind, people in (("exemplar", library.exemplars), ("delegate", library.delegates)):
        for ref, person in people.items():
            if reason := why_not_printed(person, day):
                counts = withheld.setdefault((kind, person.unit), {})
                counts[reason] = counts.get(reason, 0) + 1
            else:
                agreed = (scope for scope in Consent.Scope if consents(person, frozenset({scope}), day))
                channels[kind, ref] = tuple(scope.label for scope in agreed)
    return GateSummary(channels, withheld)


def count_withheld(library: Library, channel: Channel, day: date) -> Mapping[str, int]:
    """How many exemplars and delegates of each unit the channel withholds, by unit: counts only, never names."""
    gate = _Gate(library, channel, day)
    people: tuple[Exemplar | Delegate, ...] = (
        *library.exemplars.values(),
        *library.delegates.values(),
    )
    return dict(sorted(Counter(person.unit for person in people if not gate.shows(person)).items()))


def withheld_names(library: Library, published: Published) -> tuple[str, ...]:
    """Names that may not stand anywhere in the channel: of withheld people, unless someone shown bears the same."""
    names = {
        exemplar.name for exemplar in library.exemplars.values() if exemplar.type is ExemplarType.INDIVIDUAL
    }
    names |= {delegate.name for delegate in library.delegates.values()}
    scopes = SCOPES[published.channel]
    names |= {person.name for person in _depicted_withheld(library, scopes, published.day)}
    shown = _shown_names(published)
    spelled = set(map(name_of, shown))
    return tuple(sorted(name for name in names - shown if " " in name and name_of(name) not in spelled))


def names_to_seek(library: Library, published: Published) -> Names:
    """`withheld_names` in every spelling, for the leak scan; a longer name of someone shown may contain one."""
    withheld = withheld_names(library, published)
    return Names(frozenset(map(name_of, withheld)), frozenset(map(name_of, _shown_names(published))))


def _shown_names(published: Published) -> frozenset[str]:
    people: tuple[Exemplar | Delegate, ...] = (
        *published.exemplars.values(),
        *published.delegates.values(),
    )
    return frozenset(person.name for person in people)
