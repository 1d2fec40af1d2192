"""Defines the cached job that runs MkDocs for the pages written in Markdown and for the page frames.

Page frames are empty pages that the pages of records are filled into. MkDocs is imported only when the job
runs. Importing it takes longer than a whole build in which every result is cached.
"""

from collections.abc import Mapping
from pathlib import Path

from kyyeu.resources import HOME
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.source import FileSet, Source, file_set


def prose_job(root: Path, settings: SiteView, prose: Mapping[str, str]) -> Job:
    """Returns the cached job that runs MkDocs for the project in the folder `root`.

    `prose` has the hash of each file of content/ that MkDocs may read, taken when the files were checked.
    Edits to records do not change the job's cache key. The job's result is a set of files, from which
    `frames` and `prose_files` in page_frames.py read.
    """
    program = file_set(
        HOME, ("mkdocs.yml", "theme/site/**/*.html", "theme/site/**/*.svg", "theme/guide/**/*")
    )
    job_key = key("prose", settings, code_version(), sorted(prose.items()), program)
    content = {file: Source(digest, root / file) for file, digest in prose.items()}
    return Job("prose", "bài viết của trang", job_key, render_prose, (program, content, settings))


def render_prose(program: FileSet, content: Mapping[str, Source], settings: SiteView) -> dict[str, bytes]:
    """Runs MkDocs and returns the files that it wrote, as a dict from path to content.

    `program` has mkdocs.yml, the templates and the user guide. `content` has the project's Markdown pages.
    """
    from kyyeu.outputs.site.mkdocs_run import run_mkdocs

    return run_mkdocs({**program.sources, **content}, settings)
