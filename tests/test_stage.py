"""Tests what is printed for the ceremony: the programme, the presenter's script and the slides.

Also tests the order in which guests are greeted and awards are called.
"""

import dataclasses
import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pikepdf
import pytest
from kyyeu.model.awards import AwardStatus
from kyyeu.model.conferences import Conference, ConferenceStatus, Delegate, ProgrammeLinks
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE_PDF
from kyyeu.outputs.booklets.editions import EDITIONS, SCREEN
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.honours import Honour, Honoured, batches, conferred, honours
from kyyeu.views.print.programme_papers import LeafletItem, is_announced, leaflet, shared_out
from kyyeu.views.print.script import script_view
from kyyeu.views.print.title_lines import balanced
from kyyeu.work.run import Worker

from tests.building import TODAY, pdf_text
from tests.many import edited
from tests.printing import print_works, words_of

A5, A4 = (419.5, 595.3), (595.3, 841.9)


@pytest.fixture(scope="module")
def shown(library: Library) -> Catalogue:
    return catalogue(publish(library, SITE_PDF, TODAY))


@pytest.fixture(scope="module")
def school(shown: Catalogue) -> Conference:
    return shown.published.conferences["thpt-ban-trang/2015-2020"]


def item(letters: int = 40, first: bool = False) -> LeafletItem:
    return LeafletItem("07:30", "x" * letters, "", (), "Phiên" if first else "", "", first)


@pytest.mark.parametrize(
    ("items", "lengths"),
    [
        # The leaflet's first page has fewer items, because the heading of the session takes up room.
        ([item(first=True), *[item()] * 12], [5, 8]),
        # If possible, the leaflet begins a new session on a new page.
        ([item(first=True), *[item()] * 5, item(first=True), *[item()] * 7], [6, 8]),
        ([item()] * 70, [16, 18, 18, 18]),
        ([item()], [1]),
    ],
)
def test_pages_are_about_equally_long(items: list[LeafletItem], lengths: list[int]) -> None:
    pages = shared_out(tuple(items))
    assert [listed for page in pages for listed in page] == items and [len(page) for page in pages] == lengths


def test_a_programme_in_print(shown: Catalogue, school: Conference, worker: Worker) -> None:
    """A programme of 13 items is printed as four A5 pages, which are two sides of A4 paper.

    A programme of 52 items needs eight A5 pages.
    """
    long = edited(shown.published, "conferences", school.ref, programme=school.programme * 4)
    booklets = [
        *print_works(worker, shown, ["chuong-trinh", "ap-phich"], list(EDITIONS.values()), school.ref),
        *print_works(worker, catalogue(long), ["chuong-trinh"], [SCREEN], school.ref),
    ]
    sizes = []
    for booklet in booklets:
        with pikepdf.open(worker.cache.source(booklet.key).path) as pdf:
            trimmed = tuple(round(float(edge), 1) for edge in list(pdf.pages[0].trimbox)[2:])
            sizes.append((f"{booklet.work.id} {booklet.edition.id}", len(pdf.pages), trimmed))
    assert sizes == [
        ("chuong-trinh screen", 4, A5),
        ("chuong-trinh press", 4, A5),
        ("chuong-trinh imposed", 2, (A4[1], A4[0])),
        ("ap-phich screen", 1, A4),
        ("ap-phich press", 1, A4),
        ("chuong-trinh screen", 8, A5),
    ]
    text = re.sub(r"\s+", " ", pdf_text(worker.cache.source(booklets[0].key).path))
    times = re.findall(r"\d\d:\d\d – \d\d:\d\d", text)
    assert len(times) == 13 and times[0].startswith("07:30")
    assert all(later.startswith(earlier[-5:]) for earlier, later in pairwise(times))
    assert "Giám đốc" not in text and "Hiệu trưởng" in text
    assert "hoa-ban.example/ky-yeu/hoi-nghi/thpt-ban-trang/2015-2020" in text


def test_only_a_conference_with_items_that_is_not_postponed_is_announced(
    shown: Catalogue, school: Conference
) -> None:
    assert [
        is_announced(shown, school.model_copy(update=change))
        for change in ({}, {"status": ConferenceStatus.POSTPONED}, {"programme": ()})
    ] == [
        True,
        False,
        False,
    ]


def test_a_programme_without_times_is_numbered(shown: Catalogue, school: Conference) -> None:
    nowhere = school.model_copy(update={"sessions": (), "place": None})
    inside, back = (part.view for part in leaflet(shown, nowhere, frozenset()).parts[1::2])
    assert [listed.mark for page in inside.pages for listed in page] == [
        f"{number}." for number in range(1, 14)
    ]
    assert back.facts == (("Thời gian", ("…..",)), ("Địa điểm", ("…..",)))


SECTOR, SCHOOL = "so-gddt/2015-2020", "thpt-ban-trang/2015-2020"
LONG_NAME, LONG_OFFICE = (
    "Công Tằng Tôn Nữ Thị Phương Thảo",
    "Tổ trưởng Tổ Khoa học tự nhiên, Giáo viên Vật lý và Công nghệ công nghiệp",
)


def printed(library: Library, **changed: Mapping[str, object]) -> Catalogue:
    """Returns the records that may be printed, after `changed` has replaced attributes of the library."""
    return catalogue(publish(dataclasses.replace(library, **changed), PRINT, TODAY))  # type: ignore[arg-type]


def called(whole: Catalogue, ref: str) -> list[tuple[str, list[str]]]:
    """Returns the awards of a conference in the order in which the presenter calls them on stage.

    Each award has the names of those who are honoured, in the order in which they are called.
    """
    return [
        (honour.award, [person.name for person in honour.people])
        for honour in honours(whole, whole.published.conferences[ref])
    ]


def with_items(library: Library, ref: str, code: str, **changed: object) -> Conference:
    conference = library.conferences[ref]
    items = tuple(
        item.model_copy(update=changed) if item.code == code else item for item in conference.programme
    )
    return conference.model_copy(update={"programme": items})


def test_the_highest_award_is_called_first_by_the_names_of_the_list(library: Library) -> None:
    assert called(printed(library), SECTOR) == [
        (
            "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
            ["Ông Âu Đức Long", "Trường Tiểu học và Trung học cơ sở Suối Mây"],
        ),
        ("Điển hình tiên tiến được biểu dương, tôn vinh", ["Lý Thanh Bình"]),
    ]
    decision = library.decisions["qd-hoi-nghi-nganh"]
    lower = decision.model_copy(
        update={
            "id": "qd-thap",
            "number": "7/QĐ",
            "list": (decision.list[0].model_copy(update={"award": "chien-si-thi-dua-co-so"}),),
        }
    )
    links = ProgrammeLinks(decisions=("qd-thap", "qd-hoi-nghi-nganh"))
    awards = called(
        printed(
            library,
            decisions={**library.decisions, "qd-thap": lower},
            conferences={SECTOR: with_items(library, SECTOR, "honours", links=links)},
        ),
        SECTOR,
    )
    assert [award for award, _ in awards][:2] == [
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "Chiến sĩ thi đua cơ sở",
    ]


def test_a_withdrawn_award_is_left_out_and_the_others_are_called(library: Library) -> None:
    person = library.exemplars["thpt-ban-trang/au-duc-long"]
    lost = person.awards[0].model_copy(update={"status": AwardStatus.WITHDRAWN})
    whole = printed(edited(library, "exemplars", person.ref, awards=(lost, *person.awards[1:])))
    assert called(whole, SECTOR)[0][1] == ["Trường Tiểu học và Trung học cơ sở Suối Mây"]


def test_decisions_of_the_units_head_count_if_the_programme_names_none(library: Library) -> None:
    own = library.decisions["qd-hoi-nghi-nganh"].model_copy(
        update={"id": "qd-truong", "date": date(2020, 1, 6), "issuer": "Hiệu trưởng Trường THPT Bản Trắng"}
    )
    old, others = (
        own.model_copy(update={"id": name, **update})
        for name, update in (
            ("qd-cu", {"date": date(2018, 1, 6)}),
            ("qd-khac", {"issuer": "Hiệu trưởng Trường THPT Suối Mây"}),
        )
    )
    whole = printed(library, decisions={decision.id: decision for decision in (own, old, others)})
    assert [decision.id for decision in conferred(whole, whole.published.conferences[SCHOOL])] == [
        "qd-truong"
    ]


@pytest.mark.parametrize(
    ("people", "size", "counts"),
    [(11, 10, [6, 5]), (10, 10, [10]), (23, 10, [8, 8, 7]), (1, 10, [1]), (5, 2, [2, 2, 1])],
)
def test_batches_are_even_and_lose_nobody(people: int, size: int, counts: list[int]) -> None:
    everyone = tuple(Honoured(f"Người {number}", "", "", True, None, "A") for number in range(people))
    groups = [batch.people for batch in batches(Honour("Bằng khen", "", everyone), size)]
    assert [len(group) for group in groups] == counts and sum(groups, ()) == everyone


def test_guests_are_ordered_from_the_highest_level_down(library: Library) -> None:
    offices = (
        ("Phó Chủ tịch Ủy ban nhân dân tỉnh",),
        ("Ủy viên Ban Thường vụ Tỉnh ủy", "Trưởng ban Tuyên giáo Tỉnh ủy"),
        ("Chủ tịch Hội đồng nhân dân tỉnh",),
        ("Vụ trưởng, Bộ Giáo dục và Đào tạo",),
        ("Phó Bí thư Tỉnh ủy",),
        ("Giám đốc Sở Giáo dục và Đào tạo tỉnh Hoa Ban",),
        ("Chủ tịch Công đoàn Giáo dục tỉnh",),
        ("Phó Chủ tịch Ủy ban nhân dân huyện Suối Mây",),
        ("Chủ tịch Ủy ban nhân dân xã Bản Trắng",),
        ("Hiệu trưởng",),
        ("Phó Hiệu trưởng",),
        ("Thường trực Hội đồng Thi đua - Khen thưởng tỉnh",),
    )
    consent = library.delegates["thpt-ban-trang/au-duc-long"].consent
    invited = {
        f"so-gddt/{number}": Delegate(
            id=str(number),
            unit="so-gddt",
            conference=SECTOR,
            name="Lê Ánh",
            titles=titles,
            kind="invited",
            consent=consent,
        )
        for number, titles in enumerate(offices)
    }
    whole = printed(library, delegates=invited)
    assert [guest.titles[0] for guest in guests(whole, whole.published.conferences[SECTOR])] == [
        "Vụ trưởng, Bộ Giáo dục và Đào tạo",
        "Phó Bí thư Tỉnh ủy",
        "Ủy viên Ban Thường vụ Tỉnh ủy",
        "Chủ tịch Hội đồng nhân dân tỉnh",
        "Phó Chủ tịch Ủy ban nhân dân tỉnh",
        "Thường trực Hội đồng Thi đua - Khen thưởng tỉnh",
        "Giám đốc Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
        "Chủ tịch Công đoàn Giáo dục tỉnh",
        "Phó Chủ tịch Ủy ban nhân dân huyện Suối Mây",
        "Chủ tịch Ủy ban nhân dân xã Bản Trắng",
        "Hiệu trưởng",
        "Phó Hiệu trưởng",
    ]


def test_every_item_has_text_and_dots_for_unknown_names(library: Library) -> None:
    whole = printed(
        library,
        conferences={
            SCHOOL: with_items(
                library, SCHOOL, "launch", script="Kính mời hội nghị nghe lời phát động.\n\nXin cảm ơn."
            )
        },
    )
    steps = [
        step
        for session in script_view(whole, whole.published.conferences[SCHOOL]).sessions
        for step in session.steps
    ]
    assert [step.number for step in steps] == list(range(1, 14)) and all(step.words for step in steps)
    words = {step.title: step.words for step in steps}
    assert words["Phát động phong trào thi đua giai đoạn 2020 - 2025"] == (
        "Kính mời hội nghị nghe lời phát động.",
        "Xin cảm ơn.",
    )
    assert words["Tiếp thu ý kiến chỉ đạo của cấp trên"] == (
        "Xin trân trọng kính mời đồng chí ….. thay mặt hội nghị tiếp thu ý kiến chỉ đạo của cấp trên.",
    )


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        (
            "Diễn văn khai mạc của Chủ tịch Hội đồng Thi đua - Khen thưởng đơn vị, trường học",
            44,
            ("Diễn văn khai mạc của Chủ tịch Hội đồng", "Thi đua - Khen thưởng đơn vị, trường học"),
        ),
        (
            "Phát động phong trào thi đua giai đoạn 2020 - 2025",
            34,
            ("Phát động phong trào thi đua", "giai đoạn 2020 - 2025"),
        ),
        ("Chào cờ", 34, ("Chào cờ",)),
    ],
)
def test_titles_break_between_phrases(title: str, width: int, lines: tuple[str, ...]) -> None:
    assert balanced(title, width) == lines


def test_long_names_fit_on_a_line_and_every_slide_on_a_page(library: Library, worker: Worker) -> None:
    """All words stay inside the frame of a slide, even if it shows ten people with long names and offices."""
    person = library.exemplars["thpt-ban-trang/au-duc-long"]
    many = {
        f"thpt-ban-trang/n-{number}": person.model_copy(
            update={"id": f"n-{number}", "name": LONG_NAME, "titles": (LONG_OFFICE,), "awards": ()}
        )
        for number in range(10)
    }
    conference = with_items(library, SCHOOL, "honours", links=ProgrammeLinks(exemplars=tuple(many)))
    whole = printed(
        library,
        exemplars={**library.exemplars, **many},
        conferences={SCHOOL: conference},
        printing={},
        places={
            **library.places,
            **{("exemplar", ref): library.places["exemplar", person.ref] for ref in many},
        },
    )
    (booklet,) = print_works(worker, whole, ["trinh-chieu"])
    with pikepdf.open(worker.cache.source(booklet.key).path) as pdf:
        assert len(pdf.pages) == 1 + 13 + 2 + 1
        assert [round(float(edge)) for edge in pdf.pages[0].MediaBox] == [0, 0, 907, 510]
    words = words_of(worker.cache.source(booklet.key).path)
    assert len(words) > 100
    assert all(word.left > 20 and word.right < 887 and word.bottom < 492 for word in words)
    first, last = ({word.top for word in words if word.text == name} for name in ("Tôn", "Thảo"))
    assert first == last
