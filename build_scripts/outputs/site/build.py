"""Catalogue + booklets → every file of the site by its path, made by jobs or taken from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from build_scripts.outputs.booklets.engine import FinishedBooklet
from build_scripts.outputs.exports.hosting import host_jobs
from build_scripts.outputs.exports.records import OpenData, data_jobs
from build_scripts.outputs.exports.table import export_jobs
from build_scripts.outputs.qr import qr_jobs
from build_scripts.outputs.site.assets import asset_job
from build_scripts.outputs.site.cards import card_jobs
from build_scripts.outputs.site.editor import editor_files
from build_scripts.outputs.site.facets import list_job
from build_scripts.outputs.site.fill import frames, prose_files, prose_job
from build_scripts.outputs.site.fonts import font_jobs
from build_scripts.outputs.site.offline import offline_files
from build_scripts.outputs.site.pages import render_pages
from build_scripts.outputs.site.photos import plan_photos
from build_scripts.outputs.site.published import page_addresses
from build_scripts.outputs.site.search import search_files
from build_scripts.problems import ContentError, Place, Problem
from build_scripts.views.booklets import BookletFile
from build_scripts.views.cards import all_pictures
from build_scripts.views.catalogue import Catalogue
from build_scripts.views.site import site_view
from build_scripts.work.cache import Cache
from build_scripts.work.job import Job, key
from build_scripts.work.place import Source
from build_scripts.work.run import Worker

HOME = Path(__file__).resolve().parents[3]  # the checkout that holds theme/ and mkdocs.yml, whatever the content's root is


def site_files(worker: Worker, root: Path, catalogue: Catalogue, booklets: Iterable[FinishedBooklet],
               prose: Mapping[str, bytes] | None = None, data: OpenData | None = None) -> dict[str, Source]:
    """Relative path → source. `catalogue` is of the library published for the site; `prose` is MkDocs' output where it ran already."""
    booklets = tuple(booklets)
    run = prose_job(HOME, root, site_view(catalogue))
    if prose is not None and not worker.cache.has(run.key):
        worker.cache.put(run.key, prose)
    photo_jobs, photos = plan_photos(root, all_pictures(catalogue), catalogue.library.attachments)
    folders = [run, asset_job(HOME), *font_jobs(), *photo_jobs, *card_jobs(HOME, site_view(catalogue))]
    codes = qr_jobs(catalogue)
    worker.run([*folders, *codes])
    rendered = {path: file.read_bytes() for path, file in worker.cache.files(run.key).items()}
    listed = tuple(
        BookletFile(entry.conference.ref, entry.work.id, entry.title, entry.address, entry.size, entry.pages, entry.date)
        for entry in booklets)
    pages = render_pages(worker, HOME, catalogue, frames(rendered), photos, listed, data.catalogue if data else None)
    addresses = [*pages, *page_addresses(prose_files(rendered)), *(entry.address for entry in booklets)]
    hosting = host_jobs(catalogue, addresses, {entry.address: entry.date for entry in booklets})
    exports = [*export_jobs(catalogue), list_job(catalogue, photos), *hosting, *(data_jobs(worker, data) if data else ())]
    worker.run(exports)
    files = {f"{address}index.html": Source(found, worker.cache.path(found)) for address, found in pages.items()}
    files |= {entry.name: Source(entry.key, worker.cache.path(entry.key)) for entry in (*codes, *exports)}
    files |= {path: source for job in folders[1:] for path, source in _folder(worker.cache, job)}
    files |= {entry.address: Source(entry.key, worker.cache.path(entry.key)) for entry in booklets}
    files |= search_files(worker, catalogue, photos, listed, addresses)
    editor = editor_files(worker, HOME, root, catalogue)
    pages_of_prose = prose_files(rendered)
    if taken := sorted(pages_of_prose.keys() & (files.keys() | editor.keys())):
        raise ContentError([_taken(path) for path in taken])
    files |= {path: source for path, source in _folder(worker.cache, run) if path in pages_of_prose}
    return files | editor | offline_files(worker, HOME, site_view(catalogue), files)


def _taken(path: str) -> Problem:
    return Problem(
        Place(f"content/{path.removesuffix('/index.html')}.md"), "page-address",
        f"Địa chỉ {path.removesuffix('index.html')} của bài viết này đã dành cho một trang dựng từ hồ sơ.", "Đặt tên khác cho tệp.")


def _folder(cache: Cache, job: Job) -> Iterable[tuple[str, Source]]:
    """The files of a job whose result is a folder; each is known by its path and the job's key."""
    return ((path, Source(key(job.key, path), file)) for path, file in cache.files(job.key).items())
