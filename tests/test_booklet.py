"""Tests the PDF of the kỷ yếu (the book of a conference): its people, text, fonts, tags and links.

Also tests that the same content always gives a PDF with the same bytes.
"""

import dataclasses
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from kyyeu.model.conferences import Conference, ProgrammeItem
from kyyeu.model.library import Library
from kyyeu.model.printing import PageFormat, PrintSettings
from kyyeu.model.privacy import PRINT, SITE, SITE_PDF
from kyyeu.outputs.booklets.editions import PRESS, SCREEN, Edition, channel_of
from kyyeu.outputs.booklets.font_files import FONT_FACES, LETTERS
from kyyeu.outputs.booklets.furniture import page_furniture
from kyyeu.outputs.booklets.layout import PrintFault, keep_whole, lay_out
from kyyeu.outputs.booklets.layout_task import ORIGIN, LayoutTask
from kyyeu.outputs.booklets.origin import Origin, RefusedAddress
from kyyeu.outputs.booklets.placement import place_parts
from kyyeu.outputs.booklets.production import FinishedBooklet, booklet_files
from kyyeu.outputs.booklets.works import Work, books
from kyyeu.outputs.site.assets import LETTERS as WEB_LETTERS
from kyyeu.publishing.gate import publish
from kyyeu.resources import THEME
from kyyeu.vietnamese import PRINTABLE, person_sort_key
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print import ky_yeu_lists
from kyyeu.views.print.book import A4, Book, with_pages
from kyyeu.views.print.ky_yeu import phrases
from kyyeu.views.print.ky_yeu_profile import Profile
from kyyeu.views.print.ky_yeu_programme import times
from kyyeu.work.run import Worker, start_worker

from tests.building import SAMPLE, TODAY, copy_fonts, font_files, print_theme, read_project

BOTH = [SCREEN, PRESS]


def make(worker: Worker, root: Path, library: Library, edition: Edition = SCREEN) -> FinishedBooklet:
    [booklet] = booklet_files(
        worker,
        root,
        catalogue(publish(library, channel_of(edition, True), TODAY)),
        lambda work, conference: [edition] if is_sectors(work, conference) else [],
        frozenset(publish(library, SITE, TODAY).exemplars),
    )
    assert booklet.work.id == "ky-yeu"
    return booklet


def is_sectors(work: Work, conference: Conference) -> bool:
    return (work.id, conference.unit) == ("ky-yeu", "so-gddt")


def book_of(library: Library, edition: Edition = SCREEN) -> Book:
    shown = catalogue(publish(library, channel_of(edition, True), TODAY))
    return next(book for *_, book in books(shown, frozenset(shown.published.exemplars), is_sectors))


@pytest.fixture(scope="module")
def editions(built_sample: Path, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with a book's screen PDF, its press PDF, and the cache used to make them.

    Both PDFs are made by a worker with two processes.
    """
    folder = tmp_path_factory.mktemp("editions")
    with start_worker(copy_fonts(built_sample / ".cache/results", folder / "cache"), 2) as worker:
        for edition in BOTH:
            booklet = make(worker, SAMPLE, library, edition)
            data = worker.cache.read(booklet.key)
            assert booklet.size == len(data)
            (folder / f"{edition.id}.pdf").write_bytes(data)
    return folder


def text_of(path: Path) -> str:
    """Returns the text that a reader can copy out of a PDF, as one line."""
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return re.sub(r"\s+", " ", subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    with pdf.open_outline() as outline:
        for item in outline.root:
            yield 1, item.title
            for child in item.children:
                yield 2, child.title


@pytest.mark.parametrize("edition", BOTH, ids=lambda edition: edition.id)
def test_every_published_exemplar_stands_exactly_once(
    editions: Path, library: Library, edition: Edition
) -> None:
    published = publish(library, channel_of(edition, True), TODAY).exemplars.values()
    with pikepdf.open(editions / f"{edition.id}.pdf") as pdf:
        named = [title for level, title in bookmarks(pdf) if level == 2]
    assert sorted(named) == sorted(exemplar.name for exemplar in published)
    text = text_of(editions / f"{edition.id}.pdf")
    assert text == unicodedata.normalize("NFC", text) and "\u00a0" not in text and "\u2060" not in text
    assert [exemplar.name for exemplar in published if exemplar.name not in text] == []


@pytest.mark.parametrize("edition", BOTH, ids=lambda edition: edition.id)
def test_withheld_people_are_nowhere_in_the_file(editions: Path, library: Library, edition: Edition) -> None:
    published = publish(library, channel_of(edition, True), TODAY).exemplars
    shown = {exemplar.name for exemplar in published.values()}
    hidden = [
        exemplar.name
        for ref, exemplar in library.exemplars.items()
        if ref not in published and exemplar.name not in shown
    ]
    assert hidden
    path = editions / f"{edition.id}.pdf"
    with pikepdf.open(path) as pdf:
        strings = [str(item) for item in pdf.objects if isinstance(item, pikepdf.String)]
        inside = "\n".join(
            (
                text_of(path),
                str(dict(pdf.docinfo)),
                pdf.Root.Metadata.read_bytes().decode(),
                *strings,
                repr(list(bookmarks(pdf))),
            )
        )
    assert [name for name in hidden if name in inside] == []


def test_fonts_are_embedded_once_each(editions: Path) -> None:
    listed = subprocess.run(
        ["pdffonts", str(editions / "screen.pdf")], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    names = [line.split("+")[1].split()[0] for line in listed]
    assert len(names) == len(set(names)) <= len(FONT_FACES)
    assert all(re.search(r"Identity-H\s+yes yes yes", line) for line in listed)


def test_tags_language_and_dates(editions: Path, library: Library) -> None:
    with pikepdf.open(editions / "screen.pdf") as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = [int(number) for number in list(tree.ParentTree.Nums)[::2]]
        assert numbers == list(range(len(numbers))) and int(tree.ParentTreeNextKey) == len(numbers)
        pages = [int(page.obj.StructParents) for page in pdf.pages if "/StructParents" in page.obj]
        assert len(pages) == len(set(pages))
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("vi", True)
        assert {str(pdf.docinfo.CreationDate), str(pdf.docinfo.ModDate)} == {
            f"D:{book_of(library).date:%Y%m%d}000000+07'00'"
        }


def test_contents_lead_to_the_pages_they_name(editions: Path) -> None:
    with pikepdf.open(editions / "screen.pdf") as pdf:
        number = {page.obj.objgen: place for place, page in enumerate(pdf.pages, start=1)}
        links = [annotation for annotation in pdf.pages[2].obj.Annots if "/Dest" in annotation]
        targets = [number[link.Dest[0].objgen] for link in links]
        assert targets and targets == [int(str(link.Contents).rpartition(" ")[2]) for link in links]
        addresses = [str(a.A.URI) for page in pdf.pages for a in page.obj.get("/Annots", []) if "/A" in a]
    assert addresses and not [address for address in addresses if address.startswith(ORIGIN)]


def test_the_watermark_is_an_artifact(editions: Path) -> None:
    """Running heads, folios and the watermark are tagged in the PDF as artifacts, which are not content.

    They are drawn after the content. The watermark is drawn as a shape, so its letters cannot be copied as
    text.
    """
    with pikepdf.open(editions / "screen.pdf") as pdf:
        for page in pdf.pages:
            content = b"".join(part.read_bytes() for part in page.obj.Contents)
            last = re.sub(
                rb"/Artifact <</Type /Page>> BDC .*? EMC\n?$|[Q\s]+$", b"", content, flags=re.DOTALL
            )
            assert re.search(rb"/Artifact <</Type /Pagination>> BDC q /Furniture\d+ Do Q EMC$", last)
    # The word MẪU (specimen) occurs as text only in the imprint, because the watermark's letters are shapes.
    assert text_of(editions / "screen.pdf").count("MẪU") == 1


def test_same_bytes_in_another_folder_and_with_one_process(editions: Path, tmp_path: Path) -> None:
    root = tmp_path / "một thư mục khác"
    shutil.copytree(SAMPLE, root)
    with start_worker(copy_fonts(editions / "cache", tmp_path / "cache"), 1) as worker:
        for edition in BOTH:
            assert (
                worker.cache.read(make(worker, root, read_project(root), edition).key)
                == (editions / f"{edition.id}.pdf").read_bytes()
            )


def test_one_word_renders_one_part_and_the_join(editions: Path, library: Library, tmp_path: Path) -> None:
    shutil.copytree(editions / "cache", tmp_path / "cache")
    changed = next(
        exemplar
        for exemplar in publish(library, SITE_PDF, TODAY).exemplars.values()
        if " và " in exemplar.body.markdown
    )
    body = changed.body.model_copy(update={"markdown": changed.body.markdown.replace(" và ", " với ", 1)})
    exemplars = {
        **library.exemplars,
        changed.ref: library.exemplars[changed.ref].model_copy(update={"body": body}),
    }
    with start_worker(tmp_path / "cache", 1) as worker:
        make(worker, SAMPLE, dataclasses.replace(library, exemplars=exemplars))
        assert {group: names for group, names in worker.tally.rendered.items() if names} == {
            "chunk": [f"ky-yeu/so-gddt/dien-hinh/{changed.ref}"],
            "booklet": ["screen/ky-yeu/so-gddt/2015-2020"],
            "preflight": ["print/ky-yeu-2015-2020.pdf"],
        }


def test_photos_too_coarse_for_a_larger_book_are_named(
    editions: Path, library: Library, tmp_path: Path
) -> None:
    """A photograph whose resolution is too low for the size of a printed book is reported by name.

    The same photograph has 305 dpi in an A5 book, which is enough, but only 215 dpi in an A4 book. The
    edition for reading on screen is not checked for resolution.
    """
    shutil.copytree(editions / "cache", tmp_path / "cache")
    large = dataclasses.replace(
        library, printing={"ky-yeu": PrintSettings(id="ky-yeu", format=PageFormat.A4, dpi=250)}
    )
    shown = publish(library, PRINT, TODAY).exemplars.values()
    photos = {f"content/units/{each.unit}/exemplars/{each.photo.file}" for each in shown if each.photo}
    with start_worker(tmp_path / "cache", 2) as worker:
        coarse = [
            problem for problem in make(worker, SAMPLE, large, PRESS).problems if problem.code == "print-dpi"
        ]
        assert {problem.place.file for problem in coarse} == photos and len(coarse) == len(photos) > 3
        assert all(problem.sentence.endswith("chỉ đạt 215 dpi, cần 250 dpi.") for problem in coarse)
        assert "print-dpi" not in {problem.code for problem in make(worker, SAMPLE, large).problems}


def test_dividers_open_on_the_right_and_sheets_are_full(library: Library) -> None:
    book = book_of(library)
    for extra in range(4):
        placement = place_parts(
            book, {part.name: 1 + (extra if part.name == "loi-gioi-thieu" else 0) for part in book.parts}
        )
        assert placement.pages % 4 == 0 and placement.first["bia-sau"] == placement.pages
        dividers = [placement.first[part.name] for part in book.parts if part.template == "divider.html"]
        assert len(dividers) == 3 and all(number % 2 == 1 for number in dividers)
        pages = page_furniture(book, placement)
        assert not pages[0].folio and not pages[-1].head
        assert {page.folio for page in pages if page.bare} == {""}


def test_collectives_people_and_models_stand_in_parts_of_their_own(library: Library) -> None:
    kinds: dict[str, set[str]] = {}
    labels = []
    for part in book_of(library).parts:
        if part.template == "divider.html":
            chapter = kinds.setdefault(part.name, set())
            labels.append(part.bookmark and part.bookmark.label)
        elif part.template == "profile.html":
            chapter.add(part.view.kind)
    assert kinds == {"tap-the": {"collective"}, "ca-nhan": {"individual"}, "mo-hinh": {"model"}}
    assert labels == ["Phần một", "Phần hai", "Phần ba"]


def names_of_people(book: Book) -> list[str]:
    """Returns the names of the persons who have a profile in a book, in the order of the book."""
    return [
        part.view.name
        for part in book.parts
        if isinstance(part.view, Profile) and part.view.kind == "individual"
    ]


def test_settings_choose_format_order_and_place_of_the_contents(library: Library) -> None:
    settings = PrintSettings.model_validate(
        {"id": "ky-yeu", "format": "a4", "contents": "back", "people": "name"}
    )
    book = book_of(dataclasses.replace(library, printing={"ky-yeu": settings}))
    assert names_of_people(book) == sorted(names_of_people(book), key=person_sort_key)
    names = [part.name for part in book.parts]
    assert names.index("muc-luc") > names.index("phu-luc-01")
    assert (book.printed, round(book.enlarged, 3)) == (A4, 1.419)


def test_indexes_name_everyone_with_the_page_where_they_stand(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The sample's book has no index of names, because it has too few people for one.
    assert "bang-tra" not in {part.name for part in book_of(library).parts}
    monkeypatch.setattr(ky_yeu_lists, "FEWEST_FOR_INDEX", 1)
    book = book_of(library)
    first = place_parts(book, {part.name: 1 for part in book.parts}).first
    index = with_pages(book, next(part for part in book.parts if part.name == "bang-tra"), first)
    pages = {part.view.name: (first[part.name],) for part in book.parts if isinstance(part.view, Profile)}
    people = {line.text: line.pages for line in index.sections[0][1]}
    assert people == {name: pages[name] for name in names_of_people(book)}


def test_programme_times_come_from_minutes() -> None:
    items = [
        ProgrammeItem(code="a", minutes=5),
        ProgrammeItem(code="b"),
        ProgrammeItem(code="c", start="09:00", minutes=75),
    ]
    assert times("07:30", items) == ("07:30 – 07:35", "07:35", "09:00 – 10:15")
    assert times(None, items[:1]) == ("",)


def test_titles_break_between_phrases() -> None:
    assert phrases("Tập thể, mô hình tiêu biểu") == ("Tập thể,", "mô hình tiêu biểu")
    assert phrases("Những tấm gương và những việc làm") == ("Những tấm gương", "và những việc làm")
    assert phrases("Gương điển hình") == ("Gương điển hình",)


def test_names_and_spans_of_years_are_kept_whole() -> None:
    head = '<title>2015 - 2020</title><body class="Lê An"><p alt="Lê An">'
    years = "2015\u00a0-\u2060\u00a02020"
    assert keep_whole(f"{head}Cô Lê An, 2015 - 2020</p>", ("Lê An",)) == f"{head}Cô Lê\u00a0An, {years}</p>"
    span = "<body>Giai\u00a0đoạn\u00a02015\u00a0–\u2060\u00a02020"
    assert keep_whole("<body>Giai đoạn 2015 – 2020", ()) == span


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.org/a.css",
        "data:text/css,p{}",
        f"{ORIGIN}../tokens.css",
        f"{ORIGIN}..%2f..%2fREADME.md",
    ],
)
def test_the_origin_of_a_layout_serves_no_other_file(address: str) -> None:
    origin = Origin({"a.css": b"p {}"})
    with pytest.raises(RefusedAddress):
        origin.fetch(address)
    assert origin.refused == [address]


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ('<link rel="stylesheet" href="file:///etc/hostname">', "file:///etc/hostname"),
        ('<img src="missing.png" alt="x">', "missing.png"),
        ('<p style="text-wrap: balance">x</p>', "text-wrap"),
        ("<p>\u4e66</p>", "không có \u4e66 (U+4E66)"),
    ],
)
def test_what_must_not_be_printed_stops_the_build(
    editions: Path, tmp_path: Path, template: str, complaint: str
) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(THEME / "print", theme / "print")
    shutil.copy(THEME / "tokens.css", theme)
    (theme / "print/odd.html").write_text(
        f'<html lang="vi"><head><title>x</title></head><body>{template}</body></html>', "utf-8"
    )
    given = font_files(editions / "cache")
    with pytest.raises(PrintFault, match=re.escape(complaint)):
        lay_out(LayoutTask("odd", "x", "odd.html", None, print_theme(theme), given, (148, 210)))


def test_fonts_have_every_letter_that_the_checks_accept() -> None:
    assert {ord(letter) for letter in PRINTABLE} - {0x0A} <= set(LETTERS)
    for face in FONT_FACES:
        letters = TTFont(face.file).getBestCmap()
        missing = [letter for letter in PRINTABLE - {"\n"} if ord(letter) not in letters]
        assert not missing, (face, sorted(missing))
    assert set(range(0x1EA0, 0x1EFA)) <= set(WEB_LETTERS)
