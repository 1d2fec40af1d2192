"""Renders the pages of a site from a catalogue, without booklets, for tests that read the site's files."""

from pathlib import Path

from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.outputs.exports.records import OpenData
from kyyeu.outputs.site.build import site_files
from kyyeu.stages import Channels
from kyyeu.views.catalogue import Catalogue
from kyyeu.work.place import put_in_place
from kyyeu.work.run import start_worker

from tests.building import SAMPLE, TODAY, read_project


def sample_catalogue() -> Catalogue:
    return Channels(read_project(), TODAY).catalogue(SITE)


def open_data(library: Library) -> OpenData:
    return Channels(library, TODAY).open_data()


def render_site(shown: Catalogue, folder: Path, root: Path = SAMPLE, data: OpenData | None = None) -> Path:
    """Renders the site of a catalogue (sorted published records) into a new folder below `folder`.

    Returns the new folder.
    """
    with start_worker(folder / "cache") as worker:
        put_in_place(site_files(worker, root, shown, (), data=data), folder / "site", folder / "placed")
    return folder / "site"
