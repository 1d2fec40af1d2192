"""Reads randomly damaged picture files; those that are still pictures are cut as for publishing."""

import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from kyyeu.loading.pictures import MAX_SIDE, MIN_SIDE, read_image
from kyyeu.model.sources import UnusablePicture
from kyyeu.outputs.booklets.pictures import cut_photo
from kyyeu.outputs.site.photos import RATIO, plan_photos, render_photo
from kyyeu.views.pictures import PictureView
from kyyeu.work.source import Source
from PIL import Image, ImageCms

from tests.attack.bounded import faults_of
from tests.attack.conftest import Rounds

SIZES = (0, 1, MIN_SIDE, 255, 3000, 9000, MAX_SIDE, 40_000, 65_535, 1_000_000, 2**31 - 1)


def whole_pictures() -> dict[str, bytes]:
    """Returns undamaged picture files of every accepted kind: a dict from file name to file content."""
    colours = Image.effect_noise((90, 120), 60).convert("RGB")
    exif = Image.Exif()
    # The Exif data says that the picture is turned by a quarter, and holds a long description.
    exif[0x0112], exif[0x010E] = 6, "a" * 300
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kinds = {
        "plain.jpg": (colours, {"exif": exif, "icc_profile": profile}),
        "progressive.jpg": (colours, {"progressive": True}),
        "grey.jpg": (colours.convert("L"), {}),
        "inks.jpg": (colours.convert("CMYK"), {"comment": b"a" * 90}),
        "plain.png": (colours, {"exif": exif, "icc_profile": profile}),
        "see-through.png": (colours.convert("RGBA"), {}),
        "few.png": (colours.quantize(16), {"transparency": 3}),
        "deep.png": (colours.convert("I;16"), {}),
        "black.png": (colours.convert("1"), {}),
        "plain.webp": (colours, {"exif": exif, "icc_profile": profile}),
        "exact.webp": (colours.convert("RGBA"), {"lossless": True}),
        "moving.webp": (colours, {"save_all": True, "append_images": [colours.convert("L").convert("RGB")]}),
    }
    files = {}
    for name, (picture, options) in kinds.items():
        out = io.BytesIO()
        form = {"jpg": "JPEG"}.get(name.rpartition(".")[2], name.rpartition(".")[2].upper())
        picture.save(out, form, **options)  # type: ignore[arg-type]
        files[name] = out.getvalue()
    return files


def _flip(data: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    end = len(data) if chance.random() < 0.4 else min(len(data), 200)
    for _ in range(chance.choice((1, 1, 3, 30)) if end else 0):
        spoilt[chance.randrange(end)] = chance.randrange(256)
    return bytes(spoilt)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    times = chance.choice((1, 3, 100, 3000))
    return data[:end] + data[start:end] * min(times, 1 + 3_000_000 // (end - start + 1)) + data[end:]


def _repeat_section(data: bytes, chance: random.Random) -> bytes:
    """Repeats a random section of a JPEG file, such as one pass of a progressive picture, many times."""
    first, *sections = re.split(rb"(?=\xff[\xc0-\xd7\xda-\xfe])", data)
    if sections:
        at = chance.randrange(len(sections))
        times = chance.choice((1, 5, 49, 400))
        sections[at:at] = [sections[at]] * min(times, 1 + 3_000_000 // len(sections[at]))
    return b"".join([first, *sections])


def _resize(data: bytes, chance: random.Random) -> bytes:
    """Writes other sizes into the header of a PNG, WebP or JPEG file."""
    width, height = chance.choice(SIZES), chance.choice(SIZES)
    if data.startswith(b"\x89PNG"):
        return data[:16] + struct.pack(">II", width, height) + data[24:]
    if data.startswith(b"RIFF"):
        size = struct.pack("<I", width & 0xFFFFFF)[:3] + struct.pack("<I", height & 0xFFFFFF)[:3]
        return data[:24] + size + data[30:] if data[12:16] == b"VP8X" else data[:26] + size[:4] + data[30:]
    start = re.search(rb"\xff[\xc0-\xc3]", data)
    at = start.end() + 3 if start else 0
    return data[:at] + struct.pack(">HH", height & 0xFFFF, width & 0xFFFF) + data[at + 4 :]


def _put_number(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    number = chance.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1))
    return data[:at] + struct.pack(">I", number) + data[at + 4 :]


def _put_noise(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 20, 5000))) + data[at:]


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _flip, _flip, _cut, _repeat, _repeat_section, _repeat_section, _resize, _resize, _put_number),
    _put_noise,
)


def _with_true_sums(data: bytes) -> bytes:
    """Returns a PNG file with correct checksums, so that a reader does not stop at a wrong one."""
    at, parts = 8, [data[:8]]
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        content = data[at + 4 : at + 8 + length]
        parts.append(data[at : at + 4] + content + struct.pack(">I", zlib.crc32(content)))
        at += 12 + length
    return b"".join([*parts, data[at:]])


def damaged(files: dict[str, bytes], chance: random.Random) -> bytes:
    """Returns the content of a picture with one to three random damages."""
    data = chance.choice([*files.values()])
    for _ in range(chance.choice((1, 1, 2, 3))):
        if data:
            data = chance.choice(DAMAGES)(data, chance)
    if data.startswith(b"\x89PNG") and chance.random() < 0.7:
        data = _with_true_sums(data)
    if chance.random() < 0.05:
        data = chance.choice([*files.values()])[: chance.randrange(1, 400)] + data
    return data


def read_and_cut(path: Path, chance: random.Random) -> bool:
    """Reads and cuts a picture file as a build does; returns whether it is a picture that can be shown."""
    image = read_image(path)
    if isinstance(image, UnusablePicture):
        assert image.reason and image.advice
        return False
    source = Source(image.digest, path)
    view = PictureView(path.name, "", "", (9, 90), chance.choice([*RATIO]))
    _, photos = plan_photos(path.parent, [view], {path.name: image})
    cuts = (*render_photo(source, view.focus, photos[path.name]).values(), cut_photo(source, view.focus, 300))
    for content in cuts:
        with Image.open(io.BytesIO(content)) as picture:
            assert min(picture.size) > 0
    return True


def test_damaged_pictures(tmp_path: Path, seed: int, rounds: Rounds) -> None:
    files = whole_pictures()

    def case(chance: random.Random) -> Callable[[], object]:
        path = tmp_path / f"a.{chance.choice(('jpg', 'png', 'webp'))}"
        path.write_bytes(damaged(files, chance))
        return partial(read_and_cut, path, chance)

    faults = faults_of(case, seed, rounds(10_000, 60))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", whole_pictures())
def test_pictures_of_every_kind_are_cut(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(whole_pictures()[name])
    assert read_and_cut(tmp_path / name, random.Random(0))
