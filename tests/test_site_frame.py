"""A record page is the same whether its fragment fills the cached frame or MkDocs renders the page where it stands."""

import re
import tempfile
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

import pytest
from kyyeu.loading.load import load
from kyyeu.model.privacy import SITE
from kyyeu.outputs.site.mkdocs_run import FramePlugin, run_mkdocs
from kyyeu.outputs.site.page_frames import fill, frames
from kyyeu.publishing.gate import publish
from kyyeu.resources import HOME
from kyyeu.views.catalogue import catalogue
from kyyeu.views.site.site_frame import SiteView, site_view
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from tests.building import DAY, SAMPLE

PLACES = (
    ("exemplars", "dien-hinh/"),
    ("exemplars", "dien-hinh/thpt-ban-trang/pham-ngan-ha/"),
    ("units", "don-vi/thpt-ban-trang/"),
    ("movements", "phong-trao/nam/2017/"),
)
WORDS = (
    "Tiêu đề & dấu",
    "Mô tả",
    "https://hoa-ban.example/ky-yeu/x/",
    "<p>Nội dung @@kyyeu:title@@</p>",
    "profile",
)


def resolved(html: str, address: str) -> str:
    """Links as the browser follows them: './' and '../dien-hinh/' are one and the same on /dien-hinh/."""
    return re.sub(
        r'(href|src)="([^"]*)"',
        lambda match: f'{match[1]}="{urljoin(f"https://x.example/{address}", match[2])}"',
        html,
    )


class _InPlace(FramePlugin):
    """Also renders each of PLACES as MkDocs renders any page: at its own address."""

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        files = super().on_files(files, config)
        for section, address in PLACES:
            files.append(
                File.generated(
                    config,
                    f"{address}index.md",
                    content=f"---\nframe: true\nsection: {section}\ntitle: ''\n---\n",
                )
            )
        return files


@pytest.fixture(scope="module")
def settings() -> SiteView:
    library, _ = load(SAMPLE)
    assert library is not None
    day = date.fromisoformat(DAY)
    return site_view(catalogue(publish(library, SITE, day)))


def test_filled_frame_is_what_mkdocs_renders_in_place(settings: SiteView) -> None:
    cached = frames(run_mkdocs(SAMPLE, settings))
    with tempfile.TemporaryDirectory() as folder:
        config = load_config(
            str(HOME / "mkdocs.yml"), docs_dir=str(SAMPLE / "content"), site_dir=folder, plugins=[]
        )
        plugin = _InPlace()
        plugin.load_config({})
        plugin.settings = settings
        config.plugins["kyyeu"] = plugin
        build(config)
        for section, address in PLACES:
            in_place = (Path(folder) / address / "index.html").read_text(encoding="utf-8")
            assert resolved(fill(cached[section, address.count("/")], *WORDS), address) == resolved(
                fill(in_place, *WORDS), address
            )


def test_nothing_is_sought_in_what_was_filled_in(settings: SiteView) -> None:
    cached = frames(run_mkdocs(SAMPLE, settings))
    page = fill(cached["exemplars", 3], *WORDS)
    assert "<p>Nội dung @@kyyeu:title@@</p>" in page
    assert "<title>Tiêu đề &amp; dấu" in page
