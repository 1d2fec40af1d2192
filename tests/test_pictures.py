"""Pictures on the site and on paper: what they keep of the file, and that no file is read twice."""

import io
import os
from pathlib import Path

import pytest
from kyyeu.loading.load import load
from kyyeu.loading.pictures import recall
from kyyeu.outputs.booklets.pictures import cut_photo
from kyyeu.outputs.site.photos import FORMATS, Photo, render_photo
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.building import copy_sample

SECRET = "Nhà riêng ở xóm Bến"
PHOTO = Photo("anh", ((240, 320), (480, 640)))


def written(path: Path) -> dict[str, bytes]:
    """Every file that a picture becomes, by its name."""
    return {**render_photo(path, (50, 45), PHOTO), "in.jpg": cut_photo(path, (50, 45), 300)}


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_nothing_that_the_file_tells_is_carried_over(tmp_path: Path, name: str) -> None:
    """Phones and editors write places, names and remarks into several corners of a file."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    text, note = SECRET.encode(), PngInfo()
    note.add_text("Comment", SECRET)
    more = {".jpg": {"comment": text, "xmp": text}, ".png": {"pnginfo": note}, ".webp": {"xmp": text}}[
        name[1:]
    ]
    Image.new("RGB", (900, 1200), "teal").save(tmp_path / name, exif=exif, **more)
    assert text in (tmp_path / name).read_bytes() or exif.tobytes() in (tmp_path / name).read_bytes()
    found = written(tmp_path / name)
    assert set(found) == {
        PHOTO.address(width, extension) for width in (240, 480) for extension in FORMATS
    } | {"in.jpg"}
    for file, data in found.items():
        assert text not in data, file
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif() and not {"exif", "icc_profile", "xmp", "comment"} & set(image.info), (
                file
            )


def test_a_picture_is_turned_upright(tmp_path: Path) -> None:
    lying = Image.new("RGB", (1200, 900), "white")
    lying.paste("red", (0, 0, 600, 900))
    exif = Image.Exif()
    exif[0x0112] = 6  # its left side is the top
    lying.save(tmp_path / "a.jpg", exif=exif)
    for file, data in written(tmp_path / "a.jpg").items():
        with Image.open(io.BytesIO(data)) as image:
            above, below = (
                image.convert("RGB").getpixel((40, 40)),
                image.convert("RGB").getpixel((40, image.height - 40)),
            )
            assert above[1] < 60 and below[1] > 200, file


def test_colours_of_another_profile_are_turned_into_srgb(tmp_path: Path) -> None:
    """A file in CIE Lab for its colours, read as if it were sRGB, would come out wrong."""
    swapped = Image.new("RGB", (900, 1200), (200, 60, 30))
    lab = ImageCms.profileToProfile(
        swapped, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    lab.save(
        tmp_path / "a.tif", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    )
    for file, data in written(tmp_path / "a.tif").items():
        with Image.open(io.BytesIO(data)) as image:
            pixel = image.convert("RGB").getpixel((100, 100))
            assert all(abs(got - meant) < 12 for got, meant in zip(pixel, (200, 60, 30), strict=True)), (
                file,
                pixel,
            )


def test_a_profile_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    Image.new("RGB", (900, 1200), "teal").save(tmp_path / "a.jpg", icc_profile=b"nonsense")
    assert len(written(tmp_path / "a.jpg")) == 7


def test_a_picture_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    """Also where size and time are as they were: what was there before must not stand for what is there now."""
    root, memory = copy_sample(tmp_path), tmp_path / "pictures.json"
    file = next(root.glob("content/units/*/exemplars/*.jpg"))
    name = file.relative_to(root).as_posix()
    first, _ = load(root, memory=memory)
    assert first and name in recall(memory)
    kept = memory.stat().st_mtime_ns
    again, _ = load(root, memory=memory)
    assert again == first and memory.stat().st_mtime_ns == kept
    before = file.stat()
    file.write_bytes(file.read_bytes()[:-1] + b"\xd8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed, _ = load(root, memory=memory)
    assert changed and changed.attachments[name] != first.attachments[name]
    for nonsense in (b"", b"{}", b"[1]", b'{"a": 1}', b'{"a": [[1], {"x": 2}]}', b"\xff"):
        memory.write_bytes(nonsense)
        assert load(root, memory=memory)[0] == changed
