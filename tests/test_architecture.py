"""Tests the house rules of the code that a program can check, such as which module may import which."""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import kyyeu.checks.run  # noqa: F401 - registers every check
import pytest
from kyyeu.checks.registry import CHECKS, check

from tests.building import HOME, TESTS

MODULES = sorted((HOME / "build_scripts").rglob("*.py"))
NAMES = [path.relative_to(HOME).as_posix() for path in MODULES]
MAX_STATEMENTS, MAX_DOCSTRING = 220, 4
PACKAGE = HOME / "build_scripts" / "kyyeu"
PURE = ("views", "checks", "model", "facts", "publishing")
# The modules and names that pure modules of Kyyeu may import. None of them opens a file or reads the clock.
HARMLESS = [
    "__future__",
    "annotated_types",
    "bisect",
    "calendar.monthcalendar",
    "collections",
    "dataclasses",
    "datetime.date",
    "datetime.timedelta",
    "difflib",
    "enum",
    "functools",
    "heapq",
    "html",
    "ipaddress",
    "itertools",
    "json.dumps",
    "math.inf",
    "operator",
    "pydantic",
    "pydantic_core",
    "re",
    "types",
    "typing",
    "unicodedata",
    "urllib.parse",
    "zlib.crc32",
    "kyyeu.problems",
    "kyyeu.vietnamese",
    "kyyeu.loading.records.shortened",
    "kyyeu.loading.text.line_and_column",
    "kyyeu.loading.yaml_nodes.KEY",
]
EXCEPTIONS = {
    # Exception: this module may start processes, because checking a large project is shared between several.
    "checks/run.py": ("kyyeu.work.share",),
    "model/read.py": ("sys",),  # Exception: this module may import sys, to call sys.intern.
    # Exception: this function looks only at the path of a file and opens no file.
    "publishing/outward.py": ("kyyeu.loading.files.match_kind",),
    # Exception: the leak scan has to open the finished files to search them for withheld names.
    "publishing/leak_scan.py": ("io", "json", "pathlib", "pikepdf", "zipfile", "kyyeu.work.source"),
}
BUILTINS_THAT_REACH_OUT = {"open", "print", "input", "breakpoint", "eval", "exec", "__import__"}
CLOCKS = {"date.today", "date.fromtimestamp"}
CATCH_ALLS = {"found", "entry", "said", "told", "made"}


def _short(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


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
    says = ast.get_docstring(tree) or ""
    assert says or not text.strip(), "no docstring"
    assert sum(bool(line) for line in says.splitlines()) <= MAX_DOCSTRING


def test_every_check_has_a_broken_tree() -> None:
    seen = {
        part.partition("]")[0]
        for expected in (TESTS / "broken").glob("*/expected.txt")
        for part in expected.read_text(encoding="utf-8").split(" [")[1:]
    }
    assert {code for each in CHECKS for code in each.codes} <= seen


def test_every_check_says_what_it_asks() -> None:
    assert len(CHECKS) > 30
    for each in CHECKS:
        assert each.asks.endswith(".") and each.asks[0].isupper(), each.codes
        assert each.codes and all(code == code.lower() and code.isascii() for code in each.codes)


def test_a_code_is_not_registered_twice() -> None:
    with pytest.raises(ValueError, match="votes"):
        check("votes", asks="Hai lần.")


def _imported(module: Path) -> Iterator[str]:
    """Returns the full names of everything that a module imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, allowed: Iterable[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


def _names(tree: ast.AST) -> Iterator[str]:
    """Returns every identifier in a syntax tree, such as variables, functions, classes and keywords."""
    for node in ast.walk(tree):
        for field in ("id", "arg", "name", "attr", "asname"):
            if isinstance(name := getattr(node, field, None), str):
                yield name


@pytest.mark.parametrize(
    "module", [path for folder in PURE for path in (PACKAGE / folder).rglob("*.py")], ids=_short
)
def test_a_pure_module_has_no_files_and_no_clock(module: Path) -> None:
    """Views, checks and the model open no files and read no clock (house rule 5).

    The test asserts that these modules import only what does neither.
    """
    allowed = [*HARMLESS, *(f"kyyeu.{folder}" for folder in PURE), *EXCEPTIONS.get(_short(module), ())]
    assert [name for name in _imported(module) if not _within(name, allowed)] == []
    tree = ast.parse(module.read_text(encoding="utf-8"))
    loads = [node for node in ast.walk(tree) if isinstance(getattr(node, "ctx", None), ast.Load)]
    assert {node.id for node in loads if isinstance(node, ast.Name)} & BUILTINS_THAT_REACH_OUT == set()
    assert {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CLOCKS == set()


def test_no_exception_to_purity_is_stale() -> None:
    for module, names in EXCEPTIONS.items():
        assert all(any(_within(name, [each]) for name in _imported(PACKAGE / module)) for each in names), (
            module
        )


def test_no_name_is_a_catch_all() -> None:
    paths = [*MODULES, *TESTS.rglob("*.py")]
    assert {
        path.relative_to(HOME).as_posix(): names
        for path in paths
        if (names := CATCH_ALLS & set(_names(ast.parse(path.read_text(encoding="utf-8")))))
    } == {}


def test_a_public_class_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module in PACKAGE.rglob("*.py"):
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(_short(module))
    assert {name: modules for name, modules in places.items() if len(modules) > 1} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """No modules of the program import each other in a circle.

    Imports inside functions count too, since such an import only hides the circle.
    """
    graph = grimp.build_graph("kyyeu", cache_dir=None)
    TopologicalSorter(
        {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}
    ).prepare()
