"""Measures how long Kyyeu and vipsthumbnail take to make photos of all published sizes.

The photographs are drawn for the benchmark.
"""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kyyeu.loading.pictures import KnownPictures, read_image, recall, remember, stamp
from kyyeu.outputs.site.photos import FORMATS, RATIO, WIDTHS, plan_photos
from kyyeu.views.pictures import PictureView
from kyyeu.work.run import start_worker
from kyyeu.work.share import share
from PIL import Image

from tests.bench.measure import Failed, line, ratio, run

SIZE, NOISE, GRAIN, DRAWN = (4032, 3024), 90, 0.22, 24
# vipsthumbnail gets the same quality and effort as Kyyeu uses. For AVIF, Kyyeu's library has a speed in place
# of an effort, which is 9 minus the speed.
FORMS = (
    f"avif[Q={FORMATS['avif'][1]['quality']},effort={9 - FORMATS['avif'][1]['speed']},strip]",
    f"webp[Q={FORMATS['webp'][1]['quality']},effort={FORMATS['webp'][1]['method']},strip]",
    f"jpg[Q={FORMATS['jpg'][1]['quality']},interlace,optimize-coding,strip]",
)
VIPS = """set -e
for spec in "$@"; do
  find . -name '*.jpg' -print0 | xargs -0 -n 25 -P "$(nproc)" \\
    vipsthumbnail --size "${spec%%,*}" --smartcrop centre -o "${spec#*,}"
done"""


def write_photos(folder: Path, count: int) -> None:
    """Writes `count` photographs for the benchmark, no two of which are equal.

    Only the first few are drawn. The others are copies of these with another JPEG comment.
    """
    folder.mkdir(parents=True)
    drawn = [_drawn(number, folder / "drawn.jpg") for number in range(min(DRAWN, count))]
    (folder / "drawn.jpg").unlink()
    for number in range(count):
        data, comment = drawn[number % len(drawn)], f"photo {number}".encode()
        (folder / f"{number:05}.jpg").write_bytes(
            data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]
        )


def _drawn(number: int, path: Path) -> bytes:
    """Returns a drawn JPEG of random patches of colour, as large as a photo from a telephone.

    It has the grain of a telephone's camera, because grain makes files large.
    """
    patches = Image.effect_noise((16 + number, 12), 90).resize(SIZE, Image.Resampling.BICUBIC)
    bands = [Image.blend(patches, Image.effect_noise(SIZE, NOISE), GRAIN) for _ in range(3)]
    Image.merge("RGB", bands).save(path, "JPEG", quality=88)
    return path.read_bytes()


def photo_rows(folder: Path, count: int, say: Callable[[str], None]) -> list[str]:
    """Returns report lines that compare how fast Kyyeu and vipsthumbnail make small photos.

    Both make them from the same files. Raises Failed if vipsthumbnail is not installed.
    """
    if not shutil.which("vipsthumbnail"):
        raise Failed("vipsthumbnail is missing: apt-get install libvips-tools (or PHOTOS=0)")
    say(f"drawing {count:,} photographs")
    pictures, thumbnails = folder / "photos", folder / "vips"
    write_photos(pictures, count)
    thumbnails.mkdir()
    ours = [sys.executable, Path(__file__), pictures, folder / "photo-cache"]
    say(f"{count:,} photographs: ours")
    first, again = run(ours, folder), run([*ours, "unchanged"], folder)
    say(f"{count:,} photographs: vipsthumbnail")
    specs = [
        f"{width}x{width * RATIO['portrait'][1] // RATIO['portrait'][0]},{thumbnails}/%s-{width}.{form}"
        for width in WIDTHS["portrait"]
        for form in FORMS
    ]
    theirs = run(["sh", "-c", VIPS, "sh", *specs], pictures)
    weight = sum(path.stat().st_size for path in pictures.iterdir()) / count / 1e6
    return [
        f"{'a photograph':<34} {weight:8.2f} MB to {len(specs)} files",
        line("ours", first),
        line("ours, again unchanged", again),
        line("vipsthumbnail", theirs),
        ratio("ours / vipsthumbnail", first, theirs, 1.5),
    ]


def make_ours(pictures: Path, cache: Path, unchanged: bool) -> None:
    """Makes photos of all published sizes in this process and its workers, as a build does.

    If `unchanged` is true, the photos were made before. An assertion then fails if any is made again.
    """
    memory, processes = cache.with_suffix(".json"), os.cpu_count() or 1
    known = recall(memory)

    def look(paths: Sequence[Path]) -> KnownPictures:
        return {
            path.name: known[path.name]
            if known.get(path.name, (0,))[0] == stamp(path)
            else (stamp(path), read_image(path))
            for path in paths
        }

    images = {
        name: seen
        for part in share("Tìm ảnh", look, sorted(pictures.iterdir()), 20, processes)
        for name, seen in part.items()
    }
    remember(memory, images)
    jobs, _ = plan_photos(
        pictures,
        (PictureView(name, "", "", (50, 50)) for name in images),
        {name: image for name, (_, image) in images.items()},
    )
    with start_worker(cache, processes) as worker:
        worker.run(jobs)
        assert not (unchanged and worker.tally.rendered), (
            "photographs were made again though nothing had changed"
        )


if __name__ == "__main__":
    make_ours(Path(sys.argv[1]), Path(sys.argv[2]), "unchanged" in sys.argv)
