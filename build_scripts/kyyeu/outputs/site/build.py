"""Catalogue + booklets → every file of the site by its path, made by jobs or taken from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kyyeu.outputs.booklets.engine import FinishedBooklet
from kyyeu.outputs.exports.export_kinds import export_jobs
from kyyeu.outputs.exports.hosting import host_jobs
from kyyeu.outputs.exports.records import OpenData, data_jobs
from kyyeu.outputs.qr import qr_jobs
from kyyeu.outputs.site.address_list import page_addresses
from kyyeu.outputs.site.assets import asset_job
from kyyeu.outputs.site.cards import card_jobs
from kyyeu.outputs.site.editor import editor_files
from kyyeu.outputs.site.exemplar_list import list_job
from kyyeu.outputs.site.fonts import font_jobs
from kyyeu.outputs.site.offline import offline_files
from kyyeu.outputs.site.page_frames import frames, prose_files
from kyyeu.outputs.site.pages import render_pages
from kyyeu.outputs.site.photos import plan_photos
from kyyeu.outputs.site.prose import prose_job
from kyyeu.outputs.site.search_files import search_files
from kyyeu.problems import ContentError, Place, Problem
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.cards import all_pictures
from kyyeu.views.site.site_frame import site_view
from kyyeu.work.cache import Cache
from kyyeu.work.job import Job, key
from kyyeu.work.place import Source
from kyyeu.work.run import Worker


def site_files(
    worker: Worker,
    root: Path,
    catalogue: Catalogue,
    booklets: Iterable[FinishedBooklet],
    prose: Mapping[str, bytes] | None = None,
    data: OpenData | None = None,
) -> dict[str, Source]:
    """Relative path → source. `catalogue` is of the library published for the site; `prose` is MkDocs' output where it ran already."""
    booklets = tuple(booklets)
    run = prose_job(root, site_view(catalogue))
    if prose is not None and not worker.cache.has(run.key):
        worker.cache.put(run.key, prose)
    photo_jobs, photos = plan_photos(root, all_pictures(catalogue), catalogue.library.attachments)
    folders = [run, asset_job(), *font_jobs(), *photo_jobs, *card_jobs(site_view(catalogue))]
    codes = qr_jobs(catalogue)
    worker.run([*folders, *codes])
    rendered = {path: file.read_bytes() for path, file in worker.cache.files(run.key).items()}
    listed = tuple(
        BookletFile(
            entry.conference.ref,
            entry.work.id,
            entry.title,
            entry.address,
            entry.size,
            entry.pages,
            entry.date,
        )
        for entry in booklets
    )
    pages = render_pages(
        worker, catalogue, frames(rendered), photos, listed, data.catalogue if data else None
    )
    addresses = [*pages, *page_addresses(prose_files(rendered)), *(entry.address for entry in booklets)]
    hosting = host_jobs(catalogue, addresses, {entry.address: entry.date for entry in booklets})
    exports = [
        *export_jobs(catalogue),
        list_job(catalogue, photos),
        *hosting,
        *(data_jobs(worker, data) if data else ()),
    ]
    worker.run(exports)
    files = {
        f"{address}index.html": Source(found, worker.cache.path(found)) for address, found in pages.items()
    }
    files |= {entry.name: Source(entry.key, worker.cache.path(entry.key)) for entry in (*codes, *exports)}
    files |= {path: source for job in folders[1:] for path, source in _folder(worker.cache, job)}
    files |= {entry.address: Source(entry.key, worker.cache.path(entry.key)) for entry in booklets}
    files |= search_files(worker, catalogue, photos, listed, addresses)
    editor = editor_files(worker, root, catalogue)
    pages_of_prose = prose_files(rendered)
    if taken := sorted(pages_of_prose.keys() & (files.keys() | editor.keys())):
        raise ContentError([_taken(path) for path in taken])
    files |= {path: source for path, source in _folder(worker.cache, run) if path in pages_of_prose}
    return files | editor | offline_files(worker, site_view(catalogue), files)


def _taken(path: str) -> Problem:
    return Problem(
        Place(f"content/{path.removesuffix('/index.html')}.md"),
        "page-address",
        f"Địa chỉ {path.removesuffix('index.html')} của bài viết này đã dành cho một trang dựng từ hồ sơ.",
        "Đặt tên khác cho tệp.",
    )


def _folder(cache: Cache, job: Job) -> Iterable[tuple[str, Source]]:
    """The files of a job whose result is a folder; each is known by its path and the job's key."""
    return ((path, Source(key(job.key, path), file)) for path, file in cache.files(job.key).items())
