"""Tests that published page addresses keep working, directly or by a redirect.

Also tests the files that are written for web servers and search engines.
"""

import re
import shutil
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from kyyeu.outputs.exports.hosting import render_sitemap, site_path
from kyyeu.outputs.site.address_list import compare, list_text
from kyyeu.outputs.site.policy import HEADERS, PAGE_POLICY, nginx_word

from tests.building import DAY, build, copy_sample, kyyeu
from tests.landings import nginx_words

URL = "https://hoa-ban.example/ky-yeu/"
OLD, NEW = "dien-hinh/thpt-ban-trang/co-tram/", "dien-hinh/thpt-ban-trang/dang-huong-tram/"
PROFILE = "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md"
LIST = "data/addresses.txt"


@pytest.fixture(scope="module")
def built(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a built copy of the sample project whose list of published page addresses is up to date."""
    root = copy_sample(tmp_path_factory.mktemp("addresses") / "sample", cache=built_sample)
    assert re.fullmatch(
        r"Đã ghi (\d+) địa chỉ: thêm \1, bỏ 0 của hồ sơ không còn đăng\.\n",
        kyyeu(root, "addresses", "--update", "--date", DAY).stdout,
    )
    build(root)
    return root


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "sample")


def test_an_old_address_leads_on(built: Path) -> None:
    page = (built / "site" / OLD / "index.html").read_text()
    for markup in (
        f'<link rel="canonical" href="{URL}{NEW}">',
        f'<meta http-equiv="refresh" content="0; url=../../../{NEW}">',
        f'<a href="../../../{NEW}">địa chỉ mới</a>',
    ):
        assert markup in page
    assert (built / "site/_redirects").read_text() == f"/ky-yeu/{OLD} /ky-yeu/{NEW} 301\n"


def test_a_withheld_record_keeps_no_old_address(copy: Path) -> None:
    profile = copy / PROFILE
    profile.write_text(re.sub(r"^consent:\n(  .*\n)+", "", profile.read_text(), flags=re.MULTILINE))
    log = kyyeu(copy, "build", "--date", DAY).stderr
    assert not (copy / "site" / OLD).exists() and not (copy / "site" / NEW).exists()
    assert (copy / "site/_redirects").read_text() == ""
    lines = (copy / LIST).read_text().splitlines()
    warned = [int(line.split(":")[1]) for line in log.splitlines() if "[address-withheld]" in line]
    assert [lines[number - 1] for number in warned] == [OLD, NEW] and "huong-tram" not in log
    assert "bỏ 2 của hồ sơ không còn đăng" in kyyeu(copy, "addresses", "--update", "--date", DAY).stdout
    assert "tram" not in (copy / LIST).read_text()
    assert "address-withheld" not in kyyeu(copy, "build", "--date", DAY).stderr


def test_an_address_that_goes_stops_the_build(copy: Path) -> None:
    """A build fails if a page address that was once published no longer exists.

    There are two remedies: the record under the new address states its old id, or the old address is deleted
    from the list of published addresses.
    """
    new = copy / PROFILE.replace("dang-huong-tram", "tram-dang")
    (copy / PROFILE).rename(new)
    for path in [*copy.glob("data/**/*.yml"), *copy.glob("content/**/*.md")]:
        path.write_text(
            path.read_text().replace("thpt-ban-trang/dang-huong-tram", "thpt-ban-trang/tram-dang")
        )
    failed = kyyeu(copy, "build", "--date", DAY, check=False)
    number = (copy / LIST).read_text().splitlines().index(NEW) + 1
    assert failed.returncode == 1 and failed.stdout.splitlines()[0] == (
        f"{LIST}:{number}:1: lỗi [address-lost] "
        "Địa chỉ ghi ở dòng này đã công bố nhưng không còn trong trang. → "
        "Ghi mã cũ vào “Địa chỉ cũ” (aliases) của hồ sơ mới; nếu cố ý bỏ thì xóa dòng này."
    )
    assert (
        kyyeu(copy, "addresses", "--update", "--date", DAY, check=False).returncode == 1
        and NEW in (copy / LIST).read_text()
    )
    new.write_text(new.read_text().replace("aliases:\n", "aliases:\n  - dang-huong-tram\n"))
    build(copy)
    assert (
        f"/ky-yeu/{NEW} /ky-yeu/dien-hinh/thpt-ban-trang/tram-dang/ 301\n"
        in (copy / "site/_redirects").read_text()
    )


def test_the_list_holds_every_address_of_the_site(built: Path) -> None:
    listed = [line for line in (built / LIST).read_text().splitlines() if not line.startswith("#")]
    assert listed == sorted(listed) and listed[0] == "/"
    assert {OLD, NEW, "feed.xml", "hoi-nghi.ics", "gioi-thieu/"} <= set(listed)
    for address in listed:
        path = built / "site" / address.lstrip("/")
        assert (path / "index.html" if address.endswith("/") else path).is_file(), address
    assert not [address for address in listed if address.startswith(("assets/", "_", "."))]
    assert (
        kyyeu(built, "addresses", "--date", DAY).stdout
        == f"Cần ghi {len(listed)} địa chỉ: thêm 0, bỏ 0 của hồ sơ không còn đăng.\n"
    )


def test_comparing() -> None:
    """Comparing the list of published addresses with the site's files updates the list.

    Old addresses keep their order, and new ones are added at the end. Addresses of withheld records are
    removed. Addresses that are missing from the site are reported with their line in the list.
    """
    comparison = compare(
        "# đầu\n/\na/\nb/\nhidden/\n",
        ["index.html", "a/index.html", "c/x.csv", "assets/x.js"],
        frozenset({"hidden/"}),
    )
    assert comparison.addresses == ("", "a/", "b/", "c/x.csv")
    assert (comparison.added, comparison.dropped, comparison.lost) == (1, 1, (4,))
    assert list_text(comparison).splitlines()[1:] == ["/", "a/", "b/", "c/x.csv"]


def test_the_sitemap(built: Path) -> None:
    """The sitemap lists all booklets and all pages, except pages that only redirect to a new address.

    No date in the sitemap is later than the day of the build.
    """
    site, prefix = built / "site", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    days = {
        page.findtext(f"{prefix}loc"): page.findtext(f"{prefix}lastmod")
        for page in ElementTree.parse(site / "sitemap.xml").getroot()
    }
    folders = {f"{path.parent.relative_to(site).as_posix()}/" for path in site.rglob("*/index.html")}
    books = {path.relative_to(site).as_posix() for path in site.rglob("*.pdf")}
    assert set(days) == {URL + address for address in (folders - {OLD, "./"}) | books | {""}}
    assert days[f"{URL}hoi-nghi/so-gddt/2015-2020/"] is not None and days[f"{URL}van-ban/"] is None
    assert all(day is None or date.fromisoformat(day) <= date.fromisoformat(DAY) for day in days.values())
    assert (site / "robots.txt").read_text() == f"User-agent: *\nAllow: /\n\nSitemap: {URL}sitemap.xml\n"


def test_sitemap_of_awkward_addresses() -> None:
    assert b"<loc>https://x.example/?a=1&amp;b=2</loc><lastmod>2020-01-05</lastmod>" in render_sitemap(
        "https://x.example/", [("?a=1&b=2", date(2020, 1, 5))]
    )
    for path, expected in (("", "/"), ("/", "/"), ("/a/", "/a/")):
        assert site_path(f"https://x.example{path}") == expected


def test_headers_for_hosts(built: Path) -> None:
    """The file _headers, which web hosts read, has the same content security policy as the pages.

    It also has the HTTP headers that a page cannot set in its HTML.
    """
    lines = (built / "site/_headers").read_text().splitlines()
    assert lines[:2] == ["/ky-yeu/*", f"  Content-Security-Policy: {PAGE_POLICY}; frame-ancestors 'none'"]
    assert [line.strip().partition(":")[0] for line in lines[1:6]] == [
        "Content-Security-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
    ]
    assert lines[6 : lines.index("/ky-yeu/bien-tap/*")] == [
        "/ky-yeu/assets/photos/*",
        "  Cache-Control: public, max-age=31536000, immutable",
        "/ky-yeu/sw.js",
        "  Cache-Control: no-cache",
        "/ky-yeu/assets/standing/index.json",
        "  Cache-Control: no-cache",
    ]


def test_lines_for_nginx(built: Path) -> None:
    """The nginx configuration sets every security header in the server block and in three location blocks.

    The location block of the web editor is not counted, because it has headers of its own.
    """
    rules = kyyeu(built, "addresses", "--nginx", "--date", DAY).stdout
    pages = re.sub(r"location /ky-yeu/bien-tap/ \{\n[^}]*\}\n", "", rules)
    for name, value in HEADERS:
        assert pages.count(f'add_header {name} "{value}" always;') == 4
    assert f"location = /ky-yeu/{OLD} {{ return 301 /ky-yeu/{NEW}; }}\n" in rules
    assert "error_page 404 /ky-yeu/404.html;" in rules and rules.count("{") == rules.count("}")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("/ky-yeu/", "/ky-yeu/"),
        ("/a;}location=/x{/", '"/a;}location=/x{/"'),
        ('/a" b\\/', '"/a\\" b\\\\/"'),
        ("~ .*", '"~ .*"'),
        ("", '""'),
    ],
)
def test_nginx_reads_any_text_as_one_word(text: str, word: str) -> None:
    assert nginx_word(text) == word
    assert list(nginx_words(f"{word};")) == [text, ";"]
    for unwritable in ("/$host/", "/a\n/"):
        with pytest.raises(ValueError, match="nginx"):
            nginx_word(unwritable)
