"""Holds what is needed to make printed works (worker, cache, photos, theme, fonts), and runs the jobs."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kyyeu.model.sources import Icc, Image
from kyyeu.outputs.booklets.font_files import font_jobs
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.resources import THEME
from kyyeu.work.job import Job, Result, code_version, key
from kyyeu.work.run import Worker
from kyyeu.work.source import Source, file_set


class PrintShop:
    """Holds what printed works are made with: the worker that runs jobs, photos, colour profiles, fonts."""

    def __init__(
        self,
        worker: Worker,
        root: Path,
        images: Mapping[str, Image | None],
        icc: Mapping[str, Icc | None] | None = None,
    ) -> None:
        self.worker, self.root, self.images, self.icc = worker, root, images, icc or {}
        self.theme = file_set(THEME, ("tokens.css", "print/**/*"))
        self.fonts = cache(self._fonts)

    def _fonts(self, official: bool) -> dict[str, Job]:
        """Makes the fonts for official documents or all other works; returns the finished jobs by name."""
        jobs = font_jobs(official)
        self.worker.run(jobs.values())
        return jobs

    def font_sources(self, official: bool) -> dict[str, Source]:
        """Returns the font files for official documents or for all other works, by font name."""
        return {name: self.worker.source(job) for name, job in self.fonts(official).items()}

    def page_count(self, chunk: Job) -> int:
        """Returns the number of pages of a part of a book, given the part's finished layout job."""
        return int(json.loads(self.worker.source(chunk, FACTS).read())["pages"])

    def make(
        self,
        group: str,
        name: str,
        function: Callable[..., Result],
        arguments: tuple[Any, ...],
        *depends: Any,
    ) -> Job:
        """Runs `function(*arguments)` as a job, unless the cache already has the result; returns the job.

        `depends` lists every key and value on which the result depends, besides the program's code. If
        `arguments` contain files, the keys of these files must be in `depends`.
        """
        source = function.__module__, function.__qualname__
        job = Job(group, name, key(group, source, depends, code_version()), function, arguments)
        self.worker.run([job])
        return job
