"""A MkDocs plugin with which `mkdocs build` and `mkdocs serve` make the same site as `kyyeu build`.

The module also has the web server of `kyyeu serve`, which shows the finished site.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from kyyeu.model.library import Library
from kyyeu.outputs.messages import Messages, audience
from kyyeu.outputs.site.mkdocs_run import FramePlugin, read_folder
from kyyeu.problems import ContentError, Problem, has_errors
from kyyeu.resources import THEME
from kyyeu.work.machine import refusal
from kyyeu.work.stopping import stop_on_signals

WATCHED = ("data", "content", "theme")


class KyyeuPlugin(FramePlugin):
    """The plugin through which MkDocs builds the site; mkdocs.yml names it.

    MkDocs renders the prose pages and the page frames (empty pages with header, menu and footer) into a
    temporary folder. From these, the plugin builds the whole site.
    """

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Checks the content before MkDocs reads it, and redirects MkDocs' output to a temporary folder.

        MkDocs empties its `site_dir` after this event, so `site_dir` must not be the folder of the finished
        site. Raises Abort if the content has errors.
        """
        from kyyeu import pipeline, reading

        stop_on_signals()
        root = Path(config.config_file_path).parent
        with _faults_reported():
            result = reading.check(root, reading.today())
            settings = None if has_errors(result.problems) else pipeline.site_settings(root)
        if settings is None:
            raise _abort(sorted(set(result.problems)), result.library)
        self.settings = settings
        # A project that holds only content has no theme, so the program's own theme is used.
        if (templates := str(THEME / "site")) not in config.theme.dirs:
            config.theme.dirs.insert(0, templates)
        self.out = Path(config.site_dir)
        self.staging = tempfile.TemporaryDirectory(prefix="kyyeu-")
        config.site_dir = self.staging.name
        return super().on_config(config)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Builds the whole site from what MkDocs has rendered, and replaces the old site with it."""
        from kyyeu import pipeline, reading

        prose = read_folder(Path(self.staging.name))
        self.staging.cleanup()
        config.site_dir = str(self.out)
        with _faults_reported():
            root = Path(config.config_file_path).parent
            pipeline.build(root, reading.today(), out=self.out, prose=prose)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Makes `mkdocs serve` rebuild the site when data, content or theme change."""
        root = Path(config.config_file_path).parent
        for folder in WATCHED:
            server.watch(str(root / folder))
        return server


@contextmanager
def _faults_reported() -> Iterator[None]:
    """Turns expected errors in a `with` block into MkDocs' Abort with a Vietnamese message.

    Expected errors are errors in the content and faults of the machine. A bug is raised unchanged.
    """
    try:
        yield
    except ContentError as error:
        raise _abort(error.problems, error.library) from error
    except Exception as error:
        if reason := refusal(error):
            raise Abort(reason) from error
        raise


def _abort(problems: list[Problem], library: object) -> Abort:
    from kyyeu import reading

    def read() -> Library | None:
        return library if isinstance(library, Library) else None

    lines = Messages(audience(), read, reading.today()).lines(problems)
    return Abort("\n".join([*lines, "Nội dung còn lỗi; trang không được dựng."]))


def serve(root: Path, host: str, port: int, rebuild: Callable[[], object]) -> None:
    """Runs a web server that shows the folder root/site at http://host:port/ until Ctrl-C stops it.

    `rebuild` is called whenever a file in the folders data, content or theme changes.
    """
    site = root / "site"
    server = LiveReloadServer(builder=lambda: (rebuild(), None)[1], host=host, port=port, root=str(site))
    page = site / "404.html"
    server.error_handler = lambda code: page.read_bytes() if code == 404 and page.exists() else None
    for folder in filter(Path.is_dir, (root / name for name in WATCHED)):
        server.watch(str(folder))
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
