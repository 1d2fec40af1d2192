"""Tests what readers do on the site: scan a QR code, share, search, filter, use the keyboard, print."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pikepdf
import pytest
import zxingcpp
from kyyeu.views.catalogue import Catalogue, catalogue
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, serving
from tests.many import edited
from tests.rendered import render_site

PHONE = {"width": 390, "height": 844}
PROFILE = "dien-hinh/thpt-ban-trang/pham-ngan-ha/"


def test_a_code_is_scanned_and_the_profile_shared(open_page: OpenPage, origin: str) -> None:
    """Checks that the QR code on a profile page holds the page's address, and that sharing passes it on."""
    page = open_page(origin + PROFILE, viewport=PHONE)
    code = page.get_by_role("img", name="Mã QR dẫn tới trang này")
    code.scroll_into_view_if_needed()
    [barcode] = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    assert barcode.text == f"https://hoa-ban.example/ky-yeu/{PROFILE}"
    page.evaluate("navigator.share = what => { window.shared = what; return Promise.resolve(); }")
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("window.shared") == {"title": page.title(), "url": origin + PROFILE}


def test_sharing_on_a_computer_copies_the_address(open_page: OpenPage, origin: str) -> None:
    page = open_page(origin + PROFILE, permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.share = undefined")
    page.get_by_role("button", name="Chia sẻ").click()
    expect(page.get_by_text("Đã chép địa chỉ trang.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == origin + PROFILE


def test_a_person_is_found_on_a_phone_by_a_name_without_marks(open_page: OpenPage, origin: str) -> None:
    page = open_page(origin, viewport=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Tìm tên, trường, phong trào").tap()
    page.get_by_role("searchbox").fill("ngan ha")
    page.get_by_role("dialog").get_by_role("link", name="Phạm Ngân Hạ").tap()
    expect(page).to_have_url(origin + PROFILE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Phạm Ngân Hạ")


def test_pupils_of_one_unit(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}dien-hinh/", viewport=PHONE)
    page.get_by_role("button", name="Lọc danh sách").click()
    page.locator("[name=nhom][value=pupil]").check()
    page.get_by_role("heading", name="Đơn vị", exact=True).click()
    page.locator("[name=don-vi][value=thpt-ban-trang]").check()
    page.get_by_role("button", name="Xem danh sách").click()
    expect(page.locator(".cards-index > li")).to_have_count(1)
    expect(page.locator(".cards-index .kick")).to_have_text("Học sinh")
    page.locator(".cards-index").get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text("Trường THPT Bản Trắng")
    page.go_back()
    assert re.search(r"\?nhom=pupil&don-vi=thpt-ban-trang$", page.url)


def test_a_movements_history_is_read_by_keyboard_alone(open_page: OpenPage, origin: str) -> None:
    """Checks that a reader without a mouse can read about a movement (emulation campaign) and its results.

    The reader starts at the home page, and uses the link that jumps over the menu to the page's main text.
    """
    page = open_page(origin, viewport={"width": 1280, "height": 900})

    def tab_to(name: str) -> None:
        """Presses Tab until an element whose text begins with `name` has the focus and shows an outline."""
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
    expect(
        page.get_by_role("heading", name=re.compile("Diễn biến qua các năm|Đơn vị hưởng ứng"))
    ).to_have_count(2)
    opened = page.locator("details.entry[open]")
    assert opened.count() == 0
    tab_to(page.locator("details.entry summary").first.inner_text().split("\n")[0].strip())
    page.keyboard.press("Enter")
    expect(opened.get_by_role("table")).to_be_visible()


def test_a_conference_is_noted_with_its_hour(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}hoi-nghi/", viewport=PHONE)
    page.get_by_role("main").locator("a[href$='so-gddt/2015-2020/']").first.click()
    start = page.locator(".prog time").first.get_attribute("datetime")
    with page.expect_download() as download:
        page.get_by_role("link", name="Thêm vào lịch").click()
    starts = [
        event.decoded("DTSTART")
        for event in icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    ]
    assert start in [f"{moment:%H:%M}" for moment in starts] and {
        str(moment.utcoffset()) for moment in starts
    } == {"7:00:00"}


@pytest.fixture(scope="module")
def long_story(shown: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves a site with one very long profile, and yields the site's address.

    The text of the profile is about as long as the longest one of the demonstration (the project's invented
    example).
    """
    exemplar = shown.published.exemplars["thpt-ban-trang/pham-ngan-ha"]
    story = "\n\n".join([" ".join([exemplar.body.markdown] * 4)] * 14)
    assert len(story) > 4_200
    longer = edited(
        shown.published,
        "exemplars",
        exemplar.ref,
        body=exemplar.body.model_copy(update={"markdown": story}),
        awards=exemplar.awards * 6,
    )
    with serving(render_site(catalogue(longer), tmp_path_factory.mktemp("long"))) as address:
        yield address


def pages_printed(open_page: OpenPage, address: str) -> int:
    with pikepdf.open(io.BytesIO(open_page(address).pdf(prefer_css_page_size=True))) as pdf:
        assert [round(float(edge) / 72 * 25.4) for edge in pdf.pages[0].mediabox[2:]] == [210, 297]
        return len(pdf.pages)


def test_every_profile_prints_on_one_sheet(open_page: OpenPage, origin: str, site: Path) -> None:
    for path in sorted(site.glob("dien-hinh/*/*/index.html")):
        if 'page-profile"' in path.read_text(encoding="utf-8"):
            address = f"{path.parent.relative_to(site).as_posix()}/"
            assert pages_printed(open_page, origin + address) == 1, address


def test_a_long_profile_prints_on_one_sheet_in_smaller_letters(open_page: OpenPage, long_story: str) -> None:
    expect(open_page(long_story + PROFILE).locator(".is-long")).to_have_count(1)
    assert pages_printed(open_page, long_story + PROFILE) == 1
