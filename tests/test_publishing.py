"""Tests which people the publishing gate withholds from each channel, with all data about them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from kyyeu.facts.consent import SCOPES, consents
from kyyeu.model.awards import AwardStatus
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.library import Library
from kyyeu.model.privacy import OPEN_DATA, PRINT, SITE, SITE_PDF
from kyyeu.publishing.gate import count_withheld, publish
from kyyeu.publishing.published import Published

from tests.building import TODAY

CHANNELS = {"site": SITE, "site PDF": SITE_PDF, "data": OPEN_DATA, "press": PRINT}
BOTH = {
    "ly-thanh-binh",
    "thu-vien-duoi-tan-cay",
    "au-duc-long",
    "dang-huong-tram",
    "pham-ngan-ha",
    "to-ngoai-ngu",
}
NOWHERE = {"duong-khac-nhu", "hoang-tu-nam", "trinh-gia-moc", "vu-an-khe", "kieu-bao-nhien"}


@pytest.mark.parametrize(
    ("channel", "shown"),
    [
        ("site", BOTH | {"ta-minh-truc"}),
        ("site PDF", BOTH),
        ("data", {"ly-thanh-binh", "au-duc-long", "dang-huong-tram", "to-ngoai-ngu"}),
        ("press", BOTH | {"cao-viet-ha"}),
    ],
)
def test_who_is_shown_where(library: Library, channel: str, shown: set[str]) -> None:
    exemplars = publish(library, CHANNELS[channel], TODAY).exemplars.values()
    assert {exemplar.id for exemplar in exemplars} == shown


@pytest.mark.parametrize(
    ("who", "mended"),
    [
        ("thpt-ban-trang/duong-khac-nhu", {"status": "approved"}),
        (
            "thpt-ban-trang/hoang-tu-nam",
            {"consent": {"id": "HB-900", "scope": ["web", "print", "data"], "date": "2026-01-01"}},
        ),
        ("th-thcs-suoi-may/trinh-gia-moc", {"consent.expires": None}),
        ("th-thcs-suoi-may/vu-an-khe", {"consent.withdrawn": None}),
        ("th-thcs-suoi-may/kieu-bao-nhien", {"consent.guardian": True}),
    ],
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_each_reason_alone_withholds_everywhere(
    library: Library, who: str, mended: dict[str, Any], channel: str
) -> None:
    """A person who is withheld for one reason only is shown as soon as that reason is gone."""
    assert who not in publish(library, CHANNELS[channel], TODAY).exemplars
    exemplars = {**library.exemplars, who: changed(library.exemplars[who], mended)}
    assert who in publish(replace(library, exemplars=exemplars), CHANNELS[channel], TODAY).exemplars


def changed(person: Exemplar, values: dict[str, Any]) -> Exemplar:
    """Returns a copy of the exemplar with changed values.

    The keys of `values` are such as `field` or `group.field`.
    """
    tree = person.model_dump()
    for path, value in values.items():
        group, _, name = path.rpartition(".")
        (tree[group] if group else tree)[name] = value
    return Exemplar.model_validate(tree)


@pytest.mark.parametrize(
    ("who", "day", "shown"),
    [
        ("thpt-ban-trang/au-duc-long", date(2025, 9, 30), False),
        ("thpt-ban-trang/au-duc-long", date(2025, 10, 1), True),
        ("thpt-ban-trang/au-duc-long", date(2030, 12, 31), True),
        ("thpt-ban-trang/au-duc-long", date(2031, 1, 1), False),
        ("th-thcs-suoi-may/vu-an-khe", date(2026, 5, 31), True),
        ("th-thcs-suoi-may/vu-an-khe", date(2026, 6, 1), False),
        ("th-thcs-suoi-may/vu-an-khe", date(2030, 1, 1), False),
    ],
)
def test_a_consent_holds_from_its_date_to_its_last_day_or_withdrawal(
    library: Library, who: str, day: date, shown: bool
) -> None:
    assert consents(library.exemplars[who], SCOPES[SITE], day) is shown


@pytest.mark.parametrize(
    ("minor", "child", "guardian", "shown"),
    [
        ("adult", False, False, True),
        ("from_seven", False, False, False),
        ("from_seven", True, False, False),
        ("from_seven", False, True, False),
        ("from_seven", True, True, True),
        ("under_seven", False, False, False),
        ("under_seven", True, False, False),
        ("under_seven", False, True, True),
        ("under_seven", True, True, True),
    ],
)
def test_a_minor_needs_every_signature(
    library: Library, minor: str, child: bool, guardian: bool, shown: bool
) -> None:
    person = changed(
        library.exemplars["thpt-ban-trang/pham-ngan-ha"],
        {"minor": minor, "consent.child": child, "consent.guardian": guardian},
    )
    assert consents(person, SCOPES[SITE_PDF], TODAY) is shown


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_of_consent_and_nobody_withheld_survives(library: Library, channel: str) -> None:
    shown = publish(library, CHANNELS[channel], TODAY)
    everything = "\n".join(repr(getattr(shown, name)) for name in Published.__dataclass_fields__)
    assert "HB-" not in everything  # The number of every consent form begins so.
    # Records of pictures name these two people, who did not agree to be shown.
    assert "Lại Quỳnh Sương" not in everything and "Mai Đông Phong" not in everything
    withheld = [
        person
        for ref, person in [*library.exemplars.items(), *library.delegates.items()]
        if ref not in shown.exemplars
        and ref not in shown.delegates
        and getattr(person, "type", "") != "model"
    ]
    assert len(withheld) >= 7
    for person in withheld:
        assert person.name not in everything and person.id not in everything
        assert not isinstance(person, Exemplar) or person.body.markdown not in everything


@pytest.mark.parametrize("channel", CHANNELS)
def test_links_to_the_withheld_are_removed(library: Library, channel: str) -> None:
    shown = publish(library, CHANNELS[channel], TODAY)
    conference = shown.conferences["thpt-ban-trang/2015-2020"]
    assert {ref for item in conference.programme for ref in item.links.exemplars} <= shown.exemplars.keys()
    assert "thpt-ban-trang/2015-2020-tieng-trong-truong" not in {*shown.speeches, *conference.speeches}
    assert [line.as_printed for line in shown.decisions["qd-hoi-nghi-nganh"].list] == [
        "Ông Âu Đức Long",
        "Trường Tiểu học và Trung học cơ sở Suối Mây",
    ]
    assert {delegate.exemplar for delegate in shown.delegates.values()} - {None} <= shown.exemplars.keys()


def test_a_name_on_a_decision_without_a_record_is_withheld(library: Library) -> None:
    decision = library.decisions["qd-hoi-nghi-nganh"]
    line = decision.list[0].model_copy(update={"person": None, "as_printed": "Bà Tên Không Hồ Sơ"})
    shown = publish(
        replace(library, decisions={"qd": decision.model_copy(update={"list": (line,)})}), PRINT, TODAY
    )
    assert shown.decisions["qd"].list == ()


def test_awards_not_in_force_and_by_void_decisions_are_gone(library: Library) -> None:
    shown = publish(library, SITE, TODAY)
    for record, titles in (
        (library.exemplars["thpt-ban-trang/au-duc-long"], ["bang-khen-tinh", "chien-si-thi-dua-co-so"]),
        (shown.exemplars["thpt-ban-trang/au-duc-long"], ["bang-khen-tinh"]),
        (shown.exemplars["thpt-ban-trang/dang-huong-tram"], ["chien-si-thi-dua-co-so"]),
        (shown.units["th-thcs-suoi-may"], ["bang-khen-tinh"]),
    ):
        assert [award.title for award in record.awards] == titles
    assert "qd-da-huy" not in shown.decisions


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (AwardStatus.IN_FORCE, True),
        (AwardStatus.RESTORED, True),
        (AwardStatus.ANNULLED, False),
        (AwardStatus.WITHDRAWN, False),
    ],
)
def test_awards_hold_as_long_as_their_decision(library: Library, status: AwardStatus, shown: bool) -> None:
    decisions = {
        ref: decision.model_copy(update={"status": status}) for ref, decision in library.decisions.items()
    }
    published = publish(replace(library, decisions=decisions), SITE, TODAY)
    assert ("qd-hoi-nghi-nganh" in published.decisions) is shown
    titles = [award.title for award in published.exemplars["thpt-ban-trang/dang-huong-tram"].awards]
    assert ("bang-khen-tinh" in titles) is shown


@pytest.mark.parametrize(
    ("channel", "news", "media"),
    [
        ("site", ["san-truong.jpg"], ["trao-thuong.jpg", None]),
        ("press", ["san-truong.jpg"], ["trao-thuong.jpg", None]),
        ("data", [], []),
    ],
)
def test_a_picture_needs_everyone_in_it(
    library: Library, channel: str, news: list[str], media: list[str | None]
) -> None:
    shown = publish(library, CHANNELS[channel], TODAY)
    assert [
        picture.file for picture in shown.news["thpt-ban-trang/2020-01-03-chuan-bi-hoi-nghi"].pictures
    ] == news
    assert [
        medium.picture.file if medium.picture else None
        for medium in shown.conferences["thpt-ban-trang/2015-2020"].media
    ] == media
    files = {file.rpartition("/")[2] for file in shown.attachments}
    assert not files & {"toan-canh.jpg", "hop-to.jpg", "hoang-tu-nam.jpg", "duong-khac-nhu.jpg"}
    assert files >= set(news)


def test_votes_are_for_the_printed_minutes_only(library: Library) -> None:
    ref = "thpt-ban-trang/au-duc-long"
    assert [
        publish(library, scopes, TODAY).delegates[ref].votes is not None for scopes in (SITE, SITE_PDF, PRINT)
    ] == [False, False, True]


@pytest.mark.parametrize(
    ("channel", "delegates"),
    [
        ("site", {"au-duc-long"}),
        ("site PDF", {"au-duc-long"}),
        ("data", set()),
        ("press", {"au-duc-long", "than-ngoc-bich"}),
    ],
)
def test_delegates_need_their_own_consent(library: Library, channel: str, delegates: set[str]) -> None:
    published = publish(library, CHANNELS[channel], TODAY).delegates.values()
    assert {delegate.id for delegate in published} == delegates


def test_counts_of_the_withheld_name_nobody(library: Library) -> None:
    counts: dict[str, dict[str, int]] = {
        name: dict(count_withheld(library, scopes, TODAY)) for name, scopes in CHANNELS.items()
    }
    assert counts == {
        "site": {"th-thcs-suoi-may": 3, "thpt-ban-trang": 5},
        "site PDF": {"th-thcs-suoi-may": 3, "thpt-ban-trang": 6},
        "data": {"th-thcs-suoi-may": 4, "thpt-ban-trang": 8},
        "press": {"th-thcs-suoi-may": 3, "thpt-ban-trang": 4},
    }
