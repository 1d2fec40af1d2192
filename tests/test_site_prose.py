"""Tests what MkDocs renders from hostile settings and prose, and which files of content/ it reads."""

import dataclasses
import html
from pathlib import Path

import pytest
from kyyeu.loading.files import is_prose
from kyyeu.outputs.site.mkdocs_run import run_mkdocs
from kyyeu.outputs.site.page_frames import fill, frames, prose_files, prose_hash
from kyyeu.views.site.site_frame import SiteView, site_view

from tests.rendered import sample_catalogue

SCRIPT = '"><script>alert(1)</script>'
FILES = {
    "index.md": "Lời đầu @@kyyeu:zzz@@ và @@kyyeu:fragment@@.\n",
    "gioi-thieu.md": "Giới thiệu.\n",
    "huong-dan/index.md": "Hướng dẫn.\n",
    "huong-dan/sau/hon.md": "Sâu hơn.\n",
}
STRANGERS = {
    "README.md": "Cho người mở thư mục.\n",
    "tap.js": "alert(1)\n",
    "anh.jpg": "x",
    "dien-hinh/thpt/a.md": "Hồ sơ đặt nhầm chỗ.\n",
    "Units/thpt/a.md": "Hồ sơ.\n",
    "assets/site.css": "x",
    "huong-dan/mau.pdf": "x",
    "huong-dan.txt/a.md": "x",
}


@pytest.fixture(scope="module")
def settings() -> SiteView:
    return site_view(sample_catalogue())


def written(root: Path, files: dict[str, str]) -> Path:
    """Writes files below content/ of the project `root`; returns `root`."""
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_no_setting_and_no_title_is_read_as_html(settings: SiteView, tmp_path: Path) -> None:
    hostile = dataclasses.replace(
        settings,
        **{
            field.name: f"{field.name}{SCRIPT}"
            for field in dataclasses.fields(settings)
            if field.name not in ("url", "demonstration")
        },
    )
    front = f"---\ntitle: 'a{SCRIPT}'\ndescription: 'b{SCRIPT}'\ntemplate: nope.html\nframe: true\n---\n"
    heading = "# c&lt;script>alert(1)&lt;/script>\n\n## d & &lt;script>alert(1)&lt;/script>\n\n## e\n\n## g\n"
    root = written(tmp_path, FILES | {"gioi-thieu.md": f"{front}{heading}", "tieu-de.md": heading})
    pages = run_mkdocs(root, hostile)
    assert {"404.html", "gioi-thieu/index.html", "tieu-de/index.html"} <= prose_files(pages).keys()
    site_title = f"title{html.escape(SCRIPT)}".replace("&quot;", "&#34;")
    for path, data in pages.items():
        assert b"<script>" not in data and site_title in data.decode(), path
    assert b"@@kyyeu:" not in pages["gioi-thieu/index.html"]
    assert b"d &amp; &lt;script&gt;alert(1)&lt;/script&gt;</a>" in pages["tieu-de/index.html"]


def test_prose_that_looks_like_a_mark_of_the_frame_stays_prose(settings: SiteView, tmp_path: Path) -> None:
    page_frames = frames(run_mkdocs(written(tmp_path, FILES), settings))
    page = fill(page_frames["home", 0], "Tiêu đề", "", "", "<p>một lần</p>", "home")
    assert page.count("<p>một lần</p>") == 1
    assert "Lời đầu @@kyyeu:zzz@@ và @@kyyeu:fragment@@." in html.unescape(page)
    assert fill("@@kyyeu:title@@ @@kyyeu:zzz@@", "a", "", "", "", "") == "a @@kyyeu:zzz@@"


def test_mkdocs_reads_the_prose_and_nothing_else(settings: SiteView, tmp_path: Path) -> None:
    clean = run_mkdocs(written(tmp_path / "clean", FILES), settings)
    assert run_mkdocs(written(tmp_path / "more", FILES | STRANGERS), settings) == clean
    assert [name for name in (*FILES, *STRANGERS) if is_prose(name)] == list(FILES)
    assert prose_files(clean).keys() == {
        "404.html",
        "gioi-thieu/index.html",
        "huong-dan/index.html",
        "huong-dan/sau/hon/index.html",
    }


@pytest.mark.parametrize("name", FILES)
def test_the_run_is_done_again_for_every_page_it_reads(name: str, tmp_path: Path) -> None:
    root = written(tmp_path, FILES | STRANGERS)
    before = prose_hash(root)
    (root / "content" / name).write_text("Đã sửa.\n")
    edited = prose_hash(root)
    (root / "content" / name).unlink()
    assert len({before, edited, prose_hash(root)}) == 3


def test_what_is_not_read_starts_no_run(tmp_path: Path) -> None:
    root = written(tmp_path, FILES)
    before = prose_hash(root)
    written(root, {name: text for name, text in STRANGERS.items() if name != "README.md"})
    assert prose_hash(root) == before
