"""Tests what the site keeps for use offline: its list of files, manifest, icons and service worker."""

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
from kyyeu.work.source import Source, digest_of
from PIL import Image

from tests.building import HOME

CONFERENCE = "hoi-nghi/so-gddt/2015-2020/"


@pytest.fixture
def site(built_sample: Path) -> Path:
    return built_sample / "site"


def marks(files: dict[str, bytes], address: str) -> list[str]:
    """Looks up a page's address in the offline list of files, as the service worker sw.js does.

    Returns a list with the first five characters of the page's hash, or an empty list if the address is
    missing.
    """
    shards = json.loads(files[f"{LIST}index.json"])["shards"]
    digest = hashlib.sha256(address.encode()).hexdigest()
    shard = int(digest[:4], 16) % len(shards)
    return re.findall(
        rf"^{digest[4:13]} (\w{{5}})$", files[f"{LIST}{shard}-{shards[shard]}.txt"].decode(), re.MULTILINE
    )


def province(count: int, edited: int = -1) -> dict[str, Source]:
    """Returns the files of an invented site that has pages about `count` people.

    Two calls give the same files, except that the page of the person with the number `edited` has other
    content.
    """

    def source(path: str, number: int) -> Source:
        return Source(digest_of(f"{path} {number == edited}".encode()), Path())

    files = {
        path: source(path, -2) for path in ("index.html", "sitemap.xml", "assets/search/p-0-01234567.js")
    }
    for number in range(count):
        files[f"dien-hinh/don-vi-{number % 600}/nguoi-{number}/index.html"] = source(f"page {number}", number)
        stem = f"assets/photos/{number:016x}"
        files |= {
            f"{stem}-{width}.{form}": source(f"{stem}{width}{form}", -2)
            for width in (240, 480, 720)
            for form in ("webp", "jpg")
        }
    return files


@pytest.mark.parametrize("count", [5_000, 20_000])
def test_the_list_of_files_is_small(count: int) -> None:
    """The list of files for offline use consists of small files, so that a phone can load it in parts.

    It has one line for each page, and one line for each picture, however many sizes the picture has.
    """
    files = province(count)
    listed = standing(files)
    index, *shards = sorted(listed, key=lambda path: not path.endswith("index.json"))
    assert len(listed[index]) < 1_500 and max(len(listed[path]) for path in shards) < 16_000
    assert sum(map(len, listed.values())) < 36 * count
    assert sum(data.count(b"\n") for data in listed.values()) == 2 * count + 2
    address = "dien-hinh/don-vi-7/nguoi-7/"
    assert marks(listed, address) == [files[f"{address}index.html"].digest[:5]]
    present = ("/", "assets/photos/0000000000000007", "assets/search/p-0-01234567.js")
    absent = ("sitemap.xml", "dien-hinh/don-vi-7/nguoi-8/")
    assert [address for address in (*present, *absent) if marks(listed, address)] == list(present)


def test_one_edit_changes_one_shard() -> None:
    before, after = standing(province(5_000)), standing(province(5_000, edited=7))
    assert len(after.keys() - before.keys()) == len(before.keys() - after.keys()) == 1
    assert {path for path in after.keys() & before.keys() if after[path] != before[path]} == {
        f"{LIST}index.json"
    }
    assert standing(province(5_000)) == before


def test_the_service_worker_changes_only_with_the_core_files(site: Path) -> None:
    script = (HOME / "theme/site/sw.js").read_text()
    core = dict.fromkeys(CORE, "1")
    assert render_worker(script, core) == render_worker(script, dict(core))
    assert render_worker(script, core) != render_worker(script, {**core, CORE[0]: "2"})
    built = (site / "sw.js").read_text()
    assert "@@" not in built
    for path in json.loads(re.findall(r"^const CORE = (.*);$", built, re.MULTILINE)[0]):
        assert (site / path / ("index.html" if path.endswith("/") else "")).is_file(), path


def test_every_page_links_the_manifest_and_its_icons_exist(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text())
    assert [manifest[key] for key in ("name", "lang", "start_url", "scope")] == [
        "Kỷ yếu Hoa Ban",
        "vi",
        "./",
        "./",
    ]
    for icon in manifest["icons"]:
        with Image.open(site / icon["src"]) as image:
            assert (f"{image.width}x{image.height}", image.format) == (icon["sizes"], "PNG")
            corners = {image.convert("RGB").getpixel((x, x)) for x in (0, image.width - 1)}
            assert corners == {(143, 29, 34)}, "a corner is transparent"
    drawing = (HOME / "theme/site/assets/favicon.svg").read_text()
    for path, size in ICONS.items():
        assert (site / path).read_bytes() == render_icon(drawing, size)
    for page in site.rglob("*.html"):
        (link,) = re.findall(r'<link rel="manifest" href="([^"]+)">', page.read_text())
        assert page.name == "404.html" or (page.parent / link).resolve() == site / "manifest.webmanifest", (
            page
        )


def test_hosts_make_browsers_ask_anew_for_the_list_of_files(site: Path, shown: Catalogue) -> None:
    headers = (site / "_headers").read_text()
    for path in ("sw.js", f"{LIST}index.json"):
        assert f"/ky-yeu/{path}\n  Cache-Control: no-cache\n" in headers
        (block,) = re.findall(
            rf"location = /ky-yeu/{re.escape(path)} {{\n(.*?)}}", nginx_lines(shown), re.DOTALL
        )
        assert 'add_header Cache-Control "no-cache";' in block and "Content-Security-Policy" in block


def test_a_conference_offers_a_copy_that_fits_on_a_phone(site: Path) -> None:
    (addresses,) = re.findall(r'data-offline-save="([^"]+)"', (site / CONFERENCE / "index.html").read_text())
    for address in addresses.split():
        file = site / CONFERENCE / address / ("" if address.endswith(".pdf") else "index.html")
        assert file.is_file(), address
    small, large = (
        BookletFile("so-gddt/2015-2020", name, name, f"{name}.pdf", size, 1, None)
        for name, size in (("a", 9_000), ("b", LARGEST_COPY))
    )
    copy = offline_copy("hoi-nghi/x/", (), ("", "dien-hinh/a/", "dien-hinh/a/"), (large, small))
    assert copy is not None and copy.addresses == ("", "hoi-nghi/x/", "dien-hinh/a/", "a.pdf")
    assert offline_copy("hoi-nghi/x/", (), (), ()) is None
