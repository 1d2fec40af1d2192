"""Computes the two tables that are attached to a summary report.

Phụ lục 01 lists movements (emulation campaigns). Phụ lục 02 lists models (ways of working worth copying) and
exemplars (honoured people and groups). Both tables can be made for a unit (such as a school) or for the whole
sector (all schools of the province).
"""

from dataclasses import dataclass, field

from kyyeu.facts.appendix_01 import listed_movements
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.movements import Model
from kyyeu.model.records import Records
from kyyeu.model.reports import Cycle, Report
from kyyeu.vietnamese import long_date, sort_key
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.texts import NOT_TEXT, UNKNOWN


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A row of Phụ lục 01 (the table of movements): a movement, also called emulation campaign.

    `movement` is the reference of the movement's record. `document` cites the document that launched the
    movement. Unknown texts read '…..'.
    """

    movement: str = field(metadata=NOT_TEXT)
    name: str
    document: str
    period: str


@dataclass(frozen=True, slots=True)
class YearBlock:
    """The movements of one year in Phụ lục 01 (the table of movements), in alphabetical order.

    There may be none in a year.
    """

    year: int
    rows: tuple[MovementRow, ...]


@dataclass(frozen=True, slots=True)
class Appendix01:
    """Phụ lục 01, the table of movements that is attached to a summary report.

    `title` has the lines of the title. `attached` is the line below it, which names the report.
    """

    title: tuple[str, ...]
    attached: str
    years: tuple[YearBlock, ...]

    @property
    def count(self) -> int:
        """Returns the number of all movements (emulation campaigns) that the table lists, for all years."""
        return sum(len(block.rows) for block in self.years)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A row of Phụ lục 02 (the table of models and exemplars); unknown texts read '…..'.

    A model is a way of working worth copying; an exemplar is an honoured person or group.
    """

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
    """Phụ lục 02, the table of models and honoured people that is attached to a summary report.

    `title` has the lines of the title. `attached` is the line below it, which names the report.
    """

    title: tuple[str, ...]
    attached: str
    rows: tuple[ModelRow, ...]


def appendix_01(records: Records, cycle: Cycle, unit: str | None = None) -> Appendix01:
    """Returns Phụ lục 01 (the table of movements) of a unit (such as a school).

    If `unit` is None, it is that of the whole sector. Years without movements are included.
    """
    listed = sorted(listed_movements(records, unit), key=lambda movement: sort_key(movement.name))
    blocks = (
        YearBlock(
            year,
            tuple(
                MovementRow(
                    movement.movement, movement.name, movement.document or UNKNOWN, movement.period or UNKNOWN
                )
                for movement in listed
                if movement.year == year
            ),
        )
        for year in cycle.appendix_years.years
    )
    form = cycle.appendices.get("01")
    return Appendix01(form.title if form else (), form.attached if form else "", tuple(blocks))


def appendix_02(catalogue: Catalogue, cycle: Cycle, unit: str | None = None) -> Appendix02:
    """Returns Phụ lục 02 (the table of models and exemplars) of a unit (such as a school).

    If `unit` is None, it is that of the whole sector. Models come first, then the exemplars of the cycle;
    each part is sorted by unit. An exemplar whose record refers to one of the models is left out, so that the
    model is listed only once.
    """
    published = catalogue.published
    models = [model for model in published.models.values() if unit in (None, model.unit)]
    exemplars = [
        exemplar
        for exemplar in (catalogue.exemplars if unit is None else catalogue.by_unit.get(unit, ()))
        if exemplar.cycle == cycle.id and exemplar.model not in published.models
    ]
    models.sort(key=lambda model: (_unit_order(catalogue, model.unit), sort_key(model.name)))
    # The sort below keeps the order of exemplars (honoured people) of the same school, which are already
    # sorted by given name.
    exemplars.sort(key=lambda exemplar: _unit_order(catalogue, exemplar.unit))
    rows = (
        *(_model_row(catalogue, model) for model in models),
        *(_exemplar_row(catalogue, exemplar) for exemplar in exemplars),
    )
    form = cycle.appendices.get("02")
    return Appendix02(form.title if form else (), form.attached if form else "", rows)


def _unit_order(catalogue: Catalogue, unit: str) -> tuple[object, ...]:
    """Returns a sort key for units (such as schools).

    The site's organiser comes first, then the other units in alphabetical order.
    """
    return (unit != catalogue.published.site.organiser, sort_key(catalogue.unit_name(unit)), unit)


def _exemplar_row(catalogue: Catalogue, exemplar: Exemplar) -> ModelRow:
    levels = ", ".join(
        f"cấp {recognition.level.label.lower()}"
        for recognition in exemplar.recognitions
        if not recognition.date or recognition.date <= catalogue.day
    )
    return ModelRow(
        exemplar.name,
        exemplar.group.label,
        catalogue.unit_name(exemplar.unit, catalogue.honoured_on(exemplar)),
        exemplar.field.label,
        exemplar.summary,
        "; ".join(achievement.text for achievement in exemplar.achievements) or UNKNOWN,
        UNKNOWN,
        f"Tôn vinh {levels}" if levels else UNKNOWN,
        exemplar.replication or UNKNOWN,
    )


def attached_words(form: str, report: Report | None, organiser: str) -> str:
    """Returns the line below an appendix's title that names the report: '(Kèm theo Báo cáo số … của …)'.

    If the report's number or date is unknown, the line is made from `form`, the official wording in the
    cycle's record. Its gaps then read '…..'.
    """
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
        f"{praise.form} (cấp {praise.level.label.lower()}{f', {praise.year}' if praise.year else ''})"
        for praise in model.praised
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
