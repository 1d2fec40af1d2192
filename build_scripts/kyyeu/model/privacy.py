"""Defines the publishing channels, and how each field declares which channels may show it.

A field without such a declaration is never published.
"""

from dataclasses import dataclass
from enum import Enum

from pydantic.fields import FieldInfo


class Channel(Enum):
    """Lists the channels by which records are published.

    SITE_PDF means the booklets that the site offers for download. PRINT means the files for the printing
    company and the office. `facts.consent.SCOPES` says what a consent form must allow for each channel.
    """

    SITE = "site"
    SITE_PDF = "site_pdf"
    PRINT = "print"
    OPEN_DATA = "open_data"


class Shown(Enum):
    """Lists the sets of publishing channels in which fields may be shown; each field declares one set."""

    EVERYWHERE = frozenset(Channel)
    # PAGES is for fields that people may read on the site and in print, but that open data files leave out.
    PAGES = frozenset({Channel.SITE, Channel.SITE_PDF, Channel.PRINT})
    PAPER = frozenset({Channel.PRINT})
    NOWHERE = frozenset[Channel]()

    def on(self, channel: Channel) -> bool:
        """Returns whether a publishing channel, such as print, may show a field with this declaration."""
        return channel in self.value


class Withheld(Enum):
    """Lists what can happen to a field that refers to a person, picture or award that may not be shown."""

    LEFT_OUT = "left_out"  # Only those items of a list that refer to something withheld are removed.
    BLANKED = "blanked"  # A field that refers to something withheld is emptied.
    DROPPED = "dropped"  # A group or record with a field that refers to something withheld is withheld too.


@dataclass(frozen=True, slots=True)
class Privacy:
    """Holds a field's privacy declaration.

    `shown` says which channels may show the field. `withheld` says what happens if the field refers to a
    person, picture or award that may not be shown.
    """

    shown: Shown
    withheld: Withheld | None = None


SITE, SITE_PDF, PRINT, OPEN_DATA = Channel
EVERYWHERE, PAGES, PAPER, NOWHERE = Shown
LEFT_OUT, BLANKED, DROPPED = Withheld


def privacy_of(field: FieldInfo) -> Privacy | None:
    """Returns the privacy declaration of a field.

    Returns None if the field has no declaration; no channel then shows the field.
    """
    return next((mark for mark in field.metadata if isinstance(mark, Privacy)), None)
