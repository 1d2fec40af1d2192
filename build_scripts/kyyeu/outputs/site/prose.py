"""Defines the cached job that runs MkDocs for the site's prose pages and the empty frames of record pages.

MkDocs is imported only when the job runs, because importing it takes longer than a build whose results are
all cached.
"""

from pathlib import Path

from kyyeu.loading.files import GUIDE_PICTURES
from kyyeu.resources import HOME, THEME
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, code_version, hash_files, key

# The only files in the folder content/ that MkDocs may read.
PROSE_FILES = ("*.md", "huong-dan/**/*.md", f"{GUIDE_PICTURES}*.webp")


def prose_job(root: Path, settings: SiteView) -> Job:
    """Returns the job that runs MkDocs for the project in `root`.

    An edit to a record does not change the job's cache key. Its result is a folder, which `frames` and
    `prose_files` in page_frames.py read.
    """
    templates = hash_files(THEME / "site", ("**/*.html", "**/*.svg"))
    configuration = (HOME / "mkdocs.yml").read_bytes()
    job_key = key("prose", settings, code_version(), prose_hash(root), templates, configuration)
    return Job("prose", "bài viết của trang", job_key, render_prose, (root, settings))


def prose_hash(root: Path) -> str:
    """Returns one hash of the names and bytes of all files in content/ that MkDocs reads."""
    return hash_files(root / "content", PROSE_FILES)


def render_prose(root: Path, settings: SiteView) -> dict[str, bytes]:
    """Runs MkDocs and returns the files that it wrote, by path."""
    from kyyeu.outputs.site.mkdocs_run import run_mkdocs

    return run_mkdocs(root, settings)
