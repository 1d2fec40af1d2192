"""An exemplar → the page or two that tell of it in the kỷ yếu: worded, sorted, with the unit as named on the conference's day."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import award_name, award_year
from kyyeu.model.exemplars import Exemplar, ExemplarType, Group
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import short_date
from kyyeu.views import addresses
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue, opening_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.prose import LinkedProse, prose

ONE_LINE = 28  # letters of a name that stand in one line beside the portrait
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
    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class AwardRow:
    name: str
    level: str
    years: str


@dataclass(frozen=True, slots=True)
class Profile:
    """`kind` chooses the placeholder; `address` is the web page's, '' where there is none; `names` never break across lines."""

    kind: str
    category: str
    name: str
    one_line: bool
    positions: tuple[str, ...]
    unit: str
    quote: str
    photo: PictureView | None
    initial: str
    prose: LinkedProse
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    facts: tuple[tuple[str, str], ...]
    awards: tuple[AwardRow, ...]
    honoured: str
    address: str
    address_words: str

    @property
    def photos(self) -> tuple[PictureView, ...]:
        return (self.photo,) if self.photo else ()


def profile(catalogue: Catalogue, exemplar: Exemplar, on_site: bool) -> Profile:
    """The catalogue's day is the conference's, which decides the unit's name (domain §7); `on_site`: there is a web page to point to."""
    published = catalogue.published
    address = f"{published.site.url}{addresses.exemplar(exemplar.ref)}" if on_site else ""
    text = on_paper(exemplar.body.markdown, catalogue)
    facts = _facts(published, exemplar)
    return Profile(
        kind=exemplar.type.value,
        category="Mô hình tiêu biểu" if exemplar.type is ExemplarType.MODEL else _CATEGORY[exemplar.group],
        name=exemplar.name,
        one_line=exemplar.type is ExemplarType.INDIVIDUAL and len(exemplar.name) <= ONE_LINE,
        positions=_positions(exemplar),
        unit="" if _bears_unit(catalogue, exemplar) else unit_words(catalogue, exemplar.unit),
        quote=exemplar.quote or "",
        photo=portrait(catalogue, exemplar),
        initial=letter_of(exemplar),
        prose=text,
        names=people_in(
            catalogue,
            text.markdown,
            exemplar.quote or "",
            *(fact for _, fact in facts),
            *(entry.text for entry in exemplar.achievements),
        ),
        figures=tuple(Figure(entry.figure or "", entry.text) for entry in exemplar.achievements),
        facts=facts,
        awards=_awards(catalogue, exemplar),
        honoured=_honoured(catalogue, exemplar),
        address=address,
        address_words=address.removeprefix("https://").removesuffix("/"),
    )


def unit_words(catalogue: Catalogue, ref: str) -> str:
    """The unit as named on the catalogue's day; where it had merged by then, 'Trường A (nay là Trường B)'."""
    unit = catalogue.published.units.get(ref)
    name = catalogue.unit_name(ref) + district_if_needed(catalogue, ref)
    following = (
        [change.unit for change in unit.successors if change.date is None or change.date <= catalogue.day]
        if unit
        else []
    )
    return f"{name} (nay là {'; '.join(map(catalogue.unit_name, following))})" if following else name


def district_if_needed(catalogue: Catalogue, ref: str) -> str:
    """', huyện Cao Sơn' where another unit bears the same name on that day (domain §7), else ''."""
    unit = catalogue.published.units.get(ref)
    place = (
        unit.place_on(catalogue.day) if unit and catalogue.unit_name(ref) in catalogue.names_shared else None
    )
    return f", {place.district or place.commune or place.province}" if place else ""


def on_paper(markdown: str, catalogue: Catalogue) -> LinkedProse:
    """Prose whose links to records have become words: paper can't be clicked."""
    linked = prose(markdown, catalogue)
    return LinkedProse(linked.markdown, tuple((target, text, "") for target, text, _ in linked.links))


def people_in(catalogue: Catalogue, *texts: str) -> tuple[str, ...]:
    """Names of the book's people that stand in the texts, the longest first."""
    found = {
        name
        for text in texts
        for opening in set(opening_words(text))
        for name in catalogue.people.get(opening, ())
        if name in text
    }
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _bears_unit(catalogue: Catalogue, exemplar: Exemplar) -> bool:
    """Whether the name or the last office ends with the unit's name, so that a line of its own would say it twice."""
    unit = unit_words(catalogue, exemplar.unit)
    return any(
        words.endswith((unit, catalogue.unit_name(exemplar.unit)))
        for words in (exemplar.name, *exemplar.titles[-1:])
    )


def _positions(exemplar: Exemplar) -> tuple[str, ...]:
    first = (
        ", ".join((*exemplar.degrees, exemplar.titles[0])) if exemplar.titles else ", ".join(exemplar.degrees)
    )
    return tuple(line for line in (first, *exemplar.titles[1:]) if line)


def _facts(published: Published, exemplar: Exemplar) -> tuple[tuple[str, str], ...]:
    """Short labelled paragraphs under the text: how a model works and where it is copied."""
    found: list[tuple[str, str]] = []
    model = published.models.get(exemplar.model) if exemplar.model else None
    if model:
        found += [("Cách làm", model.how), ("Kết quả", model.results)]
        praised = "; ".join(
            f"{entry.form}{f' ({entry.year})' if entry.year else ''}" for entry in model.praised
        )
        found += [("Biểu dương", praised)] if praised else []
    replicated = exemplar.replication or (model.replicated if model else None)
    return (*found, ("Nhân rộng", replicated)) if replicated else tuple(found)


def _awards(catalogue: Catalogue, exemplar: Exemplar) -> tuple[AwardRow, ...]:
    """From the highest rank down (domain §8); the years of one title stand in one row."""
    published = catalogue.published
    years: dict[tuple[str, str], set[int]] = {}
    for award in sorted(exemplar.awards, key=lambda entry: honour_rank(catalogue, entry)):
        title = published.award_titles.get(award.title)
        found = years.setdefault((award_name(award, published), title.level.label if title else ""), set())
        if (year := award_year(award, published)) is not None:
            found.add(year)
    return tuple(
        AwardRow(name, level, ", ".join(map(str, sorted(found)))) for (name, level), found in years.items()
    )


def _honoured(catalogue: Catalogue, exemplar: Exemplar) -> str:
    """'Được tôn vinh cấp cơ sở (09/01/2020), cấp ngành (12/03/2020)': what had happened by the book's day, nothing later."""
    steps = [
        f"cấp {entry.level.label.lower()} ({short_date(entry.date)})"
        for entry in sorted(exemplar.recognitions, key=lambda entry: -entry.level.rank)
        if entry.date and entry.date <= catalogue.day
    ]
    return "Được tôn vinh " + ", ".join(steps) if steps else ""
