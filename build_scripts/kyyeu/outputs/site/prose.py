"""MkDocs' run as a cached job: the site's prose pages and the empty frames of record pages, by path.

MkDocs is imported only when the job runs, because importing it takes longer than a build from the cache.
"""

from __future__ import annotations

from pathlib import Path

from kyyeu.loading.files import GUIDE_PICTURES
from kyyeu.resources import HOME, THEME
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, code_version, hash_files, key

# the only files of content/ that MkDocs may read
PROSE_FILES = ("*.md", "huong-dan/**/*.md", f"{GUIDE_PICTURES}*.webp")


def prose_job(root: Path, settings: SiteView) -> Job:
    """Returns the job for the content below `root`; an edit to a record does not change its key.

    The result is a folder: see `frames` and `prose_files` in page_frames.py.
    """
    templates = hash_files(THEME / "site", ("**/*.html", "**/*.svg"))
    configuration = (HOME / "mkdocs.yml").read_bytes()
    job_key = key("prose", settings, code_version(), prose_hash(root), templates, configuration)
    return Job("prose", "bài viết của trang", job_key, render_prose, (root, settings))


def prose_hash(root: Path) -> str:
    """Returns one hash of the names and bytes of all files that MkDocs reads of content/."""
    return hash_files(root / "content", PROSE_FILES)


def render_prose(root: Path, settings: SiteView) -> dict[str, bytes]:
    """Runs MkDocs and returns its files by path."""
    from kyyeu.outputs.site.mkdocs_run import run_mkdocs

    return run_mkdocs(root, settings)
