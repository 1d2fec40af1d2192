"""The bundle of `make editor` and the model → the files of /bien-tap/; none where it was not made, or of other sources than these."""

from __future__ import annotations

import hashlib
import html
import json
from pathlib import Path
from typing import Any

from kyyeu.outputs.editor.web_forms import forge_hosts, web_configuration
from kyyeu.outputs.site.policy import EDITOR, editor_policy
from kyyeu.problems import Place, Problem, Severity
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.place import Source
from kyyeu.work.run import Worker

BUNDLE = ".cache/editor"  # what theme/editor/build.js makes; bundle.json lists it
SOURCES = "theme/editor"
_TAKEN_FOR_SOURCES = (".js", ".css", ".json")


def editor_files(worker: Worker, home: Path, root: Path, catalogue: Catalogue) -> dict[str, Source]:
    """Path on the site → source. `root` holds the content and the bundle, `catalogue` is of the library published for the site."""
    made = _bundle(root)
    if made is None or made["source"] != sources_hash(home):
        return {}
    files = {
        f"{EDITOR}{name}": Source(digest, root / BUNDLE / name) for name, digest in made["files"].items()
    }
    settings = json.dumps(
        web_configuration(catalogue.library, catalogue.day), ensure_ascii=False, separators=(",", ":")
    )
    return files | {
        f"{EDITOR}config.json": worker.keep(settings.encode()),
        f"{EDITOR}index.html": worker.keep(_page(home, catalogue).encode()),
    }


def editor_problems(home: Path, root: Path) -> list[Problem]:
    """A bundle of older sources would write files in an older form: it stays away, and that is said."""
    made = _bundle(root)
    if made is None or made["source"] == sources_hash(home):
        return []
    return [
        Problem(
            Place(SOURCES),
            "editor-stale",
            "Trang biên tập /bien-tap/ được đóng gói từ bản cũ nên không đưa vào trang.",
            "Chạy: make editor (cần Node.js), rồi dựng lại.",
            Severity.WARNING,
        )
    ]


def sources_hash(home: Path) -> str:
    """As build.js reckons it: of names and contents, sorted."""
    found = sorted(path for path in (home / SOURCES).iterdir() if path.suffix in _TAKEN_FOR_SOURCES)
    lines = "".join(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in found)
    return hashlib.sha256(lines.encode()).hexdigest()


def _bundle(root: Path) -> dict[str, Any] | None:
    try:
        made: dict[str, Any] = json.loads((root / BUNDLE / "bundle.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return made


def _page(home: Path, catalogue: Catalogue) -> str:
    site = catalogue.library.site
    values = {"policy": editor_policy(forge_hosts(site)), "title": site.title}
    page = (home / SOURCES / "index.html").read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"@@{name}@@", html.escape(value))
    return page
