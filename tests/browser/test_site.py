"""Tests the built site in headless Chromium: widths, hosts, links, news, charts, calendars, no scripts."""

import re
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, restyle, watch

PAGES = (
    "",
    "dien-hinh/",
    "dien-hinh/thpt-ban-trang/pham-ngan-ha/",
    "don-vi/",
    "don-vi/thpt-ban-trang/",
    "don-vi/th-thcs-suoi-may/",
    "phong-trao/",
    "phong-trao/nam/2017/",
    "phong-trao/vuon-truong/",
    "hoi-nghi/",
    "hoi-nghi/lich/",
    "hoi-nghi/so-gddt/2015-2020/",
    "hoi-nghi/thpt-ban-trang/2015-2020/",
    "tin-tuc/",
    "tin-tuc/nam/2020/",
    "tin-tuc/thpt-ban-trang/2020-01-03-chuan-bi-hoi-nghi/",
    "thong-ke/",
    "van-ban/",
    "an-pham/",
    "khong-co-trang-nay/",
)
# This function returns four facts about a page: whether it has a title, the number of its h1 headings,
# whether it fits the window's width, and the number of inline styles and scripts.
MEASURES = """() => [
    document.title !== '', document.querySelectorAll('h1').length,
    document.documentElement.scrollWidth <= document.documentElement.clientWidth,
    document.querySelectorAll('[style], main script:not([src$="list.js"]), main style').length]"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_pages_stay_on_this_machine_and_inside_their_width(
    open_page: OpenPage, origin: str, width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems = watch(page, origin)
    for address in PAGES:
        page.goto(origin + address)
        assert page.evaluate(MEASURES) == [True, 1, True, 0], address
    assert problems == []


def test_every_page_reads_without_a_script(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}dien-hinh/thpt-ban-trang/pham-ngan-ha/", java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text().strip()
    assert page.get_by_text("Bản minh họa").first.is_visible()
    page.get_by_role("navigation").get_by_role("link", name="Đơn vị").first.click()
    assert page.url == f"{origin}don-vi/"


def test_links_lead_somewhere(open_page: OpenPage, origin: str, site: Path) -> None:
    """Checks that every link and every picture of the site leads to a file of the site.

    If a link names an element of a page, the element must exist. Pages at old addresses are skipped, because
    they redirect before they can be read.
    """
    page, broken = open_page(), []
    for path in site.rglob("*.html"):
        if 'http-equiv="refresh"' in path.read_text():
            continue
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(origin + address)
        urls = page.evaluate("""() => [...document.querySelectorAll('[href], [src]')]
            .map(part => part.href?.baseVal ?? part.href ?? part.src)
            .filter(url => typeof url === 'string' && url.startsWith(location.origin))""")
        for target, _, fragment in (url.removeprefix(origin).partition("#") for url in urls):
            file = site / (f"{target}index.html" if target == "" or target.endswith("/") else target)
            if not file.exists() or (fragment and f'id="{fragment}"' not in file.read_text()):
                broken.append((address, target, fragment))
    assert not broken


@pytest.mark.parametrize("width", [320, 1280])
def test_letters_of_a_chart_keep_the_readers_size_and_stay_inside(
    open_page: OpenPage, origin: str, width: int
) -> None:
    """Checks that the text in a chart has the same size at every width of the window, and fits the chart.

    If the reader chooses larger letters, the text in the chart grows too.
    """
    page = open_page(f"{origin}thong-ke/", viewport={"width": width, "height": 900})
    sizes = """() => [getComputedStyle(document.querySelector('.c text')).fontSize,
        document.querySelector('svg.c').getBoundingClientRect().height]"""
    letters, small = page.evaluate(sizes)
    assert not page.evaluate("""() => [...document.querySelectorAll('svg.c')].filter(svg => {
        const box = svg.closest('figure').getBoundingClientRect();
        const bottom = svg.getBoundingClientRect().bottom + 2;
        return [...svg.querySelectorAll('text')].some(text => {
            const area = text.getBoundingClientRect();
            return area.width && (area.left < box.left || area.right > box.right + 1 || area.bottom > bottom);
        });
    }).map(svg => svg.closest('figure').id)""")
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
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines() == [
        row.replace("\t", ",") for row in rows
    ]


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
    assert page.url == f"{origin}tin-tuc/thpt-ban-trang/2020-01-03-chuan-bi-hoi-nghi/"
    expect(page.get_by_role("img", name="Sân trường buổi sáng, có hai người đang quét lá.")).to_be_visible()
    expect(page.get_by_role("heading", name="Chia sẻ")).to_be_hidden()
    page.get_by_role("link", name="Hội nghị của ngành thành công").first.click()
    expect(page.get_by_role("link", name="Xem phim trên hoa-ban.example")).to_be_visible()
    assert page.locator("link[type='application/atom+xml']").get_attribute("href") == "../../../feed.xml"


def test_the_feed_and_every_calendar_stand_where_pages_say(site: Path) -> None:
    """Checks that the site has its news feed, its calendar files and its CSV tables at the expected places.

    A conference that is planned without a date has no calendar file.
    """
    assert (site / "feed.xml").read_bytes().startswith(b"<?xml")
    assert {
        "hoi-nghi.ics",
        "hoi-nghi/so-gddt/2015-2020/hoi-nghi.ics",
        "phong-trao/vuon-truong/ket-qua.csv",
    } <= {path.relative_to(site).as_posix() for pattern in ("*.ics", "*.csv") for path in site.rglob(pattern)}
    assert not (site / "hoi-nghi" / "th-thcs-suoi-may" / "2015-2020" / "hoi-nghi.ics").exists()
