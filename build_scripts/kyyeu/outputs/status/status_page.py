"""Writes how complete the records of schools and offices are as one HTML file.

Fonts and styles are embedded in the file. It has no scripts and downloads nothing.
"""

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


def page(readiness: Readiness, theme: Path, fonts: Mapping[str, bytes]) -> str:
    """Returns an HTML page that shows how complete the records of each school and office are.

    `theme` is the folder of the theme's files; `fonts` are the site's font files by their path
    ('assets/fonts/…').
    """
    style = _style(theme, fonts)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; base-uri 'none'; "
        "form-action 'none'"
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
        .render(view=status_words(readiness), columns=COLUMNS, sheet=Markup(style), policy=Markup(policy))
        .split("<body>")
    )
    return f"{head}<body>{set_lines(body)}\n"


def _style(theme: Path, fonts: Mapping[str, bytes]) -> str:
    styles = {
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
        line for line in styles["site/assets/css/fonts.css"].splitlines(keepends=True) if "italic" not in line
    )
    fonts_css = _FONT.sub(
        lambda match: f"url(data:font/woff2;base64,{base64.b64encode(fonts[f'assets/{match[1]}']).decode()})",
        upright,
    )
    dark = (
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"{styles['site/assets/dark.css']}{styles['status/dark.css']}}}"
    )
    return f"{fonts_css}{styles['tokens.css']}{styles['status/status.css']}{dark}\n"
