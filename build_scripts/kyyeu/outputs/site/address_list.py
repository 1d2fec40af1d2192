"""The addresses that a site answers to, and those once published (data/addresses.txt) that it no longer does.

Nobody's old link may die unseen: an address that goes needs a redirect, or the removal of its line; a withheld record's goes silently."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.model.records import Records
from kyyeu.outputs.exports.hosting import HOST_FILES
from kyyeu.outputs.site.offline import MANIFEST, WORKER
from kyyeu.outputs.site.policy import EDITOR
from kyyeu.problems import Place, Problem, Severity
from kyyeu.views import addresses

LIST = "data/addresses.txt"
HEADER = "# Các địa chỉ đã công bố, mỗi dòng một địa chỉ; “kyyeu addresses --update” ghi tệp này. Xóa một dòng là chấp nhận bỏ địa chỉ ấy.\n"
_PASSING = (
    "assets/",
    "dien-hinh/chu/",
    EDITOR,
)  # files of pages and of the editor; pages of a letter, which come and go with the length of the list


@dataclass(frozen=True)
class AddressList:
    """The list as it should be, and how it differs from the one that is there. `lost` are lines whose address is gone unexplained."""

    addresses: tuple[str, ...]
    added: int
    dropped: int
    lost: tuple[int, ...]


def page_addresses(files: Iterable[str]) -> list[str]:
    """Files of the site by path → addresses: 'x/index.html' answers at 'x/'."""
    return [path.removesuffix("index.html") for path in files if path.endswith("index.html")]


def published(files: Iterable[str]) -> frozenset[str]:
    """The addresses that people may have kept: of pages, booklets, calendars, feeds and data."""
    return frozenset(
        path.removesuffix("index.html")
        for path in files
        if not path.startswith(_PASSING)
        and path not in (*HOST_FILES, WORKER, MANIFEST, "404.html")
        and not path.startswith(".")
    )


def withheld_addresses(records: Records, withheld: Iterable[str]) -> frozenset[str]:
    """Addresses of the exemplars whose references are `withheld`: old addresses too."""
    hidden = [records.exemplars[ref] for ref in withheld]
    return frozenset(
        addresses.exemplar(f"{exemplar.unit}/{name}")
        for exemplar in hidden
        for name in (exemplar.id, *exemplar.aliases)
    )


def compare(text: str, files: Iterable[str], withheld: frozenset[str]) -> AddressList:
    """`text` is that of the list, '' where there is none yet."""
    now = published(files)
    lines = _lines(text)
    kept = frozenset(address for _, address in lines if address not in withheld)
    listed = frozenset(address for _, address in lines)
    return AddressList(
        tuple(sorted(now | kept)),
        len(now - listed),
        len(listed - kept),
        tuple(number for number, address in lines if address not in now and address not in withheld),
    )


def address_problems(text: str, files: Iterable[str], withheld: frozenset[str]) -> list[Problem]:
    """The address itself is not said: it may hold a name, and the line leads to it."""
    found = compare(text, files, withheld)
    gone = [number for number, address in _lines(text) if address in withheld]
    return [
        *(
            Problem(
                Place(LIST, number),
                "address-lost",
                "Địa chỉ ghi ở dòng này đã công bố nhưng không còn trong trang.",
                "Ghi mã cũ vào “Địa chỉ cũ” (aliases) của hồ sơ mới; nếu cố ý bỏ thì xóa dòng này.",
            )
            for number in found.lost
        ),
        *(
            Problem(
                Place(LIST, number),
                "address-withheld",
                "Dòng này là địa chỉ của một hồ sơ không còn được đăng.",
                "Chạy “kyyeu addresses --update” để bỏ dòng này khỏi danh sách.",
                Severity.WARNING,
            )
            for number in gone
        ),
    ]


def list_text(found: AddressList) -> str:
    return HEADER + "".join(f"{address or '/'}\n" for address in found.addresses)


def _lines(text: str) -> list[tuple[int, str]]:
    """(line number, address); the home page's address is a line with '/'."""
    return [
        (number, "" if line.strip() == "/" else line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
