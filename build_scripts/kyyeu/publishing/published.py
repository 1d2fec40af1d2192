"""Defines the class that holds what one channel may show; views and public outputs accept no other data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.privacy import Channel
from kyyeu.model.records import Records


@dataclass(frozen=True, slots=True)
class GateSummary:
    """Holds what the publishing gate has decided about a project's people, without naming anybody.

    The proof sheet, which the head of a unit (school or office) signs, prints it. `channels` maps the (kind,
    reference) of each published person to the labels of the uses that this person's consent form allows.
    `withheld` maps (kind, unit) to the number of withheld people for each reason.
    """

    channels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Published(Records):
    """Holds the records that `channel` may show on `day`; only `publishing.gate.publish` creates it.

    A kind of record that `publish` does not name stays empty, so that no page, booklet or data file can
    contain it. `files` has the source file of each shown record, and `attachments` has only the pictures of
    shown records. Two attributes are filled only for print. `summary` is what the publishing gate decided
    about people. `arrivals` has the days on which records were first committed to git.
    """

    channel: Channel
    day: date
    files: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    summary: GateSummary = field(default_factory=GateSummary, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Returns the path of a record's file, relative to the project's folder."""
        return self.files[kind, ref]
