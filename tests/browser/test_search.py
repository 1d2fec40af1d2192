"""Tests the site's search in headless Chromium, in its dialog and on its page, and with the keyboard.

Every query in search_cases.yml must find what the file says.
"""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage, serving, watch
from tests.building import build
from tests.searching import CASES, copy_with_people

PROFILE = "dien-hinh/thpt-ban-trang/pham-ngan-ha/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_with_people(tmp_path_factory.mktemp("search") / "sample")
    build(root)
    return root / "site"


@pytest.fixture(scope="module")
def origin(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture(scope="module")
def dialog(browser: Browser, origin: str) -> Iterator[Page]:
    """Yields a profile page with the search dialog open, into which the tests type their queries."""
    with browser.new_page() as page:
        page.goto(origin + PROFILE)
        open_dialog(page)
        yield page


def open_dialog(page: Page) -> None:
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")


def ask(page: Page, query: str) -> list[tuple[str, list[str]]]:
    """Types a query into the search dialog and returns the groups of results.

    A group is a pair of a kind, such as 'exemplar', and the names of the results.
    """
    page.locator("dialog input").fill(query)
    return results(page, "dialog .sd-list", query)


def results(page: Page, place: str, query: str) -> list[tuple[str, list[str]]]:
    """Waits until the search for a query has finished, and returns the groups of results.

    A group is a pair of a kind, such as 'exemplar', and the names of the results. `place` is the CSS selector
    of the list of results.
    """
    page.wait_for_function(
        """([place, query]) => {
            const list = document.querySelector(place);
            return list.dataset.state === 'done' && list.dataset.query === query; }""",
        arg=[place, query.strip()],
    )
    groups: list[tuple[str, list[str]]] = page.eval_on_selector_all(
        f"{place} section",
        """all => all.map(part => [part.dataset.kind,
            [...part.querySelectorAll('.sr-name')].map(name => name.textContent)])""",
    )
    return groups


def test_there_are_sixty_cases() -> None:
    assert len({case["query"] for case in CASES["cases"]}) == len(CASES["cases"]) >= 60


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["query"].strip())
def test_what_must_come_first_does(dialog: Page, case: dict[str, Any]) -> None:
    groups = ask(dialog, case["query"])
    if case.get("none"):
        assert groups == []
        return
    kind, names = groups[0]
    assert (kind, names[0]) == (case.get("kind", "exemplar"), case["first"]), groups
    wanted = [case["first"], *case.get("then", ())]
    assert [name for name in names if name in wanted] == wanted
    assert case.get("never") not in [name for _, names in groups for name in names]


def test_results_show_portrait_unit_and_what_matched(dialog: Page) -> None:
    ask(dialog, "ngan ha")
    result = dialog.locator("dialog .sr").first
    assert result.locator(".sr-name").inner_text() == "Phạm Ngân Hạ"
    assert result.locator("mark").first.inner_text() == "Ngân Hạ"
    assert "Trường THPT Hoa Ban" in result.inner_text()
    assert result.locator("img").evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    ask(dialog, "danh chieng")
    # The query matches words in the text of the profile, not its name.
    expect(dialog.locator("dialog .sr-sum mark").first).to_have_text("đánh chiêng")
    ask(dialog, "gv lich su")
    assert dialog.locator("dialog .sr").first.locator("mark").all_inner_texts() == ["GV", "Lịch sử"]


def test_the_keyboard_alone_is_enough(open_page: OpenPage, origin: str) -> None:
    page = open_page(origin)
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type("au duc long")
    results(page, "dialog .sd-list", "au duc long")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.querySelector('.sr-name').textContent") == "Âu Đức Long"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "sd-q"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    # Playwright is given a function here. To wait for a plain expression it would need eval, which the page's
    # security policy forbids.
    page.wait_for_function("() => document.activeElement.matches('body, [data-search-open]')")
    open_dialog(page)
    results(page, "dialog .sd-list", "au duc long")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dien-hinh/thpt-ban-trang/au-duc-long/")


def test_the_page_keeps_its_query_in_the_address(open_page: OpenPage, origin: str) -> None:
    page = open_page(f"{origin}tim-kiem/?q={quote('lê hòa')}")
    assert results(page, "[data-search-list]", "lê hòa")[0][1][0] == "Lê Hoà Bình"
    page.get_by_role("searchbox").fill("trống đồng")
    results(page, "[data-search-list]", "trống đồng")
    page.wait_for_function("() => new URLSearchParams(location.search).get('q') === 'trống đồng'")
    assert page.title().startswith("trống đồng · ")
    expect(page.locator("[data-search-said]")).to_contain_text("kết quả")
    page.keyboard.press("Enter")
    assert page.url.startswith(f"{origin}tim-kiem/?q=")


def search_data(site: Path, name: str) -> Any:
    """Returns the content of a data file of the search, parsed from JSON.

    The file is a script: it calls a function, and the JSON is the last argument.
    """
    script = (site / f"assets/search/{name}.js").read_text(encoding="utf-8")
    return json.loads(script[script.index(",") + 1 : script.rindex(")")])


def test_every_address_of_the_search_exists(site: Path) -> None:
    rows = [row for name in search_data(site, "index")["shown"] for row in search_data(site, f"d-{name}")]
    assert len(rows) > 40
    for row in rows:
        path, _, anchor = row[1].partition("#")
        file = site / (f"{path}index.html" if path.endswith("/") else path)
        assert file.exists() and (not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8")), row[1]
        assert not row[6] or (site / row[6]).exists()


def test_without_a_script_the_page_leads_to_the_lists(open_page: OpenPage, origin: str) -> None:
    page = open_page(origin + PROFILE, java_script_enabled=False)
    page.get_by_role("link", name="Tìm tên, trường, phong trào").click()
    expect(page).to_have_url(f"{origin}tim-kiem/")
    expect(page.get_by_text("Ô tìm kiếm cần JavaScript")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.locator("main .links").get_by_role("link", name="Điển hình").click()
    expect(page).to_have_url(f"{origin}dien-hinh/")


def test_a_copy_opened_as_files_searches_too(open_page: OpenPage, site: Path) -> None:
    page = open_page((site / "index.html").as_uri())
    open_dialog(page)
    assert ask(page, "duc long au")[0][1][0] == "Âu Đức Long"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/dien-hinh/thpt-ban-trang/au-duc-long/index.html")


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_the_dialog_stays_inside_the_screen(open_page: OpenPage, origin: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 700})
    problems = watch(page, origin)
    page.goto(origin)
    page.get_by_role("button", name="Tìm tên, trường, phong trào").click()
    page.wait_for_selector("dialog[open]")
    ask(page, "trường")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator("dialog").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 700
    assert page.locator("dialog [style]").count() == 0 and problems == []


def test_a_first_search_is_light(open_page: OpenPage, origin: str, site: Path) -> None:
    page = open_page()
    asked: list[str] = []
    page.goto(origin)
    page.on("request", lambda request: asked.append(request.url.removeprefix(origin).partition("?")[0]))
    open_dialog(page)
    ask(page, "nguyen van duc")
    assert sum(len(gzip.compress((site / path).read_bytes())) for path in asked) < 60_000
