"""Posts a review as a comment on a pull request of GitHub, GitLab or Forgejo.

The author of a pull request can influence the text. The comment is therefore limited in length. It can
contain no link, picture or HTML, and it notifies nobody.
"""

import json
import os
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

from kyyeu.outputs.problem_formats import LONGEST_COMMENT
from kyyeu.problems import UsageError

MARK = "Kỷ yếu · kiểm tra tự động"
_HEADERS = {"github": "Authorization: Bearer", "gitlab": "PRIVATE-TOKEN:", "forgejo": "Authorization: token"}


@dataclass(frozen=True)
class Target:
    """Says where a comment is posted: the git host, the address of its API, the repository and the request.

    `forge` is the kind of git host; `token` is the secret for its API. `request` is the number of the pull
    request. On GitHub it may be empty; the pull request is then the open one whose newest commit is `commit`,
    even if it comes from a fork.
    """

    forge: str
    api: str
    repository: str
    request: str
    commit: str
    token: str

    def call_api(self, address: str, method: str = "GET", value: object = None) -> Any:
        """Sends a request to the API of the forge (git host) and returns its answer as parsed JSON."""
        name, _, scheme = _HEADERS[self.forge].partition(" ")
        headers = {name.rstrip(":"): f"{scheme} {self.token}".strip(), "Content-Type": "application/json"}
        body = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(address, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read() or b"null")


def target(environment: Mapping[str, str]) -> Target:
    """Returns where to post a comment, as environment variables say.

    They are FORGE, API, REPOSITORY, TOKEN, and REQUEST or COMMIT. Raises UsageError if one of them is missing
    or wrong.
    """
    forge, api, repository, request, commit, token = (
        environment.get(name, "") for name in ("FORGE", "API", "REPOSITORY", "REQUEST", "COMMIT", "TOKEN")
    )
    are_right = {
        f"FORGE ({', '.join(_HEADERS)})": forge in _HEADERS,
        "API (https://…)": re.match(r"https?://", api),
        "REPOSITORY (chủ/kho)": re.fullmatch(r"[\w./-]+", repository),
        "REQUEST (số của đề nghị)": request.isdigit() or (forge == "github" and commit),
        "TOKEN": token,
    }
    if wrong := [name for name, is_right in are_right.items() if not is_right]:
        raise UsageError(f"thiếu hoặc sai biến môi trường: cần {', '.join(wrong)}")
    return Target(forge, api, repository, request, commit, token)


def post(target: Target, file: Path) -> bool:
    """Posts the text in a file as a comment on a pull request; it replaces the comment of an earlier run.

    Returns False if there is no open pull request whose newest commit is the commit of `target`. Raises
    UsageError if the git host refuses the comment or does not answer.
    """
    try:
        return _post(target, comment_text(_beginning(file)))
    except HTTPError as error:
        raise UsageError(f"kho mã từ chối lời nhắn: {error.code} {error.reason}") from None
    except URLError as error:
        raise UsageError(f"không gọi được kho mã: {error.reason}") from None


def _post(target: Target, body: str) -> bool:
    number = target.request or _number_of_pull_request(target)
    if not number:
        return False
    issues = f"{target.api}/repos/{target.repository}/issues"
    comments = f"{issues}/{number}/comments"
    changeable, method = f"{issues}/comments", "PATCH"
    if target.forge == "gitlab":
        project = urllib.parse.quote(target.repository, safe="")
        comments = changeable = f"{target.api}/projects/{project}/merge_requests/{number}/notes"
        method = "PUT"
    size = "limit" if target.forge == "forgejo" else "per_page"
    for old_comment in target.call_api(f"{comments}?{size}=100"):
        if (old_comment["body"] or "").startswith(f"**{MARK}**"):
            try:
                target.call_api(f"{changeable}/{old_comment['id']}", method, {"body": body})
            except HTTPError as error:
                if error.code not in (403, 404):
                    raise
                # This comment begins with the same mark, but somebody else wrote it, so it cannot be
                # replaced.
                continue
            return True
    target.call_api(comments, "POST", {"body": body})
    return True


def _number_of_pull_request(target: Target) -> str:
    """Returns the number of the open pull request whose newest commit is that of `target`, or ''.

    All open pull requests are searched, because GitHub's own list of a commit's pull requests leaves out
    those from forks.
    """
    for page in range(1, 11):
        pull_requests = target.call_api(
            f"{target.api}/repos/{target.repository}/pulls?state=open&per_page=100&page={page}"
        )
        numbers = [pull["number"] for pull in pull_requests if pull["head"]["sha"] == target.commit]
        if numbers or not pull_requests:
            return str(numbers[0]) if numbers else ""
    return ""


def comment_text(data: bytes) -> str:
    """Returns the text of a comment for a file's content, with links, mentions and commands made harmless."""
    text = data.decode("utf-8", "replace").replace("\r", "")
    text = "".join(char for char in text if char in "\n\t" or char.isprintable())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "@\u2060")
    # A picture in the comment would call a stranger's server whenever somebody reads the comment.
    text = re.sub(r"\]([(:\[])", "]\u2060\\1", text)
    text = re.sub(r"(?i)\b(https?|ftp)://", "\\1:\u2060//", text)
    text = re.sub(r"(?i)\bwww\.", "www\u2060.", text)
    # Text such as #7 would mention another pull request, and GitLab runs a line such as /merge as a command.
    text = re.sub(r"(?im)([#!~%$]|\bGH-)(?=\d)|^(\s*/)(?=[a-z])", lambda match: f"{match[0]}\u2060", text)
    if len(text) > LONGEST_COMMENT:
        text = f"{text[:LONGEST_COMMENT]}\n… còn nữa, xem phần đính kèm."
    return f"**{MARK}** (lời dưới đây do bản sửa mà có)\n\n{text}"


def _beginning(file: Path) -> bytes:
    """Returns the beginning of a file, which is enough for the longest comment.

    Symbolic links are refused, because a link could lead to a secret that this process may read.
    """
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        raise UsageError(f"không có tệp {file}; chạy kyyeu review trước, tệp ấy do lệnh này viết") from None
    except OSError as error:
        raise UsageError(f"không đọc được {file} ({error.strerror}); tệp phải là tệp thường") from None
    with os.fdopen(descriptor, "rb") as stream:
        return stream.read(4 * LONGEST_COMMENT)
