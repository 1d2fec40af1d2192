"""`make audit`, its part for offices: every DOCX and XLSX in print/ opened by LibreOffice, turned to PDF and held against ours."""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

OFFICE = "soffice"
SUFFIXES = (".docx", ".xlsx")
NOTE = frozenset(
    re.findall(r"\w+", "Bản minh họa: đơn vị, con người và số liệu đều hư cấu.")
)  # drawn in a PDF


@dataclass(frozen=True)
class Opened:
    """`lost` and `added` are words of one file that are not in the other; tables that go on overleaf repeat theirs."""

    name: str
    lost: frozenset[str]
    added: frozenset[str]
    pages: int
    ours: int

    @property
    def holds(self) -> bool:
        """A text flows as ours does; a table's rows are as high as the office program makes them."""
        return (
            not self.lost
            and not self.added
            and (self.name.endswith(".xlsx") or abs(self.pages - self.ours) <= 1)
        )


def opened(printed: Path) -> Iterator[Opened]:
    files = [path for path in sorted(printed.rglob("*")) if path.suffix in SUFFIXES]
    with tempfile.TemporaryDirectory() as folder:
        for place, parent in enumerate(sorted({path.parent for path in files})):
            beside, out = [path for path in files if path.parent == parent], Path(folder) / str(place)
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            subprocess.run(
                [
                    OFFICE,
                    profile,
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    str(out),
                    *map(str, beside),
                ],
                check=True,
                capture_output=True,
                timeout=600,
            )
            for path in beside:
                made, ours = out / f"{path.stem}.pdf", path.with_suffix(".pdf")
                there, here = _words(made), _words(ours)
                yield Opened(
                    path.relative_to(printed).as_posix(),
                    here - there,
                    there - here - NOTE,
                    _pages(made),
                    _pages(ours),
                )


def _words(path: Path) -> frozenset[str]:
    """Letters alone: numbers of pages are no text. Word by word, since whole text comes without the hyphens at ends of lines."""
    said = subprocess.run(
        ["pdftotext", "-bbox", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = unescape(" ".join(re.findall(r"<word [^>]*>(.*?)</word>", said)))
    return frozenset(word for word in re.findall(r"\w+", words) if not word.isdecimal())


def _pages(path: Path) -> int:
    said = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
    found = re.search(r"^Pages:\s+(\d+)$", said, re.MULTILINE)
    assert found is not None, path
    return int(found[1])
