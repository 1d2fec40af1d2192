"""Finds the pictures that a workbook names, in a folder or zip file that was sent with the workbook.

Gives them ASCII file names in the project, beside their records. A missing or unreadable picture is reported
at its cell.
"""

import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from kyyeu.imports.workbook.sheet_layout import SheetRow, WorkbookRows
from kyyeu.imports.zip_parts import ZIP_ERRORS, has_more_parts, read_part
from kyyeu.loading.pictures import MAX_BYTES, PICTURES, read_image
from kyyeu.model.pictures import picture_folder
from kyyeu.model.sources import Image
from kyyeu.outputs.workbook.sheets import BY_CODE, Keys
from kyyeu.outputs.workbook.unit_records import UnitRecords, list_items, value_at
from kyyeu.problems import Place, UsageError, nearest
from kyyeu.vietnamese import slug

# Largest number of pictures in a zip file, and largest number of files of any kind in it.
MAX_FILES, MAX_PARTS = 2_000, 10_000
_PHONE_SUFFIXES = (".heic", ".heif")
_SUFFIXES = (*PICTURES, *_PHONE_SUFFIXES)
# Says what a picture belongs to: the id of a record, and the key of the picture if the record has several
# pictures, else "".
Owner = tuple[str, str]


@dataclass(frozen=True)
class PhotoColumn:
    """A column of a workbook sheet in which users write the file names of pictures.

    `sheet` is the code of the sheet. `keys` is the path of the file name in the data of a record or list
    item.
    """

    sheet: str
    keys: Keys

    def names(self, tree: Any) -> Iterator[str]:
        """Yields the file names of pictures that a record's data has for this column."""
        sheet = BY_CODE[self.sheet]
        for item in list_items(tree, sheet) if sheet.parent else (tree,):
            if isinstance(name := value_at(item, self.keys), str):
                yield name

    @property
    def record(self) -> str:
        """Returns the code of the sheet with the records that show the pictures.

        This is the column's own sheet. If that is a sheet of list items, it is the sheet of the records that
        have the list.
        """
        return BY_CODE[self.sheet].parent or self.sheet

    @property
    def in_list(self) -> bool:
        """Returns whether the pictures are items of a list, so that a record can have several of them."""
        return self.record != self.sheet


PHOTO_COLUMNS = (
    PhotoColumn("exemplar", ("photo", "file")),
    PhotoColumn("unit", ("picture", "file")),
    PhotoColumn("news.pictures", ("file",)),
    PhotoColumn("conference.media", ("picture", "file")),
)


@dataclass
class Photos:
    """The pictures that were sent with a workbook.

    `files` has their paths by key, which is the file name in lower case. `names` has the original file name
    for each key. `any_given` says whether a folder or zip file was sent at all. `used` are the keys of the
    pictures that cells name. `copies` maps paths in the project to the pictures that must be copied there.
    """

    files: Mapping[str, list[Path]] = field(default_factory=dict)
    any_given: bool = False
    used: set[str] = field(default_factory=set)
    names: Mapping[str, str] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)

    def unused_names(self) -> list[str]:
        """Returns the file names of the pictures that no cell of the workbook names."""
        return sorted(self.names[key] for key in self.files if key not in self.used)

    def key_of(self, name: str) -> str:
        """Returns the key (file name in lower case) of the picture that a cell names.

        The cell may omit the suffix and the accents of the file name if only one picture fits.
        """
        key = _key(name)
        if key in self.files:
            return key
        suffix = PurePosixPath(name).suffix
        stem = slug(name.removesuffix(suffix) if suffix.lower() in _SUFFIXES else name)
        matches = [each for each in self.files if slug(PurePosixPath(each).stem) == stem]
        return matches[0] if len(matches) == 1 else key


@contextmanager
def open_photos(source: Path | None) -> Iterator[Photos]:
    """Returns a context manager that gives the pictures in a folder or zip file.

    A zip file is unpacked into a temporary folder, which is removed at the end of the `with` block. Raises
    UsageError if `source` is neither a folder nor a sound zip file.
    """
    if source is None:
        yield Photos()
    elif source.is_dir():
        yield _photos(_files_in_folder(source))
    elif source.is_file() and zipfile.is_zipfile(source):
        with TemporaryDirectory() as folder:
            yield _photos(_unpack(source, Path(folder)))
    else:
        raise UsageError(f"--photos {source}: không phải thư mục, cũng không phải tệp .zip")


def _files_in_folder(top: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, names in os.walk(top):
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if path.suffix.lower() in _SUFFIXES and stat.S_ISREG(path.lstat().st_mode):
                yield name, path


@contextmanager
def _refuse_damaged_zip(source: Path) -> Iterator[None]:
    try:
        yield
    except ZIP_ERRORS:
        raise UsageError(
            f"tệp {source.name} bị hỏng hoặc có mật khẩu. Nén lại thư mục ảnh thành tệp .zip thường"
        ) from None


def _unpack(source: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Unpacks each picture of a zip file into a file in `folder`, and yields (original name, path).

    The new files are only numbered, since a path in the zip file could lead out of the folder.
    """
    too_much = UsageError(f"tệp {source.name} có quá nhiều ảnh hoặc ảnh quá lớn. Chia thành nhiều tệp .zip")
    if has_more_parts(source, MAX_PARTS):
        raise too_much
    with _refuse_damaged_zip(source):
        archive = zipfile.ZipFile(source)
    with archive:
        members = [
            member
            for member in archive.infolist()
            if PurePosixPath(member.filename).suffix.lower() in _SUFFIXES
        ]
        if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_FILES * 1_000_000:
            raise too_much
        for number, member in enumerate(members):
            if (
                stat.S_ISLNK(member.external_attr >> 16)
                or member.is_dir()
                or member.file_size > MAX_BYTES
                or "__MACOSX" in member.filename
            ):
                continue
            with _refuse_damaged_zip(source):
                content = read_part(archive, member)
            path = folder / f"{number}{PurePosixPath(member.filename).suffix.lower()}"
            path.write_bytes(content)
            yield _member_name(member), path


def _member_name(member: zipfile.ZipInfo) -> str:
    """Returns the file name of a picture in a zip file, without its folders.

    The name is decoded as UTF-8 even if the zip file does not state this encoding.
    """
    name = member.filename.replace("\\", "/").rpartition("/")[2]
    try:
        return name if member.flag_bits & 0x800 else name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _photos(named_files: Iterable[tuple[str, Path]]) -> Photos:
    files: dict[str, list[Path]] = {}
    names: dict[str, str] = {}
    for name, path in named_files:
        files.setdefault(_key(name), []).append(path)
        names.setdefault(_key(name), name)
    return Photos(files, any_given=True, names=names)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def place_photos(rows: WorkbookRows, source: UnitRecords, root: Path, photos: Photos) -> None:
    """Replaces each picture name in the rows by the file name that the picture gets in the project.

    The pictures to copy are added to `photos.copies`. Missing or unusable pictures are reported at their
    cell.
    """
    for column in PHOTO_COLUMNS:
        trees = source.records[column.record]
        value_key = ".".join(column.keys)
        folder = f"{picture_folder(column.record, source.unit)}/"
        owners: dict[str, Owner] = {
            name: (record, "") for record, tree in trees.items() for name in column.names(tree)
        }
        for record, row in _rows_of(rows, column):
            if not (wanted := row.values.get(value_key)):
                continue
            record_names = [*column.names(trees.get(record))]
            current = wanted if wanted in record_names else ""
            if not current and record_names and not column.in_list:
                current = record_names[0]
            if not _is_to_copy(rows, row.places[value_key], wanted, current, root / folder, photos):
                continue
            key = photos.key_of(wanted)
            file = photos.files[key][0]
            owner = (record, key if column.in_list else "")
            same = (name for name in record_names if _same_content(root / folder / name, file))
            current = current or next(same, "")
            name = row.values[value_key] = _file_name(owner, file, current, owners)
            owners[name] = owner
            if not _same_content(root / folder / name, file):
                photos.copies[folder + name] = file


def _rows_of(rows: WorkbookRows, column: PhotoColumn) -> Iterator[tuple[str, SheetRow]]:
    if not column.in_list:
        yield from rows.records.get(column.sheet, {}).items()
    for record, list_rows in rows.lists.get(column.sheet, {}).items():
        for row in list_rows:
            yield record, row


def _same_content(one: Path, other: Path) -> bool:
    return (
        one.is_file()
        and one.stat().st_size == other.stat().st_size
        and one.read_bytes() == other.read_bytes()
    )


def _is_to_copy(
    rows: WorkbookRows, place: Place, wanted: str, current: str, folder: Path, photos: Photos
) -> bool:
    """Returns whether a picture that a cell names was sent with the workbook and has to be copied.

    Otherwise the picture is in the project already, or a problem is reported at the cell.
    """
    in_project = wanted == current or (wanted.isascii() and "/" not in wanted and (folder / wanted).is_file())
    key = _key(wanted) if in_project else photos.key_of(wanted)
    files = photos.files.get(key, [])
    if len(files) == 1:
        photos.used.add(key)
        if files[0].suffix.lower() in _PHONE_SUFFIXES:
            rows.add_problem(
                place,
                "photo-format",
                f"Ảnh “{wanted}” ở dạng HEIC của điện thoại, trang không dùng được.",
                "Mở ảnh, lưu hoặc xuất thành JPEG (.jpg), rồi ghi tên mới vào ô này.",
            )
            return False
        picture = read_image(files[0])
        if isinstance(picture, Image):
            return True
        rows.add_problem(place, "photo-format", f"Tệp “{wanted}” {picture.reason}.", picture.advice)
    elif files:
        rows.add_problem(
            place,
            "photo-doubled",
            f"Có {len(files)} ảnh cùng tên “{wanted}” trong các thư mục con.",
            "Giữ lại một ảnh.",
        )
    elif not in_project:
        advice = "Gửi kèm ảnh: thêm --photos THƯ_MỤC hoặc tệp .zip."
        if photos.any_given:
            advice = nearest(wanted, photos.names.values()) or "Bỏ ảnh ấy vào thư mục ảnh, hoặc sửa tên."
        rows.add_problem(place, "photo-missing", f"Không thấy ảnh “{wanted}”.", advice)
    return False


def _file_name(owner: Owner, file: Path, current: str, owners: Mapping[str, Owner]) -> str:
    """Returns the file name that a picture gets in the project, such as “lan.jpg” for the record “lan”.

    A number is added to the record's id if the name is taken. A picture that replaces another one keeps the
    old name, unless the suffix differs.
    """
    suffix = file.suffix.lower().replace(".jpeg", ".jpg")
    if current.endswith(suffix):
        return current
    taken = {name.removesuffix(suffix) for name, other in owners.items() if other != owner}
    return slug(owner[0], taken) + suffix
