"""Makes every file of the site from the published records and the finished booklets.

Each file is made by a job, a function whose result is cached.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from kyyeu.outputs.booklets.production import FinishedBooklet
from kyyeu.outputs.exports.export_kinds import export_jobs
from kyyeu.outputs.exports.hosting import host_jobs
from kyyeu.outputs.exports.records import OpenData, data_jobs
from kyyeu.outputs.qr import qr_jobs
from kyyeu.outputs.site.assets import asset_job, font_jobs
from kyyeu.outputs.site.cards import card_jobs
from kyyeu.outputs.site.editor import editor_files
from kyyeu.outputs.site.exemplar_list import list_job
from kyyeu.outputs.site.offline import offline_files
from kyyeu.outputs.site.page_frames import FRAME_PATHS, frames, prose_files
from kyyeu.outputs.site.pages import render_pages
from kyyeu.outputs.site.photos import plan_photos
from kyyeu.outputs.site.prose import prose_job
from kyyeu.outputs.site.search_files import search_files
from kyyeu.problems import ContentError, Place, Problem
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.cards import all_pictures
from kyyeu.views.site.site_frame import site_view
from kyyeu.work.run import Worker
from kyyeu.work.source import Source


def site_files(
    worker: Worker,
    root: Path,
    catalogue: Catalogue,
    booklets: Iterable[FinishedBooklet],
    prose: Mapping[str, bytes] | None = None,
    data: OpenData | None = None,
) -> dict[str, Source]:
    """Returns all files of the site by path, each as a reference to its cached content (Source).

    `prose` has the files that MkDocs has rendered; if it is None, MkDocs is run. `data` has the records that
    open data may show; if it is None, no data files are made. Raises ContentError if a page written in
    Markdown has the same address as another page.
    """
    booklets = tuple(booklets)
    photo_jobs, photos = plan_photos(root, all_pictures(catalogue), catalogue.published.attachments)
    asset_jobs = [asset_job(), *font_jobs(), *photo_jobs, *card_jobs(site_view(catalogue))]
    codes = qr_jobs(catalogue)
    if prose is None:
        mkdocs_run = prose_job(root, site_view(catalogue), catalogue.published.prose)
        worker.run([mkdocs_run, *asset_jobs, *codes])
        rendered = worker.sources(mkdocs_run)
    else:
        worker.run([*asset_jobs, *codes])
        rendered = worker.keep_all(prose)
    prose_pages = prose_files(rendered)
    downloads = tuple(
        BookletFile(
            booklet.conference.ref,
            booklet.work.id,
            booklet.book.title,
            booklet.address,
            booklet.size,
            booklet.pages,
            booklet.book.date,
        )
        for booklet in booklets
    )
    pages = render_pages(
        worker,
        catalogue,
        frames({path: rendered[path].read() for path in FRAME_PATHS}),
        photos,
        downloads,
        data.catalogue if data else None,
    )
    prose_addresses = (path.removesuffix("index.html") for path in prose_pages if path.endswith("index.html"))
    addresses = [*pages, *prose_addresses, *(booklet.address for booklet in booklets)]
    exports = [
        *export_jobs(catalogue),
        list_job(catalogue, photos),
        *host_jobs(catalogue, addresses, {booklet.address: booklet.book.date for booklet in booklets}),
        *(data_jobs(worker, data) if data else ()),
    ]
    worker.run(exports)
    files = {f"{address}index.html": page for address, page in pages.items()}
    files |= {job.name: worker.source(job) for job in (*codes, *exports)}
    files |= {path: source for job in asset_jobs for path, source in worker.sources(job).items()}
    files |= {booklet.address: worker.cache.source(booklet.key) for booklet in booklets}
    files |= search_files(worker, catalogue, photos, downloads, addresses)
    editor = editor_files(worker, root, catalogue)
    if taken := sorted(prose_pages.keys() & (files.keys() | editor.keys())):
        raise ContentError([_address_problem(path) for path in taken])
    files |= prose_pages
    return files | editor | offline_files(worker, site_view(catalogue), files)


def _address_problem(path: str) -> Problem:
    return Problem(
        Place(f"content/{path.removesuffix('/index.html')}.md"),
        "page-address",
        f"Địa chỉ {path.removesuffix('index.html')} của bài viết này đã dành cho một trang dựng từ hồ sơ.",
        "Đặt tên khác cho tệp.",
    )
