"""Names of pictures in a workbook, and a folder or zip that holds them → which file goes where beside the records, under an ASCII name."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from kyyeu.imports.workbook.sheet_row import SheetRow, WorkbookRows
from kyyeu.loading.pictures import MAX_BYTES, PICTURES, read_image
from kyyeu.model.pictures import picture_folder
from kyyeu.outputs.workbook.columns import Keys
from kyyeu.outputs.workbook.sheets import BY_CODE
from kyyeu.outputs.workbook.unit_records import UnitRecords, list_items, value_at
from kyyeu.problems import UsageError, nearest
from kyyeu.vietnamese import slug

MAX_FILES = 2_000
_PHONES = (".heic", ".heif")
Owner = tuple[str, str]  # a record, and which of the given pictures where it shows several


@dataclass(frozen=True)
class PhotoColumn:
    """Where a sheet names pictures: the keys from a row's entry to the file's name."""

    sheet: str
    keys: Keys

    def names(self, tree: Any) -> Iterator[str]:
        """In a record's tree."""
        sheet = BY_CODE[self.sheet]
        for entry in list_items(tree, sheet) if sheet.parent else (tree,):
            if isinstance(name := value_at(entry, self.keys), str):
                yield name

    @property
    def record(self) -> str:
        """Code of the sheet of its records."""
        return BY_CODE[self.sheet].parent or self.sheet

    @property
    def parted(self) -> bool:
        """Whether a record names several, each in a row of its own."""
        return self.record != self.sheet


PHOTO_COLUMNS = (
    PhotoColumn("exemplar", ("photo", "file")),
    PhotoColumn("unit", ("picture", "file")),
    PhotoColumn("news.pictures", ("file",)),
    PhotoColumn("conference.media", ("picture", "file")),
)


@dataclass
class Photos:
    """`found`: by name, as people tell names apart; `copies`: files that change, by their path in the project."""

    found: Mapping[str, list[Path]] = field(default_factory=dict)
    given: bool = False
    used: set[str] = field(default_factory=set)
    names: Mapping[str, str] = field(default_factory=dict)  # as they are written
    copies: dict[str, Path] = field(default_factory=dict)


@contextmanager
def open_photos(source: Path | None) -> Iterator[Photos]:
    """From a folder as they lie; from a zip, in a folder that goes away again. Raises UsageError."""
    if source is None:
        yield Photos()
    elif source.is_dir():
        yield _photos(list(_in_folder(source)))
    elif source.is_file() and zipfile.is_zipfile(source):
        with TemporaryDirectory() as folder:
            yield _photos(list(_unpacked(source, Path(folder))))
    else:
        raise UsageError(f"--photos {source}: không phải thư mục, cũng không phải tệp .zip")


def _in_folder(top: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix.lower() in (*PICTURES, *_PHONES) and stat.S_ISREG(path.lstat().st_mode):
                yield name, path


def _unpacked(source: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Only a member's last name counts, and it is written under a number: no path can lead out of the folder."""
    try:
        with zipfile.ZipFile(source) as packed:
            members = [
                entry
                for entry in packed.infolist()
                if PurePosixPath(entry.filename).suffix.lower() in (*PICTURES, *_PHONES)
            ]
            if len(members) > MAX_FILES or sum(entry.file_size for entry in members) > MAX_FILES * 1_000_000:
                raise UsageError(
                    f"tệp {source.name} có quá nhiều ảnh hoặc ảnh quá lớn. Chia thành nhiều tệp .zip"
                )
            for number, entry in enumerate(members):
                if (
                    stat.S_ISLNK(entry.external_attr >> 16)
                    or entry.is_dir()
                    or entry.file_size > MAX_BYTES
                    or "__MACOSX" in entry.filename
                ):
                    continue
                path = folder / f"{number}{PurePosixPath(entry.filename).suffix.lower()}"
                path.write_bytes(packed.read(entry))
                yield _true_name(entry), path
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError):
        raise UsageError(
            f"tệp {source.name} bị hỏng hoặc có mật khẩu. Nén lại thư mục ảnh thành tệp .zip thường"
        ) from None


def _true_name(entry: zipfile.ZipInfo) -> str:
    """Some programs write UTF-8 and do not say so."""
    name = entry.filename.replace("\\", "/").rpartition("/")[2]
    try:
        return name if entry.flag_bits & 0x800 else name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _photos(files: list[tuple[str, Path]]) -> Photos:
    found: dict[str, list[Path]] = {}
    for name, path in files:
        found.setdefault(_alike(name), []).append(path)
    return Photos(found, True, names={_alike(name): name for name, _ in reversed(files)})


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def _meant(photos: Photos, wanted: str) -> str:
    """The key of the picture that a cell names; without the suffix or the accents too, where that can be one picture only."""
    key = _alike(wanted)
    if key in photos.found:
        return key
    stem = slug(
        wanted[: -len(suffix)]
        if (suffix := PurePosixPath(wanted).suffix).lower() in (*PICTURES, *_PHONES)
        else wanted
    )
    near = [name for name in photos.found if slug(PurePosixPath(name).stem) == stem]
    return near[0] if len(near) == 1 else key


def place_photos(rows: WorkbookRows, source: UnitRecords, root: Path, photos: Photos) -> None:
    """Put into each row the name that its picture will bear, and note the files to copy; what is not there is a Problem at its cell."""
    for named in PHOTO_COLUMNS:
        trees, key, folder = (
            source.records[named.record],
            ".".join(named.keys),
            f"{picture_folder(named.record, source.unit)}/",
        )
        taken: dict[str, Owner] = {
            name: (record, "") for record, tree in trees.items() for name in named.names(tree)
        }
        for record, row in _rows(rows, named):
            if wanted := row.values.get(key):
                there = [*named.names(trees.get(record))]
                now = wanted if wanted in there else there[0] if there and not named.parted else ""
                name = _placed(rows, row, key, wanted, now, root / folder, photos)
                if name is not None:
                    row.values[key] = name
                    continue
                meant = _meant(photos, wanted)
                file = photos.found[meant][0]
                owner = (record, meant if named.parted else "")
                now = now or next((name for name in there if _alike_bytes(root / folder / name, file)), "")
                row.values[key] = _target(owner, file, now, taken)
                taken[row.values[key]] = owner
                _copy(photos, root, folder + row.values[key], file)


def _rows(rows: WorkbookRows, named: PhotoColumn) -> Iterator[tuple[str, SheetRow]]:
    if named.parted:
        yield from (
            (record, row) for record, found in rows.entries.get(named.sheet, {}).items() for row in found
        )
    else:
        yield from rows.records.get(named.sheet, {}).items()


def _alike_bytes(one: Path, other: Path) -> bool:
    return (
        one.is_file()
        and one.stat().st_size == other.stat().st_size
        and one.read_bytes() == other.read_bytes()
    )


def left_over(photos: Photos) -> list[str]:
    """Names of pictures that no cell names."""
    return sorted(photos.names[name] for name in photos.found if name not in photos.used)


def _placed(
    rows: WorkbookRows, row: SheetRow, key: str, wanted: str, now: str, folder: Path, photos: Photos
) -> str | None:
    """The name of a picture that lies there already, or that is wrong; None where one of the given ones is to be copied."""
    there = wanted == now or (wanted.isascii() and "/" not in wanted and (folder / wanted).is_file())
    meant = _alike(wanted) if there else _meant(photos, wanted)
    files = photos.found.get(meant, [])
    if len(files) == 1:
        photos.used.add(meant)
        if files[0].suffix.lower() in _PHONES:
            rows.wrong(
                row.places[key],
                "photo-format",
                f"Ảnh “{wanted}” ở dạng HEIC của điện thoại, trang không dùng được.",
                "Mở ảnh, lưu hoặc xuất thành JPEG (.jpg), rồi ghi tên mới vào ô này.",
            )
        elif read_image(files[0]) is None:
            rows.wrong(
                row.places[key],
                "photo-format",
                f"Tệp “{wanted}” không mở được như một ảnh JPEG, PNG hoặc WebP.",
                "Mở ảnh bằng trình xem ảnh rồi lưu lại dạng JPEG.",
            )
        else:
            return None
    elif files:
        rows.wrong(
            row.places[key],
            "photo-doubled",
            f"Có {len(files)} ảnh cùng tên “{wanted}” trong các thư mục con.",
            "Giữ lại một ảnh.",
        )
    elif not there:
        advice = (
            nearest(wanted, photos.names.values())
            if photos.given
            else "Gửi kèm ảnh: thêm --photos THƯ_MỤC hoặc tệp .zip."
        )
        rows.wrong(
            row.places[key],
            "photo-missing",
            f"Không thấy ảnh “{wanted}”.",
            advice or "Bỏ ảnh ấy vào thư mục ảnh, hoặc sửa tên.",
        )
    return wanted


def _target(owner: Owner, file: Path, now: str, taken: Mapping[str, Owner]) -> str:
    """The record's id and the picture's suffix, numbered where that is another picture's name; a picture that it replaces keeps its name
    where the suffix fits."""
    record, suffix = owner[0], {".jpeg": ".jpg"}.get(file.suffix.lower(), file.suffix.lower())
    if now.endswith(suffix) and now:
        return now
    name, number = f"{record}{suffix}", 1
    while taken.get(name, owner) != owner:
        number += 1
        name = f"{record}-{number}{suffix}"
    return name


def _copy(photos: Photos, root: Path, target: str, path: Path) -> None:
    if not _alike_bytes(root / target, path):
        photos.copies[target] = path
