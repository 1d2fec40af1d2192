"""Problems → what another program reads of them: a forge's notes beside the lines, a scanner's report, a comment on a request."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from kyyeu.problems import Problem, Severity

LONGEST = 60_000  # letters of a comment; forges take 65,536
_MARKDOWN, _ESCAPED = re.compile(r"([\\`*_\[\]<>|#~])"), r"\\\1"
_KINDS = {Severity.ERROR: "**Lỗi.**", Severity.WARNING: "Cảnh báo."}


def as_json(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": problem.severity.value,
        "sentence": problem.sentence,
        "advice": problem.advice,
    }


def github(problems: Sequence[Problem]) -> str:
    """Workflow commands: notes beside the lines of a request (docs.github.com, 'Workflow commands')."""
    return "".join(
        f"::{problem.severity.value} file={_property(problem.place.file)},line={problem.place.line},col={problem.place.column},"
        f"title={_property(problem.code)}::{_data(_words(problem))}\n"
        for problem in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(problems: Sequence[Problem]) -> str:
    """A Code Quality report. A fingerprint leaves out the line, so that a finding that moves is the same one."""
    seen: Counter[str] = Counter()
    found = []
    for problem in problems:
        same = "\0".join(problem.finding)
        seen[same] += 1
        found.append(
            {
                "description": _words(problem),
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(f"{same}\0{seen[same]}".encode()).hexdigest(),
                "severity": "major" if problem.severity is Severity.ERROR else "minor",
                "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
            }
        )
    return _dumped(found)


def sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0 (OASIS): one run, a rule a code."""
    rules = sorted({problem.code for problem in problems})
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": rules.index(problem.code),
            "level": problem.severity.value,
            "message": {"text": _words(problem)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(problem.place.file), "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": problem.place.line, "startColumn": problem.place.column},
                    }
                }
            ],
        }
        for problem in problems
    ]
    driver = {"name": "kyyeu", "rules": [{"id": code} for code in rules]}
    return _dumped(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
        }
    )


def markdown(problems: Sequence[Problem]) -> str:
    """A comment for whoever edited: by file, what is wrong and what to do; cut where a forge would refuse it."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if not problems:
        return "**Không có lỗi.**\n"
    blocks = [f"**{errors} lỗi, {len(problems) - errors} cảnh báo.**\n"]
    for file, found in groupby(problems, lambda problem: problem.place.file):
        blocks.append(f"\n`{file}`\n\n")
        blocks += [
            f"- dòng {problem.place.line}: {_KINDS[problem.severity]} {escaped(_words(problem))}\n"
            for problem in found
        ]
    text = ""
    for block in blocks:
        if len(text) + len(block) > LONGEST:
            return f"{text}\n… còn nữa: chạy `kyyeu check` để xem đủ.\n"
        text += block
    return text


def escaped(text: str) -> str:
    """Text that a forge's Markdown shows as it stands, and in which it finds nobody to notify."""
    return _MARKDOWN.sub(_ESCAPED, text).replace("@", "@\u2060")


def _words(problem: Problem) -> str:
    return f"{problem.sentence} → {problem.advice}" if problem.advice else problem.sentence


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "markdown": markdown,
}
