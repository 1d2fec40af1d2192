"""A joined book in the colours of a screen → the same in the four inks of a press, with the profile it was made for (PDF/X-4)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
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

from kyyeu.outputs.booklets.inks import Inks, grey_of, is_grey
from kyyeu.outputs.booklets.metadata import Paper, write_press_metadata
from kyyeu.outputs.booklets.overprint import overprinted
from kyyeu.outputs.booklets.pdf_file import pdf_bytes

QUALITY = 95
STEPS = 64  # of a gradient between two of its colours
INKLESS = (Name.DeviceGray, Name.DeviceCMYK, Name.Pattern)  # grey is black ink already
Colour = Sequence[float]


class UnknownColour(Exception):
    """A way of giving colours that the layout engine is not known to write: better no file than one with the screen's colours."""


def separate(path: Path, profile: Path, paper: Paper) -> bytes:
    """`path` is a joined book. What is for readers on a screen is left out: tags, and links, which PDF/X forbids on a page."""
    icc = profile.read_bytes()
    inks = Inks(icc)
    with Pdf.open(path) as book:
        separation = _Separation(book, inks)
        for page in book.pages:
            separation.page(page.obj)
        for name in ("/StructTreeRoot", "/MarkInfo"):
            if name in book.Root:
                del book.Root[name]
        write_press_metadata(
            book, paper, icc, inks.name, hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
        )
        return pdf_bytes(book, "1.6")


class _Separation:
    """Every content, gradient and picture once, wherever it is used again. What masks others keeps one channel, of grey."""

    def __init__(self, book: Pdf, inks: Inks) -> None:
        self.book, self.inks = book, inks
        self.done: set[tuple[int, int]] = set()

    def page(self, page: Object) -> None:
        for name in ("/Annots", "/StructParents", "/Tabs"):
            if name in page:
                del page[name]
        resources = page.get("/Resources", Dictionary())
        page.Contents = self.book.make_stream(self._content(page, resources, False))
        page.Group.CS = Name.DeviceCMYK
        self._resources(resources, False)

    def _form(self, form: Object, mask: bool) -> None:
        """A form or a tile of a pattern."""
        if self._is_done(form):
            return
        resources = form.get("/Resources", Dictionary())
        form.write(self._content(form, resources, mask))
        if "/Group" in form:
            form.Group.CS = Name.DeviceGray if mask else Name.DeviceCMYK
        self._resources(resources, mask)

    def _is_done(self, entry: Object) -> bool:
        """Whether it was met before; what is written in its place of use is met once."""
        known = entry.is_indirect and entry.objgen in self.done
        if entry.is_indirect:
            self.done.add(entry.objgen)
        return known

    def _resources(self, resources: Any, mask: bool) -> None:
        """Masks first: their forms are listed among the others too."""
        if self._is_done(resources):
            return
        for state in resources.get("/ExtGState", {}).values():
            if isinstance(state.get("/SMask"), Dictionary):
                self._form(state.SMask.G, True)
        for entry in resources.get("/XObject", {}).values():
            (self._picture if entry.Subtype == Name.Image else self._form)(entry, mask)
        for entry in resources.get("/Pattern", {}).values():
            if isinstance(entry, Stream):
                self._form(entry, mask)
            else:
                self._shading(entry.Shading, mask)
        for entry in resources.get("/Shading", {}).values():
            self._shading(entry, mask)
        spaces = resources.get("/ColorSpace", Dictionary())
        for name in list(spaces.keys()):  # the layout engine names some that nothing is painted in
            if not _is_separation(spaces[name]):
                del spaces[name]

    def _content(self, content: Object, resources: Any, mask: bool) -> bytes:
        steps = self._steps(content, resources.get("/ColorSpace", Dictionary()), mask)
        return unparse_content_stream(list(steps if mask else overprinted(steps, resources)))

    def _steps(self, content: Object, spaces: Any, mask: bool) -> Iterator[Any]:
        for step in parse_content_stream(content):
            match str(step.operator):
                case ("rg" | "RG") as name:
                    colour, stroke = [float(value) for value in step.operands], name == "RG"
                    amounts = (grey_of(colour),) if mask else self.inks.of(colour)
                    operator = ("G" if stroke else "g") if mask else ("K" if stroke else "k")
                    yield ContentStreamInstruction(
                        [round(amount, 4) for amount in amounts], Operator(operator)
                    )
                case "cs" | "CS" if step.operands[0] not in INKLESS and not _is_separation(
                    spaces[str(step.operands[0])]
                ):
                    raise UnknownColour(f"colour space {step.operands[0]}")
                case "INLINE IMAGE":
                    raise UnknownColour("a picture inside the page's content")
                case _:
                    yield step

    def _picture(self, picture: Any, mask: bool) -> None:
        """Pictures that were JPEG stay so. Theirs are amounts of ink, as the PDF says; Pillow would write them the other way round."""
        if self._is_done(picture) or "/ImageMask" in picture or picture.ColorSpace in INKLESS:
            return
        if mask or picture.ColorSpace != Name.DeviceRGB or "/Mask" in picture or "/Decode" in picture:
            raise UnknownColour(f"picture in {picture.ColorSpace}")
        photo = picture.get("/Filter") == Name.DCTDecode
        size = int(picture.Width), int(picture.Height)
        shown = (
            Image.open(io.BytesIO(picture.read_raw_bytes()))
            if photo
            else Image.frombytes("RGB", size, picture.read_bytes())
        )
        made = self.inks.picture(shown)
        if photo:
            out = io.BytesIO()
            ImageChops.invert(made).save(out, "JPEG", quality=QUALITY, optimize=True)
            picture.write(out.getvalue(), filter=Name.DCTDecode)
        else:
            picture.write(made.tobytes())
        picture.ColorSpace = Name.DeviceCMYK

    def _shading(self, shading: Any, mask: bool) -> None:
        if self._is_done(shading) or shading.ColorSpace in INKLESS:
            return
        if (
            shading.ColorSpace != Name.DeviceRGB
            or shading.ShadingType not in (2, 3)
            or "/Background" in shading
        ):
            raise UnknownColour(f"shading {shading.ShadingType} in {shading.ColorSpace}")
        shading.Function = self._function(shading.Function, mask)
        shading.ColorSpace = Name.DeviceGray if mask else Name.DeviceCMYK

    def _function(self, function: Any, mask: bool) -> Object:
        """Between two colours the screen mixes light and a press inks: the way from one to the other is taken in small steps."""
        if isinstance(function, Array) or function.FunctionType not in (2, 3):
            raise UnknownColour("a gradient's function")
        if function.FunctionType == 3:
            function.Functions = Array([self._function(entry, mask) for entry in function.Functions])
            return function  # type: ignore[no-any-return]
        first, last = ([float(value) for value in end] for end in (function.C0, function.C1))
        turn: Callable[[Colour], Colour] = (
            (lambda colour: (grey_of(colour),))
            if mask
            else self.inks.of
            if is_grey(first) and is_grey(last)
            else self.inks.mixed
        )
        start, end = (float(edge) for edge in function.Domain)
        steps = [(start + (end - start) * step / STEPS) ** float(function.N) for step in range(STEPS + 1)]
        mixed = [
            turn([one + (other - one) * step for one, other in zip(first, last, strict=True)])
            for step in steps
        ]
        samples = bytes(round(amount * 255) for amounts in mixed for amount in amounts)
        return self.book.make_stream(
            samples,
            FunctionType=0,
            Domain=function.Domain,
            Range=Array([0, 1] * len(mixed[0])),
            Size=Array([len(steps)]),
            BitsPerSample=8,
        )


def _is_separation(space: Any) -> bool:
    """An ink of its own name, as the marks are drawn in."""
    return isinstance(space, Array) and space[0] == Name.Separation and space[2] in INKLESS
