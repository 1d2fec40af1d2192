"""What a browser may do on a page of the site: its own files, nothing inline, nobody else's. One policy for pages and for hosts.

Structured data (application/ld+json) is a data block: it never runs, so no policy has to let it through (HTML, 4.12.1)."""

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
_ONLY_AS_HEADER = {"frame-ancestors": "'none'"}  # a <meta> may not say this
_UNUSED = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")

EDITOR = (
    "bien-tap/"  # the web editor: a program of others, with rights of its own that no page of the site gets
)
_EDITOR_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",  # telephones' HEIC pictures are read by WebAssembly
    "style-src": "'self' 'unsafe-inline'",  # Sveltia CMS puts its styles into the page
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
}

PAGE_POLICY = "; ".join(f"{name} {value}" for name, value in _SOURCES.items())
COPY_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; media-src 'self' file:; "
    "font-src data:; form-action 'self' file:; base-uri 'none'"
)  # of a copy opened from file://, where browsers differ on what 'self' is
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
UNCHANGING = ("assets/photos/",)  # their names change with their content
ALWAYS_ASKED = (
    "sw.js",
    "assets/standing/index.json",
)  # a browser must not take these as they were: what was withdrawn would stay
EACH_TIME = ("Cache-Control", "no-cache")
FOR_EVER = ("Cache-Control", "public, max-age=31536000, immutable")


def editor_policy(forge: tuple[str, ...]) -> str:
    """`forge`: the hosts of the content's repository; files just chosen are read back from the browser's own memory."""
    return "; ".join(
        f"{name} {value}"
        for name, value in (
            _EDITOR_SOURCES | {"connect-src": " ".join(["'self'", "blob:", "data:", *forge])}
        ).items()
    )


def _editor_headers(forge: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Signing in opens a window of the forge, which has to answer."""
    own = {
        "Content-Security-Policy": f"{editor_policy(forge)}; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "X-Robots-Tag": "noindex",
        **dict([EACH_TIME]),
    }
    return tuple({**dict(HEADERS), **own}.items())


def headers_file(base: str, forge: tuple[str, ...] = ()) -> bytes:
    """`_headers` as Netlify, Cloudflare Pages and others read it. `base` is the site's path on its host, '/' or '/ky-yeu/'.

    A `!` takes back what a wider rule gave (Cloudflare Pages); a host that only adds would hold the editor to both policies."""
    lines = [f"{base}*", *(f"  {name}: {value}" for name, value in HEADERS)]
    for folder in UNCHANGING:
        lines += [f"{base}{folder}*", f"  {FOR_EVER[0]}: {FOR_EVER[1]}"]
    for path in ALWAYS_ASKED:
        lines += [f"{base}{path}", f"  {EACH_TIME[0]}: {EACH_TIME[1]}"]
    lines += [
        f"{base}{EDITOR}*",
        *(f"  ! {name}" for name, _ in HEADERS),
        *(f"  {name}: {value}" for name, value in _editor_headers(forge)),
    ]
    return ("\n".join(lines) + "\n").encode()


def nginx_headers(base: str, forge: tuple[str, ...] = ()) -> str:
    """Lines for a `server` block; nginx forgets outer headers where an inner block adds one, so they stand in both."""
    shared = [f'add_header {name} "{value}" always;' for name, value in HEADERS]
    blocks = []
    places = [
        *((f"{base}{folder}", FOR_EVER) for folder in UNCHANGING),
        *((f"= {base}{path}", EACH_TIME) for path in ALWAYS_ASKED),
    ]
    for place, (name, value) in places:
        inner = "\n".join(f"    {line}" for line in [*shared, f'add_header {name} "{value}";'])
        blocks.append(f"location {place} {{\n{inner}\n}}")
    editor = "\n".join(f'    add_header {name} "{value}" always;' for name, value in _editor_headers(forge))
    blocks.append(f"location {base}{EDITOR} {{\n{editor}\n}}")
    return "\n".join([*shared, *blocks]) + "\n"
