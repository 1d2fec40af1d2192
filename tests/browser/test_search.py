"""The search as a reader meets it: every case of search_cases.yml typed, the keyboard, marks, the page, the copy from file://."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.building import build
from tests.searching import CASES, copy_with_people

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
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
    """A profile with the dialog open, for all cases: a reader too types one query after another."""
    page = browser.new_page()
    page.goto(origin + PROFILE)
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    yield page
    page.close()


def ask(page: Page, query: str) -> list[tuple[str, list[str]]]:
    """Type a query; (kind, names) of every group once all is there."""
    page.locator("dialog input").fill(query)
    return found(page, "dialog .sd-list", query)


def found(page: Page, place: str, query: str) -> list[tuple[str, list[str]]]:
    page.wait_for_function(
        """([place, query]) => {
            const list = document.querySelector(place);
            return list.dataset.state === 'done' && list.dataset.query === query; }""",
        arg=[place, query.strip()],
    )
    groups: list[tuple[str, list[str]]] = page.eval_on_selector_all(
        f"{place} section",
        "all => all.map(part => [part.dataset.kind, [...part.querySelectorAll('.sr-name')].map(name => name.textContent)])",
    )
    return groups


def test_there_are_sixty_cases() -> None:
    assert len(CASES["cases"]) >= 60
    assert len({case["query"] for case in CASES["cases"]}) == len(CASES["cases"])


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
    expect(result.locator("img")).to_have_js_property("complete", True)
    assert result.locator("img").evaluate("picture => picture.naturalWidth") > 0
    ask(dialog, "danh chieng")
    expect(dialog.locator("dialog .sr-sum mark").first).to_have_text(
        "đánh chiêng"
    )  # quoted from the page itself
    ask(dialog, "gv lich su")
    assert dialog.locator("dialog .sr").first.locator("mark").all_inner_texts() == ["GV", "Lịch sử"]


def test_the_keyboard_alone_is_enough(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(origin)
    page.keyboard.press("Control+k")
    page.wait_for_selector("dialog[open]")
    page.keyboard.type("au duc long")
    found(page, "dialog .sd-list", "au duc long")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.querySelector('.sr-name').textContent") == "Âu Đức Long"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "sd-q"
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.wait_for_function("document.activeElement.matches('body, [data-search-open]')")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    found(page, "dialog .sd-list", "au duc long")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dien-hinh/thpt-ban-trang/au-duc-long/")
    page.close()


def test_the_page_keeps_its_query_in_the_address(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(f"{origin}tim-kiem/?q={quote('lê hòa')}")
    assert found(page, "[data-search-list]", "lê hòa")[0][1][0] == "Lê Hoà Bình"
    page.get_by_role("searchbox").fill("trống đồng")
    found(page, "[data-search-list]", "trống đồng")
    page.wait_for_function("new URLSearchParams(location.search).get('q') === 'trống đồng'")
    assert page.title().startswith("trống đồng · ")
    expect(page.locator("[data-search-said]")).to_contain_text("kết quả")
    page.keyboard.press("Enter")
    assert page.url.startswith(f"{origin}tim-kiem/?q=")
    page.close()


def test_every_address_found_is_there(browser: Browser, origin: str, site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{origin}tim-kiem/?q=hoa")
    page.wait_for_selector("[data-search-list][data-state=done]")
    shown = page.evaluate("""async () => (await Promise.all([...document.scripts].map(() => null))) && fetch('../assets/search/index.js')
        .then(answer => answer.text()).then(text => JSON.parse(text.slice(text.indexOf(',') + 1, text.lastIndexOf(')'))))""")
    addresses = []
    for name in shown["shown"]:
        text = (site / f"assets/search/d-{name}.js").read_text(encoding="utf-8")
        addresses += page.evaluate("text => JSON.parse(text)", text[text.index(",") + 1 : text.rindex(")")])
    page.close()
    assert len(addresses) > 40
    for row in addresses:
        path, _, anchor = row[1].partition("#")
        file = site / (f"{path}index.html" if path.endswith("/") else path)
        assert file.exists() and (not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8")), row[1]
        assert not row[6] or (site / row[6]).exists()


def test_without_a_script_the_page_leads_to_the_lists(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + PROFILE)
    page.get_by_role("link", name="Tìm tên, trường, phong trào").click()
    expect(page).to_have_url(f"{origin}tim-kiem/")
    expect(page.get_by_text("Ô tìm kiếm cần JavaScript")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.locator("main .links").get_by_role("link", name="Điển hình").click()
    expect(page).to_have_url(f"{origin}dien-hinh/")
    context.close()


def test_a_copy_opened_as_files_searches_too(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    assert ask(page, "duc long au")[0][1][0] == "Âu Đức Long"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/dien-hinh/thpt-ban-trang/au-duc-long/index.html")
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_the_dialog_stays_inside_the_screen(browser: Browser, origin: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(origin)
    page.get_by_role("button", name="Tìm tên, trường, phong trào").click()
    page.wait_for_selector("dialog[open]")
    ask(page, "trường")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator("dialog").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 700
    assert not page.evaluate("[...document.querySelectorAll('dialog [style]')].length") and not faults
    page.close()


def test_a_first_search_is_light(browser: Browser, origin: str, site: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.goto(origin)
    page.on("request", lambda request: asked.append(request.url.removeprefix(origin).partition("?")[0]))
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    ask(page, "nguyen van duc")
    assert sum(len(gzip.compress((site / path).read_bytes())) for path in asked) < 60_000
    page.close()
