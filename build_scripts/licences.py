"""Lists everything that Kỷ yếu ships or runs on: version, licence and last release of each package and font.

Run as `python build_scripts/licences.py [--offline]`. Days of release come from the package indexes that pip
and npm are set up with; without a network, or with --offline, they are unknown.
"""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
UNKNOWN = "unknown"
SECONDS = 30  # A package index that answers later than this counts as out of reach.
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_DEFAULT_INDEX = re.compile(r"--index-url <url>.*?\(default\s+(\S+?)\)", re.DOTALL)
_OWN_INDEX = re.compile(r"(?:global|install|:env:)\.index-url='([^']+)'")
_SIMPLE_API = "application/vnd.pypi.simple.v1+json"  # The index's answer as JSON (PEP 691, PEP 700).


class Shipped(NamedTuple):
    """A package or font that is shipped; `source` is python, npm or font."""

    source: str
    name: str
    version: str
    licence: str


def shipped() -> list[Shipped]:
    """Returns everything that is shipped: locked Python packages, packages of the web editor, own fonts."""
    return [*_python_packages(), *_npm_packages(), *_fonts()]


def _python_packages() -> Iterator[Shipped]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name, version in _PINNED.findall(text):
        yield Shipped("python", name, version, licence(name))


def licence(package: str) -> str:
    """Returns the licence that an installed Python package declares, as an SPDX expression if it has one."""
    try:
        declared = metadata(package)
    except PackageNotFoundError:
        return UNKNOWN
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in declared.get_all("Classifier", [])
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    expression, free_text = (
        "".join(declared.get_all(name, [])) for name in ("License-Expression", "License")
    )
    first_line = free_text.strip().partition("\n")[0].replace("UNKNOWN", "")
    return expression or "; ".join(classifiers) or first_line or UNKNOWN


def _npm_packages() -> Iterator[Shipped]:
    """Yields the packages that are bundled into the web editor, without those that only build it."""
    lock = json.loads((ROOT / "theme/editor/package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield Shipped("npm", name, package["version"], package.get("license", UNKNOWN))


def _fonts() -> Iterator[Shipped]:
    """Yields the fonts in theme/fonts, under the licence that the text beside them names."""
    (terms,) = (ROOT / "theme/fonts").glob("*LICENSE.txt")
    title = re.search(r"\w+ Font License", terms.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "theme/fonts").glob("*.[ot]tf")):
        with TTFont(path) as font:
            version = str(font["name"].getDebugName(5)).removeprefix("Version ").partition(";")[0]
        yield Shipped("font", path.stem, version, title[0] if title else UNKNOWN)


def last_release(package: Shipped, index: str) -> str:
    """Returns the day of a package's newest release, or "unknown" if the package index cannot tell it.

    `index` is the address of the index that pip uses, or "" to ask no index at all.
    """
    if package.source != "font" and not index:
        return UNKNOWN
    days = _DAYS[package.source](package.name, index)
    return max(days, default=UNKNOWN)[:10]


def _python_days(name: str, index: str) -> list[str]:
    request = urllib.request.Request(f"{index.rstrip('/')}/{name}/", headers={"Accept": _SIMPLE_API})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            files = json.load(answer)["files"]
    except (OSError, ValueError):
        return []
    return [file["upload-time"] for file in files if "upload-time" in file and not file.get("yanked")]


def _npm_days(name: str, index: str) -> list[str]:
    try:
        run = subprocess.run(
            ["npm", "view", name, "time", "--json"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
        days: dict[str, str] = json.loads(run.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return []
    return [day for version, day in days.items() if version not in ("created", "modified")]


def _font_days(name: str, index: str) -> list[str]:
    """Returns the day on which the font file was finished, which it states itself (in seconds from 1904)."""
    [path] = (ROOT / "theme/fonts").glob(f"{name}.*")
    with TTFont(path) as font:
        return [str(date(1904, 1, 1) + timedelta(seconds=font["head"].modified))]


_DAYS = {"python": _python_days, "npm": _npm_days, "font": _font_days}


def python_index() -> str:
    """Returns the address of the package index that pip is set up with, or pip's own default."""
    answers = {
        command: subprocess.run(
            [sys.executable, "-m", "pip", *command], capture_output=True, text=True, check=True
        ).stdout
        for command in (("config", "list"), ("install", "--help"))
    }
    own = _OWN_INDEX.search(answers["config", "list"])
    default = _DEFAULT_INDEX.search(answers["install", "--help"])
    return own[1] if own else default[1] if default else ""


def main(arguments: list[str]) -> int:
    """Prints a table with one line a package; returns 1 if a licence is unknown."""
    packages = shipped()
    index = "" if "--offline" in arguments else python_index()
    with ThreadPoolExecutor(8) as threads:
        releases = list(threads.map(lambda package: last_release(package, index), packages))
    head = ("source", "name", "version", "last release", "licence")
    rows = [
        (package.source, package.name, package.version, day, package.licence)
        for package, day in zip(packages, releases, strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    return int(any(package.licence == UNKNOWN for package in packages))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
