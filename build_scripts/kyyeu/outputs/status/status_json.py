"""Writes units' readiness (how complete their records are) as JSON for other programs.

Its English keys are stable; dates are in ISO form, and unknown values are null.
"""

import json
from typing import Any

from kyyeu.views.office.readiness import ExemplarState, Readiness, UnitState
from kyyeu.views.submissions import OwedPaper


def as_json(readiness: Readiness) -> dict[str, Any]:
    """Returns the readiness of units (how complete their records are) as plain dicts and lists for JSON."""
    return {
        "cycle": readiness.cycle,
        "date": readiness.day.isoformat(),
        "before": readiness.before.isoformat(),
        "days_left": (readiness.before - readiness.day).days - 1,
        "stages": {stage.value: count for stage, count in readiness.stages.items()},
        "units": [_unit(readiness, unit) for unit in readiness.units],
    }


def text(readiness: Readiness) -> str:
    """Returns the readiness of units (how complete their records are) as JSON text."""
    return json.dumps(as_json(readiness), ensure_ascii=False, indent=2) + "\n"


def _unit(readiness: Readiness, unit: UnitState) -> dict[str, Any]:
    meeting, report, delegates = unit.meeting, unit.report, unit.delegates
    return {
        "unit": unit.unit,
        "name": unit.name,
        "cluster": unit.cluster or None,
        "owes": unit.owes,
        "stage": unit.stage.value,
        "papers": [_paper(readiness, paper) for paper in unit.papers],
        "conference": {
            "status": meeting.status.value,
            "date": meeting.day.isoformat() if meeting.day else None,
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
            "allotted": delegates.allotted,
            "elected": delegates.elected,
            "substitutes": delegates.substitutes,
            "withheld": delegates.withheld,
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
    """Returns how complete an exemplar's record is, as a dict; exemplars are honoured people or groups.

    The dict of a withheld exemplar has no reference, since a reference is made from the name.
    """
    return {
        "number": exemplar.number,
        "exemplar": exemplar.ref,
        "faults": [{"code": fault.code, "text": fault.text} for fault in exemplar.faults],
    }
