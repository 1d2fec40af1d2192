"""The house rules that a machine can see to."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import kyyeu.checks.run  # noqa: F401 - registers every check
import pytest
from kyyeu.checks.registry import CHECKS, check

from tests.building import HOME, TESTS

MODULES = sorted((HOME / "build_scripts").rglob("*.py"))
NAMES = [path.relative_to(HOME).as_posix() for path in MODULES]
MAX_STATEMENTS, MAX_DOCSTRING = 220, 4
IMPURE = ("today", "now", "read_text", "read_bytes", "write_text", "write_bytes")


def test_imports_go_one_way() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=HOME,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_module_is_short_and_says_what_it_is(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) <= MAX_STATEMENTS
    if text.strip():
        says = ast.get_docstring(tree)
        assert says, "no docstring"
        assert len(says.splitlines()) <= MAX_DOCSTRING


def test_every_check_has_a_broken_tree() -> None:
    seen = {
        part.partition("]")[0]
        for expected in (TESTS / "broken").glob("*/expected.txt")
        for part in expected.read_text(encoding="utf-8").split(" [")[1:]
    }
    missing = {code for entry in CHECKS for code in entry.codes} - seen
    assert missing == set()


def test_every_check_says_what_it_asks() -> None:
    assert len(CHECKS) > 30
    for entry in CHECKS:
        assert entry.asks.endswith(".") and entry.asks[0].isupper(), entry.codes
        assert entry.codes and all(code == code.lower() and code.isascii() for code in entry.codes)


def test_a_code_is_not_registered_twice() -> None:
    with pytest.raises(ValueError, match="votes"):
        check("votes", asks="Hai lần.")


def test_views_and_checks_have_no_clock_and_no_files() -> None:
    """House rule 5: the date is an argument, files are read before."""
    for folder in ("views", "checks", "model"):
        for module in (HOME / "build_scripts/kyyeu" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    assert node.func.attr not in IMPURE, (module.name, node.lineno)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    assert node.func.id not in ("open", "print", "input"), (module.name, node.lineno)
