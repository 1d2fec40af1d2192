"""Turns the HTML of a Word report into blocks: headings, paragraphs, list items, tables and pictures.

Each block has its Markdown and its plain text. The text of a footnote is put in brackets at the place of its
number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from html.parser import HTMLParser

_SPACES = re.compile(r"[ \t\r\n\u00a0\u2000-\u200b\u202f\ufeff]+")
_SPECIAL = re.compile(r"([\\`*_\[\]])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_STARTS = re.compile(r"^(#{1,6} |>|\||(?:-{3,}|={3,}|_{3,})$)")
_BIG_NUMBER = re.compile(r"^(\d{3,9})([.)]) ")
_BULLET = re.compile(r"^([-–—•+*●○▪■*]|\\\*)[ \t]+(?=\S)")
_GAP = re.compile(r"[ \u00a0]{3,}(\S)")
_VOID = {"br", "img"}


# The kinds of blocks in a Word report: heading, paragraph, list item, table, picture.
BlockShape = Enum("BlockShape", ["HEADING", "PARAGRAPH", "ITEM", "TABLE", "PICTURE"])


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of a Word report: a heading, paragraph, list item, table or picture.

    `markdown` is one line, except for a table. `plain` is the text without markup; for a picture it is the
    picture's number in the file. `bold` is the bold text at the beginning of the block, which may be a
    heading made without a heading style. `pieces` are the texts between table cells, tabs or line breaks,
    each with its column, counted from 0. A list item has its nesting `depth`, counted from 0, and is
    `ordered` if it is numbered.
    """

    shape: BlockShape
    markdown: str
    plain: str
    bold: str = ""
    depth: int = 0
    ordered: bool = False
    pieces: tuple[tuple[int, str], ...] = ()


@dataclass
class _Node:
    tag: str
    attributes: Mapping[str, str]
    children: list[_Node | str]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {key: value or "" for key, value in attrs}, [])
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(unicodedata.normalize("NFC", data))


def read_blocks(html: str) -> list[TextBlock]:
    """Returns the blocks of a Word report's HTML, in reading order."""
    tree = _Tree()
    tree.feed(html)
    root = tree.open[0]
    notes = {
        node.attributes["id"]: _plain(node).removesuffix("↑").strip()
        for node in _descendants(root)
        if node.tag == "li" and node.attributes.get("id", "").startswith(("footnote-", "endnote-"))
    }
    return [
        block for child in root.children if isinstance(child, _Node) for block in _blocks(child, notes, 0)
    ]


def _descendants(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        if isinstance(child, _Node):
            yield child
            yield from _descendants(child)


def _blocks(node: _Node, notes: Mapping[str, str], depth: int) -> Iterator[TextBlock]:
    if node.tag in ("ol", "ul"):
        for item in node.children:
            if isinstance(item, _Node) and not item.attributes.get("id", "").startswith(
                ("footnote-", "endnote-")
            ):
                yield from _item(item, notes, depth, node.tag == "ol")
    elif node.tag == "table":
        yield from _table(node, notes)
    else:
        shape = BlockShape.HEADING if re.fullmatch("h[1-6]", node.tag) else BlockShape.PARAGRAPH
        yield from _lines(node.children, notes, shape)


def _item(item: _Node, notes: Mapping[str, str], depth: int, ordered: bool) -> Iterator[TextBlock]:
    inner = [
        child for child in item.children if isinstance(child, _Node) and child.tag in ("ol", "ul", "table")
    ]
    for number, block in enumerate(
        _lines([child for child in item.children if child not in inner], notes, BlockShape.ITEM)
    ):
        shape = block.shape if number == 0 or block.shape is BlockShape.PICTURE else BlockShape.PARAGRAPH
        yield replace(block, shape=shape, depth=depth, ordered=ordered)
    for child in inner:
        yield from _blocks(child, notes, depth + 1)


def _lines(children: list[_Node | str], notes: Mapping[str, str], shape: BlockShape) -> Iterator[TextBlock]:
    """Yields a block for each line of a paragraph of the Word report, and one for each picture in it."""
    line: list[_Node | str] = []
    for child in [*_flatten(children), _Node("br", {}, [])]:
        if isinstance(child, _Node) and child.tag in ("br", "img"):
            if block := _line(line, notes, shape):
                yield block
            if child.tag == "img":
                yield TextBlock(BlockShape.PICTURE, "", child.attributes.get("alt", ""))
            line = []
        else:
            line.append(child)


def _flatten(children: list[_Node | str]) -> Iterator[_Node | str]:
    """Yields the nodes of an HTML paragraph so that line breaks and pictures are inside no other node.

    Bold or italic text and links that contain a line break or picture are split at it.
    """
    for child in children:
        if (
            isinstance(child, _Node)
            and child.tag in ("strong", "em", "a", "p", "sup")
            and any(node.tag in _VOID for node in _descendants(child))
        ):
            for inner in _flatten(child.children):
                yield (
                    inner
                    if isinstance(inner, _Node) and inner.tag in _VOID
                    else _Node(child.tag, child.attributes, [inner])
                )
        elif isinstance(child, _Node) and child.tag == "p":
            yield from child.children
            yield _Node("br", {}, [])
        else:
            yield child


def _line(nodes: list[_Node | str], notes: Mapping[str, str], shape: BlockShape) -> TextBlock | None:
    whole = _Node("", {}, nodes)
    if not (plain := _plain(whole, notes)):
        return None
    markdown = _SPACES.sub(" ", "".join(_inline(nodes, notes))).strip()
    pieces = tuple(_pieces("".join(_texts(whole, notes))))
    if shape is BlockShape.PARAGRAPH and (bullet := _BULLET.match(markdown)):
        return TextBlock(
            BlockShape.ITEM, markdown[bullet.end() :], plain, "", 1 if bullet[1] == "+" else 0, pieces=pieces
        )
    markdown = _BIG_NUMBER.sub(r"\1\\\2 ", _STARTS.sub(r"\\\1", markdown))
    return TextBlock(shape, markdown, plain, _bold_start(nodes), pieces=pieces)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Splits a line of a Word report into columns: at tabs, and at long gaps before a capital letter.

    Yields each text with its column number. A gap is a row of three or more spaces. Before a small letter it
    is no column border, but a blank that somebody should fill in by hand.
    """
    column = 0
    text = _GAP.sub(lambda gap: f"\t{gap[1]}" if gap[1].isupper() or gap[1] == "(" else gap[0], text)
    for number, part in enumerate(text.split("\t")):
        if piece := _SPACES.sub(" ", part).strip():
            column = column + 1 if column else min(number, 1)
            yield column, piece


def _bold_start(nodes: list[_Node | str]) -> str:
    bold = ""
    for child in nodes:
        if isinstance(child, _Node) and child.tag == "strong":
            bold += _plain(child) + " "
        elif isinstance(child, _Node) and child.tag == "em":
            bold += _bold_start(child.children) + " "
            if _SPACES.sub("", _plain(child)) != _SPACES.sub("", _bold_start(child.children)):
                break
        elif _plain(_Node("", {}, [child])):
            break
    return _SPACES.sub(" ", bold).strip()


def _plain(node: _Node, notes: Mapping[str, str] | None = None) -> str:
    return _SPACES.sub(" ", "".join(_texts(node, notes or {}))).strip()


def _texts(node: _Node, notes: Mapping[str, str]) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif (note := _note(child, notes)) is not None:
            yield note
        else:
            yield from _texts(child, notes)
            if child.tag in ("p", "br", "td", "li"):
                yield " "


def _note(node: _Node, notes: Mapping[str, str]) -> str | None:
    """Returns the footnote's text in brackets if an HTML node is the number of a footnote in the text.

    Returns "" if the node is the link from the footnote back to the text, and None for any other node.
    """
    target = node.attributes.get("href", "") if node.tag == "a" else ""
    if target.startswith(("#footnote-ref", "#endnote-ref")):
        return ""
    return f" ({notes[target[1:]]})" if target.startswith("#") and target[1:] in notes else None


def _inline(children: list[_Node | str], notes: Mapping[str, str]) -> Iterator[str]:
    for place, child in enumerate(children):
        if isinstance(child, str):
            yield _escaped(child)
        elif (note := _note(child, notes)) is not None:
            yield _escaped(note)
        elif child.tag in ("strong", "em"):
            yield _marked(
                "".join(_inline(child.children, notes)),
                "**" if child.tag == "strong" else "*",
                before=_plain_end(children[:place], -1),
                after=_plain_end(children[place + 1 :], 0),
            )
        elif child.tag == "a" and re.fullmatch(r"https?://[^\s()<>]+", child.attributes.get("href", "")):
            yield f"[{''.join(_inline(child.children, notes)).strip()}]({child.attributes['href']})"
        else:
            yield from _inline(child.children, notes)


def _escaped(text: str) -> str:
    """Returns Markdown in which every character of a text is displayed as it is.

    “<” is always written as an HTML entity, because `kyyeu check` takes it for the beginning of HTML.
    """
    return _SPECIAL.sub(r"\\\1", _ENTITY.sub("&amp;", text)).replace("<", "&lt;")


def _plain_end(children: list[_Node | str], which: int) -> str:
    text = "".join(_texts(_Node("", {}, list(children)), {}))
    return text[which] if text else " "


def _marked(text: str, mark: str, before: str, after: str) -> str:
    """Puts Markdown emphasis (* or **) around a text; spaces at the ends of the text stay outside.

    The text is returned without emphasis if an asterisk would touch a letter before or after the text.
    Markdown would then display the asterisks.
    """
    inner = text.strip()
    if (
        not inner
        or "*" in inner.replace("\\*", "")
        or (before.isalnum() and inner[0] != " " and text[0] != " ")
        or (after.isalnum() and text[-1] != " ")
    ):
        return text
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{left}{mark}{inner}{mark}{right}"


def _table(node: _Node, notes: Mapping[str, str]) -> Iterator[TextBlock]:
    """Yields the block of an HTML table, and a block for each picture in the cells of the table.

    A table of one column is only a border around text, so its text becomes paragraphs. The text of a cell
    that spans several columns or rows is put in the first of them.
    """
    grid: list[list[str]] = []
    pieces: list[tuple[int, str]] = []
    held: dict[int, int] = {}
    for row in _descendants(node):
        if row.tag != "tr" or not _within(node, row):
            continue
        cells: list[str] = []
        for cell in row.children:
            if not isinstance(cell, _Node) or cell.tag not in ("td", "th"):
                continue
            while held.get(len(cells), 0):
                held[len(cells)] -= 1
                cells.append("")
            wide, deep = (_count(cell.attributes.get(name, "1")) for name in ("colspan", "rowspan"))
            held |= dict.fromkeys(range(len(cells), len(cells) + wide), deep - 1)
            inside = [
                block
                for child in cell.children
                if isinstance(child, _Node)
                for block in _blocks(child, notes, 0)
            ]
            pieces += [(len(cells), text) for block in inside for _, text in block.pieces]
            cells += [_escaped(_plain(cell, notes)).replace("|", "\\|"), *[""] * (wide - 1)]
        grid.append(cells)
    width = max(map(len, grid), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in grid if any(row)]
    if width == 1:
        yield from (
            block
            for cell in _descendants(node)
            if cell.tag == "td"
            for block in _lines(cell.children, notes, BlockShape.PARAGRAPH)
        )
        return
    if rows:
        yield TextBlock(BlockShape.TABLE, _drawn(rows), _plain(node, notes), pieces=tuple(pieces))
    yield from (
        TextBlock(BlockShape.PICTURE, "", image.attributes.get("alt", ""))
        for image in _descendants(node)
        if image.tag == "img"
    )


def _within(table: _Node, row: _Node) -> bool:
    """Returns whether an HTML table row belongs to `table` itself, and not to a table nested in it."""
    return not any(
        inner.tag == "table" and any(node is row for node in _descendants(inner))
        for inner in _descendants(table)
    )


def _count(text: str) -> int:
    return min(max(int(text), 1), 50) if text.isdecimal() else 1


def _drawn(rows: list[list[str]]) -> str:
    number = re.compile(r"[-+]?[\d.,]+\s*%?|")
    columns = list(zip(*rows[1:], strict=True)) or [()] * len(rows[0])
    line = [
        "---:" if any(column) and all(number.fullmatch(cell) for cell in column) else "---"
        for column in columns
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], line, *rows[1:]))
