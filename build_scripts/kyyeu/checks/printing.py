"""Checks what printed works need: portraits, print settings, colour profiles, correct spelling of names."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.consent import SCOPES, consents
from kyyeu.loading.text import line_and_column
from kyyeu.loading.yaml_nodes import KEY
from kyyeu.model.awards import Level
from kyyeu.model.conferences import ConferenceStatus
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.library import Library
from kyyeu.model.printing import OFFICE_ONLY, PrintedWork
from kyyeu.model.privacy import PRINT
from kyyeu.problems import Place, Problem, Severity, nearest
from kyyeu.vietnamese import fold

_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


@check("portrait-missing", asks="Người được in trong kỷ yếu có ảnh chân dung.")
def portraits(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every person whose profile will be printed has a portrait photo."""
    for ref, exemplar in library.exemplars.items():
        if (
            exemplar.type is ExemplarType.INDIVIDUAL
            and exemplar.photo is None
            and consents(exemplar, SCOPES[PRINT], day)
        ):
            yield Problem(
                Place(library.file("exemplar", ref)),
                "portrait-missing",
                "Hồ sơ sẽ in mà chưa có ảnh chân dung; chỗ ảnh in chữ cái.",
                "Đặt ảnh 3 × 4 cạnh tệp này rồi thêm mục photo; nếu không có ảnh thì giữ nguyên.",
                Severity.WARNING,
            )


@check("printing-work", asks="Cách in nêu cho ấn phẩm có thật.")
def printed_works(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the print settings (data/printing.yml) name only printed works that exist."""
    known = [work.value for work in PrintedWork]
    for ref in library.printing:
        if ref not in known:
            yield Problem(
                library.place("printing", ref, (KEY,)),
                "printing-work",
                f"Không có ấn phẩm “{ref}”.",
                nearest(ref, known) or "Lấy một mã do lệnh kyyeu print --list liệt kê.",
            )


@check(
    "icc-no-press",
    "icc-missing",
    "icc-format",
    "icc-colours",
    asks="Hồ sơ màu nêu trong cách in có thật, là của máy in bốn màu, cho ấn phẩm giao nhà in.",
)
def colours(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the ICC colour profile named for a printed work exists, is valid and has four colours.

    A profile is also reported if it is named for a work that no printing company prints.
    """
    for ref, settings in library.printing.items():
        if settings.icc is None:
            continue
        place, file = library.place("printing", ref, ("icc",)), f"data/{settings.icc}"
        if office := next((work for work in OFFICE_ONLY if work == ref), None):
            yield Problem(
                place,
                "icc-no-press",
                f"Ấn phẩm “{ref}” ({office.label}) không có bản giao nhà in: hồ sơ màu không có tác dụng.",
                "Bỏ dòng này: văn phòng tự in hoặc chiếu tệp PDF, màu giữ nguyên.",
            )
        elif file not in library.icc:
            known = [name.removeprefix("data/") for name in library.icc]
            yield Problem(
                place,
                "icc-missing",
                f"Không thấy tệp hồ sơ màu “{settings.icc}” trong data/.",
                nearest(settings.icc, known)
                or "Chép tệp .icc của nhà in vào data/; "
                "chưa có thì bỏ dòng này, bản giao nhà in giữ màu RGB.",
            )
        elif (profile := library.icc[file]) is None:
            yield Problem(
                place,
                "icc-format",
                f"Tệp “{settings.icc}” không đọc được như một hồ sơ màu ICC.",
                "Xin nhà in gửi lại tệp .icc; chưa có thì bỏ dòng này, bản giao nhà in giữ màu RGB.",
            )
        elif not profile.for_press:
            yield Problem(
                place,
                "icc-colours",
                f"Hồ sơ màu “{settings.icc}” không phải của máy in bốn màu (CMYK).",
                "Xin nhà in hồ sơ CMYK của loại giấy sẽ in; hồ sơ RGB là của màn hình, máy ảnh.",
            )


@check("unit-without-exemplars", asks="Đơn vị đã tổ chức hội nghị có hồ sơ điển hình.")
def units_without_exemplars(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a unit (school or office) that held a conference has at least one profile in its cycle.

    A conference honours exemplary people and groups of the past five years, the cycle. Each has a profile.
    """
    with_exemplars = {(exemplar.unit, exemplar.cycle) for exemplar in library.exemplars.values()}
    for ref, conference in library.conferences.items():
        if (
            conference.level is Level.UNIT
            and conference.status is ConferenceStatus.HELD
            and (conference.unit, conference.cycle) not in with_exemplars
        ):
            yield Problem(
                library.place("conference", ref, ("status",)),
                "unit-without-exemplars",
                "Hội nghị đã tổ chức mà đơn vị chưa có hồ sơ điển hình nào trong giai đoạn này.",
                "Thêm hồ sơ vào content/units/<đơn vị>/exemplars/.",
                Severity.WARNING,
            )


@check("edition-key", asks="Mã của bản đã chốt khớp với ấn phẩm, hội nghị, số của bản.")
def edition_keys(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the id of a final edition (a book handed to the printer) agrees with the edition's fields.

    The id is made from the printed work, the conference and the version number.
    """
    for ref, edition in library.editions.items():
        if ref != f"{edition.conference.partition('/')[0]}/{edition.key}":
            yield Problem(
                library.place("edition", ref, (KEY,)),
                "edition-key",
                f"Bản đã chốt mang mã “{edition.id}” "
                f"mà nội dung là của {edition.conference}, mã “{edition.key}”.",
                "Lấy lại tệp này từ kho: lệnh kyyeu print … --final ghi, không sửa tay.",
            )


@check("name-differs", asks="Tên người trong bài viết đúng từng dấu như trong hồ sơ.")
def names_in_prose(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a profile's text spells the person's name as the field `name` does, with all diacritics.

    A spelling that is another person's name is accepted, and so are capitals throughout.
    """
    people = [
        (ref, exemplar)
        for ref, exemplar in library.exemplars.items()
        if exemplar.type is ExemplarType.INDIVIDUAL and " " in exemplar.name
    ]
    # Maps a name without diacritics to all its correct spellings: the names of all people who have this name
    # if diacritics are left out.
    spellings: dict[str, set[str]] = defaultdict(set)
    for _, person in people:
        spellings[fold(person.name)] |= {person.name, person.name.upper()}
    for ref, person in people:
        for offset, name in _misspelt(person, spellings[fold(person.name)]):
            yield Problem(
                Place(
                    library.file("exemplar", ref),
                    *line_and_column(person.body.markdown, offset, person.body.line),
                ),
                "name-differs",
                f"“{name}” khác tên trong hồ sơ: “{person.name}”.",
                "Sửa cho đúng từng dấu, ở bài viết hoặc ở mục name.",
                Severity.WARNING,
            )


def _misspelt(person: Exemplar, spellings: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yields (offset, name as written) for each place where a profile's text misspells the person's name."""
    text, folded = person.body.markdown, fold(person.name)
    rest = text
    for name in spellings:
        rest = rest.replace(name, "")
    if folded not in fold(rest):
        return
    count = len(person.name.split())
    for run in _WORDS.finditer(text):
        words = list(re.finditer(r"\S+", run[0]))
        for first, last in zip(words, words[count - 1 :], strict=False):
            name = run[0][first.start() : last.end()]
            if fold(name) == folded and name not in spellings and name[:1].isupper():
                yield run.start() + first.start(), name
