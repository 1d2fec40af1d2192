"""Tests pull requests in real git repositories: merges, conflicts, reviews and comments.

Also tests the workflows that GitHub, Forgejo and GitLab run.
"""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from kyyeu.loading.load import load
from kyyeu.outputs.booklets.editions import EDITIONS
from kyyeu.outputs.editor.ownership import ownership_files
from kyyeu.pipeline import works
from markdown_it import MarkdownIt

from tests.building import DAY, HOME, commit_all, copy_sample, git, kyyeu

UNIT = "data/units/thpt-ban-trang"


@pytest.fixture
def lan(tmp_path: Path) -> Path:
    """Returns a staff member's git clone of the department's repository.

    The repository is the folder so.git beside the clone.
    """
    seed = copy_sample(tmp_path / "seed")
    (seed / ".gitignore").write_text(".cache/\nsite/\nprint/\n")
    commit_all(seed)
    git(tmp_path, "clone", "-q", "--bare", "seed", "so.git")
    git(tmp_path, "clone", "-q", "so.git", "lan")
    return tmp_path / "lan"


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replaces the first occurrence of a text in a file, and commits the change."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    git(root, "commit", "-qam", "Sửa")


def test_two_people_of_one_unit(lan: Path) -> None:
    """If two people change different records, git merges their changes.

    If they change the same line, git reports a conflict, and `kyyeu check` names the place.
    """
    binh = lan.with_name("binh")
    git(lan.parent, "clone", "-q", "so.git", "binh")
    edit(lan, f"{UNIT}/submissions.yml", "sent: 2020-02-07", "sent: 2020-02-08")
    git(lan, "push", "-q", "origin", "main")
    edit(binh, f"{UNIT}/delegates.yml", "seat: A-01", "seat: A-02")
    git(binh, "pull", "-q", "--no-rebase", "origin", "main")
    kyyeu(binh, "check")
    git(binh, "push", "-q", "origin", "main")

    edit(lan, f"{UNIT}/delegates.yml", "seat: A-01", "seat: B-05")
    assert git(lan, "pull", "-q", "--no-rebase", "origin", "main", check=False).returncode != 0
    delegates = lan / f"{UNIT}/delegates.yml"
    before, run = delegates.read_bytes(), kyyeu(lan, "check", check=False)
    assert run.returncode == kyyeu(lan, "format", check=False).returncode == 1
    assert f"{UNIT}/delegates.yml:" in run.stdout and "Hai người cùng sửa chỗ này" in run.stdout
    assert delegates.read_bytes() == before
    git(lan, "checkout", "-q", "--theirs", f"{UNIT}/delegates.yml")
    git(lan, "commit", "-qam", "Gộp")
    kyyeu(lan, "check")
    git(lan, "push", "-q", "origin", "main")


def review(request: Path, out: Path, *options: str, base: str = "HEAD") -> subprocess.CompletedProcess[str]:
    """Runs `kyyeu review` for the last commit of the clone `request`, as the workflow of a git host does.

    The command runs in a clone of the main branch, into which the commit was fetched.
    """
    main = request.with_name("main")
    if not main.exists():
        git(request.parent, "clone", "-q", "so.git", "main")
    git(main, "fetch", "-q", "--no-tags", "--no-recurse-submodules", str(request), "HEAD")
    return kyyeu(main, "review", base, "FETCH_HEAD", "--out", str(out), *options, check=False)


def test_a_pull_request_is_reviewed_and_nothing_of_it_runs(lan: Path, tmp_path: Path) -> None:
    git(lan, "switch", "-qc", "sua")
    edit(lan, "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md", "figure: 64 bài", "figure: 65 bài")
    mark = tmp_path / "da-chay"
    shell, python = f"#!/bin/sh\ntouch {mark}\n", f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n"
    # The pull request brings programs that would create the file `mark` if they ran. The last two of these
    # files are no programs, but imitate cached results.
    forged = {
        ".ci/review": shell,
        ".venv/bin/kyyeu": shell,
        "mkdocs.yml": shell,
        "Makefile": f"site:\n\ttouch {mark}\n",
        "build_scripts/kyyeu/__init__.py": python,
        "sitecustomize.py": python,
        "kyyeu.py": python,
        ".cache/editor/bundle.json": "{}",
        ".cache/results/ab/abcd": "{}",
    }
    for name, text in forged.items():
        (lan / name).parent.mkdir(parents=True, exist_ok=True)
        (lan / name).write_text(text)
        (lan / name).chmod(0o755)
    (tmp_path / "elsewhere").mkdir()
    for name in ("print", "site"):
        (lan / name).symlink_to(tmp_path / "elsewhere")
    (lan / ".gitattributes").write_text("* filter=evil diff=evil\ncontent/** export-ignore\n")
    git(lan, "add", "-A", "-f")
    git(lan, "commit", "-qm", "Sửa số")
    run = review(lan, tmp_path / "out", "--forge", "github")
    assert run.returncode == 0, run.stderr
    comment = (tmp_path / "out/comment.md").read_text(encoding="utf-8")
    for text in (
        "**Không có lỗi.**",
        "Thành tích, mục 2 › Con số: “64 bài” → “65 bài”",
        "### Tệp ngoài nội dung: 12",
        "- .ci/review\n",
    ):
        assert text in comment
    assert "![" not in comment and "![" in (tmp_path / "out/diff.md").read_text(encoding="utf-8")
    assert list((tmp_path / "out/pictures").glob("*.png")) and (tmp_path / "out/site/index.html").is_file()
    main = tmp_path / "main"
    for path in (
        mark,
        main / ".cache/editor",
        main / ".cache/results/ab/abcd",
        main / "site",
        main / "print",
    ):
        assert not path.exists(), path
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_pull_request_with_errors_has_a_comment_and_no_site(lan: Path, tmp_path: Path) -> None:
    git(lan, "switch", "-qc", "sua")
    edit(
        lan, "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md", "year: 2018\n", "year: hai nghìn\n"
    )
    run = review(lan, tmp_path / "out", "--forge", "gitlab")
    assert run.returncode == 1, run.stderr
    comment = (tmp_path / "out/comment.md").read_text(encoding="utf-8")
    assert "**1 lỗi, 0 cảnh báo.**" in comment and "cần một số nguyên" in comment
    assert not (tmp_path / "out/site").exists()
    assert json.loads((tmp_path / "out/code-quality.json").read_text())[0]["check_name"] == "number"
    run = review(lan, tmp_path / "out", base="khong-co")
    assert run.returncode == 2 and "khong-co" in run.stderr
    comment = (tmp_path / "out/comment.md").read_text(encoding="utf-8")
    assert "Máy chưa xem được bản sửa này**: chương trình dừng giữa chừng" in comment


@dataclass
class Forge:
    """A test server that imitates a git host (GitHub, Forgejo or GitLab) and records all requests to it.

    It keeps the comments of a pull request.
    """

    address: str
    # The requests that the server has received, each as (method, path, headers, body).
    asked: list[tuple[str, str, dict[str, str], Any]]

    def paths(self, *methods: str) -> list[tuple[str, str]]:
        return [(method, path) for method, path, *_ in self.asked if method in methods]


@pytest.fixture
def forge() -> Iterator[Forge]:
    """Starts an imitation of a git host, on which a pull request already has two comments.

    The second comment looks as if Kyyeu had written it, but is someone else's. The host refuses to change it.
    """
    comments: list[dict[str, Any]] = [
        {"id": 1, "body": "Chào."},
        {"id": 2, "body": "**Kỷ yếu · kiểm tra tự động** giả"},
    ]
    pulls = [{"number": number, "head": {"sha": f"{number}" * 40}} for number in (3, 7)]

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            value = json.loads(self.rfile.read(length)) if length else None
            headers = {key.lower(): header for key, header in self.headers.items()}
            forge.asked.append((self.command, self.path, headers, value))
            refused = self.command in ("PATCH", "PUT") and self.path.endswith("/2")
            if self.command == "POST":
                comments.append({"id": len(comments) + 1, **value})
            elif value and not refused:
                comments[int(self.path.rpartition("/")[2]) - 1].update(value)
            of_pulls = self.path.startswith("/repos/so/noi-dung/pulls?state=open&")
            body = json.dumps(pulls if of_pulls else comments).encode()
            self.send_response(403 if refused else 200)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _answer

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        forge = Forge(f"http://127.0.0.1:{server.server_address[1]}", [])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield forge
        server.shutdown()


def comment(
    forge: Forge, file: Path, name: str = "github", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    setting = {"FORGE": name, "API": forge.address, "REPOSITORY": "so/noi-dung", "TOKEN": "x", **environment}
    return subprocess.run(
        [sys.executable, "-m", "kyyeu", "comment", str(file)],
        cwd=file.parent,
        env={**os.environ, **setting},
        check=False,
        capture_output=True,
    )


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
    forge: Forge, tmp_path: Path, name: str, place: str, change: tuple[str, str], header: tuple[str, str]
) -> None:
    file = tmp_path / "comment.md"
    file.write_bytes(
        "Xin @giamdoc duyệt. <img src=x onerror=1> ![x](https://x.example/a.png) \x1b[31m\x00\n\n"
        "!![p](//e.example/p.png) [x](//e.example) [y](https&#58;//e.example) &#64;all &commat;admin "
        "www.e.example [z][k] #7\n\n[k]: //e.example\n\n/close\n\n## Đầu mục\n\n".encode()
        + b"\xff"
        + b"a" * 300_000
    )
    token = header[1].rpartition(" ")[2].encode("ascii", "replace").decode()
    for _ in range(2):
        assert comment(forge, file, name, REQUEST="7", TOKEN=token).returncode == 0
    others = (change[0], change[1].removesuffix("3") + "2")
    assert forge.paths("POST", "PATCH", "PUT") == [others, ("POST", place), others, change]
    body = next(value for method, _, _, value in forge.asked if method == "POST")["body"]
    shown = MarkdownIt("commonmark").render(body)
    assert not re.search("@giamdoc|<img|https://|\x1b|\n/close", body)
    assert not re.search(r"<a |<img|@all|@admin|www\.|#7", shown) and "<h2>Đầu mục</h2>" in shown
    assert len(body) < 65_536 and body.startswith("**Kỷ yếu")
    assert forge.asked[0][2][header[0].lower()] == header[1].encode("ascii", "replace").decode()


def test_the_forge_knows_the_pull_request_of_a_commit(forge: Forge, tmp_path: Path) -> None:
    """`kyyeu comment` finds the open pull request to which a given commit belongs.

    The command does not read a comment from a symbolic link.
    """
    file = tmp_path / "comment.md"
    file.write_text("Không có lỗi.", encoding="utf-8")
    for commit, code in (("7" * 40, 0), ("8" * 40, 0), ("", 2)):
        assert comment(forge, file, COMMIT=commit).returncode == code
    (tmp_path / "link.md").symlink_to("comment.md")
    assert comment(forge, tmp_path / "link.md", REQUEST="7").returncode == 2
    assert forge.paths("POST") == [("POST", "/repos/so/noi-dung/issues/7/comments")]


def steps_of(file: str, job: str) -> list[dict[str, Any]]:
    return yaml.safe_load((HOME / file).read_text(encoding="utf-8"))["jobs"][job]["steps"]


@pytest.mark.parametrize("forge", [".github", ".forgejo"])
def test_a_review_has_no_rights(forge: str) -> None:
    """The workflow that reviews a pull request has no access rights that the pull request could misuse.

    It runs the program of the main branch. It does not keep the credentials with which it fetches the code.
    """
    file = f"{forge}/workflows/review.yml"
    text = (HOME / file).read_text(encoding="utf-8")
    steps = steps_of(file, "review")
    main, request = (step["with"] for step in steps if "checkout" in step.get("uses", ""))
    assert ("path" in main, main["ref"]) == (False, "${{ github.event.repository.default_branch }}")
    assert request["path"] == "request" and "head.sha" in request["ref"]
    assert not main["persist-credentials"] and not request["persist-credentials"] and "secrets." not in text
    runs = [step["run"] for step in steps if "run" in step]
    # Without --no-recurse-submodules, git would read .gitmodules of the pull request, and an invalid file
    # would end the review.
    assert runs[0].startswith("mkdir out && echo") and "${{" not in runs[0]
    assert runs[1:4] == [
        "git fetch --no-tags --no-recurse-submodules ./request HEAD",
        "make install",
        f".venv/bin/python -m kyyeu review HEAD FETCH_HEAD --out out --forge {forge.removeprefix('.')}",
    ]
    assert not any("env" in step for step in steps if step.get("run") in runs[:4])
    # A pull request must not write into the cache of the main branch, so the workflow has no step that
    # caches.
    assert "actions/cache@" not in text
    if forge == ".github":
        flow = yaml.safe_load(text)
        assert "pull_request" in flow[True] and flow["permissions"] == {"contents": "read"}
        assert "token" not in text


def test_the_job_that_may_comment_runs_nothing_of_a_pull_request() -> None:
    file = ".github/workflows/comment.yml"
    text = (HOME / file).read_text(encoding="utf-8")
    assert yaml.safe_load(text)[True] == {"workflow_run": {"workflows": ["review"], "types": ["completed"]}}
    steps = steps_of(file, "comment")
    assert "with" in steps[0] and "ref" not in steps[0]["with"] and "secrets." not in text
    assert [step["run"] for step in steps if "run" in step] == [
        "make install",
        ".venv/bin/python -m kyyeu comment out/comment.md",
    ]


PRINT = (
    (".github/workflows/print.yml", True),
    (".forgejo/workflows/print.yml", True),
    (".gitlab/ky-yeu.yml", False),
)


@pytest.mark.parametrize(("file", "has_inputs"), PRINT)
def test_the_form_of_the_forge_offers_every_work_and_edition(file: str, has_inputs: bool) -> None:
    flow = yaml.safe_load((HOME / file).read_text(encoding="utf-8"))
    form = flow[True]["workflow_dispatch"]["inputs"] if has_inputs else flow["variables"]
    offered = {name.lower(): field.get("options") for name, field in form.items()}
    assert offered["work"] == ["Tất cả", *(f"{title} ({id})" for id, title, _ in works())]
    assert [re.sub(r".*\((.*)\)", r"\1", choice) for choice in offered["edition"]] == ["Tất cả", *EDITIONS]
    assert set(offered) == {"work", "unit", "cycle", "edition"}


def test_a_choice_of_the_form_is_printed(built_sample: Path, tmp_path: Path) -> None:
    """`kyyeu print` prints what somebody has chosen in the git host's form for starting a print.

    A field that is left empty means everything.
    """
    root = copy_sample(tmp_path / "so", cache=built_sample)
    form = ["Phông hội trường (phong)", "--unit=so-gddt", "--cycle=", "--edition=Xem trên màn hình (screen)"]
    files = kyyeu(root, "print", *form, "--date", DAY).stdout.splitlines()[1:]
    assert files and all("phong" in file for file in files), files
    run = kyyeu(root, "print", "Tất cả", "--edition=Cho nhà in (in)", check=False)
    assert run.returncode == 2 and "không có 'Cho nhà in (in)'" in run.stderr


def test_the_job_of_gitlab_takes_the_program_from_the_main_branch(tmp_path: Path) -> None:
    """In GitLab, a merge request cannot replace the program that reviews it.

    The job installs the program from the main branch. It ignores the Makefile and the comment that the
    request brings along. The test runs the job twice in the same folders, because GitLab may keep them.
    """
    original, fork = tmp_path / "so/goc", tmp_path / "binh/noi-dung"
    (fork / "out").mkdir(parents=True)
    (fork / "out/comment.md").write_text("giả")
    for folder, word in ((original, "chính"), (fork, "giả")):
        (folder / ".venv/bin").mkdir(parents=True)
        (folder / "Makefile").write_text(f"install:\n\techo {word}\n")
        (folder / ".venv/bin/python").write_text(f'#!/bin/sh\necho {word} "$@"; cat out/comment.md\n')
        (folder / ".venv/bin/python").chmod(0o755)
        commit_all(folder)
        git(tmp_path, "clone", "-q", "--bare", str(folder), f"{folder}.git")
    builds = tmp_path / "builds/binh/noi-dung"
    git(tmp_path, "clone", "-q", f"{fork}.git", str(builds))
    job = yaml.safe_load((HOME / ".gitlab/ky-yeu.yml").read_text(encoding="utf-8"))["review"]
    variables = {
        "CI_PROJECT_DIR": str(builds),
        "CI_PROJECT_PATH": "binh/noi-dung",
        "CI_REPOSITORY_URL": f"file://{tmp_path}/binh/noi-dung.git",
        "CI_MERGE_REQUEST_PROJECT_PATH": "so/goc",
        "CI_DEFAULT_BRANCH": "main",
        "CI_COMMIT_SHA": "abc",
    }
    for _ in range(2):
        run = subprocess.run(
            ["bash", "-ec", "\n".join(job["script"])],
            cwd=builds,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
        )
        root = f"{builds}.main"
        command = f"chính -m kyyeu --root {root} review HEAD abc --out out --forge gitlab"
        assert command in run.stdout.splitlines() and "giả" not in run.stdout, run.stderr


@pytest.mark.parametrize(
    ("schema", "file", "fault"),
    [
        ("github-workflows", ".github/workflows/review.yml", ("retention-days", "retention_days:\n  days")),
        ("github-workflows", ".github/workflows/comment.yml", ("workflow_run:", "workflow_runs:")),
        (
            "github-workflows",
            ".github/workflows/publish.yml",
            ("concurrency:\n  group", "concurrency:\n  groups"),
        ),
        ("github-workflows", ".github/workflows/print.yml", ("runs-on", "run-on")),
        ("github-workflows", ".github/workflows/test.yml", ("runs-on", "run-on")),
        ("github-workflows", ".forgejo/workflows/review.yml", ("  - id: review\n", "  - ids: review\n")),
        ("github-workflows", ".forgejo/workflows/publish.yml", ("runs-on", "run-on")),
        ("github-workflows", ".forgejo/workflows/print.yml", ("runs-on", "run-on")),
        ("gitlab-ci", ".gitlab/ky-yeu.yml", ("expire_in", "expires_in")),
        ("gitlab-ci", ".gitlab-ci.yml", ("rules", "rule")),
    ],
)
def test_workflows_satisfy_the_schemas_of_their_forges(
    schema: str, file: str, fault: tuple[str, str], tmp_path: Path
) -> None:
    text = (HOME / file).read_text(encoding="utf-8")
    assert fault[0] in text
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    for version, code in ((text, 0), (text.replace(*fault), 1)):
        (tmp_path / "flow.yml").write_text(version, encoding="utf-8")
        run = subprocess.run([*check, str(tmp_path / "flow.yml")], capture_output=True, text=True)
        assert run.returncode == code, run.stdout


def programs_of(tree: Any) -> Iterator[str]:
    """Yields every action and every container image that a workflow names, wherever in its YAML tree."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        if key in ("uses", "image", "container"):
            yield value if isinstance(value, str) else value.get("image") or value["name"]
        elif isinstance(value, dict | list):
            yield from programs_of(value)


WORKFLOWS = [
    *(HOME / ".github/workflows").iterdir(),
    *(HOME / ".forgejo/workflows").iterdir(),
    HOME / ".gitlab/ky-yeu.yml",
]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.relative_to(HOME).as_posix())
def test_actions_and_images_are_pinned(file: Path) -> None:
    """Workflows name each action by its commit and each container image by its digest.

    Whoever owns an action could make its tag point to another commit.
    """
    text = file.read_text(encoding="utf-8")
    pins = list(programs_of(yaml.safe_load(text)))
    assert pins
    for pin in pins:
        assert re.search(r"@[0-9a-f]{40}$|:[\w.-]+@sha256:[0-9a-f]{64}$", pin), pin
    for line in re.findall(r"uses: .*", text):
        assert re.search(r" # v\d+\.\d+\.\d+$", line), line
    # With the keys include, services and extends, GitLab would use files and Docker images that are not
    # pinned.
    assert not re.search(r"^ *-? *(include|services|extends):", text, re.MULTILINE)


def test_one_action_has_one_version() -> None:
    commits: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for line in re.findall(r"uses: (.*)", file.read_text(encoding="utf-8")):
            action, _, commit = line.partition("@")
            commits.setdefault(action.rpartition("code.forgejo.org/")[2], set()).add(commit)
    assert all(len(versions) == 1 for versions in commits.values()), commits


@pytest.mark.parametrize("folder", ["theme/editor", "tests/audit_tools"])
def test_programs_for_node_are_locked(folder: str) -> None:
    """The lock file of npm gives a hash for each package, and no package's download address.

    Packages can therefore be downloaded from any mirror.
    """
    wanted = json.loads((HOME / folder / "package.json").read_text(encoding="utf-8"))
    packages = json.loads((HOME / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    direct = {name: wanted.get(name, {}) for name in ("dependencies", "devDependencies")}
    assert {name: packages[""].get(name, {}) for name in direct} == direct
    for name, version in {**direct["dependencies"], **direct["devDependencies"]}.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for name, package in packages.items():
        assert not name or ("integrity" in package and "resolved" not in package), name


def test_owners_of_files_are_written_for_each_forge(tmp_path: Path) -> None:
    root = copy_sample(tmp_path)
    for file, lines in (
        ("data/site.yml", "editor:\n  forge: github\n  reviewers:\n    - so/thi-dua\n"),
        (f"{UNIT}/unit.yml", "editors:\n  - hoa-ban\n"),
    ):
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write(lines)
    library, problems = load(root)
    assert library is not None and not problems
    files = {name: data.decode().partition("\n")[2] for name, data in ownership_files(library)}
    assert files[".github/CODEOWNERS"] == (
        "* @so/thi-dua\n\n# Trường THPT Hoa Ban\n/content/units/thpt-ban-trang/ @so/thi-dua @hoa-ban\n"
        "/data/units/thpt-ban-trang/ @so/thi-dua @hoa-ban\n"
    )
    assert files[".gitlab/CODEOWNERS"] == (
        "[Sở]\n* @so/thi-dua\n\n[Trường THPT Hoa Ban]\n/content/units/thpt-ban-trang/ @hoa-ban\n"
        "/data/units/thpt-ban-trang/ @hoa-ban\n"
    )
    assert files[".gitea/CODEOWNERS"].splitlines()[0] == ".* @so/thi-dua"
    assert "content/units/thpt-ban-trang/.* @so/thi-dua @hoa-ban\n" in files[".gitea/CODEOWNERS"]
    assert "phiếu đồng ý" in (HOME / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert kyyeu(root, "editor").returncode == 0 and (root / ".github/CODEOWNERS").is_file()
