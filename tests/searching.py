"""Adds the people and units listed in search_cases.yml to an invented province, to test the site's search."""

from pathlib import Path
from typing import Any

import yaml
from kyyeu.vietnamese import slug

from tests.building import TESTS, copy_sample, write_record

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (TESTS / "search_cases.yml").read_text(encoding="utf-8")
)


def copy_with_people(folder: Path) -> Path:
    root = copy_sample(folder)
    for unit in CASES["units"]:
        parents = [{"unit": "so-gddt", "kind": "governing"}]
        write_record(
            root / f"data/units/{unit['id']}/unit.yml",
            {"kind": unit["kind"], "names": [{"name": unit["name"]}], "parents": parents},
        )
    for number, person in enumerate(CASES["people"]):
        path = root / f"content/units/{person['unit']}/exemplars/{slug(person['name'])}-{number}.md"
        write_record(path, _person(person, number), person.get("text", "Bài viết sẽ bổ sung."))
    return root


def _person(person: dict[str, Any], number: int) -> dict[str, Any]:
    award = {
        "title": person.get("award"),
        "rank": person.get("rank"),
        "year": 2019,
        "decision": {
            "number": person.get("number"),
            "date": "2019-08-06",
            "issuer": "Giám đốc Sở Giáo dục và Đào tạo tỉnh Hoa Ban",
        },
    }
    return {
        "type": "individual",
        "group": "teacher",
        "name": person["name"],
        "titles": [person["title"]],
        "cycle": "2015-2020",
        "field": "teaching",
        "summary": "Người của bài thử tìm kiếm.",
        "minor": "adult",
        "status": "approved",
        "awards": [{key: value for key, value in award.items() if value}] if person.get("award") else [],
        "consent": {"id": f"HB-5{number:02d}", "scope": ["web"], "date": "2025-10-01"},
    }
