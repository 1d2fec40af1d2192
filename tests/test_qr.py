"""Tests that a QR code reads back as its address, as a phone would read it."""

import io

import resvg_py
import zxingcpp
from kyyeu.outputs.qr import qr_svg
from PIL import Image

ADDRESS = "https://kyyeu.example/dien-hinh/thpt-suoi-ngoc/quach-ngan-khe/"


def test_a_code_reads_back_as_its_address() -> None:
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=qr_svg(ADDRESS).decode(), width=300, background="white"))
    with Image.open(io.BytesIO(drawn)) as picture:
        codes = zxingcpp.read_barcodes(picture.convert("L"))
    assert [(code.text, code.ec_level) for code in codes] == [(ADDRESS, "M")]
