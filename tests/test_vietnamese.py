"""Tests the functions for Vietnamese text: alphabetical order, order of names, slugs, dates and numbers.

Also tests which words must stay on one line.
"""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kyyeu import vietnamese as vi

NBSP = "\u00a0"


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        [
            "ma",
            "mà",
            "mả",
            "mã",
            "má",
            "mạ",
            "man",
        ],  # A tone mark decides the order only of words with the same letters.
        ["Da", "Đa", "Đà", "E", "Ê"],
        ["Đỗ Anh", "Đỗ Ánh", "Đỗ Ân"],
        ["An", "an toàn", "Ăn", "Ân", "Ba"],
        ["Lớp 10", "Lớp A", "Lớp B"],  # Digits are sorted before letters.
        ["hoa", "hòa", "hỏa", "hòa bình"],
    ],
)
def test_alphabet_order(ordered: list[str]) -> None:
    assert sorted(map(vi.sort_key, ordered)) == list(map(vi.sort_key, ordered))


@pytest.mark.parametrize(
    "ordered",
    [
        [
            "An",
            "Bùi An",
            "Nguyễn Anh",
            "Phạm Văn Ánh",
            "Phạm Ân",
            "Trần Bình",
            "Lê Thị Dung",
            "Đỗ Thị Đào",
            "Nguyễn Văn Đức",
            "Âu Đức Long",
        ],
        ["Vũ Bảo Nam", "Đỗ Dũng Nam", "Đỗ Đức Nam", "Lê Văn Nam", "Trần Văn Nam"],
    ],
)
def test_people_are_ordered_by_given_name_then_middle_name_then_family_name(ordered: list[str]) -> None:
    assert sorted(sorted(ordered), key=vi.person_sort_key) == ordered


@pytest.mark.parametrize(
    ("text", "letter"),
    [("Ánh", "A"), ("Ân", "Â"), ("ăn", "Ă"), ("Đức", "Đ"), ("ưu", "Ư"), ("“Ở", "Ơ"), ("12", "#"), ("", "#")],
)
def test_initial(text: str, letter: str) -> None:
    assert vi.initial(text) == letter


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Văn Đức", "nguyen van duc"),
        ("Đổi mới", "doi moi"),
        ("HÒA BÌNH", "hoa binh"),
        ("hoà", "hoa"),
        ("Quỹ", "quy"),
        ("ƯỜNG", "uong"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert vi.fold(text) == vi.fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("text", "taken", "slug"),
    [
        ("Trường THPT Suối Ngọc", set(), "truong-thpt-suoi-ngoc"),
        ("Đổi mới, sáng tạo!", set(), "doi-moi-sang-tao"),
        ("Nguyễn Văn Đức", {"nguyen-van-duc"}, "nguyen-van-duc-2"),
        ("Nguyễn Văn Dục", {"nguyen-van-duc", "nguyen-van-duc-2"}, "nguyen-van-duc-3"),
        ("“…”", set(), "muc"),
    ],
)
def test_slug(text: str, taken: set[str], slug: str) -> None:
    assert vi.slug(text, taken) == slug


@given(st.text(max_size=40))
def test_a_slug_is_always_an_id(text: str) -> None:
    assert set(vi.slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert vi.slug(text).strip("-") == vi.slug(text) != ""


@pytest.mark.parametrize(
    "spellings",
    [
        ("hòa", "hoà", "HÒA", "Hoa\u0300"),
        ("Khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("Lý", "lí"),
        ("Quý", "quí"),
        ("Tỵ", "tị"),
        ("Yến", "iến"),
        ("Ðỗ", "đỗ"),
        ("nam", "ｎａｍ", "n\u00adam", "𝐧am"),
        ("uỷ", "ủy"),
    ],
)
def test_one_key_for_every_spelling_of_a_syllable(spellings: tuple[str, ...]) -> None:
    assert len({vi.spelling(syllable) for syllable in spellings}) == 1


def test_different_syllables_have_different_keys() -> None:
    text = "mai may thúy thúi hoa hòa hóa tú túc tu đan dan hân han hải hảy"
    assert len({vi.spelling(syllable) for syllable in text.split()}) == len(text.split())


@pytest.mark.parametrize(
    ("day", "long", "short", "weekday"),
    [
        (date(2020, 1, 5), f"ngày{NBSP}05 tháng{NBSP}01 năm{NBSP}2020", "05/01/2020", "Chủ nhật"),
        (date(2020, 2, 10), f"ngày{NBSP}10 tháng{NBSP}02 năm{NBSP}2020", "10/02/2020", "thứ Hai"),
        (date(2019, 3, 9), f"ngày{NBSP}09 tháng{NBSP}3 năm{NBSP}2019", "09/03/2019", "thứ Bảy"),
        (date(2025, 12, 31), f"ngày{NBSP}31 tháng{NBSP}12 năm{NBSP}2025", "31/12/2025", "thứ Tư"),
    ],
)
def test_dates(day: date, long: str, short: str, weekday: str) -> None:
    assert (vi.long_date(day), vi.short_date(day), vi.weekday(day)) == (long, short, weekday)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1234, None, "1.234"),
        (1234567, None, "1.234.567"),
        (1234.5, None, "1.234,5"),
        (97.0, None, "97"),
        (97.4, 1, "97,4"),
        (1000, 2, "1.000,00"),
        (-1234.5, None, "-1.234,5"),
    ],
)
def test_numbers(value: float, decimals: int | None, text: str) -> None:
    assert vi.number(value, decimals) == text


@pytest.mark.parametrize(
    ("size", "text"), [(1, f"1{NBSP}KB"), (312_400, f"312{NBSP}KB"), (8_420_000, f"8,4{NBSP}MB")]
)
def test_file_sizes(size: int, text: str) -> None:
    assert vi.file_size(size) == text


@pytest.mark.parametrize(
    "text",
    [
        "số_13",
        "Điều_80",
        "ngày_05",
        "tháng_01",
        "năm_2020",
        "lần thứ_V",
        "TS._X",
        "Phụ lục_01",
        "giai đoạn_2015",
        "khóa_XI",
        "45_trang",
        "97,4_%",
        "Học kỳ_I",
        "PGS._TS._Nguyễn",
        "Sở_– Trường",
        "năm học mới, số lượng lớn",  # This text has no two words that must stay on one line.
    ],
)
def test_kept_together(text: str) -> None:
    assert vi.keep_together(text.replace("_", " ")) == text.replace("_", NBSP)
