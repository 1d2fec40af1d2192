"""Library + day → what the Sở's own office may know of people while it prepares: facts and numbers of every record, and the name of
those alone who are published somewhere. A withheld record goes by its place among its unit's files, for its file's name is a name too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kyyeu.facts.awards import award_holds, void_decisions
from kyyeu.facts.consent import ConsentState, consent_state, consents, exemplar_shown
from kyyeu.model.awards import Award
from kyyeu.model.conferences import DelegateKind, DelegateRoute
from kyyeu.model.exemplars import Exemplar, ExemplarStatus, ExemplarType
from kyyeu.model.fields import Consent
from kyyeu.model.library import Library
from kyyeu.model.pictures import picture_folder
from kyyeu.model.sources import Image


class PhotoState(Enum):
    """NONE: a collective or a model does well without."""

    NONE = "none"
    THERE = "there"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Standing:
    """An exemplar's record. `number` is its place among the files of its unit's exemplars; `ref` and `name` are None of whoever is
    withheld; `expires` is the last day of a consent that has one; `undecided` counts awards without a decision's number.
    """

    unit: str
    cycle: str
    number: int
    ref: str | None
    name: str | None
    draft: bool
    consent: ConsentState
    expires: date | None
    photo: PhotoState
    pixels: tuple[int, int]
    words: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Elected:
    """Delegates of a unit to one conference, ex officio ones left out; `withheld` of them may not be printed yet."""

    delegates: int = 0
    substitutes: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """`elected` by (conference, unit)."""

    exemplars: tuple[Standing, ...]
    elected: Mapping[tuple[str, str], Elected]


def office(library: Library, day: date) -> Office:
    return Office(_standings(library, day), _elected(library, day))


def _standings(library: Library, day: date) -> tuple[Standing, ...]:
    void = void_decisions(library)
    numbers: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(library.declared.get("exemplar", frozenset()) | library.exemplars.keys()):
        numbers[ref.partition("/")[0]].append(ref)
    return tuple(
        _standing(library, exemplar, numbers[exemplar.unit].index(ref) + 1, day, void)
        for ref, exemplar in library.exemplars.items()
    )


def _standing(library: Library, exemplar: Exemplar, number: int, day: date, void: frozenset[str]) -> Standing:
    shown = any(exemplar_shown(exemplar, frozenset({scope}), day) for scope in Consent.Scope)
    file = f"{picture_folder('exemplar', exemplar.unit)}/{exemplar.photo.file}" if exemplar.photo else ""
    image = library.attachments.get(file)
    return Standing(
        unit=exemplar.unit,
        cycle=exemplar.cycle,
        number=number,
        ref=exemplar.ref if shown else None,
        name=exemplar.name if shown else None,
        draft=exemplar.status is not ExemplarStatus.APPROVED,
        consent=consent_state(exemplar, day),
        expires=exemplar.consent.expires if exemplar.consent else None,
        photo=_photo_state(exemplar, image, file in library.attachments),
        pixels=(image.width, image.height) if image else (0, 0),
        words=exemplar.body.words,
        undecided=sum(award_holds(award, void) and not _decided(library, award) for award in exemplar.awards),
    )


def _photo_state(exemplar: Exemplar, image: Image | None, beside: bool) -> PhotoState:
    if image:
        return PhotoState.THERE
    if beside:
        return PhotoState.UNREADABLE
    return (
        PhotoState.MISSING if exemplar.photo or exemplar.type is ExemplarType.INDIVIDUAL else PhotoState.NONE
    )


def _decided(library: Library, award: Award) -> bool:
    if award.decision is None:
        return False
    known = library.decisions.get(award.decision.id) if award.decision.id else None
    return bool(known.number if known else award.decision.number)


def _elected(library: Library, day: date) -> dict[tuple[str, str], Elected]:
    delegates: Counter[tuple[str, str]] = Counter()
    substitutes, withheld = delegates.copy(), delegates.copy()
    for delegate in library.delegates.values():
        if delegate.kind is DelegateKind.OFFICIAL and delegate.route is not DelegateRoute.EX_OFFICIO:
            place = (delegate.conference, delegate.unit)
            (substitutes if delegate.substitute else delegates)[place] += 1
            withheld[place] += not consents(delegate, frozenset({Consent.Scope.PRINT}), day)
    return {
        place: Elected(delegates[place], substitutes[place], withheld[place])
        for place in delegates.keys() | substitutes.keys()
    }
