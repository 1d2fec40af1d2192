"""The publishing gate: computes which records and fields one channel may show on one day.

Each field is shown or hidden as its declaration says (model/privacy.py). Withheld people, pictures and awards
are left out.
"""

import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from kyyeu.facts.awards import award_holds, void_decisions
from kyyeu.facts.consent import (
    SCOPES,
    age_group,
    consenting_people,
    consents,
    exemplar_shown,
    picture_shown,
    why_not_printed,
)
from kyyeu.model.awards import Award, Decision, ListedRecipient
from kyyeu.model.conferences import Delegate
from kyyeu.model.editions import FinalEdition
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Consent, Picture, Value
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import KINDS
from kyyeu.model.library import Library
from kyyeu.model.movements import Model
from kyyeu.model.pictures import pictures
from kyyeu.model.privacy import Channel, Withheld
from kyyeu.publishing.final_editions import shown_editions
from kyyeu.publishing.published import GateSummary, Published
from kyyeu.publishing.withheld_names import depicted_withheld

_V = TypeVar("_V", bound=Value)
# Some records of these kinds may be withheld while other records of the same kind are shown.
_GATED = ("exemplar", "speech", "decision", "model")
# The path of a record's file contains these fields. If a channel may show no other field of a record, it does
# not show the record at all.
_OF_PATH = {"id", "unit"}


def publish(library: Library, channel: Channel, day: date) -> Published:
    """Returns the records and fields of `library` that the publishing channel may show on `day`."""
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
        prose=library.prose,
        icc=library.icc,
        summary=_summary(library, day) if for_print else GateSummary(),
        arrivals=library.arrivals if for_print else {},
    )
    return _with_files(published, library)


def _with_files(published: Published, library: Library) -> Published:
    """Returns the published records with the paths of their source files, and with the pictures they show.

    Other files are left out, because a file's name is often a person's name.
    """
    shown = {
        (kind.name, ref)
        for kind in KINDS
        if kind.attribute != "site"
        for ref in getattr(published, kind.attribute, ())
    }
    return replace(
        published,
        files={record: positions.file for record, positions in library.places.items() if record in shown},
        attachments={
            placed.file: library.attachments[placed.file]
            for placed in pictures(published)
            if placed.file in library.attachments
        },
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """Says what the publishing gate does with one field of a record.

    If `hidden` is true, the field's value is replaced by `blank`. Otherwise references to withheld records
    are removed from the field, or the group of fields in it is checked in turn.
    """

    name: str
    blank: Any = None
    hidden: bool = False
    reference: str = ""
    withheld: Withheld | None = None


_GONE = object()  # Stands for a group or record that must not be shown.


class _Gate:
    """Decides what one publishing channel (such as the site or print) may show on one day.

    `refs` maps each kind of record to the references of the records that may be shown.
    """

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
        """Returns whether a record or group may be shown at all, even if some of its fields are hidden."""
        rule = _rule(type(value))
        return rule is None or rule(self, value)

    def many(self, records: Mapping[str, _V]) -> Mapping[str, _V]:
        """Returns the records that may be shown, by reference, without the fields that must be hidden."""
        shown = ((ref, self.value(_prepared(record, self))) for ref, record in records.items())
        return {ref: record for ref, record in shown if record is not None}

    def one(self, record: _V) -> _V:
        """Returns the site settings without the fields that the publishing channel must not show.

        Unlike records of people, the settings are never withheld as a whole.
        """
        shown = self.value(record)
        assert shown is not None, "site settings are never withheld"
        return shown

    def value(self, value: _V) -> _V | None:
        """Returns a record or group of fields without those fields that must be hidden.

        Returns None if the record or group must not be shown at all.
        """
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
        """Returns the part of a field's content that may be shown.

        Returns _GONE if the group or record that has the field must be withheld too.
        """
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


# Rules that decide whether a record or group of fields is withheld as a whole. A field that refers to such a
# record, or holds such a group, declares what happens to the field then.
_RULES: Mapping[type[Value], Callable[[_Gate, Any], bool]] = {
    Exemplar: lambda gate, exemplar: exemplar_shown(exemplar, gate.scopes, gate.day),
    Delegate: lambda gate, delegate: consents(delegate, gate.scopes, gate.day),
    Decision: lambda gate, decision: decision.status.holds,
    Model: lambda gate, model: model.ref not in gate.withheld_models,
    Award: lambda gate, award: award_holds(award, gate.void),
    Picture: lambda gate, picture: picture_shown(picture, gate.scopes, gate.day),
    # If a name in the list of an award decision belongs to no record, there is no consent form for that
    # person. The name is therefore withheld.
    ListedRecipient: lambda gate, line: bool(line.person or line.unit),
}


@cache
def _rule(model: type[Value]) -> Callable[[_Gate, Any], bool] | None:
    return next((_RULES[kind] for kind in model.__mro__ if kind in _RULES), None)


def _prepared(record: _V, gate: _Gate) -> _V:
    """Returns the record with some values that the gate computes from other data.

    An exemplar (honoured person or group) without an age group gets one. Awards that were taken back are
    removed from the list of an award decision.
    """
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
    """Returns the steps by which the gate hides fields of a class in a channel; () if all may be shown.

    Raises TypeError if a field's declaration does not say what happens when the field is hidden, or when it
    refers to a withheld record.
    """
    steps = []
    for field in fields_of(model).values():
        name = f"{model.__name__}.{field.name}"
        withheld = field.privacy.withheld if field.privacy else None
        if not field.shown_on(channel):
            if field.required and withheld is not Withheld.BLANKED:
                raise TypeError(f"{name} is required: hidden in {channel}, its declaration must blank it")
            steps.append(_Step(field.attribute, blank="" if field.required else field.default, hidden=True))
            continue
        reference = field.reference if field.reference in _GATED else ""
        may_go = bool(reference) or (field.group is not None and _may_go(field.group, channel))
        if may_go and withheld is None:
            raise TypeError(
                f"{name} leads to what may be withheld; its declaration must say what happens then"
            )
        if may_go or (field.group and _steps(field.group, channel)):
            steps.append(_Step(field.attribute, reference=reference, withheld=withheld))
    return tuple(steps)


def _may_go(model: type[Value], channel: Channel) -> bool:
    """Returns whether the gate may withhold a whole group of fields, and not only single fields of it.

    This is so if one of the `_RULES` is about the group's class. It is also so if the group is withheld
    together with something to which one of its fields refers.
    """
    return _rule(model) is not None or any(
        step.withheld is Withheld.DROPPED for step in _steps(model, channel)
    )


def _taken_back(library: Library, void: frozenset[str]) -> frozenset[tuple[str, str, str]]:
    """Returns awards that were taken back from one recipient while the award decision stays in force.

    Each award is a tuple (recipient, award title, id or number of the decision).
    """
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
    """Returns the final editions (books handed to the printer) without lines that name a withheld person."""
    delegates = {ref for ref, delegate in library.delegates.items() if gate.shows(delegate)}
    depicted = {person.name for person in depicted_withheld(library, gate.scopes, gate.day)}
    return shown_editions(library, gate.refs["exemplar"], delegates, depicted)


def _summary(library: Library, day: date) -> GateSummary:
    """Returns what the consent forms of printed people allow, and why other people are not printed."""
    channels: dict[tuple[str, str], tuple[str, ...]] = {}
    withheld: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for kind, ref, person in consenting_people(library):
        if reason := why_not_printed(person, day):
            withheld[kind, person.unit][reason] += 1
        else:
            channels[kind, ref] = tuple(
                scope.label for scope in Consent.Scope if consents(person, frozenset({scope}), day)
            )
    return GateSummary(channels, withheld)


def count_withheld(library: Library, channel: Channel, day: date) -> Mapping[str, int]:
    """Returns how many people and groups a publishing channel withholds, by id of their unit.

    A unit is a school or an office. The count includes exemplars (honoured people or groups) and delegates.
    """
    gate = _Gate(library, channel, day)
    units = Counter(person.unit for _, _, person in consenting_people(library) if not gate.shows(person))
    return dict(sorted(units.items()))
