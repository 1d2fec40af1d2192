"""Tests that a page filled into a cached page frame equals the page that MkDocs would render itself."""

import re
from pathlib import Path
from urllib.parse import urljoin

from kyyeu.outputs.site.mkdocs_run import FramePlugin, run_mkdocs
from kyyeu.outputs.site.page_frames import fill, frames
from kyyeu.resources import HOME
from kyyeu.views.site.site_frame import site_view
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from tests.building import SAMPLE
from tests.rendered import sample_catalogue

PLACES = (
    ("exemplars", "dien-hinh/"),
    ("exemplars", "dien-hinh/thpt-ban-trang/pham-ngan-ha/"),
    ("units", "don-vi/thpt-ban-trang/"),
    ("movements", "phong-trao/nam/2017/"),
)
VALUES = (
    "Tiêu đề & dấu",
    "Mô tả",
    "https://hoa-ban.example/ky-yeu/x/",
    "<p>Nội dung @@kyyeu:title@@</p>",
    "profile",
)


def resolved(html: str, address: str) -> str:
    """Returns the page with absolute links, so that different relative links to one page become equal."""
    return re.sub(
        r'(href|src)="([^"]*)"',
        lambda match: f'{match[1]}="{urljoin(f"https://x.example/{address}", match[2])}"',
        html,
    )


class _InPlace(FramePlugin):
    """Lets MkDocs render an empty page at each address of PLACES, besides the page frames (templates).

    The test compares these pages with the frames that Kyyeu has filled in.
    """

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        files = super().on_files(files, config)
        for section, address in PLACES:
            front = f"---\nframe: true\nsection: {section}\ntitle: ''\n---\n"
            files.append(File.generated(config, f"{address}index.md", content=front))
        return files


def test_filled_frame_is_what_mkdocs_renders_in_place(tmp_path: Path) -> None:
    """Filling in a page frame gives the same page as MkDocs.

    Placeholders such as @@kyyeu:title@@ inside a value that is filled in stay as they are.
    """
    settings = site_view(sample_catalogue())
    cached = frames(run_mkdocs(SAMPLE, settings))
    config = load_config(
        str(HOME / "mkdocs.yml"), docs_dir=str(SAMPLE / "content"), site_dir=str(tmp_path), plugins=[]
    )
    plugin = _InPlace()
    plugin.load_config({})
    plugin.settings = settings
    config.plugins["kyyeu"] = plugin
    build(config)
    for section, address in PLACES:
        in_place = (tmp_path / address / "index.html").read_text(encoding="utf-8")
        page = fill(cached[section, address.count("/")], *VALUES)
        assert resolved(page, address) == resolved(fill(in_place, *VALUES), address)
        assert "<p>Nội dung @@kyyeu:title@@</p>" in page and "<title>Tiêu đề &amp; dấu" in page
