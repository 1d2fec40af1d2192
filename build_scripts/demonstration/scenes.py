"""Scenes by name: where a collective or a model has no face, its place or its work is drawn."""

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
    return SCENES[scene.scene](scene)
