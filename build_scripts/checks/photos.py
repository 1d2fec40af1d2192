"""Pictures: there, readable, large enough for print, and none left over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from build_scripts.checks.registry import check
from build_scripts.model.library import Library
from build_scripts.model.pictures import pictures
from build_scripts.problems import Place, Problem, Severity, nearest

PRINT_WIDTH, PRINT_HEIGHT = 413, 531  # pixels of a 35 × 45 mm portrait at 300 dpi
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


@check("photo-missing", "photo-format", "photo-small", asks="Ảnh có thật, mở được, đủ lớn để in.")
def photos(library: Library, day: date) -> Iterator[Problem]:
    for placed in pictures(library):
        kind, ref, path, picture, folder = placed
        place = library.place(kind, ref, (*path, "file"))
        file = placed.file
        if file not in library.attachments:
            beside = [name.rsplit("/", 1)[1] for name in library.attachments if name.startswith(folder + "/")]
            yield Problem(
                place,
                "photo-missing",
                f"Không thấy tệp ảnh “{picture.file}” trong {folder}/.",
                nearest(picture.file, beside) or "Chép ảnh vào thư mục này, hoặc sửa tên tệp.",
            )
            continue
        image = library.attachments[file]
        if image is None:
            yield Problem(
                place,
                "photo-format",
                f"Tệp “{picture.file}” không mở được như một ảnh JPEG, PNG hoặc WebP.",
                "Mở ảnh bằng trình xem ảnh rồi lưu lại dạng JPEG.",
            )
        elif kind == "exemplar" and (image.width < PRINT_WIDTH or image.height < PRINT_HEIGHT):
            yield Problem(
                place,
                "photo-small",
                f"Ảnh {image.width} × {image.height} điểm, in sẽ mờ.",
                f"Cần ít nhất {PRINT_WIDTH} × {PRINT_HEIGHT} điểm; xin bản gốc.",
                Severity.WARNING,
            )


@check("photo-unused", asks="Không có ảnh thừa nằm cạnh hồ sơ.")
def unused(library: Library, day: date) -> Iterator[Problem]:
    used = {placed.file for placed in pictures(library)}
    misspelt = {file.rpartition("/")[0] for file in used - library.attachments.keys()}  # there, what is left over may be what is missing
    unsound = tuple(f"content/units/{unit}/" for unit in _unsound_units(library))  # whose pictures can't be told from leftovers yet
    for file in library.attachments:
        if (
            file.endswith(_PICTURES)
            and file not in used
            and file.rpartition("/")[0] not in misspelt
            and not file.startswith(("content/booklets/", *unsound))
        ):
            yield Problem(
                Place(file), "photo-unused", "Ảnh này không thuộc hồ sơ nào.", "Xóa ảnh, hoặc ghi tên ảnh vào hồ sơ.", Severity.WARNING
            )


def _unsound_units(library: Library) -> set[str]:
    """Units with a record that has a picture field and could not be loaded."""
    kinds = {"exemplar": library.exemplars, "unit": library.units, "news": library.news, "conference": library.conferences}
    return {ref.partition("/")[0] for kind, loaded in kinds.items() for ref in library.declared.get(kind, frozenset()) - loaded.keys()}
