"""Measures how long it takes to print a kỷ yếu (yearbook) of N profiles with Kyyeu, Chromium and Typst.

Chromium prints the same HTML as Kyyeu. Typst prints the same profiles without their design.
"""

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
from kyyeu import pipeline
from kyyeu.model.privacy import SITE_PDF
from kyyeu.outputs.booklets import layout
from kyyeu.outputs.booklets.font_files import FONT_FACES
from kyyeu.outputs.booklets.layout_task import ORIGIN, LayoutTask
from kyyeu.outputs.booklets.origin import Origin
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.outputs.booklets.works import WorkSelection, books
from kyyeu.publishing.gate import publish
from kyyeu.resources import THEME
from kyyeu.views.catalogue import catalogue
from kyyeu.views.print.book import A5, Book, Role
from kyyeu.views.print.ky_yeu_profile import Profile
from kyyeu.work.run import start_worker

from tests.bench.measure import Cost, line, medians, ratio, run
from tests.bench.province import write_province
from tests.bench.site_only import change_a_word
from tests.building import DAY, TODAY, read_project

WORK = ("ky-yeu", "--unit", "so-gddt", "--edition", "screen")
MORE = 5  # A second yearbook is printed to see how the time grows. It has this many times as many profiles.


def printing_rows(
    folder: Path, count: int, rounds: int, chromium: str, python: Path, say: Callable[[str], None]
) -> list[str]:
    """Measures how long printing takes with Kyyeu, Chromium and Typst; returns the lines of the report.

    `python` is the Python interpreter of the environment in which Typst is installed.
    """
    province = folder / f"book-{count}"
    write_province(province, count)

    def ours(root: Path) -> list[str | Path]:
        return [sys.executable, "-m", "kyyeu", "--root", root, "print", *WORK, "--date", DAY]

    run(ours(province), folder)
    book = ky_yeu_of(province)
    page, typst = folder / "book" / "book.html", folder / "book.typ"
    write_html(book, province, page)
    typst.write_text(typst_source(book), encoding="utf-8")
    story = next(
        path
        for path in sorted(province.glob("content/units/*/exemplars/*.md"))
        if f"/{path.stem}" in page.read_text("utf-8")
    )
    options = "--headless --no-sandbox --disable-gpu --allow-file-access-from-files --no-pdf-header-footer"
    by_chromium = [chromium, *options.split(), f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri()]
    by_typst = f"import typst; typst.compile({str(typst)!r}, output={str(folder / 'typst.pdf')!r})"
    steps: dict[str, tuple[Callable[[int], None], list[str | Path]]] = {
        "ours, cold": (lambda _: shutil.rmtree(province / ".cache", ignore_errors=True), ours(province)),
        "chromium": (lambda _: None, by_chromium),
        "typst": (lambda _: None, [python, "-c", by_typst]),
        "ours, one word": (lambda turn: change_a_word(story, turn), ours(province)),
    }
    costs = medians(f"a book of {count}", steps, rounds, folder, say)
    again = Cost(in_one_process(province, story, rounds), 0, 0)
    say(f"a book of {count * MORE}")
    larger = folder / f"book-{count * MORE}"
    write_province(larger, count * MORE)
    grown = run(ours(larger), folder)
    return [
        *(f"{line(name, cost)}  {_pages(folder, province, name)}" for name, cost in costs.items()),
        line("ours, one word, same process", again),
        ratio("cold / Chromium", costs["ours, cold"], costs["chromium"], 1.0),
        ratio("one word / Typst", costs["ours, one word"], costs["typst"], 1.0),
        ratio("one word, same process / Typst", again, costs["typst"], 0.6),
        ratio(f"{count * MORE} against {count}", grown, costs["ours, cold"], 5.5),
        f"{f'peak of a process at {count * MORE}':<34} {grown.peak:8.0f} MB  bound 1000",
    ]


def in_one_process(province: Path, story: Path, times: int) -> float:
    """Returns the median time in seconds that printing takes after one word of a profile was changed.

    All measurements are made in one running process, as in `kyyeu serve`.
    """
    choice, taken = WorkSelection(("ky-yeu",), ("screen",), "so-gddt"), []
    for turn in range(times + 1):
        change_a_word(story, 5000 + turn)
        start = time.perf_counter()
        pipeline.print_booklets(province, TODAY, choice)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def ky_yeu_of(province: Path) -> Book:
    shown = catalogue(publish(read_project(province), SITE_PDF, TODAY))
    return next(
        book
        for *_, book in books(
            shown,
            frozenset(shown.published.exemplars),
            lambda work, conference: (work.id, conference.unit) == ("ky-yeu", "so-gddt"),
        )
    )


def write_html(book: Book, province: Path, page: Path) -> None:
    """Writes the HTML of all parts of a book into the file `page`, for printing by Chromium.

    Our style sheets, fonts and drawings are copied or included.
    """
    (page.parent / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copytree(THEME / "print" / "img", page.parent / "img", dirs_exist_ok=True)
    with start_worker(province / ".cache/results") as worker:
        shop = PrintShop(worker, province, read_project(province).attachments)
        fonts = tuple((f"fonts/{name}.ttf", font) for name, font in shop.font_sources(False).items())
    for name, font in fonts:
        font.copy(page.parent / name)
    origin, bodies = Origin({}), []
    for part in book.parts:
        if part.role not in (Role.CONTENTS, Role.INDEX):
            task = LayoutTask(
                part.name,
                "",
                part.template,
                part.view,
                shop.theme,
                fonts,
                (A5.width, A5.height),
                tagged=False,
            )
            html = layout.part_html(task, origin)
            bodies.append(f"<div{html[html.index('<body') + 5 : html.index('</body>')]}</div>")
    for name, data in origin.drawings.items():
        (page.parent / name).write_bytes(data)
    sheets = (THEME / "tokens.css", *sorted((THEME / "print").glob("*.css")))
    whole = [
        '<!doctype html><html lang="vi"><meta charset="utf-8"><style>@page { size: 148mm 210mm }',
        *(face.css for face in FONT_FACES),
        *(path.read_text("utf-8") for path in sheets),
        "body > div { break-before: page }</style><body>",
        *bodies,
    ]
    page.write_text("\n".join(whole).replace(ORIGIN, ""), encoding="utf-8")


def typst_source(book: Book) -> str:
    """Returns the profiles of a book as plain Typst source, to compare how long Typst takes to print them."""
    lines = [
        "#set page(width: 148mm, height: 210mm, margin: (inside: 19mm, outside: 14mm, y: 18mm), "
        'numbering: "1")',
        '#set text(lang: "vi", size: 10pt)',
        "#set par(justify: true)",
        "#outline()",
    ]
    for view in (part.view for part in book.parts if isinstance(part.view, Profile)):
        lines += [
            "#pagebreak()",
            f"= {_typst(view.name)}",
            *map(_typst, filter(None, (*view.positions, view.unit, view.quote))),
            "",
        ]
        lines += [f"{_typst(paragraph)}\n" for paragraph in view.prose.markdown.split("\n\n")]
        lines += [f"- *{_typst(item.figure)}* {_typst(item.text)}" for item in view.figures]
        rows = ", ".join(
            f"[{_typst(cell)}]" for row in view.awards for cell in (row.name, row.level, row.years)
        )
        lines += [f"#table(columns: 3, {rows})"] if rows else []
    return "\n".join(lines)


def _typst(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\*_#$@<>[]`~=-+/" else letter for letter in text)


def _pages(folder: Path, province: Path, name: str) -> str:
    path = {"chromium": folder / "chromium.pdf", "typst": folder / "typst.pdf"}.get(
        name, province / "print/ky-yeu-2015-2020.pdf"
    )
    with pikepdf.open(path) as pdf:
        return f"{len(pdf.pages)} pages"
