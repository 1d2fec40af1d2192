"""Writes the records of an invented province: `python -m tests.bench.province FOLDER COUNT`.

COUNT is the number of exemplars (honoured people and groups) that the site may show. For every sixteen of
these, one more is withheld. Catalogues and sentences are those of the demonstration; names are combined from
lists. The same COUNT always gives the same bytes.
"""

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import yaml
from kyyeu.vietnamese import slug

from tests.building import HOME, write_record

CYCLE, DEPARTMENT = "2015-2020", "so-gddt"
CATALOGUES = ("awards.yml", "documents.yml", "movements.yml", "cycles", "outlines", "programmes")
PER_UNIT, WITHHELD = 25, 16
WORDS = {
    name: text.split()
    for name, text in yaml.safe_load(
        Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    ).items()
}
PLACES = [" ".join(parts) for parts in product(WORDS["places"], WORDS["of"])]
SCHOOLS = (
    ("kindergarten", "mn", "Mầm non", "MN"),
    ("primary", "th", "Tiểu học", "TH"),
    ("lower_secondary", "thcs", "THCS", "THCS"),
    ("primary_lower", "th-thcs", "TH&THCS", "TH&THCS"),
    ("upper_secondary", "thpt", "THPT", "THPT"),
)
ROLES = {
    "leader": ("Hiệu trưởng", "Phó Hiệu trưởng"),
    "teacher": ("Giáo viên Ngữ văn", "Tổ trưởng chuyên môn", "Giáo viên Toán"),
    "staff": ("Nhân viên thư viện", "Nhân viên y tế", "Kế toán"),
    "pupil": ("Học sinh",),
}
ADDRESS = {"leader": "thầy", "teacher": "cô", "staff": "chị", "pupil": "em"}
FIELDS = {
    "leader": ("management",),
    "teacher": ("teaching", "initiative", "inclusion", "ethnic"),
    "staff": ("service", "community"),
    "pupil": ("learning", "culture", "community"),
}
AWARDS = {
    "pupil": ("giai-hsg-tinh", "giay-khen-thu-truong", "giay-khen-giam-doc-so", "bang-khen-ubnd-tinh"),
    "collective": (
        "tap-the-lao-dong-tien-tien",
        "tap-the-lao-dong-xuat-sac",
        "giay-khen-giam-doc-so",
        "bang-khen-ubnd-tinh",
    ),
}
ADULT_AWARDS = (
    "cstd-co-so",
    "lao-dong-tien-tien",
    "giao-vien-day-gioi-tinh",
    "cstd-tinh",
    "bang-khen-ubnd-tinh",
    "bang-khen-bo-truong",
)
TEAMS = (
    "Tổ Toán - Tin",
    "Tổ Ngữ văn",
    "Tổ Ngoại ngữ",
    "Tổ Văn phòng",
    "Liên đội",
    "Câu lạc bộ Sách",
    "Tổ Sinh học",
    "Đội văn nghệ",
)
CODES = (
    "flag_salute",
    "opening",
    "opening_speech",
    "summary_report",
    "papers",
    "exchange",
    "honours",
    "launch",
    "response",
    "election",
    "superior_speech",
    "reply",
    "closing",
)
LISTED = "bang-khen-ubnd-tinh"
ALL = ("web", "print", "data")
_END, _MARKS = re.compile(r"(?<=[.!?])\s+"), re.compile(r"[#|\[\]“”*@:;]")

Record = dict[str, Any]


@dataclass
class Province:
    """The invented province that is being written.

    Holds what the generated records are composed of: sentences, movements, and a source of random numbers.
    `listed` holds the lists of recipients of its award decisions.
    """

    root: Path
    sentences: list[str]
    movements: list[str]
    random: Random = field(default_factory=lambda: Random("kyyeu"))
    listed: dict[str, list[Record]] = field(default_factory=dict)

    def file(self, path: str, record: Mapping[str, Any], body: str | None = None) -> None:
        """Writes a record as a YAML file, or as Markdown with front matter if `body` is given."""
        write_record(self.root / path, record, body)

    def day(self, year: int) -> date:
        return date(year, 1, 5) + timedelta(days=self.random.randrange(350))

    def prose(self, words: int) -> list[str]:
        """Returns paragraphs of two to five random sentences, which have at least `words` words in total."""
        paragraphs, held = [], 0
        while held < words:
            paragraphs.append(" ".join(self.random.sample(self.sentences, self.random.randint(2, 5))))
            held += len(paragraphs[-1].split())
        return paragraphs


def write_province(root: Path, count: int) -> None:
    """Writes all records of the invented province into the folder `root`, which is emptied first."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for name in CATALOGUES:
        source, target = HOME / "data" / name, root / "data" / name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    province = Province(
        root, _sentences(), list(yaml.safe_load((root / "data/movements.yml").read_text(encoding="utf-8")))
    )
    province.file(
        "data/site.yml",
        {
            "schema": 1,
            "title": "Kỷ yếu tỉnh Thử Nghiệm",
            "tagline": "Một tỉnh không có thật, để đo thời gian dựng trang.",
            "url": "https://thu-nghiem.example/",
            "organiser": DEPARTMENT,
            "cycle": CYCLE,
            "contact": {"office": "Văn phòng Sở", "email": "vanphong@thu-nghiem.example"},
            "demonstration": True,
        },
    )
    province.file(
        "content/index.md", {"title": "Trang chủ"}, "Mọi đơn vị, con người và số liệu ở đây đều hư cấu."
    )
    units = max(2, count // PER_UNIT)
    people = _people(province.random, count + count // WITHHELD)
    _department(province)
    speakers = []
    for place in range(units):
        unit, name = _unit(province, place)
        members = [
            _exemplar(province, unit, name, people[number], number)
            for number in range(place, len(people), units)
        ]
        speakers.append(next(ref for ref, shown in members if shown))
        _movements(province, unit, place)
        _conference(province, unit, [ref for ref, _ in members[:4]], speakers[-1])
        _papers(province, unit, name, place, speakers[-1])
    province.file(
        "data/decisions.yml",
        {
            ref: {
                "number": f"{place + 1200}/QĐ-THUNGHIEM",
                "date": date(2016 + place % 4, 8, 20),
                "issuer": "Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm",
                "list": lines,
            }
            for place, (ref, lines) in enumerate(sorted(province.listed.items()))
        },
    )
    province.file(
        f"data/units/{DEPARTMENT}/conferences/{CYCLE}.yml",
        {"level": "sector", **_held(date(2020, 3, 12), speakers[:12]), "basis": ["huong-dan-hndhtt"]},
    )


def _sentences() -> list[str]:
    """Returns simple sentences from the profiles of the demonstration that name none of its people."""
    sentences: dict[str, None] = {}  # This dict serves as a set that keeps the order of the sentences.
    names = []
    for path in sorted((HOME / "content/units").glob("*/exemplars/*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        names.append(yaml.safe_load(front)["name"])
        sentences |= dict.fromkeys(line for part in body.split("\n\n") for line in _END.split(part.strip()))
    return [
        line
        for line in sentences
        if 40 < len(line) < 220 and not _MARKS.search(line) and not any(name in line for name in names)
    ]


def _people(random: Random, count: int) -> list[str]:
    everyone = product(WORDS["families"], WORDS["middles"], WORDS["names"])
    return [" ".join(parts) for parts in random.sample(list(everyone), count)]


def _department(province: Province) -> None:
    province.file(
        f"data/units/{DEPARTMENT}/unit.yml",
        {
            "kind": "department",
            "names": [{"name": "Sở Giáo dục và Đào tạo tỉnh Thử Nghiệm", "short": "Sở GD&ĐT"}],
            "places": [{"province": "Thử Nghiệm", "commune": "phường Thử Nghiệm"}],
        },
    )
    for month in range(1, 13):
        _news(
            province,
            DEPARTMENT,
            date(2019 + month % 2, month, 15),
            f"Tin của ngành tháng {month:02}",
            f"{DEPARTMENT}/{CYCLE}",
        )


def _unit(province: Province, place: int) -> tuple[str, str]:
    """Writes an invented unit (school); returns its id and its name.

    Every tenth unit has had another name before.
    """
    kind, start, word, short = SCHOOLS[place % len(SCHOOLS)]
    commune = PLACES[place // len(SCHOOLS) % len(PLACES)]
    last = place // len(SCHOOLS) // len(PLACES)
    number = f" {last + 1}" if last else ""
    unit, name = f"{start}-{slug(commune + number)}", f"Trường {word} {commune}{number}"
    names: list[Record] = [{"name": name, "short": f"{short} {commune}{number}"}]
    if place % 10 == 0:
        names = [
            {"until": date(2017, 7, 31), "name": f"Trường {word} Cũ {commune}{number}"},
            {"since": date(2017, 8, 1), **names[0]},
        ]
    province.file(
        f"data/units/{unit}/unit.yml",
        {
            "kind": kind,
            "names": names,
            "parents": [{"unit": DEPARTMENT, "kind": "governing"}],
            "places": [{"province": "Thử Nghiệm", "commune": f"xã {commune}"}],
            "cluster": f"Cụm thi đua số {place % 12 + 1}",
            "summary": " ".join(province.random.sample(province.sentences, 2)),
            "staff": province.random.randint(18, 90),
            "awards": [
                _award(province, "tap-the-lao-dong-xuat-sac"),
                _award(province, "tap-the-lao-dong-tien-tien"),
            ],
        },
    )
    return unit, name


def _award(province: Province, title: str) -> Record:
    award: Record = {"title": title}
    if title.startswith("giai-"):
        award["rank"] = province.random.choice(("Giải Nhất", "Giải Nhì", "Giải Ba"))
    year = province.random.randint(2016, 2019)
    return award | {
        "year": year,
        "decision": {
            "number": f"{province.random.randint(10, 2990)}/QĐ-THUNGHIEM",
            "date": province.day(year),
            "issuer": "Giám đốc Sở Giáo dục và Đào tạo tỉnh Thử Nghiệm",
        },
    }


def _exemplar(province: Province, unit: str, unit_name: str, name: str, number: int) -> tuple[str, bool]:
    """Writes an invented exemplar (honoured person or group), every twelfth of which is a group.

    Returns the exemplar's reference, and whether the site may show it.
    """
    random = province.random
    group = (
        "collective"
        if number % 12 == 11
        else random.choice(("leader", "teacher", "teacher", "teacher", "staff", "pupil", "pupil"))
    )
    if group == "collective":
        name = f"{TEAMS[number // 12 % len(TEAMS)]} {name.split()[-1]} {number}"
    ref, shown = f"{unit}/{slug(name)}", number % (WITHHELD + 1) != WITHHELD
    minor: Record = {"minor": "from_seven"} if group == "pupil" else {}
    movements = random.sample(province.movements, random.randint(1, 3))
    steps: list[Record] = [{"level": "unit", "conference": f"{unit}/{CYCLE}", "date": date(2020, 1, 10)}]
    if number % 10 == 0:
        steps.append({"level": "sector", "conference": f"{DEPARTMENT}/{CYCLE}", "date": date(2020, 3, 12)})
    person = (
        {}
        if group == "collective"
        else {"form_of_address": ADDRESS[group], "titles": [f"{random.choice(ROLES[group])} {unit_name}"]}
    )
    province.file(
        f"content/units/{unit}/exemplars/{slug(name)}.md",
        {
            "type": "collective" if group == "collective" else "individual",
            "group": group,
            "name": name,
            **person,
            "cycle": CYCLE,
            "field": random.choice(FIELDS.get(group, ("initiative", "teaching", "culture"))),
            "summary": random.choice(province.sentences),
            "quote": random.choice(province.sentences),
            "achievements": [
                {
                    "text": random.choice(province.sentences)[:90].rsplit(" ", 1)[0],
                    "figure": f"{random.randint(2, 480)} lượt",
                    "year": random.randint(2016, 2019),
                    "source": "Báo cáo tổng kết năm học",
                }
                for _ in range(3)
            ],
            "replication": random.choice(province.sentences),
            "movements": movements,
            "awards": _awards(province, group, name, ref),
            "recognitions": steps,
            **minor,
            **_consent(number, group, shown),
        },
        _story(province, unit, unit_name, movements[0]),
    )
    return ref, shown


def _awards(province: Province, group: str, name: str, ref: str) -> list[Record]:
    """Returns two to four random awards for an invented person or group.

    If the award LISTED is one of them, the recipient is also added to the list of an invented award decision.
    """
    titles = province.random.sample(AWARDS.get(group, ADULT_AWARDS), province.random.randint(2, 4))
    awards = [_award(province, title) for title in titles if title != LISTED]
    if LISTED in titles:
        decision = f"qd-{province.random.randint(1, 40):02}"
        province.listed.setdefault(decision, []).append({"person": ref, "award": LISTED, "as_printed": name})
        awards.append({"title": LISTED, "decision": decision})
    return awards


def _consent(number: int, group: str, shown: bool) -> Record:
    """Returns the consent form and the status in the record of an invented person or group.

    If the record may not be shown (`shown` is false), it gets one of five reasons in turn, such as an expired
    consent form.
    """
    hands = {"child": True, "guardian": True} if group == "pupil" else {}
    form: Record = {"id": f"TN-{number:05}", "scope": list(ALL), "date": date(2025, 10, 1)}
    if shown:
        scope = ALL[:1] if number % 15 == 0 else ALL[:2] if number % 15 < 4 else ALL
        return {"consent": form | {"scope": list(scope)} | hands, "status": "approved"}
    kinds: tuple[Record, ...] = (
        {"consent": form | hands, "status": "draft"},
        {"status": "approved"},
        {"consent": form | {"expires": date(2025, 12, 31)} | hands, "status": "approved"},
        {"consent": form | {"withdrawn": date(2026, 6, 1)} | hands, "status": "approved"},
        {"consent": form | {"scope": ["print"]} | hands, "status": "approved"},
    )
    return kinds[number // (WITHHELD + 1) % len(kinds)]


def _story(province: Province, unit: str, unit_name: str, movement: str) -> str:
    """Returns the text of a profile: about 250–450 words with two headings, links and sometimes a list."""
    first, *rest = province.prose(province.random.randint(230, 400))
    half = len(rest) // 2
    points = (
        [f"- {sentence}" for sentence in province.random.sample(province.sentences, 2)]
        if province.random.random() < 0.2
        else []
    )
    return "\n\n".join(
        [
            first,
            f"Việc này bắt đầu ở [{unit_name}](unit:{unit}), trong phong trào [](movement:{movement}).",
            "## Từ việc nhỏ",
            *rest[:half],
            *(["\n".join(points)] if points else []),
            "## Điều ở lại",
            *rest[half:],
        ]
    )


def _movements(province: Province, unit: str, place: int) -> None:
    years = range(2016, 2020)
    province.file(
        f"data/units/{unit}/movements.yml",
        {
            "launched": {
                f"viec-tot-{unit}": {
                    "name": f"Mỗi tuần một việc tốt {place + 1}",
                    "kind": "local",
                    "launched_by": "unit",
                    "unit": unit,
                    "level": "unit",
                    "outline": "1.II.1.b",
                    "document": {"number": f"{place + 3}/KH-THUNGHIEM", "date": date(2017, 2, 20)},
                    "period": "Từ tháng 3/2017",
                    "slogan": "Việc nhỏ, làm đều",
                    "summary": province.random.choice(province.sentences),
                    "results": [
                        {
                            "year": year,
                            "indicator": "Việc tốt được ghi nhận",
                            "value": province.random.randint(40, 900),
                            "measure": "việc",
                        }
                        for year in years
                    ],
                }
            },
            "joined": [
                {
                    "movement": movement,
                    "year": province.random.choice(years),
                    "document": {
                        "number": f"{province.random.randint(3, 90)}/KH-THUNGHIEM",
                        "date": province.day(2016),
                    },
                    "results": [
                        {
                            "year": year,
                            "indicator": "Lượt người tham gia",
                            "value": province.random.randint(20, 400),
                            "measure": "lượt",
                        }
                        for year in years
                    ],
                }
                for movement in province.random.sample(province.movements, 5)
            ],
        },
    )


def _held(day: date, exemplars: list[str], speech: str | None = None) -> Record:
    """Returns the record of an invented conference that has taken place.

    Its programme has the thirteen items of the official model programme.
    """
    links = {
        "papers": {"exemplars": exemplars[:1], **({"speech": speech} if speech else {})},
        "honours": {"exemplars": exemplars},
    }
    return {
        "cycle": CYCLE,
        "theme": "Mỗi người một việc tốt",
        "status": "held",
        "leader": "Phó Giám đốc Sở",
        "place": "Thử Nghiệm",
        "sessions": [{"kind": "main", "day": day, "start": "07:30", "end": "11:30", "venue": "Hội trường"}],
        "programme": [
            {"code": code, "minutes": 15, **({"links": links[code]} if code in links else {})}
            for code in CODES
        ],
        "counts": {"invited": 12, "official": 80},
    }


def _conference(province: Province, unit: str, exemplars: list[str], speaker: str) -> None:
    day = date(2020, 1, 3) + timedelta(days=province.random.randrange(40))
    speech = f"{CYCLE}-viec-nho-lam-deu"
    province.file(
        f"data/units/{unit}/conferences/{CYCLE}.yml",
        {
            "level": "unit",
            **_held(day, exemplars, f"{unit}/{speech}"),
            "basis": ["huong-dan-hndhtt"],
            "speeches": [f"{unit}/{speech}"],
        },
    )
    province.file(
        f"content/units/{unit}/speeches/{speech}.md",
        {"title": "Việc nhỏ làm đều", "conference": f"{unit}/{CYCLE}", "exemplar": speaker},
        "\n\n".join(province.prose(150)),
    )
    for offset, phase in ((-7, "Chuẩn bị"), (2, "Sau")):
        _news(
            province,
            unit,
            day + timedelta(days=offset),
            f"{phase} hội nghị điển hình tiên tiến",
            f"{unit}/{CYCLE}",
        )


def _news(province: Province, unit: str, day: date, title: str, conference: str) -> None:
    province.file(
        f"content/units/{unit}/news/{day}-{slug(title)}.md",
        {
            "date": day,
            "phase": "before" if "Chuẩn bị" in title else "after",
            "title": title,
            "summary": province.random.choice(province.sentences),
            "conference": conference,
        },
        "\n\n".join(province.prose(120)),
    )


def _papers(province: Province, unit: str, name: str, place: int, exemplar: str) -> None:
    """Writes the report of an invented unit, its submission to the department, its model and its delegates.

    A model (mô hình) is a way of working that others copy.
    """
    outline = yaml.load(
        (province.root / f"data/outlines/{CYCLE}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader
    )["sections"]
    sections = [
        f"## [{section['code']}] {section['title']}\n\n{chr(10).join(province.prose(60))}"
        for section in outline
        if not section.get("heading_only")
    ]
    province.file(
        f"content/units/{unit}/reports/{CYCLE}.md",
        {
            "number": f"{place + 6}/BC-THUNGHIEM",
            "date": date(2020, 2, 7),
            "place": "Thử Nghiệm",
            "recipient": "Sở Giáo dục và Đào tạo tỉnh Thử Nghiệm",
            "signer": {"position": "HIỆU TRƯỞNG"},
            "recipients": ["Sở Giáo dục và Đào tạo;", "Lưu: VT."],
            "summary": f"Năm năm thi đua của {name}.",
        },
        "\n\n".join(sections),
    )
    province.file(
        f"data/units/{unit}/submissions.yml",
        {
            f"{CYCLE}-result": {
                "cycle": CYCLE,
                "item": "result",
                "sent": date(2020, 2, 7),
                "state": "accepted",
            }
        },
    )
    province.file(
        f"data/units/{unit}/models.yml",
        {
            f"goc-doc-{slug(name)}": {
                "name": f"Góc đọc {name}",
                "kind": "Mô hình dạy học",
                "field": "teaching",
                "how": province.random.choice(province.sentences),
                "results": province.random.choice(province.sentences),
                "since_year": 2017,
                "replicated": "03 trường trong cụm",
            }
        },
    )
    province.file(f"data/units/{unit}/delegates.yml", dict(_delegates(province, unit, place)))


def _delegates(province: Province, unit: str, place: int) -> Iterator[tuple[str, Record]]:
    """Yields two delegates of an invented unit, with names that no exemplar (honoured person) has."""
    for seat in (1, 2):
        middle, given = (
            WORDS[part][(place * seat + seat) % len(WORDS[part])] for part in ("middles", "names")
        )
        name = f"Mạc {middle} {given}"
        yield (
            f"{slug(name)}-{seat}",
            {
                "conference": f"{DEPARTMENT}/{CYCLE}",
                "elected_at": f"{unit}/{CYCLE}",
                "name": name,
                "titles": ["Giáo viên"],
                "group": f"Tổ {place % 12 + 1}",
                "quota_group": "Nhà giáo trực tiếp giảng dạy",
                "votes": {"in_favour": 28, "total": 30},
                "consent": {
                    "id": f"TN-D{place:05}-{seat}",
                    "scope": ["web", "print"],
                    "date": date(2025, 10, 6),
                },
            },
        )


if __name__ == "__main__":
    write_province(Path(sys.argv[1]), int(sys.argv[2]))
