"""Measures how much a reader's browser loads for a first search and for the list of exemplars.

It also measures how soon the search and the list's filters show results in Chromium.
"""

import gzip
import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from kyyeu.model.privacy import SITE
from kyyeu.outputs.site.search_files import index_files
from kyyeu.publishing.gate import publish
from kyyeu.publishing.published import Published
from kyyeu.views.catalogue import catalogue
from kyyeu.views.site.search_items import search_items
from kyyeu.work.run import start_worker
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import serving
from tests.building import TODAY, read_project

QUERIES = (
    "nguyen van an",
    "Lê Thị Hương",
    "truong thpt suoi mo",
    "moi tuan mot viec tot",
    "doc sach",
    "1582/QĐ",
    "gv toan",
    "hoc sinh",
)
TYPED = """async ([list, query]) => {
    const input = document.querySelector('dialog input');
    let last = 0;
    for (const letter of query) {  // ten letters a second, as quick people type
        await new Promise(done => setTimeout(done, 100));
        input.value += letter;
        last = performance.now();
        input.dispatchEvent(new Event('input', {bubbles: true}));
    }
    const results = document.querySelector(list);
    while (results.dataset.state !== 'done' || results.dataset.query !== query)
        await new Promise(requestAnimationFrame);
    return performance.now() - last; }"""
FILTERED = """async () => {
    const count = document.querySelector('[data-count]'), before = count.textContent;
    const start = performance.now();
    document.querySelector('[data-facet] input').click();
    while (count.textContent === before) await new Promise(requestAnimationFrame);
    return performance.now() - start; }"""


def reader_rows(province: Path) -> list[str]:
    cold, again = _index_twice(publish(read_project(province), SITE, TODAY))
    with sync_playwright() as driver, serving(province / "site") as origin:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        searches = [_search(browser, origin, province / "site", query) for query in QUERIES]
        listed, first, second = _list(browser, origin, province / "site")
        browser.close()
    most, query = max((weight, query) for query, (weight, _) in zip(QUERIES, searches, strict=True))
    slowest = max(took for _, took in searches)
    return [
        f"{'search index, cold':<34} {cold:8.2f} s",
        f"{'search index, one word later':<34} {again:8.2f} s = {again / cold:.1%} of cold  bound 10 %",
        f"{'first results, gzip, at most':<34} {most / 1000:8.1f} KB (“{query}”)  bound 300",
        f"{'first results after the last key':<34} {slowest:8.0f} ms at most, nothing kept before; bound 150",
        f"{'list of exemplars, gzip':<34} {listed / 1000:8.1f} KB with its data  bound 250",
        f"{'list, a filter':<34} {first:8.0f} ms the first time, {second:.0f} ms afterwards  bound 100",
    ]


def _index_twice(library: Published) -> tuple[float, float]:
    """Returns the seconds that building a new search index takes, and updating it after one changed word."""
    ref, exemplar = next(iter(library.exemplars.items()))
    body = exemplar.body.model_copy(update={"markdown": exemplar.body.markdown.rsplit(" ", 1)[0] + " khác."})
    edited = replace(
        library, exemplars={**library.exemplars, ref: exemplar.model_copy(update={"body": body})}
    )
    taken = []
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        for shown in (catalogue(library), catalogue(edited)):
            with start_worker(Path(folder), os.cpu_count() or 1) as worker:
                listed = search_items(shown)
                start = time.perf_counter()
                index_files(worker, listed, {})
                taken.append(time.perf_counter() - start)
    return taken[0], taken[1]


def _page(browser: Browser, origin: str, site: Path, address: str) -> tuple[Page, list[int]]:
    """Opens a page as on a first visit, with nothing stored in the browser.

    Returns the page, and a list of the compressed sizes of all files that it loads.
    """
    page, weights = browser.new_page(viewport={"width": 390, "height": 844}), list[int]()

    def fetched(url: str) -> None:
        path = site / (url.removeprefix(origin).partition("?")[0] or "index.html")
        data = (path / "index.html" if path.is_dir() else path).read_bytes()
        weights.append(
            len(data if path.suffix in {".woff2", ".webp", ".png", ".jpg"} else gzip.compress(data))
        )

    page.on("request", lambda request: fetched(request.url))
    page.goto(origin + address, wait_until="networkidle")
    return page, weights


def _search(browser: Browser, origin: str, site: Path, query: str) -> tuple[int, float]:
    page, weights = _page(browser, origin, site, "")
    weights.clear()
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open]")
    took = page.evaluate(TYPED, ["dialog .sd-list", query])
    page.close()
    return sum(weights), took


def _list(browser: Browser, origin: str, site: Path) -> tuple[int, float, float]:
    page, weights = _page(browser, origin, site, "dien-hinh/")
    page.click(".facet-open")
    page.wait_for_load_state("networkidle")
    first = page.evaluate(FILTERED)
    page.wait_for_load_state("networkidle")
    return sum(weights), first, page.evaluate(FILTERED)
