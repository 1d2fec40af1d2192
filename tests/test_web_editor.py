"""Tests that the web editor is part of the site after `make editor`, under a security policy of its own."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kyyeu.model.site import EditorSettings, Forge
from kyyeu.outputs.exports.hosting import nginx_lines
from kyyeu.outputs.site.address_list import lasting_addresses
from kyyeu.outputs.site.editor import BUNDLE, editor_files, editor_problems, sources_hash
from kyyeu.outputs.site.policy import PAGE_POLICY, headers_file
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.work.run import Worker, start_worker

from tests.building import SAMPLE, kyyeu
from tests.rendered import sample_catalogue


@pytest.fixture(scope="module")
def shown() -> Catalogue:
    return sample_catalogue()


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    with start_worker(tmp_path / "results", 1) as started:
        yield started


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Returns a project folder with a one-line JavaScript file in place of the real web editor's bundle."""
    (tmp_path / BUNDLE).mkdir(parents=True)
    (tmp_path / BUNDLE / "app.js").write_text("start();", encoding="utf-8")
    write_bundle(tmp_path, sources_hash())
    return tmp_path


def write_bundle(root: Path, source: str) -> None:
    """Writes the bundle's manifest; `source` is the hash of the sources from which it was bundled."""
    bundle = {"source": source, "files": {"app.js": "a" * 64}}
    (root / BUNDLE / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")


def test_the_editor_has_its_page_bundle_and_forms(root: Path, worker: Worker, shown: Catalogue) -> None:
    files = editor_files(worker, root, shown)
    assert sorted(files) == ["bien-tap/app.js", "bien-tap/config.json", "bien-tap/index.html"]
    assert files["bien-tap/app.js"].path.read_text(encoding="utf-8") == "start();"
    settings = json.loads(files["bien-tap/config.json"].path.read_text(encoding="utf-8"))
    assert {unit["id"] for unit in settings["units"]} == set(shown.published.units)
    page = files["bien-tap/index.html"].path.read_text(encoding="utf-8")
    assert "@@" not in page and '<meta name="robots" content="noindex">' in page
    assert "connect-src &#x27;self&#x27; blob: data:" in page
    assert lasting_addresses(files) == frozenset()


def test_without_a_bundle_the_site_has_no_editor_and_no_problem(
    root: Path, worker: Worker, shown: Catalogue
) -> None:
    shutil.rmtree(root / BUNDLE)
    assert (editor_files(worker, root, shown), editor_problems(root)) == ({}, [])


def test_an_outdated_bundle_is_left_out_with_a_warning(root: Path, worker: Worker, shown: Catalogue) -> None:
    assert editor_problems(root) == []
    write_bundle(root, "f" * 64)
    assert editor_files(worker, root, shown) == {}
    (problem,) = editor_problems(root)
    assert str(problem) == (
        "theme/editor:1:1: cảnh báo [editor-stale] Trang biên tập /bien-tap/ được đóng gói từ bản cũ nên "
        "không đưa vào trang. → Chạy: make editor (cần Node.js), rồi dựng lại."
    )


def test_the_editors_policy_does_not_hold_for_pages(shown: Catalogue) -> None:
    editor = EditorSettings(forge=Forge.GITLAB)
    site = shown.published.site.model_copy(
        update={"repository": "https://git.so.example/so/ky-yeu", "editor": editor}
    )
    lines = headers_file("/ky-yeu/", ("https://git.so.example",)).decode()
    pages, _, own = lines.partition("/ky-yeu/bien-tap/*\n")
    assert PAGE_POLICY in pages and "unsafe" not in pages and "git.so.example" not in pages
    assert (
        "  ! Content-Security-Policy\n" in own
        and "connect-src 'self' blob: data: https://git.so.example;" in own
    )
    nginx = nginx_lines(catalogue(replace(shown.published, site=site)))
    outside, _, inside = nginx.partition("location /ky-yeu/bien-tap/ {\n")
    block, _, rest = inside.partition("}")
    assert "unsafe" not in outside + rest and "git.so.example" not in outside + rest
    assert block.count("add_header Content-Security-Policy ") == 1
    assert (
        "https://git.so.example" in block
        and 'X-Robots-Tag "noindex"' in block
        and "same-origin-allow-popups" in block
    )


def test_the_command_gives_one_units_configuration() -> None:
    configuration = json.loads(kyyeu(SAMPLE, "editor", "--unit", "thpt-ban-trang").stdout)
    assert [unit["id"] for unit in configuration["units"]] == ["thpt-ban-trang"]
    wrong = kyyeu(SAMPLE, "editor", "--unit", "thpt-ban-trng", check=False)
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "kyyeu: không có đơn vị “thpt-ban-trng”. Có phải “thpt-ban-trang”?\n",
    )
