"""Saves a Word report's pictures in a folder, with a list that says where in the text each was.

The folder must be outside the project, since nobody has asked the people in the pictures for consent.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kyyeu.imports.office_file import WORD, refuse_damage
from kyyeu.imports.word_report.open_report import EmbeddedPicture, WordText
from kyyeu.imports.word_report.report_sections import PicturePlace
from kyyeu.imports.zip_parts import read_part
from kyyeu.loading.pictures import MAX_BYTES, read_image
from kyyeu.loading.records import shortened
from kyyeu.model.sources import UnusablePicture
from kyyeu.problems import UsageError
from kyyeu.work.replace import replace_file

LIST = "danh-sach.txt"
MAX_ALL = 200_000_000  # Largest total size of all pictures of a Word report, in bytes.
_USABLE = {"image/jpeg": ".jpg", "image/jpg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
_FOREIGN = {
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/x-emf": ".emf",
    "image/emf": ".emf",
    "image/x-wmf": ".wmf",
    "image/wmf": ".wmf",
}
_CONSENT = (
    "Ảnh trong báo cáo không tự vào kho. Muốn dùng ảnh nào thì đặt cạnh tin, hồ sơ hoặc hội nghị, kèm mô tả, "
    "nguồn ảnh; "
    "người nhận ra được trong ảnh phải có phiếu đồng ý."
)


@dataclass(frozen=True)
class ReportPicture:
    """A picture of a Word report, with its place in the text.

    `file` is the file name under which the picture is saved, "" if the document only links to it. `remark`
    says why it is not saved, or what the user should do with it.
    """

    place: PicturePlace
    part: str
    file: str
    remark: str

    @property
    def where(self) -> str:
        """Says in Vietnamese where the picture was in the report: its section, and the text before it."""
        section = f"mục {self.place.code}, " if self.place.code else ""
        return section + (f"sau “{shortened(self.place.words, 80)}”" if self.place.words else "đầu văn bản")


def report_pictures(text: WordText, places: Sequence[PicturePlace]) -> list[ReportPicture]:
    """Returns a ReportPicture for each place of the report that has a picture.

    A picture that occurs in two places is saved as one file.
    """
    pictures: list[ReportPicture] = []
    files: dict[str, str] = {}
    for number, place in enumerate(places, start=1):
        known = 0 < place.number <= len(text.pictures)
        picture = text.pictures[place.number - 1] if known else EmbeddedPicture("", "")
        media_type = picture.media_type.lower()
        suffix = _USABLE.get(media_type) or _FOREIGN.get(media_type, "")
        file = files.setdefault(picture.part, f"anh-{number:02d}{suffix}") if picture.part and suffix else ""
        pictures.append(ReportPicture(place, picture.part, file, _remark(picture, media_type)))
    return pictures


def _remark(picture: EmbeddedPicture, media_type: str) -> str:
    if not picture.part:
        return "ảnh nằm ngoài tệp Word (chỉ có liên kết), xin người gửi tệp ảnh gốc"
    if media_type in _USABLE:
        return ""
    name = media_type.rpartition("/")[2].removeprefix("x-").upper() or "lạ"
    return (
        f"dạng {name} không dùng được, mở trong Word, bấm chuột phải vào ảnh, "
        "chọn “Lưu dưới dạng ảnh”, dạng PNG"
    )


def picture_notes(pictures: Sequence[ReportPicture], text: WordText, folder: Path | None) -> list[str]:
    """Says in Vietnamese where each picture of a Word report was, and whether it is saved in `folder`."""
    notes = [
        f"Ảnh {number} ({picture.where}) "
        + (f"→ {picture.file}" if folder and picture.file else "không nhập")
        + (f"; {picture.remark}." if picture.remark else ".")
        for number, picture in enumerate(pictures, start=1)
    ]
    if text.unplaced_pictures:
        notes.append(
            f"Còn {len(text.unplaced_pictures)} ảnh nằm trong khung vẽ, không rõ ở chỗ nào của bài. "
            "Mở tệp Word để xem."
        )
    advice = "" if folder else " Lấy ảnh ra xem: thêm --pictures THƯ_MỤC, một thư mục ngoài dự án."
    return [*notes, _CONSENT + advice] if notes else []


def refuse_folder(root: Path, folder: Path) -> None:
    """Raises UsageError if the folder for a report's pictures is inside the project, or is a file.

    Inside the project, pictures of people who have given no consent could get into git with `git add`.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise UsageError(
            f"thư mục ảnh {folder} nằm trong dự án; ảnh chưa có phiếu đồng ý không được lẫn vào kho. "
            "Chọn thư mục khác, ví dụ --pictures ../anh-bao-cao"
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} là một tệp, không phải thư mục")


def write_pictures(word: Path, folder: Path, pictures: Sequence[ReportPicture]) -> list[str]:
    """Writes the pictures of a Word report, and a text file that lists them, into a folder.

    Returns the names of the written files, the list last. Raises UsageError before writing anything if the
    folder already has a different file of one of these names.
    """
    parts = {picture.part: picture.file for picture in pictures if picture.file}
    if not parts:
        return []
    with zipfile.ZipFile(word) as archive:
        sizes = [archive.getinfo(part).file_size for part in parts]
        if max(sizes) > MAX_BYTES or sum(sizes) > MAX_ALL:
            raise UsageError(f"ảnh trong tệp {word.name} quá lớn. Mở bằng Word, lưu từng ảnh ra tệp")
        with refuse_damage(word, WORD):
            files = {file: read_part(archive, archive.getinfo(part)) for part, file in parts.items()}
    for file, content in files.items():
        if (folder / file).exists() and (folder / file).read_bytes() != content:
            raise UsageError(f"thư mục {folder} đã có tệp {file} khác. Chọn thư mục trống")
    for file, content in files.items():
        replace_file(folder / file, content)
    lines = (
        f"{picture.file or '(không có tệp)'}: {picture.where}; "
        + (picture.remark or _size(folder / picture.file))
        for picture in pictures
    )
    replace_file(folder / LIST, "\n".join([f"Ảnh lấy từ {word.name}", "", *lines, "", _CONSENT, ""]).encode())
    return [*files, LIST]


def _size(file: Path) -> str:
    image = read_image(file)
    if isinstance(image, UnusablePicture):
        return f"{image.reason}, xin người gửi ảnh gốc"
    return f"{image.width} × {image.height} điểm ảnh"
