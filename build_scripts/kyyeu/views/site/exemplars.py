"""A profile (hồ sơ điển hình): who it is, what they did and received, and whom to read next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from zlib import crc32

from kyyeu.facts.words import joined
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Minor
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.awards import AwardView, highest, timeline
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import Link, UnitThen, conference_name, period_words, unit_then
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.cards import Card, card
from kyyeu.views.site.site_frame import edit_address

RELATED = 4
LOOKED_AT = 40
SHEET, LINE = (
    3500,
    120,
)  # letters of a story that one printed sheet holds in the ordinary size, and what an award takes of them


@dataclass(frozen=True, slots=True)
class AchievementView:
    figure: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the promotion chain; an unknown day reads ''."""

    level: str
    conference: Link
    day: str


@dataclass(frozen=True, slots=True)
class ProfileView:
    heading: str
    description: str
    name: str
    kicker: str
    titles: tuple[str, ...]
    unit: UnitThen
    quote: str
    mark: str
    picture: PictureView | None
    honours: tuple[str, ...]
    body: LinkedProse
    is_long: bool
    achievements: tuple[AchievementView, ...]
    replication: str
    awards: tuple[AwardView, ...]
    steps: tuple[Step, ...]
    facts: tuple[tuple[str, str], ...]
    movements: tuple[Link, ...]
    model: Link | None
    same_unit: tuple[Card, ...]
    same_movement: tuple[Card, ...]
    qr: str
    edit: str


def profile(catalogue: Catalogue, exemplar: Exemplar) -> ProfileView:
    day = catalogue.honoured_on(exemplar)
    unit = unit_then(catalogue, exemplar.unit, day)
    neighbours = islice(
        (entry for entry in catalogue.by_unit.get(exemplar.unit, ()) if entry.id != exemplar.id), RELATED
    )
    published = catalogue.published
    return ProfileView(
        heading=exemplar.name,
        description=exemplar.summary,
        name=exemplar.name,
        kicker=f"{_kind(exemplar)} · {period_words(catalogue, exemplar.cycle)}",
        titles=exemplar.titles,
        unit=unit,
        quote=exemplar.quote or "",
        mark=letter_of(exemplar),
        picture=portrait(catalogue, exemplar),
        honours=highest(catalogue, exemplar.awards, 3),
        body=prose(exemplar.body.markdown, catalogue),
        is_long=len(exemplar.body.markdown) + LINE * len(exemplar.awards) > SHEET,
        achievements=tuple(
            _achievement(entry.figure, entry.text, entry.year, entry.source)
            for entry in exemplar.achievements
        ),
        replication=exemplar.replication or "",
        awards=timeline(catalogue, exemplar.awards, exemplar.unit, unit.name),
        steps=_steps(catalogue, exemplar),
        facts=_facts(exemplar),
        movements=tuple(
            Link(
                published.movements[ref].name,
                addresses.movement(ref),
                published.movements[ref].launched_by.label,
            )
            for ref in exemplar.movements
            if ref in published.movements
        ),
        model=_model(catalogue, exemplar),
        same_unit=tuple(card(catalogue, entry, day, with_unit=False) for entry in neighbours),
        same_movement=tuple(card(catalogue, entry) for entry in _companions(catalogue, exemplar)),
        qr=qr_file(exemplar.ref),
        edit=edit_address(published.site.repository or "", published.file("exemplar", exemplar.ref)),
    )


def qr_file(ref: str) -> str:
    """Where the QR code of a profile's address stands on the site."""
    return f"assets/qr/{ref}.svg"


def _kind(exemplar: Exemplar) -> str:
    return exemplar.type.label if exemplar.type is ExemplarType.MODEL else exemplar.group.label


def _achievement(figure: str | None, text: str, year: int | None, source: str | None) -> AchievementView:
    return AchievementView(figure or "", text, joined(f"Năm {year}" if year else "", source or ""))


def _steps(catalogue: Catalogue, exemplar: Exemplar) -> tuple[Step, ...]:
    """From the unit upward. A step without a conference on record names its level only."""
    steps = []
    for entry in sorted(exemplar.recognitions, key=lambda step: -step.level.rank):
        conference = catalogue.published.conferences.get(entry.conference or "")
        day = entry.date or (main_day(conference) if conference else None)
        words = (
            conference_name(catalogue, conference)
            if conference
            else f"Được tôn vinh ở cấp {entry.level.label.lower()}"
        )
        link = Link(words, addresses.conference(conference.ref) if conference else "")
        steps.append(Step(entry.level.label, link, short_date(day) if day else ""))
    return tuple(steps)


def _facts(exemplar: Exemplar) -> tuple[tuple[str, str], ...]:
    """Nothing here about age, class, ethnic origin or Party membership (domain §8)."""
    facts = [("Nhóm", _kind(exemplar)), ("Lĩnh vực", exemplar.field.label)]
    if exemplar.degrees and exemplar.minor is Minor.ADULT:
        facts.append(("Trình độ", ", ".join(exemplar.degrees)))
    if exemplar.recognitions:
        facts.append(
            (
                "Tôn vinh cao nhất",
                f"Cấp {min(exemplar.recognitions, key=lambda step: step.level.rank).level.label.lower()}",
            )
        )
    return tuple(facts)


def _model(catalogue: Catalogue, exemplar: Exemplar) -> Link | None:
    model = catalogue.published.models.get(exemplar.model or "")
    return Link(model.name, f"{addresses.unit(model.unit)}#mo-hinh", model.kind) if model else None


def _companions(catalogue: Catalogue, exemplar: Exemplar) -> list[Exemplar]:
    """Others of the same movements from other units, most movements shared first.

    A large movement is looked at from a place that differs from profile to profile, so that links spread and time stays short.
    """
    shared: Counter[str] = Counter()
    for movement in exemplar.movements:
        members = _members(catalogue, movement)
        start = crc32(exemplar.ref.encode()) % len(members) if len(members) > LOOKED_AT else 0
        looked_at = (
            *members[start : start + LOOKED_AT],
            *members[: max(0, min(start, start + LOOKED_AT - len(members)))],
        )
        shared.update(ref for ref, unit in looked_at if unit != exemplar.unit)
    return [catalogue.published.exemplars[ref] for ref, _ in shared.most_common(RELATED)]


@lru_cache(maxsize=4096)
def _members(catalogue: Catalogue, movement: str) -> tuple[tuple[str, str], ...]:
    """(reference, unit) of everyone in a movement."""
    return tuple((entry.ref, entry.unit) for entry in catalogue.by_movement.get(movement, ()))
