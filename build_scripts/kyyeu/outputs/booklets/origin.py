"""Gives the layout engine the files that a part may use, at https://booklet.invalid/…, and no others.

WeasyPrint's own fetcher would read file:// and http:// addresses. Addresses that name no folder also give the
same PDF bytes wherever the project lies.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from kyyeu.outputs.booklets.layout_task import ORIGIN


class RefusedAddress(ValueError):
    """Raised for an address outside the origin or outside the folder of drawings."""


class Origin(URLFetcher):
    """A URL fetcher for one document.

    `assets` is the theme's folder of drawings, `files` are fonts and photos by name, and `drawings` are the
    bytes of pictures drawn for this document by name. `refused` collects the addresses that were refused.
    """

    def __init__(self, assets: Path, files: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets.resolve()
        self.files = files
        self.drawings: dict[str, bytes] = {}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The content of an address; raises RefusedAddress or OSError, which stops the layout of the part."""
        try:
            data = self._read(url)
        except (RefusedAddress, OSError):
            self.refused.append(url)
            raise
        return URLFetcherResponse(
            url,
            data,
            {"Content-Type": mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"},
        )

    def _read(self, url: str) -> bytes:
        if not url.startswith(ORIGIN):
            raise RefusedAddress(url)
        name = unquote(urlsplit(url).path).lstrip("/")
        if name in self.drawings:
            return self.drawings[name]
        if name in self.files:
            return self.files[name].read_bytes()
        path = (self.assets / name).resolve()
        if not path.is_relative_to(self.assets):
            raise RefusedAddress(url)
        return path.read_bytes()
