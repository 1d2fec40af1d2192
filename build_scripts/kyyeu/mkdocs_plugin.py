"""The MkDocs door: `mkdocs build` and `mkdocs serve` give the same site as `kyyeu build`; and the server of `kyyeu serve`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from kyyeu.outputs.site.mkdocs_run import FramePlugin, read_folder
from kyyeu.problems import UsageError, has_errors

WATCHED = ("data", "content", "theme")


class KyyeuPlugin(FramePlugin):
    """What mkdocs.yml names: renders prose and frames into a staging folder, then lets the pipeline build the whole site."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """What MkDocs reads has passed every check. It empties `site_dir` after this, so it gets the staging folder; the site is put
        in its place at the end."""
        from kyyeu import pipeline, reading

        root = Path(config.config_file_path).parent
        problems = reading.check(root, reading.today()).problems
        settings = None if has_errors(problems) else pipeline.site_settings(root)
        if settings is None:
            raise Abort(
                "\n".join([*map(str, sorted(set(problems))), "Nội dung còn lỗi; trang không được dựng."])
            )
        self.settings = settings
        self.out = Path(config.site_dir)
        self.staging = tempfile.TemporaryDirectory(prefix="kyyeu-")
        config.site_dir = self.staging.name
        return super().on_config(config)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        from kyyeu import pipeline

        prose = read_folder(Path(self.staging.name))
        self.staging.cleanup()
        config.site_dir = str(self.out)
        try:
            problems = pipeline.build_from_mkdocs(Path(config.config_file_path).parent, self.out, prose)
        except UsageError as error:
            raise Abort(str(error)) from error
        if problems:
            raise Abort("\n".join([*map(str, problems), "Nội dung còn lỗi; trang không được dựng."]))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        root = Path(config.config_file_path).parent
        for folder in WATCHED:
            server.watch(str(root / folder))
        return server


def serve(root: Path, host: str, port: int, rebuild: Callable[[], object]) -> None:
    """Show root/site at http://host:port/ and call `rebuild` whenever data/, content/ or theme/ changes, until interrupted."""
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
