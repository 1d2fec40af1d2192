"""The web editor's writer, under Node: what it reads and saves is byte for byte the canonical form, and changes what was changed only."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from kyyeu.loading.files import kind_of, record_files
from kyyeu.loading.load import load
from kyyeu.model.kinds import BY_NAME, Kind
from kyyeu.model.privacy import SITE
from kyyeu.outputs.editor.canonical import _quoted, canonical_text
from kyyeu.outputs.editor.new_record import blank_text
from kyyeu.outputs.editor.web_forms import FILES, FOLDERS, web_configuration
from kyyeu.publishing.gate import publish

from tests.building import DAY, HOME, SAMPLE
from tests.editing import SOURCES, run_node
from tests.test_format import texts

SAVE = """
const shapes = new Map(formats(given.settings).map((entry) => [entry.name, entry.shape]));
const made = given.files.map(({ format, text, change }) => {
  const shape = shapes.get(format);
  const values = JSON.parse(JSON.stringify(reader(shape)(text.trim())));  /* as Sveltia CMS hands it over: trimmed, plain data */
  new Function("values", change ?? "")(values);
  return writer(shape)(values);
});
process.stdout.write(JSON.stringify(made));
"""


def settings_of(root: Path) -> dict[str, Any]:
    library, problems = load(root)
    assert library is not None, problems
    day = date.fromisoformat(DAY)
    return web_configuration(publish(library, SITE, day), day)


@pytest.fixture(scope="module")
def sample() -> dict[str, Any]:
    return settings_of(SAMPLE)


def format_of(kind: Kind, cycle: str = "2015-2020") -> str:
    outline = f":{cycle}" if kind.name == "report" else ""
    return kind.name + outline + ("-frontmatter" if kind.pattern.endswith(".md") else "")


def saved(given: dict[str, Any], files: list[tuple[Kind, str]], change: str = "") -> list[str]:
    made: list[str] = run_node(
        SAVE,
        {
            "settings": given,
            "files": [{"format": format_of(kind), "text": text, "change": change} for kind, text in files],
        },
    )
    return made


@pytest.mark.parametrize("root", [SAMPLE, HOME], ids=["sample", "demonstration"])
def test_a_record_saved_unchanged_is_the_same_file(root: Path) -> None:
    known = {BY_NAME[name] for name in (*FOLDERS, *FILES)}
    found = [
        (kind, file) for file in record_files(root) if (kind := kind_of(file)) in known and kind is not None
    ]
    files = [(kind, (root / file).read_text(encoding="utf-8")) for kind, file in found]
    assert len(files) > 25
    for (_, file), (kind, text), made in zip(found, files, saved(settings_of(root), files), strict=True):
        assert made == text == canonical_text(kind, file, text)[0], file


def test_comments_and_blanks_stay_where_the_formatter_puts_them(sample: dict[str, Any]) -> None:
    """The file that `kyyeu new` writes has a comment above every field and beside those of every group."""
    files = []
    for name in (*FOLDERS, *FILES):
        kind = BY_NAME[name]
        if kind.name != "report":
            text = blank_text(kind, {"unit": "thpt-ban-trang", "id": "moi"})
            files.append(
                (kind, canonical_text(kind, kind.pattern.format(unit="thpt-ban-trang", id="moi"), text)[0])
            )
    for (kind, text), made in zip(files, saved(sample, files), strict=True):
        assert made == text, kind.name


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
    # above an entry
    - form: Giấy khen
      level: unit
      year: 2019  # beside a number
  unknown: kept  # as it was

# between

hai:
  name: Hai
  kind: x
  field: teaching
  how: a
  results: b
# at the end
"""
    kind = BY_NAME["model"]
    canonical, problems = canonical_text(kind, "data/units/thpt-ban-trang/models.yml", text)
    assert problems == []
    assert saved(sample, [(kind, text)]) == [canonical]


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
    made = run_node("process.stdout.write(JSON.stringify(given.map(quoted)));", words)
    assert dict(zip(words, made, strict=True)) == {word: _quoted(word) for word in words}


def test_an_edit_changes_its_own_lines(sample: dict[str, Any]) -> None:
    file = SAMPLE / "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md"
    text = file.read_text(encoding="utf-8")
    (made,) = saved(
        sample,
        [(BY_NAME["exemplar"], text)],
        """
        values.quote = "Viết thêm: một câu.\\nHai dòng.";
        values.awards.push({ title: "giay-khen-thu-truong", year: "2019", rank: "", school_year: null, decision: { id: "qd-1", date: "" },
                             status: "in_force", reason: "" });
        values.sort_key = ""; values.aliases = []; values.model = null;
    """,
    )
    before, after = text.splitlines(), made.splitlines()
    added = [line for line in after if line not in before]
    assert added == [
        'quote: "Viết thêm: một câu. Hai dòng."',
        "  - title: giay-khen-thu-truong",
        "    decision: qd-1",
    ] or added == ['quote: "Viết thêm: một câu. Hai dòng."', "    decision: qd-1"]
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("quote:")
    ]
    assert (
        made
        == canonical_text(
            BY_NAME["exemplar"], "content/units/thpt-ban-trang/exemplars/pham-ngan-ha.md", made
        )[0]
    )


def test_a_new_record_holds_what_was_filled_in_and_no_blank(sample: dict[str, Any]) -> None:
    made = run_node(
        """
        const shape = formats(given).find((entry) => entry.name === "exemplar-frontmatter").shape;
        process.stdout.write(JSON.stringify(writer(shape)({
          name: "Nông Thị Mai", type: "individual", group: "teacher", cycle: "2015-2020", field: "teaching", summary: " Một câu. ",
          quote: "", titles: ["Giáo viên", ""], degrees: [], achievements: [],
          awards: [{ title: "x", year: "2018", status: "in_force", decision: null }],
          photo: { file: "mai.jpg", alt: "Ảnh", credit: "", people: [] }, status: "draft", minor: "",
          consent: { id: "007", scope: ["web", "print"], date: "2026-01-05", expires: "", withdrawn: null, child: false, guardian: false },
          body: "Bài viết.\\n\\n",
        })));""",
        sample,
    )
    assert (
        made
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
    (made,) = saved(
        sample,
        [(BY_NAME["delegate"], text)],
        f"""
        const delegate = {{ name: "Đỗ Văn Đức", conference: "so-gddt/2015-2020" }};
        const taken = {{ ...delegate, name: values.records.find((entry) => entry.id === {first!r}).id }};
        values.records.push({{ ...delegate }}, {{ ...delegate, id: "" }}, taken);
    """,
    )
    assert made.startswith(text)
    assert [line for line in made[len(text) :].splitlines() if line and not line.startswith(" ")] == [
        "do-van-duc:",
        "do-van-duc-2:",
        f"{first}-2:",
    ]


def test_a_report_keeps_every_line_around_the_part_that_changes(sample: dict[str, Any]) -> None:
    text = (SAMPLE / "content/units/thpt-ban-trang/reports/2015-2020.md").read_text(encoding="utf-8")
    codes = [part["code"] for part in sample["outlines"]["2015-2020"]]
    there = [code for code in codes if f"## [{code}]" in text]
    absent = [code for code in codes if code not in there]
    (made,) = saved(
        sample, [(BY_NAME["report"], text)], f"values.sections.part{codes.index(there[1])} = 'Đoạn mới.';"
    )
    head, _, rest = text.partition(f"## [{there[1]}]")
    heading, _, rest = rest.partition("\n")
    tail = rest[rest.index("\n## [") :]
    assert made == f"{head}## [{there[1]}]{heading}\n\nĐoạn mới.\n{tail}"
    if absent:
        (made,) = saved(
            sample, [(BY_NAME["report"], text)], f"values.sections.part{codes.index(absent[0])} = 'Mục mới.';"
        )
        assert f"## [{absent[0]}] " in made
        assert (
            made.replace(
                made[made.index(f"## [{absent[0]}]") : made.index("Mục mới.") + len("Mục mới.\n\n")], ""
            )
            == text
        )


def test_links_that_the_site_names_are_shown_by_their_key_and_saved_without(sample: dict[str, Any]) -> None:
    text = "---\ndate: 2020-01-05\nphase: before\ntitle: Tin\n---\n\nTheo [](doc:ct-34), [một](doc:ct-34).\n"
    (made,) = saved(
        sample,
        [(BY_NAME["news"], text)],
        "if (!values.body.includes('[@ct-34](doc:ct-34)')) throw new Error(values.body);",
    )
    assert made == text
    (made,) = saved(sample, [(BY_NAME["news"], text)], "values.body += ' Thêm.';")
    assert made == text.replace("ct-34).\n", "ct-34). Thêm.\n")


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
    """`RICH` is how Sveltia CMS 0.221 gave back `WAS` after five edits in it."""
    head = "---\ndate: 2020-01-05\nphase: before\ntitle: Tin\n---\n\n"
    (made,) = saved(sample, [(BY_NAME["news"], head + WAS)], f"values.body = {json.dumps(RICH)};")
    before, after = WAS.splitlines(), made.removeprefix(head).splitlines()
    assert [line for line in after if line not in before] == [
        "Số 3\\*4, **đậm _nghiêng_ đậm**, _gạch dưới_ và bỏ đậm.",
        "- hai",
        "| 2015 | 13 |",
        "Hết. Thêm.",
    ]
    assert [line for line in before if line not in after] == [before[0], "| 2015 | 12 |", "Hết."]


def test_the_configuration_of_a_unit_is_what_sveltia_cms_knows(sample: dict[str, Any]) -> None:
    """Against the JSON Schema that the package brings; only the unit's own folders are named."""
    jsonschema = pytest.importorskip("jsonschema")
    made = run_node(
        "process.stdout.write(JSON.stringify(given.units.map((unit) => configure(given, unit))));", sample
    )
    schema = json.loads(
        (SOURCES / "node_modules/@sveltia/cms/schema/sveltia-cms.json").read_text(encoding="utf-8")
    )
    checker = jsonschema.Draft7Validator(schema)
    for unit, configuration in zip(sample["units"], made, strict=True):
        assert [error.message for error in checker.iter_errors(configuration)] == []
        text = json.dumps(configuration)
        assert not re.search(r"(?<!\{)\{(unit|cycle)\}", text) and '"@' not in text
        places = [file["file"] for entry in configuration["collections"] for file in entry.get("files", [])]
        places += [entry["folder"] for entry in configuration["collections"] if "folder" in entry]
        assert all(f"/units/{unit['id']}/" in place for place in places)


def test_node_is_asked_for_in_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for tool in ("make", "sh", "printf", "command", "cat", "sed"):
        if found := shutil.which(tool):
            (tmp_path / "bin" / tool).symlink_to(found)
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
