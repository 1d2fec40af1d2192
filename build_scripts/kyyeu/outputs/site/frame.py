"""MkDocs' one run: site prose (content/*.md) and the frames that record pages are filled into, as relative path → bytes.

A frame exists for every section and depth, so that its relative links hold wherever the page stands."""

from __future__ import annotations

import os
import re
import tempfile
from itertools import count
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from jinja2 import Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from kyyeu.outputs.markdown import sanitise
from kyyeu.outputs.site.cards import card_address
from kyyeu.outputs.site.fill import DEPTHS, frame_path, is_guide_picture, is_prose
from kyyeu.outputs.site.line_breaks import LineBreaks
from kyyeu.outputs.site.policy import PAGE_POLICY
from kyyeu.outputs.site.typography import keep_compounds
from kyyeu.vietnamese import keep_together, slug
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.site.site_frame import SiteView

_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_OPENING = re.compile("<table>")
_TABLE = '<div class="tbl" tabindex="0" role="region" aria-label="Bảng {}"><table>'


class PluginConfig(Config):
    """No options: whatever could be set stands in data/site.yml."""


class FramePlugin(BasePlugin[PluginConfig]):
    """Renders prose and frames with the words of `settings`."""

    settings: SiteView

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        settings = self.settings
        config.site_name, config.site_description, config.site_url = (
            settings.title,
            settings.description,
            settings.url,
        )
        config.extra |= {"site": settings, "policy": PAGE_POLICY, "card": card_address("home")}
        config.theme.static_templates.discard("sitemap.xml")
        config.mdx_configs.setdefault("toc", {})["slugify"] = lambda text, separator: slug(text)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Of content/ only prose is read, and of Material's own scripts and styles nothing: MkDocs would copy any file as it lies.
        A frame is added for every section and depth."""
        for file in list(files):
            if not is_prose(file.src_uri) and not is_guide_picture(file.src_uri):
                files.remove(file)
        present = {file.src_uri for file in files}
        config.extra["sections"] = [
            (key, address, name)
            for key, (address, name) in SECTIONS.items()
            if key != "guide" or "huong-dan/index.md" in present
        ]
        config.extra["has_about"] = "gioi-thieu.md" in present
        for section in SECTIONS:
            for depth in DEPTHS:
                path = frame_path(section, depth)
                if path != "index.html":
                    files.append(_frame(config, section, depth, path))
        if "index.md" not in present:
            files.append(File.generated(config, "index.md", content="---\ntitle: ''\n---\n"))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """MkDocs escapes nothing of what it puts into a page: titles and settings would be read as HTML."""
        env.autoescape = True
        env.add_extension(LineBreaks)
        env.filters["compounds"] = keep_compounds
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Every prose page knows its section, the home page that it is a frame too. Of its front matter only words count:
        MkDocs would take a template's name from there."""
        uri = page.file.src_uri
        if not page.file.generated_by:
            page.meta = {
                name: page.meta[name]
                for name in ("title", "description")
                if isinstance(page.meta.get(name), str)
            }
        if uri == "index.md":
            page.meta.update(section="home", frame=True)
        elif "frame" not in page.meta:
            page.meta["section"] = next(
                (key for key, (address, _) in SECTIONS.items() if address and uri.startswith(address)), ""
            )
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Python-Markdown lets HTML and javascript: addresses through; the sanitiser does not. Wide tables get a frame to scroll in."""
        tables = count(1)
        clean = _OPENING.sub(lambda match: _TABLE.format(next(tables)), sanitise(html)).replace(
            "</table>", "</table></div>"
        )
        clean = clean.replace("<pre>", '<pre tabindex="0">').replace(
            "@@kyyeu:", "@@kyyeu&#58;"
        )  # the home page is filled: no token in it
        return _TEXT.sub(lambda match: keep_together(match[0]), clean)


def _frame(config: MkDocsConfig, section: str, depth: int, path: str) -> File:
    meta = f"---\nframe: true\nsection: {section}\ndepth: {depth}\ntitle: ''\n---\n"
    file = File.generated(config, path.replace(".html", ".md"), content=meta)
    file.dest_uri = file.url = path
    return file


def render_prose(home: Path, root: Path, settings: SiteView) -> dict[str, bytes]:
    """Run MkDocs in this process into a temporary folder. The same prose, theme and settings give the same bytes."""
    with tempfile.TemporaryDirectory(prefix="kyyeu-") as folder:
        config = load_config(
            str(home / "mkdocs.yml"), docs_dir=str(root / "content"), site_dir=folder, plugins=[]
        )
        plugin = FramePlugin()
        plugin.load_config({})
        plugin.settings = settings
        config.plugins["kyyeu"] = plugin
        build(config)
        return read_folder(Path(folder))


def read_folder(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
