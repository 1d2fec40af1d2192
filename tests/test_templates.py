"""Tests the site's templates: line breaks in them add no space, and settings are not read as HTML.

Also tests that filling in a page frame gives the same page as MkDocs.
"""

import dataclasses
import html
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from jinja2 import Environment
from kyyeu.loading.files import is_prose
from kyyeu.loading.pages import read_pages
from kyyeu.outputs.site.mkdocs_run import FramePlugin, run_mkdocs
from kyyeu.outputs.site.page_frames import fill, frames, prose_files
from kyyeu.outputs.site.prose import prose_job
from kyyeu.outputs.site.typography import LineBreaks
from kyyeu.resources import GUIDE
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.site_frame import SiteView, site_view
from kyyeu.work.source import Source, SourceChanged, file_set
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from tests.building import HOME, SAMPLE

MAX_COLUMNS = 110  # A line of a template may be as long as a line of Python code.
TEMPLATES = sorted(
    path for folder in ("pages", "site", "status") for path in (HOME / "theme" / folder).rglob("*.html")
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_lines_are_short(template: Path) -> None:
    lines = enumerate(template.read_text(encoding="utf-8").splitlines(), start=1)
    assert [number for number, line in lines if len(line) > MAX_COLUMNS] == []


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<ul>\n  <li>\n    a\n  </li>\n</ul>\n", "<ul><li>a</li></ul>"),
        ("<p>\n  two\n  words\n</p>", "<p>two words</p>"),
        ("<b>a</b>{{ ' ' }}\n<b>b</b> <b>c</b>", "<b>a</b> <b>b</b> <b>c</b>"),
        ("{% if true %}\n  {{ 'x' }}\n  y\n{% endif %}\n", "xy"),
        (
            "<a\n   {% if true %}\n     href='x'\n   {% endif %}\n   id='y'>z</a>",
            "<a  href='x'  id='y'>z</a>",
        ),
        ("<{{ 'h2' }}\n  id='x'>\n  a\n</{{ 'h2' }}>", "<h2 id='x'>a</h2>"),
        ("a < b,\nc", "a < b, c"),
    ],
)
def test_a_line_break_beside_a_tag_or_mark_is_dropped(source: str, html: str) -> None:
    assert Environment(extensions=[LineBreaks]).from_string(source).render() == html


def test_an_error_names_the_line_of_the_file() -> None:
    template = Environment(extensions=[LineBreaks]).from_string("<p>\n\n  {{ 1 / 0 }}\n</p>")
    with pytest.raises(ZeroDivisionError) as caught:
        template.render()
    # pytest counts lines from zero, so the number 2 means line 3 of the template.
    assert caught.traceback[-1].lineno == 2


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
    """Returns the page with all links made absolute, so that pages at different addresses can be compared."""
    return re.sub(
        r'(href|src)="([^"]*)"',
        lambda match: f'{match[1]}="{urljoin(f"https://x.example/{address}", match[2])}"',
        html,
    )


class _InPlace(FramePlugin):
    """MkDocs plugin that lets MkDocs render an empty page at each address of PLACES.

    A test compares these pages with page frames that Kyyeu has filled in.
    """

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        files = super().on_files(files, config)
        for section, address in PLACES:
            front = f"---\nframe: true\nsection: {section}\ntitle: ''\n---\n"
            files.append(File.generated(config, f"{address}index.md", content=front))
        return files


def test_filled_frame_is_what_mkdocs_renders_in_place(settings: SiteView, tmp_path: Path) -> None:
    """A page frame that Kyyeu fills in is the same page as MkDocs would render at that address.

    If a value to fill in contains a placeholder such as @@kyyeu:title@@, that placeholder stays as it is.
    """
    cached = frames(run_mkdocs(mkdocs_files(SAMPLE), settings))
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


def mkdocs_files(root: Path) -> dict[str, Source]:
    """Returns all files that MkDocs may read: its settings, the theme, the guide, and all files of content/.

    Files of content/ that the checks of Kyyeu refuse are included.
    """
    program = file_set(
        HOME, ("mkdocs.yml", "theme/site/**/*.html", "theme/site/**/*.svg", "theme/guide/**/*")
    )
    return {**program.sources, **file_set(root, ("content/**/*",)).sources}


SCRIPT = '"><script>alert(1)</script>'
FILES = {
    "index.md": "Lời đầu @@kyyeu:zzz@@ và @@kyyeu:fragment@@.\n",
    "gioi-thieu.md": "Giới thiệu.\n",
}
STRANGERS = {
    "README.md": "Cho người mở thư mục.\n",
    "tap.js": "alert(1)\n",
    "anh.jpg": "x",
    "dien-hinh/thpt/a.md": "Hồ sơ đặt nhầm chỗ.\n",
    "Units/thpt/a.md": "Hồ sơ.\n",
    "assets/site.css": "x",
    "huong-dan/index.md": "Hướng dẫn giả.\n",
    "huong-dan/mau.pdf": "x",
    "huong-dan.txt/a.md": "x",
}


@pytest.fixture(scope="module")
def settings(shown: Catalogue) -> SiteView:
    return site_view(shown)


def written(root: Path, files: dict[str, str]) -> Path:
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
    pages = run_mkdocs(mkdocs_files(root), hostile)
    assert {"404.html", "gioi-thieu/index.html", "tieu-de/index.html"} <= prose_files(pages).keys()
    site_title = f"title{html.escape(SCRIPT)}".replace("&quot;", "&#34;")
    for path, data in pages.items():
        if path.endswith(".html"):
            assert b"<script>" not in data and site_title in data.decode(), path
    assert b"@@kyyeu:" not in pages["gioi-thieu/index.html"]
    assert b"d &amp; &lt;script&gt;alert(1)&lt;/script&gt;</a>" in pages["tieu-de/index.html"]


def test_prose_that_looks_like_a_mark_of_the_frame_stays_prose(settings: SiteView, tmp_path: Path) -> None:
    page_frames = frames(run_mkdocs(mkdocs_files(written(tmp_path, FILES)), settings))
    page = fill(page_frames["home", 0], "Tiêu đề", "", "", "<p>một lần</p>", "home")
    assert page.count("<p>một lần</p>") == 1
    assert "Lời đầu @@kyyeu:zzz@@ và @@kyyeu:fragment@@." in html.unescape(page)
    assert fill("@@kyyeu:title@@ @@kyyeu:zzz@@", "a", "", "", "", "") == "a @@kyyeu:zzz@@"


def page_address(path: Path) -> str:
    """Returns the path on the site of a file of the user guide."""
    name = f"huong-dan/{path.relative_to(GUIDE).as_posix()}"
    return name.replace("index.md", "index.html").replace(".md", "/index.html")


def test_mkdocs_reads_the_prose_and_nothing_else(settings: SiteView, tmp_path: Path) -> None:
    clean = run_mkdocs(mkdocs_files(written(tmp_path / "clean", FILES)), settings)
    assert run_mkdocs(mkdocs_files(written(tmp_path / "more", FILES | STRANGERS)), settings) == clean
    assert [name for name in (*FILES, *STRANGERS) if is_prose(name)] == list(FILES)
    assert prose_files(clean).keys() == {
        "404.html",
        "gioi-thieu/index.html",
        *(page_address(path) for path in GUIDE.rglob("*") if path.is_file()),
    }


@pytest.mark.parametrize("name", FILES)
def test_the_run_is_done_again_for_every_page_it_reads(name: str, settings: SiteView, tmp_path: Path) -> None:
    def run_key() -> str:
        return prose_job(root, settings, read_pages(root).digests).key

    root = written(tmp_path, FILES)
    before = run_key()
    (root / "content" / name).write_text("Đã sửa.\n")
    edited = run_key()
    (root / "content" / name).unlink()
    assert len({before, edited, run_key()}) == 3


def test_a_page_edited_after_the_checks_is_not_rendered(settings: SiteView, tmp_path: Path) -> None:
    root = written(tmp_path, FILES)
    run = prose_job(root, settings, read_pages(root).digests)
    (root / "content/gioi-thieu.md").write_text("Đã sửa.\n")
    with pytest.raises(SourceChanged):
        run.function(*run.arguments)


def test_what_is_not_read_starts_no_run(tmp_path: Path) -> None:
    root = written(tmp_path, FILES)
    before = read_pages(root).digests
    written(root, {name: text for name, text in STRANGERS.items() if not is_prose(name)})
    assert read_pages(root).digests == before
