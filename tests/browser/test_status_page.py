"""The Sở's page of how units stand, opened from a file as it is used: axe, width, the table on a phone, paper."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_every_reader import AXE, RULES
from tests.building import DAY, copy_sample, kyyeu

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = copy_sample(tmp_path_factory.mktemp("status-page") / "sample")
    kyyeu(root, "status", "--date", DAY, "--format", "html")
    return Path(root / "print" / "tinh-hinh.html").as_uri()


def opened(browser: Browser, address: str, scheme: str, width: int) -> tuple[Page, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )  # type: ignore[arg-type]
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto(address)
    return page, [entry for entry in asked if not entry.startswith(("data:", address))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    page, asked = opened(browser, address, scheme, width)
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES
    )
    assert len(found["passes"]) > 10
    assert [(entry["id"], node["target"]) for entry in found["violations"] for node in entry["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length") >= 2
    assert asked == []
    page.context.close()


def test_its_own_policy_lets_its_sheet_through(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).textAlign") == "center"
    assert said == []
    context.close()


def test_a_name_leads_to_what_its_unit_lacks(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, "light", 390)
    page.get_by_role("link", name="Trường THPT Hoa Ban").click()
    assert page.evaluate("document.querySelector(':target h3').textContent") == "Trường THPT Hoa Ban"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('td'), '::before').content") == '"Tình trạng"'
    )
    page.context.close()


def test_it_prints_on_a4_on_its_side(browser: Browser, address: str, tmp_path: Path) -> None:
    page, _ = opened(browser, address, "dark", 1280)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "page.pdf") as pdf:
        assert {tuple(round(float(edge)) for edge in sheet.mediabox[2:]) for sheet in pdf.pages} == {
            (842, 595)
        }
    page.context.close()
