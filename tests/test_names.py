"""Tests that the leak scan finds names of withheld people in finished files of all kinds.

Its messages must not repeat these names.
"""

import json
import re
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from kyyeu import pipeline, reading
from kyyeu.facts import names
from kyyeu.facts.consent import SCOPES, age_group, consents
from kyyeu.facts.names import Names, name_of, person_name
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Minor
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE, SITE_PDF
from kyyeu.outputs.booklets.works import WorkSelection
from kyyeu.problems import ContentError
from kyyeu.publishing.gate import publish
from kyyeu.publishing.leak_scan import FACTS, leaking
from kyyeu.publishing.withheld_names import names_to_seek
from kyyeu.work.cache import Cache

from tests.building import TODAY, copy_sample, source_of

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
    assert [find.offset for find in NAMES.found_in(text) if find.certain] == offsets


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
        "hoangtunam" * 10_000,
        "Hoang Tu Nam " * 8_000,
        "a" * 100_000,
        "h o a n g t u " * 8_000,
    ],
)
def test_work_grows_no_faster_than_a_hostile_text(text: str) -> None:
    calls = [_calls_for(text[: len(text) // parts]) for parts in (2, 1)]
    assert calls[1] < 2.5 * calls[0] + 1_000


def _calls_for(text: str) -> int:
    """Returns how many calls and returns of functions Python counts while a text is searched for names.

    Also asserts that no part of the text is found to be certainly a name of a withheld person.
    """
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sought = Names(NAMES.sought, NAMES.known)
    sys.setprofile(count)
    try:
        assert not any(find.certain for find in sought.found_in(text))
        assert not sought.stand_in(text)
    finally:
        sys.setprofile(None)
    return calls


def test_a_name_at_the_end_of_a_text_is_not_taken_for_a_longer_one() -> None:
    both = Names({person_name("Hoàng Tú Nam"), person_name("Hoàng Tú Nam Anh")})
    assert [(find.offset, find.end) for find in both.found_in("x Hoàng Tú Nam")] == [(2, 14)]


@pytest.mark.parametrize("parts", [0.5, 1, 2.5])
def test_a_long_text_is_searched_in_parts(parts: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "LONG", 50_000)
    filler = "một hai ba bốn " * round(parts * names.LONG / 15)
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
        ("a.html", "<td>Hoàng Tú</td>\n<td class='x'>Nam</td>", True),
        ("a.html", "<p>Hoàng Tú</p><p>Nam</p>", False),
        ("a.html", "<p>Hoàng<sup><a href='#1'>a</a></sup> Tú Nam</p>", True),
        ("a.html", "<a href='/ho%C3%A0ng%20t%C3%BA%20nam/'>x</a>", True),
        ("a.html", '<img alt="Ảnh thầy Hoàng Tú Nam">', True),
        ("a.html", '<a title="Hoàng Tú Nam">x</a>', True),
        ("a.html", "<p>HOÀNG TÚ NAM ANH</p>", False),
        ("a.html", "<p>Hoàng Tú Năm</p>", False),
        *(
            (
                "a.html",
                PAGE.format(*("Hoàng Tú Nam" if place == leaky else "Trường" for place in range(4))),
                True,
            )
            for leaky in range(4)
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
    listed = [(f"x/{name}", source_of(tmp_path / name))]
    assert leaking(listed, NAMES) == ([(f"x/{name}", True)] if leaks else [])


def test_zipped_documents_and_pages_of_a_book_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as whole:
        whole.writestr(
            "word/document.xml",
            '<w:p><w:r><w:t xml:space="preserve">Hoàng </w:t></w:r>'
            "<w:r><w:rPr><w:b/></w:rPr><w:t>Tú Nam</w:t></w:r></w:p>",
        )
    (tmp_path / FACTS).write_text(json.dumps({"text": "HOÀNG TÚ\nNAM", "fonts": {}}))
    listed = [("a.docx", source_of(tmp_path / "a.docx")), (f"a.pdf#1/{FACTS}", source_of(tmp_path / FACTS))]
    assert leaking(listed, NAMES) == [(name, True) for name, _ in listed]


def test_a_name_shown_in_another_spelling_is_not_sought(library: Library) -> None:
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
            "Tạ Minh Trúc",  # This person consented to publication on the web, but not in print.
            ["print/ky-yeu-2015-2020.pdf", "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf"],
        ),
        (
            "Cao Việt Hà",  # This person consented to publication in print only.
            [
                "print/ky-yeu-2015-2020.pdf",
                "site/an-pham/so-gddt/ky-yeu-2015-2020.pdf",
                "site/dien-hinh/thpt-ban-trang/au-duc-long/index.html",
            ],
        ),
    ],
)
def test_the_leak_scan_stops_what_the_checks_overlook(
    name: str, places: list[str], printed_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a profile names a withheld person and the checks overlook it, the leak scan stops the command.

    Nothing is then published or printed, and the messages do not repeat the name.
    """
    root = copy_sample(tmp_path / "sample", cache=printed_sample)
    profile = root / LONG
    profile.write_text(
        profile.read_text(encoding="utf-8").rstrip() + f"\n\nCùng làm có {name}.\n", encoding="utf-8"
    )
    monkeypatch.setattr(reading, "run_checks", lambda library, day, processes: [])
    leaks: set[str] = set()
    # The build runs several leak scans and stops at the first that finds a name; printing runs only one.
    for command in (
        lambda: pipeline.build(root, TODAY, jobs=1),
        lambda: pipeline.print_booklets(root, TODAY, WorkSelection(), jobs=1),
    ):
        with pytest.raises(ContentError) as caught:
            command()
        problems = caught.value.problems
        # To keep the expected list short, a leak in any edition or book is counted as a leak in one book: the
        # screen edition of the education department's book.
        leaks |= {
            re.sub(
                "thpt-ban-trang/ky|-nha-in|-binh-trang",
                lambda match: "ky" if match[0].endswith("ky") else "",
                problem.place.file,
            ).replace("an-pham/ky", "an-pham/so-gddt/ky")
            for problem in problems
        }
        assert {problem.code for problem in problems} == {"name-leaked"}
        assert not re.search("Hoàng|Trúc|Hà\\.", "\n".join(map(str, problems)))
    assert leaks and leaks <= set(places)
    assert {place for place in places if place.startswith("print/")} <= leaks
    assert not (root / "site").exists() and not (root / "print").exists()


def test_every_part_of_a_booklet_says_its_text(built_sample: Path) -> None:
    """With each laid-out part of a booklet, its text is stored, in which the leak scan searches for names.

    This text includes the alternative texts of pictures.
    """
    cache = Cache(built_sample / ".cache/results")
    results = [cache.sources(path.name) for path in cache.folder.glob("keys/*/*")]
    texts = [json.loads(files[FACTS].read())["text"] for files in results if FACTS in files]
    assert all(texts)
    for shown in ("Ảnh chân dung thầy Âu Đức Long.", "Đặng Hương Trầm"):
        assert shown in "\n".join(texts).replace("\u00a0", " ")


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
def test_a_pupil_whose_age_is_not_stated_is_a_child(
    group: str, minor: Minor | None, expected: Minor, library: Library
) -> None:
    """A pupil whose record does not state the age counts as a child of seven or more.

    The person's consent form has no signature of a child or guardian, so it is in force only for an adult.
    """
    person = library.exemplars["thpt-ban-trang/au-duc-long"]
    changed = Exemplar.model_validate({**person.model_dump(), "group": group, "minor": minor})
    assert age_group(changed) is expected
    assert consents(changed, SCOPES[SITE_PDF], TODAY) is (expected is Minor.ADULT)


def test_every_published_exemplar_has_an_age_group(library: Library) -> None:
    assert None not in {exemplar.minor for exemplar in publish(library, PRINT, TODAY).exemplars.values()}
