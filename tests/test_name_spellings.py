"""Tests what the checks, the publishing gate and the leak scan do with many spellings of a withheld name.

A spelling in ERROR is an error for the checks, is left out by the gate and stops the leak scan. One in
WARNING only causes warnings. One in OUTSIDE is not found, for the reasons in docs/decisions.md.
"""

import html
import json
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest
from kyyeu.facts.names import Find, Names, person_name
from kyyeu.facts.shared_names import shared_names
from kyyeu.model.library import Library
from kyyeu.publishing.leak_scan import leaking

from tests.building import source_of

NAME, BARE = "Quang Thị Hoà Bình", "Quang Thi Hoa Binh"
NFD = unicodedata.normalize("NFD", NAME)
CYRILLIC = str.maketrans(
    {
        "a": "а",
        "o": "о",
        "H": "Н",
        "h": "һ",
        "i": "і",
        "T": "Т",
        "B": "В",
        "Q": "Ԛ",
        "à": "а\u0300",
        "ì": "і\u0300",
        "ị": "і\u0323",
    }
)
GREEK = str.maketrans(
    {"a": "α", "o": "ο", "H": "Η", "T": "Τ", "B": "Β", "n": "η", "u": "υ", "à": "ὰ", "ì": "ὶ"}
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SMALL_CAPITALS = str.maketrans("aehinoptuq", "ᴀᴇʜɪɴᴏᴘᴛᴜꞯ")


def _math(text: str, capital: int, small: int) -> str:
    """Replaces the letters A–Z and a–z of a text by letters of one of Unicode's mathematical alphabets.

    `capital` and `small` are the code points of that alphabet's A and a.
    """
    shifts = {65 + place: capital + place for place in range(26)}
    shifts |= {97 + place: small + place for place in range(26)}
    return unicodedata.normalize("NFD", text).translate(shifts)


ERROR = (
    NAME,
    NAME.upper(),
    NAME.lower(),
    NAME.swapcase(),
    "qUANG tHỊ hOÀ bÌNH",
    NFD,
    "Quang Thị Hòa Bình",
    "QUANG THỊ HÒA BÌNH",
    "Quang  Thị   Hoà    Bình",
    "Quang\u00a0Thị\u00a0Hoà\u00a0Bình",
    "Quang\tThị\tHoà\tBình",
    "Quang Thị\nHoà Bình",
    "Quang Thị\n\nHoà Bình",
    "Quang\u2003Thị\u2009Hoà\u202fBình",
    "Quang\u3000Thị\u3000Hoà\u3000Bình",
    "Quang\u2028Thị\u2029Hoà Bình",
    "Quang-Thị-Hoà-Bình",
    "Quang.Thị.Hoà.Bình",
    "Quang_Thị_Hoà_Bình",
    "Quang–Thị–Hoà–Bình",
    "Quang‑Thị‑Hoà‑Bình",
    "Quang/Thị/Hoà/Bình",
    "Quang+Thị+Hoà+Bình",
    "Quang, Thị, Hoà, Bình",
    "Quang·Thị·Hoà·Bình",
    "Quang • Thị • Hoà • Bình",
    "Quang’Thị’Hoà’Bình",
    "Quang'Thị'Hoà'Bình",
    "Quang|Thị|Hoà|Bình",
    "| Quang Thị | Hoà Bình |",
    "Quang:Thị:Hoà:Bình",
    "(Quang) (Thị) (Hoà) (Bình)",
    "“Quang Thị” Hoà Bình",
    "Quang → Thị → Hoà → Bình",
    "Quang ❤ Thị ❤ Hoà ❤ Bình",
    "Quang&Thị&Hoà&Bình",
    "@QuangThịHoàBình",
    "#QuangThịHoàBình",
    "QuangThịHoàBình",
    "quangthịhoàbình",
    "QUANGTHỊHOÀBÌNH",
    "QuangThị HoàBình",
    "Quang ThịHoà Bình",
    "emQuangThịHoàBình",
    "quangthịhoàbình2015",
    "2015QuangThịHoàBình",
    "Q u a n g T h ị H o à B ì n h",
    "Q.u.a.n.g T.h.ị H.o.à B.ì.n.h",
    "Q-u-a-n-g-T-h-ị-H-o-à-B-ì-n-h",
    "Qu-ang Th-ị Ho-à Bì-nh",
    "Qu ang Th ị Ho à Bì nh",
    "Quang Thị Hoà Bì-\nnh",
    "Quang\u00adThị Hoà Bình",
    "Qu\u00adang Thị Hoà Bì\u00adnh",
    "Qu\u200bang Thị Hoà Bình",
    "Quang\u200bThị\u200bHoà\u200bBình",
    "Quang\u2060 Thị\ufeff Hoà Bình",
    "Qu\u200dang Th\u200cị Hoà Bình",
    "\u202eQuang Thị Hoà Bình\u202c",
    "Qu\u034fang Thị Hoà Bình",
    "Qu\u3164ang Thị Hoà Bình",
    "Q\U000e0061uang Thị Hoà Bình",
    "Q\ufe0fu\ufe0fang Thị Hoà Bình",
    "Q̶u̶a̶n̶g̶ Thị Hoà Bình",
    "Q\u0332uang Thị Hoà Bình",
    NAME.translate(CYRILLIC),
    NAME.translate(GREEK),
    NFD.translate(FULL_WIDTH),
    _math(NAME, 0x1D400, 0x1D41A),
    _math(NAME, 0x1D468, 0x1D482),
    _math(NAME, 0x1D5A0, 0x1D5BA),
    _math(NAME, 0x1D670, 0x1D68A),
    _math(NAME, 0x1D56C, 0x1D586),
    "Ⓠⓤⓐⓝⓖ Thị Hoà Bình",
    "🅠🅤🅐🅝🅖 Thị Hoà Bình",
    "🇶🇺🇦🇳🇬 Thị Hoà Bình",
    "🅀🅄🄰🄽🄶 Thị Hoà Bình",
    NFD.lower().translate(SMALL_CAPITALS),
    "Quᵘang Thị Hoà Bình",
    "Quɑnɡ Thị Hoà Bình",
    "Quang Thị Hoà Bı̀nh",
    "Quang¹ Thị Hoà Bình",
    "Quang Thị Hoà¹ Bình²",
    "Quang Thị Hoà ª Bình",
    "Quang Thị Hoàª Bình",
    "Quang Thị 1 Hoà 2 Bình 3",
    "Quang ᵃThị Hoàᵇ Bình",
    "Quang Thị Hoà* Bình†",
    "Quang[1] Thị Hoà Bình",
    "Quang[^a] Thị Hoà Bình",
    "Quang (1) Thị Hoà Bình",
    "Quangº Thị Hoà Bình",
    "Quang₁ Thị₂ Hoà Bình",
    "1Quang2Thị3Hoà4Bình5",
    "**Quang** Thị *Hoà* Bình",
    "Qu**ang** Thị H_o_à Bình",
    "Quang ~~Thị~~ Hoà Bình",
    "`Quang` Thị Hoà `Bình`",
    "[Quang Thị](https://x.vn) Hoà Bình",
    "[Quang][a] Thị Hoà Bình",
    '[x](https://x.vn "Quang Thị Hoà Bình")',
    "![Quang Thị Hoà Bình](a.jpg)",
    "Quang Thị\\\nHoà Bình",
    "> Quang Thị\n> Hoà Bình",
    "- Quang Thị\n- Hoà Bình",
    "# Quang Thị Hoà Bình",
    html.escape(NAME).replace("ị", "&#7883;").replace("à", "&agrave;"),
    "Quang&nbsp;Thị&nbsp;Hoà&nbsp;Bình",
    "&#81;uang Thị Hoà Bình",
    "&#x51;uang Thị Hoà Bình",
    "Quang Th&amp;#7883; Hoà Bình",
    "Qu&shy;ang Thị Hoà Bình",
    "Qu&ZeroWidthSpace;ang Thị Hoà Bình",
    quote(NAME),
    quote(quote(NAME)),
    quote(NAME).replace("%20", "+"),
    quote(NFD),
    "https://x.vn/" + quote(NAME.replace(" ", "-")) + "/",
    json.dumps(NAME),
    json.dumps(json.dumps(NAME)),
    "Quang\\u0020Th\\u1ecb Ho\\xe0 Bình",
    "Quang Th\\u{1ecb} Hoà Bình",
    "Quang\\nThị\\tHoà Bình",
    "Quang%u0020Th%u1ECB Ho%u00E0 B%u00ECnh",
    "%51uang Thị Hoà Bình",
    "em Quang Thị Hoà Bình",
    "Bình (Quang Thị Hoà Bình)",
    "Quang Thị Hoà Bìnhs",
    "Quang Thị Hoà Bình’s",
    "thầy.Quang.Thị.Hoà.Bình@x.vn",
)
WARNING = (
    BARE,
    BARE.upper(),
    BARE.lower(),
    "quang-thi-hoa-binh",
    "quang_thi_hoa_binh",
    "quang.thi.hoa.binh",
    "quangthihoabinh",
    "QuangThiHoaBinh",
    "QuangThi HoaBinh",
    "quangthihoabinh@x.vn",
    "quang.thi.hoa.binh@x.vn",
    "hs.quangthihoabinh@x.vn",
    "hsquangthihoabinh@x.vn",
    "coquangthihoabinh@x.vn",
    "quangthihoabinh2015@x.vn",
    "quang-thi-hoa-binh.jpg",
    "IMG_quangthihoabinh.jpg",
    "anh-the-quang-thi-hoa-binh-2.jpg",
    "../dien-hinh/thpt-x/quang-thi-hoa-binh/",
    "https://x.vn/?q=quang+thi+hoa+binh",
    "https://x.vn/quang%20thi%20hoa%20binh",
    "thcs-x/quang-thi-hoa-binh",
    "Quang Thi Hoà Bình",
    "Quang Thị Hoa Binh",
    "Quang Thi. Hoa` Bi`nh",
    "Quang Thi5 Hoa2 Binh2",
    "q u a n g t h i h o a b i n h",
    "Q-u-a-n-g-T-h-i-H-o-a-B-i-n-h",
    BARE.translate(FULL_WIDTH),
    _math(BARE, 0x1D400, 0x1D41A),
    BARE.translate(CYRILLIC),
    "quang thi hoa binhm",
    "quangthihoabinhan",
    "truongquangthihoabinh",
    "quangthihoabinhjpg",
    "Quang\nThi\nHoa\nBinh",
    "Quang|Thi|Hoa|Binh",
    "Quang–Thi–Hoa–Binh",
    "mailto:quangthihoabinh@x.vn",
    "#quangthihoabinh",
)
OUTSIDE = (
    "Q. T. H. Bình",
    "Q.T.H.B.",
    "QTHB",
    "Bình",
    "em Bình",
    "Hoà Bình",
    "Thị Hoà Bình",
    "Bình Hoà Thị Quang",
    "Hoà Bình Quang Thị",
    "Bình, Quang Thị Hoà",
    "Quang Thị Hòa Bính",
    "Quang Thị Hoà Bìn",
    "Quan Thị Hoà Bình",
    "Quang Thi Hoa Bính",
    "Quang Hoà Bình",
    "Quang Thị Bình",
    "Quang Thị Minh Hoà Bình",
    "Quaang Thị Hoà Bình",
    "Quangf Thij Hoaf Binhf",
    "Qu4ng Th1 H0à Bình",
    "UXVhbmcgVGjhu4sgSG/DoCBCw6xuaA==",
    "gnauQ ịhT àoH hnìB",
    "Quang Thị Hoàng Bình",
    "Quang Thị Hoà Bỉnh",
)
# In these spellings, HTML tags interrupt a withheld name. The checks and the publishing gate read the source
# text of a record. The leak scan reads a finished page as browsers show it, without tags.
IN_TAGS = (
    "Quang <b>Thị</b> Hoà Bình",
    "Qu<b>ang</b> Thị Hoà Bình",
    "Quang<!-- x --> Thị Hoà Bình",
    "Quang Thị<br>Hoà Bình",
    "<td>Quang Thị</td> <td>Hoà Bình</td>",
    "Quang<sup>a</sup> Thị Hoà Bình",
)
WITHHELD = Names({person_name(NAME)})


def _given(finds: list[Find]) -> str:
    return "error" if any(find.certain for find in finds) else "warning" if finds else "outside"


@pytest.mark.parametrize(
    ("spellings", "given"), [(ERROR, "error"), (WARNING, "warning"), (OUTSIDE, "outside")]
)
def test_checks_gate_and_leak_scan_agree_about_spellings(
    spellings: tuple[str, ...], given: str, tmp_path: Path
) -> None:
    """For the checks, the publishing gate and the leak scan, a spelling of a name gives the same result.

    The result is an error, a warning or nothing. The checks and the gate search a text with the spelling; the
    leak scan searches an HTML page and a CSV table with it.
    """
    for number, spelling in enumerate(spellings):
        assert _given(WITHHELD.found_in(f"Có {spelling} ở đây.")) == given, spelling
        for text in (spelling, f"Có {spelling} ở đây."):
            best = WITHHELD.best_in(text)
            assert _given([best] if best else []) == given, spelling
        shown = spelling.encode("utf-8", "replace").decode()
        for suffix, written in ((".html", f"<main><p>Có {shown} ở đây.</p>"), (".csv", f"1,{shown},2")):
            path = tmp_path / f"{number}{suffix}"
            path.write_text(written, encoding="utf-8")
            leaks = leaking([(path.name, source_of(path))], WITHHELD)
            assert [leak.certain for leak in leaks] == {"error": [True], "warning": [False], "outside": []}[
                given
            ], spelling


def test_tags_hide_no_name(tmp_path: Path) -> None:
    for spelling in IN_TAGS[:4]:
        assert _given(WITHHELD.found_in(spelling)) == "error", spelling
    for spelling in IN_TAGS:
        (tmp_path / "a.html").write_text(f"<main><p>{spelling}</p>", encoding="utf-8")
        assert leaking([("a.html", source_of(tmp_path / "a.html"))], WITHHELD) == [("a.html", True)], spelling


def test_enough_spellings_are_tried() -> None:
    assert len({*ERROR, *WARNING}) >= 120


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Lê An", "error"),
        ("LÊ AN", "error"),
        ("Lê-An", "error"),
        ("em lê an", "error"),
        ("lê an", "warning"),  # Without capitals, the two syllables of the name may be ordinary words.
        ("gặp Lê. An ở lại", "warning"),
        ("gặp Lê, An và Bình", "warning"),
        ("Le An", "outside"),
        ("le-an", "outside"),
        ("lê anh", "outside"),
        ("Lê Anh", "outside"),
        ("Kê An", "outside"),
        ("bàn", "outside"),
        ("Lê Ân", "outside"),
        ("lềan", "outside"),
    ],
)
def test_a_name_of_two_syllables_is_no_word_of_prose(text: str, given: str) -> None:
    assert _given(Names({person_name("Lê An")}).found_in(text)) == given


@pytest.mark.parametrize(
    ("withheld", "text", "given"),
    [
        ("Hoàng Văn Thụ", "Trường mang tên Hoàng Văn Thụ.", "warning"),
        ("Hoàng Văn Thụ", "Em Hoàng Văn Thụ đạt giải.", "error"),
        ("Hoàng Văn Thụ", "Cô giáo Hoàng Văn Thụ đạt giải.", "error"),
        ("Hoàng Văn Thụ", "Có Hoàng Văn Thụ trong sách.", "warning"),
        ("Quảng Bình", "Đoàn từ Quảng Bình về.", "warning"),
        ("Quảng Bình", "Thầy Quảng Bình về.", "error"),
        ("Quảng Bình", "thầy **Quảng Bình** về.", "error"),
        ("Bản Trắng", "Trường THPT Bản Trắng tuyển sinh.", "warning"),
        ("Bản Trắng", "THPT Bản Trắng tuyển sinh.", "warning"),
        ("Hoa Ban", "Bạn Hoa Ban học giỏi.", "error"),
    ],
)
def test_a_name_that_others_bear_too_is_certain_after_a_form_of_address(
    withheld: str, text: str, given: str, library: Library
) -> None:
    names = Names({person_name(withheld)}, (), *shared_names(library))
    assert _given(names.found_in(text)) == given


@pytest.mark.parametrize(
    ("known", "text", "given"),
    [
        ("Hoàng Tú Nam Anh", "Hoàng Tú Nam Anh", "outside"),
        ("Hoàng Tú Nam Anh", "hoang-tu-nam-anh", "outside"),
        ("Hoàng Tú Nam Anh", "hoangtunamanh", "outside"),
        ("Hoàng Tú Nam Anh", "Hoàng Tú Nam ảnh", "error"),
        ("Hoàng Tú Nam Anh", "hoang-tu-nam-an", "warning"),
        ("Hoàng Tú Năm", "hoang-tu-nam", "outside"),
        ("Hoàng Tú Năm", "Hoàng Tú Năm", "outside"),
        ("Hoàng Tú Năm", "Hoàng Tú Nam", "error"),
        ("Trần Hoàng Tú Nam", "tran-hoang-tu-nam", "outside"),
        ("Hoàng Tú", "| Hoàng Tú | Nam |", "warning"),
        ("Hoàng Tý", "| Hoàng Tú | Nam |", "error"),
    ],
)
def test_names_of_shown_people_are_known(known: str, text: str, given: str) -> None:
    names = Names({person_name("Hoàng Tú Nam")}, {person_name(known)})
    assert _given(names.found_in(text)) == given


def test_a_find_ends_where_the_name_ends() -> None:
    texts = ("x Quang-Thị Hoà Bình y", "x Q u a n g T h ị H o à B ì n h, y", f"x {NFD}2 y")
    assert [text[find.offset : find.end] for text in texts for find in WITHHELD.found_in(text)] == [
        "Quang-Thị Hoà Bình",
        "Q u a n g T h ị H o à B ì n h",
        NFD,
    ]
