"""Draws the QR code of a web address as SVG, for screen and print.

The code is black on white and has error correction level M.
"""

import re
from typing import Any

import zxingcpp

from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.site.exemplars import qr_file
from kyyeu.work.job import Job, code_version, key

_DARK = re.compile(b"\0+")


def qr_svg(address: str, border: int = 4) -> bytes:
    """Returns the SVG of an address's QR code. The margin is as wide as `border` squares of the code.

    `address` must be ASCII, as all addresses of the site are.
    """
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # `modules` is the QR code as a buffer with one byte for each square. Its type is Any, because Python
    # before 3.12 has no type for buffers.
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
    """Returns a job for the QR code of the page of each honoured person or group.

    The job's name is the path of the SVG file on the site.
    """
    site = catalogue.published.site.url
    targets = (
        (site + addresses.exemplar(exemplar.ref), qr_file(exemplar.ref)) for exemplar in catalogue.exemplars
    )
    return [Job("qr", path, key("qr", target, code_version()), qr_svg, (target,)) for target, path in targets]
