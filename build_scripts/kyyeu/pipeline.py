"""Runs `kyyeu build` and similar commands: loads and checks the content, then makes and places the files.

The stages of a build that several commands share are in stages.py.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kyyeu.loading.load import load
from kyyeu.model.library import Library
from kyyeu.model.privacy import PRINT, SITE
from kyyeu.outputs.booklets.font_files import font_keys
from kyyeu.outputs.booklets.production import preflight_warnings
from kyyeu.outputs.booklets.register import differences, mark_final, require_one_book
from kyyeu.outputs.booklets.works import WORKS, WorkSelection, require_known_place, require_listed
from kyyeu.outputs.exports.hosting import nginx_lines
from kyyeu.outputs.site.address_list import LIST as ADDRESSES
from kyyeu.outputs.site.address_list import AddressList, compare, list_text
from kyyeu.outputs.site.editor import editor_problems
from kyyeu.outputs.site.portable import copy_files
from kyyeu.problems import ContentError, Problem, UsageError, has_errors
from kyyeu.reading import load_checked, today
from kyyeu.resources import HOME
from kyyeu.stages import (
    Channels,
    doubted,
    kept_in_print,
    leak_scan,
    listed_addresses,
    lost_addresses,
    make_printed,
    make_site,
    notes_on_final,
    sources,
    with_arrivals,
)
from kyyeu.views.site.site_frame import SiteView, site_view
from kyyeu.work.lock import lock, temporary_files
from kyyeu.work.place import names_among, put_among, put_in_place
from kyyeu.work.repeat import RESULTS, repeated_after_changes
from kyyeu.work.run import Tally, Worker, start_worker, summary
from kyyeu.work.source import Source
from kyyeu.work.target import claimed, may_replace, require_writable


@dataclass(frozen=True)
class Built:
    """The result of a build.

    `problems` are the warnings. `library` has the project's records, which are needed to word the warnings
    for readers outside the office. `tally` counts the jobs that were run, and those whose results were in the
    cache. `changed` is true if any finished file has changed. `files` are the paths of the printed files.
    `notes` are Vietnamese lines about final editions (books handed to the printer).
    """

    problems: list[Problem]
    library: Library
    tally: Tally
    changed: bool
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def last_line(self) -> str:
        """Returns a Vietnamese line that counts the pages, parts of booklets and pictures made by the build.

        It also counts those that the cache already had.
        """
        return summary(self.tally)

    def as_json(self) -> dict[str, Any]:
        """Returns the result of a build as the data that the option --json prints."""
        return {
            **self.tally.counts(),
            "rendered_names": self.tally.rendered,
            "changed": self.changed,
            "notes": self.notes,
        }


@dataclass(frozen=True)
class MadeFiles:
    """The finished files of the site and of print/, by path, and the problems found in them.

    Among the problems are errors if an address that was published no longer exists.
    """

    site: dict[str, Source]
    printed: dict[str, Source]
    problems: list[Problem]


@contextmanager
def working(
    root: Path, jobs: int, wait: float | None, *, out: Path | None = None, cluster: str = ""
) -> Iterator[Worker]:
    """Keeps other commands out of a project and out of the folder `out` during a `with` block.

    Yields a Worker, which makes pages and booklets in `jobs` processes (0: one for each core) or on the Dask
    cluster with the address `cluster`. If another command is at work, this one waits up to `wait` seconds and
    then raises UsageError; None means to wait without limit.
    """
    until = None if wait is None else time.monotonic() + wait
    cache = root / ".cache"
    with ExitStack() as stack:
        stack.enter_context(lock(cache, until))
        stack.enter_context(temporary_files(cache / "tmp"))
        if out is not None:
            stack.enter_context(claimed(out, until))
        yield stack.enter_context(start_worker(root / RESULTS, jobs, cluster))


@repeated_after_changes
def build(
    root: Path,
    day: date,
    *,
    out: Path | None = None,
    jobs: int = 0,
    strict: bool = False,
    wait: float | None = None,
    prose: Mapping[str, bytes] | None = None,
) -> Built:
    """Builds the site into the folder `out` (by default root/site) and the printed works into root/print.

    `prose` has the pages that MkDocs rendered, by path, if MkDocs has already run. `wait` limits how many
    seconds to wait for another command. Raises ContentError if the content has errors, or if a finished file
    contains a withheld person's name. In both cases, no file is changed.
    """
    out = (out or root / "site").resolve()
    may_replace(out, root, HOME)
    with working(root, jobs, wait, out=out) as worker:
        require_writable(root / "print")
        library, problems = load_checked(root, day, strict, worker.jobs)
        placed = root / ".cache" / "placed"
        kept = kept_in_print(library, names_among(root / "print", placed))
        channels = Channels(with_arrivals(root, library, kept), day)
        files = make_site(worker, root, channels, prose)
        printed = make_printed(worker, root, channels, kept)
        if has_errors(lost := lost_addresses(root, files, channels), strict):
            raise ContentError(lost)
        problems = [
            *problems,
            *preflight_warnings(printed),
            *editor_problems(root),
            *lost,
            *doubted(channels, strict),
        ]
        changed = put_in_place(files, out, placed)
        changed |= put_among(sources(worker.cache, printed), root / "print", placed)
        notes = notes_on_final(worker, channels, printed)
        worker.cache.prune(worker.used | font_keys())
        return Built(problems, library, worker.tally, changed, notes=notes)


def make_files(worker: Worker, root: Path, library: Library, day: date) -> MadeFiles:
    """Makes the files of the site and all printed files, and returns them without placing them.

    The project's folders site/ and print/ stay unchanged. Raises ContentError if a finished file contains a
    withheld person's name.
    """
    kept = kept_in_print(library, ())
    channels = Channels(with_arrivals(root, library, kept), day)
    site = make_site(worker, root, channels)
    printed = sources(worker.cache, make_printed(worker, root, channels, kept))
    return MadeFiles(site, printed, [*lost_addresses(root, site, channels), *doubted(channels, strict=False)])


@repeated_after_changes
def build_copy(
    root: Path, day: date, out: Path, *, jobs: int = 0, strict: bool = False, wait: float | None = None
) -> Built:
    """Builds into `out` a copy of the site that works when opened from disk (file://).

    The folders root/site and root/print stay unchanged. `wait` limits how many seconds to wait for another
    command.
    """
    out = out.resolve()
    may_replace(out, root, HOME)
    with working(root, jobs, wait, out=out) as worker:
        library, problems = load_checked(root, day, strict, worker.jobs)
        channels = Channels(library, day)
        copied = copy_files(worker, make_site(worker, root, channels), day)
        leak_scan(worker, "copy", "files", copied, channels.withheld_names(SITE), channels.doubts)
        problems = [*problems, *doubted(channels, strict)]
        return Built(problems, library, worker.tally, put_in_place(copied, out, root / ".cache" / "placed"))


@repeated_after_changes
def print_booklets(
    root: Path,
    day: date,
    selection: WorkSelection,
    *,
    jobs: int = 0,
    strict: bool = False,
    wait: float | None = None,
    cluster: str = "",
    final: bool = False,
) -> Built:
    """Makes the selected printed works in the folder root/print, and leaves other files there unchanged.

    `cluster` is the address of a Dask scheduler. `wait` limits how many seconds to wait for another command.
    If `final` is true, the work is entered in the register of final editions (books handed to the printer).
    Raises UsageError if no selected work can be printed, and ContentError if the content has errors.
    """
    require_listed(selection)
    with working(root, jobs, wait, cluster=cluster) as worker:
        require_writable(root / "print")
        library, problems = load_checked(root, day, strict, worker.jobs)
        require_known_place(selection, library)
        if final:
            require_one_book(selection, library)
        channels = Channels(with_arrivals(root, library, selection.takes), day)
        finished = make_printed(worker, root, channels, selection.takes)
        problems = [*problems, *doubted(channels, strict)]
        if not finished:
            raise UsageError(
                "chưa có gì để in: đơn vị, giai đoạn đã chọn chưa có hội nghị, hoặc hội nghị chưa có "
                "chương trình, đại biểu, quyết định mà ấn phẩm này cần; "
                "hoặc không đơn vị nào quá hạn để đôn đốc. "
                "Bổ sung trong data/units/<đơn vị>/ rồi in lại"
            )
        files = sources(worker.cache, finished)
        changed = put_among(files, root / "print", root / ".cache" / "placed", whole=False)
        notes = notes_on_final(worker, channels, finished)
        if final:
            published = channels.catalogue(PRINT).published
            notes = (mark_final(root, library, published, finished, worker.cache, day),)
        return Built(
            [*problems, *preflight_warnings(finished)],
            library,
            worker.tally,
            changed,
            tuple(f"print/{name}" for name in sorted(files)),
            notes,
        )


def print_changes(root: Path, day: date, selection: WorkSelection) -> tuple[str, ...]:
    """Returns Vietnamese lines that say how selected books differ from their final editions.

    A final edition is a book as it was handed to the printer. Nothing is printed or written.
    """
    require_listed(selection)
    library, _ = load_checked(root, day)
    require_known_place(selection, library)
    shown = Channels(library, day).catalogue(PRINT)
    return tuple(
        line
        for conference in shown.conferences
        if selection.covers(conference)
        for line in differences(shown, conference, selection.works)
    )


@repeated_after_changes
def address_list(root: Path, day: date, *, update: bool = False, wait: float | None = None) -> AddressList:
    """Compares data/addresses.txt, the list of published web addresses, with the site's present addresses.

    Returns the new list. If `update` is true, it is also written to the file. The site's files are made, but
    the site's folder stays unchanged. `wait` limits how many seconds to wait for another command.
    """
    with working(root, 0, wait) as worker:
        library, _ = load_checked(root, day, processes=worker.jobs)
        channels = Channels(library, day)
        files = make_site(worker, root, channels)
        addresses = compare(listed_addresses(root), files, channels.withheld_addresses())
        if update:
            (root / ADDRESSES).write_text(list_text(addresses), encoding="utf-8")
        return addresses


def nginx(root: Path, day: date) -> str:
    """Returns lines for the site's nginx configuration: HTTP headers, redirects from former web addresses."""
    library, _ = load_checked(root, day)
    return nginx_lines(Channels(library, day).catalogue(SITE))


def works() -> tuple[tuple[str, str, str], ...]:
    """Returns (id, Vietnamese title, editions) for each printed work, as `kyyeu print --list` shows them.

    Editions are forms in which a work is made, such as screen and press.
    """
    return tuple(
        (
            work.id,
            work.kind.label,
            ", ".join(edition.id for edition in work.editions)
            + (f" ({work.sheets.value})" if work.sheets else ""),
        )
        for work in WORKS
    )


def site_settings(root: Path) -> SiteView | None:
    """Returns the data for the site's page header and footer; None if data/site.yml cannot be read."""
    library, _ = load(root)
    return site_view(Channels(library, today()).catalogue(SITE)) if library else None
