"""The table of printed works: which there are, of which conferences, and the view that makes each one's Book."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from build_scripts.model.conferences import Conference
from build_scripts.model.exemplars import Exemplar
from build_scripts.model.library import Library
from build_scripts.model.printing import PrintedWork, PrintSettings
from build_scripts.outputs.booklets.editions import IMPOSED, LED, PRESS_RUN, SCREEN, Edition
from build_scripts.outputs.booklets.excel import excel_file
from build_scripts.outputs.booklets.word import word_file
from build_scripts.problems import UsageError, nearest
from build_scripts.views.backdrop import backdrop_book, has_backdrop
from build_scripts.views.ballots import ballots, has_election, minutes
from build_scripts.views.booklet import Book
from build_scripts.views.catalogue import Catalogue
from build_scripts.views.certificates import certificates, has_certificates
from build_scripts.views.delegate_papers import badges, has_delegates, invitations, is_called, signs
from build_scripts.views.errata import errata, has_errata
from build_scripts.views.handbook import handbook, has_handbook
from build_scripts.views.ky_yeu import exemplars_of, has_ky_yeu, ky_yeu
from build_scripts.views.official_appendices import appendices_book, has_appendices, official_appendices
from build_scripts.views.official_plan import has_plan, official_plan, plan_book
from build_scripts.views.official_report import has_report, official_report, report_book
from build_scripts.views.official_result import has_result, official_result, result_book
from build_scripts.views.programme_papers import is_announced, leaflet, poster
from build_scripts.views.proof_sheet import has_proof, proof_book
from build_scripts.views.script import has_programme, script
from build_scripts.views.slides import slides

BOUND = (SCREEN, PRESS_RUN, IMPOSED)


@dataclass(frozen=True, slots=True)
class Extra:
    """A file of another kind beside the PDF, or in its stead: `make`, importable by name, turns what `view` gives into bytes. It goes
    to print/ with the screen edition's name and `suffix`, searched like everything else; its parts of text are what the scan reads."""

    suffix: str
    view: Callable[[Catalogue, Conference], Any]
    make: Callable[[Any], bytes]


@dataclass(frozen=True, slots=True)
class Work:
    """`view(catalogue, conference, exemplars on the site)` gives the Book; `applies` says of which conferences there is one.
    `public`: its screen edition is put on the site; `holds` names the exemplars that must stand in it."""

    kind: PrintedWork
    view: Callable[[Catalogue, Conference, frozenset[str]], Book]
    applies: Callable[[Catalogue, Conference], bool]
    editions: tuple[Edition, ...] = (SCREEN,)
    public: bool = False
    extras: tuple[Extra, ...] = ()
    holds: Callable[[Catalogue, Conference], Iterable[Exemplar]] | None = None

    @property
    def id(self) -> str:
        return self.kind.value


WORKS: tuple[Work, ...] = (
    Work(PrintedWork.KY_YEU, ky_yeu, has_ky_yeu, BOUND, public=True, holds=exemplars_of),
    Work(PrintedWork.LEAFLET, leaflet, is_announced, BOUND, public=True),
    Work(PrintedWork.POSTER, poster, is_announced, (SCREEN, PRESS_RUN)),
    Work(PrintedWork.HANDBOOK, handbook, has_handbook, BOUND),
    Work(PrintedWork.ERRATA, errata, has_errata, (SCREEN, PRESS_RUN)),
    Work(PrintedWork.BACKDROP, backdrop_book, has_backdrop, (SCREEN, PRESS_RUN, LED)),
    Work(PrintedWork.INVITATION, invitations, is_called),
    Work(PrintedWork.BADGE, badges, has_delegates),
    Work(PrintedWork.SIGN, signs, has_delegates),
    Work(PrintedWork.BALLOT, ballots, has_election),
    Work(PrintedWork.MINUTES, minutes, has_election),
    Work(PrintedWork.CERTIFICATE, certificates, has_certificates, (SCREEN, PRESS_RUN)),
    Work(PrintedWork.SCRIPT, script, has_programme),
    Work(PrintedWork.SLIDES, slides, has_programme),
    Work(PrintedWork.REPORT, report_book, has_report, extras=(Extra(".docx", official_report, word_file),)),
    Work(PrintedWork.APPENDICES, appendices_book, has_appendices,
         extras=(Extra(".xlsx", official_appendices, excel_file),)),
    Work(PrintedWork.PLAN, plan_book, has_plan, extras=(Extra(".docx", official_plan, word_file),)),
    Work(PrintedWork.RESULT, result_book, has_result, extras=(Extra(".docx", official_result, word_file),)),
    Work(PrintedWork.PROOF, proof_book, has_proof),
)
assert [work.kind for work in WORKS] == list(PrintedWork), "the model names every work once, in this order"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the table is asked for; an empty field asks for all there is."""

    works: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    unit: str = ""
    cycle: str = ""

    def takes(self, work: Work, edition: Edition, conference: Conference) -> bool:
        return work.id in (self.works or (work.id,)) and edition.id in (self.editions or (edition.id,)) and self.is_of(conference)

    def is_of(self, conference: Conference) -> bool:
        return conference.unit == (self.unit or conference.unit) and conference.cycle == (self.cycle or conference.cycle)


def is_listed(choice: Choice) -> None:
    """Every work that is named is in the table, in one of the editions that are asked for; else UsageError."""
    known = {work.id: {edition.id for edition in work.editions} for work in WORKS}
    for name in choice.works:
        if name not in known:
            raise UsageError(f"không có ấn phẩm “{name}”. {nearest(name, known) or 'Xem: kyyeu print --list'}")
        if choice.editions and known[name].isdisjoint(choice.editions):
            raise UsageError(f"ấn phẩm “{name}” không có bản {', '.join(choice.editions)}; có bản: {', '.join(sorted(known[name]))}")


def is_there(choice: Choice, library: Library) -> None:
    for name, known, kind in ((choice.unit, library.units, "đơn vị"), (choice.cycle, library.cycles, "giai đoạn")):
        if name and name not in known:
            raise UsageError(f"không có {kind} “{name}”. {nearest(name, known) or 'Xem tên thư mục, tệp trong data/units/, data/cycles/.'}")


Wanted = Callable[[Work, Conference], bool]


def books(catalogue: Catalogue, on_site: frozenset[str], wanted: Wanted) -> Iterable[tuple[Work, Conference, Book]]:
    """Every work of every conference that has one and is wanted, in the table's order."""
    for work in WORKS:
        for conference in catalogue.conferences:
            if wanted(work, conference) and work.applies(catalogue, conference):
                yield work, conference, _as_set(work.view(catalogue, conference, on_site), catalogue.library.printing.get(work.id))


def _as_set(book: Book, settings: PrintSettings | None) -> Book:
    """With what may be set of any work; the rest is its view's."""
    if settings is None:
        return book
    return replace(book, dpi=settings.dpi, icc=f"data/{settings.icc}" if settings.icc else "", signature=settings.signature)
