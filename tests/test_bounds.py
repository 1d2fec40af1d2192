"""Tests that hostile files are refused quickly, and that the longest permitted texts are rendered quickly."""

import io
import os
import time
from pathlib import Path

import markdown
import pytest
from kyyeu.loading.bounds import page_problems, record_problems
from kyyeu.loading.load import load
from kyyeu.loading.pictures import read_image
from kyyeu.loading.text import read_text
from kyyeu.model.sources import Image as Shape
from kyyeu.model.sources import UnusablePicture
from kyyeu.outputs.booklets.pictures import cut_photo
from kyyeu.outputs.markdown import render_markdown
from kyyeu.outputs.site.photos import RATIO, plan_photos, render_photo
from kyyeu.reading import check
from kyyeu.views.pictures import PictureView
from kyyeu.views.prose import LinkedProse
from kyyeu.work.job import hash_files
from kyyeu.work.source import Source, digest_of
from PIL import Image, ImageFile

from tests.building import TODAY, copy_sample

TRAM = "content/units/thpt-ban-trang/exemplars/dang-huong-tram.md"
HOSTILE_PAGES = {
    "brackets": ("[" * 20_000, "markdown-run"),
    "open": ("[a " * 60, "markdown-run"),
    "unclosed": ("[a](b " * 60, "markdown-run"),
    "nested": ("[a " * 60 + "]" * 60, "markdown-run"),
    "depth": ("".join(f"{'    ' * depth}- một\n" for depth in range(100)), "markdown-depth"),
    "marks": ("- " * 50 + "một", "markdown-depth"),
    "quotes": (">" * 50 + " một", "markdown-depth"),
    "wide": ("chữ " * 600, "too-long"),
    "block": ("a\n===\n" * 300, "too-long"),
    "size": ("chữ\n\n" * 30_000, "too-long"),
    "lines": ("a\n\n" * 4_000, "too-long"),
    "ticks": ("`" * 60, "markdown-run"),
}
HOSTILE_RECORDS = {
    "rows": ("| a | b |\n| - | - |\n" + "| a | b |\n" * 8_000, "too-long"),
    "bare rows": ("a | b\n- | -\n" + "a | b\n" * 600, "too-long"),
    "words": ("chữ " * 50_000, "too-long"),
    "brackets": ("[" * 20_000, "markdown-run"),
    "links": ("[a](b" * 20_001, "too-long"),
    "ticks": ("`" * 60, "markdown-run"),
    "lines": ("- a\n" * 4_000, "too-long"),
}
PLAIN = {
    "table": "| a | b |\n| - | - |\n" + "| [một](../don-vi/) | hai |\n" * 400,
    "rule": "- - - - - - - - - - - - - - - -\n\n***\n",
    "list": "- một\n    - hai\n        - ba\n            > lời trích\n",
    "notes": "".join(f"Chữ[^{number}].\n\n[^{number}]: Nguồn.\n\n" for number in range(200)),
    "code": "```\n" + "x\n" * 300 + "```\n",
    "paragraphs": ("chữ " * 400 + "\n\n") * 50,
    "form": "[ ] một\n" * 40,
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_page_beyond_what_its_renderer_bears_is_a_problem(name: str) -> None:
    text, code = HOSTILE_PAGES[name]
    started = time.perf_counter()
    assert code in [problem.code for problem in page_problems(text, 1, "content/a.md")]
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("name", HOSTILE_RECORDS)
def test_a_record_beyond_what_its_renderers_bear_is_one_problem(name: str, tmp_path: Path) -> None:
    text, code = HOSTILE_RECORDS[name]
    profile = copy_sample(tmp_path) / TRAM
    profile.write_text(profile.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    started = time.perf_counter()
    assert [(problem.place.file, problem.code) for problem in check(tmp_path, TODAY).problems] == [
        (TRAM, code)
    ]
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("name", PLAIN)
def test_what_people_write_is_within_the_bounds(name: str) -> None:
    assert page_problems(PLAIN[name], 1, "content/a.md") == [] == record_problems(PLAIN[name], 1, "f.md")


@pytest.mark.parametrize(
    "text",
    [
        "[a " * 49 + "chữ " * 400,
        "\n\n".join(["a\n===\n" * 240] * 5),
        "\n\n".join(["[[[[[[[[[[ chữ " * 4] + ["chữ " * 400] * 50),
        "".join(f"{'    ' * depth}- a\n" for depth in range(12)) * 8,
        "- - - - - - - - - - - - a\n" * 100,
    ],
)
def test_the_worst_within_the_bounds_is_rendered_soon(text: str) -> None:
    assert page_problems(text, 1, "content/a.md") == []
    started = time.perf_counter()
    markdown.markdown(text, extensions=["admonition", "def_list", "footnotes", "tables", "toc"])
    render_markdown(LinkedProse(text), str)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "file",
    [
        "content/a.md",
        "content/units/so-gddt/news/2020-01-01-a.md",
        "content/units/so-gddt/news/a.jpg",
        "data/units/so-gddt/models.yml",
        "content/a.jpg",
    ],
)
def test_a_pipe_is_not_waited_for(file: str, root: Path) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / file)
    library, problems = load(root)
    assert library is not None
    assert [(problem.place.file, problem.code) for problem in problems] == [(file, "file-unreadable")]
    text, problems = read_text(root, file)
    assert text is None and [problem.code for problem in problems] == ["file-unreadable"]
    assert isinstance(read_image(root / file), UnusablePicture)


@pytest.mark.parametrize(
    "name",
    [
        "data/units/truong-la",
        "content/units/truong-la",
        "content/units/so-gddt/exemplars",
        "content/booklets/la",
    ],
)
def test_a_folder_that_is_a_link_is_a_problem(name: str, root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "unit.yml").write_text("kind: primary\n")
    (root / name).symlink_to(elsewhere)
    _, problems = load(root)
    assert [(problem.place.file, problem.code) for problem in problems] == [(name, "file-link")]


def test_content_itself_is_no_link(root: Path, tmp_path: Path) -> None:
    (root / "content/booklets").rename(tmp_path / "booklets")
    (root / "content/booklets").symlink_to(tmp_path / "booklets")
    library, problems = load(root)
    assert library is not None and library.booklet_prose == {}
    assert [(problem.place.file, problem.code) for problem in problems] == [("content/booklets", "file-link")]


def test_a_file_name_that_is_no_text_is_a_problem(root: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(root / "content") + b"/\xff.md")).write_text("---\ntitle: a\n---\n")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    _, problems = load(root)
    assert [(problem.place.file, problem.code) for problem in problems] == [
        ("content/\ufffd.md", "file-name")
    ]
    str(problems[0]).encode()
    assert hash_files(root / "content")


@pytest.mark.parametrize(
    "front",
    [
        "title: &a [x, x]\ndescription: [*a, *a]\n",
        f"title: {'[' * 20_000}\n",
        "title: !!python/name:os.system\n",
    ],
)
def test_front_matter_of_a_page_is_read_as_that_of_a_record(front: str, root: Path) -> None:
    (root / "content/la.md").write_text(f"---\n{front}---\n\nMột đoạn.\n")
    started = time.perf_counter()
    library, problems = load(root)
    assert library is not None and "content/la.md" not in library.pages
    assert problems and {problem.code for problem in problems} <= {
        "yaml",
        "yaml-anchor",
        "yaml-depth",
        "yaml-tag",
    }
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
@pytest.mark.parametrize("share", [0.3, 0.98])
def test_a_cut_off_picture_is_refused_even_where_pillow_is_told_to_accept_it(
    suffix: str, share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / f"a.{suffix}"
    Image.effect_noise((600, 800), 60).convert("RGB").save(whole)
    image = read_image(whole)
    assert isinstance(image, Shape) and (image.width, image.height) == (600, 800)
    whole.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert isinstance(read_image(whole), UnusablePicture) and ImageFile.LOAD_TRUNCATED_IMAGES is True


@pytest.mark.parametrize(
    ("size", "name", "reason"),
    [
        ((15, 900), "a.png", "có 15 × 900 điểm ảnh, mỗi cạnh cần ít nhất 16"),
        ((20_001, 16), "a.png", "có 20001 × 16 điểm ảnh, mỗi cạnh được nhiều nhất 20000"),
        ((5_001, 5_000), "a.png", "có 5001 × 5000 điểm ảnh, ảnh PNG được nhiều nhất 25 triệu"),
        ((4_001, 4_000), "a.webp", "có 4001 × 4000 điểm ảnh, ảnh WEBP được nhiều nhất 16 triệu"),
        ((8_001, 7_999), "a.jpg", "có 8001 × 7999 điểm ảnh, ảnh JPEG được nhiều nhất 61 triệu"),
        ((16_000, 15_000), "a.png", "có quá nhiều điểm ảnh, được nhiều nhất 61 triệu"),
    ],
)
def test_a_picture_beyond_the_limits_is_refused_before_it_is_decoded(
    size: tuple[int, int], name: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(*arguments: object) -> None:
        raise AssertionError("decoded")

    Image.new("1" if name == "a.png" else "L", size).save(tmp_path / name)
    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    picture = read_image(tmp_path / name)
    assert isinstance(picture, UnusablePicture) and picture.reason == reason


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.jpg", b"\xff"),
        ("a.jpg", b"\xff\x00"),
        ("a.jpg", b"\xff\xd0"),
        ("a.jpg", b"\xff\xfe\x00\x03a"),
        ("a.jpg", b"\xff\xe1\x00\x08Exif\x00\x00"),
        ("a.png", b"\x00\x00\x00\x03tEXta\x00b\x16\x3b\x3c\x7f"),
        ("a.png", b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e"),
    ],
    ids=["gap", "escaped", "bare", "comment", "exif", "text", "data"],
)
def test_a_picture_of_very_many_parts_is_refused(name: str, part: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    Image.new("RGB", (60, 60)).save(file)
    data, header = file.read_bytes(), 2 if name == "a.jpg" else 33
    assert isinstance(read_image(file), Shape)
    file.write_bytes(data[:header] + part * 30_000 + data[header:])
    assert isinstance(read_image(file), UnusablePicture)


def test_a_jpeg_in_a_thousand_passes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    Image.effect_noise((64, 64), 60).save(file, progressive=True)
    assert isinstance(read_image(file), Shape)
    passes, last = file.read_bytes().split(b"\xff\xda")[:-1], file.read_bytes().split(b"\xff\xda")[-1]
    file.write_bytes(b"\xff\xda".join([*passes, *[last.removesuffix(b"\xff\xd9")] * 50, last]))
    assert isinstance(read_image(file), UnusablePicture)


@pytest.mark.parametrize("size", [(16, 16), (16, 900), (900, 16), (16, 20_000), (20_000, 16), (9_000, 6_700)])
@pytest.mark.parametrize("shape", RATIO)
def test_a_picture_within_the_limits_is_cut_whatever_its_shape(
    size: tuple[int, int], shape: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.jpg"
    Image.new("L", size, 200).save(file)
    source = Source(digest_of(file.read_bytes()), file)
    image = read_image(file)
    assert isinstance(image, Shape)
    _, photos = plan_photos(tmp_path, [PictureView("a.jpg", "", "", (50, 45), shape)], {"a.jpg": image})
    for content in [
        *render_photo(source, (50, 45), photos["a.jpg"]).values(),
        cut_photo(source, (0, 9), 300),
    ]:
        with Image.open(io.BytesIO(content)) as picture:
            assert min(picture.size) > 0
