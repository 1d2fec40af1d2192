"""What every page's frame says: whose site this is, whom to ask, whether it is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kyyeu.model.awards import Level
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import governing_name


@dataclass(frozen=True, slots=True)
class SiteView:
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
    """The organiser bears the name it had at the current cycle's sector conference."""
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
    """Day of the current cycle's sector conference; the build's where none has a date yet."""
    site = catalogue.published.site
    days = [
        main_day(entry)
        for entry in catalogue.conferences
        if entry.unit == site.organiser and entry.cycle == site.cycle and entry.level is Level.SECTOR
    ]
    return next((day for day in days if day), catalogue.day)


def edit_address(repository: str, file: str) -> str:
    """Where the host opens a file for editing: GitLab, GitHub and Forgejo or Gitea each have their own form; '' without a repository."""
    if not repository:
        return ""
    form = (
        "/-/edit/main/"
        if "gitlab" in repository
        else "/edit/main/"
        if "github" in repository
        else "/_edit/main/"
    )
    return f"{repository.rstrip('/')}{form}{file}"
