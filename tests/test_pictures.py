"""Tests what data of a photograph's file get onto the site and into print, and when a file is read again."""

import io
import os
import time
from pathlib import Path

import pytest
from kyyeu.loading.load import load
from kyyeu.loading.pictures import recall
from kyyeu.outputs.booklets.pictures import cut_photo
from kyyeu.outputs.picture_file import read_picture
from kyyeu.outputs.site.photos import FORMATS, Photo, render_photo
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from tests.building import copy_sample, source_of

SECRET = "Nhà riêng ở xóm Bến"
PHOTO = Photo("anh", ((240, 320), (480, 640)))


def written(path: Path) -> dict[str, bytes]:
    """Renders a photograph for the site and for print; returns the data of each rendered file by its name."""
    return {
        **render_photo(source_of(path), (50, 45), PHOTO),
        "in.jpg": cut_photo(source_of(path), (50, 45), 300),
    }


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_no_metadata_of_the_file_is_carried_over(tmp_path: Path, name: str) -> None:
    """Pictures on the site and in print have none of the metadata of the original file.

    Phones and image editors store places, names and remarks in EXIF, XMP, PNG text and JPEG comments.
    """
    exif = Image.Exif()
    exif[0x010E] = SECRET
    text, note = SECRET.encode(), PngInfo()
    note.add_text("Comment", SECRET)
    options = {".jpg": {"comment": text, "xmp": text}, ".png": {"pnginfo": note}, ".webp": {"xmp": text}}[
        name[1:]
    ]
    Image.new("RGB", (900, 1200), "teal").save(tmp_path / name, exif=exif, **options)
    assert text in (tmp_path / name).read_bytes() or exif.tobytes() in (tmp_path / name).read_bytes()
    rendered = written(tmp_path / name)
    assert set(rendered) == {
        PHOTO.address(width, extension) for width in (240, 480) for extension in FORMATS
    } | {"in.jpg"}
    for file, data in rendered.items():
        assert text not in data, file
        with Image.open(io.BytesIO(data)) as image:
            assert not image.getexif() and not {"exif", "icc_profile", "xmp", "comment"} & set(image.info), (
                file
            )


@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_is_turned_as_pillow_turns_it(orientation: int) -> None:
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    Image.effect_noise((20, 30), 60).convert("RGB").save(out, "PNG", exif=exif)
    with Image.open(out) as picture:
        turned, expected = read_picture(out.getvalue()), ImageOps.exif_transpose(picture)
        assert (turned.size, turned.tobytes()) == (expected.size, expected.tobytes())


def test_a_picture_is_turned_upright(tmp_path: Path) -> None:
    lying = Image.new("RGB", (1200, 900), "white")
    lying.paste("red", (0, 0, 600, 900))
    exif = Image.Exif()
    # EXIF orientation 6 means that the picture must be turned by 90°, so that its left side comes to the top.
    exif[0x0112] = 6
    lying.save(tmp_path / "a.jpg", exif=exif)
    for file, data in written(tmp_path / "a.jpg").items():
        with Image.open(io.BytesIO(data)) as image:
            above, below = (image.convert("RGB").getpixel((40, row)) for row in (40, image.height - 40))
            assert above[1] < 60 and below[1] > 200, file


def test_colours_of_another_profile_are_turned_into_srgb(tmp_path: Path) -> None:
    """A picture in another colour space, here CIE Lab, is converted to sRGB and keeps its colours."""
    lab = ImageCms.profileToProfile(
        Image.new("RGB", (900, 1200), (200, 60, 30)),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    lab.save(
        tmp_path / "a.tif", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    )
    for file, data in written(tmp_path / "a.tif").items():
        with Image.open(io.BytesIO(data)) as image:
            assert image.convert("RGB").getpixel((100, 100)) == pytest.approx((200, 60, 30), abs=11), file


def test_an_unreadable_colour_profile_is_ignored(tmp_path: Path) -> None:
    Image.new("RGB", (900, 1200), "teal").save(tmp_path / "a.jpg", icc_profile=b"nonsense")
    assert len(written(tmp_path / "a.jpg")) == 7


def test_a_picture_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    """A picture is read only once, until its file changes.

    A change is noticed even if the file keeps its size and modification time.
    """
    root, memory = copy_sample(tmp_path), tmp_path / "pictures.json"
    file = next(root.glob("content/units/*/exemplars/*.jpg"))
    name = file.relative_to(root).as_posix()
    # What was read of a picture is remembered only if the file has not changed for two seconds.
    time.sleep(2.1)
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
