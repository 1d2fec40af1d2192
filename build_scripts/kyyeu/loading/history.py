"""A project's git history → when each report, conference and submission first arrived: the author's date of the first commit that
brought it, on whatever branch. A merge, however late, is no arrival. Quiet and empty where there is no git."""

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

VERSIONS = 5_000  # of all lists of submissions; the oldest are read
LONGEST = 200_000  # bytes of one of them
MEMORY = Path(".cache/history.json")  # keeps what was found
FORM = 1  # of that file
Ref = tuple[str, str]  # kind and reference, as in `Library.places`
_ID = r"([a-z0-9]+(?:-[a-z0-9]+)*)"
_FILES = {
    kind: re.compile(re.escape(BY_NAME[kind].pattern).replace(r"\{unit\}", _ID).replace(r"\{id\}", _ID))
    for kind in ("report", "conference")
}
_LISTS = re.compile(re.escape(BY_NAME["submission"].pattern).replace(r"\{unit\}", _ID))
_GLOBS = [f":(glob){BY_NAME[kind].pattern.format(unit='*', id='*')}" for kind in (*_FILES, "submission")]
_SENT = {SubmissionState.SENT.value, SubmissionState.ACCEPTED.value}
_EVERYWHERE = ("--exclude=refs/stash", "--all", "HEAD")


@dataclass(frozen=True, slots=True)
class History:
    """`whole` is false where a clone holds the newest commits only: what came before them has no known day."""

    arrivals: Mapping[Ref, Arrival] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Change:
    """A file that a commit added or changed, and when that was written."""

    commit: str
    day: date
    added: bool
    file: str


def read_history(root: Path, zone: tzinfo, memory: Path | None = None) -> History:
    """Days are those of `zone`. `memory` is a file that keeps what was found for as long as no branch moves."""
    state = _state(root)
    if state is None:
        return History()
    tips, whole = state
    mark = hashlib.blake2b(f"{FORM}\n{zone}\n{root}\n{tips}".encode(), digest_size=16).hexdigest()
    if (kept := _recall(memory, mark)) is not None:
        return History(kept, whole)
    cut = _boundary(root)
    merged, everywhere = (
        _first(root, [change for change in _changes(root, tips_of, zone) if change.commit not in cut])
        for tips_of in (("HEAD",), _EVERYWHERE)
    )
    found = {ref: Arrival(day, ref in merged) for ref, day in everywhere.items()}
    _remember(memory, mark, found)
    return History(found, whole)


def _state(root: Path) -> tuple[str, bool] | None:
    """All branches with the commits they are at, and whether the history is whole; None where there is no history to read."""
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    tips = _git(root, "for-each-ref", "--format=%(objectname) %(refname)")
    if head is None or shallow is None or tips is None:
        return None
    return head + tips, shallow.strip() == "false"


def _boundary(root: Path) -> frozenset[str]:
    """Commits where a shallow clone begins: each seems to add all there is."""
    name = _git(root, "rev-parse", "--git-path", "shallow")
    path = root / name.strip() if name else None
    return frozenset(path.read_text().split()) if path and path.is_file() else frozenset()


def _changes(root: Path, tips: Iterable[str], zone: tzinfo) -> Iterator[_Change]:
    """Newest first, without merges, along every line of history."""
    text = (
        _git(
            root,
            "log",
            "--full-history",
            "--no-merges",
            "--no-renames",
            "--diff-filter=AM",
            "--name-status",
            "--relative",
            "--format=%x01%H %at",
            *tips,
            "--",
            *_GLOBS,
        )
        or ""
    )
    commit, day = "", None
    for line in text.splitlines():
        if line.startswith("\x01"):
            commit, _, moment = line[1:].partition(" ")
            day = _day(moment, zone)
        elif day and line[1:2] == "\t":
            yield _Change(commit, day, line[0] == "A", line[2:])


def _day(moment: str, zone: tzinfo) -> date | None:
    """None of a clock that can't be right."""
    return (
        datetime.fromtimestamp(int(moment), zone).date()
        if moment.isdigit() and 0 < int(moment) < 2**32
        else None
    )


def _first(root: Path, changes: list[_Change]) -> dict[Ref, date]:
    """The earliest day of every record: of a file that of its being added, of a submission that of a version which says it was sent."""
    found: dict[Ref, date] = {}
    for ref, day in (*_files(changes), *_submissions(root, changes)):
        found[ref] = min(day, found.get(ref, day))
    return found


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
        for id_, entry in tree.items() if isinstance(tree, dict) else ():
            if isinstance(entry, dict) and str(entry.get("state")) in _SENT:
                yield ("submission", f"{unit}/{id_}"), change.day


def _versions(root: Path, names: list[str]) -> Iterator[str]:
    """The texts of files of commits, in order; '' of what is not there, or too long."""
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
        return (
            {
                (kind, ref): Arrival(date.fromisoformat(day), bool(merged))
                for kind, ref, day, merged in kept["arrivals"]
            }
            if kept.get("mark") == mark
            else None
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _remember(memory: Path | None, mark: str, found: Mapping[Ref, Arrival]) -> None:
    if memory is None:
        return
    rows = [
        [kind, ref, arrival.day.isoformat(), arrival.merged] for (kind, ref), arrival in sorted(found.items())
    ]
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_name(f".{memory.name}.new")
    fresh.write_text(json.dumps({"mark": mark, "arrivals": rows}), encoding="utf-8")
    fresh.replace(memory)
