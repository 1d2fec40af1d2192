"""Prints a table of the packages and fonts that Kỷ yếu ships: version, licence and day of last release.

Run as `python build_scripts/licences.py [--offline]`. The release days of packages come from the package
indexes that pip and npm use. Without a network, or with --offline, these days are unknown.
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
SECONDS = 30  # A package index that has not answered after this many seconds counts as unreachable.
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
# Matches what `pip install --help` says about its default index.
_DEFAULT_INDEX = re.compile(r"Base\s+URL\s+of\s+the\s+Python\s+Package\s+Index\s+\(default\s+(\S+?)\)")
_OWN_INDEX = re.compile(r"(?:global|install|:env:)\.index-url='([^']+)'")
# A request with this media type asks a Python package index to answer in JSON (PEP 691 and PEP 700).
_SIMPLE_API = "application/vnd.pypi.simple.v1+json"


class Shipped(NamedTuple):
    """A package or font that is delivered with Kỷ yếu. `source` is "python", "npm" or "font"."""

    source: str
    name: str
    version: str
    licence: str


def shipped() -> list[Shipped]:
    """Returns all that is delivered with Kỷ yếu: Python packages, npm packages of the web editor, fonts."""
    return [*_python_packages(), *_npm_packages(), *_fonts()]


def _python_packages() -> Iterator[Shipped]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name, version in _PINNED.findall(text):
        yield Shipped("python", name, version, licence(name))


def licence(package: str) -> str:
    """Returns the licence that a Python package declares, if possible as an SPDX expression.

    Returns "unknown" if the package declares no licence or is not installed.
    """
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
    """Yields the npm packages that become part of the web editor, but not those used only to build it."""
    lock = json.loads((ROOT / "theme/editor/package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path and not package.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield Shipped("npm", name, package["version"], package.get("license", UNKNOWN))


def _fonts() -> Iterator[Shipped]:
    """Yields the fonts in theme/fonts, with the licence that the licence text in that folder names."""
    (terms,) = (ROOT / "theme/fonts").glob("*LICENSE.txt")
    title = re.search(r"\w+ Font License", terms.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "theme/fonts").glob("*.[ot]tf")):
        with TTFont(path) as font:
            version = str(font["name"].getDebugName(5)).removeprefix("Version ").partition(";")[0]
        yield Shipped("font", path.stem, version, title[0] if title else UNKNOWN)


def last_release(package: Shipped, index: str) -> str:
    """Returns the day (YYYY-MM-DD) of the newest release of a package or font, or "unknown".

    `index` is the address of the package index that pip uses; if it is "", no package index is asked.
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
    """Returns a list with one day: the day on which the font was last modified.

    A font file stores this time in seconds from 1904.
    """
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
    """Prints a table with one line for each package or font; returns 1 if any licence is unknown, else 0."""
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
