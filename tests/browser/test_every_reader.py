"""WCAG 2.2 AA by axe-core on every kind of page, and what axe can't see: targets, spacing, motion, forced colours, weight."""

import gzip
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from kyyeu.outputs.site.pages import DATA_PAGE, PAGES
from playwright.sync_api import Browser, Page

from tests.browser.conftest import restyle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = [(scheme, width) for scheme in ("light", "dark") for width in (390, 1280)]
PROFILE = "dien-hinh/thpt-ban-trang/pham-ngan-ha/"
WEIGHT, REQUESTS = 130_000, 30
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter(target => {
    const box = target.getBoundingClientRect(), style = getComputedStyle(target);
    const unseen = !box.width || style.visibility === 'hidden' || style.clipPath !== 'none' || style.opacity === '0' || box.bottom < 0;
    const labelled = target.labels?.length && target.labels[0].getBoundingClientRect().height >= 24;
    const inText = style.display === 'inline' && [...target.parentNode.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return !unseen && !labelled && !inText && (box.width < 24 || box.height < 24);
}).map(target => target.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('main *')].filter(part => {
    const style = getComputedStyle(part), box = part.getBoundingClientRect();
    if (style.overflowX !== 'hidden' || style.clipPath !== 'none' || part.closest('[aria-hidden=true]')) { return false; }
    return [...part.querySelectorAll('*')].some(inner => {
        const own = inner.getBoundingClientRect();
        return inner.children.length === 0 && inner.innerText?.trim() && !inner.matches('.vh')
            && (own.right > box.right + 1 || own.left < box.left - 1 || own.bottom > box.bottom + 1); });
}).map(part => part.className)"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }"""  # WCAG 1.4.12


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds: (rule, where, why)."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES
    )
    assert len(found["passes"]) > 10, "axe looked at the page"
    return [
        (fault["id"], str(node["target"]), node["failureSummary"])
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def open_page(page: Page, origin: str, site: Path, kind: str, address: str) -> None:
    """A moved page would lead on before anyone looks: it is shown without its refresh, by no worker of the site."""
    if kind == "moved":
        text = (
            (site / address / "index.html")
            .read_text(encoding="utf-8")
            .replace('http-equiv="refresh"', 'name="none"')
        )
        page.route(
            origin + address, lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8")
        )
    page.goto(origin + address)


def test_every_kind_of_page_is_looked_at(kinds: dict[str, str]) -> None:
    assert set(kinds) == {kind.name for kind in (*PAGES, DATA_PAGE)} | {"prose", "404"}


def test_axe_finds_a_planted_fault(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(origin)
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [rule for rule, _, _ in violations(page)] == ["image-alt"]
    page.close()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_no_violation_on_any_kind_of_page(
    browser: Browser, origin: str, site: Path, kinds: dict[str, str], scheme: Any, width: int
) -> None:
    page = browser.new_page(
        service_workers="block", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    for kind, address in kinds.items():
        open_page(page, origin, site, kind, address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        assert violations(page) == [], (kind, address)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_with_something_open(browser: Browser, origin: str, scheme: Any) -> None:
    """The menu, the search with results and without, the filter on a phone and narrowed, the rows, what was copied."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto(origin)
    page.locator("[data-menu] summary").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Tìm tên, trường, phong trào").click()
    for query in ("trường", "khongcogicả"):
        page.locator("dialog input").fill(query)
        page.wait_for_selector(f"dialog .sd-list[data-query='{query}'][data-state=done]")
        assert violations(page) == [], query
    page.goto(f"{origin}dien-hinh/")
    page.get_by_role("button", name="Lọc danh sách").click()
    page.get_by_label("Nhà giáo").check()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Bảng gọn").check()
    assert violations(page) == []
    page.close()


def test_targets_are_large_enough_for_a_finger(
    browser: Browser, origin: str, site: Path, kinds: dict[str, str]
) -> None:
    """24 px each way; a link within a sentence is as high as its line (WCAG 2.5.8)."""
    page = browser.new_page(service_workers="block", viewport={"width": 390, "height": 844}, has_touch=True)
    for kind, address in kinds.items():
        open_page(page, origin, site, kind, address)
        assert page.evaluate(SMALL_TARGETS) == [], kind
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_cut_with_wider_spacing_or_larger_letters(
    browser: Browser, origin: str, site: Path, kinds: dict[str, str], width: int
) -> None:
    page = browser.new_page(service_workers="block", viewport={"width": width, "height": 900})
    for kind, address in kinds.items():
        open_page(page, origin, site, kind, address)
        for css in (SPACED, "html { font-size: 200% }" if width > 320 else ""):
            restyle(page, css)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (kind, css)
            assert page.evaluate(CUT) == [], (kind, css)
    page.close()


def test_who_asks_for_less_motion_gets_none(
    browser: Browser, origin: str, site: Path, kinds: dict[str, str]
) -> None:
    page = browser.new_page(service_workers="block", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll('*')].filter(part => {
        const style = getComputedStyle(part);
        return style.transitionDuration !== '0s' || style.animationName !== 'none' || style.scrollBehavior !== 'auto'; }).length"""
    for kind, address in kinds.items():
        open_page(page, origin, site, kind, address)
        assert page.evaluate(moving) == 0, kind
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{origin}dien-hinh/")
    assert page.evaluate(moving) > 0
    page.close()


def test_the_readers_own_colours_keep_what_a_background_said(browser: Browser, origin: str) -> None:
    """In forced colours the chosen year, look and section still stand out."""
    page = browser.new_page(forced_colors="active", viewport={"width": 1280, "height": 900})
    background = "part => getComputedStyle(part).backgroundColor"
    page.goto(f"{origin}phong-trao/nam/2017/")
    years = page.locator(".years a").evaluate_all(
        "all => all.map(part => getComputedStyle(part).backgroundColor)"
    )
    assert len(set(years)) == 2
    page.goto(f"{origin}dien-hinh/")
    chosen, other = (page.locator(".look label").nth(place).evaluate(background) for place in (0, 1))
    assert chosen != other
    page.close()


def test_a_first_visit_to_a_profile_is_light(browser: Browser, origin: str) -> None:
    """Everything that a phone asks for, as gzip sends it, but the pictures of people (issue 3)."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(origin + PROFILE, wait_until="networkidle")
    page.mouse.wheel(0, 30_000)
    page.wait_for_load_state("networkidle")
    bodies = {answer.url.removeprefix(origin): answer.body() for answer in answers}
    assert {PROFILE, "assets/site.css", "assets/site.js"} <= bodies.keys() and [
        name for name in bodies if name.endswith(".woff2")
    ]
    sent = {
        name: len(body) if name.endswith((".woff2", ".webp", ".avif", ".jpg")) else len(gzip.compress(body))
        for name, body in bodies.items()
        if not name.startswith("assets/photos/")
    }
    assert sum(sent.values()) <= WEIGHT, sent
    assert len(bodies) <= REQUESTS, sorted(bodies)
    context.close()
