"""Lists the scenes by name: the picture of a collective or a model shows a place or an object, no face."""

from __future__ import annotations

from collections.abc import Callable

from demonstration import places, still_lifes
from demonstration.looks import Scene

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


def draw_scene(scene: Scene) -> str:
    """Returns the scene's SVG picture."""
    return SCENES[scene.scene](scene)
