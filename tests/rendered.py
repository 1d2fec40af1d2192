"""The site of a catalogue, rendered without booklets into a folder: for tests that read its files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from build_scripts.loading.load import load
from build_scripts.outputs.site.build import site_files
from build_scripts.publishing.consent import SITE, publish
from build_scripts.views.catalogue import Catalogue, catalogue
from build_scripts.work.place import put_in_place
from build_scripts.work.run import worker
from tests.building import DAY, SAMPLE

TODAY = date.fromisoformat(DAY)


def sample_catalogue() -> Catalogue:
    """What the sample shows on its site."""
    library, _ = load(SAMPLE)
    assert library is not None
    return catalogue(publish(library, SITE, TODAY), TODAY)


def render_site(found: Catalogue, folder: Path, root: Path = SAMPLE) -> Path:
    """The folder of the site, below `folder`."""
    with worker(folder / "cache", progress=False) as crew:
        put_in_place(site_files(crew, root, found, ()), folder / "site", folder / "placed")
    return folder / "site"
