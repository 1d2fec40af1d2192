"""Keeps a unit's register of final editions (books handed to a print shop); compares later prints with it.

The register, data/units/<unit>/editions.yml, is the only file under data/ that a command writes.
"""

import hashlib
import json
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
from kyyeu.outputs.booklets.production import FinishedBooklet, FinishedExtra
from kyyeu.outputs.booklets.works import WORKS, WorkSelection
from kyyeu.problems import UsageError
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.publishing.published import Published
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.print.book_text import part_texts
from kyyeu.views.print.edition_changes import change_words, edition_changes
from kyyeu.views.print.errata import differing, edition_words
from kyyeu.work.cache import Cache
from kyyeu.work.replace import replace_file

# A printed line is searched for on the pages only if it has at least this many letters. Shorter lines occur
# in too many places.
ENOUGH_LETTERS = 6
HEADING = (
    "# Sổ các bản in đã chốt: lệnh kyyeu print … --final ghi tệp này; không sửa tay, "
    "không xóa khi sách còn lưu hành.\n"
    "# Lời đã in ghi lại cả tên người nay đã rút phiếu đồng ý: kho chứa tệp này phải là kho riêng.\n"
)


def require_one_book(selection: WorkSelection, library: Library) -> None:
    """Raises UsageError unless exactly one book of one conference is selected for printing on paper.

    Only a bound work, such as the kỷ yếu, can have a final edition (a book handed to the print shop). Its
    screen edition cannot be final.
    """
    known = [work.value for work in FinalWork]
    if len(selection.works) != 1 or selection.works[0] not in known:
        raise UsageError(f"--final chốt mỗi lần một ấn phẩm đóng quyển: {', '.join(known)}")
    if sum(selection.covers(conference) for conference in library.conferences.values()) > 1:
        raise UsageError("--final chốt mỗi lần sách của một hội nghị: thêm --unit, --cycle")
    work = next(work for work in WORKS if work.id == selection.works[0])
    editions = [edition for edition in work.editions if edition.id in (selection.editions or (edition.id,))]
    if all(channel_of(edition, work.public) != PRINT for edition in editions):
        raise UsageError(
            "bản xem trên màn hình không phải bản giao in: bỏ --edition, hoặc chọn press, imposed"
        )


def mark_final(
    root: Path,
    library: Library,
    published: Published,
    printed: Iterable[FinishedBooklet | FinishedExtra],
    cache: Cache,
    day: date,
) -> str:
    """Adds the printed booklets to the unit's register of final editions, as its newest version.

    Returns a Vietnamese sentence that says what was done. `published` contains what the print channel may
    show. The register is not written if nothing changed. It keeps the checksums of the files of all versions,
    but the text of the newest version only.
    """
    booklets = list(_for_paper(printed))
    unit = booklets[0].conference.unit
    registered = [edition for edition in library.editions.values() if edition.unit == unit]
    files = (library.file("edition", edition.ref) for edition in registered)
    # A unit without a final edition has no register yet.
    file = next(files, f"data/units/{unit}/editions.yml")
    new, newest = _next_version(booklets, published, cache, day, registered)
    if new in registered:
        return f"Không có gì khác {edition_words(new)}: {file} giữ nguyên."
    others = (
        edition.model_copy(update={"parts": ()}) if edition == newest else edition
        for edition in registered
        if edition.ref != new.ref
    )
    replace_file(root / file, register_text([*others, new]).encode())
    return f"Đã ghi {edition_words(new)} vào {file}. Hãy gửi tệp này lên kho cùng nội dung."


def print_notes(
    printed: Iterable[FinishedBooklet | FinishedExtra], published: Published, cache: Cache
) -> Iterator[str]:
    """Yields a warning for every printed file that differs from the book's final edition.

    The final edition is what was handed to the print shop.
    """
    newest = {(edition.conference, edition.work.value): edition for edition in published.editions.values()}
    for booklet in _for_paper(printed):
        if not (edition := newest.get((booklet.conference.ref, booklet.work.id))):
            continue
        checksums = {file.edition: file.checksum for file in edition.files}
        if count := len(edition_changes(edition, booklet.book)):
            yield (
                f"print/{booklet.address}: khác {edition_words(edition)}: {count} chỗ; "
                f"xem: kyyeu print {booklet.work.id} --unit {booklet.conference.unit} --changes"
            )
        elif checksums.get(booklet.edition.id, "") not in ("", _checksum(cache.read(booklet.key))):
            yield (
                f"print/{booklet.address}: chữ như {edition_words(edition)}, "
                "nhưng tệp khác: ảnh hoặc cách trình bày đã đổi."
            )


def _for_paper(printed: Iterable[FinishedBooklet | FinishedExtra]) -> Iterator[FinishedBooklet]:
    """Yields the finished booklets in editions meant for print, which may be handed to a print shop."""
    for file in printed:
        if isinstance(file, FinishedBooklet) and channel_of(file.edition, file.work.public) == PRINT:
            yield file


def differences(catalogue: Catalogue, conference: Conference, works: Sequence[str]) -> Iterator[str]:
    """Yields lines for the terminal that list the changes in a conference's books since their final editions.

    A final edition is what was handed to the print shop. If `works` lists printed works, only the editions of
    these works are compared.
    """
    for edition, book, changed in differing(catalogue, conference):
        if edition.work.value in (works or (edition.work.value,)):
            summary = f"{len(changed)} chỗ khác" if changed else "không có gì khác"
            yield f"{book.title}, {edition_words(edition)}: {summary}."
            yield from (f"  {change_words(change)}" for change in changed)


def _next_version(
    booklets: Sequence[FinishedBooklet],
    published: Published,
    cache: Cache,
    day: date,
    registered: Sequence[FinalEdition],
) -> tuple[FinalEdition, FinalEdition | None]:
    """Returns the version to add to the register of final editions, and the newest version already in it.

    The second is None if the book has no final edition yet. Both are the same if neither text nor files have
    changed.
    """
    booklet = booklets[0]
    work = next(work for work in FinalWork if work.value == booklet.work.id)
    conference = booklet.conference.ref
    versions = [edition for edition in registered if (edition.conference, edition.work) == (conference, work)]
    newest = max(versions, key=lambda edition: edition.version, default=None)
    parts = tuple(_final_parts(booklet, cache))
    checksums = {printed.edition.id: _checksum(cache.read(printed.key)) for printed in booklets}
    known = {file.edition: file.checksum for file in newest.files} if newest else {}
    is_same = all(known.get(edition, checksum) == checksum for edition, checksum in checksums.items())
    if newest and newest.parts == parts and is_same:
        version, day, checksums = newest.version, newest.date, known | checksums
    else:
        version = newest.version + 1 if newest else 1
    text = "\n".join(part.text for part in parts)
    new = FinalEdition(
        id="",
        unit=booklet.conference.unit,
        work=work,
        conference=conference,
        version=version,
        date=day,
        pages=booklet.pages,
        parts=parts,
        files=tuple(FinalFile(edition=name, checksum=mark) for name, mark in sorted(checksums.items())),
        exemplars={ref: record.name for ref, record in published.exemplars.items() if record.name in text},
        delegates={ref: record.name for ref, record in published.delegates.items() if record.name in text},
    )
    return new.model_copy(update={"id": new.key}), newest


def _final_parts(booklet: FinishedBooklet, cache: Cache) -> Iterator[FinalPart]:
    """Yields every part of a finished booklet with its title, first page and text.

    In the text, a mark such as ⟦13⟧ shows where page 13 begins.
    """
    for part, lines in part_texts(booklet.book):
        if part.name in booklet.first:
            facts = json.loads(cache.read(booklet.chunks[part.name], FACTS))
            first, pages = booklet.first[part.name], str(facts["text"]).split("\f")
            written = {
                "name": part.name,
                "title": part.bookmark.text if part.bookmark else "",
                "page": first,
                "said": "\n".join(with_pages_marked(lines, pages, first)),
            }
            yield FinalPart.model_validate(written)


def with_pages_marked(lines: Iterable[str], pages: Sequence[str], first: int) -> Iterator[str]:
    """Yields the text lines of a booklet's part, with a mark such as ⟦13⟧ before the first word on page 13.

    `first` is the number of the part's first page, `pages` the text of each page as laid out. Lines are found
    on the pages by their letters alone, because the layout breaks lines, changes letters to capitals and adds
    words. A table row whose cells are far apart is found by its longest cell. A line that is not found gets
    the page of the line before it.
    """
    texts = [_letters(page) for page in pages]
    whole, starts = "".join(texts), [0, *accumulate(map(len, texts))][:-1]
    page, cursor = first, 0
    for line in lines:
        start, match = _find(whole, cursor, line)
        words = []
        for word in line.split():
            if match:
                here = first + bisect_right(starts, start) - 1
                words += [f"⟦{here}⟧"] if here != page else []
                page, start = here, start + (len(_letters(word)) if match == line else 0)
                cursor = start
            words.append(word)
        yield " ".join(words)


def _find(whole: str, cursor: int, line: str) -> tuple[int, str]:
    """Searches for a line, or else for one of its table cells, in the letters of all pages of a book's part.

    Spaces and punctuation are ignored. Returns the position and the line or cell that was found there, or
    (-1, '') if none was. A position after `cursor`, where the last search ended, is preferred to one before
    it.
    """
    cells = (line, *sorted(line.split(" · "), key=len, reverse=True))
    for start in (cursor, 0):
        for cell in cells:
            letters = _letters(cell)
            if len(letters) >= ENOUGH_LETTERS and (place := whole.find(letters, start)) >= 0:
                return place, cell
    return -1, ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def register_text(editions: Iterable[FinalEdition]) -> str:
    """Returns the YAML text of a unit's register of final editions; the order of `editions` is irrelevant."""
    ordered = sorted(editions, key=lambda edition: (edition.conference, edition.work.value, edition.version))
    return HEADING + "".join("\n".join(_lines(edition)) for edition in ordered)


def _lines(edition: FinalEdition) -> Iterator[str]:
    yield from (
        "",
        f"{edition.id}:",
        f"  work: {edition.work.value}",
        f"  conference: {edition.conference}",
        f"  version: {edition.version}",
        f"  date: {edition.date.isoformat()}",
        f"  pages: {edition.pages}",
        "  files:",
    )
    for file in edition.files:
        yield from (f"    - edition: {file.edition}", f"      checksum: {_quoted(file.checksum)}")
    yield from _people("exemplars", edition.exemplars)
    yield from _people("delegates", edition.delegates)
    if edition.parts:
        yield "  parts:"
    for part in edition.parts:
        yield f"    - name: {part.name}"
        if part.title:
            yield f"      title: {_quoted(part.title)}"
        yield from (f"      page: {part.page}", "      said: |-")
        yield from (f"        {line}" for line in part.text.split("\n"))
    yield ""


def _people(field: str, people: Mapping[str, str]) -> Iterator[str]:
    if people:
        yield f"  {field}:"
        yield from (f"    {ref}: {_quoted(name)}" for ref, name in sorted(people.items()))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
