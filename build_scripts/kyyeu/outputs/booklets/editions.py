"""Defines the editions of a printed work, such as screen or press, with their channels and file paths."""

from dataclasses import dataclass

from kyyeu.model.conferences import Conference
from kyyeu.model.privacy import PRINT, SITE_PDF, Channel
from kyyeu.views import addresses


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition: the form of a printed work for a screen, a press, an office printer or an LED wall.

    Its file name in the folder print/ ends in `suffix` and `extension`, such as '-nha-in.pdf'.
    """

    id: str
    suffix: str
    extension: str = ".pdf"


SCREEN = Edition("screen", "")
PRESS = Edition("press", "-nha-in")
IMPOSED = Edition("imposed", "-binh-trang")
LED = Edition("led", "", ".png")
EDITIONS = {edition.id: edition for edition in (SCREEN, PRESS, IMPOSED, LED)}


def channel_of(edition: Edition, public: bool) -> Channel:
    """Returns the publishing channel of an edition, which decides who may be shown in it.

    The screen edition of a `public` work, which is put on the site, has the channel “PDF on the site”. All
    other editions have the channel “print”.
    """
    return SITE_PDF if public and edition is SCREEN else PRINT


def site_address(work: str, edition: Edition, conference: Conference) -> str:
    """Returns the path, within site/, of a printed work's screen edition (PDF) for visitors to download."""
    return addresses.booklet_file(conference.unit, work, conference.id)


def print_address(
    work: str, edition: Edition, conference: Conference, *, organiser: str, suffix: str = ""
) -> str:
    """Returns the path of an edition's file within print/.

    The file is in a folder named after the conference's unit. Files of the organiser (the department) are
    directly in print/. A `suffix`, such as '.docx', replaces the edition's extension. The file name contains
    the conference's id, because a unit may hold two conferences in one cycle (period of five years).
    """
    folder = "" if conference.unit == organiser else f"{conference.unit}/"
    return f"{folder}{work}-{conference.id}{edition.suffix}{suffix or edition.extension}"
