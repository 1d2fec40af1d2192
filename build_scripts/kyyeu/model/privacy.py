"""Defines the publishing channels, and how each field declares which channels may show it.

A field without such a declaration is never published.
"""

from dataclasses import dataclass
from enum import Enum

from pydantic.fields import FieldInfo


class Channel(Enum):
    """A channel for publishing records.

    `facts.consent.SCOPES` says what a consent form must allow for each channel. SITE_PDF means the booklets
    that the site offers for download, PRINT the files for the printing company and the office.
    """

    SITE = "site"
    SITE_PDF = "site_pdf"
    PRINT = "print"
    OPEN_DATA = "open_data"


class Shown(Enum):
    """The publishing channels that may show a field."""

    EVERYWHERE = frozenset(Channel)
    # PAGES: people may read the field on the site and in print, but the open data files leave it out.
    PAGES = frozenset({Channel.SITE, Channel.SITE_PDF, Channel.PRINT})
    PAPER = frozenset({Channel.PRINT})
    NOWHERE = frozenset[Channel]()

    def on(self, channel: Channel) -> bool:
        """Whether a field with this declaration may be shown in a publishing channel, such as print."""
        return channel in self.value


class Withheld(Enum):
    """What happens to a field that refers to a withheld person, picture or award."""

    LEFT_OUT = "left_out"  # Only the list item that refers to something withheld is removed.
    BLANKED = "blanked"  # The field is left empty, as if nobody had filled it in.
    DROPPED = "dropped"  # The whole group or record that holds the field is withheld too.


@dataclass(frozen=True, slots=True)
class Privacy:
    """A field's privacy declaration.

    It says which channels may show the field, and what happens if the field refers to something withheld.
    """

    shown: Shown
    withheld: Withheld | None = None


SITE, SITE_PDF, PRINT, OPEN_DATA = Channel
EVERYWHERE, PAGES, PAPER, NOWHERE = Shown
LEFT_OUT, BLANKED, DROPPED = Withheld


def privacy_of(field: FieldInfo) -> Privacy | None:
    """The privacy declaration of a field; None if it is missing, in which case no channel shows the field."""
    return next((mark for mark in field.metadata if isinstance(mark, Privacy)), None)
