"""News, figures and the season's calendar in headless Chromium: sizes, keyboard, no script, what leaves the page, what prints."""

import re
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import restyle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ITEM = "tin-tuc/thpt-ban-trang/2020-01-03-chuan-bi-hoi-nghi/"
PAGES = (
    "tin-tuc/",
    "tin-tuc/nam/2020/",
    ITEM,
    "thong-ke/",
    "hoi-nghi/lich/",
    "phong-trao/vuon-truong/",
    "hoi-nghi/thpt-ban-trang/2015-2020/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_pages_hold_their_width_and_load_nothing_from_elsewhere(
    browser: Browser, origin: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    for address in PAGES:
        page.goto(origin + address)
        assert page.locator("h1").count() == 1, address
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        ), (address, width)
        assert page.evaluate("document.querySelectorAll('[style], main script, main style').length") == 0, (
            address
        )
    page.close()
    assert not [url for url in requests if not url.startswith((origin, "data:"))]
    assert not faults


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_of_a_chart_keep_the_readers_size_and_stay_inside(
    browser: Browser, origin: str, width: int
) -> None:
    """Charts stretch, letters do not; where the reader asks for letters twice as large, charts grow with them."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{origin}thong-ke/")
    assert page.evaluate("getComputedStyle(document.querySelector('.c text')).fontSize") == "13px"
    outside = """() => [...document.querySelectorAll('svg.c')].filter(svg => {
        const box = svg.closest('figure').getBoundingClientRect();
        return [...svg.querySelectorAll('text')].some(text => {
            const own = text.getBoundingClientRect();
            return own.width && (own.left < box.left || own.right > box.right + 1 || own.bottom > svg.getBoundingClientRect().bottom + 2);
        });
    }).map(svg => svg.closest('figure').id)"""
    assert page.evaluate(outside) == []
    small = page.evaluate("document.querySelector('svg.c').getBoundingClientRect().height")
    restyle(page, "html { font-size: 200% }")
    assert page.evaluate("getComputedStyle(document.querySelector('.c text')).fontSize") == "26px"
    assert page.evaluate("document.querySelector('svg.c').getBoundingClientRect().height") == pytest.approx(
        2 * small, rel=0.01
    )
    page.close()


def test_a_chart_is_told_and_its_table_opens_by_keyboard(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(f"{origin}thong-ke/")
    figure = page.locator("#dien-hinh-theo-nhom")
    said = figure.get_by_role("img").get_attribute("aria-label") or ""
    assert said.startswith("Biểu đồ thanh ngang. ")
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = figure.get_by_role("row").all_inner_texts()
    assert rows[0].split("\t") == ["Nhóm", "Số điển hình"]
    assert said == "Biểu đồ thanh ngang. " + "; ".join(": ".join(row.split("\t")) for row in rows[1:]) + "."
    with page.expect_download() as download:
        figure.get_by_role("link", name="Tải CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines() == [row.replace("\t", ",") for row in rows]
    page.close()


def test_a_conference_goes_into_the_readers_calendar(browser: Browser, origin: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{origin}hoi-nghi/lich/")
    page.get_by_role("link", name=re.compile("^Ngày 10\\b.*1 hội nghị")).click()
    assert page.url.endswith("#ngay-2020-01-10")
    page.locator("#ngay-2020-01-10").get_by_role("link", name="Trường THPT Bản Trắng").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Thêm vào lịch").click()
    [event] = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "[Bản minh họa] Hội nghị điển hình tiên tiến Trường THPT Bản Trắng"
    page.close()


def test_news_reads_without_a_script(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}tin-tuc/")
    page.get_by_role("link", name="Nhà trường chuẩn bị hội nghị").click()
    assert page.url == origin + ITEM
    expect(page.get_by_role("img", name="Sân trường buổi sáng, có hai người đang quét lá.")).to_be_visible()
    expect(page.get_by_role("heading", name="Chia sẻ")).to_be_hidden()
    page.get_by_role("link", name="Hội nghị của ngành thành công").first.click()
    expect(page.get_by_role("link", name="Xem phim trên hoa-ban.example")).to_be_visible()
    assert page.locator("link[type='application/atom+xml']").get_attribute("href") == "../../../feed.xml"
    context.close()


def test_the_feed_and_every_calendar_stand_where_pages_say(site: Path) -> None:
    """Every file that a page offers for download is there."""
    assert (site / "feed.xml").read_bytes().startswith(b"<?xml")
    files = {
        path.relative_to(site).as_posix() for pattern in ("*.ics", "*.csv") for path in site.rglob(pattern)
    }
    assert {
        "hoi-nghi.ics",
        "hoi-nghi/so-gddt/2015-2020/hoi-nghi.ics",
        "phong-trao/vuon-truong/ket-qua.csv",
    } <= files
    assert not (site / "hoi-nghi" / "th-thcs-suoi-may" / "2015-2020" / "hoi-nghi.ics").exists()
