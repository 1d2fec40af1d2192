"""Tests the built site in headless Chromium.

Pages fit the width of the window, load nothing from other hosts, and can be read without scripts.
"""

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage, watch

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
# Returns whether the page has a title, how many h1, whether it keeps its width, inline styles and scripts.
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
    """Every link and picture leads to a file of the site, and to an existing element if it names one.

    Redirect pages at old addresses are skipped, because the browser leaves them before they can be read.
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
