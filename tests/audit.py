"""`make audit`: Lighthouse (mobile) and the Nu checker over site/, LibreOffice over print/. Exit 1 where a bound is missed.

Tools come from npm into .cache/audit; nothing else of the project needs them. By hand only: figures vary with the machine."""

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kyyeu.outputs.site.policy import CACHE_FOR_A_YEAR, HEADERS, UNCHANGING

from tests.audit_guide import unlike as unlike_in_guide
from tests.audit_office import OFFICE, opened

HOME = Path(__file__).resolve().parents[1]
SITE = HOME / "site"
TOOLS = HOME / ".cache" / "audit"
WANTED = ("lighthouse@12", "vnu-jar@26")  # Lighthouse 13 asks for Node 22
LOOKED_AT = {"home": "", "profile": "dien-hinh/*/*/", "list": "dien-hinh/"}
BOUNDS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
ROUNDS = 3
_TEXT = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
    ".txt": "text/plain",
}
_POLICY = re.compile(
    "violates Content Security Policy"
)  # a file has no 'self'; browsers keep the policy in tests/browser
_NOINDEX = b'<meta name="robots" content="noindex">'  # of the demonstration alone: a real site is to be found


class Host(http.server.SimpleHTTPRequestHandler):
    """What the lines of `kyyeu addresses --nginx` make of a host: gzip, the headers of policy.py, files that never change kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        body = (path if found else SITE / "404.html").read_bytes()
        kind = _TEXT.get(path.suffix if found else ".html")
        self.send_response(200 if found else 404)
        for name, value in HEADERS:
            self.send_header(name, value)
        lasting = self.path.startswith(tuple(f"/{folder}" for folder in UNCHANGING))
        self.send_header(*(CACHE_FOR_A_YEAR if lasting else ("Cache-Control", "max-age=600")))
        if kind:
            body = gzip.compress(body.replace(_NOINDEX, b""))
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind else self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Host, directory=str(SITE))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def lighthouse(address: str) -> dict[str, float]:
    """Points of one run by category; what lost any is told on stderr."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    flags = ("--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox")
    command = [str(TOOLS / "node_modules/.bin/lighthouse"), address, *flags]
    said = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": chromium}, check=True, capture_output=True
    ).stdout
    report = json.loads(said)
    for category in BOUNDS:
        for part in report["categories"][category]["auditRefs"]:
            found = report["audits"][part["id"]]
            if (
                part["weight"]
                and found["score"] is not None
                and found["score"] < (0.9 if category == "performance" else 1)
            ):
                print(f"  {category}: {found['title']} {found.get('displayValue', '')}", file=sys.stderr)
    return {category: round(100 * report["categories"][category]["score"]) for category in BOUNDS}


def nu(pages: list[Path]) -> tuple[int, int]:
    """Errors and warnings of every page; each is told on stderr."""
    jar = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar"
    said = subprocess.run(
        ["java", "-jar", str(jar), "--format", "json", *map(str, pages)],
        check=False,
        capture_output=True,
        text=True,
    )
    messages = [
        found for found in json.loads(said.stderr)["messages"] if not _POLICY.search(found["message"])
    ]
    for found in messages:
        print(f"  {found.get('url', '')}:{found.get('lastLine')}: {found['message']}", file=sys.stderr)
    warnings = sum(found["type"] == "info" for found in messages)
    return len(messages) - warnings, warnings


def main() -> int:
    missing = [name for name in ("node", "npm", "java", OFFICE) if not shutil.which(name)]
    if missing or not (SITE / "index.html").is_file():
        print(f"Thiếu: {', '.join(missing) or 'site/ (chạy make site)'}", file=sys.stderr)
        return 3
    if not all((TOOLS / "node_modules" / name.partition("@")[0]).is_dir() for name in WANTED):
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(TOOLS), *WANTED],
            check=True,
        )
    met = True
    with serving() as origin:
        print(f"{'Lighthouse, mobile':<44}" + "".join(f"{name:>16}" for name in BOUNDS))
        for name, pattern in LOOKED_AT.items():
            address = min(
                page.relative_to(SITE).as_posix() for page in SITE.glob(f"{pattern}index.html")
            ).removesuffix("index.html")
            runs = [lighthouse(origin + address) for _ in range(ROUNDS)]
            points = {category: statistics.median(run[category] for run in runs) for category in BOUNDS}
            met &= all(points[category] >= bound for category, bound in BOUNDS.items())
            print(
                f"{name + ' /' + address:<44}"
                + "".join(f"{points[category]:>9} (≥{BOUNDS[category]:>3})" for category in BOUNDS)
            )
    pages = sorted(SITE.rglob("*.html"))
    errors, warnings = nu(pages)
    print(f"Nu HTML checker: {len(pages)} pages with 404, {errors} errors (bound 0), {warnings} warnings")
    files = list(opened(HOME / "print"))
    for file in (file for file in files if not file.holds):
        print(
            f"  {file.name}: pages {file.pages} for {file.ours}; lost {sorted(file.lost)}; added {sorted(file.added)}",
            file=sys.stderr,
        )
    unlike = sum(not file.holds for file in files)
    print(
        f"LibreOffice: {len(files)} DOCX and XLSX, {unlike} unlike their PDF (bound 0; none to look at: missed)"
    )
    stale = unlike_in_guide()
    print(
        f"Guide: pictures of the workbook that are no longer true: {', '.join(stale) or 'none'} (python -m tests.audit_guide)"
    )
    return 0 if met and not errors and files and not unlike and not stale else 1


if __name__ == "__main__":
    raise SystemExit(main())
