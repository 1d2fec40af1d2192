"""The type of what one channel may show. Views and public outputs accept nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kyyeu.model.privacy import Channel
from kyyeu.model.records import Records


@dataclass(frozen=True, slots=True)
class GateSummary:
    """What the publishing gate decided, for the proof sheet that a head of unit signs; it holds no names.

    `channels` has, by (kind, reference) of each shown person, the labels of what the consent form covers.
    `withheld` has, by (kind, unit), the number of withheld people for each reason.
    """

    channels: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    withheld: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Published(Records):
    """The records that `channel` may show on `day`; only `publishing.gate.publish` makes one.

    A kind that `publish` does not name stays empty here, so that it reaches no page, booklet or data file.
    `files` has the source file of each shown record, `attachments` only the pictures of shown records.
    `summary` and `arrivals` are filled for print alone.
    """

    channel: Channel
    day: date
    files: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    summary: GateSummary = field(default_factory=GateSummary, compare=False)

    def file(self, kind: str, ref: str) -> str:
        """Source file of a record, relative to the project's folder."""
        return self.files[kind, ref]
