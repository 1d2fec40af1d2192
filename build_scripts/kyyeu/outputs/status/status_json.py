"""Readiness → JSON for other programs: English keys that stay, ISO days, null for what is not known."""

from __future__ import annotations

import json
from typing import Any

from kyyeu.views.office.readiness import ExemplarState, Readiness, UnitState
from kyyeu.views.submissions import OwedPaper


def as_json(found: Readiness) -> dict[str, Any]:
    return {
        "cycle": found.cycle,
        "date": found.day.isoformat(),
        "before": found.before.isoformat(),
        "days_left": (found.before - found.day).days - 1,
        "stages": {stage.value: count for stage, count in found.stages.items()},
        "units": [_unit(found, unit) for unit in found.units],
    }


def text(found: Readiness) -> str:
    return json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n"


def _unit(found: Readiness, unit: UnitState) -> dict[str, Any]:
    meeting, report, delegates = unit.meeting, unit.report, unit.delegates
    return {
        "unit": unit.unit,
        "name": unit.name,
        "cluster": unit.cluster or None,
        "owes": unit.owes,
        "stage": unit.stage.value,
        "papers": [_paper(found, paper) for paper in unit.papers],
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
        "exemplars": [_exemplar(entry) for entry in unit.exemplars],
        "delegates": {
            "allotted": delegates.allotted,
            "elected": delegates.elected,
            "substitutes": delegates.substitutes,
            "withheld": delegates.withheld,
        },
    }


def _paper(found: Readiness, paper: OwedPaper) -> dict[str, Any]:
    return {
        "item": paper.item.value,
        "state": paper.state.value,
        "before": paper.before.isoformat(),
        "days_left": paper.days_left(found.day),
        "received": paper.received.isoformat() if paper.received else None,
        "waiting": paper.waiting,
        "from_git": paper.from_git,
    }


def _exemplar(entry: ExemplarState) -> dict[str, Any]:
    """Whoever is withheld has no reference: it would be a name."""
    return {
        "number": entry.number,
        "exemplar": entry.ref,
        "faults": [{"code": fault.code, "text": fault.text} for fault in entry.faults],
    }
