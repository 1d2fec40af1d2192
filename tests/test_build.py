"""Tests builds as users run them: which files are made anew and which are kept.

Also tests what remains of the site after a build has failed or was killed.
"""

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE, SITE_PDF
from kyyeu.publishing.gate import publish
from kyyeu.publishing.withheld_names import withheld_names
from PIL import Image

from tests.building import DAY, HOME, TODAY, build, copy_sample, kyyeu, pdf_text, tree

PROFILE = "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md"
ADDRESS = "dien-hinh/thpt-ban-trang/pham-ngan-ha/"


@pytest.fixture(scope="module")
def built(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a built copy of the sample project, which tests read but do not change."""
    return built_again(built_sample, tmp_path_factory.mktemp("built") / "sample")


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """Returns a built copy of the sample project that a test may change."""
    return built_again(built, tmp_path / "sample")


def built_again(source: Path, folder: Path) -> Path:
    """Returns a copy of a built project, after building the copy too.

    The second build is needed because builds recognise their own files by inode and modification time.
    Copying a file changes both.
    """
    shutil.copytree(source, folder)
    build(folder)
    return folder


def test_nothing_changed_renders_nothing(built: Path) -> None:
    before = {path: path.stat().st_ino for path in (built / "site").rglob("*")}
    report = build(built)
    assert set(report["rendered"].values()) == {0}
    assert report["rendered_names"] == {} and report["changed"] is False
    assert {path: path.stat().st_ino for path in (built / "site").rglob("*")} == before
    assert re.fullmatch(
        r"Đã dựng 0 trang, 0 phần in, 0 ảnh; giữ nguyên \d+ trang, \d+ phần in, \d+ ảnh\.\n",
        kyyeu(built, "build", "--date", DAY).stdout,
    )


def test_one_word_renders_only_what_shows_it(copy: Path) -> None:
    profile = copy / PROFILE
    profile.write_text(f"{profile.read_text().rstrip()} Thêm một câu ngắn.\n")
    before = tree(copy / "site")
    rendered = build(copy)["rendered_names"]
    # The edited profile stands in two books (kỷ yếu): the department's, which has three editions, and the
    # school's.
    assert set(rendered["booklet"]) == {
        *(f"{edition}/ky-yeu/so-gddt/2015-2020" for edition in ("imposed", "press", "screen")),
        "screen/ky-yeu/thpt-ban-trang/2015-2020",
    }
    assert len(rendered["preflight"]) == 4  # Each of the four changed PDFs gets a new preflight report.
    # Only these files of the search index depend on the text of the edited profile.
    assert rendered["search"] == [
        "assets/search/#0",
        "assets/search/p-0",
    ]
    assert rendered["chunk"] == [f"ky-yeu/thpt-ban-trang/{ADDRESS.rstrip('/')}"]
    assert rendered.keys() == {"booklet", "preflight", "search", "chunk", "page"}
    # Besides the page of the edited profile, only the pages that state the file size of a changed book are
    # rendered.
    sized = rendered["page"]
    others = [page for page in sized if not page.startswith(("hoi-nghi/", "don-vi/"))]
    assert set(others) - {"", "an-pham/"} == {ADDRESS} and others.count(ADDRESS) == 1
    after = tree(copy / "site")
    changed = {path for path in after if after[path] != before.get(path)}
    assert {path for path in changed if not path.startswith(("assets/search/", "assets/standing/"))} == {
        f"{page}index.html" for page in sized
    } | {f"an-pham/{unit}/ky-yeu-2015-2020.pdf" for unit in ("so-gddt", "thpt-ban-trang")}


def test_a_new_date_renders_only_what_it_changes(copy: Path) -> None:
    report = json.loads(kyyeu(copy, "build", "--date", "2026-11-24", "--json").stdout)
    assert report["rendered_names"] == {} and report["changed"] is False


def test_same_bytes_in_another_folder_with_other_jobs(built: Path, tmp_path: Path) -> None:
    other = copy_sample(tmp_path / "elsewhere" / "sample")
    build(other, "--jobs", "1")
    assert tree(other / "site") == tree(built / "site")
    assert tree(other / "print") == tree(built / "print")


def test_failed_build_leaves_the_last_good_site(copy: Path) -> None:
    before = tree(copy / "site"), tree(copy / "print")
    profile = copy / PROFILE
    profile.write_text(profile.read_text().replace("group:", "gruop:"))
    failed = kyyeu(copy, "build", "--date", DAY, check=False)
    assert failed.returncode == 1 and "gruop" in failed.stdout and "Có phải “group”?" in failed.stdout
    assert (tree(copy / "site"), tree(copy / "print")) == before


def test_refuses_to_replace_a_folder_that_is_not_a_build(built: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "documents"
    foreign.mkdir()
    (foreign / "thu.txt").write_text("quan trọng")
    refused = kyyeu(built, "build", "--date", DAY, "--out", str(foreign), check=False)
    assert refused.returncode == 2 and "đã có nội dung khác" in refused.stderr
    assert (foreign / "thu.txt").read_text() == "quan trọng"


@pytest.mark.parametrize(
    "out",
    [
        "",
        "..",
        "print",
        "print/web",
        "content/web",
        "data",
        "data/web",
        "theme/web",
        ".cache/web",
        "build_scripts/web",
        "tests/web",
        ".git/web",
        "site/web",
    ],
)
def test_refuses_to_build_into_a_part_of_the_project(built: Path, out: str) -> None:
    before = tree(built)
    refused = kyyeu(built, "build", "--date", DAY, "--out", str(built / out), check=False)
    assert refused.returncode == 2 and refused.stderr.startswith(
        f"kyyeu: không dựng được vào {(built / out).resolve()}: "
    )
    assert tree(built) == before and not (built / "site/web").exists()


@pytest.mark.parametrize("out", ["/proc/x", "/proc/x/y", "/dev/null/x", "thu.txt/x"])
def test_a_folder_that_cannot_be_written_is_a_usage_error(built: Path, tmp_path: Path, out: str) -> None:
    (tmp_path / "thu.txt").write_text("một tệp")
    refused = kyyeu(built, "build", "--date", DAY, "--out", str(tmp_path / out), check=False)
    assert refused.returncode == 2 and re.fullmatch(r"kyyeu: không (ghi|đọc) được [^\n]*\n", refused.stderr)


def test_what_was_not_built_is_kept_or_named(copy: Path) -> None:
    hosts = {".nojekyll": "", "CNAME": "hoa-ban.example", ".git/HEAD": "ref: refs/heads/main"}
    for name, text in hosts.items():
        (copy / "site" / name).parent.mkdir(exist_ok=True)
        (copy / "site" / name).write_text(text)
    profile = copy / PROFILE
    profile.write_text(f"{profile.read_text().rstrip()} Thêm một câu ngắn.\n")
    assert build(copy)["changed"] is True and build(copy)["changed"] is False
    assert {name: (copy / "site" / name).read_text() for name in hosts} == hosts
    (copy / "site/google1234.html").write_text("google-site-verification: google1234.html\n")
    refused = kyyeu(copy, "build", "--date", DAY, check=False)
    assert refused.returncode == 2 and refused.stderr.startswith(
        f"kyyeu: {copy}/site/google1234.html: không phải do bản dựng đặt vào"
    )
    assert (copy / "site/google1234.html").exists()


@pytest.fixture
def mkdocs_root(built: Path, tmp_path: Path) -> Path:
    """Returns a copy of the sample project, not yet built, in which tests run `mkdocs build`."""
    root = copy_sample(tmp_path / "sample", cache=built)
    shutil.copytree(HOME / "theme", root / "theme")
    shutil.copy(HOME / "mkdocs.yml", root)
    return root


def mkdocs_build(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build"]
    return subprocess.run(command, check=False, cwd=root, capture_output=True, text=True)


def test_mkdocs_gives_the_same_site(built: Path, mkdocs_root: Path) -> None:
    assert mkdocs_build(mkdocs_root).returncode == 0
    assert tree(mkdocs_root / "site") == tree(built / "site")


def test_mkdocs_reads_nothing_that_the_checks_refuse(mkdocs_root: Path) -> None:
    """`mkdocs build` runs Kyyeu's checks before MkDocs parses any file.

    The parsers that MkDocs uses could hang on hostile input, which the checks refuse.
    """
    (mkdocs_root / "content/units/thpt-ban-trang/exemplars/nham.md").write_text("---\ntype: person\n---\n")
    refused = mkdocs_build(mkdocs_root)
    assert refused.returncode == 1 and "nham.md:2:7: lỗi [choice]" in refused.stdout
    assert "Building documentation" not in refused.stderr and not (mkdocs_root / "site").exists()


def test_prose_never_takes_the_address_of_a_record(copy: Path) -> None:
    before = tree(copy / "site")
    (copy / "content/dien-hinh.md").write_text("---\ntitle: Một trang khác\n---\n\nMột đoạn.\n")
    refused = kyyeu(copy, "build", "--date", DAY, check=False)
    problem = "content/dien-hinh.md:1:1: lỗi [page-address] Địa chỉ dien-hinh/ của bài viết này đã dành cho"
    assert refused.returncode == 1 and problem in refused.stdout
    assert tree(copy / "site") == before


def test_every_published_exemplar_stands_once(built: Path, library: Library) -> None:
    index = (built / "site/dien-hinh/index.html").read_text()
    book = pdf_text(built / "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf")
    shown = publish(library, SITE, TODAY).exemplars
    for ref in shown:
        assert index.count(f'href="{ref}/"') + index.count(f'href="../dien-hinh/{ref}/"') == 1, ref
    pages = {
        path.parent.relative_to(built / "site/dien-hinh").as_posix()
        for path in (built / "site/dien-hinh").glob("*/*/index.html")
        if 'http-equiv="refresh"' not in path.read_text()
    }
    assert pages == set(shown)
    headings = [exemplar.name for exemplar in publish(library, SITE_PDF, TODAY).exemplars.values()]
    assert all(unicodedata.is_normalized("NFC", name) and name in book for name in headings)


def test_nobody_withheld_is_anywhere(built: Path, library: Library) -> None:
    """No file of the finished site or of print/ names a withheld person.

    The test reads the text, the metadata and the name of every file.
    """
    for folder, scopes in (("site", SITE), ("print", PRINT)):
        published = publish(library, scopes, TODAY)
        names = withheld_names(library, published)
        books = withheld_names(library, publish(library, SITE_PDF if folder == "site" else PRINT, TODAY))
        refs = [
            exemplar.id for exemplar in library.exemplars.values() if exemplar.ref not in published.exemplars
        ]
        assert names and refs
        for path in (path for path in sorted((built / folder).rglob("*")) if path.is_file()):
            if path.suffix == ".pdf":
                hidden, text = books, pdf_text(path)
            else:
                hidden = names
                text = path.read_bytes().decode("utf-8", "ignore").replace("\u00a0", " ")
            flat = " ".join(text.split())
            assert not [name for name in hidden if name in flat], path
            assert not [ref for ref in refs if ref in path.as_posix() or f"/{ref}/" in flat], path
            if path.suffix in (".avif", ".jpg", ".webp", ".png"):
                with Image.open(path) as image:
                    assert not image.getexif(), path
                    assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info), path


def test_prose_folders_never_reach_mkdocs(built: Path) -> None:
    published = set(tree(built / "site"))
    assert not [path for path in published if path.startswith(("units/", "booklets/", "khung"))]
    assert not [path for path in published if path.endswith((".md", ".yml"))]


def test_sub_path_and_example_address(copy: Path) -> None:
    settings = copy / "data/site.yml"
    settings.write_text(settings.read_text().replace("demonstration: true", "demonstration: false"))
    assert kyyeu(copy, "check", "--date", DAY).returncode == 0
    strict = kyyeu(copy, "check", "--strict", "--date", DAY, check=False)
    assert strict.returncode == 1 and "địa chỉ ví dụ" in strict.stdout
    assert not re.findall(r'(?:href|src)="/', (copy / "site" / ADDRESS / "index.html").read_text())
