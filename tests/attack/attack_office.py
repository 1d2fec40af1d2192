"""Imports randomly damaged Excel files, Word files and zip files of pictures.

Each file is imported, or refused with a sentence. No import may end in a traceback.
"""

import io
import random
import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from kyyeu.imports.word_report.import_report import import_report
from kyyeu.imports.word_report.report_pictures import write_pictures
from kyyeu.problems import ContentError, UsageError

from tests.attack.attack_pictures import whole_pictures
from tests.attack.bounded import faults_of
from tests.attack.conftest import Rounds
from tests.building import DAY, TODAY, copy_sample
from tests.filling import UNIT, run
from tests.word_reports import hidden_corners, numbered_by_word, tables_and_pictures, write_report

Parts = dict[str, bytes]
SEARCHED = 50_000  # An element to damage is searched for in this many bytes at the start of a part.
PHOTOS = "anh.zip"
TEXTS = (
    *("", " ", "0", "-1", "1e999", "99999999999", "NaN", "true", "A1:XFD1048576", "r0", "../../a", "&#0;"),
    *("&#x1F600;", "&amp;", "=1+1", "\u202e", "e\u0301", "a" * 40_000, "rId1", "TRUE", "2020-02-31", "50000"),
    *("[Content_Types].xml", "http://x.vn/", "file:///etc/passwd", "word/document.xml", "#REF!", "_x0000_"),
)
PIECES = (
    *(b"<a>", b"</a>", b"<!--", b"]]>", b"<![CDATA[", b"&b;", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<?x?>"),
    *(b" " * 100, b'<?xml version="1.0" encoding="UTF-16"?>', b'<!DOCTYPE a [<!ENTITY b "cc">]>', b"<w:p/>"),
    *(b"<c r='A1' t='s'><v>9</v></c>", b"<row r='1048576'/>", b"<w:tbl>", b"<w:r><w:t>x</w:t></w:r>"),
    *(b"<w:del><w:r/></w:del>", b'<w:gridSpan w:val="99999999"/>', b'<w:numId w:val="7"/>', b"<f>A1</f>"),
)


def _packed(parts: Parts, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if chance.random() < 0.05:
            part = chance.choice(archive.infolist())
            part.file_size = chance.choice((0, 1, part.file_size // 2, 2**31, 2**40))
    return out.getvalue()


def _any_place(content: bytes, chance: random.Random) -> tuple[int, int]:
    start, end = sorted((chance.randrange(len(content) + 1), chance.randrange(len(content) + 1)))
    return start, end


def _put_piece(content: bytes, chance: random.Random) -> bytes:
    at, times = chance.randrange(len(content) + 1), chance.choice((1, 1, 2, 50, 20_000))
    if chance.random() < 0.7:
        at = content.find(b">", at) + 1
    return content[:at] + chance.choice(PIECES) * times + content[at:]


def _put_text(content: bytes, chance: random.Random) -> bytes:
    """Replaces the text of a random XML element, or the value of a random attribute."""
    places = [*re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', content[:SEARCHED])]
    if not places:
        return content
    place, text = chance.choice(places), chance.choice(TEXTS)
    if chance.random() < 0.3:
        text = chance.choice(places)[0].decode(errors="replace")
    return content[: place.start()] + text.encode() + content[place.end() :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    """Repeats a random XML element with all its content, or a random span of bytes."""
    start, end = _any_place(content, chance)
    elements = [*re.finditer(rb"<(\w[\w:]*)(?: [^<>]*)?>.*?</\1>|<\w[^<>]*/>", content[:SEARCHED], re.DOTALL)]
    if elements and chance.random() < 0.7:
        start, end = chance.choice(elements).span()
    times = min(chance.choice((1, 2, 40, 5_000, 10**6)), 21_000_000 // (end - start + 1))
    return content[:end] + content[start:end] * times + content[end:]


def _leave_out(content: bytes, chance: random.Random) -> bytes:
    start, end = _any_place(content, chance)
    return content[:start] + content[min(end, start + chance.choice((1, 20, 10**9))) :]


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 4, 40)) if content else 0):
        spoilt[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(spoilt)


def _nest(content: bytes, chance: random.Random) -> bytes:
    """Nests a random XML element in itself, up to 30,000 levels deep."""
    elements = [*re.finditer(rb"<(\w[\w:]*)(?: [^<>]*)?>", content[:SEARCHED])]
    if not elements:
        return content
    opening, times = chance.choice(elements), chance.choice((1, 30, 140, 300, 30_000))
    at = opening.end()
    return content[:at] + opening[0] * times + b"</%b>" % opening[1] * times + content[at:]


def _encode(content: bytes, chance: random.Random) -> bytes:
    coding = chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1258", "utf-7"))
    return content.decode(errors="replace").encode(coding, errors="replace")


CONTENT: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_put_piece, _put_piece, _put_text, _put_text, _put_text, _repeat, _repeat, _leave_out, _flip, _nest),
    _encode,
)


def _change_part(parts: Parts, chance: random.Random) -> None:
    texts = [name for name, content in parts.items() if content.lstrip().startswith(b"<")]
    name = chance.choice(texts if texts and chance.random() < 0.9 else [*parts])
    for _ in range(chance.choice((1, 1, 2, 4))):
        parts[name] = chance.choice(CONTENT)(parts[name], chance)


def _swap_parts(parts: Parts, chance: random.Random) -> None:
    one, other = chance.choice([*parts]), chance.choice([*parts])
    parts[one], parts[other] = parts[other], parts[one]


def _rename_part(parts: Parts, chance: random.Random) -> None:
    name = chance.choice([*parts])
    parts[chance.choice(("a.xml", "../a.xml", name.upper(), f"{name}/", "xl/vbaProject.bin"))] = parts.pop(
        name
    )


def _add_parts(parts: Parts, chance: random.Random) -> None:
    content = parts[chance.choice([*parts])] if chance.random() < 0.5 else b" " * 100 + b"<a>" * 300_000
    for number in range(chance.choice((1, 1, 30, 2_500))):
        parts[f"word/media/{number}.png"] = content if number < 3 else b""


def _drop_part(parts: Parts, chance: random.Random) -> None:
    if len(parts) > 1:
        del parts[chance.choice([*parts])]


PARTS: tuple[Callable[[Parts, random.Random], None], ...] = (
    *(_change_part, _change_part, _change_part, _change_part, _change_part, _swap_parts, _rename_part),
    *(_add_parts, _drop_part),
)


def _spoil_frame(data: bytes, chance: random.Random) -> bytes:
    """Damages the structure of a zip archive: the fields of its list of files, or any bytes."""
    places = [match.start() for match in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    if not places or chance.random() < 0.3:
        return chance.choice((_flip, _leave_out, _repeat))(data, chance)
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.choice(places) + chance.randrange(4, 46)
        number = struct.pack("<I", chance.choice((0, 1, 8, 12, 14, 99, 2**16 - 1, 2**31, 2**32 - 1)))
        spoilt[at : at + chance.choice((1, 2, 4))] = number[: chance.choice((1, 2, 4))]
    return bytes(spoilt)


def damaged(whole: Parts, chance: random.Random) -> bytes:
    """Returns a zip archive of the given files with one to three random damages."""
    parts = dict(whole)
    for _ in range(chance.choice((1, 1, 2, 3))):
        chance.choice(PARTS)(parts, chance)
    data = _packed(parts, chance)
    return _spoil_frame(data, chance) if chance.random() < 0.25 else data


def _parts(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def import_bad(root: Path, bad: Path, book: Path) -> None:
    """Imports a damaged workbook, Word report or zip file of pictures; fails if an unexpected error occurs.

    Pictures are imported together with an undamaged workbook.
    """
    if bad.suffix == ".docx":
        with suppress(UsageError, ContentError):
            report = import_report(root, bad, UNIT, "", TODAY, overwrite=True)
            write_pictures(bad, bad.parent, report.pictures)
        return
    files = (str(book), "--photos", str(bad)) if bad.suffix == ".zip" else (str(bad),)
    code, out, errors = run(root, "import", *files, "--unit", UNIT, "--date", DAY, "--dry-run")
    assert code in (0, 1, 2), errors
    assert len(out) + len(errors) < 500_000


def test_damaged_office_files(tmp_path: Path, seed: int, rounds: Rounds) -> None:
    root, book = copy_sample(tmp_path / "sample"), tmp_path / "so.xlsx"
    assert run(root, "workbook", UNIT, "--out", str(book), "--date", DAY)[0] == 0
    files = {book: _parts(book), tmp_path / PHOTOS: whole_pictures()}
    for report in (tables_and_pictures, hidden_corners, numbered_by_word):
        path = tmp_path / f"{report.__name__}.docx"
        write_report(report, path)
        files[path] = _parts(path)
    folder = tmp_path / "damaged"

    def case(chance: random.Random) -> Callable[[], object]:
        whole = chance.choice([*files])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        bad = folder / whole.name
        bad.write_bytes(damaged(files[whole], chance)[:30_000_000])
        return partial(import_bad, root, bad, book)

    faults = faults_of(case, seed, rounds(3_000, 6))
    assert not faults, "\n".join(faults)
