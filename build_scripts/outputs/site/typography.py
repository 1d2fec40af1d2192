"""HTML → the same HTML with lines that break where Vietnamese may break: numbers keep their words, compounds stay whole in headings."""

from __future__ import annotations

import re

from build_scripts.vietnamese import NBSP, keep_together

COMPOUNDS = (  # what a balanced heading would otherwise split at the end of a line
    "điển hình", "tiên tiến", "hội nghị", "thi đua", "phong trào", "khen thưởng", "giáo dục", "đào tạo", "nhà giáo", "học sinh",
    "kỷ niệm", "tổng kết", "báo cáo", "tập thể", "đơn vị", "Hòa Bình", "ủy ban", "nhân dân", "tiểu học", "mầm non", "yêu nước",
    "tham luận", "đại biểu", "chương trình", "phổ thông", "nội trú", "bán trú", "chuyên đề", "thường xuyên",
)
SET, UNSET = "\x02", "\x03"  # around HTML whose words were kept together when its Markdown was rendered
_PIECES = re.compile(r"<(/?h[1-3]\b)?[^>]*>|(\s+)(?=<)|\x02([^\x03]*)\x03|([^<\x02]+)")
_YEARS = re.compile(r"(?<![\d/])(\d{4})([ \u00a0]?)(–|-)[ \u00a0]?(\d{4})(?![\d/])(?=[^<>]*(?:<|\Z))")
_NOWRAP = r'<span class="nb">\1\2\3\2\4</span>'
_WORTH = re.compile(r"\d|[IVXL]\b|(?:TS|ThS|PGS|GS|NGƯT|NGND|BS|KS|CN)\. | – |iai đoạn")
_PERIOD = re.compile(r"(?<=[Gg]iai) (?=đoạn)")
_COMPOUND = re.compile("|".join(re.escape(word) for word in COMPOUNDS), re.IGNORECASE)


def set_lines(html: str) -> str:
    """Only text between tags is touched. A no-break space does not hold '2015 – 2020' after the dash (UAX 14), so years get a span."""
    result: list[str] = []
    heading = False
    for match in _PIECES.finditer(html):
        kind = match.lastindex
        if kind == 4:
            result.append(_set(match[0], heading))
        elif kind == 3:
            result.append(_YEARS.sub(_NOWRAP, match[3]))
        else:
            if kind == 1:
                heading = not match[1].startswith("/")
            result.append(match[0])
    return "".join(result)


def keep_compounds(text: str) -> str:
    """For a line that is balanced: no compound is split at its end."""
    return _COMPOUND.sub(lambda match: match[0].replace(" ", NBSP), text)


def _set(text: str, heading: bool) -> str:
    """Most pieces hold nothing to set: one look decides, which halves the cost of a page."""
    if _WORTH.search(text):
        text = _YEARS.sub(_NOWRAP, _PERIOD.sub(NBSP, keep_together(text)))
    return keep_compounds(text) if heading else text
