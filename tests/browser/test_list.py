"""The list of exemplars in a browser: choosing, sending what was chosen, both looks, the long list, without a script."""

import re
from collections.abc import Iterator

import pytest
from kyyeu.views.catalogue import catalogue
from kyyeu.views.site.exemplar_list import list_data
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.many import many
from tests.rendered import render_site, sample_catalogue

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
COUNT = 800


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert not faults


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """The address of a site with COUNT exemplars, and their names in order."""
    folder = tmp_path_factory.mktemp("crowd")
    shown = sample_catalogue()
    found = catalogue(many(shown.published, COUNT))
    with serving(render_site(found, folder)) as address:
        yield address, list(list_data(found).names)


def names(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".cards-index > li strong").all_inner_texts()]


def test_a_reader_filters_and_sends_what_was_found(page: Page, browser: Browser, origin: str) -> None:
    """Pupils, then of one unit; the address brings another reader to the same list, and Back undoes one choice."""
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
    other = browser.new_page()
    other.goto(page.url)
    expect(other.get_by_role("status")).to_have_text(page.get_by_role("status").inner_text())
    assert names(other) == names(page)
    other.close()
    page.go_back()
    page.wait_for_url(re.compile(r"\?nhom=teacher$"))
    assert names(page) == teachers
    page.get_by_role("button", name="Bỏ lọc: Nhà giáo").click()
    assert names(page) == everyone and page.url == f"{origin}dien-hinh/"


def test_counts_say_what_another_choice_would_give(page: Page, origin: str) -> None:
    """Within a facet choices add up; across facets they narrow."""
    page.goto(f"{origin}dien-hinh/?nhom=pupil")
    page.get_by_label("Nhà giáo").check()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"3\s+trong 7"))
    total = 0
    for box in page.locator("[data-facet='linh-vuc'] label").all():
        total += int(box.locator(".n").inner_text())
    assert total == 3


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
    links = page.locator(".az a[href]").all_inner_texts()
    assert tabs == links and tabs
    for link in page.locator(".az a[href]").all():
        assert page.locator(str(link.get_attribute("href"))).count() == 1


def test_filters_on_a_phone_by_keyboard(browser: Browser, origin: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{origin}dien-hinh/")
    panel = page.get_by_role("complementary", name="Bộ lọc")
    assert not panel.is_visible()
    page.get_by_role("button", name="Lọc danh sách").press("Enter")
    assert panel.is_visible()
    page.locator("[name=nhom][value=pupil]").press("Space")
    expect(page.get_by_role("status")).to_contain_text("trong 7")
    page.keyboard.press("Escape")
    assert not panel.is_visible() and len(names(page)) == 1
    page.close()


def test_without_a_script_everyone_is_listed(
    browser: Browser, origin: str, crowded: tuple[str, list[str]]
) -> None:
    """A short list whole; of a long one every letter by its links, and the looks still change."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}dien-hinh/?nhom=teacher")
    assert len(names(page)) == 7
    page.locator(".look label", has_text="Bảng gọn").click()
    assert not page.locator(".cards-index .card-pic").first.is_visible()
    address, everyone = crowded
    page.goto(f"{address}dien-hinh/")
    page.locator(".az a").first.click()
    found = names(page)
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        found += names(page)
    assert found == everyone
    context.close()


def test_a_long_list(page: Page, crowded: tuple[str, list[str]]) -> None:
    """The first page is light; narrowed, it shows the same people as the records, page by page, and leads to them."""
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
        answer = page.request.get(page.evaluate("link => link.href", link.element_handle()))
        assert answer.ok
    page.get_by_role("button", name="Bỏ mọi bộ lọc").click()
    assert names(page) == leading
    assert len([url for url in requests if url.endswith("/lists/exemplars.js")]) == 1
