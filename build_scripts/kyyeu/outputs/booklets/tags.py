"""Corrects the structure tags of a laid-out part, and joins the tag trees of all parts into one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def mend_tags(pdf: Pdf, name: str) -> None:
    """Correct the tags of one part so that the joined book conforms to PDF/UA.

    Header cells get their scope, ids of cells are made unique across parts by the part's `name`, and list
    items get a body.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    prefix = hashlib.blake2b(name.encode(), digest_size=4).hexdigest()
    for element, ancestors in _elements(root.K, ()):
        kind = element.S
        if kind == "/TH":
            element.A.Scope = Name.Column if "/THead" in ancestors else Name.Row
            if "/ID" in element:
                element.ID = String(f"{prefix}-{element.ID}")
        elif kind == "/TD" and "/Headers" in element.get("/A", {}):
            element.A.Headers = Array([String(f"{prefix}-{header}") for header in element.A.Headers])
        elif kind == "/LI":
            _mend_list_item(pdf, element)


def _mend_list_item(pdf: Pdf, item: Object) -> None:
    """Move everything but the label of a list item into its body, since PDF/UA allows only these two."""
    children = list(item.K) if isinstance(item.K, Array) else [item.K]
    strays = [child for child in children if _tag(child) not in ("/Lbl", "/LBody")]
    if not strays:
        return
    body = next((child for child in children if _tag(child) == "/LBody"), None)
    if body is None:
        body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array()))
        children.append(body)
    content = list(body.K) if isinstance(body.get("/K"), Array) else [body.K] if "/K" in body else []
    body.K = Array([*content, *strays])
    for stray in strays:
        if _tag(stray):
            stray.P = body
    item.K = Array([child for child in children if child not in strays])


def _tag(child: Object) -> str:
    """The tag of a structure element, such as '/LI'; '' for a piece of page content."""
    return str(child.get("/S", "")) if isinstance(child, Dictionary) else ""


def _elements(children: Object, ancestors: tuple[str, ...]) -> Iterator[tuple[Object, tuple[str, ...]]]:
    """All structure elements below some children in reading order, each with its ancestors' tags."""
    for child in children if isinstance(children, Array) else [children]:
        if _tag(child):
            yield child, ancestors
            if "/K" in child:
                yield from _elements(child.K, (*ancestors, str(child.S)))


class TagTree:
    """The tag tree of a joined book, which takes in the trees of its parts in reading order."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.next_number = 0
        self.numbers: list[Object | int] = []
        self.document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))

    def add(self, part: Pdf, pages: list[Object]) -> None:
        """Add the tag tree of a part, whose pages have been copied into the book as `pages`.

        The part's structure numbers are shifted behind those already used.
        """
        tree = part.Root.get("/StructTreeRoot")
        if tree is None:
            return
        copied = self.book.copy_foreign(tree)
        for element in copied.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        offset, numbers = self.next_number, list(copied.ParentTree.Nums)
        for position in range(0, len(numbers), 2):
            number = int(numbers[position]) + offset
            self.numbers += [number, numbers[position + 1]]
            self.next_number = max(self.next_number, number + 1)
        for page in pages:
            page.StructParents = int(page.StructParents) + offset
            for annotation in page.get("/Annots", []):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset

    def finish(self) -> None:
        """Write the collected tag tree into the book."""
        root = self.book.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self.document]),
                ParentTree=self.book.make_indirect(Dictionary(Nums=Array(self.numbers))),
                ParentTreeNextKey=self.next_number,
            )
        )
        self.document.P = root
        self.book.Root.StructTreeRoot = root
        self.book.Root.MarkInfo = Dictionary(Marked=True)
