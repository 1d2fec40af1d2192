"""Makes the data of an exemplar's profile page (hồ sơ điển hình), and the redirect pages for old addresses.

An exemplar is an honoured person or group. The profile has facts, achievements and awards, and links to
related profiles. Its former addresses are in the record's field `aliases`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from kyyeu.facts.words import joined
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Minor
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.awards import AwardView, highest, timeline
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, UnitThen, conference_link, period_words, unit_then
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.site.cards import Card, card, group_label
from kyyeu.views.site.site_frame import PageView, edit_address, known_facts
from kyyeu.views.statistics import level_reached

# A profile page links to at most this many profiles of the same unit (such as a school), and to as many of
# people in the same movements.
RELATED = 4
# Of all exemplars (honoured people) in a movement (emulation campaign), only this many are considered as
# related profiles.
CONSIDERED = 40
# A profile counts as long if it does not fit on one printed sheet. A sheet holds SHEET_LETTERS characters,
# and each award takes the space of AWARD_LETTERS characters.
SHEET_LETTERS, AWARD_LETTERS = (
    3500,
    120,
)


@dataclass(frozen=True, slots=True)
class AchievementView:
    """An achievement on the profile page of an exemplar (honoured person or group).

    `figure` is a number that is shown in large type, or '' if there is none.
    """

    figure: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class RecognitionStep:
    """A level at which an exemplar was honoured, such as that of the school or the province.

    `day` is the date when the exemplar was honoured, or '' if it is unknown.
    """

    level: str
    conference: Link
    day: str


@dataclass(frozen=True, slots=True)
class ProfileView(PageView):
    """The data of the profile page of an exemplar (honoured person or group).

    `is_long` means that the profile does not fit on one printed sheet at the ordinary type size.
    """

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
    steps: tuple[RecognitionStep, ...]
    facts: tuple[tuple[str, str], ...]
    movements: tuple[Link, ...]
    model: Link | None
    same_unit: tuple[Card, ...]
    same_movement: tuple[Card, ...]
    qr: str
    edit: str


def profile(catalogue: Catalogue, exemplar: Exemplar) -> ProfileView:
    """Returns the data of the profile page of an exemplar (honoured person or group)."""
    day = catalogue.honoured_on(exemplar)
    unit = unit_then(catalogue, exemplar.unit, day)
    neighbours = islice(
        (other for other in catalogue.by_unit.get(exemplar.unit, ()) if other.id != exemplar.id), RELATED
    )
    published = catalogue.published
    return ProfileView(
        heading=exemplar.name,
        description=exemplar.summary,
        name=exemplar.name,
        kicker=f"{group_label(exemplar)} · {period_words(catalogue, exemplar.cycle)}",
        titles=exemplar.titles,
        unit=unit,
        quote=exemplar.quote or "",
        mark=letter_of(exemplar),
        picture=portrait(catalogue, exemplar),
        honours=highest(catalogue, exemplar.awards, 3),
        body=prose(exemplar.body.markdown, catalogue),
        is_long=len(exemplar.body.markdown) + AWARD_LETTERS * len(exemplar.awards) > SHEET_LETTERS,
        achievements=tuple(
            AchievementView(
                record.figure or "",
                record.text,
                joined(f"Năm {record.year}" if record.year else "", record.source or ""),
            )
            for record in exemplar.achievements
        ),
        replication=exemplar.replication or "",
        awards=timeline(catalogue, exemplar.awards, exemplar.unit, unit.name),
        steps=tuple(_steps(catalogue, exemplar)),
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
        same_unit=tuple(card(catalogue, other, day, with_unit=False) for other in neighbours),
        same_movement=tuple(card(catalogue, other) for other in _companions(catalogue, exemplar)),
        qr=qr_file(exemplar.ref),
        edit=edit_address(published.site, published.file("exemplar", exemplar.ref)),
    )


def qr_file(ref: str) -> str:
    """Returns the path on the site of the QR code with the address of an honoured person's profile."""
    return f"assets/qr/{ref}.svg"


def _steps(catalogue: Catalogue, exemplar: Exemplar) -> Iterator[RecognitionStep]:
    """Yields the levels at which a person or group was honoured, from the school upward.

    Each level has a link to the conference that honoured the person or group, if that conference is known.
    """
    for step in sorted(exemplar.recognitions, key=lambda step: -step.level.rank):
        day = step.date or catalogue.conference_day(step.conference or "")
        link = conference_link(catalogue, step.conference)
        yield RecognitionStep(
            step.level.label,
            link or Link(f"Được tôn vinh ở cấp {step.level.label.lower()}"),
            short_date(day) if day else "",
        )


def _facts(exemplar: Exemplar) -> tuple[tuple[str, str], ...]:
    """Returns the facts in the box of an exemplar's profile page, as (label, text) pairs.

    They never include age, class, ethnic origin or Party membership.
    """
    level = level_reached(exemplar)
    return known_facts(
        ("Nhóm", group_label(exemplar)),
        ("Lĩnh vực", exemplar.field.label),
        ("Trình độ", ", ".join(exemplar.degrees) if exemplar.minor is Minor.ADULT else ""),
        ("Tôn vinh cao nhất", f"Cấp {level.label.lower()}" if level else ""),
    )


def _model(catalogue: Catalogue, exemplar: Exemplar) -> Link | None:
    model = catalogue.published.models.get(exemplar.model or "")
    return Link(model.name, f"{addresses.unit(model.unit)}#mo-hinh", model.kind) if model else None


def _companions(catalogue: Catalogue, exemplar: Exemplar) -> list[Exemplar]:
    """Returns honoured people of other schools who took part in the same movements, as related profiles.

    Those with the most movements in common come first. If a movement has many exemplars, only some of them
    are considered, to keep the build fast. Which ones differs from profile to profile, so that every profile
    is linked.
    """
    shared: Counter[str] = Counter()
    for movement in exemplar.movements:
        members = catalogue.by_movement.get(movement, ())
        start = crc32(exemplar.ref.encode()) % len(members) if len(members) > CONSIDERED else 0
        beyond_end = max(0, min(start, start + CONSIDERED - len(members)))
        considered = (*members[start : start + CONSIDERED], *members[:beyond_end])
        shared.update(other.ref for other in considered if other.unit != exemplar.unit)
    return [catalogue.published.exemplars[ref] for ref, _ in shared.most_common(RELATED)]


@dataclass(frozen=True, slots=True)
class MovedView(PageView):
    """The data of the redirect page at the old address of an honoured person's profile.

    `moved_to` is the new address.
    """

    moved_to: str


def moved(catalogue: Catalogue) -> tuple[tuple[str, MovedView], ...]:
    """Returns pairs of an exemplar's old address and the data of the redirect page there, sorted by address.

    A person who may not be shown has no redirect page, because the site's catalogue does not contain the
    person.
    """
    pages = {
        addresses.exemplar(f"{exemplar.unit}/{alias}"): MovedView(
            exemplar.name,
            f"Trang về {exemplar.name} đã chuyển sang địa chỉ mới.",
            addresses.exemplar(exemplar.ref),
        )
        for exemplar in catalogue.exemplars
        for alias in exemplar.aliases
        if f"{exemplar.unit}/{alias}" not in catalogue.published.exemplars
    }
    return tuple(sorted(pages.items()))
