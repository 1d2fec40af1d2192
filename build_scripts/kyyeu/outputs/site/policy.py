"""The content security policies of pages, editor and offline copy, and the headers a host sends.

Pages may load the site's own files only, nothing inline. Structured data needs no permission, because it
never runs (HTML, 4.12.1).
"""

from __future__ import annotations

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_ONLY_AS_HEADER = {"frame-ancestors": "'none'"}  # browsers ignore this directive in a <meta>
_UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")

EDITOR = "bien-tap/"  # the web editor, a program by others whose rights no page of the site gets
_EDITOR_SOURCES = {
    "default-src": "'none'",
    # needed for WebAssembly, which reads the HEIC pictures of phones
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",  # Sveltia CMS puts its styles into the page
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
}

PAGE_POLICY = "; ".join(f"{name} {value}" for name, value in _SOURCES.items())
# For a copy opened from file://, where browsers disagree on what 'self' means.
COPY_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; "
    "media-src 'self' file:; font-src data:; form-action 'self' file:; base-uri 'none'"
)
HEADERS: tuple[tuple[str, str], ...] = (
    (
        "Content-Security-Policy",
        "; ".join(f"{name} {value}" for name, value in (_SOURCES | _ONLY_AS_HEADER).items()),
    ),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _UNUSED)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
UNCHANGING = ("assets/photos/",)  # a changed photo gets another name
# A browser must ask for these each time; with a cached list it would keep what was withdrawn from the site.
NEVER_CACHED = ("sw.js", "assets/standing/index.json")
NO_CACHE = ("Cache-Control", "no-cache")
CACHE_FOR_A_YEAR = ("Cache-Control", "public, max-age=31536000, immutable")


def editor_policy(forge: tuple[str, ...]) -> str:
    """Returns the policy of the editor's page.

    `forge` are the hosts of the content's repository, which it talks to. It reads files that a user has
    chosen through blob: and data: addresses.
    """
    sources = _EDITOR_SOURCES | {"connect-src": " ".join(["'self'", "blob:", "data:", *forge])}
    return "; ".join(f"{name} {value}" for name, value in sources.items())


def _editor_headers(forge: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Returns the headers of the editor.

    Signing in opens a window of the forge, which must be able to answer the page that opened it.
    """
    editor = {
        "Content-Security-Policy": f"{editor_policy(forge)}; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "X-Robots-Tag": "noindex",
        **dict([NO_CACHE]),
    }
    return tuple({**dict(HEADERS), **editor}.items())


def headers_file(base: str, forge: tuple[str, ...] = ()) -> bytes:
    """Returns the file `_headers` that Netlify, Cloudflare Pages and other hosts read.

    `base` is the site's path on its host, '/' or '/ky-yeu/'. A line with `!` removes a header that a wider
    rule has set (Cloudflare Pages); a host that only adds headers applies both policies to the editor.
    """
    lines = [f"{base}*", *(f"  {name}: {value}" for name, value in HEADERS)]
    for folder in UNCHANGING:
        lines += [f"{base}{folder}*", f"  {CACHE_FOR_A_YEAR[0]}: {CACHE_FOR_A_YEAR[1]}"]
    for path in NEVER_CACHED:
        lines += [f"{base}{path}", f"  {NO_CACHE[0]}: {NO_CACHE[1]}"]
    lines += [
        f"{base}{EDITOR}*",
        *(f"  ! {name}" for name, _ in HEADERS),
        *(f"  {name}: {value}" for name, value in _editor_headers(forge)),
    ]
    return ("\n".join(lines) + "\n").encode()


def nginx_headers(base: str, forge: tuple[str, ...] = ()) -> str:
    """Returns lines for a `server` block of nginx.

    They repeat the headers in each inner block, because nginx drops the outer ones as soon as an inner block
    adds one.
    """
    shared = [f'add_header {name} "{value}" always;' for name, value in HEADERS]
    blocks = []
    locations = [
        *((f"{base}{folder}", CACHE_FOR_A_YEAR) for folder in UNCHANGING),
        *((f"= {base}{path}", NO_CACHE) for path in NEVER_CACHED),
    ]
    for location, (name, value) in locations:
        inner = "\n".join(f"    {line}" for line in [*shared, f'add_header {name} "{value}";'])
        blocks.append(f"location {location} {{\n{inner}\n}}")
    editor = "\n".join(f'    add_header {name} "{value}" always;' for name, value in _editor_headers(forge))
    blocks.append(f"location {base}{EDITOR} {{\n{editor}\n}}")
    return "\n".join([*shared, *blocks]) + "\n"
