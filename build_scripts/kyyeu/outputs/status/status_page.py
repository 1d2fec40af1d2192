"""Readiness → one HTML file that needs nothing else: fonts, colours and layout stand in it; no script, no request to anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kyyeu.outputs.site.typography import set_lines
from kyyeu.views.office.readiness import Readiness
from kyyeu.views.office.readiness_words import COLUMNS, status_words

_FONT = re.compile(r'url\("(fonts/[^"]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def page(found: Readiness, theme: Path, fonts: Mapping[str, bytes]) -> str:
    """`fonts` are those of the site, by their path there ('assets/fonts/…')."""
    made = _sheet(theme, fonts)
    mark = base64.b64encode(hashlib.sha256(made.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{mark}'; font-src data:; base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(theme / "status"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    head, body = (
        environment.get_template("page.html")
        .render(view=status_words(found), columns=COLUMNS, sheet=Markup(made), policy=Markup(policy))
        .split("<body>")
    )
    return f"{head}<body>{set_lines(body)}\n"


def _sheet(theme: Path, fonts: Mapping[str, bytes]) -> str:
    read = {
        name: _COMMENT.sub("", (theme / name).read_text(encoding="utf-8"))
        for name in (
            "tokens.css",
            "site/assets/css/fonts.css",
            "site/assets/dark.css",
            "status/status.css",
            "status/dark.css",
        )
    }
    upright = "".join(
        line for line in read["site/assets/css/fonts.css"].splitlines(keepends=True) if "italic" not in line
    )
    faces = _FONT.sub(
        lambda match: f"url(data:font/woff2;base64,{base64.b64encode(fonts[f'assets/{match[1]}']).decode()})",
        upright,
    )
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{read['site/assets/dark.css']}{read['status/dark.css']}}}"
    return f"{faces}{read['tokens.css']}{read['status/status.css']}{dark}\n"
