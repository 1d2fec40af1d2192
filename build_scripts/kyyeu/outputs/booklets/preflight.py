"""Step 6 of printing: checks a joined book for faults for which a print shop would reject it."""

import json
import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Dictionary, Matrix, Name, Object, Page, Pdf, parse_content_stream

from kyyeu.model.printing import PROFILE
from kyyeu.outputs.booklets.chunks import photo_jobs
from kyyeu.outputs.booklets.editions import IMPOSED, PRESS
from kyyeu.outputs.booklets.join import JoinedBook
from kyyeu.outputs.booklets.print_shop import PrintShop
from kyyeu.problems import Place, Problem, Severity
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.work.source import Source, digest_of

PROFILE_PAGES = 2
SLUG = 20  # Width of the strip of paper, in points, that a press edition needs around each trimmed page.
# Share of the required resolution that is enough. A photo cut for 300 dpi may have only 299.7 dpi, because it
# has a whole number of pixels.
ENOUGH = 0.99
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
OUR_FAULT = "Đây là lỗi của chương trình in; báo người phụ trách, đừng giao tệp này cho nhà in."

# A fault: the content file that it concerns ("" if it is the whole book), a code, what is wrong, what to do,
# and whether it is only a warning.
Finding = tuple[str, str, str, str, bool]


def edition_problems(
    shop: PrintShop, joined: JoinedBook, exemplars: Sequence[str], file: str
) -> tuple[Problem, ...]:
    """Returns the Problems that preflight finds in an edition of a book; `file` is the edition's path.

    The check reads the joined PDF, from which all editions are made. If `exemplars` (honoured people and
    models) are listed, the book must contain each of them exactly once. Photos must reach the book's
    resolution only in printed editions.
    """
    plan = joined.plan
    profiles = [
        (part.name.removeprefix(PROFILE), part.pages) for part in plan.parts if part.name.startswith(PROFILE)
    ]
    dpi = joined.book.dpi if joined.edition in (PRESS, IMPOSED) else 0
    job = shop.make(
        "preflight",
        file,
        preflight,
        (
            shop.worker.source(joined.job),
            plan.marks,
            profiles if exemplars else [],
            exemplars,
            [shop.worker.source(chunk, FACTS) for chunk in joined.chunks],
            [
                (photo.file, shop.worker.source(cut))
                for photo, cut in photo_jobs(shop, joined.book, joined.book.parts).items()
            ],
            dpi,
        ),
        joined.job.key,
        profiles,
        sorted(exemplars),
        dpi,
    )
    return tuple(problems(shop.worker.source(job).read(), file))


def preflight(
    pdf_file: Source,
    marks: bool,
    profiles: Sequence[tuple[str, int]],
    exemplars: Sequence[str],
    facts: Sequence[Source],
    photos: Sequence[tuple[str, Source]] = (),
    dpi: int = 0,
) -> bytes:
    """Checks a joined PDF for faults, and returns its Findings as JSON.

    `marks` says whether the pages have crop marks. `profiles` are pairs (exemplar, page count), one for each
    profile in the book; `exemplars` are those that must occur exactly once. `facts` are what the layout
    recorded about each part (FACTS). `photos` are pairs of the original photo file and the same photo cut for
    printing. The cut photo must reach the resolution `dpi` on the page (0: no check).
    """
    findings = [
        *_long_profiles(profiles),
        *_missing_or_repeated([ref for ref, _ in profiles], exemplars),
        *_decomposed_text(facts),
    ]
    with Pdf.open(pdf_file.checked()) as pdf:
        findings += [*_narrow_pages(pdf, marks), *_absent_fonts(pdf)]
        if dpi and photos:
            findings += _coarse_photos(pdf, photos, dpi)
    return json.dumps(findings, ensure_ascii=False).encode()


def problems(findings: bytes, file: str) -> list[Problem]:
    """Returns preflight's Findings as Problems, each about a content file or about the printed `file`."""
    return [
        Problem(
            Place(source or file), code, sentence, advice, Severity.WARNING if warning else Severity.ERROR
        )
        for source, code, sentence, advice, warning in json.loads(findings)
    ]


def _long_profiles(profiles: Sequence[tuple[str, int]]) -> Iterator[Finding]:
    for ref, pages in profiles:
        if pages > PROFILE_PAGES:
            unit, _, exemplar = ref.partition("/")
            yield (
                f"content/units/{unit}/exemplars/{exemplar}.md",
                "profile-long",
                f"Hồ sơ chiếm {pages} trang trong kỷ yếu.",
                "Rút bài để vừa hai trang: thường 400 đến 900 chữ, ngắn hơn nếu nhiều danh hiệu, số liệu; "
                "hoặc giữ nguyên nếu chủ ý.",
                True,
            )


def _missing_or_repeated(held: Sequence[str], exemplars: Sequence[str]) -> Iterator[Finding]:
    if sorted(held) != sorted(exemplars):
        wrong = sorted({ref for ref in (*held, *exemplars) if held.count(ref) != 1 or ref not in exemplars})
        sentence = f"Không có mặt đúng một lần trong sách: {', '.join(wrong[:5])}."
        yield "", "print-once", sentence, OUR_FAULT, False


def _decomposed_text(facts: Sequence[Source]) -> Iterator[Finding]:
    """Yields one Finding if any text of the PDF is not in Unicode's composed form (NFC)."""
    texts = (str(json.loads(chunk.read())["text"]) for chunk in facts)
    if not all(unicodedata.is_normalized("NFC", text) for text in texts):
        yield "", "print-nfc", "Chữ trong tệp in không ở dạng Unicode dựng sẵn.", OUR_FAULT, False


def _narrow_pages(pdf: Pdf, marks: bool) -> Iterator[Finding]:
    """Yields a Finding for the first page with too little paper around its trimmed size, if there is one."""
    for number, page in enumerate(pdf.pages, start=1):
        media, trim = ([float(edge) for edge in box] for box in (page.mediabox, page.trimbox))
        room = min(trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3])
        if room < (SLUG if marks else -0.01):
            sentence = f"Trang {number}: không đủ lề cho khung xén và dấu cắt."
            yield "", "print-boxes", sentence, OUR_FAULT, False
            return


def _absent_fonts(pdf: Pdf) -> Iterator[Finding]:
    """Yields a Finding for each font that is not embedded in the PDF; a press may not have that font."""
    for font in pdf.objects:
        if (
            isinstance(font, Dictionary)
            and font.get("/Type") == Name.FontDescriptor
            and not any(name in font for name in FONT_FILES)
        ):
            yield "", "print-fonts", f"Phông {font.get('/FontName')} không nằm trong tệp.", OUR_FAULT, False


def _coarse_photos(pdf: Pdf, photos: Sequence[tuple[str, Source]], wanted: int) -> Iterator[Finding]:
    """Yields a Finding for each photo that has too few pixels for the size at which it is printed.

    `wanted` is the required resolution in dpi.
    """
    files = {cut.digest: file for file, cut in photos}
    # For each photo file, the lowest resolution at which the photo is printed, as (dpi, page).
    lowest: dict[str, tuple[float, int]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        unit = float(page.obj.get("/UserUnit", 1))
        scaled = Matrix(unit, 0, 0, unit, 0, 0)
        for picture, room in _pictures(page, page.obj.get("/Resources", Dictionary()), scaled):
            file = files.get(digest_of(picture.read_raw_bytes()))
            # Width and height of the picture on the page, in inches.
            width, height = math.hypot(room.a, room.b) / 72, math.hypot(room.c, room.d) / 72
            if file and width and height:
                measured = min(int(picture.Width) / width, int(picture.Height) / height), number
                lowest[file] = min(lowest.get(file, measured), measured)
    for file, (dpi, number) in sorted(lowest.items()):
        if dpi < wanted * ENOUGH:
            yield (
                file,
                "print-dpi",
                f"Ảnh in ở trang {number} chỉ đạt {dpi:.0f} dpi, cần {wanted} dpi.",
                "Xin ảnh gốc lớn hơn; không có thì in khổ nhỏ hơn, hoặc hạ mục dpi trong data/printing.yml.",
                True,
            )


def _pictures(content: Page | Object, resources: Object, matrix: Matrix) -> Iterator[tuple[Object, Matrix]]:
    """Yields pictures that a page or form XObject draws, with the matrix that places each on the page."""
    drawable: Any = resources.get("/XObject", {})
    saved = []
    for step in parse_content_stream(content, "q Q cm Do"):
        operands: Any = step.operands
        match str(step.operator):
            case "q":
                saved.append(matrix)
            case "Q":
                matrix = saved.pop()
            case "cm":
                matrix = Matrix(*map(float, operands)) @ matrix
            case "Do" if drawable[str(operands[0])].Subtype == Name.Image:
                yield drawable[str(operands[0])], matrix
            case "Do":
                form = drawable[str(operands[0])]
                inner = Matrix(*map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0)))) @ matrix
                yield from _pictures(form, form.get("/Resources", resources), inner)
