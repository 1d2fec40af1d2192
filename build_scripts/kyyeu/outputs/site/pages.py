"""Renders the pages of the site.

The table `PAGES` lists the kinds of pages. Each kind has a function that prepares the data of its pages, and
a template.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache, partial
from typing import Any, get_args, get_type_hints

from kyyeu.outputs.site.head import page_head
from kyyeu.outputs.site.page_frames import Frames, fill
from kyyeu.outputs.site.photos import Photo
from kyyeu.outputs.site.templates import templates
from kyyeu.resources import THEME
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.pictures import PictureView
from kyyeu.views.site.booklet_downloads import BookletFile, booklets
from kyyeu.views.site.conference_schedule import season
from kyyeu.views.site.conferences import conference, conferences
from kyyeu.views.site.documents import documents
from kyyeu.views.site.exemplar_list import exemplar_lists
from kyyeu.views.site.exemplars import MovedView, moved, profile
from kyyeu.views.site.home import home
from kyyeu.views.site.movements import movement, movement_year, movement_years, movements
from kyyeu.views.site.news import news_items, news_list, news_year, news_years
from kyyeu.views.site.offline import offline_page
from kyyeu.views.site.open_data import FOLDER, data_page
from kyyeu.views.site.search_items import search_page
from kyyeu.views.site.site_frame import PageView
from kyyeu.views.site.statistics_page import figures
from kyyeu.views.site.structured_data import Thing, things
from kyyeu.views.site.units import unit, units
from kyyeu.work.job import Job, code_version, key
from kyyeu.work.run import Worker
from kyyeu.work.source import FileSet, Source, file_set

BookletFiles = tuple[BookletFile, ...]
AddressedViews = Iterable[tuple[str, Callable[[], PageView]]]


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of web page, such as the pages of schools; a row of the table PAGES.

    `views` is a function that yields two things for every page of this kind: the page's address, and a
    function without arguments that prepares the page's data (its view).
    """

    name: str
    section: str
    template: str
    views: Callable[[Catalogue, BookletFiles], AddressedViews]


def _single(
    address: str, view: Callable[[Catalogue], PageView]
) -> Callable[[Catalogue, BookletFiles], AddressedViews]:
    """Returns a `views` function, as PageKind needs it, for a kind that has only one page.

    `address` is the page's address, and `view` the function that prepares its data.
    """
    return lambda catalogue, files: [(address, partial(view, catalogue))]


def _ready(
    views: Callable[[Catalogue], Iterable[tuple[str, PageView]]],
) -> Callable[[Catalogue, BookletFiles], AddressedViews]:
    """Turns a function that prepares the data of all pages of a kind at once into one that PageKind needs.

    PageKind needs a function that yields, for each page, its address and a function that returns its data.
    """
    return lambda catalogue, files: ((address, partial(_itself, view)) for address, view in views(catalogue))


def _itself(view: PageView) -> PageView:
    """Returns the given page data unchanged.

    PageKind needs a function that returns a page's data, even if the data is already prepared.
    """
    return view


PAGES: tuple[PageKind, ...] = (
    PageKind("home", "home", "home.html", lambda catalogue, files: [("", partial(home, catalogue, files))]),
    PageKind("exemplars", "exemplars", "exemplars.html", _ready(exemplar_lists)),
    PageKind(
        "profile",
        "exemplars",
        "profile.html",
        lambda catalogue, files: (
            (addresses.exemplar(exemplar.ref), partial(profile, catalogue, exemplar))
            for exemplar in catalogue.exemplars
        ),
    ),
    PageKind("units", "units", "units.html", _single("don-vi/", units)),
    PageKind(
        "unit",
        "units",
        "unit.html",
        lambda catalogue, files: (
            (addresses.unit(record.id), partial(unit, catalogue, record, files))
            for record in catalogue.published.units.values()
        ),
    ),
    PageKind("movements", "movements", "movements.html", _single("phong-trao/", movements)),
    PageKind(
        "movement",
        "movements",
        "movement.html",
        lambda catalogue, files: (
            (addresses.movement(record.id), partial(movement, catalogue, record))
            for record in catalogue.published.movements.values()
        ),
    ),
    PageKind(
        "movement-year",
        "movements",
        "movement_year.html",
        lambda catalogue, files: (
            (addresses.movement_year(year), partial(movement_year, catalogue, cycle, year))
            for cycle, year in movement_years(catalogue)
        ),
    ),
    PageKind("conferences", "conferences", "conferences.html", _single("hoi-nghi/", conferences)),
    PageKind(
        "conference",
        "conferences",
        "conference.html",
        lambda catalogue, files: (
            (addresses.conference(record.ref), partial(conference, catalogue, record, files))
            for record in catalogue.conferences
        ),
    ),
    PageKind("season", "conferences", "season.html", _single(addresses.SEASON, season)),
    PageKind("news", "news", "news.html", _single("tin-tuc/", news_list)),
    PageKind(
        "news-year",
        "news",
        "news.html",
        lambda catalogue, files: (
            (addresses.news_year(year), partial(news_year, catalogue, year)) for year in news_years(catalogue)
        ),
    ),
    PageKind("news-item", "news", "news_item.html", _ready(news_items)),
    PageKind("statistics", "statistics", "statistics.html", _single("thong-ke/", figures)),
    PageKind("documents", "documents", "documents.html", _single("van-ban/", documents)),
    PageKind(
        "booklets",
        "booklets",
        "booklets.html",
        lambda catalogue, files: [("an-pham/", partial(booklets, catalogue, files))],
    ),
    PageKind("search", "search", "search.html", _single("tim-kiem/", search_page)),
    PageKind(
        "offline", "search", "offline.html", lambda catalogue, files: [(addresses.OFFLINE, offline_page)]
    ),
    PageKind("moved", "exemplars", "moved.html", _ready(moved)),
)
DATA_PAGE = PageKind("data", "statistics", "data.html", _single(FOLDER, data_page))
assert len({kind.name for kind in PAGES}) == len(PAGES), "two kinds of page have the same name"


def render_pages(
    worker: Worker,
    catalogue: Catalogue,
    frames: Frames,
    photos: Mapping[str, Photo],
    booklet_files: BookletFiles = (),
    data: Catalogue | None = None,
) -> dict[str, Source]:
    """Renders all pages of the site and returns each finished HTML file by the page's address.

    `data` is the catalogue of the records in the open data. If it is None, there is no page about open data.
    """
    site = catalogue.published.site
    theme = file_set(THEME, ("pages/**/*", "site/icons/*", "site/partials/*.svg"))
    shared = (code_version(), theme, site.url, site.title)
    frame_keys = {place: key(frame) for place, frame in frames.items()}
    structured_data = dict(things(catalogue))

    def plan(page: tuple[PageKind, str, Callable[[], PageView]]) -> Job:
        kind, address, make_view = page
        view, place = make_view(), (kind.section, address.count("/"))
        thing = structured_data[address]() if address in structured_data else None
        files = {picture.file for picture in pictures_of(view)} & photos.keys()
        shown = tuple((file, photos[file]) for file in sorted(files))
        job_key = key("page", kind.name, address, repr(view), thing, shown, frame_keys[place], shared)
        names = (kind.name, kind.section, kind.template)
        arguments = (names, address, view, thing, frames[place], shown, site.url, site.title, theme)
        return Job("page", address, job_key, render_page, arguments)

    pages = [
        (kind, address, make_view)
        for kind in PAGES
        for address, make_view in kind.views(catalogue, booklet_files)
    ]
    if data:
        pages += [(DATA_PAGE, address, make_view) for address, make_view in DATA_PAGE.views(data, ())]
    return worker.run_planned("page", plan, pages)


def render_page(
    kind: tuple[str, str, str],
    address: str,
    view: PageView,
    thing: Thing | None,
    frame: str,
    photos: tuple[tuple[str, Photo], ...],
    site_url: str,
    site_title: str,
    theme: FileSet,
) -> bytes:
    """Returns the finished HTML file of a page.

    `kind` has the name, section and template of the page kind, because only simple values can be sent to
    another process. `theme` has the templates and drawings.
    """
    name, section, template = kind
    root = "../" * address.count("/")
    fragment = templates(theme).render(template, view, root, dict(photos))
    title = f"{view.heading} · {site_title}" if address else site_title
    head = page_head(name, section, view, thing, dict(photos), site_url, root)
    canonical = site_url + (view.moved_to if isinstance(view, MovedView) else address)
    return fill(frame, title, view.description, canonical, fragment, name, head).encode()


def pictures_of(view: object) -> Iterator[PictureView]:
    """Yields all pictures in a page's data (its view), including those in nested views."""
    if isinstance(view, PictureView):
        yield view
    elif isinstance(view, tuple):
        for item in view:
            yield from pictures_of(item)
    elif is_dataclass(view) and not isinstance(view, type):
        for name in _picture_fields(type(view)):
            yield from pictures_of(getattr(view, name))


@cache
def _picture_fields(view_type: type) -> tuple[str, ...]:
    """Returns the names of the fields of a view class that can contain pictures, also in nested views."""
    return tuple(name for name, hint in get_type_hints(view_type).items() if _can_hold_pictures(hint))


def _can_hold_pictures(hint: Any) -> bool:
    if isinstance(hint, type) and is_dataclass(hint):
        return hint is PictureView or bool(_picture_fields(hint))
    return any(map(_can_hold_pictures, get_args(hint)))
