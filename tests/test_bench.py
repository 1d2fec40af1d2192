"""Tests the content invented for the benchmark.

It must be valid, because measurements with faulty content would mean nothing.
"""

from pathlib import Path

from kyyeu import reading
from kyyeu.views.print.ky_yeu_profile import Profile

from tests.bench.printing import ky_yeu_of, typst_source, write_html
from tests.bench.province import write_province
from tests.building import TODAY, tree


def test_province_passes_every_check_and_withholds_its_share(tmp_path: Path) -> None:
    write_province(tmp_path / "province", 64)
    checked = reading.check(tmp_path / "province", TODAY)
    # The only problem reported is the missing portraits, because the invented province has no photographs.
    assert {problem.code for problem in checked.problems} == {"portrait-missing"}
    assert sum(checked.withheld.values()) == 64 // 16


def test_province_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_province(tmp_path / name, 32)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_the_peers_get_the_whole_book(tmp_path: Path) -> None:
    """The programs that the benchmark compares with Kyyeu are given the same book as Kyyeu.

    The HTML page for Chromium and the source file for Typst both hold the name of every profile of the book.
    """
    write_province(tmp_path / "province", 12)
    book = ky_yeu_of(tmp_path / "province")
    write_html(book, tmp_path / "province", tmp_path / "book" / "book.html")
    page, source = (tmp_path / "book" / "book.html").read_text(encoding="utf-8"), typst_source(book)
    names = [part.view.name for part in book.parts if isinstance(part.view, Profile)]
    assert len(names) > 8
    assert [name for name in names if name not in page or name not in source.replace("\\", "")] == []
