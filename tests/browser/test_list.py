"""Tests the list of exemplars (honoured people and groups) in a browser.

The tests cover the filters, the list's address with the chosen filters, its two layouts, and its use without
JavaScript.
"""

import re
from collections.abc import Iterator

import pytest
from kyyeu.views.catalogue import catalogue
from kyyeu.views.site.exemplar_list import list_data
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, serving, watch
from tests.many import many
from tests.rendered import render_site, sample_catalogue

COUNT = 800


@pytest.fixture
def page(open_page: OpenPage) -> Iterator[Page]:
    """Yields a page in a window as wide as a computer's; the test fails if the page reports an error."""
    page = open_page(viewport={"width": 1280, "height": 900})
    problems = watch(page, "http://127.0.0.1")
    yield page
    assert not problems


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """Serves a site with COUNT honoured people and groups, and yields its address and their names.

    The names are in the order in which the site lists them.
    """
    shown = catalogue(many(sample_catalogue().published, COUNT))
    with serving(render_site(shown, tmp_path_factory.mktemp("crowd"))) as address:
        yield address, list(list_data(shown).names)


def names(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".cards-index > li strong").all_inner_texts()]


def test_a_reader_filters_and_sends_what_was_found(page: Page, open_page: OpenPage, origin: str) -> None:
    """Checks that the address of the list holds the chosen filters, so that another reader sees the same.

    The browser's Back button must undo the last choice of a filter.
    """
    page.goto(f"{origin}dien-hinh/")
    everyone = names(page)
    page.get_by_label("Nhà giáo").check()
    page.wait_for_url(re.compile(r"\?nhom=teacher$"))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"2\s+trong 7 điển hình"))
    teachers = names(page)
    assert teachers == [name for name in everyone if name in teachers] and len(teachers) == 2
    page.get_by_role("heading", name="Loại hình đơn vị").click()
    page.get_by_label("Trung học phổ thông").check()
    assert page.url.endswith("?nhom=teacher&loai-hinh=upper_secondary")
    other = open_page(page.url)
    expect(other.get_by_role("status")).to_have_text(page.get_by_role("status").inner_text())
    assert names(other) == names(page)
    page.go_back()
    page.wait_for_url(re.compile(r"\?nhom=teacher$"))
    assert names(page) == teachers
    page.get_by_role("button", name="Bỏ lọc: Nhà giáo").click()
    assert names(page) == everyone and page.url == f"{origin}dien-hinh/"


def test_counts_say_what_another_choice_would_give(page: Page, origin: str) -> None:
    """Checks the numbers that a filter of the list shows beside its choices.

    If two groups of people are chosen, the list has the people of both. The numbers beside the choices of
    another filter, for fields of work, then add up to the length of the list.
    """
    page.goto(f"{origin}dien-hinh/?nhom=pupil")
    page.get_by_label("Nhà giáo").check()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"3\s+trong 7"))
    assert sum(map(int, page.locator("[data-facet='linh-vuc'] label .n").all_inner_texts())) == 3


@pytest.mark.parametrize("typed", ["ngan ha", "Hạ Ngân", "HA NGAN PHAM"])
def test_a_name_without_marks_in_any_order(page: Page, origin: str, typed: str) -> None:
    page.goto(f"{origin}dien-hinh/")
    page.get_by_label("Tên, đơn vị").fill(typed)
    expect(page.locator(".cards-index > li")).to_have_count(1)
    assert names(page) == ["Phạm Ngân Hạ"]


def test_nothing_found_is_said(page: Page, origin: str) -> None:
    page.goto(f"{origin}dien-hinh/?ten=khong-ai-ca")
    expect(page.get_by_text("Không có điển hình nào khớp với các mục đã chọn.")).to_be_visible()
    page.get_by_role("button", name="Bỏ mọi bộ lọc").click()
    assert len(names(page)) == 7


def test_one_list_two_looks(page: Page, origin: str) -> None:
    page.goto(f"{origin}dien-hinh/")
    assert page.locator(".cards-index .card-pic").first.is_visible()
    page.get_by_label("Bảng gọn").check()
    assert not page.locator(".cards-index .card-pic").first.is_visible()
    assert page.url.endswith("?kieu=bang")
    page.reload()
    expect(page.get_by_label("Bảng gọn")).to_be_checked()
    assert len(names(page)) == 7


def test_letters_follow_what_is_shown(page: Page, origin: str) -> None:
    page.goto(f"{origin}dien-hinh/?nhom=teacher")
    expect(page.get_by_role("status")).to_contain_text("trong 7")
    tabs = page.locator(".cards-index .tab").all_inner_texts()
    assert tabs == page.locator(".az a[href]").all_inner_texts() and tabs
    for link in page.locator(".az a[href]").all():
        assert page.locator(str(link.get_attribute("href"))).count() == 1


def test_filters_on_a_phone_by_keyboard(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}dien-hinh/", viewport={"width": 390, "height": 844})
    panel = page.get_by_role("complementary", name="Bộ lọc")
    assert not panel.is_visible()
    page.get_by_role("button", name="Lọc danh sách").press("Enter")
    assert panel.is_visible()
    page.locator("[name=nhom][value=pupil]").press("Space")
    expect(page.get_by_role("status")).to_contain_text("trong 7")
    page.keyboard.press("Escape")
    assert not panel.is_visible() and len(names(page)) == 1


def test_without_a_script_everyone_is_listed(
    open_page: OpenPage, origin: str, crowded: tuple[str, list[str]]
) -> None:
    """Checks that readers without JavaScript reach all exemplars (honoured people and groups) by links.

    A short list is complete on its page. A long list has a page for each letter. Readers can still choose
    between cards and a compact table.
    """
    page = open_page(f"{origin}dien-hinh/?nhom=teacher", java_script_enabled=False)
    assert len(names(page)) == 7
    page.locator(".look label", has_text="Bảng gọn").click()
    assert not page.locator(".cards-index .card-pic").first.is_visible()
    address, everyone = crowded
    page.goto(f"{address}dien-hinh/")
    page.locator(".az a").first.click()
    listed = names(page)
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        listed += names(page)
    assert listed == everyone


def test_a_long_list(page: Page, crowded: tuple[str, list[str]]) -> None:
    """Checks that a long list loads its data only when a reader chooses a filter, and only once.

    The filter must find the right people. They are shown in portions, and their links must work.
    """
    address, everyone = crowded
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}dien-hinh/")
    leading = names(page)
    assert len(leading) == 24 and not [url for url in requests if url.endswith("/lists/exemplars.js")]
    page.get_by_label("Tên, đơn vị").fill("nguyen")
    wanted = [name for name in everyone if "Nguyễn" in name]
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"{len(wanted)}\s+trong 800 điển hình"))
    assert names(page) == wanted[:36]
    page.get_by_role("button", name="Xem thêm").click()
    assert names(page) == wanted[:72]
    assert page.evaluate("document.activeElement.querySelector('strong').textContent") == wanted[36]
    page.locator(".az a", has_text="Â").click()
    page.wait_for_url(re.compile("chu=aa"))
    assert names(page) == [name for name in wanted if name.endswith("Ân")]
    for link in page.locator(".cards-index a").all()[:3]:
        assert page.request.get(link.evaluate("link => link.href")).ok
    page.get_by_role("button", name="Bỏ mọi bộ lọc").click()
    assert names(page) == leading
    assert len([url for url in requests if url.endswith("/lists/exemplars.js")]) == 1
