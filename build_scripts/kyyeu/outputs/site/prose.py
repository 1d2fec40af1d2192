"""Defines the cached job that runs MkDocs for the site's prose pages and the empty frames of record pages.

MkDocs is imported only when the job runs, because importing it takes longer than a build whose results are
all cached.
"""

from collections.abc import Mapping
from pathlib import Path

from kyyeu.resources import HOME
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.source import FileSet, Source, file_set


def prose_job(root: Path, settings: SiteView, prose: Mapping[str, str]) -> Job:
    """Returns the job that runs MkDocs for the project in `root`.

    `prose` has the digest of each file of content/ that MkDocs may read, as it was when it was checked. An
    edit to a record does not change the job's cache key. Its result is a folder, which `frames` and
    `prose_files` in page_frames.py read.
    """
    program = file_set(HOME, ("mkdocs.yml", "theme/site/**/*.html", "theme/site/**/*.svg"))
    job_key = key("prose", settings, code_version(), sorted(prose.items()), program)
    content = {file: Source(digest, root / file) for file, digest in prose.items()}
    return Job("prose", "bài viết của trang", job_key, render_prose, (program, content, settings))


def render_prose(program: FileSet, content: Mapping[str, Source], settings: SiteView) -> dict[str, bytes]:
    """Runs MkDocs and returns the files that it wrote, by path.

    `program` has mkdocs.yml and the templates, `content` the prose pages and the pictures of the guide.
    """
    from kyyeu.outputs.site.mkdocs_run import run_mkdocs

    return run_mkdocs({**program.sources, **content}, settings)
