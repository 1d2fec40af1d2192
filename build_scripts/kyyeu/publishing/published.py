"""The type of what one channel may show. Views and public outputs accept nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.awards import AwardTitle, Decision
from kyyeu.model.conferences import Conference, Delegate, News, Programme, Speech, Submission
from kyyeu.model.editions import FinalEdition
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.movements import Model, Movement, UnitMovements
from kyyeu.model.printing import PrintSettings
from kyyeu.model.privacy import Channel
from kyyeu.model.reports import Cycle, Document, Outline, Report
from kyyeu.model.site import BookletProse, Page, Site
from kyyeu.model.sources import Arrival, Icc, Image
from kyyeu.model.units import Unit


@dataclass(frozen=True, slots=True)
class GateSummary:
    """What the publishing gate decided, for the proof sheet that a head of unit signs. It holds no names.

    `channels`: for each record shown, by (kind, reference), the labels of what its consent form covers.
    `withheld`: by (kind, unit), how many people are withheld for which reason.
    """

    channels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """The records that `channel` may show on `day`, by reference; only `publishing.gate.publish` makes one.

    A kind without a line here reaches no page, booklet or data file. `files` has the source file of each record,
    `attachments` the pictures that the records use, `summary` and `arrivals` are filled for print alone.
    """

    channel: Channel
    day: date
    site: Site
    cycles: Mapping[str, Cycle]
    documents: Mapping[str, Document]
    decisions: Mapping[str, Decision]
    award_titles: Mapping[str, AwardTitle]
    movements: Mapping[str, Movement]
    programmes: Mapping[str, Programme]
    outlines: Mapping[str, Outline]
    units: Mapping[str, Unit]
    unit_movements: Mapping[str, UnitMovements]
    models: Mapping[str, Model]
    conferences: Mapping[str, Conference]
    delegates: Mapping[str, Delegate]
    submissions: Mapping[str, Submission]
    exemplars: Mapping[str, Exemplar]
    reports: Mapping[str, Report]
    speeches: Mapping[str, Speech]
    news: Mapping[str, News]
    booklet_prose: Mapping[str, BookletProse]
    printing: Mapping[str, PrintSettings]
    editions: Mapping[str, FinalEdition]
    pages: Mapping[str, Page]
    attachments: Mapping[str, Image | None]
    icc: Mapping[str, Icc | None]
    files: Mapping[tuple[str, str], str] = field(repr=False, compare=False)
    summary: GateSummary = field(compare=False)
    arrivals: Mapping[tuple[str, str], Arrival] = field(compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the project's folder."""
        return self.files[kind, ref]
