"""What machines read in a page's head: the picture of a shared link, structured data, the page's policy."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kyyeu.model.fields import Minor
from kyyeu.outputs.site.cards import SIZE
from kyyeu.outputs.site.policy import PAGE_POLICY
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.catalogue import Catalogue
from PIL import Image

from tests.rendered import render_site, sample_catalogue

URL = "https://hoa-ban.example/ky-yeu/"


@pytest.fixture(scope="module")
def shown() -> Catalogue:
    return sample_catalogue()


@pytest.fixture(scope="module")
def site(shown: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_site(shown, tmp_path_factory.mktemp("sharing"))


def pages(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")


def head(page: str) -> dict[str, str]:
    """Values of <meta>, by name, property or http-equiv."""
    found = re.findall(
        r'<meta (?:name|property|http-equiv)="([^"]+)" content="([^"]*)">', page.partition("</head>")[0]
    )
    assert len(found) == len({name for name, _ in found}), "one value a name"
    return {name: html.unescape(value) for name, value in found}


def told(page: str) -> dict[str, Any] | None:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) <= 1
    return json.loads(blocks[0]) if blocks else None


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, entry in value.items():
            if name not in ("@type", "@context", "address", "inLanguage"):
                yield from texts(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from texts(entry)
    else:
        yield str(value)


def test_every_page_has_the_policy_before_anything_loads(site: Path) -> None:
    for address, page in pages(site):
        assert head(page)["Content-Security-Policy"] == PAGE_POLICY, address
        assert page.index("Content-Security-Policy") < min(page.index("<link"), page.index("<script")), (
            address
        )
    assert "unsafe" not in PAGE_POLICY and "http" not in PAGE_POLICY


def test_nothing_is_inline(site: Path) -> None:
    """No style, handler or script in a page; data blocks do not run."""
    for address, page in pages(site):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", page), address
        assert set(re.findall(r"<script(?! src=)([^>]*)>", page)) <= {' type="application/ld+json"'}, address


def test_every_page_has_a_picture_that_is_there(site: Path) -> None:
    for address, page in pages(site):
        if address == "404.html":
            continue
        facts = head(page)
        assert facts["og:url"] == html.unescape(
            re.findall(r'<link rel="canonical" href="([^"]+)"', page)[0]
        ), address
        assert facts["og:image"].startswith(URL) and facts["og:title"] and facts["og:description"], address
        with Image.open(site / facts["og:image"].removeprefix(URL)) as image:
            assert image.size == (int(facts["og:image:width"]), int(facts["og:image:height"])), address


def test_a_profile_shows_its_portrait_and_others_their_card(site: Path) -> None:
    profile = head((site / "dien-hinh/thpt-ban-trang/pham-ngan-ha/index.html").read_text())
    assert (
        profile["og:type"] == "profile"
        and "/assets/photos/" in profile["og:image"]
        and profile["twitter:card"] == "summary"
    )
    movement = head((site / "phong-trao/doc-sach/index.html").read_text())
    assert movement["og:type"] == "article" and movement["og:image"] == f"{URL}assets/cards/movements.png"
    assert movement["twitter:card"] == "summary_large_image"
    assert head((site / "index.html").read_text())["og:type"] == "website"


def test_a_card_a_section(site: Path) -> None:
    assert sorted(path.stem for path in (site / "assets/cards").iterdir()) == sorted(SECTIONS)
    for path in (site / "assets/cards").iterdir():
        with Image.open(path) as image:
            assert image.size == SIZE and not image.info.get("exif")
        assert path.stat().st_size < 150_000


def test_what_is_told_stands_on_the_page(site: Path) -> None:
    """Every word of the structured data but a place's address is read on the page too; links and moments of time are the page's own."""
    kinds = set()
    for address, page in pages(site):
        found = told(page)
        if found is None:
            continue
        kinds.add(found["@type"])
        words = " ".join(
            html.unescape(
                re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))
            ).split()
        )
        words += " ".join(head(page).values())
        for text in texts(found):
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


def test_nothing_is_told_of_a_child(site: Path, shown: Catalogue) -> None:
    minors = [exemplar for exemplar in shown.exemplars if exemplar.minor is not Minor.ADULT]
    assert minors
    for exemplar in shown.exemplars:
        found = told((site / f"dien-hinh/{exemplar.ref}/index.html").read_text())
        assert (found is None) == (exemplar in minors), exemplar.ref


def test_a_conference_as_an_event(site: Path) -> None:
    found = told((site / "hoi-nghi/so-gddt/2015-2020/index.html").read_text())
    assert found is not None
    assert (found["@type"], found["eventStatus"]) == ("Event", "https://schema.org/EventScheduled")
    assert re.fullmatch(r"2020-03-\d\dT\d\d:\d\d:00\+07:00", found["startDate"]) and found[
        "startDate"
    ] < found.get("endDate", "9")
    assert found["location"]["@type"] == "Place" and found["organizer"]["url"] == f"{URL}don-vi/so-gddt/"


def test_no_text_ends_the_data_block(shown: Catalogue) -> None:
    from kyyeu.outputs.site.head import page_head
    from kyyeu.views.site.structured_data import thing

    class View:
        heading = '"><script>alert(1)</script>'
        description = ""

    found = page_head(
        "unit", "units", View(), thing("Thing", name="</script><script>alert(1)</script>"), {}, URL
    )
    assert found.count("<script") == 1 and found.count("</script>") == 1 and "&lt;script" in found
    assert (
        json.loads(re.findall(r"json\">(.*)</script>", found)[0])["name"]
        == "</script><script>alert(1)</script>"
    )
