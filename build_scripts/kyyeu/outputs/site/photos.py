"""Makes the site's photo files: each picture as AVIF, WebP and JPEG in up to three widths.

Pictures are cropped around a point that the author may choose. Metadata such as EXIF is left out.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from PIL import ImageOps
from PIL.Image import Resampling

from kyyeu.model.sources import Image
from kyyeu.outputs import picture_file
from kyyeu.views.pictures import PictureView
from kyyeu.work.job import Job, key
from kyyeu.work.source import Source

WIDTHS = {"portrait": (240, 480, 720), "wide": (480, 960, 1440), "scene": (480, 960, 1440)}
# Aspect ratios (width, height) to which the site's pictures are cropped.
RATIO = {"portrait": (3, 4), "wide": (12, 5), "scene": (3, 2)}
# Maps the file extension of a photo to Pillow's name of the image format and to the options for saving. A
# browser uses the first of these formats that it supports.
FORMATS: dict[str, tuple[str, dict[str, int | bool]]] = {
    "avif": ("AVIF", {"quality": 50, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 80, "method": 2}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}


@dataclass(frozen=True, slots=True)
class Photo:
    """Holds the address and sizes of a photo on the site, from which a page's <picture> element is written.

    `sizes` are (width, height) in pixels, smallest first. `stem` is the address without width and extension.
    """

    stem: str
    sizes: tuple[tuple[int, int], ...]

    def address(self, width: int, extension: str) -> str:
        """Returns the address of the photo's file with a given width in pixels and a given file extension."""
        return f"{self.stem}-{width}.{extension}"


def plan_photos(
    root: Path, pictures: Iterable[PictureView], images: Mapping[str, Image | None]
) -> tuple[list[Job], dict[str, Photo]]:
    """Returns two things: the jobs that make the site's photo files, and a dict from picture file to Photo.

    `pictures` are the pictures on the site's pages. `images` has the size and hash of each picture file,
    which were read together with the records.
    """
    jobs, photos = [], {}
    recipe = key(version("pillow"), Path(__file__).read_bytes(), Path(picture_file.__file__).read_bytes())
    for file, picture in sorted({picture.file: picture for picture in pictures}.items()):
        image, shape = images[file], picture.shape
        assert image is not None, "a picture that can't be read has no view"
        job_key = key("photo", image.digest, picture.focus, shape, recipe)
        photos[file] = photo = Photo(
            f"assets/photos/{job_key[:16]}", tuple(_sizes((image.width, image.height), shape))
        )
        jobs.append(
            Job(
                "photo",
                file,
                job_key,
                render_photo,
                (Source(image.digest, root / file), picture.focus, photo),
            )
        )
    return jobs, photos


def _sizes(source: tuple[int, int], shape: str) -> Iterator[tuple[int, int]]:
    """Yields the sizes (width, height) in which a picture is made for the site, without enlarging it.

    `source` is the size of the picture file. There is at least one size.
    """
    across, down = RATIO[shape]
    full = min(source[0], source[1] * across // down)
    widths = [width for width in WIDTHS[shape] if width <= full] or [max(1, full)]
    for width in widths:
        yield width, round(width * down / across)


def render_photo(source: Source, focus: tuple[int, int], photo: Photo) -> dict[str, bytes]:
    """Returns a photo's files in all sizes and image formats, as a dict from path on the site to content.

    `focus` is the point around which the picture is cropped, in per cent of its width and height.
    """
    largest = photo.sizes[-1]
    cut = ImageOps.fit(
        picture_file.read_picture(source.read(), max(largest)),
        largest,
        Resampling.LANCZOS,
        centering=(focus[0] / 100, focus[1] / 100),
    )
    result = {}
    for size in photo.sizes:
        sized = cut if size == largest else cut.resize(size, Resampling.LANCZOS)
        for extension, (form, options) in FORMATS.items():
            out = io.BytesIO()
            sized.save(out, form, **options)
            result[photo.address(size[0], extension)] = out.getvalue()
    return result
