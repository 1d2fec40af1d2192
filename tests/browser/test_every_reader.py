"""Tests the accessibility (WCAG 2.2 AA) of every kind of page, with axe-core and with tests of our own.

Our tests are for what axe cannot see, such as motion.
"""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from kyyeu.outputs.site.pages import DATA_PAGE, PAGES
from playwright.sync_api import Page, Response

from tests.browser.conftest import OpenPage, restyle

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = [
    "color-contrast",
    "link-in-text-block",
]  # Only the results of these rules of axe can change with a light or dark colour scheme.
PROFILE = "dien-hinh/thpt-ban-trang/pham-ngan-ha/"
WEIGHT, REQUESTS = 130_000, 30
SMALL_TARGETS = """() => [
    ...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')].filter(target => {
    const box = target.getBoundingClientRect(), style = getComputedStyle(target);
    const unseen = !box.width || style.visibility === 'hidden' || style.clipPath !== 'none'
        || style.opacity === '0' || box.bottom < 0;
    const labelled = target.labels?.length && target.labels[0].getBoundingClientRect().height >= 24;
    const inText = style.display === 'inline'
        && [...target.parentNode.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return !unseen && !labelled && !inText && (box.width < 24 || box.height < 24);
}).map(target => target.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('main *')].filter(part => {
    const style = getComputedStyle(part), box = part.getBoundingClientRect();
    if (style.overflowX !== 'hidden' || style.clipPath !== 'none' || part.closest('[aria-hidden=true]')) {
        return false; }
    return [...part.querySelectorAll('*')].some(inner => {
        const area = inner.getBoundingClientRect();
        return inner.children.length === 0 && inner.innerText?.trim() && !inner.matches('.vh')
            && (area.right > box.right + 1 || area.left < box.left - 1 || area.bottom > box.bottom + 1); });
}).map(part => part.className)"""
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }"""  # Pages must stay usable with this spacing of text (WCAG 1.4.12).


def violations(page: Page, colours_only: bool = False) -> list[tuple[str, str, str]]:
    """Runs axe on a page; returns a triple of rule, element and reason for each violation of accessibility.

    If `colours_only` is true, only the rules on colours are tested.
    """
    page.evaluate(AXE)
    chosen = {"type": "rule", "values": COLOURS} if colours_only else {"type": "tag", "values": RULES}
    results: dict[str, Any] = page.evaluate("chosen => axe.run(document, { runOnly: chosen })", chosen)
    assert len(results["passes"]) > (0 if colours_only else 10), "axe looked at the page"
    return [
        (fault["id"], str(node["target"]), node["failureSummary"])
        for fault in results["violations"]
        for node in fault["nodes"]
    ]


Visit = Callable[..., Iterator[tuple[Page, str]]]


@pytest.fixture
def visit(open_page: OpenPage, origin: str, site: Path, kinds: dict[str, str]) -> Visit:
    """Returns a function that opens one page of every kind in turn, and yields each page with its kind.

    One kind is a page at the old address of a moved record, which redirects at once. It is opened without the
    redirect, so that it can be tested. Service workers are blocked, because they would load that page with
    its redirect.
    """
    moved = (site / kinds["moved"] / "index.html").read_text(encoding="utf-8")
    still = moved.replace('http-equiv="refresh"', 'name="none"')

    def visit_all(**options: Any) -> Iterator[tuple[Page, str]]:
        page = open_page(service_workers="block", **options)
        page.route(
            origin + kinds["moved"],
            lambda route: route.fulfill(body=still, content_type="text/html; charset=utf-8"),
        )
        for kind, address in kinds.items():
            page.goto(origin + address)
            yield page, kind

    return visit_all


def test_every_kind_of_page_is_looked_at(kinds: dict[str, str]) -> None:
    assert set(kinds) == {kind.name for kind in (*PAGES, DATA_PAGE)} | {"prose", "404"}


def test_axe_finds_a_planted_fault(open_page: OpenPage, origin: str) -> None:
    page = open_page(origin)
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [rule for rule, _, _ in violations(page)] == ["image-alt"]
    restyle(page, "main p { color: #ccc; background: #ddd }")
    assert {rule for rule, _, _ in violations(page, colours_only=True)} == {"color-contrast"}


@pytest.mark.parametrize("width", [390, 1280])
def test_no_violation_on_any_kind_of_page(visit: Visit, width: int) -> None:
    for page, kind in visit(viewport={"width": width, "height": 900}):
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        assert violations(page) == [], kind
        page.emulate_media(color_scheme="dark")
        assert violations(page, colours_only=True) == [], kind
        page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_with_something_open(open_page: OpenPage, origin: str, scheme: str) -> None:
    """Checks the accessibility of pages while the menu, the search or the filter is open.

    The list in its layout with compact rows is checked too.
    """
    page = open_page(origin, viewport={"width": 390, "height": 844}, color_scheme=scheme)
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


def test_targets_are_large_enough_for_a_finger(visit: Visit) -> None:
    """Checks that links, buttons and inputs are at least 24 pixels wide and high (WCAG 2.5.8).

    Links within a sentence may be smaller.
    """
    for page, kind in visit(viewport={"width": 390, "height": 844}, has_touch=True):
        assert page.evaluate(SMALL_TARGETS) == [], kind


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_cut_with_wider_spacing_or_larger_letters(visit: Visit, width: int) -> None:
    for page, kind in visit(viewport={"width": width, "height": 900}):
        for css in (SPACED, "html { font-size: 200% }" if width > 320 else ""):
            restyle(page, css)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (kind, css)
            assert page.evaluate(CUT) == [], (kind, css)


def test_who_asks_for_less_motion_gets_none(visit: Visit, origin: str) -> None:
    moving = """() => [...document.querySelectorAll('*')].filter(part => {
        const style = getComputedStyle(part);
        return style.transitionDuration !== '0s' || style.animationName !== 'none'
            || style.scrollBehavior !== 'auto'; }).length"""
    for page, kind in visit(reduced_motion="reduce"):
        assert page.evaluate(moving) == 0, kind
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{origin}dien-hinh/")
    assert page.evaluate(moving) > 0


def test_the_readers_own_colours_keep_what_a_background_said(open_page: OpenPage, origin: str) -> None:
    """Checks that the chosen year and the chosen layout of a list are marked also in forced colours.

    In forced colours, the reader's operating system replaces the colours of the site.
    """
    page = open_page(forced_colors="active", viewport={"width": 1280, "height": 900})
    for address, choices in (("phong-trao/nam/2017/", ".years a"), ("dien-hinh/", ".look label")):
        page.goto(origin + address)
        backgrounds = page.locator(choices).evaluate_all(
            "all => all.map(part => getComputedStyle(part).backgroundColor)"
        )
        assert len(set(backgrounds)) == 2, choices


def test_a_first_visit_to_a_profile_is_light(open_page: OpenPage, origin: str) -> None:
    """Checks that a first visit to a profile page with a phone loads few files, of small size in total.

    Sizes are those of compressed files. The photos of people are not counted.
    """
    page = open_page(viewport={"width": 390, "height": 844}, is_mobile=True, device_scale_factor=2)
    answers: list[Response] = []
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
