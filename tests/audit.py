"""`make audit`: checks site/ by Lighthouse and the Nu HTML checker, and print/ by LibreOffice.

npm installs these two checkers, in the versions locked in tests/audit_tools, into .cache/audit. The audit is
started by hand, since its figures vary with the machine. The exit code is 1 if a check fails.
"""

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
LOCKED = HOME / "tests" / "audit_tools"
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
# The Nu checker's messages about the content security policy are ignored, because a page opened from a file
# has no origin 'self'. The tests in tests/browser show that browsers accept the policy.
_POLICY = re.compile("violates Content Security Policy")
_NOINDEX = (
    # Only the demonstration has this tag, and Lighthouse would deduct points for it.
    b'<meta name="robots" content="noindex">'
)


class Host(http.server.SimpleHTTPRequestHandler):
    """A web server for the audit, which serves the site's files compressed and with the site's HTTP headers.

    It answers as nginx does when set up with the lines that `kyyeu addresses --nginx` prints.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answers a request with a file of the site, or with the page 404.html if there is no such file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        code = 200 if path.is_file() else 404
        path = path if code == 200 else SITE / "404.html"
        body, kind = path.read_bytes(), _TEXT.get(path.suffix)
        self.send_response(code)
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
        """Does nothing, so that the web server does not print a line for each request."""


@contextmanager
def serving() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Host, directory=str(SITE))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def lighthouse(address: str) -> dict[str, float]:
    """Returns the points of one Lighthouse run by category; prints the audits that lost points on stderr."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    flags = ("--output=json", "--quiet", "--chrome-flags=--headless=new --no-sandbox")
    command = [str(TOOLS / "node_modules/.bin/lighthouse"), address, *flags]
    report = json.loads(
        subprocess.run(
            command, env={**os.environ, "CHROME_PATH": chromium}, check=True, capture_output=True
        ).stdout
    )
    for category in BOUNDS:
        enough = 0.9 if category == "performance" else 1
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < enough:
                print(f"  {category}: {audit['title']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {category: round(100 * report["categories"][category]["score"]) for category in BOUNDS}


def nu(pages: list[Path]) -> tuple[int, int]:
    """Checks HTML pages with the Nu validator; returns the numbers of errors and of warnings.

    Each message is printed on stderr.
    """
    command = ["java", "-jar", TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar", "--format", "json", *pages]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    messages = [
        message for message in json.loads(run.stderr)["messages"] if not _POLICY.search(message["message"])
    ]
    for message in messages:
        print(f"  {message.get('url', '')}:{message.get('lastLine')}: {message['message']}", file=sys.stderr)
    warnings = sum(message["type"] == "info" for message in messages)
    return len(messages) - warnings, warnings


def install_tools() -> None:
    """Installs the audit's tools in the versions locked in tests/audit_tools; runs no install scripts."""
    lock, installed = (LOCKED / "package-lock.json").read_bytes(), TOOLS / "installed.json"
    if installed.is_file() and installed.read_bytes() == lock:
        return
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCKED / name, TOOLS)
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(["npm", "ci", "--ignore-scripts", *quiet, "--prefix", str(TOOLS)], check=True)
    installed.write_bytes(lock)


def main() -> int:
    missing = [name for name in ("node", "npm", "java", OFFICE) if not shutil.which(name)]
    if missing or not (SITE / "index.html").is_file():
        print(f"Thiếu: {', '.join(missing) or 'site/ (chạy make site)'}", file=sys.stderr)
        return 3
    install_tools()
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
        words = f"lost {sorted(file.lost)}; added {sorted(file.added)}"
        print(f"  {file.name}: pages {file.pages} for {file.ours}; {words}", file=sys.stderr)
    unlike = sum(not file.holds for file in files)
    print(f"LibreOffice: {len(files)} DOCX and XLSX, {unlike} unlike their PDF (bound 0, of at least 1 file)")
    stale = unlike_in_guide()
    print(f"Guide: outdated pictures: {', '.join(stale) or 'none'} (python -m tests.audit_guide)")
    return 0 if met and not errors and files and not unlike and not stale else 1


if __name__ == "__main__":
    raise SystemExit(main())
