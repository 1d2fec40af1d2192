"""Turns the record of an exemplar (honoured person, group or model) into its profile in the yearbook.

A profile takes one or two pages. The exemplar's unit has the name that it had on the day of the conference.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kyyeu.facts.words import award_name, award_year
from kyyeu.model.exemplars import Exemplar, ExemplarType, Group
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue, opening_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.prose import LinkedProse, prose
from kyyeu.views.texts import NOT_TEXT

ONE_LINE = 28  # A person's name with at most this many letters fits on one line beside the portrait.
_CATEGORY = {
    Group.LEADER: "Cán bộ quản lý giáo dục tiêu biểu",
    Group.TEACHER: "Nhà giáo tiêu biểu",
    Group.STAFF: "Nhân viên tiêu biểu",
    Group.PUPIL: "Học sinh tiêu biểu",
    Group.LEARNER: "Học viên tiêu biểu",
    Group.STUDENT: "Sinh viên tiêu biểu",
    Group.COLLECTIVE: "Tập thể tiêu biểu",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """An achievement in a profile: its text, and the number to print large ('98%'), or '' if it has none."""

    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class AwardRow:
    """An award's name and level, with the years in which it was received."""

    name: str
    level: str
    years: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of an exemplar (honoured person, group or model) as printed in the yearbook.

    `kind` is the exemplar's type, such as an individual. It chooses the picture that replaces a missing
    photo. `facts` holds pairs of a label and a text. `address` is the address of the exemplar's web page, or
    ''. `names` holds people's names; the layout keeps each on one line.
    """

    kind: str
    category: str
    name: str
    one_line: bool
    positions: tuple[str, ...]
    unit: str
    quote: str
    photo: PictureView | None = field(metadata=NOT_TEXT)
    initial: str = field(metadata=NOT_TEXT)
    prose: LinkedProse
    names: tuple[str, ...] = field(metadata=NOT_TEXT)
    figures: tuple[Figure, ...]
    facts: tuple[tuple[str, str], ...]
    awards: tuple[AwardRow, ...]
    honoured: str
    address: str = field(metadata=NOT_TEXT)
    address_words: str = field(metadata=NOT_TEXT)

    @property
    def photos(self) -> tuple[PictureView, ...]:
        """Returns the photos that the exemplar's printed profile shows."""
        return (self.photo,) if self.photo else ()


def profile(catalogue: Catalogue, exemplar: Exemplar, on_site: bool) -> Profile:
    """Returns the profile of an exemplar (honoured person, group or model) for the yearbook.

    If `on_site` is true, the exemplar has a web page, and a QR code links to it. The catalogue must be that
    of the day of the conference, because the unit has its name of this day.
    """
    published = catalogue.published
    address = f"{published.site.url}{addresses.exemplar(exemplar.ref)}" if on_site else ""
    text = on_paper(exemplar.body.markdown, catalogue)
    facts = _facts(published, exemplar)
    first_position = ", ".join((*exemplar.degrees, *exemplar.titles[:1]))
    return Profile(
        kind=exemplar.type.value,
        category="Mô hình tiêu biểu" if exemplar.type is ExemplarType.MODEL else _CATEGORY[exemplar.group],
        name=exemplar.name,
        one_line=exemplar.type is ExemplarType.INDIVIDUAL and len(exemplar.name) <= ONE_LINE,
        positions=tuple(filter(None, (first_position, *exemplar.titles[1:]))),
        unit=""
        if ends_with_unit(catalogue, exemplar.unit, exemplar.name, *exemplar.titles[-1:])
        else unit_words(catalogue, exemplar.unit),
        quote=exemplar.quote or "",
        photo=portrait(catalogue, exemplar),
        initial=letter_of(exemplar),
        prose=text,
        names=people_in(
            catalogue,
            text.markdown,
            exemplar.quote or "",
            *(fact for _, fact in facts),
            *(achievement.text for achievement in exemplar.achievements),
        ),
        figures=tuple(
            Figure(achievement.figure or "", achievement.text) for achievement in exemplar.achievements
        ),
        facts=facts,
        awards=_awards(catalogue, exemplar),
        honoured=_honoured(catalogue, exemplar),
        address=address,
        address_words=address.removeprefix("https://").removesuffix("/"),
    )


def unit_words(catalogue: Catalogue, ref: str) -> str:
    """Returns the name that a unit has on the day for which the catalogue (sorted records) was made.

    For a unit that has merged by that day, returns 'Trường A (nay là Trường B)'. If several units have the
    same name, the unit's district is added.
    """
    unit = catalogue.published.units.get(ref)
    name = catalogue.unit_name(ref) + district_if_needed(catalogue, ref)
    successors = [
        catalogue.unit_name(change.unit)
        for change in (unit.successors if unit else ())
        if change.date is None or change.date <= catalogue.day
    ]
    return f"{name} (nay là {'; '.join(successors)})" if successors else name


def short_name(catalogue: Catalogue, ref: str) -> str:
    """Returns the short name that a unit has on the catalogue's day, or its id if it has no record."""
    unit = catalogue.published.units.get(ref)
    return unit.short_on(catalogue.day) if unit else ref


def ends_with_unit(catalogue: Catalogue, unit: str, *texts: str) -> bool:
    """Returns whether one of the texts ends with the unit's name, so that it need not be printed again."""
    return any(text.endswith((unit_words(catalogue, unit), catalogue.unit_name(unit))) for text in texts)


def district_if_needed(catalogue: Catalogue, ref: str) -> str:
    """Returns ', ' and a unit's district (', huyện Cao Sơn') if another unit has the same name, else ''.

    Units have their names of the catalogue's day. The commune or the province is used if the district is not
    on record.
    """
    unit = catalogue.published.units.get(ref)
    if unit is None or catalogue.unit_name(ref) not in catalogue.names_shared:
        return ""
    place = unit.place_on(catalogue.day)
    return f", {place.district or place.commune or place.province}" if place else ""


def on_paper(markdown: str, catalogue: Catalogue) -> LinkedProse:
    """Returns Markdown prose for print: in place of a link, it has only the words of the link."""
    linked = prose(markdown, catalogue)
    return LinkedProse(linked.markdown, tuple((target, text, "") for target, text, _ in linked.links))


def people_in(catalogue: Catalogue, *texts: str) -> tuple[str, ...]:
    """Returns the names of honoured people that occur in the texts, the longest name first."""
    return longest_first(
        {
            name
            for text in texts
            for opening in set(opening_words(text))
            for name in catalogue.people.get(opening, ())
            if name in text
        }
    )


def longest_first(names: Iterable[str]) -> tuple[str, ...]:
    """Returns the names without duplicates, the longest first.

    Equally long names are in alphabetical order.
    """
    return tuple(sorted(set(names), key=lambda name: (-len(name), name)))


def _facts(published: Published, exemplar: Exemplar) -> tuple[tuple[str, str], ...]:
    """Returns the facts printed below an exemplar's profile, as pairs of a label and a text.

    For a model (mô hình, a way of working), they say how it works, what it achieved, how it was praised, and
    where it was copied. For other exemplars, they only say where they were copied.
    """
    model = published.models.get(exemplar.model) if exemplar.model else None
    replicated = exemplar.replication or (model.replicated if model else "") or ""
    facts = [("Nhân rộng", replicated)]
    if model:
        praised = "; ".join(
            f"{praise.form}{f' ({praise.year})' if praise.year else ''}" for praise in model.praised
        )
        facts = [("Cách làm", model.how), ("Kết quả", model.results), ("Biểu dương", praised), *facts]
    return tuple((label, text) for label, text in facts if text)


def _awards(catalogue: Catalogue, exemplar: Exemplar) -> tuple[AwardRow, ...]:
    """Returns an exemplar's awards, the highest first; a title that was received several times is one row."""
    published = catalogue.published
    years_by_title: dict[tuple[str, str], set[int]] = {}
    for award in sorted(exemplar.awards, key=lambda award: honour_rank(catalogue, award)):
        title = published.award_titles.get(award.title)
        key = award_name(award, published), title.level.label if title else ""
        years = years_by_title.setdefault(key, set())
        if (year := award_year(award, published)) is not None:
            years.add(year)
    return tuple(
        AwardRow(name, level, ", ".join(map(str, sorted(years))))
        for (name, level), years in years_by_title.items()
    )


def _honoured(catalogue: Catalogue, exemplar: Exemplar) -> str:
    """Returns a text on when and at which levels an exemplar was honoured up to the catalogue's day.

    An example is 'Được tôn vinh cấp cơ sở (09/01/2020), cấp ngành (12/03/2020)'.
    """
    steps = [
        f"cấp {step.level.label.lower()} ({short_date(step.date)})"
        for step in sorted(exemplar.recognitions, key=lambda step: -step.level.rank)
        if step.date and step.date <= catalogue.day
    ]
    return "Được tôn vinh " + ", ".join(steps) if steps else ""
