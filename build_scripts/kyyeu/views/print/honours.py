"""A conference → those honoured there in the order of the stage: by award from the highest rank down, then as in the decision's list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from kyyeu.facts.words import award_name, decision_words
from kyyeu.model.awards import Award, Decision, ListedRecipient
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.vietnamese import initial
from kyyeu.views.awards import honour_rank
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import conference_day
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.print.ky_yeu_profile import unit_words
from kyyeu.views.print.title_lines import name_step

HONOURS = "honours"
WITHOUT_AWARD = "Điển hình tiên tiến được biểu dương, tôn vinh"
RECENT = timedelta(
    days=60
)  # a decision that no programme names was signed for the conference that follows it so soon


@dataclass(frozen=True, slots=True)
class Honoured:
    """`name` as the decision's list prints it; `person` says whether it is one person's, which never breaks across lines; `detail`
    has office and unit, `unit` the unit alone where there is little room."""

    name: str
    detail: str
    unit: str
    person: bool
    photo: PictureView | None
    initial: str

    @property
    def step(self) -> str:
        return name_step(self.name) if self.person else "collective"


@dataclass(frozen=True, slots=True)
class Honour:
    """One award under one decision; `decision` in words, '' where nobody was given an award."""

    award: str
    decision: str
    people: tuple[Honoured, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Those who go up together: the `place`-th of `of` with this award."""

    award: str
    place: int
    of: int
    people: tuple[Honoured, ...]


def conferred(catalogue: Catalogue, conference: Conference) -> tuple[Decision, ...]:
    """The decisions that the programme names; where it names none, those of the unit's own head or council signed shortly before."""
    published = catalogue.published
    named = tuple(ref for item in conference.programme for ref in item.links.decisions)
    if named:
        return tuple(published.decisions[ref] for ref in dict.fromkeys(named) if ref in published.decisions)
    day = conference_day(catalogue, conference)
    own = catalogue.unit_name(conference.unit, day)
    return tuple(
        entry
        for entry in published.decisions.values()
        if entry.date and day - RECENT <= entry.date <= day and entry.issuer.endswith(own)
    )


def honours(catalogue: Catalogue, conference: Conference) -> tuple[Honour, ...]:
    """Awards of the decisions conferred, then everyone else whom the programme or a record says to be honoured here."""
    found: list[tuple[tuple[int, int, int], Honour]] = []
    called: set[str] = set()
    for decision in conferred(catalogue, conference):
        groups: dict[str, list[tuple[ListedRecipient, Award]]] = {}
        for line in decision.list:
            award = given(catalogue, decision, line)
            groups.setdefault(award_name(award, catalogue.published), []).append((line, award))
        for name, members in groups.items():
            people = tuple(honoured(catalogue, decision, line) for line, _ in members)
            words = decision_words(members[0][1], catalogue.published)
            found.append((honour_rank(catalogue, members[0][1]), Honour(name, words, people)))
            called |= {line.person for line, _ in members if line.person}
    found.sort(key=lambda entry: entry[0])
    rest = tuple(
        of_exemplar(catalogue, entry) for entry in _others(catalogue, conference) if entry.ref not in called
    )
    return (*(honour for _, honour in found), *((Honour(WITHOUT_AWARD, "", rest),) if rest else ()))


def batches(honour: Honour, size: int) -> Iterator[Batch]:
    """As many batches as `size` asks for, as even as they can be: eleven go up as six and five, not as ten and one."""
    total = -(-len(honour.people) // size)
    first = 0
    for place in range(1, total + 1):
        count = len(honour.people) // total + (place <= len(honour.people) % total)
        yield Batch(honour.award, place, total, honour.people[first : first + count])
        first += count


def honoured(catalogue: Catalogue, decision: Decision, line: ListedRecipient) -> Honoured:
    exemplar = catalogue.published.exemplars.get(line.person or "")
    if exemplar:
        return of_exemplar(catalogue, exemplar, line.as_printed)
    name = line.as_printed or catalogue.unit_name(line.unit or "", decision.date)
    return Honoured(name, "", "", False, None, initial(name))


def given(catalogue: Catalogue, decision: Decision, line: ListedRecipient) -> Award:
    """The award as the recipient's record has it, with its rank; else what the list alone says."""
    holder = catalogue.published.exemplars.get(line.person or "") or catalogue.published.units.get(
        line.unit or ""
    )
    for award in holder.awards if holder else ():
        if award.title == line.award and award.decision and award.decision.id == decision.id:
            return award
    return Award.model_validate({"title": line.award, "decision": {"id": decision.id}})


def of_exemplar(catalogue: Catalogue, exemplar: Exemplar, as_printed: str | None = None) -> Honoured:
    """The first office and the unit, which is left out where the name or the office ends with it."""
    name = as_printed or exemplar.name
    person = exemplar.type is ExemplarType.INDIVIDUAL
    unit = unit_words(catalogue, exemplar.unit)
    words = (*exemplar.titles[:1], unit) if person else (unit,)
    endings = (unit, catalogue.unit_name(exemplar.unit))
    bears = any(text.endswith(endings) for text in (name, *exemplar.titles[:1]))
    return Honoured(
        name,
        ", ".join(words[:-1] if bears else words),
        "" if name.endswith(endings) else endings[1],
        person,
        portrait(catalogue, exemplar),
        letter_of(exemplar),
    )


def _others(catalogue: Catalogue, conference: Conference) -> tuple[Exemplar, ...]:
    """In the programme's order; where it names nobody, those whose records tell of this conference, in tên order."""
    named = dict.fromkeys(
        ref for item in conference.programme if item.code == HONOURS for ref in item.links.exemplars
    )
    if named:
        return tuple(
            catalogue.published.exemplars[ref] for ref in named if ref in catalogue.published.exemplars
        )
    return tuple(
        entry
        for entry in catalogue.exemplars
        if any(step.conference == conference.ref for step in entry.recognitions)
    )
