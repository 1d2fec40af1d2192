"""The publishing channels, and the decision that each field's declaration makes about them.

A field that is not declared as shown is never published.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pydantic.fields import FieldInfo


class Channel(Enum):
    """A channel for publishing records; `facts.consent.SCOPES` says what each asks of a consent form.

    SITE_PDF is the booklets that the site offers for download, PRINT the files for the press and the office.
    """

    SITE = "site"
    SITE_PDF = "site_pdf"
    PRINT = "print"
    OPEN_DATA = "open_data"


class Shown(Enum):
    """The channels in which a field may stand."""

    EVERYWHERE = frozenset(Channel)
    # PAGES: people may read the field on the site and on paper, but it is not given away as open data
    PAGES = frozenset({Channel.SITE, Channel.SITE_PDF, Channel.PRINT})
    PAPER = frozenset({Channel.PRINT})
    NOWHERE = frozenset[Channel]()

    def on(self, channel: Channel) -> bool:
        """Whether a field that is declared so may stand in a channel."""
        return channel in self.value


class Withheld(Enum):
    """What becomes of a field that refers to a withheld person, picture or award."""

    LEFT_OUT = "left_out"  # the list keeps its other items
    BLANKED = "blanked"  # the field reads as if nobody had filled it in
    DROPPED = "dropped"  # the whole group or record that holds the field is withheld too


@dataclass(frozen=True, slots=True)
class Privacy:
    """The decision about a field: its channels, and what becomes of it if it refers to something withheld."""

    shown: Shown
    withheld: Withheld | None = None


SITE, SITE_PDF, PRINT, OPEN_DATA = Channel
EVERYWHERE, PAGES, PAPER, NOWHERE = Shown
LEFT_OUT, BLANKED, DROPPED = Withheld


def privacy_of(field: FieldInfo) -> Privacy | None:
    """The decision declared for a field; None if it was forgotten, and then no channel shows the field."""
    return next((mark for mark in field.metadata if isinstance(mark, Privacy)), None)
