"""`make audit` lets LibreOffice convert all Word and Excel files in print/ to PDF.

Each of these PDFs is compared with the PDF that Kyyeu made of the same work.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pikepdf

OFFICE = "soffice"
# The words of the note in the demonstration's Word and Excel files that their content is invented. Kyyeu's
# PDF has a watermark instead, which is not text.
NOTE = frozenset(re.findall(r"\w+", "Bản minh họa: đơn vị, con người và số liệu đều hư cấu."))


@dataclass(frozen=True)
class Opened:
    """The PDF that LibreOffice makes of a Word or Excel file, compared with the PDF that Kyyeu makes.

    `lost` and `added` are the words that LibreOffice's PDF lacks or has in addition. `pages` and `ours` are
    the page counts of LibreOffice's and of Kyyeu's PDF.
    """

    name: str
    lost: frozenset[str]
    added: frozenset[str]
    pages: int
    ours: int

    @property
    def holds(self) -> bool:
        """Tells whether LibreOffice shows a file with the same words as Kyyeu's PDF and about as many pages.

        The number of pages of a spreadsheet is not compared.
        """
        return (
            not self.lost
            and not self.added
            and (self.name.endswith(".xlsx") or abs(self.pages - self.ours) <= 1)
        )


def opened(printed: Path) -> Iterator[Opened]:
    files = [path for path in sorted(printed.rglob("*")) if path.suffix in (".docx", ".xlsx")]
    with tempfile.TemporaryDirectory() as folder:
        for place, parent in enumerate(sorted({path.parent for path in files})):
            beside, out = [path for path in files if path.parent == parent], Path(folder) / str(place)
            command = [
                OFFICE,
                f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(out),
            ]
            subprocess.run([*command, *beside], check=True, capture_output=True, timeout=600)
            for path in beside:
                theirs, ours = out / f"{path.stem}.pdf", path.with_suffix(".pdf")
                there, here = _words(theirs), _words(ours)
                yield Opened(
                    path.relative_to(printed).as_posix(),
                    here - there,
                    there - here - NOTE,
                    _pages(theirs),
                    _pages(ours),
                )


def _words(path: Path) -> frozenset[str]:
    """Returns the different words of a PDF, except words that are numbers.

    The words are read with their positions, because the plain text from pdftotext lacks hyphens at line ends.
    """
    output = subprocess.run(
        ["pdftotext", "-bbox", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    words = unescape(" ".join(re.findall(r"<word [^>]*>(.*?)</word>", output)))
    return frozenset(word for word in re.findall(r"\w+", words) if not word.isdecimal())


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
