"""Blocks of a section → its Markdown. Headings that are none of the outline's stand a step below it."""

from __future__ import annotations

from collections.abc import Sequence

from kyyeu.imports.word_report.html_blocks import BlockShape, TextBlock


def section_text(blocks: Sequence[TextBlock]) -> str:
    parts: list[str] = []
    last: TextBlock | None = None
    number = 0
    for block in blocks:
        if block.shape is BlockShape.ITEM:
            follows = last is not None and last.shape is BlockShape.ITEM
            depth = min(block.depth, (last.depth + 1) if last is not None and follows else 0)
            number = (
                number + 1
                if follows and last is not None and last.ordered and block.ordered and depth == 0
                else 1
            )
            line = f"{' ' * 4 * depth}{f'{number}.' if block.ordered else '-'} {block.markdown}"
            if follows:
                parts[-1] += f"\n{line}"
            else:
                parts.append(line)
            last = TextBlock(block.shape, "", "", "", depth, block.ordered)
            continue
        parts.append(
            f"### {block.markdown.replace('**', '')}" if block.shape is BlockShape.HEADING else block.markdown
        )
        last = block
    return "\n\n".join(parts)
