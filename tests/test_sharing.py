"""Tests what programs read of a page: its <meta> elements, structured data, security policy and QR code.

The <meta> elements name the picture that is shown where somebody shares a link to the page.
"""

import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import resvg_py
import zxingcpp
from kyyeu.model.fields import Minor
from kyyeu.outputs.qr import qr_svg
from kyyeu.outputs.site.cards import SIZE
from kyyeu.outputs.site.head import page_head
from kyyeu.outputs.site.policy import PAGE_POLICY
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.structured_data import thing
from PIL import Image

URL = "https://hoa-ban.example/ky-yeu/"


@pytest.fixture
def site(built_sample: Path) -> Path:
    return built_sample / "site"


def pages(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")


def head(page: str) -> dict[str, str]:
    """Returns the content of each <meta> element of a page, as a dict.

    The key is the element's name, property or http-equiv.
    """
    values = re.findall(
        r'<meta (?:name|property|http-equiv)="([^"]+)" content="([^"]*)">', page.partition("</head>")[0]
    )
    assert len(values) == len({name for name, _ in values}), "a name has two values"
    return {name: html.unescape(value) for name, value in values}


def structured_data(page: str) -> dict[str, Any] | None:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) <= 1
    return json.loads(blocks[0]) if blocks else None


def texts(tree: Any) -> list[str]:
    """Returns all texts in the structured data (schema.org) of a page as a list.

    Types, languages and postal addresses are left out.
    """
    if isinstance(tree, dict):
        skipped = ("@type", "@context", "address", "inLanguage")
        tree = [value for name, value in tree.items() if name not in skipped]
    return [text for value in tree for text in texts(value)] if isinstance(tree, list) else [str(tree)]


def test_every_page_has_the_policy_before_anything_loads(site: Path) -> None:
    for address, page in pages(site):
        assert head(page)["Content-Security-Policy"] == PAGE_POLICY, address
        assert page.index("Content-Security-Policy") < min(page.index("<link"), page.index("<script")), (
            address
        )
    assert "unsafe" not in PAGE_POLICY and "http" not in PAGE_POLICY


def test_pages_have_no_inline_style_or_script(site: Path) -> None:
    """Pages have no inline styles, and no inline scripts that a browser runs.

    Structured data (JSON-LD) is also in a <script> element, but browsers do not run it.
    """
    for address, page in pages(site):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", page), address
        assert set(re.findall(r"<script(?! src=)([^>]*)>", page)) <= {' type="application/ld+json"'}, address


def test_every_page_has_a_picture_that_exists(site: Path) -> None:
    for address, page in pages(site):
        if address == "404.html":
            continue
        facts = head(page)
        canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', page)[0]
        assert facts["og:url"] == html.unescape(canonical), address
        assert facts["og:image"].startswith(URL) and facts["og:title"] and facts["og:description"], address
        with Image.open(site / facts["og:image"].removeprefix(URL)) as image:
            assert image.size == (int(facts["og:image:width"]), int(facts["og:image:height"])), address


def test_a_profile_shows_its_portrait_and_others_their_card(site: Path) -> None:
    for address, kind, picture, card in (
        ("dien-hinh/thpt-ban-trang/pham-ngan-ha/", "profile", "assets/photos/", "summary"),
        ("phong-trao/doc-sach/", "article", "assets/cards/movements.png", "summary_large_image"),
        ("", "website", "assets/cards/home.png", "summary_large_image"),
    ):
        facts = head((site / address / "index.html").read_text())
        assert (facts["og:type"], facts["twitter:card"]) == (kind, card), address
        assert facts["og:image"].startswith(URL + picture), address


def test_every_section_has_a_card(site: Path) -> None:
    assert sorted(path.stem for path in (site / "assets/cards").iterdir()) == sorted(SECTIONS)
    for path in (site / "assets/cards").iterdir():
        with Image.open(path) as image:
            assert image.size == SIZE and not image.info.get("exif")
        assert path.stat().st_size < 150_000


def test_structured_data_repeat_only_what_the_page_shows(site: Path) -> None:
    """Every text of a page's structured data (schema.org) also stands on the page or in its <meta> elements.

    Postal addresses, links and dates are not looked for.
    """
    kinds = set()
    for address, page in pages(site):
        data = structured_data(page)
        if data is None:
            continue
        kinds.add(data["@type"])
        body = re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
        words = " ".join((html.unescape(body) + " ".join(head(page).values())).split())
        for text in texts(data):
            if text.startswith(("http://", "https://")) or re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:+]+)?", text):
                continue
            assert " ".join(text.split()) in words, (address, text)
    assert kinds == {
        "WebSite",
        "Person",
        "Organization",
        "Article",
        "EducationalOrganization",
        "GovernmentOrganization",
        "Event",
        "NewsArticle",
    }


def test_pages_of_minors_have_no_structured_data(site: Path, shown: Catalogue) -> None:
    minors = [exemplar for exemplar in shown.exemplars if exemplar.minor is not Minor.ADULT]
    assert minors
    for exemplar in shown.exemplars:
        data = structured_data((site / f"dien-hinh/{exemplar.ref}/index.html").read_text())
        assert (data is None) == (exemplar in minors), exemplar.ref


def test_a_conference_as_an_event(site: Path) -> None:
    event = structured_data((site / "hoi-nghi/so-gddt/2015-2020/index.html").read_text())
    assert event is not None and (event["@type"], event["eventStatus"]) == (
        "Event",
        "https://schema.org/EventScheduled",
    )
    assert re.fullmatch(r"2020-03-\d\dT\d\d:\d\d:00\+07:00", event["startDate"])
    assert event["startDate"] < event.get("endDate", "9")
    assert event["location"]["@type"] == "Place" and event["organizer"]["url"] == f"{URL}don-vi/so-gddt/"


def test_no_text_ends_the_data_block() -> None:
    view = SimpleNamespace(heading='"><script>alert(1)</script>', description="")
    hostile = "</script><script>alert(1)</script>"
    written = page_head("unit", "units", view, thing("Thing", name=hostile), {}, URL)
    assert written.count("<script") == 1 and written.count("</script>") == 1 and "&lt;script" in written
    assert json.loads(re.findall(r"json\">(.*)</script>", written)[0])["name"] == hostile


ADDRESS = "https://kyyeu.example/dien-hinh/thpt-suoi-ngoc/quach-ngan-khe/"


def test_a_code_reads_back_as_its_address() -> None:
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=qr_svg(ADDRESS).decode(), width=300, background="white"))
    with Image.open(io.BytesIO(drawn)) as picture:
        codes = zxingcpp.read_barcodes(picture.convert("L"))
    assert [(code.text, code.ec_level) for code in codes] == [(ADDRESS, "M")]
