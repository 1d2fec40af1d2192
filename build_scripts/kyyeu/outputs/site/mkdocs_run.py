"""Runs MkDocs to render the pages written in Markdown (content/*.md) and the page frames.

A page frame is an empty page (header, menu, footer) with placeholders, which a record's page is later filled
into. Only this module and mkdocs_plugin.py import MkDocs.
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

from kyyeu.loading.files import is_prose
from kyyeu.outputs.markdown import sanitise
from kyyeu.outputs.site.cards import card_address
from kyyeu.outputs.site.page_frames import DEPTHS, frame_path
from kyyeu.outputs.site.policy import PAGE_POLICY
from kyyeu.outputs.site.typography import LineBreaks, keep_compounds
from kyyeu.resources import GUIDE, HOME
from kyyeu.vietnamese import keep_together, slug
from kyyeu.views.addresses import SECTIONS
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.source import Source

_GUIDE_SECTION = "guide"
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_TABLE_START = re.compile("<table>")
_SCROLLING_TABLE_START = '<div class="tbl" tabindex="0" role="region" aria-label="Bảng {}"><table>'


class PluginConfig(Config):
    """The options of the MkDocs plugin: none, since all settings of the site are in data/site.yml."""


class FramePlugin(BasePlugin[PluginConfig]):
    """The MkDocs plugin that renders the pages written in Markdown, and the page frames.

    A page frame is an empty page (header, menu, footer) with placeholders. `settings` are the site's
    settings; `guide` is the folder of the user guide.
    """

    settings: SiteView
    guide = GUIDE

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Gives MkDocs the site's title, description and address, and switches off MkDocs' own sitemap.

        Kyyeu writes the sitemap itself, because it must also list pages that MkDocs does not make.
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
        """Removes files that MkDocs would copy to the site, except Markdown pages, and adds the user guide.

        Also adds an empty page for each section of the site and each folder depth, which MkDocs renders as a
        frame (header, menu, footer), and the pages of records are later filled into such frames.
        """
        for given in list(files):
            if not is_prose(given.src_uri):
                files.remove(given)
        present = {given.src_uri for given in files}
        # The guide is for those who edit the site, so the readers' menu leaves it out.
        menu = [(key, address, name) for key, (address, name) in SECTIONS.items()]
        config.extra["guide"] = next(section for section in menu if section[0] == _GUIDE_SECTION)
        config.extra["sections"] = [section for section in menu if section != config.extra["guide"]]
        for file in sorted(filter(Path.is_file, self.guide.rglob("*"))):
            uri = SECTIONS[_GUIDE_SECTION][0] + file.relative_to(self.guide).as_posix()
            files.append(File.generated(config, uri, abs_src_path=str(file)))
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
        """Sets the site section of a page written in Markdown, and returns its text unchanged.

        Of the author's front matter, only title and description are kept, because MkDocs would also obey a
        template name in it. The home page is marked as a page frame: it has placeholders that the build fills
        in.
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
        """Returns the sanitised HTML of a page written in Markdown.

        Python-Markdown would keep raw HTML and javascript: addresses. Each table is put into a box that
        scrolls, so that a wide table does not widen the page.
        """
        tables = count(1)
        clean = _TABLE_START.sub(lambda match: _SCROLLING_TABLE_START.format(next(tables)), sanitise(html))
        clean = clean.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
        # A text such as '@@kyyeu:' in a Markdown page is escaped, so that it does not act as a placeholder.
        # The build fills in the placeholders on the home page later.
        clean = clean.replace("@@kyyeu:", "@@kyyeu&#58;")
        return _TEXT.sub(lambda match: keep_together(match[0]), clean)


def _without_placeholders(value: object) -> object:
    """Returns a title or setting in which '@@kyyeu:' no longer acts as a placeholder.

    Only the placeholders of the page frames themselves may be filled in.
    """
    return value.replace("@@kyyeu:", "@@ kyyeu:") if type(value) is str else value


def _frame(config: MkDocsConfig, section: str, depth: int, path: str) -> File:
    meta = f"---\nframe: true\nsection: {section}\ndepth: {depth}\ntitle: ''\n---\n"
    file = File.generated(config, path.replace(".html", ".md"), content=meta)
    file.dest_uri = file.url = path
    return file


def run_mkdocs(files: Mapping[str, Source], settings: SiteView) -> dict[str, bytes]:
    """Runs MkDocs in a temporary folder and returns the files that it wrote, by path.

    `files` are mkdocs.yml, and the files below content/ and theme/ that MkDocs may read. MkDocs reads
    copies of them. So it renders the content that was checked, even if somebody edits a page meanwhile. The
    same files and settings give the same bytes.
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
        plugin.settings, plugin.guide = settings, project / GUIDE.relative_to(HOME)
        config.plugins["kyyeu"] = plugin
        build(config)
        return read_folder(site)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Returns the content of every file below `folder`, as a dict from relative path to bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
