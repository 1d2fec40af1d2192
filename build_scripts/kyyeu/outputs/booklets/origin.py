"""Gives the layout engine the fonts, photos and drawings that a part of a book may use, and no other files.

WeasyPrint's own fetcher would read any file:// and http:// address. Here files have addresses below
https://booklet.invalid/, so that PDFs do not depend on the project's folder.
"""

import mimetypes
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from kyyeu.outputs.booklets.layout_task import ORIGIN


class RefusedAddress(ValueError):
    """Raised if the layout engine requests a file that the part of a book may not use."""


class Origin(URLFetcher):
    """A URL fetcher that supplies the layout engine with the files of one document.

    `files` holds the theme's drawings, fonts and photos by name. `drawings` holds pictures that were drawn
    for this document, by name. `refused` collects the addresses that were refused.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.files = files
        self.drawings: dict[str, bytes] = {}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Returns the content of the file at an address.

        Raises RefusedAddress if the document may not use the file.
        """
        try:
            data = self._read(url)
        except RefusedAddress:
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
        if name not in self.files:
            raise RefusedAddress(url)
        return self.files[name]
