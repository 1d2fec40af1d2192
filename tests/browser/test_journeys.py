"""What people come for, from beginning to end: scan, share, find, filter, read by keyboard, note the day, print."""

import dataclasses
import io
import re
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pikepdf
import pytest
import zxingcpp
from kyyeu.views import addresses
from kyyeu.views.catalogue import catalogue
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.conftest import serving
from tests.rendered import render_site, sample_catalogue

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {"width": 390, "height": 844}
URL = "https://hoa-ban.example/ky-yeu/"  # of the sample, in data/site.yml
PROFILE = "dien-hinh/thpt-ban-trang/pham-ngan-ha/"


def test_a_code_is_scanned_and_the_profile_shared(browser: Browser, origin: str) -> None:
    """The code as it stands on the page leads to the page; sharing hands on the same address."""
    page = browser.new_page(viewport=PHONE)
    page.goto(origin + PROFILE)
    code = page.get_by_role("img", name="Mã QR dẫn tới trang này")
    code.scroll_into_view_if_needed()
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    assert found.text == URL + PROFILE
    page.evaluate("navigator.share = what => { window.shared = what; return Promise.resolve(); }")
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("window.shared") == {"title": page.title(), "url": origin + PROFILE}
    page.close()


def test_sharing_on_a_computer_copies_the_address(browser: Browser, origin: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(origin + PROFILE)
    page.evaluate("navigator.share = undefined")
    page.get_by_role("button", name="Chia sẻ").click()
    expect(page.get_by_text("Đã chép địa chỉ trang.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == origin + PROFILE
    context.close()


def test_a_person_is_found_on_a_phone_by_a_name_without_marks(browser: Browser, origin: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(origin)
    page.get_by_role("button", name="Tìm tên, trường, phong trào").tap()
    page.get_by_role("searchbox").fill("ngan ha")
    page.get_by_role("dialog").get_by_role("link", name="Phạm Ngân Hạ").tap()
    expect(page).to_have_url(origin + PROFILE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Phạm Ngân Hạ")
    context.close()


def test_pupils_of_one_unit(browser: Browser, origin: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{origin}dien-hinh/")
    page.get_by_role("button", name="Lọc danh sách").click()
    page.locator("[name=nhom][value=pupil]").check()
    page.get_by_role("heading", name="Đơn vị", exact=True).click()
    page.locator("[name=don-vi][value=thpt-ban-trang]").check()
    page.get_by_role("button", name="Xem danh sách").click()
    expect(page.locator(".cards-index > li")).to_have_count(1)
    for card in page.locator(".cards-index > li").all():
        expect(card.locator(".kick")).to_have_text("Học sinh")
        card.get_by_role("link").click()
        expect(page.get_by_role("main")).to_contain_text("Trường THPT Bản Trắng")
        page.go_back()
    assert re.search(r"\?nhom=pupil&don-vi=thpt-ban-trang$", page.url)
    page.close()


def test_a_movements_history_is_read_by_keyboard_alone(browser: Browser, origin: str) -> None:
    """From home: the skip link, the menu, the catalogue, the movement; its tables scroll, a unit's results open."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})

    def tab_to(name: str) -> None:
        """Press Tab until what is focused begins with `name`; it must be seen to be focused."""
        for _ in range(80):
            page.keyboard.press("Tab")
            focused = page.locator(":focus:is(a, button, summary, .tbl)")
            if focused.count() and focused.inner_text().strip().startswith(name):
                box = focused.bounding_box()
                assert (
                    box
                    and box["y"] >= 0
                    and focused.evaluate("part => getComputedStyle(part).outlineStyle") != "none"
                )
                return
        raise AssertionError(f"Tab never reaches {name}")

    page.goto(origin)
    tab_to("Phong trào")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{origin}phong-trao/")
    tab_to("Đến nội dung chính")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    target = page.locator("a[href$='doc-sach/'] strong").first.inner_text()
    focused = "document.activeElement.getAttribute('href')"
    while not str(page.evaluate(focused)).endswith("doc-sach/"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(target)
    for heading in ("Diễn biến qua các năm", "Đơn vị hưởng ứng"):
        expect(page.get_by_role("heading", name=heading)).to_have_count(1)
    opened = page.locator("details.entry[open]")
    assert opened.count() == 0
    tab_to(page.locator("details.entry summary").first.inner_text().split("\n")[0].strip())
    page.keyboard.press("Enter")
    expect(opened.get_by_role("table")).to_be_visible()
    page.close()


def test_a_conference_is_noted_with_its_hour(browser: Browser, origin: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{origin}hoi-nghi/")
    page.get_by_role("main").locator("a[href$='so-gddt/2015-2020/']").first.click()
    start = page.locator(".prog time").first.get_attribute("datetime")
    with page.expect_download() as download:
        page.get_by_role("link", name="Thêm vào lịch").click()
    events = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    starts = [event.decoded("DTSTART") for event in events]
    assert start in [f"{moment:%H:%M}" for moment in starts] and {
        str(moment.utcoffset()) for moment in starts
    } == {"7:00:00"}
    page.close()


@pytest.fixture(scope="module")
def long_story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with one story as long as the demonstration's longest."""
    shown = sample_catalogue()
    exemplar = next(entry for entry in shown.exemplars if addresses.exemplar(entry.ref) == PROFILE)
    story = "\n\n".join([" ".join([exemplar.body.markdown] * 4)] * 14)
    assert len(story) > 4_200
    longer = exemplar.model_copy(
        update={"body": exemplar.body.model_copy(update={"markdown": story}), "awards": exemplar.awards * 6}
    )
    library = dataclasses.replace(
        shown.published, exemplars={**shown.published.exemplars, longer.ref: longer}
    )
    with serving(render_site(catalogue(library), tmp_path_factory.mktemp("long"))) as address:
        yield address


def pages_printed(browser: Browser, address: str) -> int:
    page = browser.new_page()
    page.goto(address)
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as sheet:
        width, height = (float(value) / 72 * 25.4 for value in sheet.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (210, 297)
        count = len(sheet.pages)
    page.close()
    return count


def test_every_profile_prints_on_one_sheet(browser: Browser, origin: str, site: Path) -> None:
    for path in sorted(site.glob("dien-hinh/*/*/index.html")):
        if 'page-profile"' in path.read_text(encoding="utf-8"):
            assert pages_printed(browser, origin + path.parent.relative_to(site).as_posix() + "/") == 1, (
                path.parent.name
            )


def test_a_long_profile_prints_on_one_sheet_in_smaller_letters(browser: Browser, long_story: str) -> None:
    page = browser.new_page()
    page.goto(long_story + PROFILE)
    expect(page.locator(".is-long")).to_have_count(1)
    page.close()
    assert pages_printed(browser, long_story + PROFILE) == 1
