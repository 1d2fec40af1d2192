"""Converts a joined book from screen colours to the four inks of a press, with an ICC profile (PDF/X-4).

Solid black type prints over the colours below it instead of being cut out of them: the plates of a press are
never aligned exactly, so type that is cut out of a coloured background would show white paper at its edges.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from typing import Any

from pikepdf import (
    Array,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Pdf,
    Stream,
    parse_content_stream,
    unparse_content_stream,
)
from PIL import Image, ImageChops

from kyyeu.outputs.booklets.inks import Inks, is_grey, luminosity
from kyyeu.outputs.booklets.pdf_file import PdfMetadata, pdf_bytes, write_press_metadata
from kyyeu.work.source import Source

QUALITY = 95
STEPS = 64  # A gradient between two colours is divided into this many steps.
# Colour spaces that are not converted: grey is printed in black ink, CMYK consists of inks already, and
# patterns are converted separately.
NEED_NO_INKS = (Name.DeviceGray, Name.DeviceCMYK, Name.Pattern)
OVERPRINT, KNOCKOUT = Name("/OverprintOn"), Name("/OverprintOff")
STATES = {
    OVERPRINT: Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
    KNOCKOUT: Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=1),
}
# Only text in pure black ink is printed over its background. Through a lighter grey, the background would
# show.
SOLID_BLACK = (0.0, 0.0, 0.0, 1.0)
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
FILLS_ONLY = (0, 4)  # PDF text rendering modes that fill letters without stroking their outlines.


class UnknownColour(Exception):
    """Raised if a PDF gives a colour in a form that cannot be converted, since WeasyPrint does not use it."""


def separate(joined: Source, profile: Source, metadata: PdfMetadata) -> bytes:
    """Returns the joined PDF, converted from screen colours to press inks by an ICC profile.

    Tags and links are left out: they only serve readers on a screen, and PDF/X forbids links on a page.
    Raises UnknownColour.
    """
    icc = profile.read()
    inks = Inks(icc)
    data = joined.read()
    with Pdf.open(io.BytesIO(data)) as book:
        separation = _Separation(book, inks)
        for page in book.pages:
            separation.page(page.obj)
        for name in ("/StructTreeRoot", "/MarkInfo"):
            if name in book.Root:
                del book.Root[name]
        identity = hashlib.blake2b(data, digest_size=16).hexdigest()
        write_press_metadata(book, metadata, icc, inks.name, identity)
        return pdf_bytes(book, "1.6")


class _Separation:
    """Converts each content stream, gradient and picture of a PDF once from screen colours to press inks.

    Colours in a soft mask (transparency) become grey, since a mask is not printed with ink.
    """

    def __init__(self, book: Pdf, inks: Inks) -> None:
        self.book, self.inks = book, inks
        self.done: set[tuple[int, int]] = set()

    def page(self, page: Object) -> None:
        """Converts a page, with all pictures, gradients and forms that it uses, to press inks."""
        for name in ("/Annots", "/StructParents", "/Tabs"):
            if name in page:
                del page[name]
        resources = page.get("/Resources", Dictionary())
        page.Contents = self.book.make_stream(self._content(page, resources, False))
        page.Group.CS = Name.DeviceCMYK
        self._resources(resources, False)

    def _form(self, form: Object, mask: bool) -> None:
        """Converts a form XObject (reusable PDF drawing), or the tile of a pattern, to press inks."""
        if self._is_done(form):
            return
        resources = form.get("/Resources", Dictionary())
        form.write(self._content(form, resources, mask))
        if "/Group" in form:
            form.Group.CS = Name.DeviceGray if mask else Name.DeviceCMYK
        self._resources(resources, mask)

    def _is_done(self, item: Object) -> bool:
        """Returns whether a PDF object was already converted to press inks, and records it as converted.

        Only objects with an object number are recorded. All others are used in one place, so they are never
        converted twice.
        """
        known = item.is_indirect and item.objgen in self.done
        if item.is_indirect:
            self.done.add(item.objgen)
        return known

    def _resources(self, resources: Any, mask: bool) -> None:
        """Converts the masks, pictures, forms, patterns and gradients of a resource dictionary to press inks.

        Masks are converted first, and to grey. The forms that a mask draws may also be listed among the other
        forms, and must not be converted to inks there.
        """
        if self._is_done(resources):
            return
        for state in resources.get("/ExtGState", {}).values():
            if isinstance(state.get("/SMask"), Dictionary):
                self._form(state.SMask.G, True)
        for drawable in resources.get("/XObject", {}).values():
            (self._picture if drawable.Subtype == Name.Image else self._form)(drawable, mask)
        for pattern in resources.get("/Pattern", {}).values():
            if isinstance(pattern, Stream):
                self._form(pattern, mask)
            else:
                self._shading(pattern.Shading, mask)
        for shading in resources.get("/Shading", {}).values():
            self._shading(shading, mask)
        spaces = resources.get("/ColorSpace", Dictionary())
        # The layout engine lists colour spaces that pages never use. All of them are removed, except named
        # inks.
        for name in list(spaces.keys()):
            if not _is_separation(spaces[name]):
                del spaces[name]

    def _content(self, content: Object, resources: Any, mask: bool) -> bytes:
        steps = self._steps(content, resources.get("/ColorSpace", Dictionary()), mask)
        return unparse_content_stream(list(steps if mask else overprinted(steps, resources)))

    def _steps(self, content: Object, spaces: Any, mask: bool) -> Iterator[Any]:
        """Yields the operators of a content stream, with colours converted to inks, or to grey for a mask."""
        for step in parse_content_stream(content):
            match str(step.operator):
                case ("rg" | "RG") as name:
                    colour = [float(value) for value in step.operands]
                    amounts = (luminosity(colour),) if mask else self.inks.of(colour)
                    operator = {"rg": "g" if mask else "k", "RG": "G" if mask else "K"}[name]
                    yield ContentStreamInstruction(
                        [round(amount, 4) for amount in amounts], Operator(operator)
                    )
                case "cs" | "CS" if step.operands[0] not in NEED_NO_INKS and not _is_separation(
                    spaces[str(step.operands[0])]
                ):
                    raise UnknownColour(f"colour space {step.operands[0]}")
                case "INLINE IMAGE":
                    raise UnknownColour("a picture inside the page's content")
                case _:
                    yield step

    def _picture(self, picture: Any, mask: bool) -> None:
        """Converts a picture to press inks; a JPEG remains a JPEG.

        Pillow writes the inverse of every value into a CMYK JPEG, but a PDF expects amounts of ink. So the
        values of a JPEG are inverted before Pillow writes it.
        """
        if self._is_done(picture) or "/ImageMask" in picture or picture.ColorSpace in NEED_NO_INKS:
            return
        if mask or picture.ColorSpace != Name.DeviceRGB or "/Mask" in picture or "/Decode" in picture:
            raise UnknownColour(f"picture in {picture.ColorSpace}")
        if picture.get("/Filter") == Name.DCTDecode:
            printed = self.inks.picture(Image.open(io.BytesIO(picture.read_raw_bytes())))
            out = io.BytesIO()
            ImageChops.invert(printed).save(out, "JPEG", quality=QUALITY, optimize=True)
            picture.write(out.getvalue(), filter=Name.DCTDecode)
        else:
            size = int(picture.Width), int(picture.Height)
            picture.write(self.inks.picture(Image.frombytes("RGB", size, picture.read_bytes())).tobytes())
        picture.ColorSpace = Name.DeviceCMYK

    def _shading(self, shading: Any, mask: bool) -> None:
        if self._is_done(shading) or shading.ColorSpace in NEED_NO_INKS:
            return
        is_plain = shading.ShadingType in (2, 3) and "/Background" not in shading
        if shading.ColorSpace != Name.DeviceRGB or not is_plain:
            raise UnknownColour(f"shading {shading.ShadingType} in {shading.ColorSpace}")
        shading.Function = self._function(shading.Function, mask)
        shading.ColorSpace = Name.DeviceGray if mask else Name.DeviceCMYK

    def _function(self, function: Any, mask: bool) -> Object:
        """Returns a gradient's colour function, converted to press inks in small steps.

        Many steps are needed, because inks do not mix as light does.
        """
        if isinstance(function, Array) or function.FunctionType not in (2, 3):
            raise UnknownColour("a gradient's function")
        if function.FunctionType == 3:
            function.Functions = Array([self._function(inner, mask) for inner in function.Functions])
            return function  # type: ignore[no-any-return]
        first, last = ([float(value) for value in end] for end in (function.C0, function.C1))
        to_ink = self.inks.of if is_grey(first) and is_grey(last) else self.inks.mixed
        start, end = (float(edge) for edge in function.Domain)
        amounts = []
        for step in range(STEPS + 1):
            share = (start + (end - start) * step / STEPS) ** float(function.N)
            colour = [one + (other - one) * share for one, other in zip(first, last, strict=True)]
            amounts.append((luminosity(colour),) if mask else to_ink(colour))
        return self.book.make_stream(
            bytes(round(amount * 255) for step_amounts in amounts for amount in step_amounts),
            FunctionType=0,
            Domain=function.Domain,
            Range=Array([0, 1] * len(amounts[0])),
            Size=Array([len(amounts)]),
            BitsPerSample=8,
        )


def _is_separation(space: Any) -> bool:
    """Returns whether a colour space is a single named ink, such as the registration colour of crop marks."""
    return isinstance(space, Array) and space[0] == Name.Separation and space[2] in NEED_NO_INKS


def overprinted(steps: Iterable[Any], resources: Any) -> Iterator[Any]:
    """Yields the operators of a content stream, with overprint switched on only for solid black text.

    Overprint means that the text is printed over the colours below it, which are not cut out. The two
    graphics states that switch overprint on and off are added to `resources` when first needed.
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
            overprint, state = wanted, OVERPRINT if wanted else KNOCKOUT
            if "/ExtGState" not in resources:
                resources.ExtGState = Dictionary()
            resources.ExtGState[state] = STATES[state]
            yield [state], Operator("gs")
        yield step
