"""One person from a row of the table: ground, hair behind, neck, clothes, face, hair in front."""

from __future__ import annotations

from collections.abc import Callable

from demonstration import clothes, face, hair, workwear
from demonstration.backdrop import backdrop
from demonstration.looks import Person
from demonstration.svg import CENTRE, EYE_LINE, circle, document, group, mirrored
from demonstration.tailoring import GOLD

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
    "sport": workwear.sport,
    "carpenter": workwear.carpenter,
    "overalls": workwear.overalls,
    "cook": workwear.cook,
}

# Heads are drawn at one size; the young are made a little smaller round the eyes, which stay where they are.
_SCALES = {"child": 0.95, "youth": 0.97, "adult": 1, "elder": 1}
_LIFTS = {
    "child": 38,
    "youth": 26,
    "adult": 20,
    "elder": 22,
}  # how far the shoulders rise: short necks for the young


def draw_person(ref: str, person: Person) -> str:
    locks = hair.hair_of(person)
    skin = face.skin_of(ref, person)
    figure = (
        locks.behind
        + group(
            face.neck(person, skin),
            CLOTHES[person.clothes](person),
            transform=f"translate(0 {-_LIFTS[person.age]})",
        )
        + face.head(ref, person, locks.forehead)
        + (mirrored(circle(113, 243, 4, GOLD)) if person.clothes == "ao_dai" else "")
        + hair.forehead(person, locks)
        + locks.over
        + workwear.cap(person)
        + workwear.pencil(person)
    )
    scale = _SCALES[person.age]
    keep_eyes = f"translate({CENTRE} {EYE_LINE}) scale({scale}) translate({-CENTRE} {-EYE_LINE})"
    return document(backdrop(person.wash), group(figure, transform=keep_eyes))
