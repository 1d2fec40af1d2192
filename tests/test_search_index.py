"""Tests the search index: its words, how it is cut into blocks and shards, and what an edit changes in it.

It must not contain names of withheld people.
"""

import gzip
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from kyyeu.outputs.site.search_files import FOLDER, cut, index_files, prose_shards
from kyyeu.outputs.site.search_index import DIGITS, SPAN, heads_shard, index_block, merge, number
from kyyeu.outputs.site.search_terms import ABBREVIATIONS, expansions, term, terms
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.search_items import KINDS, SearchItem, plain, search_items, search_page
from kyyeu.work.place import Source
from kyyeu.work.run import start_worker


@pytest.mark.parametrize("pair", ["hòa hoà", "thúy thuý", "lý lí", "quỳnh quình", "yêu iêu", "mỹ mĩ"])
def test_two_spellings_of_a_word_are_one_term(pair: str) -> None:
    assert len(set(map(term, pair.split()))) == 1


@pytest.mark.parametrize("pair", ["tay tai", "thúy thúi", "hay hai", "quyên quiên"])
def test_different_words_have_different_keys(pair: str) -> None:
    assert len({term(word).key for word in pair.split()}) == 2


def test_a_term_has_a_key_without_marks_and_its_own_spelling() -> None:
    assert [(word.key, word.spelling) for word in terms("Nguyễn Văn ĐỨC, 1582/QĐ-CTN")] == [
        ("nguyen", "nguyên\u0303"),
        ("van", "văn"),
        ("duc", "đưc\u0301"),
        ("1582", "1582"),
        ("qd", "qđ"),
        ("ctn", "ctn"),
    ]


def test_abbreviations_and_full_phrases_are_expanded_into_each_other() -> None:
    expanded = {
        tuple(word.key for word in run)
        for run in expansions(terms("GV trường trung học phổ thông, Thi đua - Khen thưởng"))
    }
    assert {("giao", "vien"), ("thpt",), ("tdkt",)} <= expanded
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
        heads_shard(*head)
        for head in (("nguyen", 2), ("nguyen", 1), ("nguyen", 0), ("1582", 2), ("y", 2), ("ωμ", 2))
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
    files = index_block(block, 1, 0)
    assert json.loads(files["shown"]) == [
        ["Lê An", "a/", "Nhà giáo", "Trường X", "Tóm tắt.", "A", "anh.webp"],
        ["Lê Ân", "b/", "", "", "", "Â", ""],
    ]
    parts = {
        shard: json.loads(files["parts"][start:end])
        for shard, (_, start, end) in json.loads(files["places"]).items()
    }
    assert parts["h-"] == {
        "an": {"an": ["BABC", ""], "ân": ["BBBC", ""]},
        "giao": {"giao\u0301": ["", "BA"]},
        "gv": {"gv": ["", "BA"]},
        "le": {"lê": ["CAACBAC", ""]},
        "vien": {"viên": ["", "BA"]},
    }
    assert set(parts["p-0"]) == {"day", "o", "an"} and parts["p-0"]["an"] == {"an": ["BAA"]}
    assert json.loads(merge([(0, {"an": {"an": ["BA"]}}), (3, {"an": {"an": ["BC"], "ân": ["BD"]}})])) == {
        "an": {"an": ["ABADBC"], "ân": ["DBD"]}
    }


def test_a_new_record_changes_few_blocks() -> None:
    items = [SearchItem("exemplar", f"dien-hinh/x/p{number}/", f"Người {number}") for number in range(2000)]
    items.append(SearchItem("unit", "don-vi/x/", "Trường"))
    before = cut(items, {})
    after = cut([*items[:700], SearchItem("exemplar", "dien-hinh/x/moi/", "Người mới"), *items[700:]], {})
    assert [item for block in before for item, _ in block] == items
    assert all(len(block) <= SPAN and len({item.kind for item, _ in block}) == 1 for block in before)
    assert len(set(after) - set(before)) <= 3


def test_every_search_item_has_a_kind_name_and_mark(shown: Catalogue) -> None:
    items = search_items(shown)
    assert {item.kind for item in items} <= KINDS.keys()
    assert len({(item.kind, item.address) for item in items}) == len(items)
    assert all(item.name and item.mark and "](" not in " ".join(item.text) for item in items)
    by_address = {item.address: item for item in items}
    school = by_address["don-vi/thpt-ban-trang/"]
    assert (school.name, school.unit) == ("Trường THPT Hoa Ban", "trước là Trường THPT Bản Trắng")
    assert "Trường THPT Bản Trắng" in school.others
    assert "Quyết định 61/QĐ-HOABAN" in by_address["dien-hinh/thpt-ban-trang/au-duc-long/"].words
    assert (
        plain("Xem [bài](https://x.example/a) và [](unit:thpt-ban-trang).", shown)
        == "Xem bài và Trường THPT Hoa Ban."
    )


def test_the_search_page_links_to_every_list(shown: Catalogue) -> None:
    view = search_page(shown)
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
    text = "".join(
        path.read_text(encoding="utf-8") for path in sorted((built_sample / "site" / FOLDER).glob("*.js"))
    )
    withheld = (
        "Cao Việt Hà",
        "Dương Khắc Nhu",
        "Hoàng Tú Nam",
        "Kiều Bảo Nhiên",
        "Trịnh Gia Mộc",
        "Vũ An Khê",
    )
    assert [name for name in ("Phạm Ngân Hạ", *withheld) if name in text] == ["Phạm Ngân Hạ"]
    # The syllables "nhu" and "kiều" occur only in names of withheld people.
    assert '"nhu":{' not in text and '"kiều' not in text


def _many(count: int) -> list[SearchItem]:
    """Returns `count` invented people as items of the search index, each with a text of 300 words."""
    chance = random.Random(3)
    words = [
        word.spelling
        for word in terms(" ".join(long for _, long in ABBREVIATIONS) + " suối đồi bản làng thư viện")
    ]
    return [
        SearchItem(
            "exemplar",
            f"dien-hinh/u{number % 90}/p{number}/",
            f"{chance.choice(('Nguyễn', 'Trần', 'Lê'))} Thị Tên{number % 70}",
            words=(f"Trường THPT {number % 90}",),
            text=(" ".join(chance.choices(words, k=300)),),
        )
        for number in range(count)
    ]


def _index(folder: Path, items: list[SearchItem]) -> tuple[Mapping[str, Source], list[str]]:
    """Builds the search index of the items; returns its files, and the names of the jobs that had to run."""
    with start_worker(folder, 1) as worker:
        files = index_files(worker, items, {})
        return files, worker.tally.rendered.get("search", [])


def test_an_edit_changes_one_block_and_few_shards(tmp_path: Path) -> None:
    items = _many(1000)
    before, jobs = _index(tmp_path, items)
    assert _index(tmp_path, items) == (before, [])
    items[500] = replace(items[500], text=(items[500].text[0].replace("sinh", "thác", 1),))
    after, jobs_of_the_edit = _index(tmp_path, items)
    assert len(jobs_of_the_edit) <= 6 < len(jobs)
    # After an edit, a reader's browser has to load at most five files anew.
    assert len(set(after) - set(before)) <= 5
    assert {source.digest for source in after.values()} - {source.digest for source in before.values()}


def test_shards_stay_small_for_many_records(tmp_path: Path) -> None:
    files, _ = _index(tmp_path, _many(1000))
    sizes = {
        path.removeprefix(FOLDER): len(gzip.compress(source.path.read_bytes()))
        for path, source in files.items()
    }
    assert sizes["index.js"] < 3000
    assert max(size for name, size in sizes.items() if name.startswith("h-")) < 15_000
    assert [prose_shards(count) for count in (0, 39, 40, 1000, 5000, 20000)] == [1, 1, 1, 16, 64, 256]
