"""Feed → Atom (RFC 4287) with the whole text of each piece of news as sanitised HTML. Nothing of the clock is in it."""

from __future__ import annotations

import re
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from kyyeu.outputs.markdown import render_markdown
from kyyeu.views.addresses import FEED
from kyyeu.views.site.feed import Feed, FeedEntry

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 can't hold


def render_feed(feed: Feed) -> bytes:
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
    ]
    lines += [_entry(feed, entry) for entry in feed.entries]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(feed: Feed, entry: FeedEntry) -> str:
    """The date of the news is all that is known of when it was written: it is both published and updated."""
    link = f'<link rel="alternate" type="text/html" href={_quoted(feed.site + entry.address)}/>'
    related = f'<link rel="related" href={_quoted(entry.video)}/>' if entry.video else ""
    body = render_markdown(entry.body, lambda address: feed.site + address)
    if entry.conference:
        body += f"<p><a href={_quoted(feed.site + entry.conference.address)}>{escape(entry.conference.text)}</a></p>"
    code, label = entry.phase
    return "\n".join(
        part
        for part in (
            "<entry>",
            _element("id", entry.id),
            _element("title", entry.title),
            _element("published", _moment(entry.day)),
            _element("updated", _moment(entry.day)),
            f"<author>{_element('name', entry.author)}</author>",
            link,
            related,
            f"<category term={_quoted(code)} label={_quoted(label)}/>",
            _element("summary", entry.summary) if entry.summary else "",
            f'<content type="html">{escape(_CONTROL.sub("", body))}</content>',
            "</entry>",
        )
        if part
    )


def _element(name: str, words: str) -> str:
    return f"<{name}>{escape(_CONTROL.sub('', words))}</{name}>"


def _quoted(value: str) -> str:
    return quoteattr(_CONTROL.sub("", value))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+07:00"
