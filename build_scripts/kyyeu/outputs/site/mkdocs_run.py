"""Runs MkDocs once to render the site's prose (content/*.md) and the empty frames of the record pages.

This module and mkdocs_plugin.py are the only ones that import MkDocs.
"""

import os
import re
import tempfile
from collections.abc import Mapping
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

from kyyeu.loading.files import is_guide_picture, is_prose
from kyyeu.outputs.markdown import sanitise
from kyyeu.outputs.site.cards import card_address
from kyyeu.outputs.site.page_frames import DEPTHS, frame_path
from kyyeu.outputs.site.policy import PAGE_POLICY
from kyyeu.outputs.site.typography import LineBreaks, keep_compounds
from kyyeu.vietnamese import keep_together, slug
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.source import Source

_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_TABLE_START = re.compile("<table>")
_SCROLLING_TABLE_START = '<div class="tbl" tabindex="0" role="region" aria-label="Bảng {}"><table>'


class PluginConfig(Config):
    """Options of the MkDocs plugin: it has none, since all settings of the site are in data/site.yml."""


class FramePlugin(BasePlugin[PluginConfig]):
    """The MkDocs plugin that renders prose pages and page frames with the site's `settings`."""

    settings: SiteView

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Gives MkDocs the site's title, description and address, and switches off MkDocs' own sitemap.

        Kyyeu writes the sitemap itself, because it must also list the record pages.
        """
        settings = self.settings
        config.site_name = settings.title
        config.site_description = settings.description
        config.site_url = settings.url
        config.extra |= {"site": settings, "policy": PAGE_POLICY, "card": card_address("home")}
        config.theme.static_templates.discard("sitemap.xml")
        config.mdx_configs.setdefault("toc", {})["slugify"] = lambda text, separator: slug(text)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Keeps only prose pages and the guide's pictures; MkDocs would copy all other files to the site.

        Adds an empty page for each combination of site section and folder depth; it becomes the frame
        (header, navigation, footer) of record pages there.
        """
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
        """Switches on HTML escaping in MkDocs' templates, so that titles and settings cannot contain HTML."""
        env.autoescape = True
        env.finalize = _without_placeholders
        env.add_extension(LineBreaks)
        env.filters["compounds"] = keep_compounds
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Sets the site section of every prose page.

        The home page is marked as a page frame too (a page with placeholders that the build fills in). Only
        title and description are taken from the author's front matter, since MkDocs would also obey a
        template name there.
        """
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
        """Sanitises the HTML of a prose page, since Python-Markdown keeps raw HTML and javascript: addresses.

        Each table is put into a box that scrolls, so that a wide table does not widen the page.
        """
        tables = count(1)
        clean = _TABLE_START.sub(lambda match: _SCROLLING_TABLE_START.format(next(tables)), sanitise(html))
        clean = clean.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
        # Prose must not contain a placeholder such as '@@kyyeu:', since placeholders on the home page are
        # filled in later.
        clean = clean.replace("@@kyyeu:", "@@kyyeu&#58;")
        return _TEXT.sub(lambda match: keep_together(match[0]), clean)


def _without_placeholders(value: object) -> object:
    """Breaks a placeholder in a title or setting, since only the placeholders of a frame may be filled in."""
    return value.replace("@@kyyeu:", "@@ kyyeu:") if type(value) is str else value


def _frame(config: MkDocsConfig, section: str, depth: int, path: str) -> File:
    meta = f"---\nframe: true\nsection: {section}\ndepth: {depth}\ntitle: ''\n---\n"
    file = File.generated(config, path.replace(".html", ".md"), content=meta)
    file.dest_uri = file.url = path
    return file


def run_mkdocs(files: Mapping[str, Source], settings: SiteView) -> dict[str, bytes]:
    """Runs MkDocs in a temporary folder and returns the files that it wrote, by path.

    `files` are mkdocs.yml, and the files below content/ and theme/site/ that MkDocs may read. It reads copies
    of them, so that it renders what was checked, even if somebody edits a page meanwhile. The same files and
    settings give the same bytes.
    """
    with tempfile.TemporaryDirectory(prefix="kyyeu-") as folder:
        project, site = Path(folder) / "project", Path(folder) / "site"
        (project / "content").mkdir(parents=True)
        for name, source in files.items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            source.copy(project / name)
        config = load_config(str(project / "mkdocs.yml"), site_dir=str(site), plugins=[])
        plugin = FramePlugin()
        plugin.load_config({})
        plugin.settings = settings
        config.plugins["kyyeu"] = plugin
        build(config)
        return read_folder(site)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Returns the bytes of every file below `folder`, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
