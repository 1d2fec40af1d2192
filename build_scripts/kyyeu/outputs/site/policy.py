"""Holds the site's HTTP headers, and the content security policies of pages, web editor and offline copy.

Pages may load only the site's own files. Inline scripts and styles are forbidden. Structured data in a page
needs no permission, since browsers never run it (HTML, 4.12.1).
"""

import re

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
# Browsers ignore the rule frame-ancestors in a <meta> tag, so it is sent only as an HTTP header.
_ONLY_AS_HEADER = {"frame-ancestors": "'none'"}
_UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")

# The web editor's folder. The editor is a third-party program that needs wider permissions than all other
# pages of the site.
EDITOR = "bien-tap/"
_EDITOR_SOURCES = {
    "default-src": "'none'",
    # 'wasm-unsafe-eval' permits WebAssembly, which the web editor needs to read HEIC photos, as phones take
    # them.
    "script-src": "'self' 'wasm-unsafe-eval'",
    # 'unsafe-inline' permits inline styles, which the web editor's program Sveltia CMS inserts into its page.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
}

PAGE_POLICY = "; ".join(f"{name} {value}" for name, value in _SOURCES.items())
# The content security policy of an offline copy opened from file://. There, browsers disagree on the meaning
# of 'self'.
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
# Browsers may cache all files in these folders for a year, since a photo that changes gets a new file name.
UNCHANGING = ("assets/photos/",)
# Browsers must request these files anew each time. The files tell a browser which saved pages were withdrawn
# from the site, so with old copies of them it would keep such pages.
NEVER_CACHED = ("sw.js", "assets/standing/index.json")
NO_CACHE = ("Cache-Control", "no-cache")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9/][A-Za-z0-9._~/-]*")
CACHE_FOR_A_YEAR = ("Cache-Control", "public, max-age=31536000, immutable")


def editor_policy(forge: tuple[str, ...]) -> str:
    """Returns the content security policy of the web editor's page.

    `forge` are the hosts of the content's git repository, which the editor contacts. The policy also permits
    blob: and data: addresses, through which the editor reads files chosen by the user.
    """
    sources = _EDITOR_SOURCES | {"connect-src": " ".join(["'self'", "blob:", "data:", *forge])}
    return "; ".join(f"{name} {value}" for name, value in sources.items())


def _editor_headers(forge: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Returns the HTTP headers of the web editor's page.

    To sign in, the editor opens a window of the git host. That window must be able to send its answer to the
    editor's page.
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
    """Returns the content of the file `_headers`, from which some hosts read the site's HTTP headers.

    Netlify and Cloudflare Pages are such hosts. `base` is the path of the site on its host, '/' or
    '/ky-yeu/'. On Cloudflare Pages, a line with `!` removes a header that a more general rule has set. A host
    that ignores such lines sends two content security policies for the web editor: that of the site and that
    of the editor.
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


def nginx_word(text: str) -> str:
    """Returns a text as one word of an nginx configuration, in quotes if it has special characters."""
    return text if _PLAIN_WORD.fullmatch(text) else _nginx_quoted(text)


def _nginx_quoted(text: str) -> str:
    """Returns a text in quotes for an nginx configuration.

    Raises ValueError if the text contains control characters, or a $, which starts a variable even in quotes.
    """
    if "$" in text or not text.isprintable():
        raise ValueError(f"nginx cannot hold this text: {text!r}")
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def nginx_headers(base: str, forge: tuple[str, ...] = ()) -> str:
    """Returns the lines of an nginx configuration that set the site's HTTP headers, for a `server` block.

    All headers are repeated in each `location` block. nginx ignores the headers of the outer block if an
    inner block sets any.
    """
    shared = [f"add_header {name} {_nginx_quoted(value)} always;" for name, value in HEADERS]
    blocks = []
    locations = [
        *((nginx_word(base + folder), CACHE_FOR_A_YEAR) for folder in UNCHANGING),
        *((f"= {nginx_word(base + path)}", NO_CACHE) for path in NEVER_CACHED),
    ]
    for location, (name, value) in locations:
        inner = "\n".join(f"    {line}" for line in [*shared, f"add_header {name} {_nginx_quoted(value)};"])
        blocks.append(f"location {location} {{\n{inner}\n}}")
    editor = "\n".join(
        f"    add_header {name} {_nginx_quoted(value)} always;" for name, value in _editor_headers(forge)
    )
    blocks.append(f"location {nginx_word(base + EDITOR)} {{\n{editor}\n}}")
    return "\n".join([*shared, *blocks]) + "\n"
