"""The virtual origin of printed works: WeasyPrint asks https://booklet.invalid/… and gets files it was given, nothing else.

Its default fetcher reads file:// and http://; and addresses that name no folder keep bytes the same in every checkout."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from kyyeu.outputs.booklets.plan import ORIGIN


class Refused(ValueError):
    """An address outside the origin, or a file that was not given."""


class Origin(URLFetcher):
    """`assets` is the folder of drawings; `given` maps names to files; `made` maps names to bytes made for one document."""

    def __init__(self, assets: Path, given: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.assets = assets.resolve()
        self.given = given
        self.made: dict[str, bytes] = {}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        try:
            data = self._read(url)
        except (Refused, OSError):
            self.refused.append(url)
            raise
        return URLFetcherResponse(
            url,
            data,
            {"Content-Type": mimetypes.guess_type(urlsplit(url).path)[0] or "application/octet-stream"},
        )

    def _read(self, url: str) -> bytes:
        if not url.startswith(ORIGIN):
            raise Refused(url)
        name = unquote(urlsplit(url).path).lstrip("/")
        if name in self.made:
            return self.made[name]
        if name in self.given:
            return self.given[name].read_bytes()
        path = (self.assets / name).resolve()
        if not path.is_relative_to(self.assets):
            raise Refused(url)
        return path.read_bytes()
