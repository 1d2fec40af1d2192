"""Reads the size and format of picture files, and caches them between runs."""

import io
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import Image as Pillow
from PIL import ImageFile, UnidentifiedImageError
from pydantic import TypeAdapter

from kyyeu.model.sources import Image, UnusablePicture
from kyyeu.work import memory as work_memory
from kyyeu.work.source import digest_of

PICTURES = (".jpg", ".jpeg", ".png", ".webp")
MAX_BYTES = 60_000_000
# Largest number of pixels of a picture by its format, so that decoding takes at most 400 MB and 2 s. The
# decoder of a WebP needs 16 bytes for each; that of a JPEG at most 2 bytes for each of three colours, because
# a large JPEG is only decoded at a reduced size (outputs/picture_file.py).
MAX_PIXELS = {"JPEG": 61_000_000, "PNG": 25_000_000, "WEBP": 16_000_000}
# Smallest and largest number of pixels on each side. Beyond that, crops would become empty or be one line.
MIN_SIDE, MAX_SIDE = 16, 20_000
MAX_PARTS = 20_000  # Largest number of parts of a PNG, or of a JPEG's header.
# The parts of a JPEG that have no content: two bytes, or one if it is 0xFF, which fills gaps.
_BARE_MARKERS = (0x00, 0x01, *range(0xD0, 0xDA), 0xFF)
MAX_SCANS = 50  # Largest number of passes in which a progressive JPEG is stored; cameras and programs use 10.
Stamp = tuple[int, ...]
# The EXIF tag for rotation, and its values for pictures that must be turned by a quarter.
_ORIENTATION, _TURNED = (
    0x0112,
    (5, 6, 7, 8),
)
_FORMATS = ("JPEG", "PNG", "WEBP")
_UNREADABLE = (
    OSError,
    UnidentifiedImageError,
    SyntaxError,
    ValueError,
)
_SMALLER = "Mở ảnh bằng trình xem ảnh, thu nhỏ rồi lưu lại dạng JPEG."
_NO_PICTURE = UnusablePicture(
    "không mở được như một ảnh JPEG, PNG hoặc WebP", "Mở ảnh bằng trình xem ảnh rồi lưu lại dạng JPEG."
)
# What is already known about picture files, by path.
KnownPictures = Mapping[str, tuple[Stamp, Image | UnusablePicture]]
_KNOWN = TypeAdapter(dict[str, tuple[Stamp, Image | UnusablePicture]])
_UNSETTLED = 2_000_000_000  # The longest step, in nanoseconds, in which a file system counts time (FAT).


def stamp(path: Path) -> Stamp:
    """Returns size, times and inode of a file, which change with every write even if its time is set back."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def recall(memory: Path) -> KnownPictures:
    """Returns what earlier runs stored in the file `memory` about pictures.

    A picture whose file has the same stamp (size, times, inode) need not be read again.
    """
    return work_memory.recall(memory, _KNOWN) or {}


def remember(memory: Path, known: KnownPictures) -> None:
    """Stores what is known about pictures in the file `memory`, unless that file is not writable.

    A file that changed a moment ago is left out: it may be written again before the clock of its stamp moves.
    """
    settled = time.time_ns() - _UNSETTLED
    rows = {file: row for file, row in sorted(known.items()) if max(row[0][1:3], default=0) < settled}
    with suppress(OSError):
        work_memory.remember(memory, _KNOWN, rows)


def read_image(path: Path) -> Image | UnusablePicture:
    """Returns size, format and hash of a picture, or why it cannot be shown: damaged, too large, too small.

    A JPEG is decoded at an eighth of its size, which finds truncated files just as reliably and much faster:
    1 ms for a portrait, 60 ms for 12 megapixels.
    """
    if path.suffix.lower() not in PICTURES:
        return _NO_PICTURE
    try:
        if not path.is_file():
            return _NO_PICTURE
        if path.stat().st_size > MAX_BYTES:
            return UnusablePicture(f"lớn hơn {MAX_BYTES // 1_000_000} MB", _SMALLER)
        data = path.read_bytes()
        if _has_too_many_parts(data):
            return _NO_PICTURE
        with warnings.catch_warnings(), _whole_files_only():
            # Pillow warns of faulty metadata, and of many pixels, about which `_beyond_limits` decides.
            warnings.simplefilter("ignore")
            with Pillow.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if unusable := _beyond_limits(picture, data):
                    return unusable
                width, height = picture.size
                if picture.getexif().get(_ORIENTATION) in _TURNED:
                    width, height = height, width
                picture_format = picture.format or ""
                picture.draft("RGB", (1, 1))
                picture.load()
                return Image(width, height, picture_format, digest_of(data))
    except Pillow.DecompressionBombError:
        most = max(MAX_PIXELS.values()) // 1_000_000
        return UnusablePicture(f"có quá nhiều điểm ảnh, được nhiều nhất {most} triệu", _SMALLER)
    except _UNREADABLE:
        return _NO_PICTURE


def _has_too_many_parts(data: bytes) -> bool:
    """Whether a JPEG's header, or a PNG, consists of far more parts than cameras and programs write.

    Pillow reads these parts one by one, and copies all of a JPEG's EXIF data again for each part of it.
    """
    if data.startswith(b"\xff\xd8"):
        place, count = 2, 0
        while (
            data[place : place + 1] == b"\xff"
            and data[place + 1 : place + 2] != b"\xda"
            and count <= MAX_PARTS
        ):
            is_bare = data[place + 1] in _BARE_MARKERS
            place += (
                (data[place + 1] != 0xFF) + 1 if is_bare else 2 + int.from_bytes(data[place + 2 : place + 4])
            )
            count += 1
        return count > MAX_PARTS or data.count(b"Exif\0\0") > MAX_SCANS
    if data.startswith(b"\x89PNG"):
        place, count = 8, 0
        while place < len(data) and count <= MAX_PARTS:
            place += 12 + int.from_bytes(data[place : place + 4])
            count += 1
        return count > MAX_PARTS
    return False


def _beyond_limits(picture: Pillow.Image, data: bytes) -> UnusablePicture | None:
    """Decides from a picture's header, before anything is decoded, whether it is too large or too small."""
    width, height = picture.size
    size = f"có {width} × {height} điểm ảnh"
    most = MAX_PIXELS.get(picture.format or "", 0)
    if len(picture.getbands()) == 4 and picture.format == "JPEG":
        most = most * 3 // 4
    if width * height > most:
        return UnusablePicture(
            f"{size}, ảnh {picture.format} được nhiều nhất {most // 1_000_000} triệu", _SMALLER
        )
    if max(width, height) > MAX_SIDE:
        return UnusablePicture(f"{size}, mỗi cạnh được nhiều nhất {MAX_SIDE}", _SMALLER)
    if min(width, height) < MIN_SIDE:
        return UnusablePicture(f"{size}, mỗi cạnh cần ít nhất {MIN_SIDE}", "Chọn ảnh khác, hoặc xin bản gốc.")
    if picture.info.get("progressive") and data.count(b"\xff\xda") > MAX_SCANS:
        return _NO_PICTURE
    return None


@contextmanager
def _whole_files_only() -> Iterator[None]:
    """Makes Pillow reject truncated picture files.

    WeasyPrint changes this setting for the whole process so that truncated files are accepted.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
