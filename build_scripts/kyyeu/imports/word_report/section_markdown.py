"""Writes the blocks of a report's section as Markdown.

Headings that are not in the report outline become headings of the third level.
"""

from collections.abc import Sequence

from kyyeu.imports.word_report.html_blocks import BlockShape, TextBlock


def section_text(blocks: Sequence[TextBlock]) -> str:
    """Returns the Markdown of a report's section, without the section's own heading."""
    paragraphs: list[str] = []
    depth = -1  # Nesting depth of the preceding list item, or -1 if the preceding block is no list item.
    number, ordered = 0, False
    for block in blocks:
        if block.shape is not BlockShape.ITEM:
            heading = block.shape is BlockShape.HEADING
            paragraphs.append(f"### {block.markdown.replace('**', '')}" if heading else block.markdown)
            depth, ordered = -1, False
            continue
        follows = depth >= 0
        depth = min(block.depth, depth + 1)
        number = number + 1 if ordered and block.ordered and depth == 0 else 1
        ordered = block.ordered
        line = f"{' ' * 4 * depth}{f'{number}.' if ordered else '-'} {block.markdown}"
        if follows:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return "\n\n".join(paragraphs)
