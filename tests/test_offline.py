"""What the site's own keeper reads: the list of what stands, the manifest, the icons; what hosts are told of it."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from kyyeu.outputs.exports.hosting import nginx_lines
from kyyeu.outputs.site.offline import CORE, ICONS, LIST, render_icon, render_worker, standing
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.offline import LARGEST_COPY, offline_copy
from kyyeu.work.place import Source
from PIL import Image

from tests.building import HOME
from tests.rendered import render_site, sample_catalogue

CONFERENCE = "hoi-nghi/so-gddt/2015-2020/"


@pytest.fixture(scope="module")
def shown() -> Catalogue:
    return sample_catalogue()


@pytest.fixture(scope="module")
def site(shown: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_site(shown, tmp_path_factory.mktemp("offline"))


def marks(found: dict[str, bytes], address: str) -> list[str]:
    """As sw.js looks an address up."""
    shards = json.loads(found[f"{LIST}index.json"])["shards"]
    digest = hashlib.sha256(address.encode()).hexdigest()
    shard = int(digest[:4], 16) % len(shards)
    return re.findall(
        rf"^{digest[4:13]} (\w{{5}})$", found[f"{LIST}{shard}-{shards[shard]}.txt"].decode(), re.MULTILINE
    )


def province(count: int, edited: int = -1) -> dict[str, Source]:
    """Files of `count` profiles with their portraits, and a few pages that are always there."""

    def source(path: str, turn: int) -> Source:
        return Source(hashlib.sha1(f"{path} {turn == edited}".encode()).hexdigest(), Path())

    files = {
        path: source(path, -2) for path in ("index.html", "sitemap.xml", "assets/search/p-0-01234567.js")
    }
    for turn in range(count):
        files[f"dien-hinh/don-vi-{turn % 600}/nguoi-{turn}/index.html"] = source(f"page {turn}", turn)
        stem = f"assets/photos/{turn:016x}"
        files |= {
            f"{stem}-{width}.{form}": source(f"{stem}{width}{form}", -2)
            for width in (240, 480, 720)
            for form in ("webp", "jpg")
        }
    return files


@pytest.mark.parametrize("count", [5_000, 20_000])
def test_a_browser_reads_little_to_know_what_stands(count: int) -> None:
    """A line a page and a picture in whatever size; a phone that kept a hundred pages reads the index and at most so many small files."""
    files = province(count)
    found = standing(files)
    index, *shards = sorted(found, key=lambda path: not path.endswith("index.json"))
    assert len(found[index]) < 1_500 and max(len(found[path]) for path in shards) < 16_000
    assert sum(map(len, found.values())) < 36 * count
    assert sum(data.count(b"\n") for data in found.values()) == 2 * count + 2
    address = "dien-hinh/don-vi-7/nguoi-7/"
    assert marks(found, address) == [files[f"{address}index.html"].key[:5]]
    assert (
        marks(found, "/")
        and marks(found, "assets/photos/0000000000000007")
        and marks(found, "assets/search/p-0-01234567.js")
    )
    assert not marks(found, "sitemap.xml") and not marks(found, "dien-hinh/don-vi-7/nguoi-8/")


def test_one_edit_changes_one_shard() -> None:
    before, after = standing(province(5_000)), standing(province(5_000, edited=7))
    assert len(after.keys() - before.keys()) == len(before.keys() - after.keys()) == 1
    assert {path for path in after.keys() & before.keys() if after[path] != before[path]} == {
        f"{LIST}index.json"
    }
    assert standing(province(5_000)) == before


def test_the_keeper_changes_with_what_it_keeps_only(site: Path) -> None:
    script = (HOME / "theme/site/sw.js").read_text()
    core = dict.fromkeys(CORE, "1")
    assert (
        render_worker(script, core)
        == render_worker(script, dict(core))
        != render_worker(script, {**core, CORE[0]: "2"})
    )
    built = (site / "sw.js").read_text()
    assert "@@" not in built
    paths = json.loads(re.findall(r"^const CORE = (.*);$", built, re.MULTILINE)[0])
    assert [
        path for path in paths if not (site / path / ("index.html" if path.endswith("/") else "")).is_file()
    ] == []


def test_every_page_names_the_manifest_and_its_icons_are_drawn(site: Path) -> None:
    found = json.loads((site / "manifest.webmanifest").read_text())
    assert (found["name"], found["lang"], found["start_url"], found["scope"]) == (
        "Kỷ yếu Hoa Ban",
        "vi",
        "./",
        "./",
    )
    for icon in found["icons"]:
        with Image.open(site / icon["src"]) as image:
            assert (f"{image.width}x{image.height}", image.format) == (icon["sizes"], "PNG")
            drawn = image.convert("RGB")
            assert (
                drawn.getpixel((0, 0)) == drawn.getpixel((image.width - 1, image.height - 1)) == (143, 29, 34)
            ), "no corner is bare"
    drawing = (HOME / "theme/site/assets/favicon.svg").read_text()
    for path, size in ICONS.items():
        assert (site / path).read_bytes() == render_icon(drawing, size)
    for page in site.rglob("*.html"):
        text = page.read_text()
        (link,) = re.findall(r'<link rel="manifest" href="([^"]+)">', text)
        assert page.name == "404.html" or (page.parent / link).resolve() == site / "manifest.webmanifest", (
            page
        )


def test_hosts_let_no_browser_take_the_list_as_it_was(site: Path, shown: Catalogue) -> None:
    headers = (site / "_headers").read_text()
    for path in ("sw.js", f"{LIST}index.json"):
        assert f"/ky-yeu/{path}\n  Cache-Control: no-cache\n" in headers
        (block,) = re.findall(
            rf"location = /ky-yeu/{re.escape(path)} {{\n(.*?)}}", nginx_lines(shown), re.DOTALL
        )
        assert 'add_header Cache-Control "no-cache";' in block and "Content-Security-Policy" in block


def test_a_conference_offers_what_a_telephone_can_hold(site: Path) -> None:
    page = (site / CONFERENCE / "index.html").read_text()
    (addresses,) = re.findall(r'data-offline-save="([^"]+)"', page)
    for address in addresses.split():
        assert ((site / CONFERENCE / address).resolve() / "index.html").is_file(), address
    small, large = (
        BookletFile("so-gddt/2015-2020", name, name, f"{name}.pdf", size, 1, None)
        for name, size in (("a", 9_000), ("b", LARGEST_COPY))
    )
    found = offline_copy("hoi-nghi/x/", (), ("", "dien-hinh/a/", "dien-hinh/a/"), (large, small))
    assert found is not None and found.addresses == ("", "hoi-nghi/x/", "dien-hinh/a/", "a.pdf")
    assert offline_copy("hoi-nghi/x/", (), (), ()) is None
