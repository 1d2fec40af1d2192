"""Makes solid black type print over the colours below it instead of being cut out of them.

The plates of a press are never aligned exactly, so type that is cut out of a coloured background would show
white paper at its edges.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import Dictionary, Name, Operator

OVERPRINT, KNOCKOUT = Name("/OverprintOn"), Name("/OverprintOff")
STATES = {
    OVERPRINT: Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
    KNOCKOUT: Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=1),
}
# Only pure black ink is overprinted, because the background would show through a lighter grey.
SOLID_BLACK = (0.0, 0.0, 0.0, 1.0)
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
FILLS_ONLY = (0, 4)  # PDF text rendering modes that fill letters without stroking their outlines.


def overprinted(steps: Iterable[Any], resources: Any) -> Iterator[Any]:
    """Yields the operators of a content stream, with overprint switched on only for solid black text.

    The two graphics states that switch overprint on and off are added to `resources` when first needed.
    """
    black, mode, overprint, saved = False, 0, False, []
    for step in steps:
        name = str(step.operator)
        wanted = overprint
        match name:
            case "q":
                saved.append((black, mode, overprint))
            case "Q":
                black, mode, overprint = saved.pop()
                wanted = overprint
            case "k":
                black = tuple(map(float, step.operands)) == SOLID_BLACK
            case "g" | "cs" | "sc" | "scn":
                black = False
            case "Tr":
                mode = int(step.operands[0])
            case _ if name in SHOWS_TEXT:
                wanted = black and mode in FILLS_ONLY
            case _ if name in PAINTS:
                wanted = False
        if wanted is not overprint:
            overprint = wanted
            yield [_state(resources, OVERPRINT if overprint else KNOCKOUT)], Operator("gs")
        yield step


def _state(resources: Any, name: Name) -> Name:
    if "/ExtGState" not in resources:
        resources.ExtGState = Dictionary()
    resources.ExtGState[name] = STATES[name]
    return name
