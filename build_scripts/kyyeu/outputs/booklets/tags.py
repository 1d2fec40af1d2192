"""Corrects the structure tags (for screen readers) of laid-out parts, and joins their tag trees into one."""

import hashlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def mend_tags(pdf: Pdf, name: str) -> None:
    """Corrects the structure tags of one part of a book, so that the joined book conforms to PDF/UA.

    Table header cells get a scope. The ids of cells become unique in the book by adding a hash of the part's
    `name`. The content of list items is put into a body element.
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
    """Moves the content of a list item, except its label, into a body element, as PDF/UA requires."""
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
    """Returns the tag of a PDF structure element, such as '/LI'; '' for a piece of page content."""
    return str(child.get("/S", "")) if isinstance(child, Dictionary) else ""


def _elements(children: Object, ancestors: tuple[str, ...]) -> Iterator[tuple[Object, tuple[str, ...]]]:
    """Yields all structure elements below `children` in reading order, each with its ancestors' tags."""
    for child in children if isinstance(children, Array) else [children]:
        if _tag(child):
            yield child, ancestors
            if "/K" in child:
                yield from _elements(child.K, (*ancestors, str(child.S)))


class TagTree:
    """The structure tag tree of a joined book, to which the trees of its parts are added in reading order."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.next_number = 0
        self.numbers: list[Object | int] = []
        self.document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))

    def add(self, part: Pdf, pages: list[Object]) -> None:
        """Adds a part's tree of structure tags; `pages` are the part's pages as copied into the book.

        The numbers by which the part's pages refer to its tags are increased, so that they follow those
        already used in the book.
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
        """Writes the tree of structure tags, joined from the trees of all parts, into the book's PDF."""
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
