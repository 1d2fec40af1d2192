"""An address → its QR code as SVG (black on white, error level M, four quiet modules) that phones read from screen and paper."""

from __future__ import annotations

import io

import segno

from build_scripts.views import addresses
from build_scripts.views.catalogue import Catalogue
from build_scripts.views.exemplars import qr_file
from build_scripts.work.job import Job, code_version, key

MASK = 2  # fixed: trying all eight masks takes four times as long, and any of them reads


def qr_svg(address: str, border: int = 4) -> bytes:
    """Bytes depend on the address only. `address` must be ASCII, as every address of the site is."""
    code = segno.make(address, error="m", boost_error=False, micro=False, mask=MASK, encoding="iso-8859-1")
    out = io.BytesIO()
    code.save(out, kind="svg", border=border, xmldecl=False, svgns=True, omitsize=True, dark="#000", light="#fff", nl=False)
    return out.getvalue()


def qr_jobs(catalogue: Catalogue) -> list[Job]:
    """One a profile, named by the path on the site; gives the SVG."""
    site, way = catalogue.library.site.url, (code_version(), MASK)
    targets = ((site + addresses.exemplar(exemplar.ref), qr_file(exemplar.ref)) for exemplar in catalogue.exemplars)
    return [Job("qr", path, key("qr", target, way), qr_svg, (target,)) for target, path in targets]
