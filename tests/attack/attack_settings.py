"""Puts hostile values into settings.

Each value must be refused, or it can be read back unchanged from every file that Kyyeu writes it into.
"""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from kyyeu.model.library import Library
from kyyeu.model.site import Site
from kyyeu.model.units import Unit
from kyyeu.vietnamese import PRINTABLE
from kyyeu.views.catalogue import Catalogue
from pydantic import ValidationError

from tests.landings import (
    changed_site,
    check_address,
    check_link,
    check_mail,
    check_owners,
    check_repository,
    check_words,
)

PIECES = (
    '"', "'", "`", "\\", ";", "{", "}", ";}location=/x{return 200 x;}", "$host", "$", "\n", "\r", "\r\n",
    "\t", "\0", "\x1b[31m", "\x7f", "\u0085", "\u2028", "\u202e", "\ufeff", "<", ">", "<script>",
    "</script>", "<!--", "&", "&amp;", "]]>", "%", "%0d%0a", "%00", "%2e%2e/", "%zz", "@", "u:p@", ":",
    ":0", ":80", ":99999", ":x", "/", "//", "/../", "/./", "..", ".", "?", "?q=1", "#", "#f", "*", ":splat",
    " ", "  ", ",", "[", "]", "[::1]", "-", "--upload-pack=x", "=1+1", ";=1+1", "+1", "@SUM(1)", "＝1",
    "{unit}", "{{ x }}", "@@kyyeu:head@@", "::error::x", "::", "mailto:", "javascript:alert(1)", "data:,x",
    "file:///etc/passwd", "xn--", "xn--a-.", "việt", "e\u0301", "1.2.3.4", "0x7f.1", "256.1.1.1",
    "localhost", "a" * 70, ".vn", ".git", "~", "!", "|", "^", "…", "|", "(", ")", "_", "script-src *",
    "; script-src *", "Set-Cookie: x=1",
)  # fmt: skip
Setting = tuple[tuple[str, ...], Callable[[str], dict[str, Any]], Callable[[Catalogue, Site], None]]
# Each setting whose value is written into files of a special format: valid values, a function that gives the
# changed fields, and a function that reads the value back from these files.
SETTINGS: tuple[Setting, ...] = (
    (
        (
            "https://x.vn/",
            "https://so.gddt.vn:8443/ky-yeu/",
            "http://10.0.0.7/a/b/",
            "https://xn--vit-jxa.vn/",
        ),
        lambda text: {"url": text},
        check_address,
    ),
    (
        ("https://git.x.vn/so/ky-yeu", "https://github.com/so/ky-yeu.git", "http://10.0.0.7:3000/a/b/c/"),
        lambda text: {"repository": text, "editor": {"forge": "gitea"}},
        check_repository,
    ),
    (
        ("main", "sua/doi"),
        lambda text: {"repository": "https://git.x.vn/a/b", "editor": {"forge": "gitlab", "branch": text}},
        check_repository,
    ),
    (
        ("vp@x.vn", "van.phong+1@so-gddt.edu.vn"),
        lambda text: {"contact": {"office": "Văn phòng", "email": text}},
        check_mail,
    ),
    (
        ("https://dang-nhap.x.vn/", "http://[::1]:8080/a?b=c&d=%C3%A1#e"),
        lambda text: {"repository": "https://x.vn/a/b", "editor": {"forge": "github", "sign_in": text}},
        check_link,
    ),
    (
        ("Kỷ yếu", "Hội nghị"),
        lambda text: {"title": text, "tagline": text, "demonstration": False},
        check_words,
    ),
)

NAMES = ("url", "repository", "branch", "email", "sign_in", "title")


def hostile(chance: random.Random, valid: str) -> str:
    """Returns a valid value with one to three hostile pieces of text in it, or hostile pieces alone."""
    text = valid if chance.random() < 0.9 else ""
    for _ in range(chance.choice((1, 1, 2, 3))):
        place = chance.choice((0, len(text), chance.randrange(len(text) + 1)))
        text = text[:place] + chance.choice(PIECES) + text[place:]
    return text


def refused_or_read_back(shown: Catalogue, setting: Setting, text: str) -> bool:
    """Puts a text into a setting, and returns whether it is accepted.

    If it is accepted, the function asserts that it can be read back unchanged from all files that hold it.
    """
    _, change, read_back = setting
    try:
        site = changed_site(shown.published.site, **change(text))
    except ValidationError:
        return False
    # A text with a letter that the books' fonts lack is refused by the check letter-unprintable.
    accepted = PRINTABLE.issuperset(text)
    if accepted:
        read_back(shown, site)
    return accepted


def test_every_setting_is_refused_or_read_back(
    seed: int, rounds: Callable[..., int], shown: Catalogue
) -> None:
    chance, accepted, count = random.Random(seed), 0, rounds(20_000, 400)
    for _ in range(count):
        setting = chance.choice(SETTINGS)
        accepted += refused_or_read_back(shown, setting, hostile(chance, chance.choice(setting[0])))
    assert 0.05 * count < accepted < 0.95 * count


@pytest.mark.parametrize("setting", SETTINGS, ids=NAMES)
def test_every_piece_is_refused_or_read_back(setting: Setting, shown: Catalogue) -> None:
    """Each hostile piece is put at several places of a valid value; the setting is refused or read back.

    The places are the start, the middle, the end, and after each slash, @ sign or dot.
    """
    valid = setting[0][0]
    places = {0, len(valid) // 2, len(valid), *(match.end() for match in re.finditer(r"//|[/@.]", valid))}
    accepted = {
        refused_or_read_back(shown, setting, valid[:place] + piece + valid[place:])
        for piece in PIECES
        for place in places
    }
    assert accepted == {True, False}


def test_nobody_makes_themselves_an_owner(seed: int, rounds: Callable[..., int], library: Library) -> None:
    chance, accepted = random.Random(seed), 0
    unit = library.units["thpt-ban-trang"]
    for _ in range(rounds(5_000, 200)):
        account, name = hostile(chance, "so/thi-dua"), hostile(chance, "Trường THPT @ke-gian")
        editor = {"forge": "gitlab", "reviewers": [chance.choice((account, "so/thi-dua"))]}
        names = [{"name": name}]
        try:
            site = changed_site(library.site, editor=editor)
            changed = Unit.model_validate(unit.model_dump() | {"names": names, "editors": ["hoa-ban"]})
        except ValidationError:
            continue
        accepted += 1
        check_owners(replace(library, site=site, units={**library.units, unit.id: changed}))
    assert accepted > 20


@pytest.mark.parametrize("setting", SETTINGS, ids=NAMES)
def test_valid_settings_are_read_back(setting: Setting, shown: Catalogue) -> None:
    assert all(refused_or_read_back(shown, setting, text) for text in setting[0])
