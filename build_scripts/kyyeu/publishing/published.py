"""Defines the type of what one channel may show; views and public outputs accept no other data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.privacy import Channel
from kyyeu.model.records import Records


@dataclass(frozen=True, slots=True)
class GateSummary:
    """What the publishing gate has decided, for the proof sheet that a head of unit signs; it names nobody.

    `channels` maps the (kind, reference) of each published person to the labels of the uses that this
    person's consent form allows. `withheld` maps (kind, unit) to the number of withheld people for each
    reason.
    """

    channels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Published(Records):
    """The records that `channel` may show on `day`; only `publishing.gate.publish` creates this object.

    A kind of record that `publish` does not name stays empty, so that no page, booklet or data file can
    contain it. `files` has the source file of each shown record, `attachments` only the pictures of shown
    records. `summary` (what the publishing gate decided about people) and `arrivals` (the days on which
    records were first committed) are filled only for print.
    """

    channel: Channel
    day: date
    files: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    summary: GateSummary = field(default_factory=GateSummary, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the project's folder."""
        return self.files[kind, ref]
