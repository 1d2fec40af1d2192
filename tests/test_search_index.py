"""The search index: terms as browser and build see them, what blocks and shards hold, what an edit touches, nobody withheld in it."""

import gzip
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu.loading.load import load
from kyyeu.model.privacy import SITE
from kyyeu.outputs.site.search_files import FOLDER, cut, index_files, prose_shards
from kyyeu.outputs.site.search_index import DIGITS, SPAN, heads_shard, index_block, merge, number
from kyyeu.outputs.site.search_terms import ABBREVIATIONS, expansions, term, terms
from kyyeu.publishing.gate import publish
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.site.search_items import KINDS, SearchItem, plain, search_items, search_page
from kyyeu.work.place import Source
from kyyeu.work.run import start_worker

from tests.building import DAY, SAMPLE


@pytest.fixture(scope="module")
def sample() -> Catalogue:
    library, _ = load(SAMPLE)
    assert library is not None
    day = date.fromisoformat(DAY)
    return catalogue(publish(library, SITE, day))


@pytest.mark.parametrize(
    ("one", "other"),
    [("hòa", "hoà"), ("thúy", "thuý"), ("lý", "lí"), ("quỳnh", "quình"), ("yêu", "iêu"), ("mỹ", "mĩ")],
)
def test_two_ways_of_writing_are_one_term(one: str, other: str) -> None:
    assert term(one) == term(other)


@pytest.mark.parametrize(
    ("one", "other"), [("tay", "tai"), ("thúy", "thúi"), ("hay", "hai"), ("quyên", "quiên")]
)
def test_other_words_stay_other_words(one: str, other: str) -> None:
    assert term(one).key != term(other).key


def test_a_term_has_a_key_without_marks_and_its_own_spelling() -> None:
    assert [(word.key, word.spelling) for word in terms("Nguyễn Văn ĐỨC, 1582/QĐ-CTN")] == [
        ("nguyen", "nguyên\u0303"),
        ("van", "văn"),
        ("duc", "đưc\u0301"),
        ("1582", "1582"),
        ("qd", "qđ"),
        ("ctn", "ctn"),
    ]


def test_an_abbreviation_is_said_both_ways() -> None:
    said = {
        tuple(word.key for word in run)
        for run in expansions(terms("GV trường trung học phổ thông, Thi đua - Khen thưởng"))
    }
    assert {("giao", "vien"), ("thpt",), ("tdkt",)} <= said
    assert not list(expansions(terms("học hành")))
    assert len({short for short, _ in ABBREVIATIONS}) == len(ABBREVIATIONS)


def test_numbers_are_written_five_bits_a_character() -> None:
    assert [number(value) for value in (0, 31, 32, 1000)] == [
        "A",
        "f",
        DIGITS[32] + "B",
        DIGITS[32 | (1000 & 31)] + DIGITS[1000 >> 5],
    ]


def test_shards_of_names_are_ascii() -> None:
    assert [
        heads_shard(*given)
        for given in (("nguyen", 2), ("nguyen", 1), ("nguyen", 0), ("1582", 2), ("y", 2), ("ωμ", 2))
    ] == ["h-ng", "h-n", "h-", "h-1", "h-y", "h-_"]


def test_a_block_and_its_merge_whole() -> None:
    block = (
        (
            SearchItem(
                "exemplar",
                "a/",
                "Lê An",
                "Nhà giáo",
                "Trường X",
                "Tóm tắt.",
                "A",
                words=("An Lê GV",),
                text=("Dạy ở An",),
            ),
            "anh.webp",
        ),
        (SearchItem("exemplar", "b/", "Lê Ân", mark="Â"), ""),
    )
    made = index_block(block, 1, 0)
    assert json.loads(made["shown"]) == [
        ["Lê An", "a/", "Nhà giáo", "Trường X", "Tóm tắt.", "A", "anh.webp"],
        ["Lê Ân", "b/", "", "", "", "Â", ""],
    ]
    places = json.loads(made["places"])
    parts = {shard: json.loads(made["parts"][start:end]) for shard, (_, start, end) in places.items()}
    assert parts["h-"] == {
        "an": {"an": ["BABC", ""], "ân": ["BBBC", ""]},
        "giao": {"giao\u0301": ["", "BA"]},
        "gv": {"gv": ["", "BA"]},
        "le": {"lê": ["CAACBAC", ""]},
        "vien": {"viên": ["", "BA"]},
    }
    assert set(parts["p-0"]) == {"day", "o", "an"} and parts["p-0"]["an"] == {"an": ["BAA"]}
    merged = json.loads(merge([(0, {"an": {"an": ["BA"]}}), (3, {"an": {"an": ["BC"], "ân": ["BD"]}})]))
    assert merged == {"an": {"an": ["ABADBC"], "ân": ["DBD"]}}


def test_blocks_keep_their_borders_when_a_record_comes() -> None:
    found = [SearchItem("exemplar", f"dien-hinh/x/p{place}/", f"Người {place}") for place in range(2000)]
    found.append(SearchItem("unit", "don-vi/x/", "Trường"))
    before = cut(found, {})
    after = cut([*found[:700], SearchItem("exemplar", "dien-hinh/x/moi/", "Người mới"), *found[700:]], {})
    assert [entry for block in before for entry, _ in block] == found
    assert all(len(block) <= SPAN and len({entry.kind for entry, _ in block}) == 1 for block in before)
    assert len(set(after) - set(before)) <= 3


def test_every_entry_says_what_it_is(sample: Catalogue) -> None:
    found = search_items(sample)
    assert {entry.kind for entry in found} <= KINDS.keys()
    assert len({(entry.kind, entry.address) for entry in found}) == len(found)
    assert all(entry.name and entry.mark and "](" not in " ".join(entry.text) for entry in found)
    by_address = {entry.address: entry for entry in found}
    school = by_address["don-vi/thpt-ban-trang/"]
    assert (school.name, school.unit) == ("Trường THPT Hoa Ban", "trước là Trường THPT Bản Trắng")
    assert "Trường THPT Bản Trắng" in school.others
    assert "Quyết định 61/QĐ-HOABAN" in by_address["dien-hinh/thpt-ban-trang/au-duc-long/"].words
    assert (
        plain("Xem [bài](https://x.example/a) và [](unit:thpt-ban-trang).", sample)
        == "Xem bài và Trường THPT Hoa Ban."
    )


def test_the_page_leads_to_every_list(sample: Catalogue) -> None:
    view = search_page(sample)
    assert [link.address for link in view.lists] == [
        "dien-hinh/",
        "don-vi/",
        "phong-trao/",
        "hoi-nghi/",
        "tin-tuc/",
        "van-ban/",
        "an-pham/",
    ]
    assert view.lists[0].note == "7 điển hình, xếp theo tên"


def test_nobody_withheld_is_in_the_index(built_sample: Path) -> None:
    files = sorted((built_sample / "site" / FOLDER).glob("*.js"))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "Phạm Ngân Hạ" in text
    for name in (
        "Cao Việt Hà",
        "Dương Khắc Nhu",
        "Hoàng Tú Nam",
        "Kiều Bảo Nhiên",
        "Trịnh Gia Mộc",
        "Vũ An Khê",
    ):
        assert name not in text
    assert '"nhu":{' not in text and '"kiều' not in text  # nor the pieces of a name that nobody else bears


def _many(count: int) -> list[SearchItem]:
    """Invented people with the words of a province: 300 words each."""
    chance = random.Random(3)
    words = [
        found.spelling
        for found in terms(" ".join(long for _, long in ABBREVIATIONS) + " suối đồi bản làng thư viện")
    ]
    return [
        SearchItem(
            "exemplar",
            f"dien-hinh/u{place % 90}/p{place}/",
            f"{chance.choice(('Nguyễn', 'Trần', 'Lê'))} Thị Tên{place % 70}",
            words=(f"Trường THPT {place % 90}",),
            text=(" ".join(chance.choices(words, k=300)),),
        )
        for place in range(count)
    ]


def _index(folder: Path, found: list[SearchItem]) -> tuple[Mapping[str, Source], list[str]]:
    with start_worker(folder, 1) as worker:
        files = index_files(worker, found, {})
        return files, worker.tally.rendered.get("search", [])


def test_one_edit_touches_one_block_and_few_shards(tmp_path: Path) -> None:
    found = _many(1000)
    before, made = _index(tmp_path, found)
    assert _index(tmp_path, found) == (before, [])
    found[500] = replace(found[500], text=(found[500].text[0].replace("sinh", "thác", 1),))
    after, edited = _index(tmp_path, found)
    assert len(edited) <= 6 < len(made)
    assert len(set(after) - set(before)) <= 5  # files that a reader loads anew
    assert {source.key for source in after.values()} - {source.key for source in before.values()}


def test_shards_stay_small_as_the_library_grows(tmp_path: Path) -> None:
    files, _ = _index(tmp_path, _many(1000))
    sizes = {
        path.removeprefix(FOLDER): len(gzip.compress(source.path.read_bytes()))
        for path, source in files.items()
    }
    assert sizes["index.js"] < 3000
    assert max(size for name, size in sizes.items() if name.startswith("h-")) < 15_000
    assert [prose_shards(count) for count in (0, 39, 40, 1000, 5000, 20000)] == [1, 1, 1, 16, 64, 256]
