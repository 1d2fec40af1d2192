"""Tests that the site's templates have short lines and that their line breaks add no space to a page."""

from pathlib import Path

import pytest
from jinja2 import Environment
from kyyeu.outputs.site.line_breaks import LineBreaks

from tests.building import HOME

MAX_COLUMNS = 110  # the same limit as for lines of Python
TEMPLATES = sorted(
    path for folder in ("pages", "site", "status") for path in (HOME / "theme" / folder).rglob("*.html")
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(HOME).as_posix())
def test_lines_are_short(template: Path) -> None:
    lines = enumerate(template.read_text(encoding="utf-8").splitlines(), start=1)
    assert [number for number, line in lines if len(line) > MAX_COLUMNS] == []


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<ul>\n  <li>\n    a\n  </li>\n</ul>\n", "<ul><li>a</li></ul>"),
        ("<p>\n  two\n  words\n</p>", "<p>two words</p>"),
        ("<b>a</b>{{ ' ' }}\n<b>b</b> <b>c</b>", "<b>a</b> <b>b</b> <b>c</b>"),
        ("{% if true %}\n  {{ 'x' }}\n  y\n{% endif %}\n", "xy"),
        (
            "<a\n   {% if true %}\n     href='x'\n   {% endif %}\n   id='y'>z</a>",
            "<a  href='x'  id='y'>z</a>",
        ),
        ("<{{ 'h2' }}\n  id='x'>\n  a\n</{{ 'h2' }}>", "<h2 id='x'>a</h2>"),
        ("a < b,\nc", "a < b, c"),
    ],
)
def test_a_line_break_beside_a_tag_or_mark_is_dropped(source: str, html: str) -> None:
    assert Environment(extensions=[LineBreaks]).from_string(source).render() == html


def test_an_error_names_the_line_of_the_file() -> None:
    template = Environment(extensions=[LineBreaks]).from_string("<p>\n\n  {{ 1 / 0 }}\n</p>")
    with pytest.raises(ZeroDivisionError) as caught:
        template.render()
    assert caught.traceback[-1].lineno == 2  # pytest counts the lines of a traceback from zero
