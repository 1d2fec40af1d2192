"""Reads a project's settings back from the files that Kyyeu makes, such as pages, calendars and CSV files.

Each file is parsed as the program does for which it is meant, to see that hostile values do no harm.
"""

import csv
import html.parser
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

from icalendar import Calendar
from kyyeu.model.library import Library
from kyyeu.model.site import Site
from kyyeu.outputs.editor.ownership import ownership_files
from kyyeu.outputs.editor.web_forms import backend, forge_hosts
from kyyeu.outputs.exports.calendar import render_calendar
from kyyeu.outputs.exports.feed import render_feed
from kyyeu.outputs.exports.hosting import (
    nginx_lines,
    render_redirects,
    render_robots,
    render_sitemap,
    site_path,
)
from kyyeu.outputs.exports.tables import cell as csv_cell
from kyyeu.outputs.exports.tables import csv_lines
from kyyeu.outputs.problem_formats import github
from kyyeu.outputs.site.head import page_head
from kyyeu.outputs.site.offline import render_manifest
from kyyeu.outputs.site.page_frames import fill
from kyyeu.outputs.site.policy import editor_policy, headers_file
from kyyeu.problems import Place, Problem
from kyyeu.views.catalogue import Catalogue, catalogue
from kyyeu.views.site.calendar import all_conferences
from kyyeu.views.site.news import feed
from kyyeu.views.site.site_frame import PageView, edit_address, site_view
from kyyeu.views.site.structured_data import Address, thing

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# The nginx directives that Kyyeu writes, each with the numbers of arguments that it may have.
_DIRECTIVES = {"add_header": (2, 3), "location": (1, 2), "return": (2,), "error_page": (2,)}
_DIRECTIVES_OF_POLICY = (
    "default-src", "script-src", "style-src", "img-src", "font-src", "media-src", "worker-src",
    "form-action", "base-uri", "connect-src",
)  # fmt: skip


def nginx_words(text: str) -> Iterator[str]:
    """Yields the words, braces and semicolons of an nginx configuration, as nginx itself splits it.

    A quote counts only at the start of a word. A backslash counts only before a quote or another backslash.
    The rules are those of nginx's function ngx_conf_read_token.
    """
    position = 0
    while position < len(text):
        sign = text[position]
        if sign in " \t\r\n":
            position += 1
        elif sign in ";{}":
            yield sign
            position += 1
        elif sign == "#":
            position = text.find("\n", position) % (len(text) + 1)
        elif sign in "\"'":
            word = ""
            position += 1
            while text[position] != sign:
                position += text[position] == "\\" and text[position + 1] in "\\\"'"
                word += text[position]
                position += 1
            position += 1
            assert text[position] in " \t\r\n;{)", "a quoted word goes on behind its quotes"
            yield word
        else:
            start = position
            while text[position] not in " \t\r\n;{":
                position += 1
            yield text[start:position]


def nginx_directives(text: str) -> list[tuple[str, ...]]:
    """Returns the directives of an nginx configuration; fails for a directive that Kyyeu never writes."""
    directives, words, depth = [], list[str](), 0
    for word in nginx_words(text):
        if word not in (";", "{", "}"):
            words.append(word)
            continue
        depth += {"{": 1, "}": -1}.get(word, 0)
        assert depth in (0, 1)
        if word == "}":
            assert not words
            continue
        name, *arguments = words
        assert len(arguments) in _DIRECTIVES[name], words
        assert (word == "{") == (name == "location")
        directives.append(tuple(words))
        words = []
    assert not words and depth == 0
    return directives


class _Elements(html.parser.HTMLParser):
    """Collects the start tags of a piece of HTML with their attributes, and the text of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            self.scripts.append(data)


def with_site(shown: Catalogue, site: Site) -> Catalogue:
    """Returns a catalogue with the same records but with the settings `site`."""
    return catalogue(replace(shown.published, site=site))


def check_address(shown: Catalogue, site: Site) -> None:
    """Asserts that the site's address can be read back unchanged from every file that holds it.

    These are files for web hosts and search engines, calendars, feeds and pages.
    """
    url, parts = site.url, urlsplit(site.url)
    changed = with_site(shown, site)
    path = site_path(url)
    assert path == (parts.path or "/") and path == unquote(path)
    directives = nginx_directives(nginx_lines(changed))
    assert ("error_page", "404", f"{path}404.html") in directives
    for name, *arguments in directives:
        assert not any("$" in argument for argument in arguments)
        if name in ("location", "return"):
            assert arguments[-1].startswith(path)
    lines = headers_file(path, forge_hosts(site)).decode().splitlines()
    assert lines[0] == f"{path}*" and not any(set(line[:-1]) & set("*") for line in lines if line[0] == "/")
    assert all(line.startswith(("  ", path)) for line in lines)
    assert render_redirects(path, (("cu/", "moi/"),)).decode().split() == [f"{path}cu/", f"{path}moi/", "301"]
    robots = RobotFileParser()
    robots.parse(render_robots(url).decode().splitlines())
    assert robots.site_maps() == [f"{url}sitemap.xml"] and robots.can_fetch("*", url)
    sitemap = ElementTree.fromstring(render_sitemap(url, [("tin-tuc/", None)]))
    assert [each.text for each in sitemap.iter(f"{_SITEMAP}loc")] == [f"{url}tin-tuc/"]
    events = list(Calendar.from_ical(render_calendar(all_conferences(changed))).walk("VEVENT"))
    assert events and all(str(event["URL"]).startswith(url) for event in events)
    assert {str(event["UID"]).partition("@")[2] for event in events} == {parts.hostname}
    news = ElementTree.fromstring(render_feed(feed(changed)))
    assert news.findtext(f"{_ATOM}id") == f"tag:{parts.hostname},2020:tin-tuc"
    assert {link.get("href") for link in news.findall(f"{_ATOM}link")} == {url, f"{url}feed.xml"}
    view = PageView(heading="", description="")
    head = page_head("home", "home", view, thing("WebSite", url=Address("")), {}, url)
    page = _Elements(fill('<link href="@@kyyeu:canonical@@">@@kyyeu:head@@', "", "", url, "", "", head))
    assert page.tags[0] == ("link", {"href": url})
    images = [of["content"] for tag, of in page.tags if tag == "meta" and of.get("property") == "og:image"]
    assert len(images) == 1 and (images[0] or "").startswith(url)
    assert [json.loads(script)["url"] for script in page.scripts] == [url]


def check_repository(shown: Catalogue, site: Site) -> None:
    """Asserts that the repository's address can be read back from the web editor's settings and policies."""
    assert site.repository
    parts = urlsplit(site.repository)
    origins = set(forge_hosts(site)) if site.editor else set()
    for origin in origins:
        assert urlsplit(origin).hostname in (parts.hostname, "api.github.com")
    directives = [each.split() for each in editor_policy(tuple(sorted(origins))).split(";")]
    assert tuple(sorted(name for name, *_ in directives)) == tuple(sorted(_DIRECTIVES_OF_POLICY))
    policy = {name: sources for name, *sources in directives}
    assert set(policy["connect-src"]) == {"'self'", "blob:", "data:"} | origins
    written = nginx_directives(nginx_lines(with_site(shown, site)))
    own = {each[2] for each in written if each[1] == "Content-Security-Policy"}
    assert f"{editor_policy(tuple(sorted(origins)))}; frame-ancestors 'none'" in own and len(own) == 2
    if settings := backend(site):
        assert settings == json.loads(json.dumps(settings))
        assert not settings["repo"].startswith("-") and settings["repo"] in parts.path
        assert settings["branch"] == (site.editor.branch if site.editor else "")
    edit = urlsplit(edit_address(site, "data/site.yml"))
    assert edit.netloc == parts.netloc and not edit.query and not edit.fragment
    assert unquote(edit.path).endswith(f"/{site.editor.branch if site.editor else 'main'}/data/site.yml")


def check_mail(shown: Catalogue, site: Site) -> None:
    """Asserts that the contact's mail address can be read back from a mailto link.

    In such a link, the characters ?, & and % have a special meaning.
    """
    link = urlsplit(f"mailto:{site.contact.email}")
    assert (unquote(link.path), link.query, link.fragment) == (site.contact.email, "", "")


def check_link(shown: Catalogue, site: Site) -> None:
    """Asserts that the sign-in service's address leads to the host that it names and holds no password."""
    assert site.editor and site.editor.sign_in
    address = site.editor.sign_in
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https") and parts.hostname and parts.username is parts.password is None
    assert parts.port is None or 0 < parts.port < 65_536
    head = page_head("home", "home", PageView("", ""), thing("Organization", sameAs=address), {}, site.url)
    assert [json.loads(script)["sameAs"] for script in _Elements(head).scripts] == [address]
    assert quote(address, safe="%:/?#[]@!$&'()*+,;=~") == address


def check_owners(library: Library) -> None:
    """Asserts that CODEOWNERS files make only reviewers and a unit's own editors the owners of its folder."""
    assert library.site.editor
    reviewers = set(library.site.editor.reviewers)
    for file, data in ownership_files(library):
        if not file.endswith("CODEOWNERS"):
            continue
        for line in data.decode().split("\n"):
            if not line or line.startswith("#") or re.fullmatch(r"\[[^\[\]]+\]", line):
                continue
            pattern, *owners = line.split()
            unit = library.units.get(pattern.rstrip(".*").rstrip("/").rpartition("/")[2])
            allowed = reviewers | set(unit.editors if unit else ())
            assert owners and {owner.removeprefix("@") for owner in owners} <= allowed, (file, line)


def check_words(shown: Catalogue, site: Site) -> None:
    """Asserts that the site's title can be read back unchanged from everything that shows it."""
    title = site.title
    changed = with_site(shown, site)
    file = all_conferences(changed)
    event = replace(file.events[0], title=title, venue=title, text=f"{title}\n{title}")
    calendar = Calendar.from_ical(render_calendar(replace(file, events=(event,))))
    assert re.sub(r"\\(.)", r"\1", str(calendar["NAME"])).endswith(f"· {title}")
    (read,) = calendar.walk("VEVENT")
    words = [str(read[name]) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
    assert words == [title, title, f"{title}\n{title}"]
    news = ElementTree.fromstring(render_feed(feed(changed)))
    assert news.findtext(f"{_ATOM}title") == f"{title}: tin tức"
    assert news.findtext(f"{_ATOM}subtitle") == title
    manifest = json.loads(render_manifest(site_view(changed)))
    assert (manifest["name"], manifest["description"]) == (title, title)
    head = page_head("home", "home", PageView(title, title), thing("WebSite", name=title), {}, site.url)
    page = _Elements(fill('<meta content="@@kyyeu:title@@">@@kyyeu:head@@', title, "", "", "", "", head))
    assert page.tags[0] == ("meta", {"content": title})
    assert [json.loads(script)["name"] for script in page.scripts] == [title]
    assert {tag for tag, _ in page.tags} == {"meta", "script"}
    check_cell(title)
    command = github([Problem(Place("a.yml"), "x", title)])
    assert command.count("\n") == 1 and command.count("::") - title.count("::") == 2


def check_cell(text: str) -> None:
    """Asserts that a text can be read back from a CSV file.

    The text must not be stored in a form that a spreadsheet program would run as a formula.
    """
    line = csv_lines([[csv_cell(text), "x"]])
    ((read, other),) = csv.reader(io.StringIO(line, newline=""))
    assert other == "x" and re.sub("'(?=[=+\\-@\t\r\n＝＋－＠])", "", read) == re.sub(
        "'(?=[=+\\-@\t\r\n＝＋－＠])", "", text
    )
    assert not re.search(r"(?:^|[;\t\n\r])[=+\-@＝＋－＠]", read)


def changed_site(site: Site, **changes: Any) -> Site:
    """Returns the project's settings with some fields changed.

    The changed settings are checked as if they were read from data/site.yml.
    """
    return Site.model_validate(site.model_dump(by_alias=True) | changes)
