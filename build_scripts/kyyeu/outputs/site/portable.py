"""Turns the site into an offline copy for a USB stick, whose pages are opened from file://.

Its links lead to files instead of folders, it loads nothing from a network, and each page says on which day
the copy was made.
"""

import base64
import html
import re
from collections.abc import Mapping
from datetime import date

from kyyeu.outputs.exports.hosting import HOST_FILES
from kyyeu.outputs.site.offline import ICONS, LIST, MANIFEST, WORKER
from kyyeu.outputs.site.policy import COPY_POLICY, EDITOR
from kyyeu.vietnamese import short_date
from kyyeu.views.addresses import OFFLINE
from kyyeu.work.job import Job, key
from kyyeu.work.run import Worker
from kyyeu.work.source import Source

SHEET, FONT_FOLDER = "assets/site.css", "assets/fonts/"
LEFT_OUT = (  # Files of the site that its offline copy on a USB stick does not need.
    *HOST_FILES,
    *ICONS,
    WORKER,
    MANIFEST,
    "404.html",
    f"{OFFLINE}index.html",
    "assets/offline.js",
)
_FOLDERS_LEFT_OUT = (LIST, FONT_FOLDER, "assets/cards/", EDITOR)
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*')
_ON_THE_WEB = re.compile(
    r'<link rel="(?:manifest|apple-touch-icon|alternate|preload)"[^>]*>'
    r'|<script src="[^"]*assets/offline\.js" defer></script>'
)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
_TAG = re.compile(r"<(?:a|form|link|meta)\b[^>]*>")
_LINK = re.compile(r'( (?:href|action)="|<meta http-equiv="refresh" content="0; url=)([^"#?]*)(?=["#?])')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_FOOTER_NOTE = '<div class="ft-note">'
_FONT = re.compile(r"url\(\"?(fonts/[^)\"]+)\"?\)")


def copy_files(worker: Worker, files: Mapping[str, Source], day: date) -> dict[str, Source]:
    """Returns the files of the offline copy by path, each as a reference to its content (Source).

    `files` are all files of the site. `day` is the day for which consent was checked; each page of the copy
    shows it.
    """
    kept = {
        path: source
        for path, source in files.items()
        if path not in LEFT_OUT and not path.startswith(_FOLDERS_LEFT_OUT)
    }
    fonts = tuple((path, files[path]) for path in sorted(files) if path.startswith(FONT_FOLDER))
    jobs = [
        Job(
            "copy",
            SHEET,
            key("copy", kept[SHEET].digest, [font.digest for _, font in fonts]),
            copy_sheet,
            (kept[SHEET], fonts),
        ),
        *(
            Job("copy", path, key("copy", path, source.digest, day), copy_page, (source, day))
            for path, source in kept.items()
            if path.endswith(".html")
        ),
    ]
    worker.run(jobs)
    return kept | {job.name: worker.source(job) for job in jobs}


def copy_page(source: Source, day: date) -> bytes:
    """Returns the HTML of a site's page as it stands in the offline copy.

    Links lead to files, and the footer says on which day (`day`) the copy was made.
    """
    page = _ON_THE_WEB.sub("", source.read().decode())
    page = _POLICY.sub(lambda match: match[1] + html.escape(COPY_POLICY), page, count=1)
    address = _CANONICAL.findall(page)[0]
    copy_note = (
        f'<p>Bản sao ngày {short_date(day)}. Bản mới nhất: <a href="{address}">trang trên mạng</a></p>'
    )
    assert page.count(_FOOTER_NOTE) == 1, address
    return _TAG.sub(_with_files, page).replace(_FOOTER_NOTE, _FOOTER_NOTE + copy_note).encode()


def _with_files(tag: re.Match[str]) -> str:
    return _LINK.sub(lambda match: match[1] + file_link(match[2]), tag[0])


def file_link(target: str) -> str:
    """Returns a link to a folder as a link to the page in it: '../don-vi/' becomes '../don-vi/index.html'.

    Links to files, links within the page and links to other sites stay as they are.
    """
    if not target or _ELSEWHERE.match(target):
        return target
    name = target.rpartition("/")[2]
    if name in (".", ".."):
        return f"{target}/index.html"
    return target if name else f"{target}index.html"


def copy_sheet(sheet: Source, fonts: tuple[tuple[str, Source], ...]) -> bytes:
    """Returns the style sheet of the offline copy, in which the fonts are embedded.

    Browsers refuse to load font files from file://.
    """
    encoded = {path.removeprefix("assets/"): base64.b64encode(font.read()).decode() for path, font in fonts}
    text = sheet.read().decode()
    return _FONT.sub(lambda match: f"url(data:font/woff2;base64,{encoded[match[1]]})", text).encode()
