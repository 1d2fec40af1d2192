"""Lists the people and groups honoured at a conference in the order in which they are called to the stage.

The highest award comes first. The recipients of an award are in the order of the award decision's list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from kyyeu.facts.words import award_name, decision_words
from kyyeu.model.awards import Award, Decision, ListedRecipient
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.vietnamese import initial
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue, grouped
from kyyeu.views.naming import conference_day
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.print.ky_yeu_profile import ends_with_unit, unit_words
from kyyeu.views.print.title_lines import name_step
from kyyeu.views.texts import NOT_TEXT

HONOURS = "honours"
WITHOUT_AWARD = "Điển hình tiên tiến được biểu dương, tôn vinh"
# An award decision that was signed at most this long before a conference is assumed to be presented there.
RECENT = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Honoured:
    """A person or group who is called to the stage to be honoured.

    `name` is written as in the award decision's list. `person` is true for a person, whose name is kept on
    one line. `detail` gives office and unit; `unit` gives the unit alone, for use where space is short. If
    the photo is missing, `initial` is shown in its place.
    """

    name: str
    detail: str
    unit: str
    person: bool
    photo: PictureView | None = field(metadata=NOT_TEXT)
    initial: str = field(metadata=NOT_TEXT)

    @property
    def step(self) -> str:
        """Returns the name of the type size in which the honoured person's name is printed.

        It is 'collective' for a group and for a model (mô hình, a way of working).
        """
        return name_step(self.name) if self.person else "collective"


@dataclass(frozen=True, slots=True)
class Honour:
    """The people and groups that receive the same award by the same decision.

    `decision` cites the award decision. It is '' for people who are honoured without an award.
    """

    award: str
    decision: str
    people: tuple[Honoured, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The people who are called to the stage together to receive an award.

    The recipients of the award are split into `of` batches; this is batch number `place`.
    """

    award: str
    place: int
    of: int
    people: tuple[Honoured, ...]


def conferred(catalogue: Catalogue, conference: Conference) -> tuple[Decision, ...]:
    """Returns the award decisions that are presented at the conference, as its programme names them.

    If the programme names none, the recent decisions of the unit that holds the conference are returned.
    These were signed by the unit's head or council in the 60 days before the conference.
    """
    published = catalogue.published
    named = tuple(ref for item in conference.programme for ref in item.links.decisions)
    if named:
        return tuple(published.decisions[ref] for ref in dict.fromkeys(named) if ref in published.decisions)
    day = conference_day(catalogue, conference)
    unit = catalogue.unit_name(conference.unit, day)
    return tuple(
        decision
        for decision in published.decisions.values()
        if decision.date and day - RECENT <= decision.date <= day and decision.issuer.endswith(unit)
    )


def honours(catalogue: Catalogue, conference: Conference) -> tuple[Honour, ...]:
    """Returns the awards presented at a conference with their recipients, the highest award first.

    The exemplars (honoured people and groups) who get no award at the conference come last, together.
    """
    ranked: list[tuple[tuple[int, int, int], Honour]] = []
    called: set[str] = set()
    for decision in conferred(catalogue, conference):
        awards = [(line, award_of(catalogue, decision, line)) for line in decision.list]
        groups = grouped((award_name(award, catalogue.published), (line, award)) for line, award in awards)
        for name, members in groups.items():
            people = tuple(honoured(catalogue, decision, line) for line, _ in members)
            first_award = members[0][1]
            honour = Honour(name, decision_words(first_award, catalogue.published), people)
            ranked.append((honour_rank(catalogue, first_award), honour))
            called |= {line.person for line, _ in members if line.person}
    ranked.sort(key=lambda pair: pair[0])
    others = tuple(
        of_exemplar(catalogue, exemplar)
        for exemplar in exemplars_honoured(catalogue, conference)
        if exemplar.ref not in called
    )
    return (*(honour for _, honour in ranked), *((Honour(WITHOUT_AWARD, "", others),) if others else ()))


def batches(honour: Honour, size: int) -> Iterator[Batch]:
    """Splits the recipients of an award into batches of at most `size`, about equally large.

    With a `size` of ten, eleven recipients become six and five.
    """
    people = len(honour.people)
    total = -(-people // size)
    start = 0
    for place in range(1, total + 1):
        end = start + people // total + (place <= people % total)
        yield Batch(honour.award, place, total, honour.people[start:end])
        start = end


def honoured(catalogue: Catalogue, decision: Decision, line: ListedRecipient) -> Honoured:
    """Returns the recipient that a line of an award decision's list names.

    The recipient has the details that printed works show, such as office and photo.
    """
    exemplar = catalogue.published.exemplars.get(line.person or "")
    if exemplar:
        return of_exemplar(catalogue, exemplar, line.as_printed)
    name = line.as_printed or catalogue.unit_name(line.unit or "", decision.date)
    return Honoured(name, "", "", False, None, initial(name))


def award_of(catalogue: Catalogue, decision: Decision, line: ListedRecipient) -> Award:
    """Returns the award that one line in an award decision's list of recipients states.

    If the record of the recipient has the same award, its rank and reason are included.
    """
    holder = catalogue.published.exemplars.get(line.person or "") or catalogue.published.units.get(
        line.unit or ""
    )
    for award in holder.awards if holder else ():
        if award.title == line.award and award.decision and award.decision.id == decision.id:
            return award
    return Award.model_validate({"title": line.award, "decision": {"id": decision.id}})


def of_exemplar(catalogue: Catalogue, exemplar: Exemplar, as_printed: str | None = None) -> Honoured:
    """Returns an exemplar (honoured person or group) as a recipient who is called to the stage.

    `as_printed` is the recipient's name in the decision's list, if it has one. `detail` omits the unit if the
    name or the office already ends with it.
    """
    name = as_printed or exemplar.name
    person = exemplar.type is ExemplarType.INDIVIDUAL
    unit = unit_words(catalogue, exemplar.unit)
    offices = exemplar.titles[:1] if person else ()
    named = ends_with_unit(catalogue, exemplar.unit, name, *exemplar.titles[:1])
    return Honoured(
        name,
        ", ".join(offices if named else (*offices, unit)),
        "" if ends_with_unit(catalogue, exemplar.unit, name) else catalogue.unit_name(exemplar.unit),
        person,
        portrait(catalogue, exemplar),
        letter_of(exemplar),
    )


def exemplars_honoured(catalogue: Catalogue, conference: Conference) -> tuple[Exemplar, ...]:
    """Returns the exemplars (honoured people and groups) that the programme names, in its order.

    If the programme names none, those whose records mention this conference are returned in alphabetical
    order.
    """
    named = dict.fromkeys(
        ref for item in conference.programme if item.code == HONOURS for ref in item.links.exemplars
    )
    if named:
        return tuple(
            catalogue.published.exemplars[ref] for ref in named if ref in catalogue.published.exemplars
        )
    return tuple(
        exemplar
        for exemplar in catalogue.exemplars
        if any(recognition.conference == conference.ref for recognition in exemplar.recognitions)
    )
