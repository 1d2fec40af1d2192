"""Writes an invented province's content as a Hugo site with the same pages, to compare build times.

Hugo gets only published records, as front matter of its pages. Header and footer are those of our site. The
folder hugo/ holds layouts whose pages are about as large as ours.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from kyyeu.model.awards import Level
from kyyeu.model.exemplars import Domain, Group
from kyyeu.model.movements import LaunchedBy
from kyyeu.model.privacy import SITE
from kyyeu.publishing.gate import publish

from tests.building import TODAY, read_project, write_record

SETTINGS: Mapping[str, Any] = {
    "baseURL": "https://thu-nghiem.example/",
    "defaultContentLanguage": "vi",
    "languages": {"vi": {"locale": "vi-VN"}},
    "title": "Kỷ yếu tỉnh Thử Nghiệm",
    # The RSS feed of the Hugo site has 20 items, as many as the feed of our site.
    "services": {"rss": {"limit": 20}},
    "taxonomies": {"movement": "movements", "letter": "letters"},
    "outputs": {"section": ["html"], "taxonomy": ["html"], "term": ["html"]},
    "markup": {"goldmark": {"renderer": {"unsafe": False}}},
}
Record = dict[str, Any]


def write_hugo(province: Path, site: Path, root: Path) -> None:
    """Writes everything that the command `hugo --source root` needs into the folder `root`.

    `site` is the folder of the same province's site, as Kyyeu has built it. Its style sheets and images are
    copied.
    """
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("content", "data"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(Path(__file__).with_name("hugo"), root / "layouts")
    shutil.copytree(
        site / "assets",
        root / "static/assets",
        ignore=shutil.ignore_patterns("search", "qr", "lists", "cards"),
    )
    write_record(root / "hugo.yaml", SETTINGS)
    _frame(next(site.glob("dien-hinh/*/*/index.html")).read_text(encoding="utf-8"), root / "layouts")
    _facts(province, root)
    for place, ref in enumerate(publish(read_project(province), SITE, TODAY).exemplars):
        unit, _, name = ref.partition("/")
        record, body = _read(province / f"content/units/{unit}/exemplars/{name}.md")
        letter = record["name"].split()[0 if record["type"] == "collective" else -1][0]
        _page(
            root / f"content/dien-hinh/{ref}.md",
            record["name"],
            record["summary"],
            body,
            "exemplar",
            record | {"letter": letter, "place": place},
            movements=record["movements"],
            letters=[letter],
        )
    took_part = defaultdict(list)
    for folder in sorted((province / "data/units").iterdir()):
        for joined in _unit(province, folder.name, root):
            took_part[joined["movement"]].append(folder.name)
    for name, movement in _movements(province).items():
        _page(
            root / f"content/movements/{name}/_index.md",
            movement["name"],
            movement["summary"],
            "",
            "movements",
            movement | {"took_part": took_part[name]},
        )


def _frame(page: str, layouts: Path) -> None:
    """Makes the base layout of the Hugo site from the HTML of a profile page that Kyyeu has built.

    What is particular to the profile is replaced by template code. The box with tools, such as sharing,
    becomes a partial template of its own.
    """
    page = page.replace("../../../", "/").replace('"../../.."', '"/"')
    start, end = page.index("<main"), page.index("</main>")
    tools = re.findall(r'<section class="box tools">.*?</section>', page[start:end], re.DOTALL)[0]
    (layouts / "_partials/tools.html").write_text(
        re.sub(r"/assets/qr/[^\"]+", "/assets/qr.svg", tools), encoding="utf-8"
    )
    top = page[:start]
    data = (
        '{{ dict "@context" "https://schema.org" "@type" "Person" "name" .Title '
        '"description" .Description "url" .Permalink | jsonify | safeJS }}'
    )
    top = re.sub(
        r'(<script type="application/ld\+json">).*?(</script>)', lambda match: match[1] + data + match[2], top
    )
    for pattern, field in (
        (r'name="description" content="([^"]*)"', ".Description"),
        (r'rel="canonical" href="([^"]*)"', ".Permalink"),
        (r"<title>(.*?) · ", ".Title"),
    ):
        top = top.replace(re.findall(pattern, top)[0], f"{{{{ {field} }}}}")
    main = '<main id="noi-dung" tabindex="-1" data-pagefind-body>\n{{ block "main" . }}{{ end }}\n'
    (layouts / "baseof.html").write_text(top + main + page[end:], encoding="utf-8")


def _facts(province: Path, root: Path) -> None:
    """Writes the data files, list pages and labels that the layouts of the Hugo site need."""
    for name in ("awards.yml", "decisions.yml", "programmes"):
        source = province / "data" / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, root / "data" / name)
    labels = {"group": Group, "field": Domain, "level": Level, "launched_by": LaunchedBy}
    words = {key: {each.value: each.label for each in kind} for key, kind in labels.items()}
    write_record(root / "data/labels.yml", words)
    write_record(
        root / "data/delegates.yml",
        [
            delegate
            for path in sorted(province.glob("data/units/*/delegates.yml"))
            for delegate in _load(path).values()
        ],
    )
    for section, title in (
        ("dien-hinh", "Điển hình"),
        ("hoi-nghi", "Hội nghị"),
        ("tin-tuc", "Tin tức"),
        ("movements", "Phong trào"),
    ):
        _page(
            root / f"content/{section}/_index.md",
            title,
            f"{title} của ngành",
            "",
            section if section == "movements" else "section",
            {},
            **({"outputs": ["html", "json"]} if section == "dien-hinh" else {}),
        )
    for section, title in (("don-vi", "Đơn vị"), ("van-ban", "Văn bản"), ("thong-ke", "Thống kê")):
        _page(root / f"content/{section}.md", title, f"{title} của ngành", "", "page", {})


def _unit(province: Path, unit: str, root: Path) -> list[Record]:
    """Writes the Hugo pages of a unit, its conferences and its news; returns the movements that it joined."""
    data, content = province / "data/units" / unit, province / "content/units" / unit
    record = _load(data / "unit.yml")
    name = record["names"][-1]["name"]
    joined = _load(data / "movements.yml").get("joined", [])
    report = content / "reports/2015-2020.md"
    body = _read(report)[1] if report.exists() else ""
    _page(
        root / f"content/dien-hinh/{unit}/_index.md",
        name,
        record.get("summary", ""),
        body,
        "unit",
        record | {"id": unit, "joined": joined, "models": list(_load(data / "models.yml").values())},
    )
    for path in sorted(data.glob("conferences/*.yml")):
        speech = "\n\n".join(_read(speech)[1] for speech in sorted(content.glob("speeches/*.md")))
        _page(
            root / f"content/hoi-nghi/{unit}/{path.stem}.md",
            f"Hội nghị điển hình tiên tiến {name}",
            "",
            speech,
            "conference",
            _load(path) | {"ref": f"{unit}/{path.stem}"},
        )
    for path in sorted(content.glob("news/*.md")):
        item, body = _read(path)
        _page(
            root / f"content/tin-tuc/{unit}/{path.name}",
            item["title"],
            item["summary"],
            body,
            "news",
            item | {"unit": unit},
            date=item["date"],
        )
    return joined


def _movements(province: Path) -> Record:
    launched = (
        _load(path).get("launched", {}) for path in sorted(province.glob("data/units/*/movements.yml"))
    )
    return {
        **_load(province / "data/movements.yml"),
        **{name: movement for each in launched for name, movement in each.items()},
    }


def _page(
    path: Path, title: str, description: str, body: str, kind: str, params: Mapping[str, Any], **front: Any
) -> None:
    kept = {name: value for name, value in params.items() if name not in front}
    write_record(
        path, {"title": title, "description": description, "type": kind, **front, "params": kept}, body
    )


def _read(path: Path) -> tuple[Record, str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.load(front, yaml.CSafeLoader), body


def _load(path: Path) -> Any:
    return {} if not path.exists() else yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
