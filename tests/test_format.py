"""Tests `kyyeu format`, which rewrites record files in one style: no data and no comment may be lost.

Formatting twice gives the same as formatting once. Parsers of YAML 1.1 and 1.2 read the same data from a
formatted file.
"""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from kyyeu.loading.load import load
from kyyeu.loading.text import read_text
from kyyeu.loading.yaml_nodes import read_yaml
from kyyeu.model.form import Field, Widget, fields_of, written_fields
from kyyeu.model.kinds import BY_NAME, KINDS, Kind, Shape
from kyyeu.outputs.editor.canonical import canonical_text, record_text, rewritten_text

from tests.building import HOME, kyyeu
from tests.test_editor_files import kinds_by_file

FILES = {kind.name: kind.pattern.format(unit="truong", id="ban-ghi", booklet="ky-yeu") for kind in KINDS}
BY_HAND = [kind for kind in KINDS if not kind.register]

letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
MISREAD = [
    "yes",
    "No",
    "on",
    "null",
    "~",
    "0912345678",
    "1e3",
    "012",
    "0x1F",
    "1_000",
    "10:30",
    "2020-01-05",
    "1.250",
    ".5",
    "=",
    "<<",
]
awkward = st.sampled_from(
    [
        *MISREAD,
        "y",
        "true",
        "07:30",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#a",
        "a:",
        "“x”",
        '"x"',
        "'x'",
        "{x}",
        "[x]",
        "@x",
        "`x`",
        "%x",
        "!x",
        "&x",
        "*x",
        "|",
        ">",
        "?",
        "...",
        "---",
        "\\n",
        "a\u00a0b",
        "Thu\u031b\u0301",
        "một\nhai",
        "một\n\n  hai",
        "một\n# hai",
        "một \nhai",
        "a\tb",
    ]
)
texts = st.one_of(awkward, st.text(letters, max_size=20)).map(lambda text: unicodedata.normalize("NFC", text))


def trees(record: Any, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Generates random data of a record, as people might write it in a file.

    The known keys come in any order, some are missing, and texts are arbitrary.
    """
    fields = written_fields(record) if isinstance(record, Kind) else fields_of(record)
    keys = st.lists(st.sampled_from([*fields.values()]), unique_by=lambda field: field.name, max_size=6)
    return keys.flatmap(
        lambda chosen: st.fixed_dictionaries({field.name: _values(field, depth) for field in chosen})
    )


def _values(field: Field, depth: int) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any] = texts
    if field.group and depth < 3:
        one = trees(field.group, depth + 1)
    if field.keyed:
        return st.dictionaries(texts.filter(bool), one, max_size=3)
    return st.lists(one, max_size=3) if field.many else st.one_of(st.none(), one)


def as_read(tree: Any) -> Any:
    """Returns nested data as a record would read it: without blanks at the start and end of texts."""
    if isinstance(tree, dict):
        return {key: as_read(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_read(value) for value in tree]
    return tree.strip() if isinstance(tree, str) else tree


@pytest.mark.parametrize("kind", BY_HAND, ids=[kind.name for kind in BY_HAND])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_form_means_what_the_tree_means(kind: Kind, data: st.DataObject) -> None:
    tree = data.draw(trees(kind))
    tree = {"mot": tree, "hai": tree} if kind.shape is Shape.MAPPING else tree
    text = record_text(kind, FILES[kind.name], tree, "Bài viết.")
    front = (
        text.partition("---\n")[2].partition("---\n")[0]
        if kind.shape in (Shape.PROSE, Shape.SECTIONS)
        else text
    )
    read = read_yaml(front, "x")
    assert not read.problems
    assert (read.tree or {}) == as_read(tree)
    assert canonical_text(kind, FILES[kind.name], text) == (text, [])


def test_readers_of_both_versions_agree() -> None:
    """A reader of YAML 1.1 (PyYAML) gets the same values from a formatted file as a reader of YAML 1.2."""
    kind, file = BY_NAME["document"], "data/documents.yml"
    for text in MISREAD:
        tree = {"ma": {"subject": text, "number": text}}
        written = record_text(kind, file, tree)
        assert yaml.safe_load(written) == tree and f'number: "{text}"' in written, text
    written = record_text(kind, file, {"ma": {"year": "2019", "date": "2020-01-05", "number": "2019"}})
    assert yaml.safe_load(written) == {"ma": {"year": 2019, "date": date(2020, 1, 5), "number": "2019"}}


@pytest.mark.parametrize("root", [HOME, HOME / "tests/sample"], ids=["demonstration", "sample"])
def test_the_repository_holds_canonical_files_only(root: Path) -> None:
    kinds = kinds_by_file(root)
    texts = {file: read_text(root, file)[0] or "" for file in kinds}
    assert all(texts.values())
    assert not [
        file for file, text in texts.items() if canonical_text(kinds[file], file, text) != (text, [])
    ], "chạy: kyyeu format"


UNTIDY = """# Các văn bản của ngành.

# Hướng dẫn của Sở.
huong-dan:   # chưa có số
    issuer:  Sở GD&ĐT
    type: 'guidance'
    # Trích yếu chép từ bản giấy.
    subject: >-
      Tổ chức
      Hội nghị
    year: 2019   # năm
    number: 012
la:
  "subject": "10:30"
  strange: {b: [1, two], a: # trong ngoặc
     3}
  type: plan
# Hết.
"""
TIDY = """# yaml-language-server: $schema=schemas/document.schema.json
# Các văn bản của ngành.
# Hướng dẫn của Sở.
huong-dan:  # chưa có số
  type: guidance
  number: "012"
  year: 2019  # năm
  issuer: Sở GD&ĐT
  # Trích yếu chép từ bản giấy.
  subject: Tổ chức Hội nghị

la:
  type: plan
  subject: "10:30"
  strange:
    b:
      - "1"
      - two
    a: "3"  # trong ngoặc
# Hết.
"""


def test_comments_stay_where_they_belong() -> None:
    tidy, problems = canonical_text(BY_NAME["document"], "data/documents.yml", UNTIDY)
    assert (tidy, problems) == (TIDY, [])
    assert canonical_text(BY_NAME["document"], "data/documents.yml", tidy) == (tidy, [])


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("{}", ""),
        ("{ # một\n}\n# hai\n", "# một\n# hai\n"),
        ("# một\n", "# một\n"),
        ("# một\n{a: x}\n", "# một\na: x\n"),
        ("a: {b: x, # một\n c: z # hai\n} # ba\n", "a:  # ba\n  b: x  # một\n  c: z  # hai\n"),
        (
            "a: [ # một\n x, # hai\n # ba\n z # bốn\n # năm\n ] # sáu\n",
            "# sáu\na:  # một\n  - x  # hai\n  # ba\n  - z  # bốn\n  # năm\n",
        ),
        ("a: [#một\n]\n", "a: []  #một\n"),
        ("a: {b: # một\n , c: x}\n", "a:\n  b:  # một\n  c: x\n"),
        ("a:\n  # một\n  x\n", "# một\na: x\n"),
        ("a: 'x''#y' #một\n", "a: x'#y  #một\n"),
        ("a: |- # một\n  # chữ\n  x\n # hai\n", "# hai\na: |-  # một\n  # chữ\n  x\n"),
        ("a:\n  # một\nb: x\n", "a:\n  # một\n\nb: x\n"),
        ("a:\n- x\n# một\nb:\n  c: z\n  # hai\n# ba\n", "a:\n  - x\n\n# một\nb:\n  c: z\n  # hai\n# ba\n"),
        ("a:\n  - # một\n    b: x\n    # hai\n  - # ba\n", "a:\n  # một\n  - b: x\n    # hai\n  -  # ba\n"),
        ("? a # một\n# hai\n: # ba\n  x # bốn\n", "# hai\n# ba\n# bốn\na: x  # một\n"),
        ("--- # một\na: x # hai\n... # ba\n# bốn\n", "# một\na: x  # hai\n  # ba\n# bốn\n"),
        ('"e\\u0301": x\n', "é: x\n"),
        (f"? {'x' * 2000} # một\n: # hai\n  b: z\n", f"# một\n? {'x' * 2000}\n:\n  # hai\n  b: z\n"),
    ],
)
def test_unusual_forms_are_formatted_without_loss(text: str, formatted: str) -> None:
    kind, file, head = BY_NAME["document"], "data/documents.yml", TIDY.partition("\n")[0]
    assert canonical_text(kind, file, text) == (f"{head}\n{formatted}", [])
    assert canonical_text(kind, file, f"{head}\n{formatted}") == (f"{head}\n{formatted}", [])


def test_a_key_written_twice_in_two_forms_of_unicode_is_a_problem() -> None:
    text = '"e\\u0301": x\né: y\n'
    same, problems = canonical_text(BY_NAME["document"], "data/documents.yml", text)
    assert same == text and [problem.code for problem in problems] == ["key-doubled"]


def test_a_comment_of_front_matter_is_kept_whatever_it_says() -> None:
    text = "---\n# yaml-language-server: $schema=a\ntitle: Một\n---\n\nHai.\n"
    assert canonical_text(BY_NAME["news"], FILES["news"], text) == (text, [])


def test_a_change_of_values_keeps_the_comments_of_those_that_stay() -> None:
    kind, file = BY_NAME["document"], "data/documents.yml"
    text = "a: {type: plan, # một\n subject: x # hai\n # ba\n}\nb:\n  type: law\n  # bốn\n"
    assert rewritten_text(kind, file, text, {"a": {"subject": "z"}}).partition("\n")[2] == (
        "a:\n  subject: z  # hai\n  # ba\n# bốn\n# một\n"
    )


@pytest.mark.parametrize(
    ("kind", "ref"),
    [
        ("exemplar", "thpt-ban-trang/moi"),
        ("conference", "thpt-ban-trang/2020-2025"),
        ("delegate", "thpt-ban-trang/moi"),
    ],
)
def test_no_comment_is_lost(kind: str, ref: str, root: Path) -> None:
    file = root / kyyeu(root, "new", kind, ref).stdout.removeprefix("Đã tạo ").partition(". ")[0]
    before = file.read_text(encoding="utf-8")
    assert kyyeu(root, "format", "--check", check=False).returncode == 0
    file.write_text(before.replace("\n", "\r\n").replace("#", "#  ", 1), encoding="utf-8")
    assert kyyeu(root, "format", "--check", check=False).returncode == 1
    assert kyyeu(root, "format").returncode == 0
    assert sorted(file.read_text(encoding="utf-8").replace("#  ", "# ").split()) == sorted(
        before.replace("#  ", "# ").split()
    )


def test_formatting_changes_no_record(root: Path) -> None:
    """`kyyeu format` changes no record of the sample project, however its files are written.

    Before formatting, the files have reversed keys, CRLF line ends, byte order marks and decomposed Unicode.
    """
    before, _ = load(root)
    for file, kind in kinds_by_file(root).items():
        if kind.shape is not Shape.SECTIONS:
            path = root / file
            text = path.read_text(encoding="utf-8")
            head, mark, rest = (
                text.partition("---\n")[2].partition("---\n") if kind.shape is Shape.PROSE else (text, "", "")
            )
            turned = yaml.dump(
                _reversed(read_yaml(head, file).tree),
                allow_unicode=True,
                sort_keys=False,
                default_style='"',
                width=60,
            )
            text = f"---\n{turned}---\n{rest}" if mark else turned
            path.write_bytes(
                b"\xef\xbb\xbf" + unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode()
            )
    assert kyyeu(root, "format").returncode == 0
    after, problems = load(root)
    assert before is not None and after == before and not problems
    assert kyyeu(root, "format", "--check", check=False).returncode == 0


def _reversed(tree: Any) -> Any:
    if isinstance(tree, dict):
        return (
            {key: _reversed(value) for key, value in reversed(tree.items())} if "thu-tu" not in tree else tree
        )
    return [_reversed(value) for value in tree] if isinstance(tree, list) else tree


def test_what_cannot_be_read_stays(root: Path) -> None:
    path = root / "data/documents.yml"
    for argument, text, complaint in (
        (root / "data", "a: [\nb: 1\nb: 2\n", "data/documents.yml:"),
        (path, "a:\n  type: plan\n  type: law\n", "ghi hai lần"),
    ):
        path.write_text(text, encoding="utf-8")
        run = kyyeu(root, "format", str(argument), check=False)
        assert run.returncode == 1 and complaint in run.stdout
        assert path.read_text(encoding="utf-8") == text
    for missing in ("khong-co", ".."):
        assert kyyeu(root, "format", missing, check=False).returncode == 2


def test_every_field_has_a_widget() -> None:
    """The model declares what kind of value each field of a record has.

    The web editor, the JSON schemas and the workbooks rely on these declarations.
    """
    form = written_fields(BY_NAME["exemplar"])
    assert list(form)[:4] == ["type", "group", "name", "form_of_address"]
    assert not {"id", "unit", "body"} & set(form)
    assert form["awards"].many
    award = fields_of(form["awards"].group)
    assert award["title"].reference == "award_title" and award["school_year"].widget is Widget.SCHOOL_YEAR
    assert (award["year"].least, award["year"].most) == (1945, 2100)
    assert form["name"].required and form["name"].longest == 400
    focus = fields_of(form["photo"].group)["focus"]
    assert focus.many and focus.most_items == 2 and (focus.least, focus.most) == (0, 100)
