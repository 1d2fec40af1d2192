"""Where a field of a record may be shown, said at its declaration. What is not declared as shown stays in the repository."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pydantic.fields import FieldInfo


class Channel(Enum):
    """A way out for records; what each asks of a consent form stands in `facts.consent.SCOPES`.

    SITE_PDF is a booklet that the site offers for download, PRINT what goes to the press and the office.
    """

    SITE = "site"
    SITE_PDF = "site_pdf"
    PRINT = "print"
    OPEN_DATA = "open_data"


class Shown(Enum):
    """The channels in which a field may stand."""

    EVERYWHERE = frozenset(Channel)
    PAGES = frozenset({Channel.SITE, Channel.SITE_PDF, Channel.PRINT})  # to read, not to reuse as data
    PAPER = frozenset({Channel.PRINT})
    NOWHERE = frozenset[Channel]()

    def on(self, channel: Channel) -> bool:
        """Whether a field so marked may stand in a channel."""
        return channel in self.value


class Withheld(Enum):
    """What becomes of a field that leads to a withheld person, picture or award."""

    LEFT_OUT = "left_out"  # the list goes on without that item
    BLANKED = "blanked"  # the field reads as if nobody had filled it in
    DROPPED = "dropped"  # the whole group or record that holds the field goes


@dataclass(frozen=True, slots=True)
class Privacy:
    """The decision about one field: where it may stand, and what happens when what it leads to is withheld."""

    shown: Shown
    withheld: Withheld | None = None


SITE, SITE_PDF, PRINT, OPEN_DATA = Channel
EVERYWHERE, PAGES, PAPER, NOWHERE = Shown
LEFT_OUT, BLANKED, DROPPED = Withheld


def privacy_of(field: FieldInfo) -> Privacy | None:
    """The decision declared for a model field; None where its author forgot it, and then no channel shows it."""
    return next((mark for mark in field.metadata if isinstance(mark, Privacy)), None)
