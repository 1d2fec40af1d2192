"""Tests `kyyeu upgrade`, which rewrites a project of an older content format in the newest format.

Tests that comments are kept, and that damaged files and killed upgrades do no harm. Also tests that the
projects in tests/formats, one for each older or present format, can be upgraded and built.
"""

import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from kyyeu import migrations
from kyyeu.cli import main
from kyyeu.loading.load import load
from kyyeu.migrations import Migration, RecordFile
from kyyeu.model import site
from kyyeu.model.privacy import SITE
from kyyeu.outputs.editor.upgrade import UNFINISHED
from kyyeu.outputs.site.build import site_files
from kyyeu.reading import check
from kyyeu.stages import Channels
from kyyeu.work.run import Worker

from tests.building import HOME, TODAY, copy_broken, copy_sample, edit, expected_lines, tree

FORMATS = HOME / "tests/formats"
AWARDS, SETTINGS = "data/awards.yml", "data/site.yml"
PERSON = "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md"
UNIT = "data/units/thpt-ban-trang/unit.yml"
# The tests use an invented older format. In it, the name field is `title` in awards and `who` in profiles.
# The contact data of the site have a file of their own, and the file of the unit is called school.yml.


def _renamed(values: dict[str, object], old: str, new: str) -> None:
    if old in values:
        values[new] = values.pop(old)


def _change(files: dict[str, RecordFile]) -> None:
    for award in files[AWARDS].tree.values():
        _renamed(award, "title", "name")
    for file, content in files.items():
        if "/exemplars/" in file:
            _renamed(content.tree, "who", "name")
    files[SETTINGS].tree["contact"] = files.pop("data/contact.yml").tree
    files[UNIT] = files.pop(UNIT.replace("unit.yml", "school.yml"))


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a project in an invented older format 1, and makes the program read format 2 in the test."""
    root = copy_sample(tmp_path / "old")
    awards = (
        (root / AWARDS).read_text(encoding="utf-8").replace("  name:", "  # tên ghi trên bằng\n  title:", 1)
    )
    (root / AWARDS).write_text(awards.replace("  name:", "  title:"), encoding="utf-8")
    edit(root / PERSON, ("name: Phạm Ngân Hạ", "who: Phạm Ngân Hạ  # theo giấy khai sinh"))
    settings = (root / SETTINGS).read_text(encoding="utf-8")
    contact = settings[settings.index("contact:") : settings.index("repository:")]
    (root / SETTINGS).write_text(settings.replace(contact, "").replace("schema: 1", "schema: 1  # dạng"))
    (root / "data/contact.yml").write_text(
        "# Nơi nhận thư\n\noffice: Văn phòng Sở  # tầng hai\nemail: van-phong@hoa-ban.example\n# hết\n"
    )
    (root / UNIT).rename((root / UNIT).with_name("school.yml"))
    monkeypatch.setattr(site, "SCHEMA", 2)
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: Migration("Đổi tên trường", _change)})
    return root


def _run(root: Path, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["--root", str(root), *arguments])
    return code, capsys.readouterr().out


def test_an_older_project_is_asked_to_upgrade_in_one_line(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("check", "build", "format", "editor"):
        code, out = _run(old, command, capsys=capsys)
        assert code == 1
        assert out.splitlines()[0] == (
            "data/site.yml:2:9: lỗi [schema-older] Nội dung còn ở phiên bản 1; chương trình này cần "
            "phiên bản 2. → Xem trước những chỗ sẽ đổi bằng kyyeu upgrade --dry-run, "
            "rồi nâng bằng kyyeu upgrade."
        )
        assert out.count("lỗi [") == 1


def test_a_server_names_the_version_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copy_broken("schema-newer", tmp_path)
    code, out = _run(root, "--audience", "outside", "check", capsys=capsys)
    assert (code, out.splitlines()[:1]) == (1, expected_lines("schema-newer"))
    assert _run(root, "upgrade", capsys=capsys)[0] == 1


def test_an_upgrade_shows_the_difference_keeps_comments_and_runs_twice(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(old)
    code, shown = _run(old, "upgrade", "--dry-run", capsys=capsys)
    assert code == 0 and tree(old) == before
    assert shown.startswith("Đổi tên trường.\n--- a/content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md\n")
    assert (
        "\n-who: Phạm Ngân Hạ  # theo giấy khai sinh\n+name: Phạm Ngân Hạ  # theo giấy khai sinh\n" in shown
    )
    assert "Sẽ sửa 6 tệp" in shown.splitlines()[-1]
    code, written = _run(old, "upgrade", capsys=capsys)
    assert code == 0 and written.startswith(shown[: shown.rindex("\nSẽ")])
    after = tree(old)
    assert {file for file in {*before, *after} if before.get(file) != after.get(file)} == {
        PERSON, AWARDS, SETTINGS, UNIT, "data/contact.yml", UNIT.replace("unit.yml", "school.yml")
    }  # fmt: skip
    settings = (old / SETTINGS).read_text(encoding="utf-8")
    assert "\nschema: 2  # dạng\nwritten_by: " in settings
    assert (
        "# Nơi nhận thư\ncontact:\n  office: Văn phòng Sở  # tầng hai\n" in settings and "# hết" in settings
    )
    assert "  # tên ghi trên bằng\n  name: Huân" in (old / AWARDS).read_text(encoding="utf-8")
    assert _run(old, "upgrade", capsys=capsys) == (
        0,
        "Nội dung đã ở phiên bản 2, đúng với chương trình; không có gì phải nâng.\n",
    )
    assert tree(old) == after
    assert _run(old, "format", "--check", capsys=capsys)[0] == 0
    upgraded, problems = load(old)
    sample = copy_sample(old.with_name("new"))
    edit(sample / SETTINGS, ("schema: 1", "schema: 2"))
    fresh, _ = load(sample)
    assert upgraded and fresh and not [problem for problem in problems if problem.code.startswith("field")]
    assert (upgraded.exemplars, upgraded.award_titles, upgraded.units, upgraded.site.contact) == (
        fresh.exemplars, fresh.award_titles, fresh.units, fresh.site.contact
    )  # fmt: skip


@pytest.mark.parametrize(
    ("file", "damage", "place"),
    [
        (AWARDS, "name: [\n", "data/awards.yml:2:1: lỗi [yaml]"),
        (PERSON, "không có phần khai báo\n", f"{PERSON}:1:1: lỗi [front-matter]"),
        ("data/contact.yml", "office: \tx\n- a\n", "data/contact.yml:2:1: lỗi [yaml]"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_written(
    old: Path, file: str, damage: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (old / file).write_text(damage, encoding="utf-8")
    before = tree(old)
    code, out = _run(old, "upgrade", capsys=capsys)
    assert code == 1 and tree(old) == before
    assert out.startswith(place), out


def test_a_killed_upgrade_is_completed_by_the_next_one(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = copy_project(old)
    _run(whole, "upgrade", capsys=capsys)
    for moment in range(1, 30):
        root = copy_project(old)
        killed = _killed_at(root, moment)
        if not killed:
            break
        # The number of the format is written last. A half-upgraded project has the old number and is refused.
        rest = {file: digest for file, digest in tree(root).items() if file != UNFINISHED}
        assert rest == tree(whole) or (root / SETTINGS).read_bytes() == (old / SETTINGS).read_bytes()
        code, _ = _run(root, "upgrade", capsys=capsys)
        assert code == 0 and tree(root) == tree(whole), moment
        assert not (root / UNFINISHED).exists()
    # An upgrade renames or deletes files at least twelve times. The loop has killed it before each of these.
    assert 12 < moment < 29


def test_a_file_edited_after_a_kill_is_not_overwritten(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _killed_at(old, 9)
    (old / SETTINGS).write_text(
        (old / SETTINGS).read_text(encoding="utf-8") + "# sửa tay\n", encoding="utf-8"
    )
    before = tree(old)
    assert main(["--root", str(old), "upgrade"]) == 2
    assert f"{SETTINGS} đã bị sửa" in capsys.readouterr().err and tree(old) == before


def copy_project(root: Path) -> Path:
    """Returns a copy of a project, in a new folder beside it."""
    folder = root.with_name(f"copy-{len(list(root.parent.iterdir()))}")
    return Path(shutil.copytree(root, folder))


def _killed_at(root: Path, moment: int) -> bool:
    """Upgrades a project in a process that kills itself before the nth renaming or deletion of a file.

    Returns False if the upgrade ended before.
    """
    child = os.fork()
    if child == 0:
        left = [moment]

        def deadly(event: str, _: object) -> None:
            if event in ("os.rename", "os.remove"):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(deadly)
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        os._exit(main(["--root", str(root), "upgrade"]))
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


# For each content format: the hash of its project in tests/formats, and how many records this project has.
# These projects must never be edited, so neither value may change.
FROZEN = {1: ("7f31e13145f06920", 67)}


@pytest.mark.parametrize("number", FROZEN)
def test_a_frozen_project_is_never_edited(number: int) -> None:
    files = "".join(f"{file} {digest}\n" for file, digest in tree(FORMATS / str(number)).items())
    assert hashlib.sha256(files.encode()).hexdigest()[:16] == FROZEN[number][0]


@pytest.mark.parametrize("number", FROZEN)
def test_a_frozen_project_is_upgraded_and_built(
    number: int, tmp_path: Path, worker: Worker, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project of each content format can be upgraded, has no problems then, and its site can be built.

    A second upgrade changes nothing. The site is built without booklets, because these take long.
    """
    root = Path(shutil.copytree(FORMATS / str(number), tmp_path / "project"))
    assert _run(root, "upgrade", capsys=capsys)[0] == 0
    once = tree(root)
    code, last = _run(root, "upgrade", capsys=capsys)
    assert code == 0 and "không có gì phải nâng" in last and tree(root) == once
    if number == site.SCHEMA:
        assert {file: once[file] for file in tree(FORMATS / str(number))} == tree(FORMATS / str(number))
    assert _run(root, "format", "--check", capsys=capsys)[0] == 0
    result = check(root, TODAY)
    assert (result.problems, result.records) == ([], FROZEN[number][1])
    assert result.library
    channels = Channels(result.library, TODAY)
    site_catalogue = channels.catalogue(SITE)
    pages = site_files(worker, root, site_catalogue, [], None, channels.open_data())
    assert {f"dien-hinh/{ref}/index.html" for ref in site_catalogue.published.exemplars} <= pages.keys()


def test_each_format_has_its_migration_and_its_frozen_project() -> None:
    assert [*migrations.MIGRATIONS] == [*range(1, site.SCHEMA)]
    assert [*FROZEN] == [*range(1, site.SCHEMA + 1)]
