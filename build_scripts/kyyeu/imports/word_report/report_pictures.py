"""The pictures of a report in Word → files in a folder of the user's, outside the project, with a list of where each stood in the text.

Nobody asked those who can be seen on them, so none comes into the project by itself (domain §8).
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kyyeu.imports.office_file import WORD, refuse_damage
from kyyeu.imports.word_report.open_report import EmbeddedPicture, WordText
from kyyeu.imports.word_report.report_sections import PicturePlace
from kyyeu.loading.pictures import MAX_BYTES, read_image
from kyyeu.loading.records import shortened
from kyyeu.problems import UsageError
from kyyeu.work.replace import replace_file

LIST = "danh-sach.txt"
MAX_ALL = 200_000_000
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
    "Ảnh trong báo cáo không tự vào kho. Muốn dùng ảnh nào thì đặt cạnh tin, hồ sơ hoặc hội nghị, kèm mô tả, nguồn ảnh; "
    "người nhận ra được trong ảnh phải có phiếu đồng ý."
)


@dataclass(frozen=True)
class ReportPicture:
    """A picture and where it stood; `file` is its name in the folder, "" where it can't be had, `remark` why or what to do."""

    seen: PicturePlace
    part: str
    file: str
    remark: str

    @property
    def where(self) -> str:
        section = f"mục {self.seen.code}, " if self.seen.code else ""
        return (
            f"{section}sau “{shortened(self.seen.words, 80)}”" if self.seen.words else f"{section}đầu văn bản"
        )


def report_pictures(read: WordText, places: Sequence[PicturePlace]) -> list[ReportPicture]:
    """One a place in the text; a picture that stands twice is one file."""
    found: list[ReportPicture] = []
    files: dict[str, str] = {}
    for number, seen in enumerate(places, start=1):
        picture = (
            read.pictures[seen.number - 1]
            if 0 < seen.number <= len(read.pictures)
            else EmbeddedPicture("", "")
        )
        kind = picture.media_type.lower()
        suffix = _USABLE.get(kind) or _FOREIGN.get(kind, "")
        file = files.setdefault(picture.part, f"anh-{number:02d}{suffix}") if picture.part and suffix else ""
        found.append(ReportPicture(seen, picture.part, file, _remark(picture, kind)))
    return found


def _remark(picture: EmbeddedPicture, kind: str) -> str:
    if not picture.part:
        return "ảnh nằm ngoài tệp Word (chỉ có liên kết), xin người gửi tệp ảnh gốc"
    if kind in _USABLE:
        return ""
    name = kind.rpartition("/")[2].removeprefix("x-").upper() or "lạ"
    return f"dạng {name} không dùng được, mở trong Word, bấm chuột phải vào ảnh, chọn “Lưu dưới dạng ảnh”, dạng PNG"


def picture_notes(taken: Sequence[ReportPicture], read: WordText, folder: Path | None) -> list[str]:
    said = [
        f"Ảnh {number} ({entry.where}) "
        + (f"→ {entry.file}" if folder and entry.file else "không nhập")
        + (f"; {entry.remark}" if entry.remark else "")
        + "."
        for number, entry in enumerate(taken, start=1)
    ]
    if read.unplaced_pictures:
        said.append(
            f"Còn {len(read.unplaced_pictures)} ảnh nằm trong khung vẽ, không rõ ở chỗ nào của bài. Mở tệp Word để xem."
        )
    if said:
        said.append(
            _CONSENT
            + ("" if folder else " Lấy ảnh ra xem: thêm --pictures THƯ_MỤC, một thư mục ngoài dự án.")
        )
    return said


def refuse_folder(root: Path, folder: Path) -> None:
    """Raises UsageError. Below the project, one `git add` would take the pictures along."""
    if folder.resolve().is_relative_to(root.resolve()):
        raise UsageError(
            f"thư mục ảnh {folder} nằm trong dự án; ảnh chưa có phiếu đồng ý không được lẫn vào kho. Chọn thư mục khác, "
            "ví dụ --pictures ../anh-bao-cao"
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} là một tệp, không phải thư mục")


def write_pictures(word: Path, folder: Path, taken: Sequence[ReportPicture]) -> list[str]:
    """Names of what was written, the list last. Raises UsageError before anything is, where another file has a name of ours."""
    parts = {entry.part: entry.file for entry in taken if entry.file}
    if not parts:
        return []
    with zipfile.ZipFile(word) as packed:
        sizes = [packed.getinfo(part).file_size for part in parts]
        if max(sizes) > MAX_BYTES or sum(sizes) > MAX_ALL:
            raise UsageError(f"ảnh trong tệp {word.name} quá lớn. Mở bằng Word, lưu từng ảnh ra tệp")
        with refuse_damage(word, WORD):
            files = {file: packed.read(part) for part, file in parts.items()}
    strange = next(
        (
            file
            for file, data in files.items()
            if (folder / file).exists() and (folder / file).read_bytes() != data
        ),
        "",
    )
    if strange:
        raise UsageError(f"thư mục {folder} đã có tệp {strange} khác. Chọn thư mục trống")
    for file, data in files.items():
        replace_file(folder / file, data)
    lines = (f"{entry.file or '(không có tệp)'}: {entry.where}{_size(folder, entry)}" for entry in taken)
    replace_file(folder / LIST, "\n".join([f"Ảnh lấy từ {word.name}", "", *lines, "", _CONSENT, ""]).encode())
    return [*files, LIST]


def _size(folder: Path, entry: ReportPicture) -> str:
    if entry.remark:
        return f"; {entry.remark}"
    found = read_image(folder / entry.file)
    return f"; {found.width} × {found.height} điểm ảnh" if found else "; tệp ảnh hỏng, xin người gửi ảnh gốc"
