"""Tests the publishing gate, which withholds people without a consent form in force.

From each channel, it also withholds the fields that are not declared for that channel.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from kyyeu import pipeline, stages
from kyyeu.facts.consent import SCOPES, consents
from kyyeu.model.awards import AwardStatus
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import ExemplarRef, Line, Record, Value, declare
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import KINDS
from kyyeu.model.library import Library
from kyyeu.model.privacy import EVERYWHERE, NOWHERE, OPEN_DATA, PAGES, PRINT, SITE, SITE_PDF, Channel, Shown
from kyyeu.outputs.exports.records import data_jobs
from kyyeu.publishing.gate import count_withheld, publish
from kyyeu.publishing.published import Published
from kyyeu.stages import Channels
from kyyeu.views.site.open_data import DataKind
from kyyeu.work.run import start_worker
from pydantic import Field

from tests.building import TODAY
from tests.many import edited
from tests.rendered import render_site

PERSON = "thpt-ban-trang/au-duc-long"  # The consent form of the person with this id covers every channel.
SECRET = "Bản Cuối Trời"


def classes(model: type[Value]) -> Iterator[type[Value]]:
    """Yields a record class, and then the class of each group of fields in it, at any depth."""
    yield model
    for group in (form_field.group for form_field in fields_of(model).values()):
        if group:
            yield from classes(group)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_says_where_it_may_stand(kind: object) -> None:
    assert {
        f"{model.__name__}.{name}"
        for model in classes(kind.record)
        for name, form_field in fields_of(model).items()
        if form_field.privacy is None
    } == set()


def test_every_kind_is_named_by_the_gate(library: Library) -> None:
    """The publishing gate handles every record kind.

    If the sample has records of a kind, the gate lets at least one of them be printed.
    """
    published = publish(library, Channel.PRINT, TODAY)
    assert all(hasattr(published, kind.attribute) for kind in KINDS)
    assert not [
        kind.name
        for kind in KINDS
        if getattr(library, kind.attribute) and not getattr(published, kind.attribute)
    ]


class FamilyMember(Record):
    name: Line = declare(EVERYWHERE, "Họ và tên")


@dataclass(frozen=True)
class PlantedLibrary(Library):
    family_members: dict[str, FamilyMember] = field(default_factory=dict)


@pytest.mark.parametrize("channel", Channel)
def test_a_planted_kind_reaches_no_channel(library: Library, channel: Channel) -> None:
    """If a new record kind has no attribute in the class Published, no channel shows its records.

    This holds even if all fields of the kind are declared public.
    """
    planted = PlantedLibrary(**vars(library), family_members={"an": FamilyMember(id="an", name=SECRET)})
    assert SECRET not in repr(publish(planted, channel, TODAY))


class Undecided(Exemplar):
    hometown: Line | None = Field(None, title="Quê quán", description="")


class Hidden(Exemplar):
    hometown: Line | None = declare(NOWHERE, "Quê quán", "", None)


class OnPages(Exemplar):
    hometown: Line | None = declare(PAGES, "Quê quán", "", None)


class Open(Exemplar):
    hometown: Line | None = declare(EVERYWHERE, "Quê quán", "", None)


def with_hometown(library: Library, model: type[Exemplar]) -> Library:
    """Returns the library in which the record of PERSON has the class `model` and the hometown SECRET."""
    person = model(**{**vars(library.exemplars[PERSON]), "hometown": SECRET})
    return replace(library, exemplars={**library.exemplars, PERSON: person})


@pytest.mark.parametrize("model", [Undecided, Hidden])
@pytest.mark.parametrize("channel", Channel)
def test_a_planted_personal_field_reaches_no_channel(
    library: Library, model: type[Exemplar], channel: Channel
) -> None:
    published = publish(with_hometown(library, model), channel, TODAY)
    assert PERSON in published.exemplars and SECRET not in repr(published)


def test_a_planted_personal_field_is_on_no_page_and_in_no_data_file(library: Library, tmp_path: Path) -> None:
    channels = Channels(with_hometown(library, Undecided), TODAY)
    site = render_site(channels.catalogue(Channel.SITE), tmp_path, data=channels.open_data())
    pages = [path for path in site.rglob("*") if path.suffix in (".html", ".json", ".js", ".csv", ".xml")]
    assert len(pages) > 50
    assert [path.name for path in pages if SECRET in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    ("model", "public"), [(Undecided, False), (Hidden, False), (OnPages, False), (Open, True)]
)
def test_open_data_give_only_fields_that_say_so(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: type[Exemplar], public: bool
) -> None:
    assert ("hometown" in DataKind("exemplars", "Điển hình", model).omitted) is not public
    planted = DataKind("exemplars", "Điển hình", model)
    monkeypatch.setattr("kyyeu.outputs.exports.records.DATA_KINDS", (planted,))
    monkeypatch.setattr("kyyeu.outputs.exports.records.BY_NAME", {"exemplars": planted})
    with start_worker(tmp_path, 1) as worker:
        jobs = data_jobs(worker, Channels(with_hometown(library, model), TODAY).open_data())
        worker.run(jobs)
        files = {job.name: worker.cache.read(job.key).decode() for job in jobs}
    people = {record["ref"]: record for record in json.loads(files["data/exemplars.json"])["records"]}
    assert (people[PERSON].get("hometown") == SECRET) is public
    assert any(SECRET in text for text in files.values()) is public


def test_a_field_without_a_decision_is_refused_where_it_is_declared() -> None:
    with pytest.raises(TypeError, match="Quê quán"):
        declare("Quê quán", "Nơi sinh.", None)  # type: ignore[arg-type]


def test_a_field_that_leads_to_the_withheld_says_what_becomes_of_it(library: Library) -> None:
    class Friend(Exemplar):
        friend: ExemplarRef | None = declare(EVERYWHERE, "Bạn", "", None)

    person = Friend(**vars(library.exemplars[PERSON]))
    with pytest.raises(TypeError, match=r"Friend\.friend"):
        publish(replace(library, exemplars={PERSON: person}), Channel.SITE, TODAY)


def test_a_required_field_is_hidden_only_where_its_declaration_blanks_it(library: Library) -> None:
    class Numbered(Exemplar):
        number: Line = declare(Shown.NOWHERE, "Số")

    person = Numbered(**vars(library.exemplars[PERSON]), number="1")
    with pytest.raises(TypeError, match=r"Numbered\.number is required"):
        publish(replace(library, exemplars={PERSON: person}), Channel.SITE, TODAY)


def test_a_build_publishes_once_for_each_channel(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Mock(wraps=publish)
    monkeypatch.setattr(stages, "publish", counting)
    # This build makes no booklets, because the test only counts how often the publishing gate is called.
    for layout in ("booklet_files", "extra_files"):
        monkeypatch.setattr(stages, layout, lambda *_: ())
    pipeline.build(root, TODAY, jobs=1)
    channels = [call.args[1].name for call in counting.call_args_list]
    assert sorted(channels) == sorted(channel.name for channel in Channel)


BOTH = {
    "ly-thanh-binh",
    "thu-vien-duoi-tan-cay",
    "au-duc-long",
    "dang-huong-tram",
    "pham-ngan-ha",
    "to-ngoai-ngu",
}


@pytest.mark.parametrize(
    ("channel", "shown"),
    [
        (SITE, BOTH | {"ta-minh-truc"}),
        (SITE_PDF, BOTH),
        (OPEN_DATA, {"ly-thanh-binh", "au-duc-long", "dang-huong-tram", "to-ngoai-ngu"}),
        (PRINT, BOTH | {"cao-viet-ha"}),
    ],
)
def test_who_is_shown_where(library: Library, channel: Channel, shown: set[str]) -> None:
    assert {exemplar.id for exemplar in publish(library, channel, TODAY).exemplars.values()} == shown


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
@pytest.mark.parametrize("channel", Channel)
def test_each_reason_alone_withholds_everywhere(
    library: Library, who: str, mended: dict[str, Any], channel: Channel
) -> None:
    """A person who is withheld for a single reason is shown in every channel once that reason is gone."""
    assert who not in publish(library, channel, TODAY).exemplars
    exemplars = {**library.exemplars, who: changed(library.exemplars[who], mended)}
    assert who in publish(replace(library, exemplars=exemplars), channel, TODAY).exemplars


def changed(person: Exemplar, values: dict[str, Any]) -> Exemplar:
    """Returns a copy of the exemplar with changed values.

    A key of `values` is the name of a field, or `group.field` for a field of a group.
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


@pytest.mark.parametrize("channel", Channel)
def test_nothing_of_consent_and_nobody_withheld_survives(library: Library, channel: Channel) -> None:
    shown = publish(library, channel, TODAY)
    everything = "\n".join(repr(getattr(shown, name)) for name in Published.__dataclass_fields__)
    assert "HB-" not in everything  # The numbers of all consent forms in the sample begin with "HB-".
    # Two pictures of the sample show these people, who have not agreed to be shown.
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


@pytest.mark.parametrize("channel", Channel)
def test_links_to_the_withheld_are_removed(library: Library, channel: Channel) -> None:
    shown = publish(library, channel, TODAY)
    conference = shown.conferences["thpt-ban-trang/2015-2020"]
    assert {ref for item in conference.programme for ref in item.links.exemplars} <= shown.exemplars.keys()
    assert "thpt-ban-trang/2015-2020-tieng-trong-truong" not in {*shown.speeches, *conference.speeches}
    assert [line.as_printed for line in shown.decisions["qd-hoi-nghi-nganh"].list] == [
        "Ông Âu Đức Long",
        "Trường Tiểu học và Trung học cơ sở Suối Mây",
    ]
    assert {delegate.exemplar for delegate in shown.delegates.values()} - {None} <= shown.exemplars.keys()


def test_a_name_on_a_decision_without_a_record_is_withheld(library: Library) -> None:
    listed = library.decisions["qd-hoi-nghi-nganh"].list[0]
    line = listed.model_copy(update={"person": None, "as_printed": "Bà Tên Không Hồ Sơ"})
    shown = publish(edited(library, "decisions", "qd-hoi-nghi-nganh", list=(line,)), PRINT, TODAY)
    assert shown.decisions["qd-hoi-nghi-nganh"].list == ()


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
        (SITE, ["san-truong.jpg"], ["trao-thuong.jpg", None]),
        (PRINT, ["san-truong.jpg"], ["trao-thuong.jpg", None]),
        (OPEN_DATA, [], []),
    ],
)
def test_a_picture_needs_everyone_in_it(
    library: Library, channel: Channel, news: list[str], media: list[str | None]
) -> None:
    shown = publish(library, channel, TODAY)
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
        (SITE, {"au-duc-long"}),
        (SITE_PDF, {"au-duc-long"}),
        (OPEN_DATA, set()),
        (PRINT, {"au-duc-long", "than-ngoc-bich"}),
    ],
)
def test_delegates_need_their_own_consent(library: Library, channel: Channel, delegates: set[str]) -> None:
    assert {delegate.id for delegate in publish(library, channel, TODAY).delegates.values()} == delegates


def test_counts_of_the_withheld_name_nobody(library: Library) -> None:
    assert {channel: count_withheld(library, channel, TODAY) for channel in Channel} == {
        SITE: {"th-thcs-suoi-may": 3, "thpt-ban-trang": 5},
        SITE_PDF: {"th-thcs-suoi-may": 3, "thpt-ban-trang": 6},
        OPEN_DATA: {"th-thcs-suoi-may": 4, "thpt-ban-trang": 8},
        PRINT: {"th-thcs-suoi-may": 3, "thpt-ban-trang": 4},
    }
