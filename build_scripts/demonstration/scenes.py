"""Lists scenes by name: pictures without people, of a place for a collective or an object for a model."""

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
    """Returns the SVG picture of a scene, such as a school or a still life."""
    return SCENES[scene.scene](scene)
