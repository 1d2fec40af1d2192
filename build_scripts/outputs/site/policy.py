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

PAGE_POLICY = "; ".join(f"{name} {value}" for name, value in _SOURCES.items())
COPY_POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; media-src 'self' file:; " \
    "font-src data:; form-action 'self' file:; base-uri 'none'"  # of a copy opened from file://, where browsers differ on what 'self' is
HEADERS: tuple[tuple[str, str], ...] = (
    ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in (_SOURCES | _ONLY_AS_HEADER).items())),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in _UNUSED)),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
UNCHANGING = ("assets/photos/",)  # their names change with their content
ALWAYS_ASKED = ("sw.js", "assets/standing/index.json")  # a browser must not take these as they were: what was withdrawn would stay
EACH_TIME = ("Cache-Control", "no-cache")
FOR_EVER = ("Cache-Control", "public, max-age=31536000, immutable")


def headers_file(base: str) -> bytes:
    """`_headers` as Netlify, Cloudflare Pages and others read it. `base` is the site's path on its host, '/' or '/ky-yeu/'."""
    lines = [f"{base}*", *(f"  {name}: {value}" for name, value in HEADERS)]
    for folder in UNCHANGING:
        lines += [f"{base}{folder}*", f"  {FOR_EVER[0]}: {FOR_EVER[1]}"]
    for path in ALWAYS_ASKED:
        lines += [f"{base}{path}", f"  {EACH_TIME[0]}: {EACH_TIME[1]}"]
    return ("\n".join(lines) + "\n").encode()


def nginx_headers(base: str) -> str:
    """Lines for a `server` block; nginx forgets outer headers where an inner block adds one, so they stand in both."""
    shared = [f'add_header {name} "{value}" always;' for name, value in HEADERS]
    blocks = []
    places = [*((f"{base}{folder}", FOR_EVER) for folder in UNCHANGING), *((f"= {base}{path}", EACH_TIME) for path in ALWAYS_ASKED)]
    for place, (name, value) in places:
        inner = "\n".join(f"    {line}" for line in [*shared, f'add_header {name} "{value}";'])
        blocks.append(f"location {place} {{\n{inner}\n}}")
    return "\n".join([*shared, *blocks]) + "\n"
