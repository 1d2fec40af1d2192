"""Draws the portrait of one person from back to front: background, hair, neck, clothes, face, front hair."""

from collections.abc import Callable

from demonstration import clothes, face, hair
from demonstration.background import background
from demonstration.clothes import GOLD
from demonstration.looks import SKINS, Person, choose
from demonstration.svg import CENTRE, EYE_LINE, circle, document, group, mirrored

CLOTHES: dict[str, Callable[[Person], str]] = {
    "ao_dai": clothes.ao_dai,
    "shirt": clothes.shirt,
    "blouse": clothes.blouse,
    "tie": clothes.tie,
    "suit": clothes.suit,
    "jacket": clothes.jacket,
    "cardigan": clothes.cardigan,
    "pupil": clothes.pupil,
    "scarf": clothes.scarf,
    "tee": clothes.tee,
    "sport": clothes.sport,
    "carpenter": clothes.carpenter,
    "overalls": clothes.overalls,
    "cook": clothes.cook,
}

# All people are drawn at the same size. Children and youths are then made smaller by these factors, while
# their eyes stay at the same height.
_SCALES = {"child": 0.95, "youth": 0.97, "adult": 1, "elder": 1}
# By how many SVG units the shoulders are raised for each age group. Children get the shortest neck.
_LIFTS = {"child": 38, "youth": 26, "adult": 20, "elder": 22}


def draw_person(ref: str, person: Person) -> str:
    """Returns a person's portrait as an SVG document; `ref` is the profile's reference, `unit/profile`."""
    layers = hair.STYLES[person.hair](person.hair_colour)
    skin = person.skin or choose(ref, "skin", SKINS)
    figure = (
        layers.behind
        + group(
            face.neck(person, skin),
            CLOTHES[person.clothes](person),
            transform=f"translate(0 {-_LIFTS[person.age]})",
        )
        + face.head(ref, person, skin, layers.forehead)
        + (mirrored(circle(113, 243, 4, GOLD)) if person.clothes == "ao_dai" else "")
        + hair.forehead(person, layers)
        + layers.over
        + (clothes.cap() if person.clothes == "cook" else "")
        + (clothes.pencil() if person.pencil else "")
    )
    return document(
        background(person.wash),
        group(
            figure,
            transform=f"translate({CENTRE} {EYE_LINE}) scale({_SCALES[person.age]}) "
            f"translate({-CENTRE} {-EYE_LINE})",
        ),
    )
