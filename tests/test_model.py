"""Tests the data model: names and parents of units on a day, periods, and labels and help of all fields."""

import types
import typing
from datetime import date

import pytest
from kyyeu.model.fields import Choice, Minor, Period, Value, YearSpan
from kyyeu.model.kinds import KINDS
from kyyeu.model.units import ParentKind, Unit
from pydantic import ValidationError
from pydantic.fields import FieldInfo

UNIT = Unit.model_validate(
    {
        "id": "thu",
        "kind": "primary",
        "names": [
            {"until": "2016-08-31", "name": "Trường Một", "short": "Một"},
            {"since": "2016-09-01", "until": "2019-12-31", "name": "Trường Hai"},
            {"since": "2021-01-01", "name": "Trường Ba", "short": "Ba"},
        ],
        "parents": [
            {"until": "2025-06-30", "unit": "huyen", "kind": "governing"},
            {"until": "2025-06-30", "unit": "phong", "kind": "professional"},
            {"since": "2025-07-01", "unit": "xa", "kind": "governing"},
        ],
    }
)


@pytest.mark.parametrize(
    ("day", "name", "short"),
    [
        (date(1990, 1, 1), "Trường Một", "Một"),
        # This is the last day on which the unit has its first name.
        (date(2016, 8, 31), "Trường Một", "Một"),
        # This is the first day on which the unit has its second name.
        (date(2016, 9, 1), "Trường Hai", "Trường Hai"),
        (date(2019, 12, 31), "Trường Hai", "Trường Hai"),
        # The record gives the unit no name for this day, so its earlier name is used.
        (date(2020, 6, 1), "Trường Hai", "Trường Hai"),
        (date(2021, 1, 1), "Trường Ba", "Ba"),
        (date(2090, 1, 1), "Trường Ba", "Ba"),
    ],
)
def test_names_in_time(day: date, name: str, short: str) -> None:
    assert (UNIT.name_on(day), UNIT.short_on(day)) == (name, short)


def test_before_the_first_name_the_first_stands() -> None:
    unit = Unit.model_validate(
        {"id": "moi", "kind": "primary", "names": [{"since": "2020-01-01", "name": "Trường Mới"}]}
    )
    assert unit.name_on(date(2010, 1, 1)) == "Trường Mới"
    assert unit.place_on(date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "governing", "professional"),
    [
        (date(2025, 6, 30), "huyen", "phong"),
        (date(2025, 7, 1), "xa", None),
        (date(2000, 1, 1), "huyen", "phong"),
    ],
)
def test_parents_in_time(day: date, governing: str, professional: str | None) -> None:
    assert (UNIT.parent_on(day), UNIT.parent_on(day, ParentKind.PROFESSIONAL)) == (governing, professional)


def test_periods_include_both_ends_and_run_forwards() -> None:
    period = Period.model_validate({"since": "2020-01-05", "until": "2020-01-06"})
    assert [period.covers(date(2020, 1, day)) for day in (4, 5, 6, 7)] == [False, True, True, False]
    assert Period().covers(date.min)
    assert list(YearSpan(since=2015, until=2017).years) == [2015, 2016, 2017]
    with pytest.raises(ValidationError):
        Period.model_validate({"since": "2020-01-06", "until": "2020-01-05"})


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError):
        UNIT.kind = UNIT.kind  # type: ignore[misc]


def fields_of(model: type[Value], seen: set[type]) -> typing.Iterator[tuple[str, FieldInfo]]:
    """Yields the name and the declaration of each field of a class, and of the classes inside it.

    The name has the form "Class.field".
    """
    seen.add(model)
    for name, info in model.model_fields.items():
        yield f"{model.__name__}.{name}", info
        for inner in classes_in(info.annotation):
            if issubclass(inner, Value) and inner not in seen:
                yield from fields_of(inner, seen)


def classes_in(annotation: typing.Any) -> typing.Iterator[type]:
    """Yields the classes that a type annotation contains, such as `date` in `tuple[date, ...] | None`."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union, tuple, dict, typing.Annotated):
        for argument in typing.get_args(annotation):
            yield from classes_in(argument)
    elif isinstance(annotation, type):
        yield annotation


ALL_FIELDS = [
    field
    for seen in [set()]
    for kind in KINDS
    if kind.record not in seen
    for field in fields_of(kind.record, seen)
]


@pytest.mark.parametrize(("name", "info"), ALL_FIELDS, ids=[name for name, _ in ALL_FIELDS])
def test_every_field_has_a_label_and_help(name: str, info: FieldInfo) -> None:
    assert info.title and info.title[0].isupper(), f"{name} has no label"
    assert info.description and info.description.rstrip().endswith((".", "…", "/")), (
        f"{name} has no help, or one without its full stop"
    )
    assert len(info.title) <= 40


def test_every_choice_has_a_label_and_an_ascii_code() -> None:
    choices = {
        annotated
        for _, info in ALL_FIELDS
        for annotated in classes_in(info.annotation)
        if issubclass(annotated, Choice)
    }
    assert len(choices) > 20
    for member in (member for choice in choices for member in choice):
        assert member.label and member.value.isascii() and member.value == member.value.lower()
    assert Minor("adult").label == "Từ đủ 18 tuổi"
