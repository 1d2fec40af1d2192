"""Makes the files of the web editor (below /bien-tap/), in which people edit the content in a browser.

The files are a JavaScript bundle, which `make editor` builds, and descriptions of the forms. The site has no
web editor if the bundle is missing or older than its sources in theme/editor.
"""

import hashlib
import html
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kyyeu.outputs.editor.web_forms import forge_hosts, web_configuration
from kyyeu.outputs.site.policy import EDITOR, editor_policy
from kyyeu.outputs.site.search_index import to_json
from kyyeu.problems import Place, Problem, Severity
from kyyeu.resources import EDITOR_BUNDLE, THEME
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

# Folder of the web editor's JavaScript bundle. theme/editor/build.js writes the bundle, and lists its files
# in bundle.json.
BUNDLE = ".cache/editor"
SOURCES = THEME / "editor"


@dataclass(frozen=True)
class BundleFacts:
    """Holds the content of bundle.json, which describes the web editor's JavaScript bundle.

    `source` is the hash of the sources from which the bundle was made; `files` maps each file name to the
    file's SHA-256.
    """

    source: str
    files: dict[str, str]


_FACTS = TypeAdapter(BundleFacts)
_SOURCE_SUFFIXES = (".js", ".css", ".json")


def editor_files(worker: Worker, root: Path, catalogue: Catalogue) -> dict[str, Source]:
    """Returns the web editor's files by path on the site, each as a reference to its content (Source).

    There are none if the editor's JavaScript bundle is missing, damaged or outdated. `root` is the project
    folder, which contains the bundle.
    """
    bundle = _bundle(root)
    if not bundle:
        return {}
    files = {f"{EDITOR}{name}": data for name, data in bundle.items()}
    settings = to_json(web_configuration(catalogue.published, catalogue.day))
    page = _page(catalogue).encode()
    return dict(worker.keep_all(files | {f"{EDITOR}config.json": settings, f"{EDITOR}index.html": page}))


def editor_problems(root: Path) -> list[Problem]:
    """Returns a warning if the web editor's JavaScript bundle is damaged or older than its sources.

    The site is then built without the web editor, because an outdated editor would save files in an outdated
    format.
    """
    if not (root / BUNDLE / "bundle.json").exists() or _bundle(root):
        return []
    return [
        Problem(
            Place("theme/editor"),
            "editor-stale",
            "Trang biên tập /bien-tap/ đóng gói từ bản cũ, hoặc gói ấy đã hỏng, nên không đưa vào trang.",
            "Chạy: make editor (cần Node.js), rồi dựng lại.",
            Severity.WARNING,
        )
    ]


def sources_hash() -> str:
    """Returns a hash of the names and contents of the web editor's source files.

    theme/editor/build.js, which builds the editor's JavaScript bundle, computes the hash in the same way.
    """
    sources = sorted(path for path in SOURCES.iterdir() if path.suffix in _SOURCE_SUFFIXES)
    lines = "".join(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sources)
    return hashlib.sha256(lines.encode()).hexdigest()


def _bundle(root: Path) -> dict[str, bytes]:
    """Returns the files of the web editor's JavaScript bundle by name.

    The project's own bundle is preferred to the one that came with the program. There are none if both are
    missing, damaged, or older than their sources.
    """
    for folder in (root / BUNDLE, EDITOR_BUNDLE):
        try:
            facts = _FACTS.validate_json((folder / "bundle.json").read_bytes())
            files = {name: (folder / name).read_bytes() for name in facts.files}
        except (OSError, ValidationError):
            continue
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        if facts.source == sources_hash() and facts.files == digests:
            return files
    return {}


def _page(catalogue: Catalogue) -> str:
    site = catalogue.published.site
    page = (SOURCES / "index.html").read_text(encoding="utf-8")
    page = page.replace("@@policy@@", html.escape(editor_policy(forge_hosts(site))))
    return page.replace("@@title@@", html.escape(site.title))
