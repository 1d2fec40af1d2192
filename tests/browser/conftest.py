"""Fixtures of the tests that run in headless Chromium, which open the site of the sample project.

The site is served from a folder of its host, as its address in the sample's settings says.
"""

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

SUB_PATH = "/ky-yeu"  # The path in the site's address, which is set in the sample project's data/site.yml.
OpenPage = Callable[..., Page]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A test server that serves the site below the path /ky-yeu, without log messages.

    For every missing file it serves the site's page 404.html.
    """

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
    """Serves a built site and yields its address, ending in '/'.

    If `port` is 0, the system chooses a free port.
    """
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", port), functools.partial(_Quiet, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{SUB_PATH}/"
        server.shutdown()


@pytest.fixture(scope="session")
def site(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies the built sample project, so that tests may change it; returns the folder of its site."""
    return shutil.copytree(built_sample, tmp_path_factory.mktemp("browser") / "sample") / "site"


@pytest.fixture(scope="session")
def kinds(site: Path) -> dict[str, str]:
    """Returns a dict from every kind of page, such as 'profile', to the address of the longest such page.

    Pages that MkDocs renders from Markdown are of the kind 'prose'. The page for missing files is of the kind
    '404'.
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
    """Yields a function that opens an address in a browser and returns the page.

    Every page gets a browser context of its own, with the options that are given, such as a window size.
    """
    with ExitStack() as contexts:

        def open_address(address: str = "about:blank", **options: Any) -> Page:
            page = contexts.enter_context(browser.new_context(**options)).new_page()
            page.goto(address)
            return page

        yield open_address


def watch(page: Page, origin: str, ignored: str = "404") -> list[str]:
    """Returns a list to which problems are added while a page is open.

    Problems are the page's errors and warnings, and its requests to other hosts than `origin`. A message that
    contains `ignored` is left out: by default '404', since Chromium writes one for a missing page.
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

    Inline styles would not work, because the page's content security policy forbids them.
    """
    page.evaluate(
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet]; }""",
        css,
    )
