"""Tests the loading of record files: no input crashes it, and each problem has the right line and column.

A file that cannot be read causes no further problems about links to its records.
"""

import tempfile
import time
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kyyeu.loading.load import load
from kyyeu.loading.markdown_nodes import split_front_matter, split_sections
from kyyeu.loading.records import build_record
from kyyeu.loading.text import MAX_BYTES, line_and_column, read_text
from kyyeu.loading.yaml_nodes import MAX_DEPTH, MAX_NODES, read_marked, read_yaml
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.kinds import KINDS
from kyyeu.model.library import Library
from kyyeu.model.sources import Positions
from kyyeu.problems import MOST_OF_ONE_FILE, Effort, Place, Problem, Severity, capped, nearest
from kyyeu.reading import check

from tests.building import HOME, TODAY

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
words = st.text(alphabet="abc đĐàạưƯ“”0123:-#&*!|>'\"%@`{}[],?\t\\.", max_size=12)
trees = st.recursive(
    st.none() | words | st.integers() | st.floats(allow_nan=True) | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


def assert_sound(problems: list[Problem], text: str) -> None:
    """Asserts that each problem's line and column lie within the file, and that its sentence is short."""
    for problem in problems:
        assert problem.place.file == "f.yml" and problem.place.column >= 1
        assert 1 <= problem.place.line <= text.count("\n") + 2
        assert problem.sentence.endswith((".", "…")) and len(problem.sentence) < 400


def places(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(problem.place.file, problem.code) for problem in problems]


@many
@given(st.binary(max_size=400))
def test_random_bytes_are_text_or_a_problem(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "f.yml").write_bytes(data)
        text, problems = read_text(root, "f.yml")
        assert (text is None) == any(problem.severity == "error" for problem in problems)
        if text is not None:
            assert unicodedata.is_normalized("NFC", text) and "\r" not in text
            assert_sound(read_yaml(text, "f.yml").problems, text)


def assert_both_ways_alike(text: str) -> None:
    """Asserts that the fast YAML reader and the one that also records positions give the same data."""
    nodes, marked = read_yaml(text, "f.yml", 3), read_marked(text, "f.yml", 3)
    assert (nodes.tree, dict(nodes.marks)) == (marked.tree, dict(marked.marks))
    assert nodes.problems == marked.problems


def test_both_ways_of_reading_agree_on_real_files() -> None:
    paths = [
        path
        for folder in ("tests", "content", "data")
        for path in sorted((HOME / folder).rglob("*"))
        if path.suffix in (".yml", ".md")
    ]
    assert len(paths) > 200
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        assert_both_ways_alike(text.split("---\n")[1] if path.suffix == ".md" and "---\n" in text else text)


@many
@given(trees)
def test_both_ways_of_reading_agree_on_any_tree(tree: Any) -> None:
    for flow in (True, False):
        assert_both_ways_alike(yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow))


@many
@given(st.text(alphabet="ab:- \n\t#&*!|>'\"%@`{}[],?đạ", max_size=80))
def test_random_yaml_is_a_tree_or_a_problem(text: str) -> None:
    nodes = read_yaml(text, "f.yml")
    assert_sound(nodes.problems, text)
    assert nodes.tree is None or isinstance(nodes.tree, (dict, list, str))
    assert_both_ways_alike(text)


@many
@given(trees, st.sampled_from(KINDS))
def test_random_trees_are_records_or_problems(tree: Any, kind: Any) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    nodes = read_yaml(text, "f.yml")
    record, problems = build_record(kind.record, nodes.tree, Positions("f.yml", nodes.marks), {"id": "x"})
    assert record is not None or problems or nodes.problems
    assert_sound(problems, text)


@many
@given(st.dictionaries(st.sampled_from([*Exemplar.model_fields]), trees, min_size=1, max_size=6))
def test_random_fields_are_records_or_problems(tree: dict[str, Any]) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True)
    nodes = read_yaml(text, "f.yml")
    _, problems = build_record(
        Exemplar, nodes.tree, Positions("f.yml", nodes.marks), {"id": "x", "unit": "y"}
    )
    assert_sound(problems, text)


@many
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,6}", fullmatch=True),
        st.lists(st.from_regex(r"[a-zđạ]{2,8}( [a-z]{1,4})?", fullmatch=True), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_marks_stand_where_their_values_stand(tree: dict[str, list[str]]) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, width=1000)
    rows = text.split("\n")
    nodes = read_yaml(text, "f.yml", first_line=7)
    for key, values in nodes.tree.items():
        line, column = nodes.marks[key, "@key"]
        assert rows[line - 7][column - 1 :].startswith((key, f"'{key}"))
        for index, value in enumerate(values):
            line, column = nodes.marks[key, index]
            assert rows[line - 7][column - 1 :] in (value, f"'{value}'")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "a: " + "[" * 201 + "]" * 201,
        "- " * 5_000 + "x",
        "".join(f"{' ' * depth}a:\n" for depth in range(2_000)),
        "? " * 5_000,
        "a: [" + "[" * 30 + "]" * 30 + "]",
    ],
)
def test_deep_nesting_is_refused_quickly(text: str) -> None:
    started = time.perf_counter()
    nodes = read_yaml(text, "f.yml")
    assert nodes.tree is None and nodes.problems[-1].code in ("yaml-depth", "yaml")
    assert time.perf_counter() - started < 2


def test_nesting_that_records_need_is_read() -> None:
    text = "".join(f"{' ' * depth}a:\n" for depth in range(MAX_DEPTH - 1)) + " " * MAX_DEPTH + "b\n"
    assert read_yaml(text, "f.yml").problems == []


@pytest.mark.parametrize(
    "hostile",
    [
        b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
        b"!!python/object/apply:os.system [echo]\n",
        b"<<: *a\n",
        b"a: !!binary aGk=\n",
        b"%YAML 9.9\n---\na: b\n",
    ],
)
def test_anchors_tags_and_directives_do_nothing(hostile: bytes) -> None:
    codes = {problem.code for problem in read_yaml(hostile.decode(), "f.yml").problems}
    assert codes and codes <= {"yaml-anchor", "yaml-tag", "yaml", "yaml-documents"}


def test_huge_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "f.yml").write_bytes(b"a" * (MAX_BYTES + 1))
    for file, code in (("f.yml", "file-size"), ("not-there.yml", "file-unreadable")):
        text, problems = read_text(tmp_path, file)
        assert text is None and [problem.code for problem in problems] == [code]


def test_of_many_mistakes_in_one_file_the_first_are_listed_and_the_others_counted(root: Path) -> None:
    (root / "data/documents.yml").write_text(
        "".join(f"van-ban-{number}:\n  tipe: x\n  sai{number}: y\n" for number in range(3_000))
    )
    *listed, last = load(root)[1]
    assert len(listed) == MOST_OF_ONE_FILE and "value" not in {problem.code for problem in listed}
    assert (last.code, last.sentence) == ("more", "… và 14000 lỗi nữa trong tệp này.")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("thpt-so-0123/nguyen-van-an", "thpt-so-0123/nguyen-van-an"),
        ("thpt-so-0123/nguyen-van-anh", "thpt-so-0123/nguyen-van-an"),
        ("thpt-so-0123/nguyn-van-an", "thpt-so-0123/nguyen-van-an"),
        ("thtp-so-4999/nguyen-vn-an", "thpt-so-4999/nguyen-van-an"),
        ("hoa", ""),
        ("x" * 100_000, ""),
    ],
)
def test_the_nearest_of_many_values_is_compared_with_few(
    written: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []

    def closest(word: str, possibilities: list[str], **options: Any) -> list[str]:
        compared.append(len(word) * len(possibilities))
        return get_close_matches(word, possibilities, **options)

    monkeypatch.setattr("difflib.get_close_matches", closest)
    values = frozenset(f"thpt-so-{number:04}/nguyen-van-an" for number in range(5_000))
    assert nearest(written, values) == (f"Có phải “{expected}”?" if expected else "")
    assert compared[0] <= 100 * 12


def test_values_are_searched_for_only_the_first_problems_of_a_file() -> None:
    effort = Effort()
    answers = [effort.nearest(Place(file), "hoas", {"hoa"}) for file in ("a.md", "b.md") for _ in range(300)]
    assert answers == 2 * (200 * ["Có phải “hoa”?"] + 100 * [""])


def test_errors_and_warnings_of_each_file_are_counted_apart() -> None:
    def problems(file: str, severity: Severity) -> list[Problem]:
        return [Problem(Place(file, line), "x", f"Câu {line}.", "", severity) for line in range(1_500)]

    errors = problems("a.yml", Severity.ERROR)
    kept = capped([*problems("a.yml", Severity.WARNING), *errors, *problems("b.yml", Severity.ERROR)[:7]])
    assert len(kept) == 1_000 + 1_000 + 7 + 2 and set(errors[:1_000]) <= set(kept)
    assert [(each.place, each.sentence, each.severity) for each in kept if each.code == "more"] == [
        (Place("a.yml", 1_000), "… và 500 cảnh báo nữa trong tệp này.", Severity.WARNING),
        (Place("a.yml", 1_000), "… và 500 lỗi nữa trong tệp này.", Severity.ERROR),
    ]


@pytest.mark.parametrize(
    "extra",
    [
        "".join(f"sai{number:06}: x\n" for number in range(150_000)),
        "sai: [" + "[]," * 150_000 + "]\n",
        "sai: x\n" * 150_000,
    ],
    ids=["keys", "lists", "doubled"],
)
def test_of_a_file_with_too_many_values_the_first_are_read(extra: str, root: Path) -> None:
    file = root / "data/units/so-gddt/unit.yml"
    file.write_text(file.read_text(encoding="utf-8") + extra, encoding="utf-8")
    nodes = read_yaml(file.read_text(encoding="utf-8"), "f.yml")
    assert len(nodes.marks) <= MAX_NODES + 1 and nodes.tree["names"]
    assert "file-size" in {problem.code for problem in nodes.problems}
    assert sum(len(str(problem)) for problem in load(root)[1]) < 500_000


def test_line_ends_and_byte_order_marks_change_nothing(tmp_path: Path) -> None:
    text = "kind: primary\nnames:\n  - name: Trường Hoa Ban\n"
    for name, data in {
        "lf": text,
        "crlf": text.replace("\n", "\r\n"),
        "cr": text.replace("\n", "\r"),
        "bom": "\ufeff" + text,
        "nfd": unicodedata.normalize("NFD", text),
    }.items():
        (tmp_path / name).write_bytes(data.encode())
        read, problems = read_text(tmp_path, name)
        assert read == text and places(problems) == ([("nfd", "nfd")] if name == "nfd" else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:", None),
        ("a: ~", None),
        ("a: null", None),
        ("a: ''", ""),
        ("a: 'null'", "null"),
        ("a: 0912345678", "0912345678"),
        ("a: 1e3", "1e3"),
        ("a: yes", "yes"),
        ("a: 2020-01-05", "2020-01-05"),
        ("a: 07:30", "07:30"),
        ("a: 05", "05"),
        ("a: |\n  x\n  y\n", "x\ny\n"),
    ],
)
def test_a_value_stays_text_and_a_blank_is_none(text: str, value: str | None) -> None:
    nodes = read_yaml(text, "f.yml")
    assert nodes.problems == [] and nodes.tree == {"a": value}


def test_all_problems_of_a_record_are_reported_at_once_with_their_places(tmp_path: Path) -> None:
    text = """\
type: individul
group: teacher
cycle: 2015-2020
field: teaching
summary:
titles: Hiệu trưởng
achievements:
  - text: Một
    year: 18
  - figure: 3
photo:
  file: Ảnh.JPG
  alt: Ảnh
consent:
  id: A1
  scope:
    - web
    - báo
  date: 31/04/2020
adress: x
"""
    nodes = read_yaml(text, "f.md", first_line=2)
    record, problems = build_record(
        Exemplar, nodes.tree, Positions("f.md", nodes.marks), {"id": "x", "unit": "y"}
    )
    assert record is None
    assert sorted((problem.place.line, problem.place.column, problem.code) for problem in problems) == [
        (2, 1, "field-missing"),  # The exemplar lacks its name.
        (2, 7, "choice"),
        (6, 1, "field-empty"),
        (7, 9, "list"),
        (10, 11, "number-range"),
        (11, 5, "field-missing"),  # The second achievement of the exemplar lacks its text.
        (13, 9, "file-name"),
        (19, 7, "choice"),
        (20, 9, "date"),
        (21, 1, "field-unknown"),
    ]
    assert any(problem.advice.startswith("Có phải “individual”?") for problem in problems)


@pytest.mark.parametrize(
    ("body", "line"), [("\n\n\nMột\nHai", 7), ("Một", 4), ("\n  \n\nMột", 7), ("\n   Một", 5)]
)
def test_a_body_knows_its_first_line(body: str, line: int) -> None:
    text = f"---\na: b\n---\n{body}\n"
    parts, problems = split_front_matter(text, "f.md")
    assert parts is not None and problems == []
    assert (parts.body_line, parts.body.split("\n")[0]) == (line, text.split("\n")[line - 1])


def test_sections_know_their_lines() -> None:
    sections, problems = split_sections(
        "Lời dẫn.\n\n## [1.I] Một\n\n\nHai\n### Nhỏ\n## [ 2 ] Ba\n## Không mã\nBốn", 10, "f.md"
    )
    assert [
        (section.code, section.title, section.line, section.body_line, section.body) for section in sections
    ] == [
        ("1.I", "Một", 12, 15, "Hai\n### Nhỏ"),
        ("2", "Ba", 17, 18, "## Không mã\nBốn"),
    ]
    assert [(problem.place.line, problem.code) for problem in problems] == [(10, "section-missing")]
    assert split_sections("\n", 10, "f.md") == ([], [])


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (3, 1)), (1, (3, 2)), (3, (4, 1)), (4, (5, 1)), (6, (5, 3))]
)
def test_line_and_column(offset: int, place: tuple[int, int]) -> None:
    assert line_and_column("đạ\n\nxyz", offset, 3) == place


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("data/documents.yml", "utf-16"),
        ("data/documents.yml", "tab"),
        ("data/movements.yml", "utf-16"),
        ("data/awards.yml", "tab"),
        ("data/decisions.yml", "latin"),
        ("data/units/thpt-ban-trang/unit.yml", "tab"),
        ("data/units/thpt-ban-trang/movements.yml", "tab"),
        ("data/units/thpt-ban-trang/movements.yml", "utf-16"),
        ("data/units/th-thcs-suoi-may/models.yml", "latin"),
        ("data/cycles/2015-2020.yml", "tab"),
        ("data/units/so-gddt/conferences/2015-2020.yml", "latin"),
        ("content/units/thpt-ban-trang/exemplars/dang-huong-tram.md", "utf-16"),
        ("data/outlines/2015-2020.yml", "latin"),
        ("data/programmes/conference.yml", "tab"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem(file: str, data: str, root: Path) -> None:
    """A file that cannot be read causes exactly one problem.

    Links to the records of this file are not reported as broken.
    """
    text = (root / file).read_text(encoding="utf-8")
    spoiled = {
        "utf-16": text.encode("utf-16"),
        "tab": (text + "\n\tx: y\n").encode(),
        "latin": text.encode("ascii", "replace") + b"# \xe8\n",
    }
    (root / file).write_bytes(spoiled[data])
    assert places(check(root, TODAY).problems) == [(file, "yaml" if data == "tab" else "encoding")]


def test_missing_site_settings_are_one_problem(root: Path) -> None:
    (root / "data/site.yml").unlink()
    library, problems = load(root)
    assert library is None and places(problems) == [("data/site.yml", "site-missing")]


@pytest.mark.parametrize(
    "file",
    [
        "data/units/so-gddt/unit.yml.txt",
        "data/units/so-gddt/unit.YML",
        "data/units/so-gddt/conferencs/2015-2020.yml",
        # Without a check, MkDocs would copy the following files to the site as they are.
        "content/a.html",
        "content/a.js",
        "content/a.svg",
        "content/hoang-tu-nam.jpg",
        "content/a.markdown",
        "content/huong-dan/index.md",
        "content/huong-dan/INDEX.MD",
        "content/huong-dan/a.pdf",
    ],
)
def test_a_file_of_no_known_kind_is_refused(file: str, root: Path) -> None:
    (root / file).parent.mkdir(exist_ok=True)
    (root / file).write_text("kind: department\n")
    assert places(load(root)[1]) == [(file, "file-unknown")]


@pytest.mark.parametrize(
    "name",
    [
        "content/la.md",
        "content/thu-muc",
        "data/units/so-gddt/models.yml",
        "content/units/so-gddt/exemplars/la.md",
        "content/units/so-gddt/exemplars/la.jpg",
    ],
)
def test_a_link_to_elsewhere_is_not_followed(name: str, root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.md").write_text("bí mật")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(elsewhere if "." not in name else elsewhere / "secret.md")
    library, problems = load(root)
    assert places(problems) == [(name, "file-link")]
    assert library is not None and "bí mật" not in repr(library)


@pytest.mark.parametrize("key", ["../../index", "Vườn trường", "a/b", "nam", "-a"])
def test_a_movement_launched_by_a_unit_has_an_id_fit_for_an_address(key: str, root: Path) -> None:
    path = root / "data/units/th-thcs-suoi-may/movements.yml"
    launched = (
        f'launched:\n  "{key}":\n    name: Thử\n    kind: local\n    launched_by: unit\n    level: unit\n'
    )
    path.write_text(launched + path.read_text(encoding="utf-8"), encoding="utf-8")
    [problem] = load(root)[1]
    assert problem.code == ("id-reserved" if key == "nam" else "id")
    assert (problem.place.line, problem.place.column) == (2, 3)


def test_a_movement_takes_the_date_of_its_catalogued_document(library: Library) -> None:
    movement = library.movements["doc-sach"]
    assert movement.document is not None and movement.document.number == "2/CT-HOABAN"
    assert (movement.document.date, movement.year) == (date(2016, 9, 12), 2016)
