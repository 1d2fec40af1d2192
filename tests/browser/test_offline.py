"""Tests that readers without a network can still open pages that they have visited before.

The browser's stored copy must lose everything about a person who withdraws consent.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from kyyeu.model.privacy import SITE
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import catalogue
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, serving
from tests.building import TODAY, read_project
from tests.many import edited
from tests.rendered import render_site

PROFILE, OTHER = "dien-hinh/thpt-ban-trang/pham-ngan-ha/", "dien-hinh/thpt-ban-trang/au-duc-long/"
CONFERENCE = "hoi-nghi/so-gddt/2015-2020/"
BOOKLET = "an-pham/so-gddt/ky-yeu-2015-2020.pdf"
DAY_KEPT = re.compile(r"^Đang xem bản lưu ngày \d\d/\d\d/20\d\d$")
IS_KEPT = "async address => Boolean(await caches.match(address))"
IS_CHECKED = """async list => {
  const done = await caches.match(list + 'done');
  return done && await done.text() === (await (await fetch(list + 'index.json')).json()).build;
}"""
HAS_PHOTOS = "async origin => (await (await caches.open(`kyyeu ${origin} photos`)).keys()).length > 0"
KEPT = """async () => {
  const texts = {};
  for (const name of await caches.keys()) {
    if (/ (saved|read|parts|photos)$/.test(name)) {
      const store = await caches.open(name);
      for (const request of await store.keys()) {
        texts[request.url] = await (await store.match(request)).text(); }
    }
  }
  return texts;
}"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Returns a page in a new browser context, which has stored nothing for offline reading yet."""
    return open_page(viewport={"width": 390, "height": 844})


def port_of(address: str) -> int:
    """Returns the port in an address; another site can then be served at the same address."""
    return urlsplit(address).port or 0


def kept(page: Page) -> dict[str, str]:
    """Returns the files that the browser has stored for offline reading, as a dict from address to text.

    The site's style sheets and scripts are not included.
    """
    return dict(page.evaluate(KEPT))


def until(page: Page, true: str, arg: object = None) -> None:
    """Waits until an asynchronous JavaScript function returns true in the page, for at most 20 seconds.

    Playwright's own function for waiting does not await promises.
    """
    for _ in range(200):
        if page.evaluate(true, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {true} of {arg}")


def visit(page: Page, address: str) -> None:
    """Opens a page and waits until the browser has stored it for offline reading."""
    page.goto(address)
    until(page, IS_KEPT, address)


def shows_its_picture(page: Page) -> bool:
    return bool(
        page.evaluate("""async () => {
        const image = document.querySelector('main picture img');
        await image.decode().catch(() => null);
        return image.naturalWidth > 0; }""")
    )


def test_what_was_read_is_there_without_a_server(page: Page, site: Path) -> None:
    with serving(site) as origin:
        visit(page, origin + PROFILE)
        until(page, HAS_PHOTOS, origin)
        visit(page, origin)
        visit(page, f"{origin}dien-hinh/")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.get_by_label("Nhà giáo").check()
        expect(page.locator(".cards-index > li")).to_have_count(2)
        heading = page.get_by_role("heading", level=1).inner_text()
        expect(page.locator(".kept-day")).to_have_count(0)
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == heading
    expect(page.locator(".kept-day")).to_have_text(DAY_KEPT)
    page.goto(f"{origin}dien-hinh/?nhom=teacher")
    expect(page.locator(".cards-index > li")).to_have_count(2)
    page.get_by_role("button", name="Bỏ mọi bộ lọc").click()
    page.locator(f".cards-index a[href$='{PROFILE.removeprefix('dien-hinh/')}']").first.click()
    page.wait_for_url(origin + PROFILE)
    assert shows_its_picture(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.ft')).borderTopStyle") == "solid", (
        "no style sheet"
    )


def test_a_page_that_is_not_kept_leads_to_those_that_are(page: Page, site: Path) -> None:
    with serving(site) as origin:
        visit(page, origin + PROFILE)
    page.goto(f"{origin}phong-trao/doc-sach/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem khi mất mạng")
    expect(
        page.get_by_text("Trang quý vị cần chưa được lưu trên máy này, và hiện không có mạng.")
    ).to_be_visible()
    kept_pages = page.locator("[data-offline-kept] li")
    expect(kept_pages).to_have_text([re.compile(r"^Phạm Ngân Hạ\s*lưu ngày \d\d/\d\d/20\d\d$")])
    kept_pages.get_by_role("link").click()
    page.wait_for_url(origin + PROFILE)
    with serving(site, port_of(origin)):
        page.goto(f"{origin}phong-trao/doc-sach/")
        expect(page.locator(".kept-day")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Xem khi mất mạng")
        page.goto(f"{origin}mat-mang/")
        page.get_by_role("button", name="Xóa bản lưu khỏi máy này").click()
        expect(page.get_by_text("Đã xóa bản lưu khỏi máy này.")).to_be_visible()
        assert kept(page) == {}


def test_one_button_keeps_the_conference(page: Page, site: Path) -> None:
    with serving(site) as origin:
        visit(page, origin + CONFERENCE)
        page.evaluate("address => fetch(address).then(answer => answer.blob())", origin + BOOKLET)
        assert origin + BOOKLET not in kept(page), "a booklet is kept only where it is asked for"
        page.get_by_role("button", name="Lưu để xem khi mất mạng").click()
        expect(page.get_by_text("Đã lưu trên máy này.")).to_be_visible()
    page.goto(origin)
    expect(page.locator(".kept-day")).to_have_text(DAY_KEPT)
    page.goto(origin + CONFERENCE)
    expect(page.get_by_role("heading", name="Chương trình")).to_be_visible()
    speakers = page.locator(".prog .inline a[href*='dien-hinh/']").evaluate_all(
        "all => [...new Set(all.map(link => link.href))]"
    )
    assert speakers
    for address in speakers:
        page.goto(address)
        expect(page.locator(".kept-day")).to_have_text(DAY_KEPT)
        if page.locator("main .pf-pic picture").count():
            assert shows_its_picture(page), address
        assert page.locator("img[src*='assets/qr/']").evaluate_all("""all => Promise.all(
            all.map(image => { image.loading = 'eager'; return image.decode(); })).then(() => true)""")
    size = "address => fetch(address).then(answer => answer.blob()).then(blob => blob.size)"
    assert page.evaluate(size, origin + BOOKLET) == (site / BOOKLET).stat().st_size
    page.goto(f"{origin}mat-mang/")
    expect(page.locator("[data-offline-kept] li", has_text="PDF")).to_have_text(
        [re.compile(r"^Chương trình.*PDF, lưu ngày"), re.compile(r"^Kỷ yếu.*PDF, lưu ngày")]
    )


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Renders the sample's site twice: with and without the consent of one person.

    Returns the folders of both sites, and the person's name.
    """
    folder, library = tmp_path_factory.mktemp("withdrawn"), read_project()
    ref = PROFILE.removeprefix("dien-hinh/").rstrip("/")
    before, after = (
        render_site(catalogue(publish(records, SITE, TODAY)), folder / name)
        for name, records in (("before", library), ("after", edited(library, "exemplars", ref, consent=None)))
    )
    return before, after, library.exemplars[ref].name


def test_who_was_withdrawn_is_gone_once_the_network_is_back(
    page: Page, before_and_after: tuple[Path, Path, str]
) -> None:
    """Checks that a person who withdraws consent disappears from the browser's copy of the site.

    As soon as the browser is online again, it deletes the person's page and portrait, and the lists with the
    name. It keeps the other pages that were visited.
    """
    before, after, name = before_and_after
    with serving(before) as origin:
        visit(page, origin + PROFILE)
        for address in (OTHER, "dien-hinh/", ""):
            visit(page, origin + address)
        until(page, HAS_PHOTOS, origin)
        page.goto(f"{origin}tim-kiem/?q=pham+ngan+ha")
        expect(page.locator(".sr-name").first).to_have_text(name)
        until(page, IS_KEPT, f"{origin}assets/search/index.js")
    portraits = set(re.findall(r"assets/photos/[0-9a-f]+", (before / PROFILE / "index.html").read_text()))
    portraits -= {
        stem
        for path in after.rglob("*.html")
        for stem in re.findall(r"assets/photos/[0-9a-f]+", path.read_text())
    }
    page.goto(origin + PROFILE)
    expect(page.locator(".kept-day")).to_have_text(DAY_KEPT)
    there = kept(page)
    assert portraits and any(stem in address for stem in portraits for address in there)
    with serving(after, port_of(origin)):
        page.goto(f"{origin}{OTHER}")
        until(page, IS_CHECKED, f"{origin}assets/standing/")
        there = kept(page)
        assert {origin + OTHER, f"{origin}dien-hinh/", origin} <= there.keys()
        assert not [address for address in there if any(stem in address for stem in portraits)]
        assert not [address for address, text in there.items() if name in text]


def test_a_site_that_is_gone_takes_its_copy_along(page: Page, site: Path, tmp_path: Path) -> None:
    with serving(site) as origin:
        visit(page, origin + PROFILE)
    (tmp_path / "404.html").write_text("<!doctype html><title>Không có</title>")
    page.goto(origin + PROFILE)
    with serving(tmp_path, port_of(origin)):
        page.goto(origin)
        until(
            page,
            "async () => !(await caches.keys()).length && !await navigator.serviceWorker.getRegistration()",
        )


def test_what_is_kept_is_bounded(page: Page, site: Path) -> None:
    with serving(site) as origin:
        visit(page, origin)
        page.evaluate(
            """async origin => {
            const store = await caches.open('kyyeu ' + origin + ' read');
            await store.delete(origin);
            for (let place = 0; place < 100; place += 1) {
                await store.put(origin + place + '/', new Response('')); }
        }""",
            origin,
        )
        visit(page, origin + PROFILE)
        pages = [address for address in kept(page) if address.endswith("/")]
        assert len(pages) == 100 and origin + PROFILE in pages and f"{origin}0/" not in pages
