"""What a reader keeps for the day the network fails: the page that lists it, and what one button at a conference saves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.vietnamese import file_size
from kyyeu.views import addresses
from kyyeu.views.programmes import SessionView
from kyyeu.views.site.booklet_downloads import BookletFile

LARGEST = 40_000_000  # bytes of booklets that a telephone is asked to keep; the smallest first
A_PAGE = 60_000  # bytes, about, of a page with its pictures


@dataclass(frozen=True, slots=True)
class OfflineCopy:
    """`addresses` of pages and booklets; `size` in words."""

    addresses: tuple[str, ...]
    size: str


@dataclass(frozen=True, slots=True)
class OfflineView:
    heading: str
    description: str


def offline_page() -> OfflineView:
    return OfflineView(
        "Xem khi mất mạng", "Những trang và ấn phẩm đã lưu trên máy này, mở được cả khi không có mạng."
    )


def offline_copy(
    address: str, sessions: Iterable[SessionView], speakers: Iterable[str], files: Iterable[BookletFile]
) -> OfflineCopy | None:
    """The home page, the conference at `address`, its exemplars who speak, its booklets; None where nobody speaks and there is no booklet.

    `speakers` are the addresses of those who give a speech, '' where one has none."""
    named = (
        exemplar.address for session in sessions for item in session.items for exemplar in item.exemplars
    )
    pages = tuple(dict.fromkeys((address, *named, *filter(None, speakers))))
    books, total = [], len(pages) * A_PAGE
    for file in sorted(files, key=lambda entry: (entry.size, entry.address)):
        if total + file.size > LARGEST:
            break
        books.append(file.address)
        total += file.size
    if len(pages) == 1 and not books:
        return None
    return OfflineCopy((addresses.SECTIONS["home"][0], *pages, *books), f"khoảng {file_size(total)}")
