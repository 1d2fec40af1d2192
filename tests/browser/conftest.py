"""Fixtures of the browser tests: headless Chromium, and the sample's site served below its sub-path."""

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SUB_PATH = "/ky-yeu"  # The path of the site's address in the sample's data/site.yml.
OpenPage = Callable[..., Page]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the site below its sub-path, and the site's page 404.html for every missing file."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(
            path.removeprefix(SUB_PATH) if path.startswith(SUB_PATH + "/") else "/nowhere"
        )

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((Path(self.directory) / "404.html").read_bytes())


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serves a built site and yields its address, ending in /. Port 0 lets the system choose a free port."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", port), functools.partial(_Quiet, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{SUB_PATH}/"
        server.shutdown()


@pytest.fixture(scope="session")
def site(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies the built sample, which tests may build again, and returns the folder of its site."""
    return shutil.copytree(built_sample, tmp_path_factory.mktemp("browser") / "sample") / "site"


@pytest.fixture(scope="session")
def kinds(site: Path) -> dict[str, str]:
    """Returns the address of the longest page of every kind.

    Pages that MkDocs renders are of the kind 'prose'; the page for missing files is of the kind '404'.
    """
    longest: dict[str, tuple[int, str]] = {}
    for path in sorted(site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        kind = (re.findall(r'<div class="page page-([\w-]+)', text) or ["404"])[0]
        longest[kind] = max(
            longest.get(kind, (0, "")),
            (len(text), path.relative_to(site).as_posix().removesuffix("index.html")),
        )
    return {kind: address for kind, (_, address) in longest.items()}


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        ) as chromium_browser,
    ):
        yield chromium_browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Yields a function that opens an address in a new browser context with the options for that context."""
    with ExitStack() as contexts:

        def open_address(address: str = "about:blank", **options: Any) -> Page:
            page = contexts.enter_context(browser.new_context(**options)).new_page()
            page.goto(address)
            return page

        yield open_address


def watch(page: Page, origin: str, ignored: str = "404") -> list[str]:
    """Returns a list to which a page's errors, and its requests to other hosts than `origin`, are added.

    Console messages that contain `ignored` are left out, since the browser writes one for a missing page.
    """
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: (
            problems.append(message.text)
            if message.type in ("error", "warning") and ignored not in message.text
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            problems.append(request.url) if not request.url.startswith((origin, "data:")) else None
        ),
    )
    return problems


def restyle(page: Page, css: str) -> None:
    """Adds CSS rules to a page in the way that a browser extension does.

    Inline styles would not work, since the page's security policy forbids them.
    """
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet]; }""",
        css,
    )
