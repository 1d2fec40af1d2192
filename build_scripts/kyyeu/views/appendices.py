"""Phụ lục 01 and 02, per unit and for the sector: computed from records, never typed (domain §4)."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import document_number_and_date
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.library import Library
from kyyeu.model.movements import LaunchDocument, Model
from kyyeu.model.reports import Cycle, Report
from kyyeu.vietnamese import long_date, sort_key
from kyyeu.views.catalogue import Catalogue

UNKNOWN = "….."


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A row of Phụ lục 01: one movement in the year of its launching document. Unknown parts read '…..'."""

    movement: str
    name: str
    document: str
    period: str


@dataclass(frozen=True, slots=True)
class YearBlock:
    year: int
    rows: tuple[MovementRow, ...]


@dataclass(frozen=True, slots=True)
class Appendix01:
    title: tuple[str, ...]
    attached: str
    years: tuple[YearBlock, ...]

    @property
    def count(self) -> int:
        return sum(len(block.rows) for block in self.years)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A row of Phụ lục 02."""

    name: str
    kind: str
    unit: str
    field: str
    how: str
    results: str
    since_year: str
    praised: str
    replicated: str


@dataclass(frozen=True, slots=True)
class Appendix02:
    title: tuple[str, ...]
    attached: str
    rows: tuple[ModelRow, ...]


def appendix_01(catalogue: Catalogue, cycle: Cycle, unit: str | None = None) -> Appendix01:
    """Phụ lục 01 of a unit, or of the sector (`unit` None). Empty years are kept; the sector counts a movement once."""
    found = _unit_rows(catalogue.library, unit) if unit else _sector_rows(catalogue.library)
    blocks = []
    for year in cycle.appendix_years.years:
        rows = sorted((row for at, row in found if at == year), key=lambda row: sort_key(row.name))
        blocks.append(YearBlock(year, tuple(rows)))
    form = cycle.appendices.get("01")
    return Appendix01(form.title if form else (), form.attached if form else "", tuple(blocks))


def _unit_rows(library: Library, unit: str) -> list[tuple[int, MovementRow]]:
    """What the unit launched, by its own document; what it joined, by its plan."""
    rows: list[tuple[int, MovementRow]] = []
    entry = library.unit_movements.get(unit)
    for movement in library.movements.values():
        if movement.unit == unit and movement.year is not None:
            rows.append(
                (
                    movement.year,
                    MovementRow(
                        movement.id,
                        movement.name,
                        _document(library, movement.document),
                        movement.period or UNKNOWN,
                    ),
                )
            )
    launched = {row.movement for _, row in rows}
    for joined in entry.joined if entry else ():
        if joined.movement in launched:
            continue  # its own movement stands there already, by its launching document
        name = (
            library.movements[joined.movement].name
            if joined.movement in library.movements
            else joined.movement
        )
        rows.append(
            (
                joined.year,
                MovementRow(
                    joined.movement, name, _document(library, joined.document), joined.period or UNKNOWN
                ),
            )
        )
    return rows


def _sector_rows(library: Library) -> list[tuple[int, MovementRow]]:
    """Each movement once, whoever joined it: in the year of its launching document, else of the organiser's own plan, else the
    first year a unit joined it. What the launching document leaves open is taken from the organiser's plan (the column's
    "Văn bản hoặc Kế hoạch")."""
    organiser = library.unit_movements.get(library.site.organiser)
    plans = {joined.movement: joined for joined in organiser.joined} if organiser else {}
    first_joined: dict[str, int] = {}
    for entry in library.unit_movements.values():
        for joined in entry.joined:
            first_joined[joined.movement] = min(joined.year, first_joined.get(joined.movement, joined.year))
    rows = []
    for movement in library.movements.values():
        plan = plans.get(movement.id)
        year = movement.year or (plan.year if plan else first_joined.get(movement.id))
        if year is not None:
            launched = _document(library, movement.document)
            document = launched if launched != UNKNOWN or plan is None else _document(library, plan.document)
            period = movement.period or (plan.period if plan else None) or UNKNOWN
            rows.append((year, MovementRow(movement.id, movement.name, document, period)))
    return rows


def _document(library: Library, document: LaunchDocument | None) -> str:
    if document is None:
        return UNKNOWN
    known = library.documents.get(document.id) if document.id else None
    number, day = (known.number, known.date) if known else (document.number, document.date)
    return document_number_and_date(number, day) or UNKNOWN


def appendix_02(catalogue: Catalogue, cycle: Cycle, unit: str | None = None) -> Appendix02:
    """Phụ lục 02: models, then exemplars introduced, praised, replicated by the catalogue's day, each by unit; a model that is also an
    exemplar counts once."""
    library = catalogue.library
    models = [model for model in library.models.values() if unit in (None, model.unit)]
    exemplars = [
        entry
        for entry in (catalogue.exemplars if unit is None else catalogue.by_unit.get(unit, ()))
        if entry.cycle == cycle.id and not (entry.model and entry.model in library.models)
    ]
    models.sort(key=lambda entry: (_order(catalogue, entry.unit), sort_key(entry.name)))
    exemplars.sort(key=lambda entry: _order(catalogue, entry.unit))  # of one unit they stay in tên order
    rows = (
        *(_model_row(catalogue, model) for model in models),
        *(_exemplar_row(catalogue, entry) for entry in exemplars),
    )
    form = cycle.appendices.get("02")
    return Appendix02(form.title if form else (), form.attached if form else "", rows)


def _order(catalogue: Catalogue, unit: str) -> tuple[object, ...]:
    """The organiser's own first, then units by the alphabet."""
    return (unit != catalogue.library.site.organiser, sort_key(catalogue.unit_name(unit)), unit)


def _exemplar_row(catalogue: Catalogue, exemplar: Exemplar) -> ModelRow:
    steps = (entry for entry in exemplar.recognitions if not entry.date or entry.date <= catalogue.day)
    levels = ", ".join(f"cấp {entry.level.label.lower()}" for entry in steps)
    return ModelRow(
        exemplar.name,
        exemplar.group.label,
        catalogue.unit_name(exemplar.unit, catalogue.honoured_on(exemplar)),
        exemplar.field.label,
        exemplar.summary,
        "; ".join(entry.text for entry in exemplar.achievements) or UNKNOWN,
        UNKNOWN,
        f"Tôn vinh {levels}" if levels else UNKNOWN,
        exemplar.replication or UNKNOWN,
    )


def attached_words(form: str, report: Report | None, organiser: str) -> str:
    """'(Kèm theo Báo cáo số … của …)'; what is not known yet stays '…..' (domain §4)."""
    if report and report.number and report.date:
        return f"(Kèm theo Báo cáo số {report.number} {long_date(report.date)} của {organiser})"
    gaps = {
        "số /BC- ": f"số {UNKNOWN}/BC-{UNKNOWN} ",
        "ngày..... ": f"ngày {UNKNOWN} ",
        "tháng năm": f"tháng {UNKNOWN} năm",
    }
    for gap, filled in gaps.items():
        form = form.replace(gap, filled)
    return f"{form.removesuffix(')').rstrip()} {organiser})" if form.endswith("của)") else form


def _model_row(catalogue: Catalogue, model: Model) -> ModelRow:
    praised = "; ".join(
        f"{entry.form} (cấp {entry.level.label.lower()}{f', {entry.year}' if entry.year else ''})"
        for entry in model.praised
    )
    return ModelRow(
        model.name,
        model.kind,
        catalogue.unit_name(model.unit),
        model.field.label,
        model.how,
        model.results,
        str(model.since_year or UNKNOWN),
        praised or UNKNOWN,
        model.replicated or UNKNOWN,
    )
