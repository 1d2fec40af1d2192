"""Draws the QR code of an address as SVG, for screen and paper: black on white, error correction level M."""

from __future__ import annotations

import re
from typing import Any

import zxingcpp

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.exemplars import qr_file
from kyyeu.work.job import Job, code_version, key

_DARK = re.compile(b"\0+")


def qr_svg(address: str, border: int = 4) -> bytes:
    """Returns the SVG with a quiet zone of `border` modules.

    `address` must be ASCII, as all addresses of the site are.
    """
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # A buffer of one byte for each module; typing knows buffers only from Python 3.12 on.
    modules: Any = code.to_image(scale=1, add_quiet_zones=False)
    side, pixels = modules.shape[0], bytes(memoryview(modules))
    size, strokes, x, y = side + 2 * border, [], 0, 0
    for row in range(side):
        for run in _DARK.finditer(pixels[row * side : (row + 1) * side]):
            strokes.append(f"m{run.start() - x} {row - y}h{run.end() - run.start()}")
            x, y = run.end(), row
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path stroke="#000" d="M{border} {border}.5{"".join(strokes)}"/></svg>'
    ).encode()


def qr_jobs(catalogue: Catalogue) -> list[Job]:
    """Returns a job for each profile; it is named by its path on the site and gives the SVG."""
    site = catalogue.published.site.url
    targets = (
        (site + addresses.exemplar(exemplar.ref), qr_file(exemplar.ref)) for exemplar in catalogue.exemplars
    )
    return [Job("qr", path, key("qr", target, code_version()), qr_svg, (target,)) for target, path in targets]
