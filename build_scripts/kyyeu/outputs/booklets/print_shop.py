"""Holds the resources for making printed works (worker, cache, photos, theme, fonts), and runs the jobs."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kyyeu.model.sources import Icc, Image
from kyyeu.outputs.booklets.font_files import font_jobs
from kyyeu.publishing.leak_scan import FACTS
from kyyeu.resources import THEME
from kyyeu.work.job import Job, Result, code_version, hash_files, key
from kyyeu.work.run import Worker


class PrintShop:
    """What is needed to make printed works: the worker that runs jobs, photos, colour profiles and fonts."""

    def __init__(
        self,
        worker: Worker,
        root: Path,
        images: Mapping[str, Image | None],
        icc: Mapping[str, Icc | None] | None = None,
    ) -> None:
        self.worker, self.root, self.images, self.icc = worker, root, images, icc or {}
        self.theme_hash = hash_files(THEME, ("tokens.css", "print/**/*"))
        self.fonts, self.font_paths = cache(self._fonts), cache(self._font_paths)

    def _fonts(self, official: bool) -> dict[str, Job]:
        """Returns the finished font jobs by font name, for official documents or for all other works."""
        jobs = font_jobs(official)
        self.worker.run(jobs.values())
        return jobs

    def _font_paths(self, official: bool) -> dict[str, Path]:
        return {name: self.path(job) for name, job in self.fonts(official).items()}

    def path(self, job: Job) -> Path:
        """Returns the path of a finished job's result in the cache: a file, or a folder of files."""
        return self.worker.cache.path(job.key)

    def page_count(self, chunk: Job) -> int:
        """Returns the number of pages of a part that has been laid out."""
        return int(json.loads((self.path(chunk) / FACTS).read_bytes())["pages"])

    def make(
        self,
        group: str,
        name: str,
        function: Callable[..., Result],
        arguments: tuple[Any, ...],
        *depends: Any,
    ) -> Job:
        """Run `function(*arguments)` as a job, unless the cache already has the result; returns the job.

        `depends` lists every key and value on which the result depends, besides the program's code.
        `arguments` may contain paths, which must not influence the result.
        """
        source = function.__module__, function.__qualname__
        job = Job(group, name, key(group, source, depends, code_version()), function, arguments)
        self.worker.run([job])
        return job
