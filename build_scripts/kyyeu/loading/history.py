"""Finds in git on which day each report, conference and submission arrived, that is, was first committed.

The date is the author's date of the first commit on any branch that contains the record. The date of a later
merge does not count. Without a git repository, no days are returned.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path

from pydantic import TypeAdapter

from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.conferences import SubmissionState
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.sources import Arrival
from kyyeu.work.git import NO_MODULES, NoRepositoryError, contents, git, git_or_none
from kyyeu.work.memory import recall, remember

# The maximum number of old versions of the units' lists of submissions that are read from git. The oldest are
# read.
VERSIONS = 5_000
# The maximum size in bytes of a version of a unit's list of submissions. Larger versions are not read from
# git.
LONGEST = 200_000
# The cache file that keeps the days on which records arrived between runs.
MEMORY = Path(".cache/history.json")
Ref = tuple[str, str]  # The kind and reference of a record, such as ("report", "thpt-a/2015-2020").
# The content of the cache file. It has a hash of the state of all branches. For each record, it has the day
# of arrival and whether the current branch contains the record.
REMEMBERED = TypeAdapter(tuple[str, list[tuple[Ref, tuple[date, bool]]]])
_ID = r"([a-z0-9]+(?:-[a-z0-9]+)*)"
_PATTERNS = {
    kind: re.compile(re.escape(BY_NAME[kind].pattern).replace(r"\{unit\}", _ID).replace(r"\{id\}", _ID))
    for kind in ("report", "conference", "submission")
}
_GLOBS = [f":(glob){BY_NAME[kind].pattern.format(unit='*', id='*')}" for kind in _PATTERNS]
_SENT = {SubmissionState.SENT.value, SubmissionState.ACCEPTED.value}
_ALL_BRANCHES = ("--exclude=refs/stash", "--all", "HEAD")


@dataclass(frozen=True, slots=True)
class History:
    """The days on which records were first committed to git, by kind and reference of the record.

    `whole` is False in a shallow clone (a copy without the oldest commits), where the days may be too late.
    """

    arrivals: Mapping[Ref, Arrival] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Change:
    commit: str
    day: date
    added: bool
    file: str


def read_history(root: Path, zone: tzinfo, memory: Path | None = None) -> History:
    """Returns the days, in the time zone `zone`, on which records were first committed to git.

    `memory` is a file that caches these days between runs; the cache is valid until a branch changes. Raises
    UsageError if the repository is damaged, or if git refuses to open it because it belongs to another user.
    """
    try:
        shallow = _git(root, "rev-parse", "--is-shallow-repository")
    except NoRepositoryError:
        return History()
    head = git_or_none(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if head is None:  # The repository has no commit yet.
        return History()
    branches = _git(root, "for-each-ref", "--format=%(objectname) %(refname)")
    state = f"{zone}\n{root}\n{head!r}{branches}"
    mark = hashlib.blake2b(os.fsencode(state), digest_size=16).hexdigest()
    known = recall(memory, REMEMBERED) if memory else None
    arrivals = (
        {ref: Arrival(day, merged) for ref, (day, merged) in known[1]} if known and known[0] == mark else None
    )
    if arrivals is None:
        boundary = _boundary(root)
        merged, anywhere = (
            _first_days(
                root, [change for change in _changes(root, tips, zone) if change.commit not in boundary]
            )
            for tips in (("HEAD",), _ALL_BRANCHES)
        )
        arrivals = {ref: Arrival(day, ref in merged) for ref, day in anywhere.items()}
        if memory:
            days = [(ref, (arrival.day, arrival.merged)) for ref, arrival in sorted(arrivals.items())]
            with suppress(OSError):  # If the cache file cannot be written, the next run asks git again.
                remember(memory, REMEMBERED, (mark, days))
    return History(arrivals, whole=shallow.strip() == "false")


def _boundary(root: Path) -> frozenset[str]:
    """Returns the oldest commits of a shallow clone, a copy of the repository that lacks all earlier commits.

    They must be skipped, because git shows each of them as if it added every file.
    """
    path = root / _git(root, "rev-parse", "--git-path", "shallow").strip()
    return frozenset(path.read_text().split()) if path.is_file() else frozenset()


def _changes(root: Path, tips: Iterable[str], zone: tzinfo) -> Iterator[_Change]:
    """Yields the record files that each commit reachable from `tips` added or changed, newest commit first.

    Merge commits are left out.
    """
    which = ("--full-history", "--no-merges", "--no-renames", "--diff-filter=AM", NO_MODULES, *tips)
    shown = ("--name-status", "--relative", "--format=%x01%H %at")
    log = _git(root, "log", *shown, *which, "--", *_GLOBS)
    commit, day = "", None
    for line in log.splitlines():
        if line.startswith("\x01"):
            commit, _, moment = line[1:].partition(" ")
            day = _day(moment, zone)
        elif day and line[1:2] == "\t":
            yield _Change(commit, day, line[0] == "A", line[2:])


def _day(moment: str, zone: tzinfo) -> date | None:
    """Returns the day of a commit, given its time in seconds since 1970, in a time zone.

    Returns None for an impossible time, which a wrong clock may have written.
    """
    if not moment.isdigit() or not 0 < int(moment) < 2**32:
        return None
    return datetime.fromtimestamp(int(moment), zone).date()


def _first_days(root: Path, changes: list[_Change]) -> dict[Ref, date]:
    """Returns the day on which each report, conference and submission arrived, according to git.

    A report or conference arrives when its file is first committed. A submission is a paper that a unit owes
    the department. It arrives when a version of the unit's list of submissions first says that it was sent.
    """
    days: dict[Ref, date] = {}
    for ref, day in (*_files(changes), *_submissions(root, changes)):
        days[ref] = min(day, days.get(ref, day))
    return days


def _files(changes: Iterable[_Change]) -> Iterator[tuple[Ref, date]]:
    for change in changes:
        for kind in ("report", "conference"):
            if change.added and (match := _PATTERNS[kind].fullmatch(change.file)):
                yield (kind, "/".join(match.groups())), change.day


def _submissions(root: Path, changes: Iterable[_Change]) -> Iterator[tuple[Ref, date]]:
    is_list = _PATTERNS["submission"].fullmatch
    lists = [(change, match[1]) for change in changes if (match := is_list(change.file))][-VERSIONS:]
    versions = contents(root, [f"{change.commit}:./{change.file}" for change, _ in lists])
    for (change, unit), body in zip(lists, versions, strict=True):
        text = body.decode("utf-8", "replace") if body and len(body) <= LONGEST else ""
        tree = read_yaml(text, change.file).tree
        for key, submission in tree.items() if isinstance(tree, dict) else ():
            if isinstance(submission, dict) and str(submission.get("state")) in _SENT:
                yield ("submission", f"{unit}/{key}"), change.day


def _git(root: Path, *arguments: str) -> str:
    return os.fsdecode(git(root, *arguments))
