"""The list of exemplars: facets with their counts, pages by letter where it is long, the columns that a browser filters."""

import json

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
from tests.rendered import sample_catalogue

COUNT = 800


@pytest.fixture(scope="module")
def shown() -> Catalogue:
    return sample_catalogue()


@pytest.fixture(scope="module")
def crowd(shown: Catalogue) -> Catalogue:
    return catalogue(many(shown.published, COUNT))


@pytest.fixture(scope="module")
def pages(crowd: Catalogue) -> dict[str, ExemplarsView]:
    return dict(exemplar_lists(crowd))


def test_facets_of_the_sample(shown: Catalogue) -> None:
    """Every choice that somebody falls under, in the order of the model, the law or the alphabet; a model is listed as one."""
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
            assert int(choice.count) == sum(
                choice.code in tuple(kind.codes(shown, exemplar)) for exemplar in shown.exemplars
            ), choice


def test_a_short_list_stands_on_one_page(shown: Catalogue) -> None:
    ((address, view),) = exemplar_lists(shown)
    assert address == "dien-hinh/" and view.whole
    assert [entry.name for entry in view.entries] == [exemplar.name for exemplar in shown.exemplars]
    anchors = [entry.anchor for entry in view.entries if entry.anchor]
    assert sorted(anchors) == sorted({letter.anchor for letter in view.letters if letter.anchor}) and len(
        set(anchors)
    ) == len(anchors)


def test_a_long_list_has_pages_by_letter(crowd: Catalogue, pages: dict[str, ExemplarsView]) -> None:
    """Everyone stands on exactly one page, in order, at most PER_PAGE a page; the pages lead from one to the next."""
    first, *letters = pages.items()
    assert (
        first[0] == "dien-hinh/"
        and len(first[1].entries) == LEADING
        and not first[1].whole
        and first[1].facets
    )
    assert [entry.name for _, view in letters for entry in view.entries] == [
        exemplar.name for exemplar in crowd.exemplars
    ]
    assert len({entry.address for _, view in letters for entry in view.entries}) == COUNT
    assert all(0 < len(view.entries) <= PER_PAGE and not view.facets for _, view in letters)
    assert [view.after.address if view.after else None for _, view in letters] == [
        *(address for address, _ in letters[1:]),
        None,
    ]
    assert [view.before.address if view.before else None for _, view in letters] == [
        None,
        *(address for address, _ in letters[:-1]),
    ]
    assert [address for address, _ in letters][:5] == [
        "dien-hinh/chu/a/",
        "dien-hinh/chu/aa/",
        "dien-hinh/chu/b/",
        "dien-hinh/chu/dd/",
        "dien-hinh/chu/g/",
    ]
    assert "dien-hinh/chu/t/" in pages and "dien-hinh/chu/ow/" in pages and "dien-hinh/chu/uw/" in pages


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
    """A new office is seen on the page of that letter, not on the others."""
    exemplar = crowd.exemplars[400]
    edited = {
        **crowd.published.exemplars,
        exemplar.ref: exemplar.model_copy(update={"titles": ("Giáo viên dạy bơi",)}),
    }
    again = dict(
        exemplar_lists(catalogue(type(crowd.published)(**{**vars(crowd.published), "exemplars": edited})))
    )
    changed = [address for address, view in again.items() if view != pages[address]]
    assert changed == [f"dien-hinh/chu/{letter_slug(exemplar.name.split()[-1][0])}/"]


def test_columns_say_what_the_records_say(crowd: Catalogue) -> None:
    """What a browser unpacks from the file is every exemplar's codes, unit, title and picture."""
    photos = [
        Photo(f"assets/photos/{place:016x}", ((240, 320), (480, 640))) if place % 3 else None
        for place in range(COUNT)
    ]
    found = json.loads(render_list(list_data(crowd), photos).removeprefix(b"kyyeuList(").removesuffix(b")\n"))
    for kind in FACETS:
        column = found["facets"][kind.param]
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
    assert found["names"] == [exemplar.name for exemplar in crowd.exemplars]
    assert [found["titles"][int(digit, 36)] for digit in found["titleOf"]["text"]] == [
        exemplar.titles[0] if exemplar.titles else "" for exemplar in crowd.exemplars
    ]
    assert found["units"] == [crowd.unit_name(ref) for ref in found["facets"]["don-vi"]["codes"]]
    assert found["photos"]["folder"] == "assets/photos/" and found["photos"]["sizes"] == ["", "240,480"]
    assert found["photos"]["stems"][:3] == ["", f"{1:016x}", f"{2:016x}"]
    assert all(
        id == "" or name_id.endswith(id)
        for id, name_id in zip(found["ids"], (entry.ref for entry in crowd.exemplars), strict=True)
    )
