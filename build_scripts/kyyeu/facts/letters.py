"""Reads the letters of a text as a human reader sees them, even if they are encoded or look-alike letters.

Returns the words of a text without diacritics, or its letters, each with its Vietnamese diacritics.
"""

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from kyyeu.vietnamese import spelling

# Pairs of letters: a letter of another alphabet or of an unusual Latin form, then the usual Latin letter that
# it looks like. The pairs are chosen from the confusables of Unicode Technical Standard 39.
_LOOK_ALIKE = (
    # Cyrillic letters, each followed by the Latin letter that it looks like.
    "АAВBЕEЁEЅSІIЇIЈJКKМMНHОOРPСCТTУYҮYХXҺHԀDԌGԚQԜWЗEЬbӀI"
    "аaвbеeёeѕsіiїiјjкkмmнhоoрpсcтtуyүyхxһhԁdԍgԛqԝwгrпnиuьbцuɡgӏl"
    # Greek letters, each followed by the Latin letter that it looks like.
    "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCϺM"
    "αaβbγyεeηnιiκkνvοoρpσoτtυuχxωwϲcϳjμuςs"
    # Armenian, Cherokee, Coptic and Lisu letters, each followed by the Latin letter that it looks like.
    "օoսuհhոnցgզqԼLՕOՍUՏSᎪAᏴBᏟCᎠDᎬEᎻHᎥiᎫJᏦKᏞLᎷMΝNᏢPᎡRᏚSᎢTᏙVᏔWᎩYᏃZᏀG"
    "ⲞOⲟoⲢPⲣpⲤCⲥcⲦTⲀAⲂBⲈEⲎHⲒIⲔKⲘMⲚNⲬXⲨYꓐBꓑPꓓDꓔTꓖGꓗKꓙJꓚCꓜZꓝFꓟMꓠNꓡLꓢSꓣRꓦVꓧHꓪWꓫXꓬYꓮAꓰEꓲIꓳOꓴU"
    # Unusual Latin letters, such as small capitals, each followed by the usual letter that it looks like.
    "ıiȷjɑaɒaƅbɓbƃbɔcɗdɛeǝeəeɠgɩiɪiʝjƙkɭlłlŁLɱmɲnŋnɳnɵoøoØOʠqɾrɼrƨsʂsʈtʊuʋvƿpʏyʐzƶz"
    "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwᴢzⱯAꞬGꞮIꮯCꭺAꭼEꮎo"
)
_BASES = dict(zip(map(ord, _LOOK_ALIKE[::2]), _LOOK_ALIKE[1::2], strict=True)) | {
    # Flag emojis consist of special letters, which count as capitals.
    **{0x1F1E6 + place: chr(65 + place) for place in range(26)},
    **{
        first + place: chr(65 + place) for first in (0x1F150, 0x1F170) for place in range(26)
    },  # Letters in white on a black circle or square count as capitals.
}
_STROKE = "\u0335"
_D = {**dict.fromkeys(map(ord, "đðɖꟈ"), "d"), **dict.fromkeys(map(ord, "ĐÐƉꟇᴆ"), "D")}
# The diacritics of Vietnamese vowels (breve, circumflex, horn) and tones (huyền, sắc, hỏi, ngã, nặng). A
# caron is read as a breve, and a Greek circumflex as the tone ngã.
_KEPT = {ord(mark): mark for mark in "\u0306\u0302\u031b\u0300\u0301\u0309\u0303\u0323"} | {
    0x30C: "\u0306",
    0x311: "\u0302",
    0x342: "\u0303",
}
# Invisible characters that Unicode does not classify as invisible, but as letters or signs.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")


class _Table(dict[int, str | None]):
    """A table for str.translate, which maps some characters to other characters.

    All other characters are kept if they are visible, and removed if they are invisible or combining
    diacritics.
    """

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        gone = char in _FILLERS or unicodedata.category(char) in ("Mn", "Me", "Cf")
        self[code] = None if gone else char
        return self[code]


# The letters y and i sound alike, so a comparison that ignores diacritics treats y as i.
_BARE = _Table(_BASES | _D | {ord("y"): "i", ord("Y"): "I"})
_BARE |= {code: {"y": "i", "Y": "I"}.get(base or "", base) for code, base in _BARE.items()}
_MARKED = _Table(_BASES | {code: letter + _STROKE for code, letter in _D.items()} | _KEPT)
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(rf"[^\W\d_][{_STROKE}{''.join(_KEPT.values())}]*")
_DIGITS_OR_WORD = re.compile(rf"\d+|(?:{_LETTER.pattern})+")
_CAMEL = re.compile(rf"([a-z][{_STROKE}{''.join(_KEPT.values())}]*)(?=[A-Z])")
_ENCODED = re.compile(r"[&%\\]")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_ESCAPE = re.compile(r"(?:\\+u\{?|%u)([0-9a-fA-F]{4,6})\}?|\\+x([0-9a-fA-F]{2})")
# Raised (superscript) letters, which are footnote marks more often than letters of a name.
RAISED = re.compile(
    "[ªº\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d78\u1d9b-\u1dbf\u2071\u207f\u2090-\u209c\u2c7c\u2c7d]"
)


def bare_words(piece: str) -> list[str]:
    """Returns the words of a text in small letters without diacritics, with every y replaced by i.

    Words end at digits and at all other signs. A capital after a small letter begins a new word:
    'x-QuangThị2' gives ['x', 'quang', 'thi'].
    """
    if piece.isascii() and not _ENCODED.search(piece):
        text = piece.replace("y", "i").replace("Y", "I")
    else:
        text = unicodedata.normalize("NFKD", decoded(piece)).translate(_BARE)
    if not (text.islower() or text.isupper()):
        text = _CAMEL.sub(r"\1 ", text)
    return _WORD.findall(text.lower())


@lru_cache(maxsize=4096)
def letters(piece: str) -> tuple[str, ...]:
    """Returns the letters of a text in lower case, each followed by its Vietnamese diacritics.

    The result has exactly as many letters as the words that `bare_words` returns for the same text.
    """
    text = unicodedata.normalize("NFKD", decoded(piece)).translate(_MARKED)
    return tuple(_LETTER.findall(text.lower()))


def syllable(parts: tuple[str, ...]) -> str:
    """Returns the normalised spelling of a syllable, given as letters in the form that `letters` returns."""
    return spelling("".join(parts).replace(f"d{_STROKE}", "đ"))


def keys(text: str) -> tuple[str, ...]:
    """Returns the normalised spelling of each word in a text, and each whole number, in their order."""
    marked = _CAMEL.sub(r"\1 ", unicodedata.normalize("NFKD", decoded(text)).translate(_MARKED))
    return tuple(syllable((word,)) for word in _DIGITS_OR_WORD.findall(marked.lower()))


@lru_cache(maxsize=65536)
def bare(key: str) -> str:
    """Returns a syllable's normalised spelling without diacritics, and with i for y: 'thuý' gives 'thui'."""
    return "".join(bare_words(key))


@lru_cache(maxsize=65536)
def marks(key: str) -> frozenset[tuple[int, str]]:
    """Returns the diacritics of a syllable, given in its normalised spelling, as pairs (position, diacritic).

    The position is that of the letter in the syllable; for a tone mark it is -1.
    """
    tones = {"\u0300", "\u0301", "\u0309", "\u0303", "\u0323"}
    return frozenset(
        (-1 if mark in tones else place, mark)
        for place, letter in enumerate(letters(key))
        for mark in letter[1:]
    )


def decoded(text: str) -> str:
    """Returns a text with its encoded characters decoded: HTML entities, URL percent codes and JSON escapes.

    Text that was encoded twice or three times over is decoded as often.
    """
    for _ in range(3):
        if not _ENCODED.search(text):
            break
        before = text
        if "&" in text:
            text = html.unescape(text)
        if "%" in text and _PERCENT.search(text):
            text = unquote(text, errors="replace")
        if _ESCAPE.search(text):
            text = _ESCAPE.sub(_character, text)
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text == before:
            break
    return text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else " "
