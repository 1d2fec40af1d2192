"""Turns Markdown into safe HTML: HTML inside the Markdown is shown as text, and nh3 sanitises the result."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kyyeu.vietnamese import keep_together
from kyyeu.views.prose import SCHEMES, LinkedProse

TAGS = frozenset(
    {
        "a",
        "abbr",
        "aside",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    }
)
ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "img": {"src", "alt", "title", "width", "height", "loading", "class"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "ol": {"start", "reversed"},
    "details": {"open", "class"},
    "*": {"id", "class"},
}
_PROSE_ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"class"},
    "th": {"class"},
    "ol": {"start"},
    "*": set[str](),
}
_PROSE_TAGS = TAGS - {"img", "div", "span", "section", "aside", "details", "summary", "figure", "figcaption"}
URL_SCHEMES = frozenset({"http", "https", "mailto"})


def sanitise(html: str) -> str:
    """Returns the HTML of a prose page without harmful tags, attributes and link addresses."""
    return _clean(html, TAGS, ATTRIBUTES)


def _always(address: str) -> bool:
    return True


def render_markdown(
    prose: LinkedProse,
    link: Callable[[str], str],
    top_heading: int = 2,
    is_reachable: Callable[[str], bool] = _always,
) -> str:
    """Returns the HTML of a record's Markdown text; its highest heading becomes level `top_heading`.

    `link` turns an address on the site into an href. `is_reachable` says whether the page or booklet that
    shows the text can link to an address; if not, the link becomes plain text. Table cells get the class
    `num` if their author aligned them right, and `mid` if centred.
    """
    tokens = _parser().parse(prose.markdown)
    _shift_headings(tokens, top_heading)
    records = {target: (text, address) for target, text, address in prose.links}
    for token in tokens:
        if token.children:
            token.children = _resolved(token.children, records, link, is_reachable)
    html = _parser().renderer.render(tokens, _parser().options, {})
    html = html.replace(' style="text-align:right"', ' class="num"').replace(
        ' style="text-align:center"', ' class="mid"'
    )
    return _clean(html, _PROSE_TAGS, _PROSE_ATTRIBUTES)


def _clean(html: str, tags: frozenset[str], attributes: Mapping[str, set[str]]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        attributes={tag: set(names) for tag, names in attributes.items()},
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _shift_headings(tokens: list[Token], top: int) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels) if levels else 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"


def _resolved(
    children: list[Token],
    records: dict[str, tuple[str, str]],
    link: Callable[[str], str],
    is_reachable: Callable[[str], bool],
) -> list[Token]:
    """Returns the Markdown tokens of a paragraph, with links to records leading to the records' pages.

    A link without text gets the record's name. If the record has no page, the link becomes plain text.
    """
    result: list[Token] = []
    # One value for each Markdown link whose end has not been read yet: true if the link's HTML tags are left
    # out.
    dropped: list[bool] = []
    for index, token in enumerate(children):
        if token.type == "text":
            token.content = keep_together(token.content)
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            is_record = target.partition(":")[0] in SCHEMES
            text, address = records.get(target, ("", "")) if is_record else ("", target)
            dropped.append(not address if is_record else not is_reachable(address))
            if not dropped[-1]:
                token.attrSet("href", link(address) if is_record else address)
                result.append(token)
            if is_record and text and index + 1 < len(children) and children[index + 1].type == "link_close":
                result.append(Token("text", "", 0, content=keep_together(text)))
            continue
        if token.type == "link_close" and dropped and dropped.pop():
            continue
        result.append(token)
    return result
