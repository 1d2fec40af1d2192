"""Defines the class Records, which holds records of all kinds by their reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kyyeu.model.awards import AwardTitle, Decision
from kyyeu.model.conferences import Conference, Delegate, News, Programme, Speech, Submission
from kyyeu.model.editions import FinalEdition
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.movements import Model, Movement, UnitMovements
from kyyeu.model.printing import PrintSettings
from kyyeu.model.reports import Cycle, Document, Outline, Report
from kyyeu.model.site import BookletProse, Page, Site
from kyyeu.model.sources import Arrival, Icc, Image
from kyyeu.model.units import Unit


@dataclass(frozen=True)
class Records:
    """Holds records of all kinds by their reference: an id, or `unit/id` for kinds that belong to a unit.

    A unit is a school or an office. The subclass `Library` holds all records of a project. The subclass
    `Published` holds only the records that one publishing channel may show. `pages` has the site's own prose
    pages by file. `prose` has the hashes of these files and of the guide's pictures, which MkDocs renders.
    `attachments` has the files beside records. Its values describe pictures, or are None for files that
    cannot be shown as one. `icc` has the printers' colour profiles by file. `arrivals` has the days on which
    records were first committed to git, by (kind, reference). Only some commands need and fill `arrivals`.
    """

    site: Site
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    award_titles: Mapping[str, AwardTitle] = field(default_factory=dict)
    movements: Mapping[str, Movement] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    unit_movements: Mapping[str, UnitMovements] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    conferences: Mapping[str, Conference] = field(default_factory=dict)
    delegates: Mapping[str, Delegate] = field(default_factory=dict)
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    exemplars: Mapping[str, Exemplar] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    speeches: Mapping[str, Speech] = field(default_factory=dict)
    news: Mapping[str, News] = field(default_factory=dict)
    booklet_prose: Mapping[str, BookletProse] = field(default_factory=dict)
    printing: Mapping[str, PrintSettings] = field(default_factory=dict)
    editions: Mapping[str, FinalEdition] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    prose: Mapping[str, str] = field(default_factory=dict)
    attachments: Mapping[str, Image | None] = field(default_factory=dict)
    icc: Mapping[str, Icc | None] = field(default_factory=dict)
    arrivals: Mapping[tuple[str, str], Arrival] = field(default_factory=dict, compare=False)

    def print_settings(self, work: str) -> PrintSettings:
        """Returns the settings of a printed work by its id, from data/printing.yml or else the defaults."""
        return self.printing.get(work) or PrintSettings(id=work)
