"""Makes letters (công văn đôn đốc) in which the Sở (education department) reminds units of overdue documents.

Each emulation cluster (group of units) gets one letter. The letter's number and day are left open.
"""

from collections.abc import Iterator, Mapping

from kyyeu.model.conferences import Conference, SubmissionItem
from kyyeu.model.printing import PrintedWork
from kyyeu.model.reports import Cycle
from kyyeu.vietnamese import long_date, number, short_date, slug, sort_key
from kyyeu.views.catalogue import Catalogue, unit_order
from kyyeu.views.naming import distinct_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part, conference_book
from kyyeu.views.print.official import (
    OfficialBlock,
    OfficialDocument,
    OfficialTable,
    TableColumn,
    TextParagraph,
    cited,
    head_of,
    issuer,
    letterhead_number,
    receivers,
    rules_on,
)
from kyyeu.views.submissions import OwedPaper, PaperState, owing_units, papers
from kyyeu.views.texts import UNKNOWN, place_and_date

OTHERS = "Các đơn vị chưa xếp cụm, khối"
LATE = (
    TableColumn("TT", 7, middle=True),
    TableColumn("Đơn vị", 32),
    TableColumn("Nội dung Sở chưa nhận được", 31),
    TableColumn("Hạn: trước ngày", 17, middle=True),
    TableColumn("Quá hạn (ngày)", 13, middle=True),
)
_ITEMS = {
    SubmissionItem.TIME: "thời gian tổ chức",
    SubmissionItem.PLAN: "kế hoạch",
    SubmissionItem.RESULT: "kết quả, báo cáo tổng kết",
}


def has_reminder(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether the conference is the Sở's own, and a document of at least one unit is overdue.

    The letters that remind units are printed with the conference of the Sở (education department).
    """
    return conference.unit == catalogue.published.site.organiser and bool(_late(catalogue, conference))


def reminder_book(catalogue: Catalogue, conference: Conference, on_site: frozenset[str]) -> Book:
    """Returns a Book with the letters that remind units of overdue documents.

    There is one letter for each emulation cluster (group of units). Each letter is a part of the book, with
    page numbers from 1.
    """
    letters = reminder_letters(catalogue, conference)
    first = next(iter(letters.values()))
    cycle = catalogue.published.cycles[conference.cycle]
    parts = [
        Part(f"{PrintedWork.REMINDER.value}/{name}", "official.html", letter, Bookmark(letter.title))
        for name, letter in letters.items()
    ]
    return conference_book(
        catalogue,
        conference,
        PrintedWork.REMINDER,
        f"Công văn đôn đốc báo cáo, giai đoạn {cycle.reviews}",
        parts,
        catalogue.day,
        ("thi đua, khen thưởng",),
        author=catalogue.unit_name(conference.unit),
        subject=" ".join(first.subject),
        running_title="",
        page=A4,
        official=True,
    )


def reminder_letters(catalogue: Catalogue, conference: Conference) -> Mapping[str, OfficialDocument]:
    """Returns the letters that remind units of overdue documents, as a dict by emulation cluster.

    The key is the slug of the cluster's name, which is used in the name of the letter's file.
    """
    cycle = catalogue.published.cycles[conference.cycle]
    return {
        slug(cluster): _letter(catalogue, conference, cycle, cluster, units)
        for cluster, units in _late(catalogue, conference).items()
    }


def _late(catalogue: Catalogue, conference: Conference) -> dict[str, dict[str, list[OwedPaper]]]:
    """Returns the documents that are overdue on the catalogue's day, by emulation cluster and then by unit.

    Units that belong to no cluster come last.
    """
    cycle = catalogue.published.cycles.get(conference.cycle)
    clusters: dict[str, dict[str, list[OwedPaper]]] = {}
    if cycle is None:
        return clusters
    for unit in sorted(owing_units(catalogue, cycle), key=lambda ref: unit_order(catalogue, ref)):
        overdue = [paper for paper in papers(catalogue, unit, cycle) if paper.state is PaperState.OVERDUE]
        if overdue:
            clusters.setdefault(catalogue.published.units[unit].cluster or OTHERS, {})[unit] = overdue
    return dict(sorted(clusters.items(), key=lambda pair: (pair[0] == OTHERS, sort_key(pair[0]))))


def _letter(
    catalogue: Catalogue,
    conference: Conference,
    cycle: Cycle,
    cluster: str,
    units: dict[str, list[OwedPaper]],
) -> OfficialDocument:
    governing, unit = issuer(catalogue, conference.unit)
    about = f"đôn đốc báo cáo Hội nghị điển hình tiên tiến giai đoạn {cycle.reviews}"
    names = [distinct_name(catalogue, ref) for ref in units]
    *others, last = names
    return OfficialDocument(
        title=f"Công văn về việc {about}: {cluster}",
        rules=rules_on(catalogue.day),
        governing=governing,
        issuer=unit,
        number=letterhead_number(None, UNKNOWN),
        place_and_date=place_and_date(conference.place, None, catalogue.day.year),
        name="",
        subject=(f"V/v {about}",),
        recipient="" if others else last,
        blocks=_blocks(catalogue, conference, cycle, units),
        capacity="",
        position=head_of(catalogue, conference.unit),
        signed="",
        recipients=receivers(),
        names=(),
        date=catalogue.day,
        draft=False,
        demonstration=catalogue.published.site.demonstration,
        addressees=(*(f"- {name};" for name in others), f"- {last}.") if others else (),
    )


def _blocks(
    catalogue: Catalogue, conference: Conference, cycle: Cycle, units: dict[str, list[OwedPaper]]
) -> tuple[OfficialBlock, ...]:
    guidance, sender = catalogue.published.documents.get(cycle.guidance), catalogue.unit_name(conference.unit)
    words = cited(guidance, with_subject=True) if guidance else f"Hướng dẫn số {UNKNOWN}"
    contact = catalogue.published.site.contact
    where = f"qua {contact.office}, thư điện tử {contact.email}"
    return (
        TextParagraph(
            f"Thực hiện {words}, các trường và đơn vị báo cáo thời gian, kế hoạch và kết quả tổ chức Hội "
            f"nghị điển hình tiên tiến về {sender} trước ngày {short_date(cycle.report_before)}."
        ),
        TextParagraph(
            f"Đến hết {long_date(catalogue.day)}, Sở chưa nhận được đủ báo cáo của các đơn vị sau:"
        ),
        OfficialTable(LATE, tuple(_rows(catalogue, units))),
        TextParagraph(f"{sender} đề nghị thủ trưởng các đơn vị có tên trên:"),
        TextParagraph(
            "1. Khẩn trương hoàn thành các nội dung còn thiếu và gửi về Sở "
            f"({where}) chậm nhất ngày {UNKNOWN}"
        ),
        TextParagraph(
            "2. Trường hợp đã gửi mà Sở chưa ghi nhận, báo lại số, ngày của văn bản đã gửi để đối chiếu."
        ),
        TextParagraph(
            "3. Trường hợp có khó khăn, vướng mắc hoặc phải hoãn Hội nghị, báo cáo Sở bằng văn bản, nêu rõ "
            "lý do và thời gian dự kiến."
        ),
        TextParagraph("Đề nghị các đơn vị nghiêm túc thực hiện./."),
    )


def _rows(catalogue: Catalogue, units: dict[str, list[OwedPaper]]) -> Iterator[tuple[str, ...]]:
    """Yields the rows of the table of overdue documents in a letter.

    Documents of a unit that were due on the same day share a row.
    """
    for place, (unit, overdue) in enumerate(units.items(), start=1):
        for turn, before in enumerate(sorted({paper.before for paper in overdue})):
            same_day = [paper for paper in overdue if paper.before == before]
            items = "; ".join(_ITEMS[paper.item] for paper in same_day)
            yield (
                "" if turn else str(place),
                "" if turn else distinct_name(catalogue, unit),
                f"{items[:1].upper()}{items[1:]}",
                short_date(before),
                number(-same_day[0].days_left(catalogue.day)),
            )
