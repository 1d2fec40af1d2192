"""Writes the review of a change as Vietnamese text, as Markdown for a pull request comment, or as JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kyyeu.outputs.problem_formats import LONGEST_COMMENT, escaped
from kyyeu.outputs.review.changed_pages import ChangedBooklet, ChangedPage, stretches
from kyyeu.views.office.record_changes import Changes, Publicity, RecordChange

_LISTED = 15  # The largest number of changed site pages that are listed by name.
NOTHING = "Không có thay đổi nào trong nội dung."


@dataclass(frozen=True, slots=True)
class Review:
    """Holds the differences between two states of a project, such as before and after a pull request.

    `not_rendered` says why pages were not compared. It is '' if nobody asked for a comparison, and None if
    they were compared. `pictures` has file names, each with a description. `others` has changed files that
    are not content.
    """

    changes: Changes
    pages: tuple[ChangedPage, ...] = ()
    booklets: tuple[ChangedBooklet, ...] = ()
    not_rendered: str | None = None
    pictures: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()


OTHERS = (
    "Đơn vị chỉ sửa trong content và data. Các tệp này mà gộp vào thì chạy được trên máy dựng trang: "
    "người quản trị xem từng dòng đã."
)
UNREAD = "Còn lỗi: hồ sơ nào chưa đọc được thì có thể bị kể là xóa. Sửa hết lỗi rồi hãy xem tiếp."


def text(review: Review) -> str:
    """Returns the review of a change as text for a terminal."""
    return "\n".join(_lines(review, lambda words: words, "", "  - ", "      ")) + "\n"


def markdown(review: Review) -> str:
    """Returns the review of a change as Markdown for a pull request comment.

    It is cut to the length that git hosts accept.
    """
    lines = [*_lines(review, escaped, "### ", "- ", "  - ")]
    for name, shown in review.pictures:
        lines.append(f"\n![{escaped(shown)}]({name})\n\n*{escaped(shown)}: trước (trái), sau (phải).*")
    text = ""
    for line in lines:
        if len(text) + len(line) > LONGEST_COMMENT:
            return f"{text}\n… còn nữa: chạy `kyyeu diff` để xem đủ.\n"
        text += f"{line}\n"
    return text


def as_json(review: Review) -> str:
    """Returns the review of a change as JSON text with English keys."""
    changes = review.changes
    data = {
        "units": [
            {
                "unit": unit.unit,
                "name": unit.name,
                "summary": unit.summary,
                "records": [
                    {
                        "verb": record.verb,
                        "kind": record.kind,
                        "name": record.name,
                        "fields": [field.text for field in record.fields],
                    }
                    for record in unit.records
                ],
            }
            for unit in changes.units
        ],
        "public": [
            {
                "kind": person.kind,
                "name": person.name,
                "unit": person.unit,
                "channels": person.channels,
                "consent": person.consent,
            }
            for person in changes.public
        ],
        "no_longer_public": dict(changes.no_longer),
        "not_rendered": review.not_rendered,
        "pages": [
            {"address": page.address, "title": page.title, "change": _verb(page)}
            for page in review.pages
            if page.after
        ],
        "pages_gone": sum(page.after is None for page in review.pages),
        "booklets": [
            {
                "file": booklet.name,
                "before": [old + 1 for old, _ in booklet.pages if old is not None],
                "after": [new + 1 for _, new in booklet.pages if new is not None],
            }
            for booklet in review.booklets
        ],
        "pictures": [name for name, _ in review.pictures],
        "other_files": review.others,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _lines(review: Review, plain: Callable[[str], str], head: str, item: str, inner: str) -> list[str]:
    changes = review.changes
    lines = [UNREAD, ""] if review.not_rendered else []
    if review.others:
        lines += [f"{head}Tệp ngoài nội dung: {len(review.others)}", "", OTHERS, ""]
        lines += [f"{item}{plain(name)}" for name in review.others[:_LISTED]]
        lines += [f"{item}và {len(review.others) - _LISTED} tệp khác"] if len(review.others) > _LISTED else []
        lines.append("")
    for unit in changes.units:
        lines += [f"{head}{plain(unit.name)}", "", f"{unit.summary[:1].upper()}{plain(unit.summary[1:])}", ""]
        for record in unit.records:
            lines.append(f"{item}{plain(_record(record))}")
            lines += [f"{inner}{plain(field.text)}" for field in record.fields]
        lines.append("")
    if changes.public:
        people = (f"{item}{plain(_public(person))}" for person in changes.public)
        lines += [f"{head}Mới công khai", "", *people, ""]
    if changes.no_longer:
        counts = (f"{item}{plain(name)}: {count} người, tập thể" for name, count in changes.no_longer.items())
        lines += [f"{head}Thôi công khai", "", *counts, ""]
    if not changes.units:
        lines += [NOTHING, ""]
    if review.not_rendered is not None:
        return [*lines, review.not_rendered] if review.not_rendered else lines[:-1]
    return [*lines, *_site(review.pages, plain, head, item), *_booklets(review.booklets, plain, head, item)]


def _public(person: Publicity) -> str:
    return f"{person.name} ({person.kind}, {person.unit}): {', '.join(person.channels)}; {person.consent}"


def _record(record: RecordChange) -> str:
    name = record.name or "chưa được đăng nên không nêu tên"
    return f"{record.verb[:1].upper()}{record.verb[1:]} {record.kind}: {name}"


def _site(pages: Sequence[ChangedPage], plain: Callable[[str], str], head: str, item: str) -> list[str]:
    if not pages:
        return [f"{head}Trang công khai", "", "Không trang nào thay đổi.", ""]
    kept = [page for page in pages if page.after is not None]
    kept.sort(key=lambda page: (page.before is not None, page.address.count("/") < 3))
    lines = [
        f"{head}Trang công khai: {len(pages)} trang thay đổi",
        "",
        *(
            f"{item}{_verb(page)}: {plain(page.title)} ({plain('/' + page.address)})"
            for page in kept[:_LISTED]
        ),
    ]
    if len(kept) > _LISTED:
        lines.append(f"{item}và {len(kept) - _LISTED} trang khác")
    # Removed pages are only counted, not listed, since their titles may name people.
    if gone := len(pages) - len(kept):
        lines.append(f"{item}bỏ: {gone} trang")
    return [*lines, ""]


def _verb(page: ChangedPage) -> str:
    return "mới" if page.before is None else "sửa"


def _booklets(
    booklets: Sequence[ChangedBooklet], plain: Callable[[str], str], head: str, item: str
) -> list[str]:
    if not booklets:
        return [f"{head}Ấn phẩm", "", "Không trang in nào thay đổi.", ""]
    lines = [f"{head}Ấn phẩm: {len(booklets)} tệp thay đổi", ""]
    for booklet in booklets:
        changed = [new for old, new in booklet.pages if old is not None and new is not None]
        come = [new for old, new in booklet.pages if old is None and new is not None]
        gone = [old for old, new in booklet.pages if new is None and old is not None]
        changes = [
            f"{verb} trang {_ranges(numbers)}"
            for verb, numbers in (("sửa", changed), ("thêm", come), ("bỏ", gone))
            if numbers
        ]
        lines.append(f"{item}{plain(booklet.name)}: {'; '.join(changes)}")
    return [*lines, ""]


def _ranges(numbers: Sequence[int]) -> str:
    """Returns page numbers counted from 0 as ranges counted from 1: [0, 1, 2, 5] becomes "1–3, 6"."""
    return ", ".join(
        str(first + 1) if first == last else f"{first + 1}–{last + 1}"
        for first, last in stretches(sorted(numbers))
    )


FORMATS: Mapping[str, Callable[[Review], str]] = {"text": text, "markdown": markdown, "json": as_json}
