"""Checks that each picture exists, can be opened, is large enough for print, and belongs to one record."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.print_sizes import portrait_pixels
from kyyeu.model.library import Library
from kyyeu.model.pictures import PlacedPicture, pictures
from kyyeu.model.printing import PrintedWork
from kyyeu.problems import Place, Problem, Severity, nearest
from kyyeu.vietnamese import fold

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


@check("photo-missing", "photo-format", "photo-small", asks="Ảnh có thật, mở được, đủ lớn để in.")
def photos(library: Library, day: date) -> Iterator[Problem]:
    """Checks that pictures named in records exist and can be opened, and that portraits are large enough."""
    settings = library.print_settings(PrintedWork.KY_YEU)
    width, height = portrait_pixels(library)
    beside: dict[str, list[str]] = defaultdict(list)
    for file in library.attachments:
        beside[file.rpartition("/")[0]].append(file.rpartition("/")[2])
    for placed in pictures(library):
        kind, ref, path, picture, folder = placed
        place = library.place(kind, ref, (*path, "file"))
        if placed.file not in library.attachments:
            yield Problem(
                place,
                "photo-missing",
                f"Không thấy tệp ảnh “{picture.file}” trong {folder}/.",
                nearest(picture.file, beside[folder]) or "Chép ảnh vào thư mục này, hoặc sửa tên tệp.",
            )
            continue
        image = library.attachments[placed.file]
        if image is None:
            yield Problem(
                place,
                "photo-format",
                f"Tệp “{picture.file}” {library.unusable[placed.file].reason}.",
                library.unusable[placed.file].advice,
            )
        elif kind == "exemplar" and (image.width < width or image.height < height):
            yield Problem(
                place,
                "photo-small",
                f"Ảnh {image.width} × {image.height} điểm ảnh, in sẽ mờ.",
                f"Kỷ yếu khổ {settings.format.label}, {settings.dpi} dpi, "
                f"cần ít nhất {width} × {height} điểm ảnh; xin bản gốc.",
                Severity.WARNING,
            )


@check(
    "photo-shared", asks="Mỗi ảnh chỉ thuộc một hồ sơ; ảnh của người này không nằm ở hồ sơ của người khác."
)
def shared(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a picture is used by one record only, and that no two people have the same portrait.

    The reason is that a consent form allows pictures of one person only.
    """
    by_file: dict[str, PlacedPicture] = {}
    by_bytes: dict[str, list[PlacedPicture]] = defaultdict(list)
    for placed in pictures(library):
        image = library.attachments.get(placed.file)
        first = by_file.setdefault(placed.file, placed)
        twins = by_bytes[image.digest] if image else []
        sentence = ""
        if first is not placed:
            sentence = f"Ảnh “{placed.picture.file}” đã thuộc về bản ghi “{first.ref}”."
        elif any(not _of_one_person(library, placed, twin) for twin in twins):
            sentence = f"Ảnh “{placed.picture.file}” giống hệt ảnh của một người khác."
        if sentence:
            yield Problem(
                library.place(placed.kind, placed.ref, (*placed.path, "file")),
                "photo-shared",
                sentence,
                "Thay bằng ảnh của chính người, chính hoạt động này, hoặc bỏ ảnh ở một trong hai bản ghi.",
            )
        twins.append(placed)


def _of_one_person(library: Library, one: PlacedPicture, other: PlacedPicture) -> bool:
    """Returns whether two records may use identical pictures.

    They may if neither record is the profile of an honoured person or group, or if both are such profiles and
    have the same name.
    """
    holders = [library.exemplars[placed.ref] for placed in (one, other) if placed.kind == "exemplar"]
    return not holders or (len(holders) == 2 and fold(holders[0].name) == fold(holders[1].name))


@check("photo-unused", asks="Không có ảnh thừa nằm cạnh hồ sơ.")
def unused(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every picture stored beside a record is used by a record."""
    used = {placed.file for placed in pictures(library)}
    # If a record names a picture that does not exist, an unused picture in that folder is probably the same
    # picture under another name. So unused pictures in such folders are not reported.
    incomplete = {file.rpartition("/")[0] for file in used - library.attachments.keys()}
    # If a record of a unit could not be loaded, it may use a picture that seems unused. So unused pictures in
    # the folders of such units are not reported.
    with_pictures = {
        "exemplar": library.exemplars,
        "unit": library.units,
        "news": library.news,
        "conference": library.conferences,
    }
    unsound = tuple(
        f"content/units/{ref.partition('/')[0]}/"
        for kind, loaded in with_pictures.items()
        for ref in library.declared.get(kind, frozenset()) - loaded.keys()
    )
    for file in library.attachments:
        if (
            file.endswith(_PICTURES)
            and file not in used
            and file.rpartition("/")[0] not in incomplete
            and not file.startswith(("content/booklets/", *unsound))
        ):
            yield Problem(
                Place(file),
                "photo-unused",
                "Ảnh này không thuộc hồ sơ nào.",
                "Xóa ảnh, hoặc ghi tên ảnh vào hồ sơ.",
                Severity.WARNING,
            )


@check("paper-unread", asks="Tệp Word, Excel, PDF nằm cạnh hồ sơ được một bản ghi nêu tên.")
def unread_papers(library: Library, day: date) -> Iterator[Problem]:
    """Checks that each Word, Excel or PDF file that lies beside records is an attachment of some record.

    The program does not read such a file, so text that stands only in it would be published nowhere.
    """
    named = {name for report in library.reports.values() for name in report.attachments}
    named |= {
        name
        for conference in library.conferences.values()
        for item in conference.programme
        for name in item.links.attachments
    }
    for file in library.attachments:
        if not file.endswith(_PICTURES) and file.rpartition("/")[2] not in named:
            yield Problem(
                Place(file),
                "paper-unread",
                "Chương trình không đọc tệp Word, Excel, PDF nằm ở đây.",
                "Chép chữ vào tệp .md tạo bằng lệnh kyyeu new; "
                "nếu là tệp kèm theo thì ghi tên tệp vào trường attachments.",
                Severity.WARNING,
            )
