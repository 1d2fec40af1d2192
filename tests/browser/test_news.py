"""News, charts and the conference calendar in headless Chromium: sizes, keyboard, downloads, no script."""

import re
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, restyle

ITEM = "tin-tuc/thpt-ban-trang/2020-01-03-chuan-bi-hoi-nghi/"


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_of_a_chart_keep_the_readers_size_and_stay_inside(
    open_page: OpenPage, origin: str, width: int
) -> None:
    """The letters of a chart keep their size at every width, and grow with the reader's letters."""
    page = open_page(f"{origin}thong-ke/", viewport={"width": width, "height": 900})
    sizes = """() => [getComputedStyle(document.querySelector('.c text')).fontSize,
        document.querySelector('svg.c').getBoundingClientRect().height]"""
    letters, small = page.evaluate(sizes)
    outside = """() => [...document.querySelectorAll('svg.c')].filter(svg => {
        const box = svg.closest('figure').getBoundingClientRect();
        const bottom = svg.getBoundingClientRect().bottom + 2;
        return [...svg.querySelectorAll('text')].some(text => {
            const area = text.getBoundingClientRect();
            return area.width && (area.left < box.left || area.right > box.right + 1 || area.bottom > bottom);
        });
    }).map(svg => svg.closest('figure').id)"""
    assert page.evaluate(outside) == []
    restyle(page, "html { font-size: 200% }")
    larger, height = page.evaluate(sizes)
    assert (letters, larger, height) == ("13px", "26px", pytest.approx(2 * small, rel=0.01))


def test_a_chart_has_a_text_and_its_table_opens_by_keyboard(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}thong-ke/")
    figure = page.locator("#dien-hinh-theo-nhom")
    label = figure.get_by_role("img").get_attribute("aria-label")
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = figure.get_by_role("row").all_inner_texts()
    assert rows[0].split("\t") == ["Nhóm", "Số điển hình"]
    assert label == "Biểu đồ thanh ngang. " + "; ".join(": ".join(row.split("\t")) for row in rows[1:]) + "."
    with page.expect_download() as download:
        figure.get_by_role("link", name="Tải CSV").click()
    csv = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert csv.splitlines() == [row.replace("\t", ",") for row in rows]


def test_a_conference_goes_into_the_readers_calendar(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}hoi-nghi/lich/", viewport={"width": 390, "height": 844})
    page.get_by_role("link", name=re.compile("^Ngày 10\\b.*1 hội nghị")).click()
    assert page.url.endswith("#ngay-2020-01-10")
    page.locator("#ngay-2020-01-10").get_by_role("link", name="Trường THPT Bản Trắng").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Thêm vào lịch").click()
    [event] = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "[Bản minh họa] Hội nghị điển hình tiên tiến Trường THPT Bản Trắng"


def test_news_reads_without_a_script(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}tin-tuc/", java_script_enabled=False)
    page.get_by_role("link", name="Nhà trường chuẩn bị hội nghị").click()
    assert page.url == origin + ITEM
    expect(page.get_by_role("img", name="Sân trường buổi sáng, có hai người đang quét lá.")).to_be_visible()
    expect(page.get_by_role("heading", name="Chia sẻ")).to_be_hidden()
    page.get_by_role("link", name="Hội nghị của ngành thành công").first.click()
    expect(page.get_by_role("link", name="Xem phim trên hoa-ban.example")).to_be_visible()
    assert page.locator("link[type='application/atom+xml']").get_attribute("href") == "../../../feed.xml"


def test_the_feed_and_every_calendar_stand_where_pages_say(site: Path) -> None:
    """The news feed, the calendar files and the CSV tables are in the site.

    A conference that is planned without a date has no calendar file.
    """
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
