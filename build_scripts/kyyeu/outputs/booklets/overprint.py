"""Steps of a content stream in four inks → the same, with solid black type laid over what is below instead of cut out of it.

Plates never lie on one another to a hair: type cut out of a ground shows paper at its edges. All else cuts out, as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Dictionary, Name, Operator

OVER, OUT = Name("/OverprintOn"), Name("/OverprintOff")
STATES = {
    OVER: Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
    OUT: Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=1),
}
SOLID = (0.0, 0.0, 0.0, 1.0)  # black ink alone; a tint of it would let the ground shine through
SHOWN = {"Tj", "TJ", "'", '"'}
PAINTED = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
FILLED = (0, 4)  # modes of type that only fill it


def overprinted(steps: Iterable[Any], resources: Any) -> Iterator[Any]:
    """`resources` are those of the stream: they get the two states as soon as one is used."""
    black, mode, over, kept = False, 0, False, []
    for step in steps:
        name = str(step.operator)
        wanted = over
        match name:
            case "q":
                kept.append((black, mode, over))
            case "Q":
                black, mode, over = kept.pop()
                wanted = over
            case "k":
                black = tuple(map(float, step.operands)) == SOLID
            case "g" | "cs" | "sc" | "scn":
                black = False
            case "Tr":
                mode = int(step.operands[0])
            case _ if name in SHOWN:
                wanted = black and mode in FILLED
            case _ if name in PAINTED:
                wanted = False
        if wanted is not over:
            over = wanted
            yield [_state(resources, OVER if over else OUT)], Operator("gs")
        yield step


def _state(resources: Any, name: Name) -> Name:
    if "/ExtGState" not in resources:
        resources.ExtGState = Dictionary()
    resources.ExtGState[name] = STATES[name]
    return name
