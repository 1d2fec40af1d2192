"""The built site in headless Chromium: nothing leaves the machine, nothing overflows, everything reads without a script."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = (
    "",
    "dien-hinh/",
    "dien-hinh/thpt-ban-trang/pham-ngan-ha/",
    "don-vi/",
    "don-vi/thpt-ban-trang/",
    "don-vi/th-thcs-suoi-may/",
    "phong-trao/",
    "phong-trao/nam/2017/",
    "hoi-nghi/",
    "hoi-nghi/so-gddt/2015-2020/",
    "van-ban/",
    "an-pham/",
    "khong-co-trang-nay/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_pages_stay_on_this_machine_and_inside_their_width(
    browser: Browser, origin: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    requests: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text) if message.type == "error" and "404" not in message.text else None
        ),
    )
    for address in PAGES:
        page.goto(origin + address)
        assert page.title() and page.locator("h1").count() == 1, address
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        ), (address, width)
    page.close()
    assert not [url for url in requests if not url.startswith((origin, "data:"))]
    assert not faults


def test_every_page_reads_without_a_script(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}dien-hinh/thpt-ban-trang/pham-ngan-ha/")
    assert page.get_by_role("heading", level=1).inner_text().strip()
    assert page.get_by_text("Bản minh họa").first.is_visible()
    page.get_by_role("navigation").get_by_role("link", name="Đơn vị").first.click()
    assert page.url == f"{origin}don-vi/"
    context.close()


def test_links_lead_somewhere(browser: Browser, origin: str, site: Path) -> None:
    """Every link and picture of every page, fragment included, from the files themselves."""
    page = browser.new_page()
    broken = []
    for path in sorted(site.rglob("*.html")):
        if 'http-equiv="refresh"' in path.read_text():
            continue  # an old address, which leads on before it can be read
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(origin + address)
        found = page.evaluate("""() => [...document.querySelectorAll('[href], [src]')].map(e => e.href?.baseVal ?? e.href ?? e.src)
            .filter(url => typeof url === 'string' && url.startsWith(location.origin))""")
        for url in found:
            target, _, fragment = url.removeprefix(origin).partition("#")
            file = site / (target + "index.html" if target == "" or target.endswith("/") else target)
            if not file.exists() or (fragment and f'id="{fragment}"' not in file.read_text()):
                broken.append((address, url))
    page.close()
    assert not broken
