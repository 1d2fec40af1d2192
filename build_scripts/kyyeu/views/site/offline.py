"""Makes the data with which browsers store pages of the site for reading without a network connection.

One page of the site lists what the browser has stored. On a conference's page, a button stores the pages and
booklets that belong to that conference.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.vietnamese import file_size
from kyyeu.views import addresses
from kyyeu.views.programmes import SessionView
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.site_frame import PageView

# A browser stores at most this many bytes for one conference. The smallest booklets are chosen first.
LARGEST_COPY = 40_000_000
PAGE_SIZE = 60_000  # A web page with its pictures is assumed to have this many bytes.


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """Holds what the button for offline reading on a conference's page stores in the browser.

    These are the addresses of pages and booklets, and their total size as text.
    """

    addresses: tuple[str, ...]
    size: str


@dataclass(frozen=True, slots=True)
class OfflineView(PageView):
    """The data of the web page that lists what the reader's browser has stored for offline reading."""


def offline_page() -> OfflineView:
    """Returns the data of the web page that lists what a browser has stored for offline reading."""
    return OfflineView(
        "Xem khi mất mạng", "Những trang và ấn phẩm đã lưu trên máy này, mở được cả khi không có mạng."
    )


def offline_copy(
    address: str, sessions: Iterable[SessionView], speakers: Iterable[str], files: Iterable[BookletFile]
) -> OfflineCopy | None:
    """Returns what a visitor's browser stores for use at a conference without a network connection.

    It stores the home page, the conference's page at `address`, the profiles of exemplars (honoured people or
    groups) who are in the programme or give a speech, and booklets. `speakers` are addresses of profiles, ''
    for a speaker without one. The result is None if there are neither profiles nor booklets to store.
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
