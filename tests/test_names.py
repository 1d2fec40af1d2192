"""The second lock: names are found in finished files of every kind, however written; what is found is told without the name."""

import json
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu import pipeline, reading
from kyyeu.facts import names
from kyyeu.facts.consent import SCOPES, age_group, consents
from kyyeu.facts.names import Names, name_of
from kyyeu.loading.load import load
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Minor
from kyyeu.model.privacy import PRINT, SITE, SITE_PDF
from kyyeu.outputs.booklets.works import WorkSelection
from kyyeu.problems import ContentError
from kyyeu.publishing.gate import names_to_seek, publish
from kyyeu.publishing.leak_scan import FACTS, leaking

from tests.building import DAY, SAMPLE, copy_sample

TODAY = date.fromisoformat(DAY)
NAMES = Names({name_of("Hoàng Tú Nam"), name_of("Lý Quý Tỵ")}, {name_of("Hoàng Tú Nam Anh")})
LONG = "content/units/thpt-ban-trang/exemplars/au-duc-long.md"


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("x Hoàng Tú\n> Nam", [2]),
        ("thầy Lí Quí Tị, thầy **Lý Quý Tỵ**", [5, 23]),
        ("Hoa&#768;ng Tú Nam", [0]),
        ("Ho\u00adàng Tú Nam", [0]),
        ("\U0001d407oàng Tú Nam", [0]),
        ("Hoàng Túc Nam", []),
        ("Nam Hoàng Tú", []),
        ("Hoàng Tú Nam Anh", []),
        ("Hoàng Tú Nam ảnh", [0]),
        ('[a](b "Hoàng Tú Nam")', [7]),
        ('Ho[à](u "t t")ng Tú Nam', [0]),
        ("Hoàng > > > > Tú Nam", [0]),
        ("Hoang Tu Nam", []),
        ("Hoàng Tú Nam, rồi Hoàng Tú Nam Anh", [0]),
        ("&nbsp;&nbsp;Hoàng&emsp;Tú&#8201;Nam", [0]),
    ],
)
def test_names_in_a_text_have_their_places(text: str, offsets: list[int]) -> None:
    assert [offset for offset, _ in NAMES.found_in(text)] == offsets


@pytest.mark.parametrize(
    "text",
    [
        "](" * 50_000,
        "[" * 100_000,
        "&" * 100_000,
        "&a" * 50_000,
        "*" * 100_000,
        "Hoàng " * 16_000,
        "[a](" * 25_000,
        "Hoàng Tú " * 10_000,
        "Hoàng > " * 12_000,
        "\u0301" * 100_000,
    ],
)
def test_hostile_text_is_searched_soon(text: str) -> None:
    started = time.perf_counter()
    assert NAMES.found_in(text) == []
    assert not NAMES.stand_in(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("length", [names.LONG // 2, names.LONG, names.LONG * 5 // 2])
def test_a_long_text_is_searched_in_parts(length: int) -> None:
    filler = "một hai ba bốn " * (length // 15)
    for place in (0, names.LONG // 2 - 4, names.LONG // 2 + 3, len(filler) // 2, len(filler)):
        cut = filler.rfind(" ", 0, place) + 1
        assert NAMES.stand_in(f"{filler[:cut]}Hoàng Tú Nam {filler[cut:]}"), place
        assert not NAMES.stand_in(f"{filler[:cut]}Hoàng Tú Nam Anh {filler[cut:]}"), place
    assert not NAMES.stand_in(filler)
    assert NAMES.stand_in("x" * (names.LONG + 9) + " Hoàng Tú Nam")


PAGE = (
    "<html><title>{}</title><body><header>{}</header><main><p>{}</p></main><footer>{}</footer></body></html>"
)


@pytest.mark.parametrize(
    ("name", "text", "leaks"),
    [
        ("a.html", "<p>Thầy <b>Hoàng</b> T&uacute;&#160;<a href='x'>Nam</a></p>", True),
        ("a.html", "<p>H<em>oàng</em><br>Tú Nam</p>", True),
        ("a.html", "<td>Hoàng Tú</td><td>Nam</td>", False),
        ("a.html", '<img alt="Ảnh thầy Hoàng Tú Nam">', True),
        ("a.html", '<a title="Hoàng Tú Nam">x</a>', True),
        ("a.html", "<p>HOÀNG TÚ NAM ANH</p>", False),
        ("a.html", "<p>Hoàng Tú Năm</p>", False),
        *(
            (
                "a.html",
                PAGE.format(*("Hoàng Tú Nam" if part == said else "Trường" for part in range(4))),
                True,
            )
            for said in range(4)
        ),
        ("a.html", PAGE.format("Hoàng", "Tú", "Nam", "Hoàng"), False),
        ("a.html", "<main>Hoàng Tú Nam", True),
        ("a.xml", "<name>hoàng tú nam</name>", True),
        ("a.svg", "<text><tspan>Lí</tspan> Quí Tị</text>", True),
        ("a.json", json.dumps({"name": "Hoàng Tú Nam"}), True),
        ("a.json", json.dumps({"họ": "Hoàng", "tên": "Tú Nam"}), False),
        ("a.js", 'x = "Hoàng\\nTú\\u0020Nam"', True),
        ("a.ics", "SUMMARY:Thầy Hoà\r\n ng Tú Nam\r\n", True),
        ("a.csv", "1,Hoàng Tú Nam", True),
        ("a.txt", "Hoàng Tú\nNam", True),
        ("a.webmanifest", '{"a": "Hoàng Tú Nam"}', True),
        ("a.woff2", "Hoàng Tú Nam", False),
    ],
)
def test_a_finished_file_is_read_as_its_reader_gets_it(
    name: str, text: str, leaks: bool, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert leaking({f"x/{name}": tmp_path / name}, NAMES) == ([f"x/{name}"] if leaks else [])


def test_zipped_documents_and_pages_of_a_book_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as whole:
        whole.writestr(
            "word/document.xml",
            '<w:p><w:r><w:t xml:space="preserve">Hoàng </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Tú Nam</w:t></w:r></w:p>',
        )
    (tmp_path / FACTS).write_text(json.dumps({"text": "HOÀNG TÚ\nNAM", "fonts": {}}))
    assert leaking({"a.docx": tmp_path / "a.docx", "a.pdf#1": tmp_path / FACTS}, NAMES) == [
        "a.docx",
        "a.pdf#1",
    ]


def test_whoever_is_shown_in_another_spelling_is_not_sought() -> None:
    library, _ = load(SAMPLE)
    assert library is not None
    hidden = library.exemplars["thpt-ban-trang/hoang-tu-nam"]
    shown = library.exemplars["thpt-ban-trang/au-duc-long"].model_copy(update={"name": "HOÀNG TÚ NAM"})
    assert name_of(hidden.name) in names_to_seek(library, publish(library, SITE, TODAY)).sought
    both = replace(
        library, exemplars={**library.exemplars, "thpt-ban-trang/au-duc-long": shown}, delegates={}
    )
    assert name_of(hidden.name) not in names_to_seek(both, publish(both, SITE, TODAY)).sought


@pytest.mark.parametrize(
    ("name", "places"),
    [
        (
            "Hoàng  **Tú** Nam",
            [
                "print/ky-yeu-2015-2020.pdf",
                "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf",
                "site/dien-hinh/thpt-ban-trang/au-duc-long/index.html",
            ],
        ),
        (
            "Tạ Minh Trúc",
            ["print/ky-yeu-2015-2020.pdf", "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf"],
        ),  # web alone
        (
            "Cao Việt Hà",
            [
                "print/ky-yeu-2015-2020.pdf",
                "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf",
                "site/dien-hinh/thpt-ban-trang/au-duc-long/index.html",
            ],
        ),  # print alone
    ],
)
def test_the_second_lock_holds_where_the_first_does_not(
    name: str, places: list[str], built_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No check is run, and a profile names somebody: nothing is put in place, and each place is told without the name."""
    root = copy_sample(tmp_path / "sample", cache=built_sample)
    profile = root / LONG
    profile.write_text(
        profile.read_text(encoding="utf-8").rstrip() + f"\n\nCùng làm có {name}.\n", encoding="utf-8"
    )
    monkeypatch.setattr(reading, "run_checks", lambda library, day, processes: [])
    found: set[str] = set()
    for locked in _locks(root):
        with pytest.raises(ContentError) as caught:
            locked()
        found |= {
            re.sub(
                "thpt-ban-trang/ky|-nha-in|-binh-trang",
                lambda part: "ky" if part[0].endswith("ky") else "",
                problem.place.file,
            ).replace("an-pham/ky", "an-pham/so-gddt/ky")
            for problem in caught.value.problems
        }  # any edition, any unit's
        assert {problem.code for problem in caught.value.problems} == {"name-leaked"}
        assert not any(
            part in str(problem) for problem in caught.value.problems for part in ("Hoàng", "Trúc", "Hà.")
        )
    assert found <= set(places) and found
    assert not (root / "site").exists() and not (root / "print").exists()
    assert {place for place in places if place.startswith("print/")} <= found


def _locks(root: Path) -> list[Callable[[], object]]:
    """The build, which has several locks and stops at the first that holds; and the press alone, where it holds too."""
    return [
        lambda: pipeline.build(root, TODAY, jobs=1),
        lambda: pipeline.print_booklets(root, TODAY, WorkSelection(), jobs=1),
    ]


def test_every_part_of_a_booklet_says_its_text(built_sample: Path) -> None:
    said = [
        json.loads(path.read_bytes())["text"]
        for path in (built_sample / ".cache/results").glob("??/*/facts.json")
    ]
    whole = "\n".join(said)
    assert "Ảnh chân dung thầy Âu Đức Long." in whole  # what a reader hears of a picture
    assert "Đặng Hương Trầm" in whole.replace("\u00a0", " ")
    assert all(said)


@pytest.mark.parametrize(
    ("group", "minor", "expected"),
    [
        ("pupil", None, Minor.FROM_SEVEN),
        ("pupil", Minor.ADULT, Minor.ADULT),
        ("pupil", Minor.UNDER_SEVEN, Minor.UNDER_SEVEN),
        ("teacher", None, Minor.ADULT),
        ("learner", None, Minor.ADULT),
    ],
)
def test_a_pupil_whose_age_is_not_said_is_a_child(group: str, minor: Minor | None, expected: Minor) -> None:
    library, _ = load(SAMPLE)
    assert library is not None
    person = library.exemplars["thpt-ban-trang/au-duc-long"]
    changed = Exemplar.model_validate({**person.model_dump(), "group": group, "minor": minor})
    assert age_group(changed) is expected
    assert consents(changed, SCOPES[SITE_PDF], TODAY) is (
        expected is Minor.ADULT
    )  # nobody signed for a child here


def test_what_is_published_says_every_age() -> None:
    library, _ = load(SAMPLE)
    assert library is not None
    assert None not in {entry.minor for entry in publish(library, PRINT, TODAY).exemplars.values()}
