"""Makes the files for reading the site offline: service worker, manifest, icons and the standing list.

The standing list has a hash of every address on the site and of its content. It tells a browser which of its
saved pages the site has since changed or withdrawn.
"""

import io
import json
import re
from collections.abc import Mapping
from hashlib import sha256

from PIL import Image, ImageDraw

from kyyeu.outputs.site.assets import COPIED, FONT_FILES
from kyyeu.resources import THEME
from kyyeu.views.addresses import OFFLINE
from kyyeu.views.site.site_frame import SiteView
from kyyeu.work.job import Job, key
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

WORKER, MANIFEST, LIST = "sw.js", "manifest.webmanifest", "assets/standing/"
CORE = (
    "assets/site.css",
    *(f"assets/{name}" for name in COPIED),
    *(f"assets/fonts/{name}" for name in FONT_FILES),
)
ICONS = {"assets/icons/180.png": 180, "assets/icons/192.png": 192, "assets/icons/512.png": 512}
# Number of lines in one file of the standing list, which tells browsers which saved pages have changed. Such
# a file has about 6 KB compressed.
SHARD_LINES = 600
LARGER = 4  # The site's icons are drawn at four times their size and then reduced, for smooth edges.
_PHOTO = re.compile(r"^(assets/photos/[0-9a-f]+)-\d+\.(?:avif|webp|jpg)$")
_KEPT = ("assets/search/", "assets/lists/")
_STEP = re.compile(r"([MLl])([^MLlz]+)")
_NUMBER = re.compile(r"-?\d*\.?\d+")


def offline_files(worker: Worker, settings: SiteView, files: Mapping[str, Source]) -> dict[str, Source]:
    """Returns the files for reading the site offline, by path on the site.

    `files` are all other files of the site.
    """
    core = {**{path: files[path].digest for path in CORE}, OFFLINE: files[f"{OFFLINE}index.html"].digest}
    script, drawing = (
        (THEME / "site" / name).read_text(encoding="utf-8") for name in ("sw.js", "assets/favicon.svg")
    )
    jobs = [
        Job("export", WORKER, key("worker", script, core), render_worker, (script, core)),
        Job(
            "export",
            MANIFEST,
            key("manifest", settings.title, settings.description, ICONS),
            render_manifest,
            (settings,),
        ),
        *(
            Job("icon", path, key("icon", drawing, size, LARGER), render_icon, (drawing, size))
            for path, size in ICONS.items()
        ),
    ]
    worker.run(jobs)
    return {job.name: worker.source(job) for job in jobs} | dict(worker.keep_all(standing(files)))


def render_worker(script: str, core: Mapping[str, str]) -> bytes:
    """Returns the script of the service worker, which stores pages in the browser for offline reading.

    `core` has the files that it stores when it is installed, with their hashes. The version in the script
    changes exactly when one of these files changes.
    """
    values = {"version": key(core)[:12], "core": list(core), "offline": OFFLINE}
    return re.sub(r'"@@(\w+)@@"', lambda match: json.dumps(values[match[1]]), script).encode()


def render_manifest(settings: SiteView) -> bytes:
    """Returns the site's web app manifest (https://www.w3.org/TR/appmanifest/) as JSON.

    All addresses in it are relative.
    """
    icons = [
        {"src": path, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for path, size in ICONS.items()
    ]
    manifest = {
        "name": settings.title,
        "short_name": "Kỷ yếu",
        "description": settings.description,
        "lang": "vi",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": "#fffdf8",
        "theme_color": "#8f1d22",
        "icons": icons,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def render_icon(drawing: str, size: int) -> bytes:
    """Returns the site's icon as a PNG file: the star and ring of favicon.svg.

    Star and ring lie within the circle to which a phone may crop the square icon.
    """
    scale = size * LARGER / 64
    ground, gold = re.findall(r'fill="(#[0-9a-f]{6})"', drawing)
    image = Image.new("RGB", (size * LARGER, size * LARGER), ground)
    draw = ImageDraw.Draw(image)
    draw.ellipse([scale * 7, scale * 7, scale * 57, scale * 57], outline=gold, width=round(scale * 1.4))
    (path,) = re.findall(r' d="([^"]+)"', drawing)
    draw.polygon(
        [(scale * (32 + (x - 32) * 0.92), scale * (32 + (y - 32) * 0.92)) for x, y in _points(path)],
        fill=gold,
    )
    out = io.BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _points(path: str) -> list[tuple[float, float]]:
    """Returns the corners, as (x, y) pairs, of an SVG path that consists of straight lines."""
    points: list[tuple[float, float]] = []
    for step, text in _STEP.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(text)]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + x, points[-1][1] + y) if step == "l" else (x, y))
    return points


def standing(files: Mapping[str, Source]) -> dict[str, bytes]:
    """Returns the files of the standing list by path: a hash of each address on the site and of its content.

    The list consists of an index and several files named by a hash of their content. The service worker
    (theme/site/sw.js) reads them to find saved pages that the site has since withdrawn or changed.
    """
    lines = {address: source.digest[:5] for path, source in files.items() if (address := _address(path))}
    count = 1 << (len(lines) // SHARD_LINES).bit_length()
    shards: list[list[str]] = [[] for _ in range(count)]
    for address, mark in lines.items():
        digest = sha256(address.encode()).hexdigest()
        shards[int(digest[:4], 16) % count].append(f"\n{digest[4:13]} {mark}")
    texts = ["".join(sorted(shard)).encode() for shard in shards]
    names = [sha256(text).hexdigest()[:8] for text in texts]
    index = {"build": sha256("".join(names).encode()).hexdigest()[:12], "shards": names}
    return {
        f"{LIST}{number}-{name}.txt": text
        for number, (name, text) in enumerate(zip(names, texts, strict=True))
    } | {f"{LIST}index.json": json.dumps(index, separators=(",", ":")).encode()}


def _address(path: str) -> str:
    """Returns the address under which a browser saves a file of the site, or '' if it does not save the file.

    The address of the home page is '/'. All sizes of a photo have the same address.
    """
    if path.endswith("index.html"):
        return path.removesuffix("index.html") or "/"
    if photo := _PHOTO.match(path):
        return photo[1]
    return path if path.startswith(_KEPT) or path.endswith(".pdf") else ""
