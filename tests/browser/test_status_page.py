"""Tests the page on the state of the units' papers (`kyyeu status --format html`) in a browser.

It must be accessible, fit all widths, be readable on a phone, and print well.
"""

import io
from pathlib import Path

import pikepdf
import pytest

from tests.browser.conftest import OpenPage, watch
from tests.browser.test_every_reader import violations
from tests.building import DAY, copy_sample, kyyeu


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = copy_sample(tmp_path_factory.mktemp("status-page") / "sample")
    kyyeu(root, "status", "--date", DAY, "--format", "html")
    return Path(root / "print" / "tinh-hinh.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_nothing_overflows(
    open_page: OpenPage, address: str, scheme: str, width: int
) -> None:
    """Checks with axe that the page on the state of the units' papers is accessible, and not too wide.

    The page's content security policy is switched off, because axe is added to the page as a script.
    """
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    problems = watch(page, address)
    page.goto(address)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length") >= 2
    assert problems == []


def test_its_own_policy_lets_its_sheet_through(open_page: OpenPage, address: str) -> None:
    page = open_page()
    problems = watch(page, address)
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).textAlign") == "center"
    assert problems == []


def test_a_name_leads_to_what_its_unit_lacks(open_page: OpenPage, address: str) -> None:
    page = open_page(address, viewport={"width": 390, "height": 900})
    page.get_by_role("link", name="Trường THPT Hoa Ban").click()
    assert page.evaluate("""[document.querySelector(':target h3').textContent,
        getComputedStyle(document.querySelector('td'), '::before').content]""") == [
        "Trường THPT Hoa Ban",
        '"Tình trạng"',
    ]


def test_it_prints_on_a4_on_its_side(open_page: OpenPage, address: str) -> None:
    with pikepdf.open(
        io.BytesIO(open_page(address, color_scheme="dark").pdf(prefer_css_page_size=True))
    ) as pdf:
        sizes = {tuple(round(float(edge)) for edge in sheet.mediabox[2:]) for sheet in pdf.pages}
    assert sizes == {(842, 595)}
