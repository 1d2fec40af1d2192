"""Makes the data that all pages of the site share: title, organiser, contact and demonstration notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from kyyeu.model.awards import Level
from kyyeu.model.conferences import Conference
from kyyeu.model.site import Forge, Site
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import governing_name

_EDIT_PATHS = {Forge.GITLAB: "-/edit", Forge.GITHUB: "edit", Forge.FORGEJO: "_edit"}


@dataclass(frozen=True, slots=True)
class PageView:
    """The data that every web page has: a heading and a description.

    Search engines and previews of shared links show the description.
    """

    heading: str
    description: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """The data that header, menu and footer of every page show.

    `url` and `repository` are absolute addresses.
    """

    title: str
    description: str
    url: str
    organiser: str
    governing: str
    office: str
    email: str
    demonstration: bool
    repository: str


def site_view(catalogue: Catalogue) -> SiteView:
    """Returns the data that header, menu and footer of every page show.

    The organiser of the site is named as on the day of the conference of the whole sector (all schools of the
    province).
    """
    site = catalogue.published.site
    day = sector_day(catalogue)
    return SiteView(
        title=site.title,
        description=site.tagline,
        url=site.url,
        organiser=catalogue.unit_name(site.organiser, day),
        governing=governing_name(catalogue, site.organiser, day),
        office=site.contact.office,
        email=site.contact.email,
        demonstration=site.demonstration,
        repository=(site.repository or "").rstrip("/"),
    )


def sector_day(catalogue: Catalogue) -> date:
    """Returns the day of the current cycle's conference of the whole sector (all schools of the province).

    If that day is unknown, it returns the day of the build.
    """
    return next((day for record in sector_conferences(catalogue) if (day := record.main_day)), catalogue.day)


def sector_conferences(catalogue: Catalogue) -> Iterator[Conference]:
    """Yields the conferences of the whole sector (all schools of the province) in the current cycle.

    Usually there is one.
    """
    site = catalogue.published.site
    for record in catalogue.conferences:
        if record.unit == site.organiser and record.cycle == site.cycle and record.level is Level.SECTOR:
            yield record


def known_facts(*facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Returns those (label, text) pairs whose text is not '', for the box of facts on a web page."""
    return tuple((label, text) for label, text in facts if text)


def edit_address(site: Site, file: str) -> str:
    """Returns the web address at which a content file of the project can be edited in its git repository.

    The form of the address depends on the host's software: GitLab, GitHub, or Forgejo and Gitea. The result
    is '' if the site names no repository.
    """
    if not site.repository:
        return ""
    named = (forge for forge in (Forge.GITLAB, Forge.GITHUB) if forge.value in site.repository)
    forge = site.editor.forge if site.editor else next(named, Forge.FORGEJO)
    branch = site.editor.branch if site.editor else "main"
    repository = site.repository.removesuffix("/").removesuffix(".git")
    return f"{repository}/{_EDIT_PATHS[forge]}/{quote(branch)}/{quote(file)}"
