"""Defines the stages of a build that several commands share.

They prepare the data of each publishing channel, make the files of the site and of print/, and run the leak
scan, which searches finished files for withheld people's names.
"""

import os
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from kyyeu.facts.names import Names
from kyyeu.loading.history import MEMORY, read_history
from kyyeu.loading.text import MAX_REGISTER, read_text
from kyyeu.model.conferences import Conference
from kyyeu.model.library import Library
from kyyeu.model.printing import PrintedWork
from kyyeu.model.privacy import OPEN_DATA, PRINT, SITE, SITE_PDF, Channel
from kyyeu.outputs.booklets.editions import SCREEN, Edition, channel_of, print_address
from kyyeu.outputs.booklets.production import FinishedBooklet, FinishedExtra, booklet_files, extra_files
from kyyeu.outputs.booklets.register import print_notes
from kyyeu.outputs.booklets.works import WORKS, Work
from kyyeu.outputs.exports.records import OpenData
from kyyeu.outputs.site.address_list import LIST as ADDRESSES
from kyyeu.outputs.site.address_list import address_problems, withheld_addresses
from kyyeu.outputs.site.build import site_files
from kyyeu.problems import ContentError, Place, Problem, Severity, has_errors
from kyyeu.publishing.gate import publish
from kyyeu.publishing.leak_scan import FACTS, leaking, without_names
from kyyeu.publishing.withheld_names import names_to_seek
from kyyeu.reading import TIMEZONE
from kyyeu.views.catalogue import catalogue
from kyyeu.views.site.open_data import FOLDER
from kyyeu.work.cache import Cache
from kyyeu.work.job import code_version, key
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

Finished = FinishedBooklet | FinishedExtra
# A function that decides whether an edition (such as screen or press) of a conference's printed work is made.
EditionFilter = Callable[[Work, Edition, Conference], bool]


class Channels:
    """What each publishing channel (site, print …) shows on one day: its records, and the names it withholds.

    Records and names are computed only once for each channel. `doubts` collects the paths of finished files
    that perhaps contain the name of a person who may not be shown.
    """

    def __init__(self, library: Library, day: date) -> None:
        self.library, self.day = library, day
        self.doubts: set[str] = set()
        self.catalogue = cache(lambda channel: catalogue(publish(library, channel, day)))
        self.withheld_names = cache(lambda channel: names_to_seek(library, self.catalogue(channel).published))

    def open_data(self) -> OpenData:
        """Returns what open data files are made from: published records, and names they must not contain."""
        return OpenData(self.catalogue(OPEN_DATA), self.catalogue(SITE), self.withheld_names(OPEN_DATA))

    def withheld_addresses(self) -> frozenset[str]:
        """Returns the web addresses of the profiles of people and groups who are not shown on the site."""
        shown = self.catalogue(SITE).published.exemplars
        return withheld_addresses(self.library, frozenset(self.library.exemplars.keys() - shown.keys()))


def make_site(
    worker: Worker, root: Path, channels: Channels, prose: Mapping[str, bytes] | None = None
) -> dict[str, Source]:
    """Makes the site's files, searches them for withheld people's names, and returns them by path.

    `prose` has the pages that MkDocs rendered, by path, if MkDocs has already run.
    """
    site = channels.catalogue(SITE)
    offered = _booklets(
        worker, root, channels, SITE_PDF, lambda work, edition, _: work.public and edition is SCREEN, "site"
    )
    pdfs = [booklet for booklet in offered if isinstance(booklet, FinishedBooklet)]
    data = channels.open_data()
    files = site_files(worker, root, site, pdfs, prose, data)
    leak_scan(worker, "site", "files", files, channels.withheld_names(SITE), channels.doubts)
    data_files = {path: files[path] for path in files if path.startswith(FOLDER)}
    leak_scan(worker, "site", "data", data_files, data.withheld, channels.doubts)
    return files


def listed_addresses(root: Path) -> str:
    """Returns the text of data/addresses.txt, the list of published addresses; "" if there is no such file.

    Raises ContentError if the file cannot be read.
    """
    if not os.path.lexists(root / ADDRESSES):
        return ""
    text, problems = read_text(root, ADDRESSES, MAX_REGISTER)
    if text is None:
        raise ContentError(problems)
    return text


def lost_addresses(root: Path, files: Mapping[str, Source], channels: Channels) -> list[Problem]:
    """Returns an error for each published address that the site no longer has.

    Also returns warnings about data/addresses.txt, the list of these addresses.
    """
    return address_problems(listed_addresses(root), files, channels.withheld_addresses())


def doubted(channels: Channels, strict: bool) -> list[Problem]:
    """Returns a warning for each finished file in which a text may be a withheld person's name.

    If `strict` is true and there is such a file, raises ContentError instead.
    """
    problems = [
        Problem(
            Place(file),
            "name-leaked",
            "Tệp dựng xong có chữ có thể là tên một người chưa được đăng "
            "(viết không dấu, hoặc trùng tên đơn vị, địa danh, danh nhân).",
            "Xem cảnh báo “name-withheld” của kyyeu check; đúng là người ấy thì bỏ tên đi.",
            Severity.WARNING,
        )
        for file in sorted(channels.doubts)
    ]
    if has_errors(problems, strict):
        raise ContentError(problems)
    return problems


def _booklets(
    worker: Worker, root: Path, channels: Channels, channel: Channel, wanted: EditionFilter, folder: str
) -> list[Finished]:
    """Makes the printed works that `wanted` selects, and searches them for withheld people's names.

    The works contain only what the publishing channel `channel` may show. For the print channel, Word and
    Excel files are made, too. `folder` ("site" or "print") is the folder that messages name.
    """

    def editions(work: Work, conference: Conference) -> list[Edition]:
        return [
            edition
            for edition in work.editions
            if channel_of(edition, work.public) is channel and wanted(work, edition, conference)
        ]

    shown, withheld = channels.catalogue(channel), channels.withheld_names(channel)
    on_site = frozenset(channels.catalogue(SITE).published.exemplars)
    booklets = booklet_files(worker, root, shown, editions, on_site, folder)
    problems = [problem for booklet in booklets for problem in booklet.problems]
    if has_errors(problems):
        raise ContentError(problems)
    texts = {
        f"{booklet.address}#{number}/{FACTS}": worker.cache.source(chunk, FACTS)
        for booklet in booklets
        for number, chunk in enumerate(booklet.chunks.values(), start=1)
    }
    leak_scan(worker, folder, "booklets", texts, withheld, channels.doubts)
    leak_scan(worker, folder, "pdf", sources(worker.cache, booklets), withheld, channels.doubts)
    if channel is not PRINT:
        return [*booklets]
    office_files = extra_files(worker, shown, lambda work, conference: wanted(work, SCREEN, conference))
    leak_scan(worker, folder, "files", sources(worker.cache, office_files), withheld, channels.doubts)
    return [*booklets, *office_files]


def kept_in_print(library: Library, names: Container[str]) -> EditionFilter:
    """Returns a filter that selects the printed editions which every build makes again.

    The filter selects the public works of the department that runs the site, and all works that are already
    in the folder print/ (`names` are the file names there). Making such works again removes people who have
    withdrawn their consent.
    """
    organiser = library.site.organiser
    return lambda work, edition, conference: (
        (work.public and conference.unit == organiser)
        or print_address(work.id, edition, conference, organiser=organiser) in names
    )


def with_arrivals(root: Path, library: Library, wanted: EditionFilter) -> Library:
    """Returns the library with the days on which records were first committed to git, if they are needed.

    Only reminder letters to units whose papers are late need these days. If `wanted` selects no such letter,
    the library is returned unchanged.
    """
    reminder = next(work for work in WORKS if work.kind is PrintedWork.REMINDER)
    if not any(wanted(reminder, SCREEN, conference) for conference in library.conferences.values()):
        return library
    return replace(library, arrivals=read_history(root, TIMEZONE, root / MEMORY).arrivals)


def make_printed(worker: Worker, root: Path, channels: Channels, wanted: EditionFilter) -> list[Finished]:
    """Makes the files of print/ that `wanted` selects, and searches them for withheld people's names."""
    return [
        finished
        for channel in (PRINT, SITE_PDF)
        for finished in _booklets(worker, root, channels, channel, wanted, "print")
    ]


def notes_on_final(worker: Worker, channels: Channels, printed: Iterable[Finished]) -> tuple[str, ...]:
    """Returns a Vietnamese line for each printed file that differs from its final edition.

    A final edition is a book that was handed to the printer.
    """
    if not channels.library.editions:
        return ()
    return tuple(print_notes(printed, channels.catalogue(PRINT).published, worker.cache))


def sources(cache: Cache, printed: Iterable[Finished]) -> dict[str, Source]:
    """Returns a dict from the path of each printed file below print/ to the cached file with its content."""
    return {finished.address: cache.source(finished.key) for finished in printed}


def leak_scan(
    worker: Worker, folder: str, what: str, files: Mapping[str, Source], names: Names, doubts: set[str]
) -> None:
    """Searches finished files for withheld people's names, as a second safeguard after the publishing gate.

    A file whose content was already searched for the same names is not searched again: the cache has the
    digests of such contents. Files that only perhaps contain a name are added to `doubts`. If a file
    certainly contains a name, ContentError is raised; the message does not repeat the name.
    """
    searched = key("searched", folder, what, names, code_version())
    lines = worker.cache.read(searched).decode().splitlines() if worker.cache.has(searched) else ()
    # Each line of the cached result has the digest of a file without certain names of withheld people. A “?”
    # after the digest means that the file perhaps contains such a name.
    known = {line[0]: line[1:] for line in map(str.split, lines)}
    fresh = [(name, source) for name, source in files.items() if source.digest not in known]
    leaks = [
        leak for chunk in worker.share("Soát tên", partial(leaking, names=names), fresh, 64) for leak in chunk
    ]
    if certain := {without_names(leak.file.partition("#")[0], names) for leak in leaks if leak.certain}:
        raise ContentError(
            Problem(
                Place(f"{folder}/{name}"),
                "name-leaked",
                "Tệp dựng xong có tên một người chưa được đăng; chưa tệp nào được đưa lên.",
                "Tìm tên người ấy trong hồ sơ, tin, bài của trang này rồi bỏ đi; "
                "không thấy thì báo người phụ trách chương trình.",
            )
            for name in certain
        )
    doubtful = {files[leak.file].digest for leak in leaks} | {
        digest for digest, sign in known.items() if sign
    }
    doubts |= {
        f"{folder}/{without_names(name.partition('#')[0], names)}"
        for name, source in files.items()
        if source.digest in doubtful
    }
    if fresh:
        digests = {source.digest for source in files.values()}
        worker.cache.put(
            searched,
            "\n".join(sorted(f"{digest}{' ?' * (digest in doubtful)}" for digest in digests)).encode(),
        )
    worker.used.add(searched)
