"""What a printer would send back is found in the finished file, each fault by its code; a sound file has none."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pytest

from build_scripts.outputs.booklets.preflight import preflight, problems
from build_scripts.problems import Severity
from build_scripts.publishing.scan import FACTS

SOUND = {"marks": True, "room": 28, "font": True, "said": "Đinh Hải Âu", "profiles": [("a/b", 2)], "published": ["a/b"]}


def sent_back(folder: Path, **wrong: object) -> list[tuple[str, str, Severity]]:
    """(file, code, severity) of what is found in a page made with these properties."""
    made = SOUND | wrong
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(420, 595))
    page, room = pdf.pages[0], float(str(made["room"]))
    page.obj.MediaBox = pikepdf.Array([-room, -room, 420 + room, 595 + room])
    page.obj.TrimBox = pikepdf.Array([0, 0, 420, 595])
    descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/KyYeu"))
    if made["font"]:
        descriptor.FontFile2 = pdf.make_stream(b"glyphs")
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(descriptor)))
    pdf.save(folder / "book.pdf")
    (folder / FACTS).write_text(json.dumps({"text": made["said"]}))
    found = preflight(folder / "book.pdf", bool(made["marks"]), made["profiles"], made["published"], [folder])  # type: ignore[arg-type]
    return [(problem.place.file, problem.code, problem.severity) for problem in problems(found, "print/ky-yeu")]


def test_a_sound_file_passes(tmp_path: Path) -> None:
    assert sent_back(tmp_path) == [] == sent_back(tmp_path, marks=False, room=0)


@pytest.mark.parametrize(("wrong", "code"), [
    ({"room": 0}, "print-boxes"), ({"marks": False, "room": -9}, "print-boxes"), ({"font": False}, "print-fonts"),
    ({"said": "A\u0302u"}, "print-nfc"), ({"profiles": []}, "print-once"), ({"profiles": [("a/b", 1), ("a/b", 1)]}, "print-once"),
    ({"published": []}, "print-once"),
])
def test_a_fault_stops_the_printing(wrong: dict[str, object], code: str, tmp_path: Path) -> None:
    assert sent_back(tmp_path, **wrong) == [("print/ky-yeu", code, Severity.ERROR)]


def test_a_profile_of_three_pages_is_told_of_and_printed(tmp_path: Path) -> None:
    assert sent_back(tmp_path, profiles=[("a/b", 3)]) == [("content/units/a/exemplars/b.md", "profile-long", Severity.WARNING)]
