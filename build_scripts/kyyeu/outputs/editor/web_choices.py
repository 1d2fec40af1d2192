"""Makes the lists of records among which users of the web editor choose, with Vietnamese labels.

Only records published on the site are listed, since anyone can read the web editor's configuration.
"""

from collections.abc import Iterable
from datetime import date

from kyyeu.model.movements import Movement
from kyyeu.model.reports import Document
from kyyeu.model.units import Unit
from kyyeu.publishing.published import Published

WebChoices = list[dict[str, str]]


def shared_choices(published: Published, day: date) -> dict[str, WebChoices]:
    """Returns the records that every unit can choose in the web editor, by record kind.

    The label of a unit (school or office) is the name that the unit has on `day`.
    """
    return {
        "cycle": _choices((ref, cycle.name) for ref, cycle in published.cycles.items()),
        "award_title": _choices((ref, title.name) for ref, title in published.award_titles.items()),
        "decision": _choices(
            (ref, _joined(decision.number or ref, _day(decision.date), decision.issuer))
            for ref, decision in published.decisions.items()
        ),
        "document": _choices(
            (ref, _document(document, ref)) for ref, document in published.documents.items()
        ),
        "movement": _choices(
            (ref, _movement(published, movement, day)) for ref, movement in published.movements.items()
        ),
        "programme": _choices((ref, programme.name) for ref, programme in published.programmes.items()),
        "unit": _choices((ref, unit.name_on(day)) for ref, unit in published.units.items()),
    }


def unit_choices(published: Published, unit: Unit, day: date) -> dict[str, WebChoices]:
    """Returns the conferences that a school can choose in a form: its own and those of bodies above it."""
    above = (parent.unit for parent in unit.parents if parent.unit in published.units)
    places = [*dict.fromkeys((unit.id, published.site.organiser, *above))]
    held = {ref for ref, conference in published.conferences.items() if conference.unit in places}
    # A school or office can choose its own conference even if the conference has no file yet.
    held |= {f"{unit.id}/{cycle}" for cycle in published.cycles}
    ordered = sorted(held, key=lambda ref: (places.index(ref.partition("/")[0]), ref))
    return {"conference": _choices((ref, _conference(published, ref, day)) for ref in ordered)}


def _document(document: Document, ref: str) -> str:
    named = f"{document.type.label} {document.number or ''}".strip()
    return _joined(named, _day(document.date), document.subject if document.number else ref)


def _movement(published: Published, movement: Movement, day: date) -> str:
    """Returns the label of a movement (emulation campaign): its name and the unit that launched it.

    The unit is added because two movements may share a name.
    """
    unit = published.units.get(movement.unit or "")
    return _joined(movement.name, unit.short_on(day) if unit else "")


def _conference(published: Published, ref: str, day: date) -> str:
    unit, _, name = ref.partition("/")
    cycle = published.cycles.get(name)
    return _joined(published.units[unit].short_on(day), cycle.name if cycle else name)


def _choices(pairs: Iterable[tuple[str, str]]) -> WebChoices:
    return [{"label": label, "value": ref} for ref, label in pairs]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
