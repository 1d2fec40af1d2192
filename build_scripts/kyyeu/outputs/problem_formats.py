"""Writes the problems that `kyyeu check` reports in formats for GitHub, GitLab, SARIF and Markdown."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

from kyyeu.problems import Problem, Severity

LONGEST_COMMENT = 60_000  # Longest comment on a pull request, in characters; git hosts accept 65,536.
_MARKDOWN_SIGN = re.compile(r"([\\`*_\[\]<>|#~])")
_SEVERITIES = {Severity.ERROR: "**Lỗi.**", Severity.WARNING: "Cảnh báo."}


def as_json(problem: Problem) -> dict[str, Any]:
    """Returns a problem as the JSON object that the option `--json` prints."""
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
    """Returns problems as GitHub workflow commands, which GitHub shows beside the lines of a pull request.

    Source: docs.github.com, “Workflow commands for GitHub Actions”.
    """
    return "".join(
        f"::{problem.severity.value} file={_property(problem.place.file)},line={problem.place.line},"
        f"col={problem.place.column},title={_property(problem.code)}::{_data(_sentences(problem))}\n"
        for problem in problems
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def gitlab(problems: Sequence[Problem]) -> str:
    """Returns problems as a GitLab Code Quality report, which is a JSON text.

    A problem's fingerprint does not depend on the line number, so that GitLab recognises the problem after
    its line has moved.
    """
    seen: Counter[str] = Counter()
    findings = []
    for problem in problems:
        same = "\0".join(problem.finding)
        seen[same] += 1
        findings.append(
            {
                "description": _sentences(problem),
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(f"{same}\0{seen[same]}".encode()).hexdigest(),
                "severity": "major" if problem.severity is Severity.ERROR else "minor",
                "location": {"path": problem.place.file, "lines": {"begin": problem.place.line}},
            }
        )
    return _dumped(findings)


def sarif(problems: Sequence[Problem]) -> str:
    """Returns problems as JSON text of a SARIF 2.1.0 report (OASIS), with a rule for each problem code."""
    rules = sorted({problem.code for problem in problems})
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": rules.index(problem.code),
            "level": problem.severity.value,
            "message": {"text": _sentences(problem)},
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
    """Returns a Markdown comment for a pull request that lists the problems of each file and how to fix them.

    The comment is cut to the length that git hosts accept.
    """
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if not problems:
        return "**Không có lỗi.**\n"
    blocks = [f"**{errors} lỗi, {len(problems) - errors} cảnh báo.**\n"]
    for file, file_problems in groupby(problems, lambda problem: problem.place.file):
        # A backtick is replaced, because it would end the Markdown code span around the file's name.
        shown = file.replace("`", "'")
        blocks.append(f"\n`{shown}`\n\n")
        blocks += [
            f"- dòng {problem.place.line}: {_SEVERITIES[problem.severity]} {escaped(_sentences(problem))}\n"
            for problem in file_problems
        ]
    text = ""
    for block in blocks:
        if len(text) + len(block) > LONGEST_COMMENT:
            return f"{text}\n… còn nữa: chạy `kyyeu check` để xem đủ.\n"
        text += block
    return text


def escaped(text: str) -> str:
    """Returns Markdown that shows `text` literally and does not notify users named in it (@…)."""
    return _MARKDOWN_SIGN.sub(r"\\\1", text).replace("@", "@\u2060")


def _sentences(problem: Problem) -> str:
    return f"{problem.sentence} → {problem.advice}" if problem.advice else problem.sentence


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "markdown": markdown,
}
