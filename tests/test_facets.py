"""Tests the list of exemplars (honoured people and groups) on the site.

The list has facets (filters) with counts, pages by initial letter, and data that the browser filters.
"""

import json
from dataclasses import replace

import pytest
from kyyeu.outputs.site.exemplar_list import render_list
from kyyeu.outputs.site.photos import Photo
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.naming import Link
from kyyeu.views.site.exemplar_list import (
    LEADING,
    PER_PAGE,
    ExemplarsView,
    Letter,
    exemplar_lists,
    letter_slug,
    list_data,
)
from kyyeu.views.site.facets import FACETS, Facet, FacetChoice, facets

from tests.many import many

COUNT = 800


@pytest.fixture(scope="module")
def crowd(shown: Catalogue) -> Catalogue:
    return catalogue(many(shown.published, COUNT))


@pytest.fixture(scope="module")
def pages(crowd: Catalogue) -> dict[str, ExemplarsView]:
    return dict(exemplar_lists(crowd))


def test_facets_of_the_sample(shown: Catalogue) -> None:
    """A facet (filter of the list of exemplars) offers only choices that apply to at least one exemplar.

    The choices are in the order of the data model, of the law, or of the alphabet.
    """
    assert facets(shown) == (
        Facet(
            "nhom",
            "Nhóm",
            True,
            (
                FacetChoice("leader", "Cán bộ quản lý giáo dục", "1"),
                FacetChoice("teacher", "Nhà giáo", "2"),
                FacetChoice("staff", "Nhân viên", "1"),
                FacetChoice("pupil", "Học sinh", "1"),
                FacetChoice("collective", "Tập thể", "1"),
                FacetChoice("model", "Mô hình", "1"),
            ),
        ),
        Facet("cap-ton-vinh", "Cấp tôn vinh cao nhất", True, facets(shown)[1].choices),
        Facet("linh-vuc", "Lĩnh vực", True, facets(shown)[2].choices),
        Facet(
            "loai-hinh",
            "Loại hình đơn vị",
            False,
            (
                FacetChoice("upper_secondary", "Trung học phổ thông", "5"),
                FacetChoice("primary_lower", "Tiểu học và trung học cơ sở", "2"),
            ),
        ),
        Facet("don-vi", "Đơn vị", False, facets(shown)[4].choices),
        *facets(shown)[5:7],
        Facet("giai-doan", "Giai đoạn", False, (FacetChoice("2015-2020", "2015 - 2020", "7"),)),
    )


def test_counts_are_of_what_is_shown(shown: Catalogue) -> None:
    for kind, facet in zip(FACETS, facets(shown), strict=True):
        for choice in facet.choices:
            matches = sum(choice.code in tuple(kind.codes(shown, exemplar)) for exemplar in shown.exemplars)
            assert int(choice.count) == matches, choice


def test_a_short_list_stands_on_one_page(shown: Catalogue) -> None:
    ((address, view),) = exemplar_lists(shown)
    assert address == "dien-hinh/" and view.whole
    assert [line.name for line in view.entries] == [exemplar.name for exemplar in shown.exemplars]
    assert sorted(line.anchor for line in view.entries if line.anchor) == sorted(
        {letter.anchor for letter in view.letters if letter.anchor}
    )


def test_a_long_list_has_pages_by_letter(crowd: Catalogue, pages: dict[str, ExemplarsView]) -> None:
    """Every exemplar is on exactly one page of the list, and each page of the list links to the next.

    A page of the list has at most PER_PAGE exemplars.
    """
    (address, first), *letters = pages.items()
    assert address == "dien-hinh/" and len(first.entries) == LEADING and not first.whole and first.facets
    addresses, views = [address for address, _ in letters], [view for _, view in letters]
    lines = [line for view in views for line in view.entries]
    assert [line.name for line in lines] == [exemplar.name for exemplar in crowd.exemplars]
    assert len({line.address for line in lines}) == COUNT
    assert all(0 < len(view.entries) <= PER_PAGE and not view.facets for view in views)
    assert [view.after and view.after.address for view in views] == [*addresses[1:], None]
    assert [view.before and view.before.address for view in views] == [None, *addresses[:-1]]
    assert addresses[:5] == [
        "dien-hinh/chu/a/",
        "dien-hinh/chu/aa/",
        "dien-hinh/chu/b/",
        "dien-hinh/chu/dd/",
        "dien-hinh/chu/g/",
    ]
    assert {"dien-hinh/chu/t/", "dien-hinh/chu/ow/", "dien-hinh/chu/uw/"} <= pages.keys()


def test_a_page_of_a_letter(pages: dict[str, ExemplarsView]) -> None:
    view = pages["dien-hinh/chu/aa/"]
    assert view.heading == "Điển hình tiên tiến, vần Â"
    assert view.description == f"{len(view.entries)} điển hình có tên bắt đầu bằng Â, trong 800 điển hình."
    assert view.parents == (Link("Điển hình tiên tiến", "dien-hinh/"),)
    assert view.before == Link("Vần A", "dien-hinh/chu/a/") and view.after == Link(
        "Vần B", "dien-hinh/chu/b/"
    )
    assert view.letters[:4] == (
        Letter("A", address="dien-hinh/chu/a/"),
        Letter("Ă"),
        Letter("Â", address="dien-hinh/chu/aa/", current=True),
        Letter("B", address="dien-hinh/chu/b/"),
    )


def test_each_letter_has_a_page_of_its_own() -> None:
    letters = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
    assert len({letter_slug(letter) for letter in letters}) == len(letters)
    assert all(letter_slug(letter).isascii() for letter in letters)
    assert letter_slug("#") == letter_slug("Ö") == "khac"


def test_one_edit_changes_one_page(crowd: Catalogue, pages: dict[str, ExemplarsView]) -> None:
    exemplar = crowd.exemplars[400]
    edited = exemplar.model_copy(update={"titles": ("Giáo viên dạy bơi",)})
    library = replace(crowd.published, exemplars={**crowd.published.exemplars, exemplar.ref: edited})
    changed = [address for address, view in exemplar_lists(catalogue(library)) if view != pages[address]]
    assert changed == [f"dien-hinh/chu/{letter_slug(exemplar.name.split()[-1][0])}/"]


def test_columns_say_what_the_records_say(crowd: Catalogue) -> None:
    """The data file for filtering exemplars in the browser agrees with the records.

    It holds the codes, unit, title and picture of each exemplar (honoured person or group).
    """
    photos = [
        Photo(f"assets/photos/{place:016x}", ((240, 320), (480, 640))) if place % 3 else None
        for place in range(COUNT)
    ]
    columns = json.loads(
        render_list(list_data(crowd), photos).removeprefix(b"kyyeuList(").removesuffix(b")\n")
    )
    for kind in FACETS:
        column = columns["facets"][kind.param]
        width = column["width"]
        texts = (
            column["many"].split(",")
            if "many" in column
            else [column["text"][start : start + width] for start in range(0, len(column["text"]), width)]
        )
        assert [
            tuple(
                column["codes"][int(text[start : start + width], 36)] for start in range(0, len(text), width)
            )
            for text in texts
        ] == [tuple(kind.codes(crowd, exemplar)) for exemplar in crowd.exemplars], kind.param
    assert columns["names"] == [exemplar.name for exemplar in crowd.exemplars]
    assert [columns["titles"][int(digit, 36)] for digit in columns["titleOf"]["text"]] == [
        exemplar.titles[0] if exemplar.titles else "" for exemplar in crowd.exemplars
    ]
    assert columns["units"] == [crowd.unit_name(ref) for ref in columns["facets"]["don-vi"]["codes"]]
    stored = columns["photos"]
    assert stored["folder"] == "assets/photos/" and stored["sizes"] == ["", "240,480"]
    assert stored["stems"][:3] == ["", f"{1:016x}", f"{2:016x}"]
    for id, exemplar in zip(columns["ids"], crowd.exemplars, strict=True):
        assert exemplar.ref.endswith(id)
