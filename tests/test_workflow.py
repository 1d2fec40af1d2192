"""The way of a request, for real: a bare repository, clones of two schools, branches, a conflict; the forges' scripts run as they stand."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml
from kyyeu.loading.load import load
from kyyeu.outputs.editor.ownership import ownership_files
from markdown_it import MarkdownIt

from tests.building import HOME, copy_sample, git, kyyeu

UNIT = "data/units/thpt-ban-trang"
FORGES = [HOME / path for path in (".github/workflows/review.yml", ".forgejo/workflows/review.yml")]


@pytest.fixture
def schools(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The Sở's bare repository and two people's clones of it."""
    seed = copy_sample(tmp_path / "seed")
    (seed / ".gitignore").write_text(".cache/\nsite/\nprint/\n")
    git(seed, "init", "-q", "-b", "main")
    git(seed, "add", "-A")
    git(seed, "commit", "-qm", "Nội dung")
    bare = tmp_path / "so.git"
    git(tmp_path, "clone", "-q", "--bare", str(seed), str(bare))
    for name in ("lan", "binh"):
        git(tmp_path, "clone", "-q", str(bare), str(tmp_path / name))
    return bare, tmp_path / "lan", tmp_path / "binh"


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_two_people_of_one_unit(schools: tuple[Path, Path, Path]) -> None:
    """Different records of a unit merge by themselves; one line edited by both is a conflict that the check explains."""
    _, lan, binh = schools
    edit(lan, f"{UNIT}/submissions.yml", "sent: 2020-02-07", "sent: 2020-02-08")
    git(lan, "commit", "-qam", "Sửa ngày nộp")
    git(lan, "push", "-q", "origin", "main")
    edit(binh, f"{UNIT}/delegates.yml", "seat: A-01", "seat: A-02")
    git(binh, "commit", "-qam", "Đổi chỗ ngồi")
    assert git(binh, "pull", "-q", "--no-rebase", "origin", "main").returncode == 0
    assert kyyeu(binh, "check").returncode == 0
    git(binh, "push", "-q", "origin", "main")

    edit(lan, f"{UNIT}/delegates.yml", "seat: A-01", "seat: B-05")
    git(lan, "commit", "-qam", "Đổi chỗ khác")
    assert git(lan, "pull", "-q", "--no-rebase", "origin", "main", check=False).returncode != 0
    run = kyyeu(lan, "check", check=False)
    assert (
        run.returncode == 1
        and f"{UNIT}/delegates.yml:" in run.stdout
        and "Hai người cùng sửa chỗ này" in run.stdout
    )
    before = (lan / f"{UNIT}/delegates.yml").read_bytes()
    assert (
        kyyeu(lan, "format", check=False).returncode == 1
        and (lan / f"{UNIT}/delegates.yml").read_bytes() == before
    )
    git(lan, "checkout", "-q", "--theirs", f"{UNIT}/delegates.yml")
    git(lan, "commit", "-qam", "Gộp")
    assert kyyeu(lan, "check").returncode == 0 and git(lan, "push", "-q", "origin", "main").returncode == 0


def review(content: Path, out: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(HOME / ".ci/review")],
        capture_output=True,
        text=True,
        cwd=content.parent,
        env={**os.environ, "CONTENT": str(content), "BASE": "origin/main", "OUT": str(out), **environment},
    )


def test_a_request_is_reviewed_and_nothing_of_it_runs(
    schools: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, lan, _ = schools
    git(lan, "switch", "-qc", "sua")
    edit(lan, "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md", "figure: 64 bài", "figure: 65 bài")
    mark = tmp_path / "da-chay"
    evil = f"#!/bin/sh\ntouch {mark}\n"
    for name in (
        ".ci/review",
        "Makefile",
        "build_scripts/kyyeu/__init__.py",
        "sitecustomize.py",
        "kyyeu.py",
        ".venv/bin/kyyeu",
        "mkdocs.yml",
    ):
        path = lan / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n"
            if name.endswith(".py")
            else f"site:\n\ttouch {mark}\n"
            if name == "Makefile"
            else evil
        )
        path.chmod(0o755)
    for name in (".cache/editor/bundle.json", ".cache/results/ab/abcd"):  # as if it had been computed before
        (lan / name).parent.mkdir(parents=True, exist_ok=True)
        (lan / name).write_text("{}")
    (tmp_path / "elsewhere").mkdir()
    for name in ("print", "site"):
        (lan / name).symlink_to(tmp_path / "elsewhere")
    (lan / ".gitattributes").write_text("* filter=evil diff=evil\ncontent/** export-ignore\n")
    git(lan, "add", "-A", "-f")
    git(lan, "commit", "-qm", "Sửa số")
    run = review(lan, tmp_path / "out", NOTES="github")
    assert run.returncode == 0, run.stderr
    said = (tmp_path / "out/comment.md").read_text(encoding="utf-8")
    assert (
        "**Không có lỗi.**" in said
        and "Thành tích, mục 2 › Con số: “64 bài” → “65 bài”" in said
        and "![" not in said
    )
    assert "![" in (tmp_path / "out/diff.md").read_text(encoding="utf-8") and list(
        (tmp_path / "out/pictures").glob("*.png")
    )
    assert (tmp_path / "out/site/index.html").is_file() and not mark.exists()
    assert not (lan / ".cache/editor").exists() and not (lan / ".cache/results/ab/abcd").exists()
    assert not list((tmp_path / "elsewhere").iterdir())
    assert "### Tệp ngoài nội dung: 12" in said and "- .ci/review\n" in said


def test_a_request_with_errors_is_told_of(schools: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, lan, _ = schools
    git(lan, "switch", "-qc", "sua")
    edit(
        lan, "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md", "year: 2018\n", "year: hai nghìn\n"
    )
    git(lan, "commit", "-qam", "Sửa năm")
    run = review(lan, tmp_path / "out", NOTES="gitlab")
    assert run.returncode == 1, run.stderr
    said = (tmp_path / "out/comment.md").read_text(encoding="utf-8")
    assert (
        "**1 lỗi, 0 cảnh báo.**" in said
        and "cần một số nguyên" in said
        and not (tmp_path / "out/site").exists()
    )
    assert json.loads((tmp_path / "out/code-quality.json").read_text())[0]["check_name"] == "number"
    run = review(lan, tmp_path / "out", BASE="khong-co")
    assert run.returncode == 2 and "khong-co" in run.stderr


@pytest.fixture
def forge() -> Iterator[tuple[str, list[tuple[str, str, dict[str, str], Any]]]]:
    """A server that keeps a request's comments as forges do."""
    seen: list[tuple[str, str, dict[str, str], Any]] = []
    comments: list[dict[str, Any]] = [
        {"id": 1, "body": "Chào."},
        {"id": 2, "body": "**Kỷ yếu · kiểm tra tự động** giả"},
    ]
    requests = [{"number": number, "head": {"sha": f"{number}" * 40}} for number in (3, 7)]

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            value = json.loads(self.rfile.read(length)) if length else None
            seen.append(
                (
                    self.command,
                    self.path,
                    {key.lower(): header for key, header in self.headers.items()},
                    value,
                )
            )
            refused = self.command in ("PATCH", "PUT") and self.path.endswith("/2")  # somebody else's
            if self.command == "POST":
                comments.append({"id": len(comments) + 1, **value})
            elif value and not refused:
                comments[int(self.path.rpartition("/")[2]) - 1].update(value)
            of_requests = self.path.startswith("/repos/so/noi-dung/pulls?state=open&")
            body = json.dumps(requests if of_requests else comments).encode()
            self.send_response(403 if refused else 200)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _answer

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", seen
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "place", "change", "header"),
    [
        (
            "github",
            "/repos/so/noi-dung/issues/7/comments",
            ("PATCH", "/repos/so/noi-dung/issues/comments/3"),
            ("Authorization", "Bearer mật"),
        ),
        (
            "forgejo",
            "/repos/so/noi-dung/issues/7/comments",
            ("PATCH", "/repos/so/noi-dung/issues/comments/3"),
            ("Authorization", "token mật"),
        ),
        (
            "gitlab",
            "/projects/so%2Fnoi-dung/merge_requests/7/notes",
            ("PUT", "/projects/so%2Fnoi-dung/merge_requests/7/notes/3"),
            ("PRIVATE-TOKEN", "mật"),
        ),
    ],
)
def test_a_comment_is_data(
    forge: tuple[str, list[tuple[str, str, dict[str, str], Any]]],
    tmp_path: Path,
    name: str,
    place: str,
    change: tuple[str, str],
    header: tuple[str, str],
) -> None:
    address, seen = forge
    file = tmp_path / "comment.md"
    file.write_bytes(
        "Xin @giamdoc duyệt. <img src=x onerror=1> ![x](https://x.example/a.png) \x1b[31m\x00\n\n"
        "!![p](//e.example/p.png) [x](//e.example) [y](https&#58;//e.example) &#64;all &commat;admin www.e.example [z][k] "
        "#7\n\n[k]: //e.example\n\n/close\n\n## Đầu mục\n\n".encode()
        + b"\xff"
        + b"a" * 300_000
    )
    token = header[1].rpartition(" ")[2].encode("ascii", "replace").decode()
    environment = {
        **os.environ,
        "FORGE": name,
        "API": address,
        "REPOSITORY": "so/noi-dung",
        "REQUEST": "7",
        "TOKEN": token,
    }
    for _ in range(2):
        subprocess.run([str(HOME / ".ci/comment"), str(file)], env=environment, check=True)
    posted = [(method, path) for method, path, _, _ in seen if method != "GET"]
    others = (change[0], change[1].removesuffix("3") + "2")
    assert posted == [others, ("POST", place), others, change]
    body = next(value for method, _, _, value in seen if method == "POST")["body"]
    assert "@giamdoc" not in body and "<img" not in body and "https://" not in body and "\x1b" not in body
    shown = MarkdownIt("commonmark").render(body)
    assert (
        not re.search(r"<a |<img|@all|@admin|www\.|#7", shown)
        and "<h2>Đầu mục</h2>" in shown
        and "\n/close" not in body
    )
    assert len(body) < 65_536 and body.startswith("**Kỷ yếu")
    assert seen[0][2][header[0].lower()] == header[1].encode("ascii", "replace").decode()


def test_the_request_of_a_commit_is_asked_of_the_forge(
    forge: tuple[str, list[tuple[str, str, dict[str, str], Any]]],
    tmp_path: Path,
) -> None:
    """A fork's commit stands in no list but that of open requests. A file that is a link is not read: it may lead to the token."""
    address, seen = forge
    (tmp_path / "comment.md").write_text("Không có lỗi.", encoding="utf-8")
    environment = {**os.environ, "FORGE": "github", "API": address, "REPOSITORY": "so/noi-dung", "TOKEN": "x"}
    for commit, code in (("7" * 40, 0), ("8" * 40, 0), ("", 2)):
        run = subprocess.run(
            [str(HOME / ".ci/comment"), str(tmp_path / "comment.md")],
            env={**environment, "COMMIT": commit},
            check=False,
        )
        assert run.returncode == code
    assert [path for method, path, _, _ in seen if method == "POST"] == [
        "/repos/so/noi-dung/issues/7/comments"
    ]
    (tmp_path / "link.md").symlink_to("comment.md")
    run = subprocess.run(
        [str(HOME / ".ci/comment"), str(tmp_path / "link.md")],
        env={**environment, "REQUEST": "7"},
        check=False,
        capture_output=True,
    )
    assert run.returncode == 1 and len([method for method, *_ in seen if method == "POST"]) == 1


@pytest.mark.parametrize("path", FORGES, ids=["github", "forgejo"])
def test_a_review_has_no_rights(path: Path) -> None:
    """Nothing of the request is run: the tool's checkout names the main branch, no checkout keeps its credentials."""
    text = path.read_text(encoding="utf-8")
    flow = yaml.safe_load(text)
    steps = flow["jobs"]["review"]["steps"]
    tool, content = (step["with"] for step in steps if "checkout" in step.get("uses", ""))
    assert tool["path"] == "tool" and tool["ref"] == "${{ github.event.repository.default_branch }}"
    assert content["path"] == "content" and "head.sha" in content["ref"]
    assert not tool["persist-credentials"] and not content["persist-credentials"] and "secrets." not in text
    runs = [step for step in steps if "run" in step]
    assert all(step["run"].startswith(("tool/.ci/", "git -C content fetch")) for step in runs)
    assert not any("${{" in step["run"] for step in runs)
    reading = next(step for step in runs if step["run"] == "tool/.ci/review")
    assert not any("token" in value for value in reading["env"].values())
    if path.parts[-3] == ".github":
        assert (
            "pull_request" in flow[True]
            and flow["permissions"] == {"contents": "read"}
            and "token" not in text
        )


def test_what_may_comment_runs_nothing_of_a_request() -> None:
    text = (HOME / ".github/workflows/comment.yml").read_text(encoding="utf-8")
    flow = yaml.safe_load(text)
    assert flow[True] == {"workflow_run": {"workflows": ["review"], "types": ["completed"]}}
    checkout = flow["jobs"]["comment"]["steps"][0]
    assert "ref" not in checkout["with"] and "secrets." not in text
    assert [step["run"] for step in flow["jobs"]["comment"]["steps"] if "run" in step] == [
        "tool/.ci/comment out/comment.md"
    ]


def test_the_job_of_gitlab_takes_the_tool_from_the_main_branch(tmp_path: Path) -> None:
    """Its lines as they stand, twice in folders that the runner keeps; the request brings a script and a comment of its own."""
    goc, ban, builds = tmp_path / "so/goc", tmp_path / "binh/noi-dung", tmp_path / "builds/binh/noi-dung"
    for folder, said in ((goc, "chính"), (ban, "giả")):
        (folder / ".ci").mkdir(parents=True)
        (folder / ".ci/review").write_text(f'#!/bin/sh\necho {said} "$BASE"; ls -d "$OUT"\n')
        (folder / ".ci/review").chmod(0o755)
        git(folder, "init", "-q", "-b", "main")
    (ban / "out").mkdir()
    (ban / "out/comment.md").write_text("giả")
    for folder in (goc, ban):
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "Một")
        git(tmp_path, "clone", "-q", "--bare", str(folder), f"{folder}.git")
    git(tmp_path, "clone", "-q", f"{ban}.git", str(builds))
    job = yaml.safe_load((HOME / ".gitlab-ci.yml").read_text(encoding="utf-8"))["review"]
    given = {
        "CI_PROJECT_DIR": str(builds),
        "CI_PROJECT_PATH": "binh/noi-dung",
        "CI_REPOSITORY_URL": f"file://{tmp_path}/binh/noi-dung.git",
        "CI_MERGE_REQUEST_PROJECT_PATH": "so/goc",
        "CI_DEFAULT_BRANCH": "main",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc",
    }
    given |= {name: Template(value).substitute(given) for name, value in job["variables"].items()}
    for _ in range(2):
        run = subprocess.run(
            ["bash", "-ec", "\n".join(job["script"])],
            cwd=builds,
            env={**os.environ, **given},
            capture_output=True,
            text=True,
        )
        assert run.stdout.splitlines()[-1] == "chính abc" and "out" in run.stderr, run.stderr


@pytest.mark.parametrize(
    ("schema", "file", "fault"),
    [
        ("github-workflows", ".github/workflows/review.yml", ("retention-days", "retention_days:\n  days")),
        ("github-workflows", ".github/workflows/comment.yml", ("workflow_run:", "workflow_runs:")),
        ("github-workflows", ".github/workflows/test.yml", ("runs-on", "run-on")),
        ("github-workflows", ".forgejo/workflows/review.yml", ("  - id: review\n", "  - ids: review\n")),
        ("gitlab-ci", ".gitlab-ci.yml", ("expire_in", "expires_in")),
    ],
)
def test_workflows_are_as_their_forges_read_them(
    schema: str, file: str, fault: tuple[str, str], tmp_path: Path
) -> None:
    text = (HOME / file).read_text(encoding="utf-8")
    assert fault[0] in text
    for said, code in ((text, 0), (text.replace(*fault), 1)):
        (tmp_path / "flow.yml").write_text(said, encoding="utf-8")
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "check_jsonschema",
                "--builtin-schema",
                f"vendor.{schema}",
                str(tmp_path / "flow.yml"),
            ],
            capture_output=True,
            text=True,
        )
        assert run.returncode == code, run.stdout


def test_owners_are_asked_as_each_forge_wants_it(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    site, unit = root / "data/site.yml", root / f"{UNIT}/unit.yml"
    site.write_text(
        site.read_text(encoding="utf-8") + "editor:\n  forge: github\n  reviewers:\n    - so/thi-dua\n",
        encoding="utf-8",
    )
    unit.write_text(unit.read_text(encoding="utf-8") + "editors:\n  - hoa-ban\n", encoding="utf-8")
    library, problems = load(root)
    assert library is not None and not problems
    files = {name: data.decode().partition("\n")[2] for name, data in ownership_files(library)}
    assert files[".github/CODEOWNERS"] == (
        "* @so/thi-dua\n\n# Trường THPT Hoa Ban\n/content/units/thpt-ban-trang/ @so/thi-dua @hoa-ban\n"
        "/data/units/thpt-ban-trang/ @so/thi-dua @hoa-ban\n"
    )
    assert files[".gitlab/CODEOWNERS"] == (
        "[Sở]\n* @so/thi-dua\n\n[Trường THPT Hoa Ban]\n/content/units/thpt-ban-trang/ @hoa-ban\n/data/units/thpt-ban-trang/ @hoa-ban\n"
    )
    assert files[".gitea/CODEOWNERS"].splitlines()[0] == ".* @so/thi-dua"
    assert "content/units/thpt-ban-trang/.* @so/thi-dua @hoa-ban\n" in files[".gitea/CODEOWNERS"]
    assert "phiếu đồng ý" in (HOME / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert kyyeu(root, "editor").returncode == 0 and (root / ".github/CODEOWNERS").is_file()
