"""The chapters of a kỷ yếu that are read: the summary report, the speeches, the history of the movements in figures."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import joined, launch_words
from kyyeu.model.conferences import Conference, Speech
from kyyeu.model.movements import Movement
from kyyeu.model.printing import SPEECH
from kyyeu.vietnamese import sort_key
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book import Bookmark, Opens, Part
from kyyeu.views.print.ky_yeu_profile import on_paper, people_in
from kyyeu.views.prose import LinkedProse
from kyyeu.views.reports import report
from kyyeu.views.results import ResultRow, result_table


@dataclass(frozen=True, slots=True)
class ChapterSection:
    """A heading of the outline with its number as printed; `level` is the heading's, one deeper than the one before it at most."""

    heading: str
    level: int
    body: LinkedProse


@dataclass(frozen=True, slots=True)
class ReportChapter:
    title: str
    facts: str
    sections: tuple[ChapterSection, ...]
    signer: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpeechChapter:
    kind: str
    title: str
    speaker: str
    office: str
    body: LinkedProse
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorChart:
    """An indicator over the years: `heights` are shares of the largest value in per cent, None where a year is not known."""

    indicator: str
    years: tuple[str, ...]
    values: tuple[str, ...]
    heights: tuple[int | None, ...]
    change: str
    alt: str


@dataclass(frozen=True, slots=True)
class MovementEntry:
    name: str
    kicker: str
    slogan: str
    facts: tuple[str, ...]
    summary: str
    figures: tuple[IndicatorChart, ...]


@dataclass(frozen=True, slots=True)
class MovementChapter:
    title: str
    movements: tuple[MovementEntry, ...]


def report_chapter(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    """The report of the unit that holds the conference, in the outline's order; () where there is none."""
    view = report(catalogue, f"{conference.unit}/{conference.cycle}")
    if view is None or not view.sections:
        return ()
    sections: list[ChapterSection] = []
    for entry in view.sections:
        level = min(entry.depth + 2, 4, sections[-1].level + 1 if sections else 2)
        sections.append(
            ChapterSection(
                _heading(entry.number, entry.title), level, on_paper(entry.body.markdown, catalogue)
            )
        )
    names = people_in(catalogue, *(entry.body.markdown for entry in sections))
    chapter = ReportChapter(view.title, view.number_and_date, tuple(sections), view.signer, names)
    return (Part("bao-cao", "report_chapter.html", chapter, Bookmark(view.title), head="Báo cáo tổng kết"),)


def _heading(number: str, title: str) -> str:
    return f"{number}. {title}" if number and not title.lower().startswith(number.lower()) else title


def speech_chapters(catalogue: Catalogue, conference: Conference) -> tuple[Part, ...]:
    """Approved texts of the conference, in the order it names them, then the others by kind and title."""
    published = catalogue.published
    named = list(conference.speeches)
    found = [
        entry
        for entry in published.speeches.values()
        if entry.conference == conference.ref and entry.body.markdown.strip()
    ]
    kinds = list(Speech.Kind)
    found.sort(
        key=lambda entry: (
            named.index(entry.ref) if entry.ref in named else len(named),
            kinds.index(entry.kind),
            sort_key(entry.title),
        )
    )
    return tuple(_speech(catalogue, entry) for entry in found)


def _speech(catalogue: Catalogue, speech: Speech) -> Part:
    exemplar = catalogue.published.exemplars.get(speech.exemplar or "")
    speaker = (
        exemplar.name
        if exemplar
        else speech.presenter.name
        if speech.presenter and speech.presenter.name
        else ""
    )
    titles = exemplar.titles if exemplar else speech.presenter.titles if speech.presenter else ()
    body = on_paper(speech.body.markdown, catalogue)
    view = SpeechChapter(
        speech.kind.label,
        speech.title,
        speaker,
        ", ".join(titles),
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
    """The movements that a unit launched or joined, all of them with `unit` None: by the year of launching."""
    published = catalogue.published
    joined_by = {
        movement
        for movement, parts in catalogue.joined.items()
        if unit is None or any(ref == unit for ref, _ in parts)
    }
    chosen = [
        entry
        for entry in published.movements.values()
        if unit is None or entry.unit == unit or entry.id in joined_by
    ]
    chosen.sort(key=lambda entry: (entry.year or 9999, sort_key(entry.name), entry.id))
    told = tuple(
        _movement(catalogue, entry) for entry in chosen if entry.summary or entry.results or entry.document
    )
    if not told:
        return ()
    title = "Phong trào thi đua qua các năm"
    return (
        Part(
            "phong-trao",
            "movements_chapter.html",
            MovementChapter(title, told),
            Bookmark(title),
            head=title,
            opens=Opens.RIGHT,
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
    figures = tuple(_figures(table.years, row) for row in table.rows) if table else ()
    return MovementEntry(
        movement.name,
        joined(str(movement.year or ""), f"{launcher} phát động"),
        movement.slogan or "",
        tuple(filter(None, facts)),
        movement.summary or "",
        figures,
    )


def _figures(years: tuple[str, ...], row: ResultRow) -> IndicatorChart:
    largest = max((abs(value) for value in row.numbers if value is not None), default=0) or 1
    heights = tuple(None if value is None else round(abs(value) / largest * 100) for value in row.numbers)
    said = "; ".join(f"năm {year}: {value}" for year, value in zip(years, row.values, strict=True))
    indicator = f"{row.indicator} ({row.measure})" if row.measure else row.indicator
    return IndicatorChart(
        indicator, years, row.values, heights, row.change, f"Biểu đồ cột. {indicator}: {said}."
    )
