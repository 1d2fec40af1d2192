"""Tests that preflight reports each fault for which a printing house would reject a PDF.

It must report nothing about a PDF without faults.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from kyyeu.outputs.booklets.preflight import preflight, problems
from kyyeu.problems import Severity
from kyyeu.publishing.leak_scan import FACTS
from PIL import Image

from tests.building import source_of


def sent_back(
    folder: Path,
    marks: bool = True,
    room: float = 28,
    font: bool = True,
    text: str = "Đinh Hải Âu",
    profiles: Sequence[tuple[str, int]] = (("a/b", 2),),
    published: Sequence[str] = ("a/b",),
) -> list[tuple[str, str, Severity]]:
    """Makes a PDF of one page and returns the problems that preflight finds: file, code and severity of each.

    With the default values of the parameters, the PDF has no fault.
    """
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(420, 595))
    page = pdf.pages[0]
    page.obj.MediaBox = pikepdf.Array([-room, -room, 420 + room, 595 + room])
    page.obj.TrimBox = pikepdf.Array([0, 0, 420, 595])
    descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/KyYeu"))
    if font:
        descriptor.FontFile2 = pdf.make_stream(b"glyphs")
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(descriptor)))
    pdf.save(folder / "book.pdf")
    (folder / FACTS).write_text(json.dumps({"text": text}))
    report = preflight(
        source_of(folder / "book.pdf"), marks, profiles, published, [source_of(folder / FACTS)]
    )
    return [
        (problem.place.file, problem.code, problem.severity) for problem in problems(report, "print/ky-yeu")
    ]


def test_a_sound_file_passes(tmp_path: Path) -> None:
    assert sent_back(tmp_path) == [] == sent_back(tmp_path, marks=False, room=0)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"room": 0}, "print-boxes"),
        ({"marks": False, "room": -9}, "print-boxes"),
        ({"font": False}, "print-fonts"),
        ({"text": "A\u0302u"}, "print-nfc"),
        ({"profiles": []}, "print-once"),
        ({"profiles": [("a/b", 1), ("a/b", 1)]}, "print-once"),
        ({"published": []}, "print-once"),
    ],
)
def test_a_fault_stops_the_printing(wrong: dict[str, object], code: str, tmp_path: Path) -> None:
    assert sent_back(tmp_path, **wrong) == [("print/ky-yeu", code, Severity.ERROR)]


def test_a_profile_of_three_pages_gives_a_warning_only(tmp_path: Path) -> None:
    assert sent_back(tmp_path, profiles=[("a/b", 3)]) == [
        ("content/units/a/exemplars/b.md", "profile-long", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("pixels", "scale", "sentences"),
    [
        ((413, 531), 1.0, []),
        ((300, 386), 1.0, ["Ảnh in ở trang 1 chỉ đạt 218 dpi, cần 300 dpi."]),
        ((586, 753), 1.419, []),
        ((413, 531), 1.419, ["Ảnh in ở trang 1 chỉ đạt 211 dpi, cần 300 dpi."]),
    ],
)
def test_a_photo_is_measured_as_it_lies_on_the_page(
    pixels: tuple[int, int], scale: float, sentences: list[str], tmp_path: Path
) -> None:
    """The resolution of a photograph is computed from its size on the page, after all scaling.

    The photograph is part of a form XObject. In two cases the whole page is enlarged from A5 to A4.
    """
    Image.new("RGB", pixels, "teal").save(tmp_path / "photo", "JPEG")
    pdf = pikepdf.new()
    pdf.add_blank_page()
    picture = pdf.make_stream(
        (tmp_path / "photo").read_bytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels[0],
        Height=pixels[1],
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    form = pdf.make_stream(
        b"q 99.21 0 0 127.56 9 9 cm /Photo Do Q",
        Subtype=pikepdf.Name.Form,
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=picture)),
    )
    page = pdf.pages[0].obj
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
    page.Contents = pdf.make_stream(f"q {scale} 0 0 {scale} 3 4 cm q 1 0 0 1 50 60 cm /Form Do Q Q".encode())
    pdf.save(tmp_path / "book.pdf")
    file, pdf_file = "content/units/a/exemplars/b.jpg", source_of(tmp_path / "book.pdf")
    warnings, unmeasured = (
        problems(
            preflight(pdf_file, False, [], [], [], [(file, source_of(tmp_path / "photo"))], dpi),
            "print/ky-yeu",
        )
        for dpi in (300, 0)
    )
    assert [problem.sentence for problem in warnings] == sentences
    assert {(problem.place.file, problem.code, problem.severity) for problem in warnings} <= {
        (file, "print-dpi", Severity.WARNING)
    }
    assert not unmeasured
