"""What the commands of pipeline.py share: sound library, site, prints, and the second lock before anything is put in place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from kyyeu.facts.consent import Scopes
from kyyeu.facts.names import Names
from kyyeu.model.conferences import Conference
from kyyeu.model.library import Library
from kyyeu.outputs.booklets.arrivals import with_arrivals
from kyyeu.outputs.booklets.editions import SCREEN, Edition, print_address, scopes
from kyyeu.outputs.booklets.engine import FinishedBooklet, FinishedExtra, booklet_files, extra_files
from kyyeu.outputs.booklets.register import print_notes
from kyyeu.outputs.booklets.works import Work
from kyyeu.outputs.exports.records import OpenData
from kyyeu.outputs.site.address_list import LIST as ADDRESSES
from kyyeu.outputs.site.address_list import address_problems, withheld_addresses
from kyyeu.outputs.site.build import site_files
from kyyeu.problems import ContentError, Place, Problem, has_errors
from kyyeu.publishing.consent import DATA, PRESS, SITE, SITE_PDF, publish
from kyyeu.publishing.leak_scan import FACTS, leaking, names_to_seek
from kyyeu.reading import TIMEZONE
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.site.open_data import FOLDER
from kyyeu.work.cache import Cache
from kyyeu.work.job import key
from kyyeu.work.place import Source
from kyyeu.work.run import Worker


def make_site(
    crew: Worker, root: Path, library: Library, day: date, prose: Mapping[str, bytes] | None = None
) -> tuple[Catalogue, dict[str, Source]]:
    """What the site shows, and its files, searched for names that may not be in them."""
    site = catalogue(publish(library, SITE, day), day)
    booklets = _booklets(
        crew, root, library, SITE_PDF, day, frozenset(site.library.exemplars), _on_site, "site"
    )
    data = _open_data(library, day)
    files = site_files(
        crew, root, site, [entry for entry in booklets if isinstance(entry, FinishedBooklet)], prose, data
    )
    second_lock(crew, "site", "files", files, names_to_seek(library, SITE, day))
    second_lock(
        crew, "site", "data", {name: files[name] for name in files if name.startswith(FOLDER)}, data.withheld
    )
    return site, files


def _open_data(library: Library, day: date) -> OpenData:
    """The files stand on the site, so that both consents are needed."""
    scopes = SITE | DATA
    return OpenData(catalogue(publish(library, scopes, day), day), names_to_seek(library, scopes, day))


def listed_addresses(root: Path) -> str:
    return (root / ADDRESSES).read_text(encoding="utf-8") if (root / ADDRESSES).is_file() else ""


def lost_addresses(
    root: Path, files: Mapping[str, Source], library: Library, site: Catalogue, strict: bool
) -> list[Problem]:
    """Warnings; stops where an address once published is gone."""
    found = address_problems(listed_addresses(root), files, withheld_addresses(library, site.library))
    if has_errors(found, strict):
        raise ContentError(found)
    return found


Asked = Callable[[Work, Edition, Conference], bool]


def _booklets(
    crew: Worker,
    root: Path,
    library: Library,
    allowed: Scopes,
    day: date,
    on_site: frozenset[str],
    asked: Asked,
    folder: str,
) -> list[FinishedBooklet | FinishedExtra]:
    """The works that are asked for, in those editions that need the consents `allowed`, searched for names that may not be in them.
    `folder`, site or print, is where they go; beside those for print alone lie their files of other kinds."""

    def wanted(work: Work, conference: Conference) -> list[Edition]:
        return [
            edition
            for edition in work.editions
            if scopes(edition, work.public) == allowed and asked(work, edition, conference)
        ]

    shown, names = catalogue(publish(library, allowed, day), day), names_to_seek(library, allowed, day)
    found = booklet_files(crew, root, shown, wanted, on_site, folder)
    if has_errors(faults := [problem for entry in found for problem in entry.problems]):
        raise ContentError(faults)
    second_lock(
        crew,
        folder,
        "booklets",
        {
            f"{entry.address}#{number}": Source(key("said", part), crew.cache.path(part) / FACTS)
            for entry in found
            for number, part in enumerate(entry.parts, start=1)
        },
        names,
    )
    if allowed != PRESS:
        return [*found]
    beside = extra_files(crew, shown, lambda work, conference: asked(work, SCREEN, conference))
    second_lock(crew, folder, "files", sources(crew.cache, beside), names)
    return [*found, *beside]


def _on_site(work: Work, edition: Edition, conference: Conference) -> bool:
    return work.public and edition is SCREEN


def kept_in_print(library: Library, names: Container[str]) -> Asked:
    """A build makes the organiser's public works for print, and again whatever was printed before: what was withdrawn goes there too."""
    organiser = library.site.organiser
    return lambda work, edition, conference: (
        (work.public and conference.unit == organiser)
        or print_address(work.id, edition, conference, organiser=organiser) in names
    )


def make_printed(
    crew: Worker, root: Path, library: Library, day: date, on_site: frozenset[str], asked: Asked
) -> list[FinishedBooklet | FinishedExtra]:
    """What goes into print/."""
    library = with_arrivals(root, library, asked, TIMEZONE)
    return [
        entry
        for allowed in (PRESS, SITE_PDF)
        for entry in _booklets(crew, root, library, allowed, day, on_site, asked, "print")
    ]


def notes_on_final(
    crew: Worker, library: Library, day: date, made: Iterable[FinishedBooklet | FinishedExtra]
) -> tuple[str, ...]:
    """Which of the prints differ from those marked as final."""
    return tuple(print_notes(made, publish(library, PRESS, day), crew.cache)) if library.editions else ()


def sources(cache: Cache, made: Iterable[FinishedBooklet | FinishedExtra]) -> dict[str, Source]:
    return {entry.address: Source(entry.key, cache.path(entry.key)) for entry in made}


def second_lock(crew: Worker, folder: str, what: str, files: Mapping[str, Source], names: Names) -> None:
    """Search what was not searched before for these names (the gate is the first lock). Nothing is put in place after a find."""
    seen = crew.cache.folder.parent / "searched" / key(folder, what, names)
    known = set(seen.read_text().split()) if seen.exists() else set()
    fresh = [(name, source.path) for name, source in files.items() if source.key not in known]
    if leaks := {
        name.partition("#")[0]
        for found in crew.share("Soát tên", partial(leaking, names=names), fresh, 64)
        for name in found
    }:
        raise ContentError(
            Problem(
                Place(f"{folder}/{name}"),
                "name-leaked",
                "Tệp dựng xong có tên một người chưa được đăng; chưa tệp nào được đưa lên.",
                "Tìm tên người ấy trong hồ sơ, tin, bài của trang này rồi bỏ đi; không thấy thì báo người phụ trách chương trình.",
            )
            for name in leaks
        )
    if fresh:
        seen.parent.mkdir(parents=True, exist_ok=True)
        seen.write_text("\n".join(sorted({source.key for source in files.values()})))
