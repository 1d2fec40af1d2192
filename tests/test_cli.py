"""Tests the command line: help in Vietnamese, exit codes, and output as JSON.

Also tests that no command waits for an answer where there is no terminal.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kyyeu.cli import build_parser, main

from tests.building import DAY, HOME, SAMPLE, copy_broken, expected_lines, kyyeu, tree
from tests.filling import run


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "thiếu LỆNH"),
        (["chek"], "không có 'chek'"),
        (["check", "--date", "23/11/2026"], "“23/11/2026” không phải một ngày; viết dạng 2026-11-23"),
        (["check", "--date"], "cần một giá trị"),
        (["check", "--nhanh"], "không hiểu --nhanh"),
        (["build", "--jobs", "0"], "“0” không phải số tiến trình từ 1 đến 256"),
        (["new", "exemplar"], "thiếu MÃ"),
        (["new"], "thiếu LOẠI, MÃ"),
        (["--root"], "cần một giá trị"),
    ],
)
def test_a_wrong_command_is_explained_in_vietnamese(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(SAMPLE), *arguments] if arguments != ["--root"] else arguments)
    output = capsys.readouterr()
    assert (stopped.value.code, output.out) == (2, "")
    assert says in output.err and "Xem cách dùng: kyyeu" in output.err
    assert not re.search("invalid|argument|required|unrecognized|expected|choose|usage:", output.err)


def test_an_unknown_root_is_a_usage_error(tmp_path: Path) -> None:
    for folder in (tmp_path / "đâu", tmp_path):
        code, _, error = run(folder, "check")
        assert code == 2 and "không có content/ và data/" in error


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["new", "exemplr", "thpt-ban-trang/a"], "loại bản ghi “exemplr”. Có phải “exemplar”?"),
        (["print", "ky-yeuu"], "ấn phẩm “ky-yeuu”. Có phải “ky-yeu”?"),
    ],
)
def test_unknown_kinds_and_works_are_usage_errors(arguments: list[str], complaint: str) -> None:
    assert run(SAMPLE, *arguments) == (2, "", f"kyyeu: không có {complaint}\n")


@pytest.mark.parametrize(
    ("case", "options", "code"),
    [
        ("votes", [], 1),
        ("votes", ["--strict"], 1),
        ("photo-small", [], 0),
        ("photo-small", ["--strict"], 1),
        ("nfd", [], 0),
        ("nfd", ["--strict"], 1),
    ],
)
def test_exit_codes_of_a_check(case: str, options: list[str], code: int, tmp_path: Path) -> None:
    ended, output, errors = run(copy_broken(case, tmp_path), "check", "--date", DAY, *options)
    assert (ended, output.splitlines()[0], errors) == (code, expected_lines(case)[0], "")


def test_json_says_the_same(tmp_path: Path) -> None:
    code, output, _ = run(copy_broken("votes", tmp_path), "check", "--date", DAY, "--json")
    assert code == 1 and json.loads(output) == {
        "problems": [
            {
                "file": "data/units/thpt-ban-trang/delegates.yml",
                "line": 30,
                "column": 16,
                "code": "votes",
                "severity": "error",
                "sentence": "42 phiếu thuận, nhiều hơn tổng số 30 phiếu.",
                "advice": "Xem lại biên bản kiểm phiếu.",
            }
        ],
        "old": [],
        "withheld": {"th-thcs-suoi-may": 3, "thpt-ban-trang": 5},
    }


def test_a_build_of_broken_content_puts_nothing_in_place(tmp_path: Path) -> None:
    root = copy_broken("votes", tmp_path)
    code, *printed = run(root, "build", "--date", DAY)
    assert code == 1 and expected_lines("votes")[0] in "".join(printed)
    assert not (root / "site").exists() and not (root / "print").exists()


def test_a_new_record_is_written_and_reported(root: Path) -> None:
    written = (
        "Đã tạo content/units/thpt-ban-trang/exemplars/to-toan.md. "
        "Điền các trường ghi (*), rồi chạy: kyyeu check\n"
    )
    assert run(root, "new", "exemplar", "thpt-ban-trang/to-toan")[:2] == (0, written)
    assert run(root, "new", "exemplar", "thpt-ban-trang/to-toan")[0] == 2


def test_every_command_and_option_has_help() -> None:
    commands = next(
        action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    helps = {choice.dest: choice.help for choice in commands._choices_actions}
    assert helps.keys() == commands.choices.keys()
    for name, parser in commands.choices.items():
        assert helps[name]
        assert [action.dest for action in parser._actions if not action.help] == [], name


def test_output_stays_utf8_where_the_terminal_expects_ascii() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kyyeu", "--root", str(SAMPLE), "check", "--date", DAY],
        cwd=HOME,
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PATH": ""},
    )
    assert ended.stdout.decode().splitlines()[-1] == "62 bản ghi: 0 lỗi, 0 cảnh báo."


def test_output_may_be_cut_off_without_an_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m kyyeu --root {copy_broken('all', tmp_path)} check --date {DAY} | head -1"
    done = subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True, cwd=HOME)
    assert done.stdout.count("\n") == 1 and not done.stderr


def test_a_check_writes_nothing(root: Path) -> None:
    before = tree(root)
    kyyeu(root, "check", "--date", DAY)
    assert tree(root) == before
