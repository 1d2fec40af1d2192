"""Finished booklets × the register of final editions (data/units/<unit>/editions.yml) → a new version in it, or how a print differs.

The register is the only thing under data/ that a command writes: by one rename, and only where something is new."""

from __future__ import annotations

import hashlib
import json
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path

from kyyeu.model.conferences import Conference
from kyyeu.model.editions import FinalEdition, FinalFile, FinalPart, FinalWork
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT
from kyyeu.outputs.booklets.editions import channel_of
from kyyeu.outputs.booklets.engine import FinishedBooklet, FinishedExtra
from kyyeu.outputs.booklets.works import WORKS, Choice
from kyyeu.problems import UsageError
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.publishing.published import Published
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book_text import part_texts
from kyyeu.views.print.edition_changes import change_words, changes
from kyyeu.views.print.errata import differing, edition_words
from kyyeu.work.cache import Cache

TELLING = 6  # letters: fewer, as in a year, stand in too many places to find one by
HEADING = """# Sổ các bản in đã chốt: lệnh kyyeu print … --final ghi tệp này; không sửa tay, không xóa khi sách còn lưu hành.
# Lời đã in ghi lại cả tên người nay đã rút phiếu đồng ý: kho chứa tệp này phải là kho riêng.
"""


def one_book(choice: Choice, library: Library) -> None:
    """What is marked as final is one book: of one bound work, of one conference, in editions that are for paper. Else UsageError."""
    known = [work.value for work in FinalWork]
    if len(choice.works) != 1 or choice.works[0] not in known:
        raise UsageError(f"--final chốt mỗi lần một ấn phẩm đóng quyển: {', '.join(known)}")
    asked = [
        entry.ref
        for entry in library.conferences.values()
        if entry.unit == (choice.unit or entry.unit) and entry.cycle == (choice.cycle or entry.cycle)
    ]
    if len(asked) > 1:
        raise UsageError("--final chốt mỗi lần sách của một hội nghị: thêm --unit, --cycle")
    work = next(work for work in WORKS if work.id == choice.works[0])
    if all(
        channel_of(edition, work.public) != PRINT
        for edition in work.editions
        if edition.id in (choice.editions or (edition.id,))
    ):
        raise UsageError(
            "bản xem trên màn hình không phải bản giao in: bỏ --edition, hoặc chọn press, imposed"
        )


def mark_final(
    root: Path,
    library: Library,
    shown: Published,
    printed: Iterable[FinishedBooklet | FinishedExtra],
    cache: Cache,
    day: date,
) -> str:
    """Enter what was printed as the newest version; says in Vietnamese what became of it. `shown` is published for print."""
    handed = [
        entry
        for entry in printed
        if isinstance(entry, FinishedBooklet) and channel_of(entry.edition, entry.work.public) == PRINT
    ]
    unit = handed[0].conference.unit
    file, before = _file(library, unit), [entry for entry in library.editions.values() if entry.unit == unit]
    new, known = _entered(handed, shown, cache, day, before)
    if new in before:
        return f"Không có gì khác {edition_words(new)}: {file} giữ nguyên."
    rest = (
        entry.model_copy(update={"parts": ()}) if entry == known else entry
        for entry in before
        if entry.ref != new.ref
    )
    _write(root / file, register_text([*rest, new]))
    return f"Đã ghi {edition_words(new)} vào {file}. Hãy gửi tệp này lên kho cùng nội dung."


def print_notes(
    printed: Iterable[FinishedBooklet | FinishedExtra], shown: Published, cache: Cache
) -> Iterator[str]:
    """A line for every file that is not the one handed over, so that nobody prints it unknowingly."""
    newest = {(entry.conference, entry.work.value): entry for entry in shown.editions.values()}
    for entry in printed:
        if not isinstance(entry, FinishedBooklet) or channel_of(entry.edition, entry.work.public) != PRINT:
            continue
        edition = newest.get((entry.conference.ref, entry.work.id))
        if edition is None:
            continue
        count, marked = (
            len(changes(edition, entry.book)),
            {file.edition: file.checksum for file in edition.files},
        )
        if count:
            yield (
                f"print/{entry.address}: khác {edition_words(edition)}: {count} chỗ; "
                f"xem: kyyeu print {entry.work.id} --unit {entry.conference.unit} --changes"
            )
        elif marked.get(entry.edition.id, "") not in ("", _checksum(cache.path(entry.key))):
            yield f"print/{entry.address}: chữ như {edition_words(edition)}, nhưng tệp khác: ảnh hoặc cách trình bày đã đổi."


def differences(catalogue: Catalogue, conference: Conference, works: Sequence[str]) -> Iterator[str]:
    """Lines for a terminal: every final edition of a conference (of `works`, where any are named), then what changed since."""
    for edition, book, found in differing(catalogue, conference):
        if edition.work.value in (works or (edition.work.value,)):
            yield f"{book.title}, {edition_words(edition)}: {f'{len(found)} chỗ khác' if found else 'không có gì khác'}."
            yield from (f"  {change_words(change)}" for change in found)


def _entered(
    handed: Sequence[FinishedBooklet],
    shown: Published,
    cache: Cache,
    day: date,
    before: Sequence[FinalEdition],
) -> tuple[FinalEdition, FinalEdition | None]:
    """The version to be entered, and the one that was the newest: the same version where neither words nor files differ from it."""
    book = handed[0]
    work = next(work for work in FinalWork if work.value == book.work.id)
    versions = [entry for entry in before if (entry.conference, entry.work) == (book.conference.ref, work)]
    known = max(versions, key=lambda entry: entry.version, default=None)
    parts, files = (
        tuple(_parts(book, cache)),
        {entry.edition.id: _checksum(cache.path(entry.key)) for entry in handed},
    )
    marked = {file.edition: file.checksum for file in known.files} if known else {}
    same = (
        known is not None
        and known.parts == parts
        and all(marked.get(edition, mark) == mark for edition, mark in files.items())
    )
    if known and same:
        version, day, files = known.version, known.date, marked | files
    else:
        version = known.version + 1 if known else 1
    told = "\n".join(part.said for part in parts)
    new = FinalEdition(
        id="",
        unit=book.conference.unit,
        work=work,
        conference=book.conference.ref,
        version=version,
        date=day,
        pages=book.pages,
        parts=parts,
        files=tuple(FinalFile(edition=name, checksum=mark) for name, mark in sorted(files.items())),
        exemplars={ref: entry.name for ref, entry in shown.exemplars.items() if entry.name in told},
        delegates={ref: entry.name for ref, entry in shown.delegates.items() if entry.name in told},
    )
    return new.model_copy(update={"id": new.key}), known


def _parts(book: FinishedBooklet, cache: Cache) -> Iterator[FinalPart]:
    """What the view of each part says, with marks where the pages turn as they were laid out."""
    laid_out = dict(
        zip(book.first, book.parts, strict=False)
    )  # the last of the keys is that of what stands round the text
    for part, lines in part_texts(book.book):
        if part.name in book.first:
            pages = str(json.loads((cache.path(laid_out[part.name]) / FACTS).read_bytes())["text"]).split(
                "\f"
            )
            title = part.bookmark.text if part.bookmark else ""
            said = "\n".join(with_pages_marked(lines, pages, book.first[part.name]))
            yield FinalPart(name=part.name, title=title, page=book.first[part.name], said=said)


def with_pages_marked(lines: Iterable[str], pages: Sequence[str], first: int) -> Iterator[str]:
    """`lines` of a view with ⟦13⟧ before the first word on page 13: found by their letters alone, since a layout breaks lines, raises
    letters and puts its own words between. A row whose cells lie apart stands where its longest cell does; what is not found, where
    the line before it stood."""
    texts = [_letters(page) for page in pages]
    whole, starts = "".join(texts), [0, *accumulate(map(len, texts))][:-1]
    page, cursor = first, 0
    for line in lines:
        at, found = _find(whole, cursor, line)
        words = []
        for word in line.split():
            if found:
                here = first + bisect_right(starts, at) - 1
                words += [f"⟦{here}⟧"] if here != page else []
                page, at = here, at + (len(_letters(word)) if found == line else 0)
                cursor = at
            words.append(word)
        yield " ".join(words)


def _find(whole: str, cursor: int, line: str) -> tuple[int, str]:
    """Where the letters of a line, or of one of its cells, stand: better after the cursor than before; and what of it was found."""
    cells = (line, *sorted(line.split(" · "), key=len, reverse=True))
    for start in (cursor, 0):
        for cell in cells:
            if len(sought := _letters(cell)) >= TELLING and (at := whole.find(sought, start)) >= 0:
                return at, cell
    return -1, ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _file(library: Library, unit: str) -> str:
    return next(
        (library.file("edition", ref) for ref, entry in library.editions.items() if entry.unit == unit),
        f"data/units/{unit}/editions.yml",
    )


def register_text(editions: Iterable[FinalEdition]) -> str:
    """The YAML of a unit's register: the same for the same editions, whatever order they come in."""
    ordered = sorted(editions, key=lambda entry: (entry.conference, entry.work.value, entry.version))
    return HEADING + "".join("\n".join(["", f"{entry.id}:", *_lines(entry), ""]) for entry in ordered)


def _lines(edition: FinalEdition) -> Iterator[str]:
    yield f"  work: {edition.work.value}"
    yield f"  conference: {edition.conference}"
    yield f"  version: {edition.version}"
    yield f"  date: {edition.date.isoformat()}"
    yield f"  pages: {edition.pages}"
    yield "  files:"
    for file in edition.files:
        yield f"    - edition: {file.edition}"
        yield f"      checksum: {_quoted(file.checksum)}"
    yield from _people("exemplars", edition.exemplars)
    yield from _people("delegates", edition.delegates)
    if edition.parts:
        yield "  parts:"
    for part in edition.parts:
        yield f"    - name: {part.name}"
        if part.title:
            yield f"      title: {_quoted(part.title)}"
        yield f"      page: {part.page}"
        yield "      said: |-"
        yield from (f"        {line}" for line in part.said.split("\n"))


def _people(name: str, people: Mapping[str, str]) -> Iterator[str]:
    if people:
        yield f"  {name}:"
        yield from (f"    {ref}: {_quoted(called)}" for ref, called in sorted(people.items()))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    """Whole before, whole after, whatever happens between; what is in it is on the disk before it has its name."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
