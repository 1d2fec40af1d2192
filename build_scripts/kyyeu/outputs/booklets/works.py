"""Lists all printed works: which conferences have them, and which function makes the Book of each work."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.printing import OFFICE_ONLY, PrintedWork
from kyyeu.model.records import Records
from kyyeu.outputs.booklets.editions import EDITIONS, IMPOSED, LED, PRESS, SCREEN, Edition
from kyyeu.outputs.booklets.excel import excel_file
from kyyeu.outputs.booklets.word import word_file
from kyyeu.problems import UsageError, nearest
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.backdrop import backdrop_book, has_backdrop
from kyyeu.views.print.ballots import ballots, has_election, minutes
from kyyeu.views.print.book import FORMATS, Book, Imposition, exemplars_of, has_cycle
from kyyeu.views.print.certificates import certificates, has_certificates
from kyyeu.views.print.delegate_papers import badges, has_delegates, invitations, is_called, signs
from kyyeu.views.print.errata import errata, has_errata
from kyyeu.views.print.handbook import handbook
from kyyeu.views.print.ky_yeu import has_ky_yeu, ky_yeu
from kyyeu.views.print.official import document_book
from kyyeu.views.print.official_conference import (
    has_result,
    official_plan,
    official_result,
)
from kyyeu.views.print.official_reminder import has_reminder, reminder_book, reminder_letters
from kyyeu.views.print.official_report import (
    appendices_book,
    has_appendices,
    has_report,
    official_appendices,
    official_report,
)
from kyyeu.views.print.programme_papers import is_announced, leaflet, poster
from kyyeu.views.print.proof_sheet import proof_book
from kyyeu.views.print.script import has_programme, script
from kyyeu.views.print.slides import slides

ALL = (SCREEN, PRESS, IMPOSED)


@dataclass(frozen=True, slots=True)
class Extra:
    """Describes Word or Excel files that are written beside the PDF of a printed work.

    There is one file, or several if `many` is set. `view` returns the content of the file, or several
    contents by name. `write` turns a content into bytes; it must be a function that a worker process can
    import. A file is named like the screen edition, but ends in `suffix`.
    """

    suffix: str
    view: Callable[[Catalogue, Conference], Any]
    write: Callable[[Any], bytes]
    many: bool = False

    def views(self, catalogue: Catalogue, conference: Conference) -> Iterable[tuple[str, Any]]:
        """Returns the Word or Excel files of a printed work, as pairs (end of the file name, content)."""
        view = self.view(catalogue, conference)
        if self.many:
            return [(f"-{name}{self.suffix}", each) for name, each in view.items()]
        return [(self.suffix, view)]


@dataclass(frozen=True, slots=True)
class Work:
    """Defines a printed work, such as the kỷ yếu (yearbook) or the invitations.

    `view(catalogue, conference, exemplars on the site)` returns the work's Book, which is its content as
    data. `applies` says whether a conference has this work. The screen edition of a `public` work is put on
    the site. `holds` returns the exemplars (honoured people and models) that the work must contain. `sheets`
    says how its pages are arranged on an office printer's sheets. If the work lacks an edition, `instead`
    explains why and what to use.
    """

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
        """Returns the printed work's id, as used in commands, settings and file names."""
        return self.kind.value


NO_LED = "chỉ phông hội trường có ảnh cho màn hình LED; dùng bản screen"
PRINTED = (SCREEN, PRESS)
OFFICE_PAPER = {
    PRESS: "văn phòng tự in trên giấy A4 rồi ký; dùng bản screen",
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
            IMPOSED: "áp phích là một tờ A4 in một mặt, không có trang để gấp; "
            "tự in thì dùng bản screen, giao nhà in thì dùng bản press"
        },
    ),
    Work(PrintedWork.HANDBOOK, handbook, is_announced, ALL, sheets=Imposition.FOLDED),
    Work(PrintedWork.ERRATA, errata, has_errata, ALL, sheets=Imposition.COPIES),
    Work(
        PrintedWork.BACKDROP,
        backdrop_book,
        has_backdrop,
        (*PRINTED, LED),
        instead={
            IMPOSED: "phông in liền một tấm, không có trang để gấp; "
            "giao nhà in thì dùng bản press, chiếu lên màn hình thì dùng bản led"
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
            IMPOSED: "mỗi giấy khen là một tờ A4 in một mặt; "
            "tự in lên giấy dày hay phôi thì dùng bản screen, giao nhà in thì dùng bản press"
        },
    ),
    Work(
        PrintedWork.SCRIPT,
        script,
        has_programme,
        instead={
            PRESS: "người điều hành chỉ cần một bản; tự in bản screen trên giấy A4",
            IMPOSED: "chữ đặt lớn để đọc tại bục, thu nhỏ thì khó đọc; in bản screen trên giấy A4, một mặt",
        },
    ),
    Work(
        PrintedWork.SLIDES,
        slides,
        has_programme,
        instead={
            PRESS: "trình chiếu để chiếu lên màn hình, không in; dùng bản screen",
            IMPOSED: "trình chiếu để chiếu lên màn hình, không in; dùng bản screen",
        },
    ),
    Work(
        PrintedWork.REPORT,
        partial(document_book, PrintedWork.REPORT, official_report),
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
        partial(document_book, PrintedWork.PLAN, official_plan),
        has_cycle,
        ALL,
        sheets=Imposition.REDUCED,
        extras=(Extra(".docx", official_plan, word_file),),
    ),
    Work(
        PrintedWork.RESULT,
        partial(document_book, PrintedWork.RESULT, official_result),
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
    Work(PrintedWork.PROOF, proof_book, has_cycle, instead=OFFICE_PAPER),
)
assert [work.kind for work in WORKS] == list(PrintedWork), (
    "this table has every work of the model once, in the same order"
)
assert all((work.kind in OFFICE_ONLY) is (PRESS not in work.editions) for work in WORKS), (
    "OFFICE_ONLY in the model names the works without a press edition"
)


@dataclass(frozen=True, slots=True)
class WorkSelection:
    """Holds which printed works, editions, unit and cycle the user selected; an empty field selects all."""

    works: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    unit: str = ""
    cycle: str = ""

    def takes(self, work: Work, edition: Edition, conference: Conference) -> bool:
        """Returns whether the user selected this edition of this conference's printed work."""
        return (
            work.id in (self.works or (work.id,))
            and edition.id in (self.editions or (edition.id,))
            and self.covers(conference)
        )

    def covers(self, conference: Conference) -> bool:
        """Returns whether the user's selection of unit and cycle includes this conference."""
        return self.unit in ("", conference.unit) and self.cycle in ("", conference.cycle)


def require_listed(selection: WorkSelection) -> None:
    """Raises UsageError if a selected printed work does not exist, or has none of the selected editions."""
    works = {work.id: work for work in WORKS}
    for name in selection.works:
        if name not in works:
            advice = nearest(name, works) or "Xem: kyyeu print --list"
            raise UsageError(f"không có ấn phẩm “{name}”. {advice}")
        work = works[name]
        if selection.editions and not any(edition.id in selection.editions for edition in work.editions):
            reasons = "; ".join(
                f"không có bản {edition}: {work.instead.get(EDITIONS[edition], NO_LED)}"
                for edition in selection.editions
            )
            raise UsageError(f"ấn phẩm “{name}” {reasons}")


def require_known_place(selection: WorkSelection, library: Records) -> None:
    """Raises UsageError if the project has no record of the selected unit or cycle."""
    for name, known, kind in (
        (selection.unit, library.units, "đơn vị"),
        (selection.cycle, library.cycles, "giai đoạn"),
    ):
        if name and name not in known:
            advice = nearest(name, known) or "Xem tên thư mục, tệp trong data/units/, data/cycles/."
            raise UsageError(f"không có {kind} “{name}”. {advice}")


def books(
    catalogue: Catalogue, on_site: frozenset[str], wanted: Callable[[Work, Conference], bool]
) -> Iterable[tuple[Work, Conference, Book]]:
    """Yields the Books of the wanted printed works for all conferences that have them, in the order of WORKS.

    A Book is the content of a printed work as data. `on_site` are the exemplars (honoured people and models)
    that have a page on the site.
    """
    for work, conference in papers(catalogue, wanted):
        settings = catalogue.published.print_settings(work.id)
        book = replace(
            work.view(catalogue, conference, on_site),
            dpi=settings.dpi,
            icc=f"data/{settings.icc}" if settings.icc else "",
            signature=settings.signature,
            sheets=work.sheets,
            folded=FORMATS[settings.format.value] if work.sheets is Imposition.REDUCED else None,
        )
        yield work, conference, book


def papers(
    catalogue: Catalogue, wanted: Callable[[Work, Conference], bool]
) -> Iterator[tuple[Work, Conference]]:
    """Yields pairs of a wanted printed work and a conference that has it, in the order of WORKS."""
    for work in WORKS:
        for conference in catalogue.conferences:
            if wanted(work, conference) and work.applies(catalogue, conference):
                yield work, conference
