"""Catalogue + frames + photos → one Job a page. The table below says which pages there are, from which view and template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from kyyeu.outputs.site.head import page_head
from kyyeu.outputs.site.page_frames import Frames, fill
from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.templates import templates
from kyyeu.resources import THEME
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.booklet_downloads import BookletFile, booklets
from kyyeu.views.site.conference_schedule import season
from kyyeu.views.site.conferences import conference, conferences
from kyyeu.views.site.documents import documents
from kyyeu.views.site.exemplar_list import exemplar_lists
from kyyeu.views.site.exemplars import profile
from kyyeu.views.site.home import home
from kyyeu.views.site.movement_years import movement_year, movement_years
from kyyeu.views.site.movements import movement, movements
from kyyeu.views.site.news import news_items, news_list, news_year, news_years
from kyyeu.views.site.offline import offline_page
from kyyeu.views.site.old_addresses import moved
from kyyeu.views.site.open_data import FOLDER, data_page
from kyyeu.views.site.search_entries import search_page
from kyyeu.views.site.statistics_page import figures
from kyyeu.views.site.structured_data import Thing, things
from kyyeu.views.site.units import unit, units
from kyyeu.work.job import Job, code_version, hash_files, key
from kyyeu.work.run import Worker

_PICTURE = re.compile(
    r"PictureView\(file='([^']+)'"
)  # a view's repr is its key: looking there is five times faster than walking it
Files = tuple[BookletFile, ...]
Listed = Iterable[tuple[str, Callable[[], Any]]]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A row: `views` gives the address of every page of the kind, and what makes its view. A view has `heading` and `description`."""

    name: str
    section: str
    template: str
    views: Callable[[Catalogue, Files], Listed]


def made(views: Iterable[tuple[str, Any]]) -> Listed:
    """Views that are there already, as a row wants them."""
    return ((address, partial(_itself, view)) for address, view in views)


def _itself(view: Any) -> Any:
    return view


PAGES: tuple[PageKind, ...] = (
    PageKind("home", "home", "home.html", lambda found, files: [("", partial(home, found, files))]),
    PageKind("exemplars", "exemplars", "exemplars.html", lambda found, files: made(exemplar_lists(found))),
    PageKind(
        "profile",
        "exemplars",
        "profile.html",
        lambda found, files: (
            (addresses.exemplar(entry.ref), partial(profile, found, entry)) for entry in found.exemplars
        ),
    ),
    PageKind("units", "units", "units.html", lambda found, files: [("don-vi/", partial(units, found))]),
    PageKind(
        "unit",
        "units",
        "unit.html",
        lambda found, files: (
            (addresses.unit(entry.id), partial(unit, found, entry, files))
            for entry in found.library.units.values()
        ),
    ),
    PageKind(
        "movements",
        "movements",
        "movements.html",
        lambda found, files: [("phong-trao/", partial(movements, found))],
    ),
    PageKind(
        "movement",
        "movements",
        "movement.html",
        lambda found, files: (
            (addresses.movement(entry.id), partial(movement, found, entry))
            for entry in found.library.movements.values()
        ),
    ),
    PageKind(
        "movement-year",
        "movements",
        "movement_year.html",
        lambda found, files: (
            (addresses.movement_year(year), partial(movement_year, found, cycle, year))
            for cycle, year in movement_years(found)
        ),
    ),
    PageKind(
        "conferences",
        "conferences",
        "conferences.html",
        lambda found, files: [("hoi-nghi/", partial(conferences, found))],
    ),
    PageKind(
        "conference",
        "conferences",
        "conference.html",
        lambda found, files: (
            (addresses.conference(entry.ref), partial(conference, found, entry, files))
            for entry in found.conferences
        ),
    ),
    PageKind(
        "season",
        "conferences",
        "season.html",
        lambda found, files: [(addresses.SEASON, partial(season, found))],
    ),
    PageKind("news", "news", "news.html", lambda found, files: [("tin-tuc/", partial(news_list, found))]),
    PageKind(
        "news-year",
        "news",
        "news.html",
        lambda found, files: (
            (addresses.news_year(year), partial(news_year, found, year)) for year in news_years(found)
        ),
    ),
    PageKind("news-item", "news", "news_item.html", lambda found, files: made(news_items(found))),
    PageKind(
        "statistics",
        "statistics",
        "statistics.html",
        lambda found, files: [("thong-ke/", partial(figures, found))],
    ),
    PageKind(
        "documents",
        "documents",
        "documents.html",
        lambda found, files: [("van-ban/", partial(documents, found))],
    ),
    PageKind(
        "booklets",
        "booklets",
        "booklets.html",
        lambda found, files: [("an-pham/", partial(booklets, found, files))],
    ),
    PageKind(
        "search", "search", "search.html", lambda found, files: [("tim-kiem/", partial(search_page, found))]
    ),
    PageKind("offline", "search", "offline.html", lambda found, files: [(addresses.OFFLINE, offline_page)]),
    PageKind("moved", "exemplars", "moved.html", lambda found, files: made(moved(found))),
)
DATA_PAGE = PageKind(
    "data", "statistics", "data.html", lambda found, files: [(FOLDER, partial(data_page, found))]
)
assert len({kind.name for kind in PAGES}) == len(PAGES), "two kinds of page bear one name"


def render_pages(
    worker: Worker,
    catalogue: Catalogue,
    frames: Frames,
    photos: Mapping[str, Photo],
    booklet_files: Files = (),
    data: Catalogue | None = None,
) -> dict[str, str]:
    """Address of every page → key of its bytes in the cache. `data` is of the library published for open data, where there is any."""
    site = catalogue.library.site
    shared = (
        code_version(),
        hash_files(THEME, ("pages/**/*", "site/icons/*", "site/partials/*.svg")),
        site.url,
        site.title,
    )
    frame_keys = {place: key(frame) for place, frame in frames.items()}
    told = things(catalogue)

    def plan(page: tuple[PageKind, str, Callable[[], Any]]) -> Job:
        kind, address, make = page
        view, place = make(), (kind.section, address.count("/"))
        thing, text = told[address]() if address in told else None, repr(view)
        shown = tuple((file, photos[file]) for file in sorted(set(_PICTURE.findall(text))) if file in photos)
        found = key("page", kind.name, address, text, thing, shown, frame_keys[place], shared)
        given = (
            (kind.name, kind.section, kind.template),
            address,
            view,
            thing,
            frames[place],
            shown,
            site.url,
            site.title,
        )
        return Job("page", address, found, render_page, given)

    pages = [
        (kind, address, make) for kind in PAGES for address, make in kind.views(catalogue, booklet_files)
    ]
    if data:
        pages += [(DATA_PAGE, address, make) for address, make in DATA_PAGE.views(data, booklet_files)]
    return worker.run_planned("page", plan, pages)


def render_page(
    kind: tuple[str, str, str],
    address: str,
    view: Any,
    thing: Thing | None,
    frame: str,
    photos: tuple[tuple[str, Photo], ...],
    site_url: str,
    site_title: str,
) -> bytes:
    """`kind` is the name, section and template of its row: what another process can be given."""
    name, section, template = kind
    fragment = templates().render(template, view, "../" * address.count("/"), dict(photos))
    title = f"{view.heading} · {site_title}" if address else site_title
    head = page_head(name, section, view, thing, dict(photos), site_url, "../" * address.count("/"))
    return fill(
        frame, title, view.description, site_url + getattr(view, "moved_to", address), fragment, name, head
    ).encode()
