"""Computes what the department's office may know about people while it prepares a conference.

The office gets counts for all records, but names only of people who are published somewhere. The record of
another person is called by its number among the files of the school or office, because file names often
contain names.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kyyeu.facts.awards import award_holds, void_decisions
from kyyeu.facts.consent import SCOPES, ConsentState, consent_state, consents, exemplar_shown
from kyyeu.facts.words import award_decision
from kyyeu.model.conferences import DelegateKind, DelegateRoute
from kyyeu.model.exemplars import Exemplar, ExemplarStatus, ExemplarType
from kyyeu.model.fields import Consent
from kyyeu.model.library import Library
from kyyeu.model.pictures import picture_folder
from kyyeu.model.privacy import Channel
from kyyeu.model.sources import Image


class PhotoState(Enum):
    """Lists the states of an honoured person's or group's photo.

    THERE means that the photo can be read. NONE means a collective or model, which needs no photo.
    """

    NONE = "none"
    THERE = "there"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Standing:
    """Holds how complete the record of an exemplar (honoured person or group) is.

    `number` counts the exemplar files of the school or office from 1. `ref` and `name` are None for a person
    who may not be published. `expires` is the last day on which the consent form is valid. `pixels` is the
    photo's width and height. `words` is the length of the profile. `undecided` is the number of awards whose
    decision has no number.
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
    """Holds how many official delegates and substitutes a unit (school or office) sends to a conference.

    Delegates by virtue of their office are not counted. `withheld` is the number of delegates and substitutes
    who may not be printed yet.
    """

    delegates: int = 0
    substitutes: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """Holds what the department's office may know about honoured people and groups, and about delegates.

    `elected` has the numbers of delegates by (conference, unit); a unit is a school or an office.
    """

    exemplars: tuple[Standing, ...]
    elected: Mapping[tuple[str, str], Elected]


def office(library: Library, day: date) -> Office:
    """Returns how complete the records of honoured people are, and how many delegates each school sends."""
    void = void_decisions(library)
    numbers = record_numbers(library)
    standings = tuple(
        _standing(library, exemplar, numbers[ref], day, void) for ref, exemplar in library.exemplars.items()
    )
    return Office(standings, _elected(library, day))


def record_numbers(library: Library) -> Mapping[str, int]:
    """Returns for each exemplar's reference a number that counts the exemplars of its unit from 1.

    Exemplars are honoured people and groups, units are schools and offices. The numbers follow the order of
    the file names and include files that could not be read. Messages call a person who may not be published
    by this number.
    """
    numbers: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for ref in sorted(library.declared.get("exemplar", frozenset()) | library.exemplars.keys()):
        unit = ref.partition("/")[0]
        counts[unit] += 1
        numbers[ref] = counts[unit]
    return numbers


def _standing(library: Library, exemplar: Exemplar, number: int, day: date, void: frozenset[str]) -> Standing:
    # Open data never shows a person whose consent form does not also allow the site. Such a consent therefore
    # does not let the office see the name.
    shown = any(exemplar_shown(exemplar, SCOPES[channel], day) for channel in Channel)
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
        undecided=sum(
            award_holds(award, void) and not award_decision(award, library).number
            for award in exemplar.awards
        ),
    )


def _photo_state(exemplar: Exemplar, image: Image | None, file_exists: bool) -> PhotoState:
    if image:
        return PhotoState.THERE
    if file_exists:
        return PhotoState.UNREADABLE
    return (
        PhotoState.MISSING if exemplar.photo or exemplar.type is ExemplarType.INDIVIDUAL else PhotoState.NONE
    )


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
