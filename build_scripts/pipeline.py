"""The whole build on one screen: load → check → publish → views → jobs → files → one swap."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from build_scripts.checks.registry import run_checks
from build_scripts.loading.load import load
from build_scripts.model.conferences import Conference
from build_scripts.model.library import Library
from build_scripts.outputs.booklets.arrivals import with_arrivals
from build_scripts.outputs.booklets.editions import EDITIONS, SCREEN, Edition, print_address, scopes
from build_scripts.outputs.booklets.engine import FinishedBooklet, FinishedExtra, booklet_files, extra_files, warnings
from build_scripts.outputs.booklets.register import differences, mark_final, one_book, print_notes
from build_scripts.outputs.booklets.works import WORKS, Choice, Work, is_listed, is_there
from build_scripts.outputs.exports.hosting import nginx_lines
from build_scripts.outputs.exports.records import OpenData
from build_scripts.outputs.site.build import HOME, site_files
from build_scripts.outputs.site.editor import editor_problems
from build_scripts.outputs.site.portable import copy_files
from build_scripts.outputs.site.published import LIST as ADDRESSES
from build_scripts.outputs.site.published import AddressList, address_problems, compare, list_text, withheld_addresses
from build_scripts.problems import ContentError, Place, Problem, UsageError, has_errors
from build_scripts.publishing.consent import DATA, PRESS, SITE, SITE_PDF, Scopes, publish, withheld
from build_scripts.publishing.names import Names
from build_scripts.publishing.scan import FACTS, leaking, names_to_seek
from build_scripts.views.catalogue import Catalogue, catalogue
from build_scripts.views.open_data import FOLDER
from build_scripts.views.site import SiteView, site_view
from build_scripts.work.cache import Cache
from build_scripts.work.job import key
from build_scripts.work.place import Source, lock, names_among, put_among, put_in_place
from build_scripts.work.run import Tally, Worker, summary, worker
from build_scripts.work.target import claimed, may_replace

PICTURES = Path(".cache/pictures.json")  # what is known of picture files
TIMEZONE = ZoneInfo("Asia/Ho_Chi_Minh")

@dataclass(frozen=True)
class Checked:
    """What `kyyeu check` says: Problems, how many records, and how many people of each unit are withheld."""

    problems: list[Problem]
    records: int
    withheld: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Built:
    """What a build did: warnings, the jobs rendered and reused by group, whether anything was put in place; `notes` on final editions."""

    problems: list[Problem]
    tally: Tally
    changed: bool
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def last_line(self) -> str:
        return summary(self.tally)

    def as_json(self) -> dict[str, Any]:
        return {**self.tally.counts(), "rendered_names": self.tally.rendered, "changed": self.changed, "notes": self.notes}


def today() -> date:
    """Today in Vietnam: the day on which consents and names are judged where no --date says otherwise."""
    return datetime.now(TIMEZONE).date()


def check(root: Path, day: date) -> Checked:
    processes = os.cpu_count() or 1
    library, problems = load(root, processes, root / PICTURES, may_write=False)
    if library is None:
        return Checked(problems, 0)
    problems += run_checks(library, day, processes)
    return Checked(problems, sum(map(len, library.declared.values())), withheld(library, SITE, day))


def build(
    root: Path, day: date, *, out: Path | None = None, jobs: int = 0, strict: bool = False, prose: Mapping[str, bytes] | None = None
) -> Built:
    """Site into `out` (by default root/site) and press booklets into root/print. `prose`: MkDocs' output where it ran already."""
    out = (out or root / "site").resolve()
    may_replace(out, root, HOME)
    with lock(root / ".cache"), claimed(out), worker(root / ".cache" / "results", jobs) as crew:
        library, problems = _sound(root, day, strict, crew.jobs)
        site, files = _site(crew, root, library, day, prose)
        placed = root / ".cache" / "placed"
        kept = _kept_in_print(library, names_among(root / "print", placed))
        printed = _printed(crew, root, library, day, frozenset(site.library.exemplars), kept)
        problems = [*problems, *warnings(printed), *editor_problems(HOME, root), *_lost_addresses(root, files, library, site, strict)]
        changed = put_in_place(files, out, placed)
        changed |= put_among(_sources(crew.cache, printed), root / "print", placed)
        notes = _notes(crew, library, day, printed)
        crew.cache.prune(crew.used)
        return Built(problems, crew.tally, changed, notes=notes)


def rendered(crew: Worker, root: Path, day: date) -> tuple[dict[str, Source], dict[str, Source]]:
    """The files of the site, and those of print/ that a first build makes. Puts nothing in place; ContentError where there is an error."""
    library, _ = _sound(root, day, False, crew.jobs)
    site, files = _site(crew, root, library, day)
    on_site = frozenset(site.library.exemplars)
    return files, _sources(crew.cache, _printed(crew, root, library, day, on_site, _kept_in_print(library, ())))


def build_copy(root: Path, day: date, out: Path, *, jobs: int = 0, strict: bool = False) -> Built:
    """The site into `out` as a copy that opens from file://; root/site and root/print stay as they are."""
    out = out.resolve()
    may_replace(out, root, HOME)
    with lock(root / ".cache"), claimed(out), worker(root / ".cache" / "results", jobs) as crew:
        library, problems = _sound(root, day, strict, crew.jobs)
        _, files = _site(crew, root, library, day)
        copied = copy_files(crew, files, day)
        _second_lock(crew, "copy", "files", copied, names_to_seek(library, SITE, day))
        return Built(problems, crew.tally, put_in_place(copied, out, root / ".cache" / "placed"))


def print_booklets(
    root: Path, day: date, choice: Choice, *, jobs: int = 0, strict: bool = False, cluster: str = "", final: bool = False
) -> Built:
    """What is chosen of the printed works into root/print; what else lies there stays. `cluster`: a Dask scheduler's address; `final`
    enters it in the register of what was handed over to be printed."""
    is_listed(choice)
    with lock(root / ".cache"), worker(root / ".cache" / "results", jobs, cluster=cluster) as crew:
        library, problems = _sound(root, day, strict, crew.jobs)
        is_there(choice, library)
        if final:
            one_book(choice, library)
        on_site = frozenset(publish(library, SITE, day).exemplars)
        made = _printed(crew, root, library, day, on_site, choice.takes)
        if not made:
            raise UsageError("chưa có gì để in: đơn vị, giai đoạn đã chọn chưa có hội nghị, hoặc hội nghị chưa có chương trình, đại biểu, "
                             "quyết định mà ấn phẩm này cần; hoặc không đơn vị nào quá hạn để đôn đốc. "
                             "Bổ sung trong data/units/<đơn vị>/ rồi in lại")
        printed = _sources(crew.cache, made)
        changed = put_among(printed, root / "print", root / ".cache" / "placed", whole=False)
        notes = _notes(crew, library, day, made)
        if final:
            notes = (mark_final(root, library, publish(library, PRESS, day), made, crew.cache, day),)
        return Built([*problems, *warnings(made)], crew.tally, changed, tuple(f"print/{name}" for name in sorted(printed)), notes)


def print_changes(root: Path, day: date, choice: Choice) -> tuple[str, ...]:
    """What is chosen and marked as final, line by line: how it would differ if it were printed now. Puts nothing in place."""
    is_listed(choice)
    library, _ = _sound(root, day, False)
    is_there(choice, library)
    shown = catalogue(publish(library, PRESS, day), day)
    return tuple(line for conference in shown.conferences if choice.is_of(conference)
                 for line in differences(shown, conference, choice.works))


def address_list(root: Path, day: date, *, update: bool = False) -> AddressList:
    """What data/addresses.txt should hold; `update` writes it. Renders what is not in the cache yet, puts nothing in place."""
    with lock(root / ".cache"), worker(root / ".cache" / "results") as crew:
        library, _ = _sound(root, day, False, crew.jobs)
        site, files = _site(crew, root, library, day)
        found = compare(_listed(root), files, withheld_addresses(library, site.library))
        if update:
            (root / ADDRESSES).write_text(list_text(found), encoding="utf-8")
        return found


def nginx(root: Path, day: date) -> str:
    """Lines for nginx: headers and old addresses (outputs/exports/hosting.py)."""
    library, _ = _sound(root, day, False)
    return nginx_lines(catalogue(publish(library, SITE, day), day))


def works() -> tuple[tuple[str, str, str], ...]:
    """Id, Vietnamese title and editions of every printed work, with what an office's own sheets look like."""
    return tuple((work.id, work.kind.label, ", ".join(edition.id for edition in work.editions)
                  + (f" ({work.sheets.value})" if work.sheets else "")) for work in WORKS)


def editions() -> tuple[tuple[str, str], ...]:
    """(id, Vietnamese title) of every edition."""
    return tuple((entry.id, entry.title) for entry in EDITIONS.values())


def site_settings(root: Path, day: date | None = None) -> SiteView | None:
    """What every page's frame says; None where the content is too broken to know."""
    library, _ = load(root)
    at = day or today()
    return site_view(catalogue(publish(library, SITE, at), at)) if library else None


def build_from_mkdocs(root: Path, out: Path, prose: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """The build of `mkdocs build`, whose run gave `prose`. Problems where the content has errors, else ()."""
    try:
        build(root, today(), out=out, prose=prose)
    except ContentError as error:
        return tuple(error.problems)
    return ()


def _sound(root: Path, day: date, strict: bool, processes: int = 1) -> tuple[Library, list[Problem]]:
    """The library and its warnings; stops with every Problem where there is an error."""
    library, problems = load(root, processes, root / PICTURES)
    if library is not None:
        problems = [*problems, *run_checks(library, day, processes)]
    if library is None or has_errors(problems, strict):
        raise ContentError(problems)
    return library, problems


def _site(
    crew: Worker, root: Path, library: Library, day: date, prose: Mapping[str, bytes] | None = None
) -> tuple[Catalogue, dict[str, Source]]:
    """What the site shows, and its files, searched for names that may not be in them."""
    site = catalogue(publish(library, SITE, day), day)
    booklets = _booklets(crew, root, library, SITE_PDF, day, frozenset(site.library.exemplars), _on_site, "site")
    data = _open_data(library, day)
    files = site_files(crew, root, site, [entry for entry in booklets if isinstance(entry, FinishedBooklet)], prose, data)
    _second_lock(crew, "site", "files", files, names_to_seek(library, SITE, day))
    _second_lock(crew, "site", "data", {name: files[name] for name in files if name.startswith(FOLDER)}, data.withheld)
    return site, files


def _open_data(library: Library, day: date) -> OpenData:
    """The files stand on the site, so that both consents are needed."""
    scopes = SITE | DATA
    return OpenData(catalogue(publish(library, scopes, day), day), names_to_seek(library, scopes, day))


def _listed(root: Path) -> str:
    return (root / ADDRESSES).read_text(encoding="utf-8") if (root / ADDRESSES).is_file() else ""


def _lost_addresses(root: Path, files: Mapping[str, Source], library: Library, site: Catalogue, strict: bool) -> list[Problem]:
    """Warnings; stops where an address once published is gone."""
    found = address_problems(_listed(root), files, withheld_addresses(library, site.library))
    if has_errors(found, strict):
        raise ContentError(found)
    return found


Asked = Callable[[Work, Edition, Conference], bool]


def _booklets(
    crew: Worker, root: Path, library: Library, allowed: Scopes, day: date, on_site: frozenset[str], asked: Asked, folder: str
) -> list[FinishedBooklet | FinishedExtra]:
    """The works that are asked for, in those editions that need the consents `allowed`, searched for names that may not be in them.
    `folder`, site or print, is where they go; beside those for print alone lie their files of other kinds."""
    def wanted(work: Work, conference: Conference) -> list[Edition]:
        return [edition for edition in work.editions if scopes(edition, work.public) == allowed and asked(work, edition, conference)]

    shown, names = catalogue(publish(library, allowed, day), day), names_to_seek(library, allowed, day)
    found = booklet_files(crew, root, shown, wanted, on_site, folder)
    if has_errors(faults := [problem for entry in found for problem in entry.problems]):
        raise ContentError(faults)
    _second_lock(crew, folder, "booklets", {
        f"{entry.address}#{number}": Source(key("said", part), crew.cache.path(part) / FACTS)
        for entry in found for number, part in enumerate(entry.parts, start=1)}, names)
    if allowed != PRESS:
        return [*found]
    beside = extra_files(crew, shown, lambda work, conference: asked(work, SCREEN, conference))
    _second_lock(crew, folder, "files", _sources(crew.cache, beside), names)
    return [*found, *beside]


def _on_site(work: Work, edition: Edition, conference: Conference) -> bool:
    return work.public and edition is SCREEN


def _kept_in_print(library: Library, names: Container[str]) -> Asked:
    """A build makes the organiser's public works for print, and again whatever was printed before: what was withdrawn goes there too."""
    organiser = library.site.organiser
    return lambda work, edition, conference: (
        (work.public and conference.unit == organiser) or print_address(work.id, edition, conference, organiser=organiser) in names)


def _printed(
    crew: Worker, root: Path, library: Library, day: date, on_site: frozenset[str], asked: Asked
) -> list[FinishedBooklet | FinishedExtra]:
    """What goes into print/."""
    library = with_arrivals(root, library, asked, TIMEZONE)
    return [entry for allowed in (PRESS, SITE_PDF) for entry in _booklets(crew, root, library, allowed, day, on_site, asked, "print")]


def _notes(crew: Worker, library: Library, day: date, made: Iterable[FinishedBooklet | FinishedExtra]) -> tuple[str, ...]:
    """Which of the prints differ from those marked as final."""
    return tuple(print_notes(made, publish(library, PRESS, day), crew.cache)) if library.editions else ()


def _sources(cache: Cache, made: Iterable[FinishedBooklet | FinishedExtra]) -> dict[str, Source]:
    return {entry.address: Source(entry.key, cache.path(entry.key)) for entry in made}


def _second_lock(crew: Worker, folder: str, what: str, files: Mapping[str, Source], names: Names) -> None:
    """Search what was not searched before for these names (the gate is the first lock). Nothing is put in place after a find."""
    seen = crew.cache.folder.parent / "searched" / key(folder, what, names)
    known = set(seen.read_text().split()) if seen.exists() else set()
    fresh = [(name, source.path) for name, source in files.items() if source.key not in known]
    if leaks := {name.partition("#")[0] for found in crew.share("Soát tên", partial(leaking, names=names), fresh, 64) for name in found}:
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
