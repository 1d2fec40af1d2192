"""Finds in a project's git history on which day each report, conference and submission first arrived.

That is the author's date of the first commit, on any branch, that brought it; the date of a later merge
does not count. Without git nothing is found and nothing reported.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path

from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.conferences import SubmissionState
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.sources import Arrival
from kyyeu.problems import UsageError
from kyyeu.work.git import contents, git_or_none
from kyyeu.work.replace import replace_file

VERSIONS = 5_000  # how many versions of the lists of submissions are read from git, the oldest ones first
LONGEST = 200_000  # largest size in bytes of a version that is read; longer ones are skipped
MEMORY = Path(".cache/history.json")  # this file keeps the arrival days from run to run
FORM = 1  # version of that file's format, to be raised whenever the format changes
Ref = tuple[str, str]  # kind and reference, as in `Library.places`
_ID = r"([a-z0-9]+(?:-[a-z0-9]+)*)"
_FILES = {
    kind: re.compile(re.escape(BY_NAME[kind].pattern).replace(r"\{unit\}", _ID).replace(r"\{id\}", _ID))
    for kind in ("report", "conference")
}
_LISTS = re.compile(re.escape(BY_NAME["submission"].pattern).replace(r"\{unit\}", _ID))
_GLOBS = [f":(glob){BY_NAME[kind].pattern.format(unit='*', id='*')}" for kind in (*_FILES, "submission")]
_SENT = {SubmissionState.SENT.value, SubmissionState.ACCEPTED.value}
_ALL_BRANCHES = ("--exclude=refs/stash", "--all", "HEAD")


@dataclass(frozen=True, slots=True)
class History:
    """The days on which records first arrived, by kind and reference.

    `whole` is False in a shallow clone, which lacks the oldest commits.
    """

    arrivals: Mapping[Ref, Arrival] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that a commit added or changed, and the day on which its author made the commit."""

    commit: str
    day: date
    added: bool
    file: str


def read_history(root: Path, zone: tzinfo, memory: Path | None = None) -> History:
    """The arrivals in a project's history, with days in the time zone `zone`.

    `memory` is a file that keeps them from run to run; it is valid until a branch changes.
    """
    state = _state(root)
    if state is None:
        return History()
    tips, whole = state
    mark = hashlib.blake2b(f"{FORM}\n{zone}\n{root}\n{tips}".encode(), digest_size=16).hexdigest()
    arrivals = _recall(memory, mark)
    if arrivals is None:
        boundary = _boundary(root)
        merged, anywhere = (
            _first_days(
                root, [change for change in _changes(root, tips, zone) if change.commit not in boundary]
            )
            for tips in (("HEAD",), _ALL_BRANCHES)
        )
        arrivals = {ref: Arrival(day, ref in merged) for ref, day in anywhere.items()}
        _remember(memory, mark, arrivals)
    return History(arrivals, whole)


def _state(root: Path) -> tuple[str, bool] | None:
    """All branches with their newest commits, and whether the history is whole; None without git."""
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    tips = _git(root, "for-each-ref", "--format=%(objectname) %(refname)")
    if head is None or shallow is None or tips is None:
        return None
    return head + tips, shallow.strip() == "false"


def _boundary(root: Path) -> frozenset[str]:
    """The commits where a shallow clone begins. Each of them would seem to add every file."""
    name = _git(root, "rev-parse", "--git-path", "shallow")
    path = root / name.strip() if name else None
    return frozenset(path.read_text().split()) if path and path.is_file() else frozenset()


def _changes(root: Path, tips: Iterable[str], zone: tzinfo) -> Iterator[_Change]:
    """The changes of all commits that can be reached from `tips`, newest first, without merges."""
    options = (
        "--full-history",
        "--no-merges",
        "--no-renames",
        "--diff-filter=AM",
        "--name-status",
        "--relative",
    )
    log = _git(root, "log", *options, "--format=%x01%H %at", *tips, "--", *_GLOBS) or ""
    commit, day = "", None
    for line in log.splitlines():
        if line.startswith("\x01"):
            commit, _, moment = line[1:].partition(" ")
            day = _day(moment, zone)
        elif day and line[1:2] == "\t":
            yield _Change(commit, day, line[0] == "A", line[2:])


def _day(moment: str, zone: tzinfo) -> date | None:
    """The day of a commit's time in seconds, or None if the time is impossible because a clock was wrong."""
    if not moment.isdigit() or not 0 < int(moment) < 2**32:
        return None
    return datetime.fromtimestamp(int(moment), zone).date()


def _first_days(root: Path, changes: list[_Change]) -> dict[Ref, date]:
    """The day on which every record first arrived.

    A report or conference arrives when its file is added, a submission when a version of its list says that
    it was sent.
    """
    days: dict[Ref, date] = {}
    for ref, day in (*_files(changes), *_submissions(root, changes)):
        days[ref] = min(day, days.get(ref, day))
    return days


def _files(changes: Iterable[_Change]) -> Iterator[tuple[Ref, date]]:
    for change in changes:
        for kind, pattern in _FILES.items():
            if change.added and (match := pattern.fullmatch(change.file)):
                yield (kind, "/".join(match.groups())), change.day


def _submissions(root: Path, changes: Iterable[_Change]) -> Iterator[tuple[Ref, date]]:
    lists = [(change, match[1]) for change in changes if (match := _LISTS.fullmatch(change.file))][-VERSIONS:]
    texts = _versions(root, [f"{change.commit}:./{change.file}" for change, _ in lists])
    for (change, unit), text in zip(lists, texts, strict=False):
        tree = read_yaml(text, change.file).tree
        for key, submission in tree.items() if isinstance(tree, dict) else ():
            if isinstance(submission, dict) and str(submission.get("state")) in _SENT:
                yield ("submission", f"{unit}/{key}"), change.day


def _versions(root: Path, names: list[str]) -> Iterator[str]:
    """The texts of given files in given commits, in order; '' for a file that is missing or too long."""
    try:
        for body in contents(root, names):
            yield body.decode("utf-8", "replace") if body and len(body) <= LONGEST else ""
    except UsageError:
        return


def _git(root: Path, *arguments: str) -> str | None:
    out = git_or_none(root, *arguments)
    return None if out is None else out.decode("utf-8", "replace")


def _recall(memory: Path | None, mark: str) -> dict[Ref, Arrival] | None:
    try:
        kept = json.loads(memory.read_text(encoding="utf-8")) if memory else {}
        if kept.get("mark") != mark:
            return None
        return {
            (kind, ref): Arrival(date.fromisoformat(day), bool(merged))
            for kind, ref, day, merged in kept["arrivals"]
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _remember(memory: Path | None, mark: str, arrivals: Mapping[Ref, Arrival]) -> None:
    if memory is None:
        return
    rows = [
        [kind, ref, arrival.day.isoformat(), arrival.merged]
        for (kind, ref), arrival in sorted(arrivals.items())
    ]
    replace_file(memory, json.dumps({"mark": mark, "arrivals": rows}).encode())
