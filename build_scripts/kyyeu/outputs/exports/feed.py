"""Writes the news feed in Atom format (RFC 4287), with the full text of each news item as sanitised HTML."""

import re
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from kyyeu.outputs.markdown import render_markdown
from kyyeu.views.addresses import FEED
from kyyeu.views.site.news import Feed, FeedEntry

# Matches control characters, which XML 1.0 cannot contain.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def render_feed(feed: Feed) -> bytes:
    """Returns the news feed as Atom XML in UTF-8. It depends on the news alone, not on the present time."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        _element("id", feed.id),
        _element("title", feed.title),
        _element("subtitle", feed.subtitle),
        _element("updated", _moment(feed.updated)),
        f"<author>{_element('name', feed.author)}</author>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(feed.site + FEED)}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(feed.site)}/>',
        *(_entry(feed, item) for item in feed.entries),
        "</feed>",
        "",
    ]
    return "\n".join(lines).encode()


def _entry(feed: Feed, item: FeedEntry) -> str:
    """Returns the Atom entry of a news item.

    The item's date is used as the day of publication and of the last change, because no other date is known.
    """
    body = render_markdown(item.body, lambda address: feed.site + address)
    if item.conference:
        address = _quoted(feed.site + item.conference.address)
        body += f"<p><a href={address}>{escape(item.conference.text)}</a></p>"
    code, label = item.phase
    lines = (
        "<entry>",
        _element("id", item.id),
        _element("title", item.title),
        _element("published", _moment(item.day)),
        _element("updated", _moment(item.day)),
        f"<author>{_element('name', item.author)}</author>",
        f'<link rel="alternate" type="text/html" href={_quoted(feed.site + item.address)}/>',
        f'<link rel="related" href={_quoted(item.video)}/>' if item.video else "",
        f"<category term={_quoted(code)} label={_quoted(label)}/>",
        _element("summary", item.summary) if item.summary else "",
        f'<content type="html">{escape(_CONTROL.sub("", body))}</content>',
        "</entry>",
    )
    return "\n".join(filter(None, lines))


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_CONTROL.sub('', text))}</{name}>"


def _quoted(value: str) -> str:
    return quoteattr(_CONTROL.sub("", value))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+07:00"
