"""Compares the site's addresses with those published before, which data/addresses.txt lists.

When an address disappears, the site needs a redirect, or the line must be removed from the list, so that
links do not break unnoticed. Addresses of withheld people may disappear without a report.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kyyeu.model.records import Records
from kyyeu.outputs.exports.hosting import HOST_FILES
from kyyeu.outputs.site.offline import MANIFEST, WORKER
from kyyeu.outputs.site.policy import EDITOR
from kyyeu.problems import Place, Problem, Severity
from kyyeu.views import addresses

LIST = "data/addresses.txt"
HEADER = (
    "# Các địa chỉ đã công bố, mỗi dòng một địa chỉ; “kyyeu addresses --update” ghi tệp này. "
    "Xóa một dòng là chấp nhận bỏ địa chỉ ấy.\n"
)
# Addresses with these prefixes are not listed: assets, the web editor, and the pages of the exemplar list for
# single letters, which come and go as the list grows or shrinks.
_UNLISTED = ("assets/", "dien-hinh/chu/", EDITOR)


@dataclass(frozen=True)
class AddressList:
    """The new list of published addresses, and its differences from the present file data/addresses.txt.

    `lost` are the line numbers of addresses that have disappeared without an explanation.
    """

    addresses: tuple[str, ...]
    added: int
    dropped: int
    lost: tuple[int, ...]


def lasting_addresses(files: Iterable[str]) -> frozenset[str]:
    """Returns the addresses that people may have bookmarked: pages, booklets, calendars, feeds and data."""
    return frozenset(
        path.removesuffix("index.html")
        for path in files
        if not path.startswith(_UNLISTED)
        and path not in (*HOST_FILES, WORKER, MANIFEST, "404.html")
        and not path.startswith(".")
    )


def withheld_addresses(records: Records, withheld: Iterable[str]) -> frozenset[str]:
    """Returns the present and former page addresses of the exemplars whose references are `withheld`."""
    return frozenset(
        addresses.exemplar(f"{exemplar.unit}/{name}")
        for exemplar in map(records.exemplars.__getitem__, withheld)
        for name in (exemplar.id, *exemplar.aliases)
    )


def compare(text: str, files: Iterable[str], withheld: frozenset[str]) -> AddressList:
    """Compares the text of data/addresses.txt ('' if there is none) with the paths of the site's files."""
    now = lasting_addresses(files)
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
    """Returns a problem for each published address that the site no longer has.

    The message does not repeat the address, which may contain a person's name.
    """
    comparison = compare(text, files, withheld)
    withheld_lines = [number for number, address in _lines(text) if address in withheld]
    return [
        *(
            Problem(
                Place(LIST, number),
                "address-lost",
                "Địa chỉ ghi ở dòng này đã công bố nhưng không còn trong trang.",
                "Ghi mã cũ vào “Địa chỉ cũ” (aliases) của hồ sơ mới; nếu cố ý bỏ thì xóa dòng này.",
            )
            for number in comparison.lost
        ),
        *(
            Problem(
                Place(LIST, number),
                "address-withheld",
                "Dòng này là địa chỉ của một hồ sơ không còn được đăng.",
                "Chạy “kyyeu addresses --update” để bỏ dòng này khỏi danh sách.",
                Severity.WARNING,
            )
            for number in withheld_lines
        ),
    ]


def list_text(address_list: AddressList) -> str:
    """Returns the new text of data/addresses.txt."""
    return HEADER + "".join(f"{address or '/'}\n" for address in address_list.addresses)


def _lines(text: str) -> list[tuple[int, str]]:
    """Returns (line number, address) pairs of data/addresses.txt.

    A line '/' is the home page, whose address is ''.
    """
    return [
        (number, "" if line.strip() == "/" else line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
