"""HTML → the same HTML with lines that break where Vietnamese may break: numbers keep their words, compounds stay whole in headings."""

from __future__ import annotations

import re

from build_scripts.vietnamese import NBSP, keep_together

COMPOUNDS = (  # what a balanced heading would otherwise split at the end of a line
    "điển hình", "Điển hình", "tiên tiến", "Hội nghị", "hội nghị", "thi đua", "Thi đua", "phong trào", "Phong trào", "khen thưởng",
    "Khen thưởng", "Giáo dục", "giáo dục", "Đào tạo", "Nhà giáo", "học sinh", "Học sinh", "kỷ niệm", "tổng kết", "Báo cáo", "tập thể",
    "Tập thể", "đơn vị", "Đơn vị", "Hòa Bình", "Ủy ban", "nhân dân", "Tiểu học", "Mầm non", "yêu nước", "tham luận", "Tham luận",
    "đại biểu", "Đại biểu", "chương trình", "Chương trình",
)
_PIECES = re.compile(r"<(?P<tag>/?[a-zA-Z][a-zA-Z0-9]*)[^>]*>|<!--.*?-->|(?P<text>[^<]+)", re.DOTALL)
_YEARS = re.compile(r"(?<![\d/])(\d{4})([ \u00a0]?)(–|-)[ \u00a0]?(\d{4})(?![\d/])")
_PERIOD = re.compile(r"(?<=[Gg]iai) (?=đoạn)")
_HEADINGS = frozenset({"h1", "h2", "h3"})
_COMPOUND = re.compile("|".join(re.escape(word) for word in COMPOUNDS))


def set_lines(html: str) -> str:
    """Only text between tags is touched. A no-break space does not hold '2015 – 2020' after the dash (UAX 14), so years get a span."""
    result: list[str] = []
    heading = False
    for match in _PIECES.finditer(html):
        text = match["text"]
        if text is None:
            tag = match["tag"]
            if tag and tag.lstrip("/").lower() in _HEADINGS:
                heading = not tag.startswith("/")
            result.append(match[0])
        else:
            result.append(_set(text, heading))
    return "".join(result)


def keep_compounds(text: str) -> str:
    """For a line that is balanced: no compound is split at its end."""
    return _COMPOUND.sub(lambda match: match[0].replace(" ", NBSP), text)


def _set(text: str, heading: bool) -> str:
    if text.isspace():
        return text
    text = _PERIOD.sub(NBSP, keep_together(text))
    if heading:
        text = keep_compounds(text)
    return _YEARS.sub(r'<span class="nb">\1\2\3\2\4</span>', text)
