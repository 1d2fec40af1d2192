"""The table of printed works: which there are, of which conferences, and the view that makes each one's Book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import OFFICE_ONLY, PrintedWork, PrintSettings
from kyyeu.model.records import Records
from kyyeu.outputs.booklets.editions import EDITIONS, IMPOSED, LED, PRESS_RUN, SCREEN, Edition
from kyyeu.outputs.booklets.excel import excel_file
from kyyeu.outputs.booklets.word import word_file
from kyyeu.problems import UsageError, nearest
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.backdrop import backdrop_book, has_backdrop
from kyyeu.views.print.ballots import ballots, has_election, minutes
from kyyeu.views.print.book import FORMATS, Book, Imposition
from kyyeu.views.print.certificates import certificates, has_certificates
from kyyeu.views.print.delegate_papers import badges, has_delegates, invitations, is_called, signs
from kyyeu.views.print.errata import errata, has_errata
from kyyeu.views.print.handbook import handbook, has_handbook
from kyyeu.views.print.ky_yeu import exemplars_of, has_ky_yeu, ky_yeu
from kyyeu.views.print.official_appendices import appendices_book, has_appendices, official_appendices
from kyyeu.views.print.official_plan import has_plan, official_plan, plan_book
from kyyeu.views.print.official_reminder import has_reminder, reminder_book, reminder_letters
from kyyeu.views.print.official_report import has_report, official_report, report_book
from kyyeu.views.print.official_result import has_result, official_result, result_book
from kyyeu.views.print.programme_papers import is_announced, leaflet, poster
from kyyeu.views.print.proof_sheet import has_proof, proof_book
from kyyeu.views.print.script import has_programme, script
from kyyeu.views.print.slides import slides

ALL = (SCREEN, PRESS_RUN, IMPOSED)


@dataclass(frozen=True, slots=True)
class Extra:
    """A file of another kind beside the PDF, or in its stead: `make`, importable by name, turns what `view` gives into bytes. It goes
    to print/ with the screen edition's name and `suffix`, searched like everything else; its parts of text are what the scan reads. Of
    `many` the view gives several by name, each a file of its own."""

    suffix: str
    view: Callable[[Catalogue, Conference], Any]
    make: Callable[[Any], bytes]
    many: bool = False

    def views(self, catalogue: Catalogue, conference: Conference) -> Iterable[tuple[str, Any]]:
        """(how the file's name ends, what it is made of) of each."""
        found = self.view(catalogue, conference)
        return (
            [(f"-{name}{self.suffix}", view) for name, view in found.items()]
            if self.many
            else [(self.suffix, found)]
        )


@dataclass(frozen=True, slots=True)
class Work:
    """`view(catalogue, conference, exemplars on the site)` gives the Book; `applies` says of which conferences there is one.
    `public`: its screen edition is put on the site; `holds` names the exemplars that must stand in it. `sheets` is how its imposed
    edition lies on paper, `instead` says of editions that it does not have why, and what to use."""

    kind: PrintedWork
    view: Callable[[Catalogue, Conference, frozenset[str]], Book]
    applies: Callable[[Catalogue, Conference], bool]
    editions: tuple[Edition, ...] = (SCREEN,)
    public: bool = False
    extras: tuple[Extra, ...] = ()
    holds: Callable[[Catalogue, Conference], Iterable[Exemplar]] | None = None
    sheets: Imposition | None = None
    instead: Mapping[Edition, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.kind.value

    def lacks(self, edition: Edition) -> str:
        """Why there is no such edition, and what to use; '' where there is one."""
        if edition in self.editions:
            return ""
        return self.instead.get(edition) or f"{NO_LED}; dùng bản screen"


NO_LED = "chỉ phông hội trường có ảnh cho màn hình LED"
PRINTED = (SCREEN, PRESS_RUN)
OFFICE_PAPER = {
    PRESS_RUN: "văn phòng tự in trên giấy A4 rồi ký; dùng bản screen",
    IMPOSED: "mỗi trang là một tờ A4 để ký, không gấp thành sách; dùng bản screen",
}

WORKS: tuple[Work, ...] = (
    Work(
        PrintedWork.KY_YEU, ky_yeu, has_ky_yeu, ALL, public=True, holds=exemplars_of, sheets=Imposition.FOLDED
    ),
    Work(PrintedWork.LEAFLET, leaflet, is_announced, ALL, public=True, sheets=Imposition.FOLDED),
    Work(
        PrintedWork.POSTER,
        poster,
        is_announced,
        PRINTED,
        instead={
            IMPOSED: "áp phích là một tờ A4 in một mặt, không có trang để gấp; tự in thì dùng bản screen, giao nhà in thì dùng bản press"
        },
    ),
    Work(PrintedWork.HANDBOOK, handbook, has_handbook, ALL, sheets=Imposition.FOLDED),
    Work(PrintedWork.ERRATA, errata, has_errata, ALL, sheets=Imposition.COPIES),
    Work(
        PrintedWork.BACKDROP,
        backdrop_book,
        has_backdrop,
        (*PRINTED, LED),
        instead={
            IMPOSED: "phông in liền một tấm, không có trang để gấp; giao nhà in thì dùng bản press, chiếu lên màn hình thì dùng bản led"
        },
    ),
    Work(PrintedWork.INVITATION, invitations, is_called, ALL, sheets=Imposition.CUT),
    Work(PrintedWork.BADGE, badges, has_delegates, ALL, sheets=Imposition.CUT),
    Work(
        PrintedWork.SIGN,
        signs,
        has_delegates,
        PRINTED,
        instead={
            IMPOSED: "mỗi biển đã là một tờ A4 có dấu gấp đôi; tự in thì dùng bản screen, một mặt, cỡ 100%"
        },
    ),
    Work(PrintedWork.BALLOT, ballots, has_election, ALL, sheets=Imposition.CUT),
    Work(PrintedWork.MINUTES, minutes, has_election, instead=OFFICE_PAPER),
    Work(
        PrintedWork.CERTIFICATE,
        certificates,
        has_certificates,
        PRINTED,
        instead={
            IMPOSED: "mỗi giấy khen là một tờ A4 in một mặt; tự in lên giấy dày hay phôi thì dùng bản screen, giao nhà in thì dùng bản press"
        },
    ),
    Work(
        PrintedWork.SCRIPT,
        script,
        has_programme,
        instead={
            PRESS_RUN: "người điều hành chỉ cần một bản; tự in bản screen trên giấy A4",
            IMPOSED: "chữ đặt lớn để đọc tại bục, thu nhỏ thì khó đọc; in bản screen trên giấy A4, một mặt",
        },
    ),
    Work(
        PrintedWork.SLIDES,
        slides,
        has_programme,
        instead={
            PRESS_RUN: "trình chiếu để chiếu lên màn hình, không in; dùng bản screen",
            IMPOSED: "trình chiếu để chiếu lên màn hình, không in; dùng bản screen",
        },
    ),
    Work(
        PrintedWork.REPORT,
        report_book,
        has_report,
        ALL,
        sheets=Imposition.REDUCED,
        extras=(Extra(".docx", official_report, word_file),),
    ),
    Work(
        PrintedWork.APPENDICES,
        appendices_book,
        has_appendices,
        ALL,
        sheets=Imposition.REDUCED,
        extras=(Extra(".xlsx", official_appendices, excel_file),),
    ),
    Work(
        PrintedWork.PLAN,
        plan_book,
        has_plan,
        ALL,
        sheets=Imposition.REDUCED,
        extras=(Extra(".docx", official_plan, word_file),),
    ),
    Work(
        PrintedWork.RESULT,
        result_book,
        has_result,
        ALL,
        sheets=Imposition.REDUCED,
        extras=(Extra(".docx", official_result, word_file),),
    ),
    Work(
        PrintedWork.REMINDER,
        reminder_book,
        has_reminder,
        instead=OFFICE_PAPER,
        extras=(Extra(".docx", reminder_letters, word_file, many=True),),
    ),
    Work(PrintedWork.PROOF, proof_book, has_proof, instead=OFFICE_PAPER),
)
assert [work.kind for work in WORKS] == list(PrintedWork), "the model names every work once, in this order"
assert all((work.kind in OFFICE_ONLY) is (PRESS_RUN not in work.editions) for work in WORKS), (
    "the model knows what no press is given"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the table is asked for; an empty field asks for all there is."""

    works: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    unit: str = ""
    cycle: str = ""

    def takes(self, work: Work, edition: Edition, conference: Conference) -> bool:
        return (
            work.id in (self.works or (work.id,))
            and edition.id in (self.editions or (edition.id,))
            and self.is_of(conference)
        )

    def is_of(self, conference: Conference) -> bool:
        return conference.unit == (self.unit or conference.unit) and conference.cycle == (
            self.cycle or conference.cycle
        )


def is_listed(choice: Choice) -> None:
    """Every work that is named is in the table, in one of the editions that are asked for; else UsageError."""
    known = {work.id: {edition.id for edition in work.editions} for work in WORKS}
    for name in choice.works:
        if name not in known:
            raise UsageError(
                f"không có ấn phẩm “{name}”. {nearest(name, known) or 'Xem: kyyeu print --list'}"
            )
        if choice.editions and known[name].isdisjoint(choice.editions):
            work = next(work for work in WORKS if work.id == name)
            reasons = "; ".join(
                f"không có bản {edition}: {work.lacks(EDITIONS[edition])}" for edition in choice.editions
            )
            raise UsageError(f"ấn phẩm “{name}” {reasons}")


def is_there(choice: Choice, library: Records) -> None:
    for name, known, kind in (
        (choice.unit, library.units, "đơn vị"),
        (choice.cycle, library.cycles, "giai đoạn"),
    ):
        if name and name not in known:
            raise UsageError(
                f"không có {kind} “{name}”. {nearest(name, known) or 'Xem tên thư mục, tệp trong data/units/, data/cycles/.'}"
            )


Wanted = Callable[[Work, Conference], bool]


def books(
    catalogue: Catalogue, on_site: frozenset[str], wanted: Wanted
) -> Iterable[tuple[Work, Conference, Book]]:
    """Every work of every conference that has one and is wanted, in the table's order."""
    for work in WORKS:
        for conference in catalogue.conferences:
            if wanted(work, conference) and work.applies(catalogue, conference):
                yield (
                    work,
                    conference,
                    _as_set(
                        work,
                        work.view(catalogue, conference, on_site),
                        catalogue.library.printing.get(work.id),
                    ),
                )


def _as_set(work: Work, book: Book, settings: PrintSettings | None) -> Book:
    """With what may be set of any work; the rest is its view's."""
    settings = settings or PrintSettings(id=work.id)
    folded = FORMATS[settings.format.value] if work.sheets is Imposition.REDUCED else None
    return replace(
        book,
        dpi=settings.dpi,
        icc=f"data/{settings.icc}" if settings.icc else "",
        signature=settings.signature,
        sheets=work.sheets,
        folded=folded,
    )
