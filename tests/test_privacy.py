"""Tests that no record kind or field is published until its author declares where it may be shown."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu import pipeline, stages
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import ExemplarRef, Line, Record, Value, declare
from kyyeu.model.form import fields_of
from kyyeu.model.kinds import KINDS
from kyyeu.model.library import Library
from kyyeu.model.privacy import EVERYWHERE, NOWHERE, PAGES, Channel, Shown
from kyyeu.outputs.exports.records import data_jobs
from kyyeu.publishing.gate import publish
from kyyeu.publishing.published import Published
from kyyeu.stages import Channels
from kyyeu.views.site.open_data import DataKind
from kyyeu.work.run import start_worker
from pydantic import Field

from tests.building import TODAY
from tests.rendered import render_site

PERSON = "thpt-ban-trang/au-duc-long"  # the consent form of this person covers every channel
SECRET = "Bản Cuối Trời"


def classes(model: type[Value]) -> Iterator[type[Value]]:
    """Yields a record class and the classes of all groups of fields nested in it."""
    yield model
    for group in (form_field.group for form_field in fields_of(model).values()):
        if group:
            yield from classes(group)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_says_where_it_may_stand(kind: object) -> None:
    undecided = {
        f"{model.__name__}.{name}"
        for model in classes(kind.record)
        for name, form_field in fields_of(model).items()
        if form_field.privacy is None
    }
    assert undecided == set()


def test_every_kind_is_named_by_the_gate(library: Library) -> None:
    """Every record kind of the sample library has records among what is published for print."""
    published = publish(library, Channel.PRINT, TODAY)
    assert all(hasattr(published, kind.attribute) for kind in KINDS)
    held = {kind.attribute for kind in KINDS if getattr(library, kind.attribute)}
    assert {attribute for attribute in held if not getattr(published, attribute)} == set()


class FamilyMember(Record):
    name: Line = declare(EVERYWHERE, "Họ và tên")


@dataclass(frozen=True)
class PlantedLibrary(Library):
    family_members: dict[str, FamilyMember] = field(default_factory=dict)


@pytest.mark.parametrize("channel", Channel)
def test_a_planted_kind_reaches_no_channel(library: Library, channel: Channel) -> None:
    """A new record kind that the class Published does not have is shown in no channel.

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
    """Returns the library with PERSON as a record of the class `model`, whose hometown is SECRET."""
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
        files = {job.name: worker.cache.bytes(job.key).decode() for job in jobs}
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
    channels = []

    def counting(library: Library, channel: Channel, day: date) -> Published:
        channels.append(channel)
        return publish(library, channel, day)

    monkeypatch.setattr(stages, "publish", counting)
    # Booklets are skipped, because only the use of the channels is tested.
    for layout in ("booklet_files", "extra_files"):
        monkeypatch.setattr(stages, layout, lambda *_: ())
    pipeline.build(root, TODAY, jobs=1)
    assert sorted(channel.name for channel in channels) == sorted(channel.name for channel in Channel)
