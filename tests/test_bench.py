"""The benchmark's invented province (tests/bench/) is sound: otherwise its figures would be of something else."""

from datetime import date
from pathlib import Path

from kyyeu import reading
from kyyeu.views.print.ky_yeu_profile import Profile

from tests.bench.printing import ky_yeu_of, typst_source, write_html
from tests.bench.province import write_province

DAY = date(2026, 11, 23)


def test_province_passes_every_check_and_withholds_its_share(tmp_path: Path) -> None:
    write_province(tmp_path / "province", 64)
    checked = reading.check(tmp_path / "province", DAY)
    assert {problem.code for problem in checked.problems} == {
        "portrait-missing"
    }  # the province has no pictures
    assert sum(checked.withheld.values()) == 64 // 16


def test_province_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_province(tmp_path / name, 32)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_the_peers_get_the_whole_book(tmp_path: Path) -> None:
    """Every profile's words are in what Chromium prints and in what Typst sets."""
    write_province(tmp_path / "province", 12)
    book = ky_yeu_of(tmp_path / "province", DAY)
    write_html(book, tmp_path / "province", tmp_path / "book" / "book.html")
    page, source = (tmp_path / "book" / "book.html").read_text(encoding="utf-8"), typst_source(book)
    profiles = [part.view for part in book.parts if isinstance(part.view, Profile)]
    assert len(profiles) > 8
    for profile in profiles:
        assert profile.name in page and profile.name in source.replace("\\", "")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
