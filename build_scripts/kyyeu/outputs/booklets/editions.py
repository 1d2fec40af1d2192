"""The editions of a printed work: what each is for, whose consent it needs, and where its file belongs."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.conferences import Conference
from kyyeu.model.privacy import PRINT, SITE_PDF, Channel
from kyyeu.views import addresses


@dataclass(frozen=True, slots=True)
class Edition:
    """`suffix` ends the name of its file in print/, `kind` is what that is."""

    id: str
    title: str
    suffix: str
    kind: str = ".pdf"


SCREEN = Edition("screen", "Bản xem trên màn hình", "")
PRESS_RUN = Edition("press", "Bản cho nhà in: tràn lề 3 mm, dấu cắt", "-nha-in")
IMPOSED = Edition("imposed", "Bản bình trang, văn phòng tự in: gấp thành sách hoặc xén rời", "-binh-trang")
LED = Edition("led", "Ảnh cho màn hình LED", "", ".png")
EDITIONS = {entry.id: entry for entry in (SCREEN, PRESS_RUN, IMPOSED, LED)}


def channel_of(edition: Edition, public: bool) -> Channel:
    """What is or may be put on the site needs consent for both; what stays in print/ needs print alone (domain §8)."""
    return SITE_PDF if public and edition is SCREEN else PRINT


def site_address(work: str, edition: Edition, conference: Conference) -> str:
    """Path of a public work's screen edition below the site's root."""
    return addresses.booklet_file(conference.unit, work, conference.id)


def print_address(
    work: str, edition: Edition, conference: Conference, *, organiser: str, suffix: str = ""
) -> str:
    """Path below print/, where only the organiser's files lie at the top. A conference's id tells two of one unit and cycle apart."""
    folder = "" if conference.unit == organiser else f"{conference.unit}/"
    return f"{folder}{work}-{conference.id}{edition.suffix}{suffix or edition.kind}"
