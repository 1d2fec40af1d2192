"""Tests how messages are worded for their readers, who are editors or anybody outside the office.

Readers outside the office must not learn who a withheld person is.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.outputs.messages import Audience, Messages, audience
from kyyeu.outputs.problem_formats import FORMATS
from kyyeu.problems import Place, Problem, Severity
from kyyeu.publishing.outward import OutwardWording
from kyyeu.reading import check

from tests.building import BROKEN, DAY, TODAY, copy_broken, copy_sample, edit, kyyeu, read_project

# A day on which no consent form of the sample is in force yet, so that everybody is withheld.
BEFORE = date(2000, 1, 1)
CASES = sorted(folder.name for folder in BROKEN.iterdir())
# Cases of tests/broken (faulty projects) in which the messages for an editor reveal who a withheld person is.
TELLING = {
    *("alias-collides", "as-printed", "decision-list", "delegate-exemplar", "exemplar-doubled"),
    *("file-misplaced", "name-differs", "photo-missing", "photo-shared", "name-withheld-address"),
}
SCHOOL = "content/units/thpt-ban-trang"


def telling(library: Library) -> set[str]:
    """Returns all texts that would reveal who the people of a project are, in lower case.

    These are names, ids, the names of picture files, and titles of speeches.
    """
    words = {name for exemplar in library.exemplars.values() for name in (exemplar.name, *exemplar.aliases)}
    words |= {delegate.name for delegate in library.delegates.values()}
    words |= {each.picture.file for each in pictures(library) if each.kind == "exemplar"}
    words |= {person.name for each in pictures(library) for person in each.picture.people}
    lines = [line for decision in library.decisions.values() for line in decision.list if line.person]
    words |= {line.as_printed for line in lines if line.as_printed}
    words |= {person.name for person, _ in library.faulty.values()}
    for ref, speech in library.speeches.items():
        words |= {ref.rpartition("/")[2], speech.title} if speech.exemplar else set()
    for kind in ("exemplar", "delegate"):
        words |= {ref.rpartition("/")[2] for ref in library.declared[kind]}
    return {text.casefold() for text in words}


def held_in(text: str, needles: set[str]) -> set[str]:
    """Returns those texts of `needles`, which are in lower case, that occur in `text` in any case."""
    return {needle for needle in needles if needle in text.casefold()}


@pytest.mark.parametrize("case", CASES)
def test_no_problem_tells_outside_who_is_withheld(case: str, tmp_path: Path) -> None:
    """No problem of tests/broken, as worded for readers outside the office, reveals a withheld person.

    Everybody in these projects is withheld, so no name, id, title or file name of a person may occur.
    """
    result = check(copy_broken(case, tmp_path), BEFORE)
    needles = telling(read_project()) | (telling(result.library) if result.library else set())
    wording = OutwardWording(result.library, BEFORE)
    assert case not in TELLING or any(held_in(str(problem), needles) for problem in result.problems)
    for problem in result.problems:
        assert not held_in(str(wording.problem(problem)), needles), problem
        assert wording.problem(problem).sentence.endswith((".", "…"))


@pytest.mark.parametrize(
    ("case", "outward"),
    [
        # Readers outside the office get the same words as editors if a problem is about a published person.
        (
            "name-differs",
            (f"{SCHOOL}/exemplars/au-duc-long.md:46:17", "“Âu Đưc Long” khác tên trong hồ sơ: “"),
        ),
        ("photo-small", (f"{SCHOOL}/exemplars/pham-ngan-ha.md:18:9", "Ảnh 210 × 280 điểm ảnh")),
        # If one field of a record is faulty, the other fields still decide whether its person is withheld.
        ("number-range", (f"{SCHOOL}/exemplars/to-ngoai-ngu.md:11:11", "Trường “year” (Năm) ghi “219”")),
        ("school-year", (f"{SCHOOL}/exemplars/to-ngoai-ngu.md:14:18", "gặp “2018-2020”")),
        # A withheld record, or one that could not be read, is named only by its number in the unit's folder.
        ("photo-shared", (f"{SCHOOL}/exemplars:12:9", "Hồ sơ số 5: Ảnh “…” giống hệt ảnh")),
        ("front-matter", (f"{SCHOOL}/exemplars:1:1", "Hồ sơ số 8: Phần khai báo chưa đóng.")),
        # An award decision may spell a name differently from the person's record. Its spelling is not quoted
        # outside.
        ("as-printed", ("data/decisions.yml:8:19", "Danh sách in “…”, hồ sơ ghi “Âu Đức Long”.")),
        ("name-withheld-page", ("content/index.md:7:6: ", "[name-withheld] Tên ở đây là của một người")),
    ],
)
def test_words_for_outside(case: str, outward: Sequence[str], tmp_path: Path) -> None:
    result = check(copy_broken(case, tmp_path), TODAY)
    wording = OutwardWording(result.library, TODAY)
    lines = [str(wording.problem(problem)) for problem in result.problems]
    assert any(line.startswith(outward[0]) and outward[1] in line for line in lines), lines


@pytest.mark.parametrize(
    "quoted",
    [
        "Cô giáo “Hoàng Tú Nam” dạy giỏi",
        "x” Hoàng Tú Nam",
        "hoàng tú nâm",
        "HOANG TU NAM",
        "thpt-ban-trang/hoang-tu-nma",
        "hoang_tu_nam.jpg",
        "nam@hoa-ban.example",
        "Người giữ lửa",
        "0912345678",
    ],
)
def test_a_withheld_record_is_not_quoted_however_it_is_written(quoted: str, library: Library) -> None:
    file = f"{SCHOOL}/exemplars/hoang-tu-nam.md"
    problem = Problem(Place(file, 3, 7), "text", f"Gặp “{quoted}”.", f'Viết "{quoted}", ví dụ hoang-tu-nam.')
    worded = str(OutwardWording(library, TODAY).problem(problem))
    assert worded.startswith(f"{SCHOOL}/exemplars:3:7: lỗi [text] Hồ sơ số 5: ")
    assert not re.search("nam|nâm|nma|lửa|0912", worded.casefold().replace("[text]", ""))


@pytest.mark.parametrize(
    ("expected", "wished", "form", "environment", "terminal"),
    [
        (Audience.EDITOR, "", "text", {}, True),
        (Audience.EDITOR, "", "json", {}, True),
        (Audience.OUTSIDE, "", "text", {}, False),
        (Audience.OUTSIDE, "", "text", {"CI": "true"}, True),
        *((Audience.OUTSIDE, "", form, {}, True) for form in FORMATS),
        (Audience.EDITOR, "editor", "github", {"CI": "true"}, False),
        (Audience.OUTSIDE, "outside", "text", {}, True),
        (Audience.OUTSIDE, "outside", "text", {"KYYEU_AUDIENCE": "editor"}, True),
        (Audience.EDITOR, "", "markdown", {"KYYEU_AUDIENCE": "editor"}, False),
        (Audience.OUTSIDE, "", "text", {"KYYEU_AUDIENCE": "ai-đó"}, True),
    ],
)
def test_who_reads_a_command(
    expected: Audience, wished: str, form: str, environment: dict[str, str], terminal: bool
) -> None:
    assert audience(wished, form, environment=environment, terminal=terminal) is expected


def messages(everything: bool = False) -> Messages:
    return Messages(Audience.EDITOR, lambda: None, TODAY, everything)


def warnings(count: int, file: str = "content/units/a/exemplars/{}.md", size: str = "") -> Iterator[Problem]:
    for number in range(count):
        sentence = f"Ảnh {size.format(number)}nhỏ."
        yield Problem(Place(file.format(number)), "photo-small", sentence, "Thay.", Severity.WARNING)


@pytest.mark.parametrize("size", ["", "{} × 40 "])
def test_equal_problems_are_grouped(size: str) -> None:
    """Of 850 equal warnings, the output shows their number, three examples and how to see all of them.

    Warnings that differ only in figures count as equal.
    """
    problems = [Problem(Place("a.yml"), "choice", "Sai.", "Sửa."), *warnings(850, size=size)]
    first, *group, how = messages().lines(problems)
    assert first == str(problems[0]) and how == "Xem đủ từng chỗ: thêm --all vào lệnh kyyeu."
    assert group == [
        "850 chỗ như nhau, ví dụ:",
        *(f"  {each}" for each in problems[1:4]),
        "  … và 847 chỗ nữa.",
    ]
    assert messages(everything=True).lines(problems) == list(map(str, problems))
    assert messages().lines(problems[:6]) == list(map(str, problems[:6]))
    assert messages().problems(problems) == problems


def test_the_problems_of_one_file_are_limited() -> None:
    place = Place("data/site.yml")
    problems = [Problem(place, "field-unknown", f"Không có trường “{'k' * n}”.") for n in range(1, 31)]
    problems.append(replace(problems[0], sentence="Khác.", severity=Severity.WARNING))
    assert messages().lines(problems) == [
        *map(str, problems[:20]),
        "data/site.yml: và 10 lỗi, 1 cảnh báo nữa.",
        "Xem đủ từng chỗ: thêm --all vào lệnh kyyeu.",
    ]


def test_a_bug_is_reported_outside_without_values() -> None:
    def fail(name: str) -> None:
        raise KeyError(name)

    try:
        fail("hoang-tu-nam")
    except KeyError as error:
        outside = Messages(Audience.OUTSIDE, lambda: None, TODAY).fault(error)
        inside = messages().fault(error)
    assert "hoang-tu-nam" in inside and "Traceback" in inside
    assert "hoang" not in outside and outside.endswith("KeyError\n") and "test_messages.py:" in outside


@pytest.fixture
def withheld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a copy of the sample project that has faults in the data of a withheld person.

    Also sets the variable CI, as on a server for continuous integration. Commands then word their messages
    for readers outside the office.
    """
    root = copy_sample(tmp_path / "kho")
    edit(root / "data/decisions.yml", ("as_printed: Ông Hoàng Tú Nam", "as_printed: Ông Hoàng Tứ Năm"))
    (root / SCHOOL / "exemplars/hoang-tu-nam-2.jpg").write_bytes(
        (root / SCHOOL / "exemplars/hoang-tu-nam.jpg").read_bytes()
    )
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv("KYYEU_AUDIENCE")
    return root


NAME = re.compile(r"Hoàng|hoang|Tứ Năm", re.IGNORECASE)


@pytest.mark.parametrize("form", ["text", "json", *FORMATS])
def test_a_log_of_a_check_names_nobody(form: str, withheld: Path) -> None:
    arguments = ("check", "--date", DAY, "--format", form)
    logged = kyyeu(withheld, *arguments).stdout
    assert "as-printed" in logged or "Danh sách in" in logged
    assert not NAME.search(logged)
    assert NAME.search(kyyeu(withheld, "--audience", "editor", *arguments).stdout)


def test_logs_of_other_commands_name_nobody(withheld: Path) -> None:
    profile = withheld / SCHOOL / "exemplars/hoang-tu-nam.md"
    edit(profile, ("type: individual\n", "type:   individual\n"))
    run = kyyeu(withheld, "format", "--check", check=False)
    assert f"{SCHOOL}/exemplars (hồ sơ số 5)" in run.stdout and not NAME.search(run.stdout + run.stderr)
    edit(profile, ("type:   individual\n", "type: Hoàng\n"))
    for command in (("build", "--date", DAY), ("print", "--date", DAY), ("check", "--json", "--date", DAY)):
        run = kyyeu(withheld, *command, check=False)
        assert run.returncode == 1 and not NAME.search(run.stdout + run.stderr), command
        assert "Hồ sơ số 5" in run.stdout


def test_consent_to_data_alone_reaches_no_status(root: Path) -> None:
    profile = root / SCHOOL / "exemplars/dang-huong-tram.md"
    text = profile.read_text(encoding="utf-8")
    scope = text[text.index("  scope:") : text.index("  date: 2025-10-01")]
    profile.write_text(text.replace(scope, "  scope:\n    - data\n"), encoding="utf-8")
    unit = ("status", "--unit", "thpt-ban-trang", "--date", DAY, "--format")
    text, data = (kyyeu(root, *unit, form).stdout for form in ("text", "json"))
    assert not re.search("Trầm|tram", text + data)
    exemplars = json.loads(data)["units"][0]["exemplars"]
    assert [each["exemplar"] for each in exemplars if each["number"] == 3] == [None]


def test_examples_of_a_group_stand_in_different_files() -> None:
    problems = sorted(
        Problem(Place(f"{file}.yml", line), "choice", "Sai.", "Sửa.")
        for file in "abcd"
        for line in range(1, 6)
    )
    assert [line.strip().partition(": ")[0] for line in messages().lines(problems)[1:4]] == [
        "a.yml:1:1",
        "b.yml:1:1",
        "c.yml:1:1",
    ]
    assert [line.strip().partition(": ")[0] for line in messages().lines(problems[:10])[1:4]] == [
        "a.yml:1:1",
        "a.yml:2:1",
        "a.yml:3:1",
    ]
