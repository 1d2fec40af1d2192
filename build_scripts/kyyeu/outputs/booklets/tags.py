"""Structure tags: mend those of one part as it leaves the layout engine, and graft parts' trees into one book's tree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def mend_tags(pdf: Pdf, name: str) -> None:
    """Give header cells their scope (PDF/UA), and make the ids of cells unlike those of any other part."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    prefix = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
    for element, ancestors in _walk(root.K, ()):
        kind = element.S
        if kind == "/TH":
            element.A.Scope = Name.Column if "/THead" in ancestors else Name.Row
            if "/ID" in element:
                element.ID = String(f"{prefix}-{element.ID}")
        elif kind == "/TD" and "/Headers" in element.get("/A", {}):
            element.A.Headers = Array([String(f"{prefix}-{header}") for header in element.A.Headers])
        elif kind == "/LI":
            _give_body(pdf, element)


def _give_body(pdf: Pdf, item: Object) -> None:
    """An item of a list has a label and a body, nothing else (PDF/UA): what stands beside these goes into the body."""
    kids = list(item.K) if isinstance(item.K, Array) else [item.K]
    strays = [
        kid
        for kid in kids
        if not (isinstance(kid, Dictionary) and str(kid.get("/S", "")) in ("/Lbl", "/LBody"))
    ]
    if not strays:
        return
    body = next(
        (kid for kid in kids if isinstance(kid, Dictionary) and str(kid.get("/S", "")) == "/LBody"), None
    )
    if body is None:
        body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array()))
        kids.append(body)
    held = list(body.K) if isinstance(body.get("/K"), Array) else [body.K] if "/K" in body else []
    body.K = Array([*held, *strays])
    for stray in strays:
        if isinstance(stray, Dictionary) and "/S" in stray:
            stray.P = body
    item.K = Array([kid for kid in kids if kid not in strays])


def _walk(kids: Object, ancestors: tuple[str, ...]) -> Iterator[tuple[Object, tuple[str, ...]]]:
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid, ancestors
            if "/K" in kid:
                yield from _walk(kid.K, (*ancestors, str(kid.S)))


class Graft:
    """Collects the trees of parts, in reading order, under one Document element and one ParentTree."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.next = 0
        self.numbers: list[Object | int] = []
        self.document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))

    def add(self, part: Pdf, pages: list[Object]) -> None:
        """Take over the tree of `part`, whose pages are already copied as `pages`: their numbers move up."""
        tree = part.Root.get("/StructTreeRoot")
        if tree is None:
            return
        copied = self.book.copy_foreign(tree)
        for element in copied.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        offset, numbers = self.next, list(copied.ParentTree.Nums)
        for position in range(0, len(numbers), 2):
            number = int(numbers[position]) + offset
            self.numbers += [number, numbers[position + 1]]
            self.next = max(self.next, number + 1)
        for page in pages:
            page.StructParents = int(page.StructParents) + offset
            for annotation in page.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset

    def finish(self) -> None:
        root = self.book.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self.document]),
                ParentTree=self.book.make_indirect(Dictionary(Nums=Array(self.numbers))),
                ParentTreeNextKey=self.next,
            )
        )
        self.document.P = root
        self.book.Root.StructTreeRoot = root
        self.book.Root.MarkInfo = Dictionary(Marked=True)
