"""Tests `kyyeu build --offline`, which writes a copy of the site to be opened without a web server.

Such a copy can be put on a USB stick. A browser opens its files with addresses that begin with file://.
"""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, watch
from tests.building import DAY, kyyeu, tree

LEFT_OUT = {
    "sw.js",
    "manifest.webmanifest",
    "404.html",
    "sitemap.xml",
    "robots.txt",
    "_headers",
    "_redirects",
    "mat-mang/index.html",
}


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("usb") / "kỷ yếu"
    assert kyyeu(site.parent, "build", "--date", DAY, "--offline", str(folder)).stdout.endswith(
        f"Bản sao ở {folder}: mở tệp index.html trong thư mục ấy.\n"
    )
    return folder


def test_a_copy_has_what_the_site_has(copy: Path, site: Path) -> None:
    """Checks that the offline copy has all files of the site except those that only a web server needs.

    A second build of the copy must give the same files.
    """
    there, here = set(tree(site)), tree(copy)
    missing = there - here.keys()
    assert {path for path in missing if not path.startswith("assets/")} == LEFT_OUT
    assert {"/".join(path.split("/")[:2]) for path in missing if path.startswith("assets/")} == {
        "assets/cards",
        "assets/fonts",
        "assets/icons",
        "assets/offline.js",
        "assets/standing",
    }
    assert not here.keys() - there
    kyyeu(site.parent, "build", "--date", DAY, "--offline", str(copy))
    assert tree(copy) == here
    for path in copy.rglob("*.html"):
        text = path.read_text()
        (canonical,) = re.findall(
            r'<link rel="canonical" href="(https://hoa-ban\.example/ky-yeu/[^"]*)">', text
        )
        assert (
            f'<p>Bản sao ngày 23/11/2026. Bản mới nhất: <a href="{canonical}">trang trên mạng</a></p>' in text
        ), path
        assert (
            '<meta name="robots" content="noindex">' in text and "unsafe" not in text.partition("</head>")[0]
        ), path
        assert not re.search(r"serviceWorker|manifest\.webmanifest|offline\.js", text), path


def test_one_folder_is_asked_for(site: Path, tmp_path: Path) -> None:
    both = kyyeu(
        site.parent, "build", "--out", str(tmp_path / "a"), "--offline", str(tmp_path / "b"), check=False
    )
    assert both.returncode == 2 and "--out và --offline" in both.stderr
    (tmp_path / "bai-lam.txt").write_text("x")
    full = kyyeu(site.parent, "build", "--offline", str(tmp_path), check=False)
    assert (
        full.returncode == 2 and "đã có nội dung khác" in full.stderr and (tmp_path / "bai-lam.txt").exists()
    )


def test_links_lead_to_files(open_page: OpenPage, copy: Path) -> None:
    """Checks that every link, form and picture of the offline copy leads to a file of the copy.

    If a link names an anchor, the page must have it.
    """
    page = open_page()
    problems = watch(page, "file://", ignored="net::ERR_ABORTED")
    page.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else problems.append(request.url),
    )
    broken = []
    texts = {path: path.read_text() for path in copy.rglob("*.html")}
    for path in (path for path, text in texts.items() if 'http-equiv="refresh"' not in text):
        page.goto(path.as_uri())
        urls = page.evaluate("""() => [...document.querySelectorAll('[href], [src], form[action]')]
            .map(part => part.href?.baseVal ?? part.href ?? part.src ?? part.action)
            .filter(url => url.startsWith('file:'))""")
        for url in map(urlsplit, urls):
            target, anchor = Path(unquote(url.path)), unquote(url.fragment)
            if not target.is_file() or (anchor and f'id="{anchor}"' not in texts[target]):
                broken.append((path.relative_to(copy).as_posix(), url.geturl()))
    assert page.evaluate("document.fonts.ready.then(fonts => fonts.check('700 20px \"Be Vietnam Pro\"'))")
    assert not broken and not problems


def test_a_moved_page_leads_on(open_page: OpenPage, copy: Path) -> None:
    (moved,) = [path for path in copy.rglob("*.html") if 'http-equiv="refresh"' in path.read_text()]
    open_page(moved.as_uri()).wait_for_url("file://**/dien-hinh/thpt-ban-trang/dang-huong-tram/index.html")


def test_a_reader_searches_and_filters_without_a_network(open_page: OpenPage, copy: Path) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    problems = watch(page, "file://")
    page.goto((copy / "index.html").as_uri())
    page.keyboard.press("/")
    page.locator("dialog input").fill("ngan ha")
    page.locator("dialog .sr", has_text="Phạm Ngân Hạ").first.click()
    page.wait_for_url("file://**/dien-hinh/thpt-ban-trang/pham-ngan-ha/index.html")
    assert page.evaluate("document.querySelector('main picture img').decode().then(() => true)")
    page.goto((copy / "tim-kiem/index.html").as_uri() + "?q=doc+sach")
    expect(page.locator(".sr-name").first).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Điển hình").first.click()
    page.wait_for_url("file://**/dien-hinh/index.html")
    page.get_by_label("Nhà giáo").check()
    expect(page.locator(".cards-index > li")).to_have_count(2)
    page.locator(".cards-index a").first.click()
    page.wait_for_url("file://**/dien-hinh/*/*/index.html")
    page.locator(".hd-brand").click()
    page.wait_for_url((copy / "index.html").as_uri())
    assert not problems
