"""Page data of what readers store for reading without a network.

These are the page that lists what is stored, and what the button on a conference's page stores.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.vietnamese import file_size
from kyyeu.views import addresses
from kyyeu.views.programmes import SessionView
from kyyeu.views.site.booklet_downloads import BookletFile

LARGEST_COPY = 40_000_000  # bytes that a phone stores at most for a conference; small booklets come first
PAGE_SIZE = 60_000  # bytes, roughly, of a page with its pictures


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """What the button stores: addresses of pages and booklets, and their size in words."""

    addresses: tuple[str, ...]
    size: str


@dataclass(frozen=True, slots=True)
class OfflineView:
    """The page that lists what is stored."""

    heading: str
    description: str


def offline_page() -> OfflineView:
    """Returns the page that lists what the browser has stored."""
    return OfflineView(
        "Xem khi mất mạng", "Những trang và ấn phẩm đã lưu trên máy này, mở được cả khi không có mạng."
    )


def offline_copy(
    address: str, sessions: Iterable[SessionView], speakers: Iterable[str], files: Iterable[BookletFile]
) -> OfflineCopy | None:
    """Returns what to store of a conference; None if nobody speaks and there is no booklet.

    It is the home page, the page at `address`, the exemplars who speak, and booklets. `speakers` are the
    addresses of those who give a speech, '' for one without a page.
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
