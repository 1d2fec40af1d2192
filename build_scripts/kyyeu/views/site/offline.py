"""Makes the data with which browsers store pages of the site for reading without a network connection.

One page lists what the browser has stored; a button on a conference's page stores that conference.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.vietnamese import file_size
from kyyeu.views import addresses
from kyyeu.views.programmes import SessionView
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.site_frame import PageView

# The most bytes that the browser stores for one conference; the smallest booklets are stored first.
LARGEST_COPY = 40_000_000
PAGE_SIZE = 60_000  # The assumed size in bytes of a web page with its pictures.


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """What a button for offline reading stores: addresses of pages and booklets, and their size as text."""

    addresses: tuple[str, ...]
    size: str


@dataclass(frozen=True, slots=True)
class OfflineView(PageView):
    """The page that lists what the browser has stored for offline reading."""


def offline_page() -> OfflineView:
    """Returns the page that lists what the browser has stored for offline reading."""
    return OfflineView(
        "Xem khi mất mạng", "Những trang và ấn phẩm đã lưu trên máy này, mở được cả khi không có mạng."
    )


def offline_copy(
    address: str, sessions: Iterable[SessionView], speakers: Iterable[str], files: Iterable[BookletFile]
) -> OfflineCopy | None:
    """Lists what a visitor's browser stores for use at a conference without a network.

    These are the home page, the conference's page at `address`, the profiles of exemplars (honoured people or
    groups) in the programme, and booklets. `speakers` are the profile addresses of those who give a speech,
    '' for a speaker without a profile. The result is None if the conference has neither a speaker nor a
    booklet.
    """
    honoured = (
        exemplar.address for session in sessions for item in session.items for exemplar in item.exemplars
    )
    pages = tuple(dict.fromkeys((address, *honoured, *filter(None, speakers))))
    books, total = [], len(pages) * PAGE_SIZE
    for file in sorted(files, key=lambda file: (file.size, file.address)):
        if total + file.size > LARGEST_COPY:
            break
        books.append(file.address)
        total += file.size
    if len(pages) == 1 and not books:
        return None
    return OfflineCopy((addresses.SECTIONS["home"][0], *pages, *books), f"khoảng {file_size(total)}")
