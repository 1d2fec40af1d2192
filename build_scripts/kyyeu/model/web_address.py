"""Checks web addresses, mail addresses and names of git branches that people enter in fields.

Only texts are accepted that every program reads in the same way. Any other text raises PydanticCustomError.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

from pydantic_core import PydanticCustomError

# The characters that a web address may have behind its host (RFC 3986), without the apostrophe and brackets.
_SIGNS = r"A-Za-z0-9._~:/?#@!$&()*+,;=%-"
_HOST = r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+"
WEB_ADDRESS = rf"https?://(?:{_HOST})(?::\d{{1,5}})?(?:[/?#][{_SIGNS}]*)?"
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
MAIL_ADDRESS = r"[A-Za-z0-9_][A-Za-z0-9_+-]*(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
_WRONG = re.compile(rf"[^{_SIGNS}]")
_CODED = re.compile(r"%(?![0-9A-Fa-f]{2})|%[01][0-9A-Fa-f]|%7[Ff]")
# Matches the name of a folder in the site's address. To web servers and search engines, every other character
# has a meaning of its own.
_FOLDER = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
_REPOSITORY_NAME = re.compile(r"[A-Za-z0-9_.~][A-Za-z0-9._~-]*")
_BRANCH = re.compile(r"(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)))\w[\w./+-]*(?<![./])")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Holds the parts of an http or https address; every part is valid and in ASCII.

    `host` is a name or an IP address in lower case; an IPv6 address has no brackets. `port` is None if the
    address has none. `path` begins with a slash unless it is empty. `query` and `fragment` have no ? and #.
    """

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str

    @property
    def authority(self) -> str:
        """Returns the host of the address, followed by a colon and the port if the address has a port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Returns the scheme, host and port, by which content security policies name a web server."""
        return f"{self.scheme}://{self.authority}"


@lru_cache(maxsize=4096)
def parse_web_address(text: str) -> WebAddress:
    """Returns the parts of an http or https address.

    Raises PydanticCustomError for any text that programs may read in different ways. It is also raised for an
    address with a user name or password, because these would be published.
    """
    if not re.match(r"https?://[^/?#]", text) or re.search(r"[\s<>\"']", text):
        raise PydanticCustomError("url_form", "not a web address")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise PydanticCustomError("url_host", "not a host") from None
    if "@" in parts.netloc:
        raise PydanticCustomError("url_user", "a user name or a password")
    if not text.isascii():
        raise PydanticCustomError("url_ascii", "letters beyond ASCII", {"better": _ascii_host(parts)})
    if wrong := _WRONG.search(parts.path + parts.query + parts.fragment):
        raise PydanticCustomError("url_sign", "a sign", {"sign": wrong[0]})
    if _CODED.search(text):
        raise PydanticCustomError("url_coded", "a wrong percent-encoding")
    host, colon, digits = _host_and_port(parts.netloc)
    if not _is_host(host):
        raise PydanticCustomError("url_host", "not a host")
    if colon and not (digits.isdigit() and len(digits) <= 5 and 0 < int(digits) < 65_536):
        raise PydanticCustomError("url_port", "not a port")
    return WebAddress(
        parts.scheme,
        host.strip("[]").lower(),
        int(digits) if colon else None,
        parts.path,
        parts.query,
        parts.fragment,
    )


def _host_and_port(netloc: str) -> tuple[str, str, str]:
    """Splits the part of a web address between // and the next slash into host, colon and port.

    Returns '' for the colon and the port if the address has no port.
    """
    if netloc.startswith("["):
        host, bracket, port = netloc.partition("]")
        return f"{host}{bracket}", port[:1], port[1:] if port.startswith(":") else port
    return netloc.partition(":")


def _is_host(host: str) -> bool:
    """Returns whether a text is a DNS name of at most 253 characters or an IP address (IPv6 in brackets)."""
    try:
        if host.startswith("["):
            return bool(IPv6Address(host[1:-1])) and host.endswith("]") and "%" not in host
        last = host.rpartition(".")[2].lower()
        if last.isdigit() or re.fullmatch("0x[0-9a-f]*", last):
            return bool(IPv4Address(host))
        for label in host.lower().split("."):
            if label.startswith("xn--"):
                label[4:].encode("ascii").decode("punycode")
    except (AddressValueError, UnicodeError):
        return False
    return len(host) <= 253 and _NAME.fullmatch(host) is not None


def _ascii_host(parts: SplitResult) -> str:
    """Returns the ASCII form of the host of a web address, such as xn--vit-jxa.vn for việt.vn.

    Returns '' if the host is in ASCII already, or has no valid ASCII form.
    """
    host = parts.hostname or ""
    try:
        return "" if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def web_address(text: str) -> str:
    """Returns the text unchanged; refuses anything but an http or https address in ASCII."""
    parse_web_address(text)
    return text


def site_address(text: str) -> str:
    """Returns the text unchanged; refuses anything but a web address of a domain and plain folders.

    Whether the address ends with a slash is checked elsewhere. A missing slash is then reported together with
    other problems.
    """
    address = parse_web_address(text)
    if address.query or address.fragment or text.endswith(("?", "#")):
        raise PydanticCustomError("site_url_query", "more than a folder")
    folders = address.path.strip("/").split("/") if address.path.strip("/") else []
    if address.path.startswith("//") or address.path.endswith("//") or ":" in address.host:
        raise PydanticCustomError("site_url_folder", "not a folder")
    if not all(map(_FOLDER.fullmatch, folders)):
        raise PydanticCustomError("site_url_folder", "not a folder")
    return text


def repository_address(text: str) -> str:
    """Returns the text unchanged; refuses anything but the web page of a repository on a git server."""
    address = parse_web_address(text)
    names = address.path.removesuffix("/")[1:].split("/")
    if (
        len(names) < 2
        or not all(map(_REPOSITORY_NAME.fullmatch, names))
        or {".", "..", ".git"} & set(names)
        or address.query
        or address.fragment
        or text.endswith(("?", "#"))
        or ":" in address.host
    ):
        raise PydanticCustomError("repository_form", "not a repository")
    return text


def mail_address(text: str) -> str:
    """Returns the text unchanged; refuses anything but an e-mail address in ASCII letters."""
    local, _, host = text.rpartition("@")
    if not re.fullmatch(MAIL_ADDRESS, text) or len(local) > 64 or not _is_host(host) or host[-1].isdigit():
        raise PydanticCustomError("email_form", "not an address for mail")
    return text


def branch(text: str) -> str:
    """Returns the text unchanged; refuses a name that no git branch can have (git-check-ref-format)."""
    if not _BRANCH.fullmatch(text) or text == "HEAD":
        raise PydanticCustomError("branch_form", "not a branch")
    return text
