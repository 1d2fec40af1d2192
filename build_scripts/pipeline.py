"""The whole build on one screen: load → check → publish → views → jobs → files → one swap."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from build_scripts.checks.registry import run_checks
from build_scripts.loading.load import load
from build_scripts.model.library import Library
from build_scripts.outputs.booklets.engine import PRESS_EDITION, SITE_EDITION, Edition, FinishedBooklet, booklet_files
from build_scripts.outputs.booklets.works import WORKS
from build_scripts.outputs.exports.hosting import nginx_lines
from build_scripts.outputs.exports.records import OpenData
from build_scripts.outputs.site.build import HOME, site_files
from build_scripts.outputs.site.portable import copy_files
from build_scripts.outputs.site.published import LIST as ADDRESSES
from build_scripts.outputs.site.published import AddressList, address_problems, compare, list_text, withheld_addresses
from build_scripts.problems import ContentError, Place, Problem, UsageError, has_errors, nearest
from build_scripts.publishing.consent import DATA, PRESS, SITE, SITE_PDF, publish, withheld
from build_scripts.publishing.names import Names
from build_scripts.publishing.scan import FACTS, leaking, names_to_seek
from build_scripts.views.catalogue import Catalogue, catalogue
from build_scripts.views.open_data import FOLDER
from build_scripts.views.site import SiteView, site_view
from build_scripts.work.cache import Cache
from build_scripts.work.job import key
from build_scripts.work.place import Source, lock, put_among, put_in_place
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
    """What a build did: warnings, the jobs rendered and reused by group, and whether anything was put in place."""

    problems: list[Problem]
    tally: Tally
    changed: bool

    def last_line(self) -> str:
        return summary(self.tally)

    def as_json(self) -> dict[str, Any]:
        return {**self.tally.counts(), "rendered_names": self.tally.rendered, "changed": self.changed}


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
        press = _booklets(crew, root, library, PRESS_EDITION, day, site)
        problems = [*problems, *_lost_addresses(root, files, library, site, strict)]
        _second_lock(crew, "print", "booklets", _said(crew.cache, press), names_to_seek(library, PRESS, day))
        placed = root / ".cache" / "placed"
        changed = put_in_place(files, out, placed)
        changed |= put_among(_sources(crew.cache, press), root / "print", placed)
        crew.cache.prune(crew.used)
        return Built(problems, crew.tally, changed)


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


def print_booklets(root: Path, day: date, booklets: tuple[str, ...] = (), *, jobs: int = 0, strict: bool = False) -> Built:
    """The press editions of the named works (of all where none is named) into root/print."""
    for name in booklets:
        if name not in dict(works()):
            raise UsageError(f"không có ấn phẩm “{name}”. {nearest(name, dict(works())) or 'Xem: kyyeu print --list'}")
    with lock(root / ".cache"), worker(root / ".cache" / "results", jobs) as crew:
        library, problems = _sound(root, day, strict, crew.jobs)
        site = catalogue(publish(library, SITE, day), day)
        press = [entry for entry in _booklets(crew, root, library, PRESS_EDITION, day, site) if not booklets or entry.work in booklets]
        _second_lock(crew, "print", "booklets", _said(crew.cache, press), names_to_seek(library, PRESS, day))
        changed = put_among(_sources(crew.cache, press), root / "print", root / ".cache" / "placed", whole=not booklets)
        return Built(problems, crew.tally, changed)


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


def works() -> tuple[tuple[str, str], ...]:
    """(id, Vietnamese title) of every printed work."""
    return tuple((work.id, work.title) for work in WORKS)


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
    booklets = _booklets(crew, root, library, SITE_EDITION, day, site)
    data = _open_data(library, day)
    files = site_files(crew, root, site, booklets, prose, data)
    _second_lock(crew, "site", "files", files, names_to_seek(library, SITE, day))
    _second_lock(crew, "site", "data", {name: files[name] for name in files if name.startswith(FOLDER)}, data.withheld)
    _second_lock(crew, "site", "booklets", _said(crew.cache, booklets), names_to_seek(library, SITE_PDF, day))
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


def _booklets(crew: Worker, root: Path, library: Library, edition: Edition, day: date, site: Catalogue) -> tuple[FinishedBooklet, ...]:
    scopes = SITE_PDF if edition is SITE_EDITION else PRESS
    return booklet_files(crew, root, catalogue(publish(library, scopes, day), day), edition, frozenset(site.library.exemplars))


def _sources(cache: Cache, booklets: Iterable[FinishedBooklet]) -> dict[str, Source]:
    return {entry.address: Source(entry.key, cache.path(entry.key)) for entry in booklets}


def _said(cache: Cache, booklets: Iterable[FinishedBooklet]) -> dict[str, Source]:
    """The text of each part of the booklets, under the booklet's address: 'an-pham/….pdf#3'."""
    return {
        f"{entry.address}#{number}": Source(key("said", part), cache.path(part) / FACTS)
        for entry in booklets
        for number, part in enumerate(entry.parts, start=1)
    }


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
