"""Makes three chapters of a kỷ yếu (yearbook): the summary report, the speeches, the movements by year."""

from dataclasses import dataclass, field

from kyyeu.facts.words import joined, launch_words
from kyyeu.model.conferences import Conference, Speech
from kyyeu.model.movements import Movement
from kyyeu.model.printing import SPEECH
from kyyeu.vietnamese import sort_key
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book import Bookmark, Part
from kyyeu.views.print.ky_yeu_profile import on_paper, people_in
from kyyeu.views.prose import LinkedProse
from kyyeu.views.reports import report
from kyyeu.views.results import ResultRow, result_table
from kyyeu.views.texts import NOT_TEXT


@dataclass(frozen=True, slots=True)
class ChapterSection:
    """A section of the summary report, as a chapter of the yearbook prints it.

    `heading` begins with the section's number. `level` is the level of the heading; it is at most one deeper
    than the level of the section before.
    """

    heading: str
    level: int
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class ReportChapter:
    """The summary report as a chapter of the yearbook.

    `names` holds people's names; the layout keeps each on one line.
    """

    title: str
    facts: str
    sections: tuple[ChapterSection, ...]
    signer: str
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class SpeechChapter:
    """A speech as a chapter of the yearbook.

    `names` holds people's names; the layout keeps each on one line.
    """

    kind: str
    title: str
    speaker: str
    office: str
    body: LinkedProse
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class IndicatorChart:
    """A bar chart that shows an indicator (one measured result of a movement) by year.

    `heights` holds the height of each year's bar in per cent of the largest value, or None if the year's
    value is unknown. `alt` describes the chart in words for readers who cannot see it.
    """

    indicator: str
    years: tuple[str, ...]
    values: tuple[str, ...]
    heights: tuple[int | None, ...]
    change: str
    alt: str = field(metadata=NOT_TEXT)


@dataclass(frozen=True, slots=True)
class MovementEntry:
    """A movement (emulation campaign) as the yearbook describes it, with charts of its results."""

    name: str
    kicker: str
    slogan: str
    facts: tuple[str, ...]
    summary: str
    figures: tuple[IndicatorChart, ...]


@dataclass(frozen=True, slots=True)
class MovementChapter:
    """The yearbook's chapter about movements (emulation campaigns)."""

    title: str
    movements: tuple[MovementEntry, ...]


def report_chapter(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    """Returns the yearbook's chapter with the summary report of the unit that holds the conference.

    If the unit has no report, nothing is returned.
    """
    view = report(catalogue, f"{conference.unit}/{conference.cycle}")
    if view is None or not view.sections:
        return ()
    sections: list[ChapterSection] = []
    for section in view.sections:
        level = min(section.depth + 2, 4, sections[-1].level + 1 if sections else 2)
        body = on_paper(section.body.markdown, catalogue)
        sections.append(ChapterSection(_heading(section.number, section.title), level, body))
    names = people_in(catalogue, *(section.body.markdown for section in sections))
    chapter = ReportChapter(view.title, view.number_and_date, tuple(sections), view.signer, names)
    return (Part("bao-cao", "report_chapter.html", chapter, Bookmark(view.title), head="Báo cáo tổng kết"),)


def _heading(number: str, title: str) -> str:
    return f"{number}. {title}" if number and not title.lower().startswith(number.lower()) else title


def speech_chapters(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    """Returns the chapters of the yearbook with the approved speeches of a conference.

    Speeches that the conference's record lists come first, in its order. The other speeches are ordered by
    kind and title.
    """
    named, kinds = list(conference.speeches), list(Speech.Kind)

    def order(speech: Speech) -> tuple[object, ...]:
        place = named.index(speech.ref) if speech.ref in named else len(named)
        return place, kinds.index(speech.kind), sort_key(speech.title)

    speeches = [
        speech
        for speech in catalogue.published.speeches.values()
        if speech.conference == conference.ref and speech.body.markdown.strip()
    ]
    return tuple(_speech(catalogue, speech) for speech in sorted(speeches, key=order))


def _speech(catalogue: Catalogue, speech: Speech) -> Part:
    person = catalogue.published.exemplars.get(speech.exemplar or "") or speech.presenter
    speaker = (person.name if person else "") or ""
    body = on_paper(speech.body.markdown, catalogue)
    view = SpeechChapter(
        speech.kind.label,
        speech.title,
        speaker,
        ", ".join(person.titles if person else ()),
        body,
        people_in(catalogue, body.markdown, speaker),
    )
    return Part(
        f"{SPEECH}{speech.ref}",
        "speech.html",
        view,
        Bookmark(speech.title, 1, speech.kind.label, where=speaker),
        head=speech.kind.label,
        copyfit=True,
    )


def movement_chapter(catalogue: Catalogue, unit: str | None) -> tuple[Part, ...]:
    """Returns the yearbook's chapter on movements (emulation campaigns), ordered by the year of launching.

    It describes the movements that `unit` has launched or joined, or all movements if `unit` is None. A
    movement without summary, results and document is left out. If no movement remains, nothing is returned.
    """
    joined_by = {
        movement for movement, units in catalogue.joined.items() if any(ref == unit for ref, _ in units)
    }
    movements = [
        movement
        for movement in catalogue.published.movements.values()
        if (movement.summary or movement.results or movement.document)
        and (unit is None or movement.unit == unit or movement.id in joined_by)
    ]
    if not movements:
        return ()
    movements.sort(key=lambda movement: (movement.year or 9999, sort_key(movement.name), movement.id))
    title = "Phong trào thi đua qua các năm"
    return (
        Part(
            "phong-trao",
            "movements_chapter.html",
            MovementChapter(title, tuple(_movement(catalogue, movement) for movement in movements)),
            Bookmark(title),
            head=title,
            opens_right=True,
        ),
    )


def _movement(catalogue: Catalogue, movement: Movement) -> MovementEntry:
    launcher = catalogue.unit_name(movement.unit) if movement.unit else movement.launched_by.label
    units = len({unit for unit, _ in catalogue.joined.get(movement.id, ())})
    people = len(catalogue.by_movement.get(movement.id, ()))
    facts = (
        launch_words(catalogue.published, movement.document),
        movement.period or "",
        joined(f"{units} đơn vị hưởng ứng" if units else "", f"{people} điển hình" if people else ""),
    )
    table = result_table(movement.results)
    charts = tuple(_chart(table.years, row) for row in table.rows) if table else ()
    return MovementEntry(
        movement.name,
        joined(str(movement.year or ""), f"{launcher} phát động"),
        movement.slogan or "",
        tuple(filter(None, facts)),
        movement.summary or "",
        charts,
    )


def _chart(years: tuple[str, ...], row: ResultRow) -> IndicatorChart:
    largest = max((abs(value) for value in row.numbers if value is not None), default=0) or 1
    heights = tuple(None if value is None else round(abs(value) / largest * 100) for value in row.numbers)
    description = "; ".join(f"năm {year}: {value}" for year, value in zip(years, row.values, strict=True))
    indicator = f"{row.indicator} ({row.measure})" if row.measure else row.indicator
    return IndicatorChart(
        indicator, years, row.values, heights, row.change, f"Biểu đồ cột. {indicator}: {description}."
    )
