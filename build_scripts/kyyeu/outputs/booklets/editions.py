"""The editions of a printed work: what each is for, which consent it needs, and where its file belongs."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.model.conferences import Conference
from kyyeu.model.privacy import PRINT, SITE_PDF, Channel
from kyyeu.views import addresses


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a printed work. The name of its file in print/ ends in `suffix` and `extension`."""

    id: str
    title: str
    suffix: str
    extension: str = ".pdf"


SCREEN = Edition("screen", "Bản xem trên màn hình", "")
PRESS = Edition("press", "Bản cho nhà in: tràn lề 3 mm, dấu cắt", "-nha-in")
IMPOSED = Edition("imposed", "Bản bình trang, văn phòng tự in: gấp thành sách hoặc xén rời", "-binh-trang")
LED = Edition("led", "Ảnh cho màn hình LED", "", ".png")
EDITIONS = {edition.id: edition for edition in (SCREEN, PRESS, IMPOSED, LED)}


def channel_of(edition: Edition, public: bool) -> Channel:
    """The channel of an edition: the site's PDFs if it may be put on the site, else print (domain §8)."""
    return SITE_PDF if public and edition is SCREEN else PRINT


def site_address(work: str, edition: Edition, conference: Conference) -> str:
    """The path of a public work's screen edition within site/."""
    return addresses.booklet_file(conference.unit, work, conference.id)


def print_address(
    work: str, edition: Edition, conference: Conference, *, organiser: str, suffix: str = ""
) -> str:
    """The path of an edition's file within print/, in the unit's folder unless the unit is the organiser.

    `suffix` stands in for the edition's extension. The name holds the conference's id, since a unit may hold
    two in one cycle.
    """
    folder = "" if conference.unit == organiser else f"{conference.unit}/"
    return f"{folder}{work}-{conference.id}{edition.suffix}{suffix or edition.extension}"
