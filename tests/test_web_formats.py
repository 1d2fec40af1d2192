"""Tests how the web editor saves records, by running its JavaScript under Node.

Saved files must have the canonical form, and nothing may change that the user did not edit.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from kyyeu.loading.files import kind_of, record_files
from kyyeu.model.kinds import BY_NAME, Kind
from kyyeu.model.privacy import SITE
from kyyeu.outputs.editor.canonical import _quoted, canonical_text
from kyyeu.outputs.editor.new_record import blank_text
from kyyeu.outputs.editor.web_forms import FILES, FOLDERS, web_configuration
from kyyeu.publishing.gate import publish

from tests.building import HOME, SAMPLE, TODAY, read_project
from tests.editing import SOURCES, run_node
from tests.test_format import texts

SAVE = """
const shapes = new Map(formats(given.settings).map(({ name, shape }) => [name, shape]));
const texts = given.files.map(({ format, text, change }) => {
  const shape = shapes.get(format);
  /* Sveltia CMS trims a text, and hands over plain data. */
  const values = JSON.parse(JSON.stringify(reader(shape)(text.trim())));
  new Function("values", change ?? "")(values);
  return writer(shape)(values);
});
process.stdout.write(JSON.stringify(texts));
"""


def settings_of(root: Path) -> dict[str, Any]:
    return web_configuration(publish(read_project(root), SITE, TODAY), TODAY)


@pytest.fixture(scope="module")
def sample() -> dict[str, Any]:
    return settings_of(SAMPLE)


def format_of(kind: Kind) -> str:
    """Returns the name of a record kind's file format in the configuration of the web editor."""
    outline = ":2015-2020" if kind.name == "report" else ""
    return kind.name + outline + ("-frontmatter" if kind.pattern.endswith(".md") else "")


def save_all(configuration: dict[str, Any], files: list[tuple[Kind, str]], change: str = "") -> list[str]:
    """Returns the texts of record files after the web editor has opened and saved them.

    `change` is JavaScript code that edits the `values` of each record before it is saved.
    """
    texts = [{"format": format_of(kind), "text": text, "change": change} for kind, text in files]
    return list(run_node(SAVE, {"settings": configuration, "files": texts}))


def save(configuration: dict[str, Any], kind: str, text: str, change: str = "") -> str:
    return save_all(configuration, [(BY_NAME[kind], text)], change)[0]


def canonical(kind: Kind, file: str, text: str) -> str:
    whole, problems = canonical_text(kind, file, text)
    assert problems == []
    return whole


@pytest.mark.parametrize("root", [SAMPLE, HOME], ids=["sample", "demonstration"])
def test_a_record_saved_unchanged_is_the_same_file(root: Path) -> None:
    edited = {BY_NAME[name] for name in (*FOLDERS, *FILES)}
    names = [file for file in record_files(root) if kind_of(file) in edited]
    files = [(kind_of(name), (root / name).read_text(encoding="utf-8")) for name in names]
    assert len(files) > 25
    for name, (kind, text), saved in zip(names, files, save_all(settings_of(root), files), strict=True):
        assert saved == text == canonical(kind, name, text), name


def test_comments_and_blanks_stay_where_the_formatter_puts_them(sample: dict[str, Any]) -> None:
    """The web editor keeps all comments and empty fields of a file that `kyyeu new` has written.

    Such a file has a comment above each field, and beside each field of a group.
    """
    new = {"unit": "thpt-ban-trang", "id": "moi"}
    kinds = [BY_NAME[name] for name in (*FOLDERS, *FILES) if name != "report"]
    files = [
        (kind, canonical_text(kind, kind.pattern.format(**new), blank_text(kind, new))[0]) for kind in kinds
    ]
    for (kind, text), saved in zip(files, save_all(sample, files), strict=True):
        assert saved == text, kind.name


def test_a_comment_stays_with_its_value_whatever_is_around_it(sample: dict[str, Any]) -> None:
    text = """# yaml-language-server: $schema=../../schemas/model.schema.json
# Các mô hình của trường

# mô hình đầu
mot:  # beside the key
  name: Một  # beside a value
  kind: "10:30"  # beside quotes
  # above a field
  field: teaching
  how: |-  # beside a block
    # not a comment
    hai
  results: Kết quả
  praised:
    # above an item
    - form: Giấy khen
      level: unit
      year: 2019  # beside a number
  unknown: {kept: [x, # in brackets
    # before the end
    ], as: it was # beside, in brackets
  }  # after brackets
  # below everything

# between

hai:
  name: Hai
  kind: x
  field: teaching
  how: a
  results: b
# at the end
"""
    assert save(sample, "model", text) == canonical(
        BY_NAME["model"], "data/units/thpt-ban-trang/models.yml", text
    )


def test_comments_of_any_form_of_yaml_are_kept(sample: dict[str, Any]) -> None:
    """The web editor saves YAML with comments in unusual places just as `kyyeu format` writes it."""
    kind, file = BY_NAME["model"], "data/units/thpt-ban-trang/models.yml"
    texts = [
        f"mot:\n  name: Một\n  {field}\n  results: x\n"
        for field in (
            "how: # beside the key\n    # before the value\n    x # beside the value\n    # below",
            "unknown: { # one\n    # two\n    a: # three\n    x # four\n    # five\n    , b: z } # six",
            "unknown:\n  - # one\n    a: x\n    # two\n   # three\n  # four",
            "unknown:\n  - # one\n  - [ # two\n     ]\n  # three",
            "how: |- # one\n      # text\n      x\n    # two\n  # three",
            "how: >\n\n    # text\n\n  # one\n # two\n# three",
            "? unknown # one\n  # two\n  : # three\n    x",
            f"? {'x' * 200} # one\n  : # two\n    a: x",
            "# one\n\n  # two\n  how: 'x''#y' # three\n      # four\n    # five",
        )
    ]
    texts += [
        "# one\n",
        "# one\n\n# two\nmot: {name: x} # three\n# four\n",
        "{mot: # one\n {name: x}\n # two\n} # three\n",
    ]
    for text, saved in zip(texts, save_all(sample, [(kind, text) for text in texts]), strict=True):
        assert saved == canonical(kind, file, text), text


def test_texts_are_quoted_alike() -> None:
    drawn: list[str] = []

    @settings(max_examples=400, database=None, derandomize=True)
    @given(texts)
    def draw(text: str) -> None:
        drawn.append(text)

    draw()
    words = sorted(
        set(drawn)
        | {str(number) for number in range(-3, 40)}
        | {
            "1_000",
            "0o17",
            "0b1",
            "1:20",
            "190:20:30.15",
            "1e3",
            "1.5e+3",
            "+.inf",
            ".NaN",
            "2020-01-05T10:30:00Z",
            "2020-1-5 1:00:00",
            "<<",
            "=",
            "a\u200bb",
            "😀",
            "\U0001f469\u200d\U0001f3eb",
            "x\u2028y",
            "\x85",
            "\u00a0x",
            "x\u00a0",
        }
    )
    quotations = run_node("process.stdout.write(JSON.stringify(given.map(quoted)));", words)
    assert dict(zip(words, quotations, strict=True)) == {word: _quoted(word) for word in words}


def test_an_edit_changes_its_own_lines(sample: dict[str, Any]) -> None:
    name = "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md"
    text = (SAMPLE / name).read_text(encoding="utf-8")
    saved = save(
        sample,
        "exemplar",
        text,
        """
        values.quote = "Viết thêm: một câu.\\nHai dòng.";
        values.awards.push({ title: "giay-khen-thu-truong", year: "2019", rank: "", school_year: null,
                             decision: { id: "qd-1", date: "" }, status: "in_force", reason: "" });
        values.sort_key = ""; values.aliases = []; values.model = null;
    """,
    )
    before, after = text.splitlines(), saved.splitlines()
    added = [line for line in after if line not in before]
    assert added == [
        'quote: "Viết thêm: một câu. Hai dòng."',
        "  - title: giay-khen-thu-truong",
        "    decision: qd-1",
    ] or added == ['quote: "Viết thêm: một câu. Hai dòng."', "    decision: qd-1"]
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("quote:")
    ]
    assert saved == canonical(BY_NAME["exemplar"], name, saved)


def test_a_new_record_holds_what_was_filled_in_and_no_blank(sample: dict[str, Any]) -> None:
    saved = run_node(
        """
        const shape = formats(given).find(({ name }) => name === "exemplar-frontmatter").shape;
        process.stdout.write(JSON.stringify(writer(shape)({
          name: "Nông Thị Mai", type: "individual", group: "teacher", cycle: "2015-2020", field: "teaching",
          summary: " Một câu. ",
          quote: "", titles: ["Giáo viên", ""], degrees: [], achievements: [],
          awards: [{ title: "x", year: "2018", status: "in_force", decision: null }],
          photo: { file: "mai.jpg", alt: "Ảnh", credit: "", people: [] }, status: "draft", minor: "",
          consent: { id: "007", scope: ["web", "print"], date: "2026-01-05", expires: "", withdrawn: null,
                     child: false, guardian: false },
          body: "Bài viết.\\n\\n",
        })));""",
        sample,
    )
    assert (
        saved
        == """---
type: individual
group: teacher
name: Nông Thị Mai
titles:
  - Giáo viên
cycle: 2015-2020
field: teaching
summary: Một câu.
awards:
  - title: x
    year: 2018
photo:
  file: mai.jpg
  alt: Ảnh
consent:
  id: "007"
  scope:
    - web
    - print
  date: 2026-01-05
---

Bài viết.
"""
    )


def test_records_of_a_file_of_many_get_an_id_of_their_own(sample: dict[str, Any]) -> None:
    text = (SAMPLE / "data/units/thpt-ban-trang/delegates.yml").read_text(encoding="utf-8")
    first = text.partition("\n")[2].partition(":")[0]
    saved = save(
        sample,
        "delegate",
        text,
        f"""
        const delegate = {{ name: "Đỗ Văn Đức", conference: "so-gddt/2015-2020" }};
        const taken = {{ ...delegate, name: values.records.find((record) => record.id === {first!r}).id }};
        values.records.push({{ ...delegate }}, {{ ...delegate, id: "" }}, taken);
    """,
    )
    assert saved.startswith(text)
    assert [line for line in saved[len(text) :].splitlines() if line and not line.startswith(" ")] == [
        "do-van-duc:",
        "do-van-duc-2:",
        f"{first}-2:",
    ]


def test_a_report_keeps_every_line_around_the_part_that_changes(sample: dict[str, Any]) -> None:
    text = (SAMPLE / "content/units/thpt-ban-trang/reports/2015-2020.md").read_text(encoding="utf-8")
    codes = [section["code"] for section in sample["outlines"]["2015-2020"]]
    code = [code for code in codes if f"## [{code}]" in text][1]
    head, _, rest = text.partition(f"## [{code}]")
    heading, _, rest = rest.partition("\n")
    tail = rest[rest.index("\n## [") :]
    # The same edit is saved twice: in a report that has the section, and in one that lacks it.
    for before in (text, head + tail.lstrip()):
        saved = save(sample, "report", before, f"values.sections.part{codes.index(code)} = 'Đoạn mới.';")
        assert saved == f"{head}## [{code}]{heading}\n\nĐoạn mới.\n{tail}"


def test_links_that_the_site_names_are_shown_by_their_key_and_saved_without(sample: dict[str, Any]) -> None:
    text = "---\ndate: 2020-01-05\nphase: before\ntitle: Tin\n---\n\nTheo [](doc:ct-34), [một](doc:ct-34).\n"
    look = "if (!values.body.includes('[@ct-34](doc:ct-34)')) throw new Error(values.body);"
    assert save(sample, "news", text, look) == text
    assert save(sample, "news", text, "values.body += ' Thêm.';") == text.replace(
        "ct-34).\n", "ct-34). Thêm.\n"
    )


WAS = """Số 3*4, **đậm *nghiêng* đậm**, _gạch dưới_ và **bỏ đậm**.

- một
  - một một

| Năm | Số |
| --- | ---: |
| 2015 | 12 |

| Tên | Số |
| :-- | --- |

---

Hết.
"""
RICH = """Số 3\\*4, **đậm _nghiêng_ đậm**, _gạch dưới_ và bỏ đậm.

* một
    - một một
* hai

| Năm | Số |
| --- | --- |
| 2015 | 13 |

| Tên | Số |
| --- | --- |

***

Hết. Thêm.
"""


def test_an_editor_of_rich_text_does_not_rewrite_what_it_did_not_touch(sample: dict[str, Any]) -> None:
    """When somebody edits a text in the web editor (Sveltia CMS), only the edited lines change in the file.

    WAS is the text before the edits, and RICH is what Sveltia CMS 0.221 makes of it. In RICH, lines that
    nobody edited are rewritten, too. They must be saved as they were.
    """
    head = "---\ndate: 2020-01-05\nphase: before\ntitle: Tin\n---\n\n"
    saved = save(sample, "news", head + WAS, f"values.body = {json.dumps(RICH)};")
    before, after = WAS.splitlines(), saved.removeprefix(head).splitlines()
    assert [line for line in after if line not in before] == [
        "Số 3\\*4, **đậm _nghiêng_ đậm**, _gạch dưới_ và bỏ đậm.",
        "- hai",
        "| 2015 | 13 |",
        "Hết. Thêm.",
    ]
    assert [line for line in before if line not in after] == [before[0], "| 2015 | 12 |", "Hết."]


def test_the_configuration_of_a_unit_satisfies_the_schema_of_sveltia_cms(sample: dict[str, Any]) -> None:
    """The web editor's configuration for each unit satisfies the JSON Schema of Sveltia CMS.

    It names only files and folders of that unit.
    """
    jsonschema = pytest.importorskip("jsonschema")
    script = "process.stdout.write(JSON.stringify(given.units.map((unit) => configure(given, unit))));"
    configurations = run_node(script, sample)
    schema = SOURCES / "node_modules/@sveltia/cms/schema/sveltia-cms.json"
    checker = jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))
    for unit, configuration in zip(sample["units"], configurations, strict=True):
        assert [error.message for error in checker.iter_errors(configuration)] == []
        text = json.dumps(configuration)
        assert not re.search(r"(?<!\{)\{(unit|cycle)\}", text) and '"@' not in text
        for collection in configuration["collections"]:
            files = [file["file"] for file in collection.get("files", [])]
            for place in (*files, collection.get("folder", files[0] if files else "")):
                assert f"/units/{unit['id']}/" in place


def test_node_is_asked_for_in_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for tool in filter(None, map(shutil.which, ("make", "sh", "printf", "command", "cat", "sed"))):
        (tmp_path / "bin" / Path(tool).name).symlink_to(tool)
    run = subprocess.run(
        ["make", "-B", "editor", f"EDITOR={tmp_path}/bundle.json"],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path / "bin")},
    )
    assert run.returncode == 2
    assert "cần Node.js 20 trở lên" in run.stderr and "thiếu /bien-tap/" in run.stderr
