"""Writes how complete the records of schools and offices are, as a text table, Markdown or JSON.

The text table is for a terminal of 100 columns.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from kyyeu.views.office.readiness import ExemplarState, Readiness, UnitState
from kyyeu.views.office.readiness_words import COLUMNS, StatusWords, UnitWords, status_words
from kyyeu.views.submissions import OwedPaper

# The widths in characters of the columns of the terminal's table. With spaces between them, they fill 100
# characters.
WIDTHS = (21, 14, 10, 10, 10, 10, 7, 5, 5)
WIDE = 100
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
DEMONSTRATION = "Bản minh họa: đơn vị, con người và số liệu đều hư cấu."


def text(readiness: Readiness) -> str:
    """Returns a text table that shows how complete the records of each unit (school or office) are.

    For a single unit it also lists what is missing.
    """
    words = status_words(readiness)
    lines = [_heading(words), *wrap(words.lead, WIDE), *([DEMONSTRATION] if words.demonstration else []), ""]
    lines += [*_row(COLUMNS), *_row(["─" * width for width in WIDTHS])]
    for unit in words.units:
        lines += _row(unit.row)
    lines += ["", words.summary]
    if len(words.units) == 1:
        lines += ["", *_lacking(words.units[0])]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heading(words: StatusWords) -> str:
    return f"{words.title}, {words.period[:1].lower()}{words.period[1:]}"


def _row(cells: Sequence[str]) -> Iterator[str]:
    columns = [wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        yield " ".join(part.ljust(width) for part, width in zip(parts, WIDTHS, strict=True))


def _lacking(unit: UnitWords) -> Iterator[str]:
    if not unit.lacks:
        yield f"{unit.name}: không thiếu gì."
    for what, sentences in unit.lacks:
        yield f"{what}:"
        for sentence in sentences:
            yield from wrap(sentence, WIDE, initial_indent="  - ", subsequent_indent="    ")


def markdown(readiness: Readiness) -> str:
    """Returns a Markdown table of how complete each school's records are, and a list of what is missing."""
    return "\n".join(_markdown(status_words(readiness))) + "\n"


def _markdown(words: StatusWords) -> Iterator[str]:
    yield from (f"# {_plain(_heading(words))}", "", _plain(words.lead), "")
    if words.demonstration:
        yield from (DEMONSTRATION, "")
    yield from (f"**{_plain(words.summary)}**", "")
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"| {' | '.join('---' for _ in COLUMNS)} |"
    for unit in words.units:
        yield f"| {' | '.join(map(_plain, unit.row))} |"
    for unit in words.units:
        if unit.lacks:
            yield from ("", f"## {_plain(unit.name)}", "")
            for what, sentences in unit.lacks:
                yield f"- {what}"
                yield from (f"  - {_plain(sentence)}" for sentence in sentences)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def as_json(readiness: Readiness) -> str:
    """Returns as JSON text, for other programs, how complete the records of each school and office are.

    The English keys do not change between versions. Dates are in ISO form, and unknown values are null.
    """
    data = {
        "cycle": readiness.cycle,
        "date": readiness.day.isoformat(),
        "before": readiness.before.isoformat(),
        "days_left": (readiness.before - readiness.day).days - 1,
        "stages": {stage.value: count for stage, count in readiness.stages.items()},
        "units": [_unit(readiness, unit) for unit in readiness.units],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _unit(readiness: Readiness, unit: UnitState) -> dict[str, Any]:
    meeting, report, elected = unit.meeting, unit.report, unit.elected
    return {
        "unit": unit.unit,
        "name": unit.name,
        "cluster": unit.cluster or None,
        "owes": unit.owes,
        "stage": unit.stage.value,
        "papers": [_paper(readiness, paper) for paper in unit.papers],
        "conference": {
            "status": meeting.status.value,
            "date": meeting.main_day.isoformat() if meeting.main_day else None,
        }
        if meeting
        else None,
        "report": {
            "there": report.there,
            "sections": report.total,
            "written": report.done,
            "lacking": [
                {"code": code, "title": title, "lacks": lacks} for code, title, lacks in report.lacking
            ],
            "appendices_lacking": list(report.appendices),
        }
        if report
        else None,
        "exemplars": [_exemplar(exemplar) for exemplar in unit.exemplars],
        "delegates": {
            "allotted": unit.allotted,
            "elected": elected.delegates,
            "substitutes": elected.substitutes,
            "withheld": elected.withheld,
        },
    }


def _paper(readiness: Readiness, paper: OwedPaper) -> dict[str, Any]:
    return {
        "item": paper.item.value,
        "state": paper.state.value,
        "before": paper.before.isoformat(),
        "days_left": paper.days_left(readiness.day),
        "received": paper.received.isoformat() if paper.received else None,
        "waiting": paper.waiting,
        "from_git": paper.from_git,
    }


def _exemplar(exemplar: ExemplarState) -> dict[str, Any]:
    """Returns as a dict how complete the record of an exemplar (honoured person or group) is.

    The dict of a withheld exemplar has no reference, since a reference is made from the name.
    """
    return {
        "number": exemplar.number,
        "exemplar": exemplar.ref,
        "faults": [{"code": fault.code, "text": fault.text} for fault in exemplar.faults],
    }
