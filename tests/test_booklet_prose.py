"""Tests that any Markdown text of a record can be printed in the fonts of the books.

Also tests that the printed text has only links that work.
"""

import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from kyyeu.model.conferences import Conference
from kyyeu.outputs.booklets.editions import SCREEN, print_address, site_address
from kyyeu.outputs.booklets.furniture import distinct_furniture
from kyyeu.outputs.booklets.joined_pdf import JoinPlan, PlacedPart, join_pdf
from kyyeu.outputs.booklets.layout import lay_out
from kyyeu.outputs.booklets.layout_task import ORIGIN, LayoutTask
from kyyeu.outputs.booklets.pdf_file import PdfMetadata
from kyyeu.outputs.booklets.works import books
from kyyeu.resources import THEME
from kyyeu.views.print.book import Furniture, FurnitureRun
from kyyeu.views.print.ky_yeu_profile import AwardRow, Profile
from kyyeu.views.prose import LinkedProse
from kyyeu.work.cache import Cache
from kyyeu.work.source import FileSet

from tests.building import Fonts, font_files, pdf_text, print_theme, printable, read_project

DOCUMENT = (
    '<html lang="vi"><head><title>x</title><link rel="stylesheet" href="book.css"></head>'
    "<body>{}</body></html>"
)
MARKS = {
    "code": "Mã `HS-05`, cả **`đậm`** lẫn *`nghiêng`*.\n\n```\nmột dòng mã\n```\n\n    dòng thụt vào\n\n"
    "> `trong lời trích`",
    "headings": "# Tên *nghiêng*\n\n## Tên ***cả hai***\n\n### Tên `mã`\n\n#### *Bốn*\n\n"
    "> ## Trong lời trích **đậm**",
    "tables": "| Tên *nghiêng* | **Đậm** ***cả hai*** |\n| --- | ---: |\n| *x* **y** | ***z*** `mã` ~~bỏ~~ |",
    "lists": "- a\n  - b\n    - c\n      - d\n\n3. e\n   1. g\n      - h",
    "quotes": "> *a* **b** ***c***\n>\n> > d\n>\n> | *e* | **g** |\n> | --- | --- |\n> | ***h*** | i |",
}
LINKS = (
    "[một](#muc-hai) [hai](part/abc) [ba](/dien-hinh/) [bốn](//e.example/) "
    f"[năm]({ORIGIN}part/abc) [sáu](https://hoa-ban.example/)"
)


@pytest.fixture(scope="module")
def fonts(built_sample: Path) -> Fonts:
    """Returns the font files of the books, by the font names that style sheets use."""
    return font_files(built_sample / ".cache/results")


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> FileSet:
    """Returns a copy of the print theme with two more templates.

    One template prints only a text; the other prints links to two parts of a book, one of them missing.
    """
    folder = tmp_path_factory.mktemp("theme")
    shutil.copytree(THEME / "print", folder / "print")
    shutil.copy(THEME / "tokens.css", folder)
    (folder / "print/odd.html").write_text(
        DOCUMENT.format('<div class="prose">{{ prose(view.prose) }}</div>')
    )
    (folder / "print/leads.html").write_text(
        DOCUMENT.format('<p><a href="{{ origin }}part/gone">mất</a> <a href="{{ origin }}part/a">còn</a></p>')
    )
    return print_theme(folder)


def laid_out(
    theme: FileSet, fonts: Fonts, template: str, view: object, tagged: bool = True
) -> dict[str, bytes]:
    return dict(lay_out(LayoutTask(template, "x", template, view, theme, fonts, (148, 210), tagged=tagged)))


def targets(data: bytes) -> list[str]:
    """Returns the target of each link in a PDF, in the order of the pages.

    A web link gives its address, a link to a place in the same PDF gives "inside", and a dead link gives "".
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            str(link.A.URI) if "/A" in link else "inside" if "/Dest" in link else ""
            for page in pdf.pages
            for link in page.obj.get("/Annots", [])
        ]


@pytest.mark.parametrize("markdown", MARKS.values(), ids=MARKS)
def test_every_mark_is_set_in_the_fonts_of_the_books(theme: FileSet, fonts: Fonts, markdown: str) -> None:
    facts = json.loads(
        laid_out(theme, fonts, "odd.html", SimpleNamespace(prose=LinkedProse(markdown)))["facts.json"]
    )
    assert {re.sub(r"-.*", "", font["face"]) for font in facts["fonts"].values()} <= {"sans", "serif"}


@pytest.mark.parametrize(("words", "table"), [(300, True), (980, False)])
def test_many_awards_run_on_where_a_table_would_take_a_third_page(
    theme: FileSet, fonts: Fonts, words: int, table: bool
) -> None:
    prose = LinkedProse("\n\n".join(["Cô giáo kể lại việc ấy, " * 16 + "rồi thôi."] * (words // 98)))
    awards = [AwardRow("Chiến sĩ thi đua cơ sở", "Cơ sở", str(year)) for year in range(2008, 2020)]
    person = ("individual", "Nhà giáo", "Âu Ân", True, ("Giáo viên",), "Trường Bản Trang", "", None, "A")
    view = Profile(*person, prose, (), (), (), tuple(awards), "", "", "")
    task = LayoutTask("profile", "x", "profile.html", view, theme, fonts, (148, 210), copyfit=True)
    facts = json.loads(lay_out(task)["facts.json"])
    text = " ".join(facts["text"].split())
    assert facts["pages"] == 2 and text.count("Chiến sĩ thi đua cơ sở") == len(awards)
    assert ("Danh hiệu, hình thức khen thưởng" in text) is table


def test_a_list_begins_at_the_number_it_was_given(theme: FileSet, fonts: Fonts, tmp_path: Path) -> None:
    (tmp_path / "list.pdf").write_bytes(
        laid_out(
            theme, fonts, "odd.html", SimpleNamespace(prose=LinkedProse("3. ba\n4. bốn\n\nGiữa\n\n5. năm\n"))
        )["pages.pdf"]
    )
    assert pdf_text(tmp_path / "list.pdf").split()[:7] == ["3.", "ba", "4.", "bốn", "Giữa", "5.", "năm"]


def test_a_link_that_leads_nowhere_on_paper_is_plain_text(theme: FileSet, fonts: Fonts) -> None:
    assert targets(
        laid_out(theme, fonts, "odd.html", SimpleNamespace(prose=LinkedProse(LINKS)))["pages.pdf"]
    ) == ["https://hoa-ban.example/"]


def test_the_join_leaves_no_link_to_a_part_that_is_not_there(
    theme: FileSet, fonts: Fonts, tmp_path: Path
) -> None:
    distinct, _ = distinct_furniture((Furniture(False, False, False, "", "1"),))
    stamp = laid_out(theme, fonts, "furniture.html", FurnitureRun(distinct, ""), tagged=False)
    cache = Cache(tmp_path)
    cache.put_all({"part": laid_out(theme, fonts, "leads.html", None), "stamp": stamp})
    faces = {Path(name).stem: font for name, font in fonts}
    plan = JoinPlan(
        PdfMetadata("x", "x", "x", (), date(2020, 1, 5)),
        1,
        (PlacedPart("a", None, 1, 1, False, False),),
        ((0, "1"),),
        (148, 210),
    )
    assert targets(join_pdf(plan, [cache.sources("part")], cache.sources("stamp"), faces)) == ["", "inside"]


def test_two_conferences_of_a_cycle_and_two_units_have_their_own_books(root: Path) -> None:
    held = root / "data/units/so-gddt/conferences/2015-2020.yml"
    (held.parent / "2015-2020-congress.yml").write_text(f"form: congress\n{held.read_text()}")
    whole = printable(read_project(root))
    conferences: list[Conference] = [
        conference
        for _, conference, _ in books(
            whole, frozenset(), lambda work, place: (work.id, place.unit) == ("ky-yeu", "so-gddt")
        )
    ]
    schools = [conference.model_copy(update={"unit": "thpt-ban-trang"}) for conference in conferences]
    assert [
        print_address("ky-yeu", SCREEN, conference, organiser="so-gddt")
        for conference in (*conferences, *schools)
    ] == [
        "ky-yeu-2015-2020.pdf",
        "ky-yeu-2015-2020-congress.pdf",
        "thpt-ban-trang/ky-yeu-2015-2020.pdf",
        "thpt-ban-trang/ky-yeu-2015-2020-congress.pdf",
    ]
    assert [site_address("ky-yeu", SCREEN, conference) for conference in conferences] == [
        "an-pham/so-gddt/ky-yeu-2015-2020.pdf",
        "an-pham/so-gddt/ky-yeu-2015-2020-congress.pdf",
    ]
