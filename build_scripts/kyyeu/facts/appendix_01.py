"""Lists the movements (emulation campaigns) of Phụ lục 01, and the totals that a report states about them.

Phụ lục 01 is the table of movements by year in a unit's or the sector's summary report.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kyyeu.facts.words import document_number_and_date
from kyyeu.model.movements import Joined, Movement
from kyyeu.model.records import Records
from kyyeu.model.reports import Cycle, Report

_SUM = re.compile(r"\b(?:tổng số|tổng cộng|tổng cộng có|cả thảy)\s+(\d+)\s+phong trào", re.IGNORECASE)


class ListedMovement(NamedTuple):
    """A movement (emulation campaign) as listed in Phụ lục 01, a report's table of movements by year.

    `document` cites the document that launched the movement; '' if unknown.
    """

    year: int
    movement: str
    name: str
    document: str
    period: str


def listed_movements(records: Records, unit: str | None) -> Iterator[ListedMovement]:
    """Yields the movements that Phụ lục 01 lists for a unit, in all years.

    Phụ lục 01 is the report's table of emulation movements by year. If `unit` is None, the movements of the
    whole sector are listed.
    """
    return _movements_of_unit(records, unit) if unit else _movements_of_sector(records)


def movement_count(records: Records, cycle: Cycle, unit: str | None) -> int:
    """Returns how many movements Phụ lục 01 of a unit's report lists in the years of a cycle.

    Phụ lục 01 is the table of emulation movements by year. If `unit` is None, the movements of the whole
    sector are counted.
    """
    return sum(listed.year in cycle.appendix_years.years for listed in listed_movements(records, unit))


def _movements_of_unit(records: Records, unit: str) -> Iterator[ListedMovement]:
    """Yields the movements (emulation campaigns) that a unit launched or joined, for its Phụ lục 01.

    Each has the document that launched the movement, or the unit's plan to join it. A movement that the unit
    both launched and joined is listed once, with the launching document.
    """
    launched = set()
    for movement in records.movements.values():
        if movement.unit == unit and movement.year is not None:
            launched.add(movement.id)
            yield ListedMovement(
                movement.year, movement.id, movement.name, *_document_and_period(records, movement)
            )
    unit_movements = records.unit_movements.get(unit)
    for joined in unit_movements.joined if unit_movements else ():
        if joined.movement not in launched:
            record = records.movements.get(joined.movement)
            name = record.name if record else joined.movement
            yield ListedMovement(joined.year, joined.movement, name, *_document_and_period(records, joined))


def _movements_of_sector(records: Records) -> Iterator[ListedMovement]:
    """Yields every movement (emulation campaign) once, however many units joined it.

    The year of a movement is that of its launching document. If this is unknown, it is the year of the
    organiser's plan to join the movement, or else the first year in which a unit joined it. A missing
    document or period is taken from the plan, too, since the printed column is called "Văn bản hoặc Kế hoạch"
    (document or plan).
    """
    organiser = records.unit_movements.get(records.site.organiser)
    plans = {joined.movement: joined for joined in organiser.joined} if organiser else {}
    first_joined: dict[str, int] = {}
    for unit_movements in records.unit_movements.values():
        for joined in unit_movements.joined:
            first_joined[joined.movement] = min(joined.year, first_joined.get(joined.movement, joined.year))
    for movement in records.movements.values():
        plan = plans.get(movement.id)
        year = movement.year or (plan.year if plan else first_joined.get(movement.id))
        if year is not None:
            document, period = _document_and_period(records, movement)
            if plan:
                of_plan = _document_and_period(records, plan)
                document, period = document or of_plan[0], period or of_plan[1]
            yield ListedMovement(year, movement.id, movement.name, document, period)


def _document_and_period(records: Records, listed: Movement | Joined) -> tuple[str, str]:
    document = listed.document
    cited = document and (records.documents.get(document.id or "") or document)
    return document_number_and_date(cited.number, cited.date) if cited else "", listed.period or ""


def stated_sums(records: Records, report: Report) -> list[tuple[str, int, int]]:
    """Finds 'tổng số N phong trào' (a total of N movements) in a report's sections that cite Phụ lục 01.

    Each match is (section code, offset of the number in the section's Markdown, the number).
    """
    cycle = records.cycles.get(report.id)
    outline = records.outlines.get(cycle.outline) if cycle else None
    citing = {section.code for section in outline.sections if section.appendix == "01"} if outline else set()
    return [
        (section.code, match.start(1), int(match[1]))
        for section in report.sections
        if section.code in citing
        for match in _SUM.finditer(section.body.markdown)
    ]
