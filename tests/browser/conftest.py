"""The sample's site in headless Chromium, served below its sub-path as a host would."""

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.building import build, copy_sample

SUB_PATH = "/ky-yeu"  # the sample's address in data/site.yml has this path


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the site below its sub-path, with its own page for what is not there."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(
            path.removeprefix(SUB_PATH) if path.startswith(SUB_PATH + "/") else "/nowhere"
        )

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """The address at which a built site is served, ending in /; at a port of its own unless one is named."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", port), functools.partial(_Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}{SUB_PATH}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_sample(tmp_path_factory.mktemp("browser") / "sample")
    build(root)
    return root / "site"


@pytest.fixture(scope="session")
def kinds(site: Path) -> dict[str, str]:
    """The address of the fullest page of every kind; what MkDocs renders is 'prose', the page for what is not there '404'."""
    found: dict[str, tuple[int, str]] = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        kind = (re.findall(r'<div class="page page-([\w-]+)', text) or ["404"])[0]
        found[kind] = max(
            found.get(kind, (0, "")),
            (len(text), path.relative_to(site).as_posix().removesuffix("index.html")),
        )
    return {kind: address for kind, (_, address) in found.items()}


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


def restyle(page: Page, css: str) -> None:
    """Add rules as a reader's extension would. A <style> or its attribute would be refused by the page's policy, as it must be."""
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        css,
    )
