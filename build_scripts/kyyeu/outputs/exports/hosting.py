"""Writes files for web hosts and search engines: sitemap, robots.txt, headers, redirects, nginx settings."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from kyyeu.model.web_address import parse_web_address
from kyyeu.outputs.editor.web_forms import forge_hosts
from kyyeu.outputs.site.policy import headers_file, nginx_headers, nginx_word
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.exemplars import moved
from kyyeu.views.site.last_changes import last_days
from kyyeu.work.job import Job, code_version, key

HOST_FILES = ("sitemap.xml", "robots.txt", "_headers", "_redirects")
Moves = tuple[tuple[str, str], ...]


def host_jobs(catalogue: Catalogue, addresses: Iterable[str], dated: Mapping[str, date]) -> list[Job]:
    """Returns the jobs that write sitemap, robots.txt, headers and redirects, named by the files' paths.

    `addresses` are the addresses of all pages and booklets. `dated` has the day of the last change by
    address, as far as the day is known.
    """
    site = catalogue.published.site
    moves = _moves(catalogue)
    days = last_days(catalogue) | dict(dated)
    listed = tuple(
        (address, days.get(address)) for address in sorted(set(addresses) - {old for old, _ in moves})
    )
    base = site_path(site.url)
    files: tuple[tuple[str, Callable[..., bytes], tuple[Any, ...]], ...] = (
        ("sitemap.xml", render_sitemap, (site.url, listed)),
        ("robots.txt", render_robots, (site.url,)),
        ("_headers", headers_file, (base, forge_hosts(site))),
        ("_redirects", render_redirects, (base, moves)),
    )
    assert tuple(name for name, *_ in files) == HOST_FILES
    return [
        Job("export", name, key(name, arguments, code_version()), function, arguments)
        for name, function, arguments in files
    ]


def site_path(url: str) -> str:
    """Returns the path part of the site's address: '/' or, for example, '/ky-yeu/'."""
    return parse_web_address(url).path or "/"


def render_sitemap(url: str, listed: Iterable[tuple[str, date | None]]) -> bytes:
    """Returns the sitemap (https://www.sitemaps.org/protocol.html), which may list up to 50,000 addresses."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(
            f"<url><loc>{escape(url + address)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
            for address, day in listed
        ),
        "</urlset>",
        "",
    ]
    return "\n".join(lines).encode()


def render_robots(url: str) -> bytes:
    """Returns robots.txt, which allows search engines to read every page.

    This is needed for a demonstration, too. Its pages contain a request not to be listed, and a search engine
    sees this request only if it may read the pages.
    """
    return f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n".encode()


def render_redirects(base: str, moves: Moves) -> bytes:
    """Returns the redirects file that Netlify, Cloudflare Pages and similar hosts read.

    `moves` has pairs of the old and new address of a moved page. For hosts that do not read this file, the
    site has a small page at the old address that redirects to the new one.
    """
    return "".join(f"{base}{old} {base}{new} 301\n" for old, new in moves).encode()


def nginx_lines(catalogue: Catalogue) -> str:
    """Returns HTTP headers and redirects as nginx settings, to `include` in a `server` block."""
    base = site_path(catalogue.published.site.url)
    moves = "".join(
        f"location = {nginx_word(base + old)} {{ return 301 {nginx_word(base + new)}; }}\n"
        for old, new in _moves(catalogue)
    )
    headers = nginx_headers(base, forge_hosts(catalogue.published.site))
    return f"{headers}error_page 404 {nginx_word(f'{base}404.html')};\n{moves}"


def _moves(catalogue: Catalogue) -> Moves:
    return tuple((old, page.moved_to) for old, page in moved(catalogue))
