"""Makes the web editor's files below /bien-tap/ from the JavaScript bundle and the model's forms.

They are left out if the bundle, which `make editor` builds, is missing or older than its sources in
theme/editor.
"""

import hashlib
import html
import json
from pathlib import Path
from typing import Any

from kyyeu.outputs.editor.web_forms import forge_hosts, web_configuration
from kyyeu.outputs.site.policy import EDITOR, editor_policy
from kyyeu.outputs.site.search_index import to_json
from kyyeu.problems import Place, Problem, Severity
from kyyeu.resources import THEME
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.place import Source
from kyyeu.work.run import Worker

# Folder of the web editor's JavaScript bundle, which theme/editor/build.js writes; its bundle.json lists the
# files.
BUNDLE = ".cache/editor"
SOURCES = THEME / "editor"
_SOURCE_SUFFIXES = (".js", ".css", ".json")


def editor_files(worker: Worker, root: Path, catalogue: Catalogue) -> dict[str, Source]:
    """Returns the web editor's files by path on the site, each as a reference to its content (Source).

    `root` is the project folder, which contains the content and the JavaScript bundle.
    """
    bundle = _bundle(root)
    if bundle is None or bundle["source"] != sources_hash():
        return {}
    files = {
        f"{EDITOR}{name}": Source(digest, root / BUNDLE / name) for name, digest in bundle["files"].items()
    }
    settings = to_json(web_configuration(catalogue.published, catalogue.day))
    return files | {
        f"{EDITOR}config.json": worker.keep(settings),
        f"{EDITOR}index.html": worker.keep(_page(catalogue).encode()),
    }


def editor_problems(root: Path) -> list[Problem]:
    """Returns a warning if the web editor's JavaScript bundle is older than its sources.

    An outdated web editor would save files in an outdated format, so the site is built without it.
    """
    bundle = _bundle(root)
    if bundle is None or bundle["source"] == sources_hash():
        return []
    return [
        Problem(
            Place("theme/editor"),
            "editor-stale",
            "Trang biên tập /bien-tap/ được đóng gói từ bản cũ nên không đưa vào trang.",
            "Chạy: make editor (cần Node.js), rồi dựng lại.",
            Severity.WARNING,
        )
    ]


def sources_hash() -> str:
    """Returns a hash of the names and contents of the web editor's sources.

    The bundle's build script, theme/editor/build.js, computes it in the same way.
    """
    sources = sorted(path for path in SOURCES.iterdir() if path.suffix in _SOURCE_SUFFIXES)
    lines = "".join(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sources)
    return hashlib.sha256(lines.encode()).hexdigest()


def _bundle(root: Path) -> dict[str, Any] | None:
    """Returns the content of the web editor's bundle.json, or None if there is no readable bundle."""
    try:
        bundle: dict[str, Any] = json.loads((root / BUNDLE / "bundle.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return bundle


def _page(catalogue: Catalogue) -> str:
    site = catalogue.published.site
    page = (SOURCES / "index.html").read_text(encoding="utf-8")
    page = page.replace("@@policy@@", html.escape(editor_policy(forge_hosts(site))))
    return page.replace("@@title@@", html.escape(site.title))
