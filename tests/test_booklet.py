"""The kỷ yếu as a PDF: who is in it and who is not, its text, faces, tags, links, padding; the same bytes everywhere."""

import dataclasses
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from kyyeu.model.conferences import Conference, ProgrammeItem
from kyyeu.model.library import Library
from kyyeu.model.printing import PageFormat, PrintSettings
from kyyeu.model.privacy import PRINT, SITE, SITE_PDF
from kyyeu.outputs.booklets.editions import PRESS, SCREEN, Edition, channel_of
from kyyeu.outputs.booklets.font_files import FONT_FACES, LETTERS, font_jobs
from kyyeu.outputs.booklets.furniture import page_furniture
from kyyeu.outputs.booklets.layout import PrintFault, keep_whole, lay_out
from kyyeu.outputs.booklets.layout_task import ORIGIN, LayoutTask
from kyyeu.outputs.booklets.origin import Origin, RefusedAddress
from kyyeu.outputs.booklets.placement import place_parts
from kyyeu.outputs.booklets.production import FinishedBooklet, booklet_files
from kyyeu.outputs.booklets.works import Work, books
from kyyeu.outputs.site.fonts import LETTERS as WEB_LETTERS
from kyyeu.publishing.gate import publish
from kyyeu.resources import THEME
from kyyeu.vietnamese import PRINTABLE, person_sort_key
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.book import A4, Book, Index, with_pages
from kyyeu.views.print.ky_yeu import phrases
from kyyeu.views.print.ky_yeu_lists import FEWEST_FOR_INDEX
from kyyeu.views.print.ky_yeu_programme import times
from kyyeu.work.cache import Cache
from kyyeu.work.run import Worker, start_worker

from tests.building import SAMPLE, copy_fonts, read_project

DAY = date(2026, 11, 23)
BOTH = [SCREEN, PRESS]


def make(worker: Worker, root: Path, library: Library, edition: Edition = SCREEN) -> FinishedBooklet:
    on_site = frozenset(publish(library, SITE, DAY).exemplars)
    found = booklet_files(
        worker,
        root,
        catalogue(publish(library, channel_of(edition, True), DAY)),
        lambda work, conference: [edition] if is_sectors(work, conference) else [],
        on_site,
    )
    assert [entry.work.id for entry in found] == ["ky-yeu"]
    return found[0]


def is_sectors(work: Work, conference: Conference) -> bool:
    return (work.id, conference.unit) == ("ky-yeu", "so-gddt")


def book_of(library: Library, edition: Edition = SCREEN) -> Book:
    shown = catalogue(publish(library, channel_of(edition, True), DAY))
    return next(book for *_, book in books(shown, frozenset(shown.published.exemplars), is_sectors))


@pytest.fixture(scope="module")
def editions(built_sample: Path, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both editions, made by two processes: screen.pdf and press.pdf, and the cache beside them."""
    folder = tmp_path_factory.mktemp("editions")
    fonts = copy_fonts(built_sample / ".cache/results", folder / "cache")
    with start_worker(fonts, 2) as worker:
        for edition in BOTH:
            booklet = make(worker, SAMPLE, library, edition)
            data = worker.cache.bytes(booklet.key)
            assert booklet.size == len(data)
            (folder / f"{edition.id}.pdf").write_bytes(data)
    return folder


def text_of(path: Path) -> str:
    """What a reader copies out of the PDF, line ends as spaces."""
    found = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    return re.sub(r"\s+", " ", found)


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
    published = publish(library, channel_of(edition, True), DAY).exemplars.values()
    with pikepdf.open(editions / f"{edition.id}.pdf") as pdf:
        named = [title for level, title in bookmarks(pdf) if level == 2]
    assert sorted(named) == sorted(entry.name for entry in published)
    text = text_of(editions / f"{edition.id}.pdf")
    assert text == unicodedata.normalize("NFC", text) and "\u00a0" not in text and "\u2060" not in text
    assert [entry.name for entry in published if entry.name not in text] == []


@pytest.mark.parametrize("edition", BOTH, ids=lambda edition: edition.id)
def test_withheld_people_are_nowhere_in_the_file(editions: Path, library: Library, edition: Edition) -> None:
    published = publish(library, channel_of(edition, True), DAY).exemplars
    shown = {entry.name for entry in published.values()}
    hidden = [
        entry.name
        for ref, entry in library.exemplars.items()
        if ref not in published and entry.name not in shown
    ]
    assert hidden
    path = editions / f"{edition.id}.pdf"
    text = text_of(path)
    with pikepdf.open(path) as pdf:
        strings = [str(entry) for entry in pdf.objects if isinstance(entry, pikepdf.String)]
        inside = "\n".join(
            (
                text,
                str(dict(pdf.docinfo)),
                pdf.Root.Metadata.read_bytes().decode(),
                *strings,
                repr(list(bookmarks(pdf))),
            )
        )
    assert [name for name in hidden if name in inside] == []


def test_faces_are_embedded_once_each(editions: Path) -> None:
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
        assert (
            str(pdf.docinfo.CreationDate)
            == str(pdf.docinfo.ModDate)
            == f"D:{book_of(library).date:%Y%m%d}000000+07'00'"
        )


def test_contents_lead_to_the_pages_they_name(editions: Path) -> None:
    with pikepdf.open(editions / "screen.pdf") as pdf:
        number = {page.obj.objgen: place for place, page in enumerate(pdf.pages, start=1)}
        links = [annotation for annotation in pdf.pages[2].obj.Annots if "/Dest" in annotation]
        led = [(number[link.Dest[0].objgen], int(str(link.Contents).rpartition(" ")[2])) for link in links]
        everywhere = [str(a.A.URI) for page in pdf.pages for a in page.obj.get("/Annots", []) if "/A" in a]
    assert led and all(there == said for there, said in led)
    assert everywhere and not [address for address in everywhere if address.startswith(ORIGIN)]


def test_specimen_word_is_an_artifact(editions: Path) -> None:
    """Every page has its furniture as an artifact; the word itself is drawn, so that it is neither read aloud nor copied."""
    with pikepdf.open(editions / "screen.pdf") as pdf:
        for page in pdf.pages:
            content = b"".join(part.read_bytes() for part in page.obj.Contents)
            last = re.sub(
                rb"/Artifact <</Type /Page>> BDC .*? EMC\n?$|[Q\s]+$", b"", content, flags=re.DOTALL
            )
            assert re.search(
                rb"/Artifact <</Type /Pagination>> BDC q /Furniture\d+ Do Q EMC$", last
            )  # grounds do not hide it
    assert text_of(editions / "screen.pdf").count("MẪU") == 1  # the imprint says so in words


def test_same_bytes_in_another_folder_and_with_one_process(editions: Path, tmp_path: Path) -> None:
    root = tmp_path / "một thư mục khác"
    shutil.copytree(SAMPLE, root)
    with start_worker(copy_fonts(editions / "cache", tmp_path / "cache"), 1) as worker:
        for edition in BOTH:
            booklet = make(worker, root, read_project(root), edition)
            assert worker.cache.bytes(booklet.key) == (editions / f"{edition.id}.pdf").read_bytes()


def test_one_word_renders_one_part_and_the_join(editions: Path, library: Library, tmp_path: Path) -> None:
    shutil.copytree(editions / "cache", tmp_path / "cache")
    changed = next(
        entry for entry in publish(library, SITE_PDF, DAY).exemplars.values() if " và " in entry.body.markdown
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
    """420 × 560 points on 35 × 45 mm are 305 dpi; enlarged from A5 to A4, 215. A screen asks for none."""
    shutil.copytree(editions / "cache", tmp_path / "cache")
    large = dataclasses.replace(
        library, printing={"ky-yeu": PrintSettings(id="ky-yeu", format=PageFormat.A4, dpi=250)}
    )
    shown = publish(library, PRINT, DAY).exemplars.values()
    photos = {f"content/units/{entry.unit}/exemplars/{entry.photo.file}" for entry in shown if entry.photo}
    with start_worker(tmp_path / "cache", 2) as worker:
        coarse = [
            problem for problem in make(worker, SAMPLE, large, PRESS).problems if problem.code == "print-dpi"
        ]
        assert {problem.place.file for problem in coarse} == photos and len(coarse) == len(photos) > 3
        assert all(problem.sentence.endswith("chỉ đạt 215 dpi, cần 250 dpi.") for problem in coarse)
        assert not [
            problem for problem in make(worker, SAMPLE, large).problems if problem.code == "print-dpi"
        ]


def test_dividers_open_on_the_right_and_sheets_are_full(library: Library) -> None:
    book = book_of(library)
    for extra in range(4):
        counts = {part.name: 1 + (extra if part.name == "loi-gioi-thieu" else 0) for part in book.parts}
        placement = place_parts(book, counts)
        assert placement.pages % 4 == 0 and placement.first["bia-sau"] == placement.pages
        assert [placement.first[part.name] % 2 for part in book.parts if part.template == "divider.html"] == [
            1,
            1,
            1,
        ]
        pages = page_furniture(book, placement)
        assert (
            not pages[0].folio and not pages[-1].head and all(page.folio == "" for page in pages if page.bare)
        )


def test_collectives_people_and_models_stand_in_parts_of_their_own(library: Library) -> None:
    parts = [part for part in book_of(library).parts if part.template in ("profile.html", "divider.html")]
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.name, []) if part.template == "divider.html" else found[list(found)[-1]].append(
            part.view.kind
        )
    assert {name: set(kinds) for name, kinds in found.items()} == {
        "tap-the": {"collective"},
        "ca-nhan": {"individual"},
        "mo-hinh": {"model"},
    }
    assert [part.bookmark.label for part in parts if part.template == "divider.html" and part.bookmark] == [
        "Phần một",
        "Phần hai",
        "Phần ba",
    ]


def test_settings_choose_format_order_and_place_of_the_contents(library: Library) -> None:
    settings = PrintSettings.model_validate(
        {"id": "ky-yeu", "format": "a4", "contents": "back", "people": "name"}
    )
    book = book_of(dataclasses.replace(library, printing={"ky-yeu": settings}))
    people = [
        part.view.name
        for part in book.parts
        if part.template == "profile.html" and part.view.kind == "individual"
    ]
    assert people == [
        part.view.name
        for part in sorted(
            (
                part
                for part in book.parts
                if part.template == "profile.html" and part.view.kind == "individual"
            ),
            key=lambda part: person_sort_key(part.view.name),
        )
    ]
    assert [part.name for part in book.parts].index("muc-luc") > [part.name for part in book.parts].index(
        "phu-luc-01"
    )
    assert (book.printed, round(book.enlarged, 3)) == (A4, 1.419)


def test_indexes_name_everyone_with_the_page_where_they_stand(editions: Path, library: Library) -> None:
    book = book_of(library)
    index = next((part for part in book.parts if part.name == "bang-tra"), None)
    people = sorted(
        part.view.name
        for part in book.parts
        if part.template == "profile.html" and part.view.kind == "individual"
    )
    if index is None:
        assert len(people) < FEWEST_FOR_INDEX
        return
    assert sorted(entry.text for entry in index.view.sections[0][1]) == people
    with pikepdf.open(editions / "screen.pdf") as pdf:
        number = {page.obj.objgen: place for place, page in enumerate(pdf.pages, start=1)}
        with pdf.open_outline() as outline:
            first = {
                child.title: number[child.destination[0].objgen]
                for item in outline.root
                for child in item.children
            }
    shown = with_pages(
        book,
        index,
        {
            part.name: first[part.bookmark.text]
            for part in book.parts
            if part.bookmark and part.bookmark.text in first
        },
    )
    assert isinstance(shown, Index)
    text = text_of(editions / "screen.pdf")
    for entry in shown.sections[0][1]:
        assert re.search(rf"{re.escape(entry.text)} {entry.pages[0]}\b", text), entry


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
    html = '<title>2015 - 2020</title><body class="Lê An"><p alt="Lê An">Cô Lê An, 2015 - 2020</p>'
    assert keep_whole(html, ("Lê An",)) == (
        '<title>2015 - 2020</title><body class="Lê An"><p alt="Lê An">Cô Lê\u00a0An, 2015\u00a0-\u2060\u00a02020</p>'
    )
    assert (
        keep_whole("<body>Giai đoạn 2015 – 2020", ())
        == "<body>Giai\u00a0đoạn\u00a02015\u00a0–\u2060\u00a02020"
    )


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
def test_origin_refuses_what_it_was_not_given(address: str) -> None:
    origin = Origin(THEME / "print", {})
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
    cache = Cache(editions / "cache")
    given = tuple((f"fonts/{name}.ttf", cache.path(job.key)) for name, job in font_jobs().items())
    with pytest.raises(PrintFault, match=re.escape(complaint)):
        lay_out(LayoutTask("odd", "x", "odd.html", None, theme, complaint, given, (148, 210)))


def test_faces_have_every_letter_that_the_check_lets_through() -> None:
    assert {ord(letter) for letter in PRINTABLE} - {0x0A} <= set(LETTERS)
    for face in FONT_FACES:
        letters = TTFont(face.file).getBestCmap()
        missing = [letter for letter in PRINTABLE - {"\n"} if ord(letter) not in letters]
        assert not missing, (face, sorted(missing))
    assert set(range(0x1EA0, 0x1EFA)) <= set(WEB_LETTERS)
