"""Draws the picture of every profile of the demonstration site as a JPEG file of 720 × 960 pixels.

Run as `python -m demonstration.portraits [--check]`. The profiles are content/units/*/exemplars/*.md; each
picture is written beside its profile. Drawing a profile again gives the same bytes.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import resvg_py
import yaml
from PIL import Image

from demonstration import places, still_lifes
from demonstration.looks import Person, Scene, look
from demonstration.person import draw_person
from demonstration.svg import WIDTH

CONTENT = Path(__file__).resolve().parents[2] / "content" / "units"
PIXELS = (720, 960)
QUALITY = 84
# For each name of a picture without people: the function that draws it. Collectives are shown by a building,
# models (ways of working) by a still life.
SCENES: dict[str, Callable[[Scene], str]] = {
    "school": places.school,
    "bunting": places.bunting,
    "row": places.row,
    "kindergarten": places.kindergarten,
    "office": places.office,
    "pot": still_lifes.pot,
    "sapling": still_lifes.sapling,
    "workbench": still_lifes.workbench,
}


def pictured_profiles(content: Path = CONTENT) -> Iterator[tuple[str, str, Path]]:
    """Yields the reference, type and picture file of every profile that has a picture."""
    for profile in sorted(content.glob("*/exemplars/*.md")):
        fields = yaml.safe_load(profile.read_text(encoding="utf-8").split("---\n", 2)[1])
        if fields.get("photo"):
            yield (
                f"{profile.parts[-3]}/{profile.stem}",
                fields["type"],
                profile.with_name(fields["photo"]["file"]),
            )


def draw(ref: str, kind: str) -> bytes:
    """Returns the picture of a profile as JPEG bytes without metadata; `kind` is the profile's type.

    Raises ValueError if the drawing does not have the size that the site expects.
    """
    subject = look(ref, kind)
    svg = draw_person(ref, subject) if isinstance(subject, Person) else SCENES[subject.scene](subject)
    png = resvg_py.svg_to_bytes(svg_string=svg, zoom=PIXELS[0] / WIDTH, skip_system_fonts=True)
    with Image.open(BytesIO(png)) as image:
        flat = image.convert("RGB")
    if flat.size != PIXELS:
        raise ValueError(f"{ref}: drawn {flat.size}, wanted {PIXELS}")
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=False)
    return out.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """Writes the profile pictures that are missing or outdated.

    With --check, such pictures are only listed, and the exit code is 1 if there are any.
    """
    parser = argparse.ArgumentParser(prog="portraits", description="Vẽ chân dung minh họa của bản dùng thử.")
    parser.add_argument("--check", action="store_true", help="chỉ so với tệp đã có; mã 1 nếu thiếu hoặc khác")
    check = parser.parse_args(arguments).check
    stale = 0
    for ref, kind, file in pictured_profiles():
        drawn = draw(ref, kind)
        if file.exists() and file.read_bytes() == drawn:
            continue
        stale += 1
        print(f"{'khác hoặc thiếu' if check else 'đã vẽ'}: {ref}")
        if not check:
            file.write_bytes(drawn)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
