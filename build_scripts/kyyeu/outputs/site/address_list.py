"""Compares the addresses of the site's pages and files with the list of published addresses.

The list is data/addresses.txt. It ensures that a link which people have saved does not break unnoticed. When
a listed address disappears, the site needs a redirect, or the address must be removed from the list. For the
page of a person who may no longer be shown, there is only a warning.
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
# Addresses with these prefixes are left out of data/addresses.txt: style sheets and scripts, the web editor,
# and pages that list honoured people by the letter of their name. Such a page comes and goes as the list
# grows or shrinks.
_UNLISTED = ("assets/", "dien-hinh/chu/", EDITOR)


@dataclass(frozen=True)
class AddressList:
    """Holds the new list of published addresses, and how it differs from the present data/addresses.txt.

    `added` and `dropped` are numbers of addresses. `lost` are the line numbers of addresses that the site no
    longer has and that do not belong to withheld people.
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
    """Returns all present and former page addresses of the honoured people (exemplars) who may not be shown.

    `withheld` are the references of their records.
    """
    return frozenset(
        addresses.exemplar(f"{exemplar.unit}/{name}")
        for exemplar in map(records.exemplars.__getitem__, withheld)
        for name in (exemplar.id, *exemplar.aliases)
    )


def compare(text: str, files: Iterable[str], withheld: frozenset[str]) -> AddressList:
    """Returns the new list of published addresses, and how it differs from data/addresses.txt.

    `text` is the present content of that file, or '' if there is none. `files` are the paths of the site's
    files, and `withheld` the addresses of people who may not be shown.
    """
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
    """Returns an error for each published address that the site no longer has.

    For the address of a person who may not be shown, the result has a warning instead. The message does not
    repeat the address, which may contain the person's name.
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
    """Returns the new text of data/addresses.txt, with one address on each line."""
    return HEADER + "".join(f"{address or '/'}\n" for address in address_list.addresses)


def _lines(text: str) -> list[tuple[int, str]]:
    """Returns (line number, address) pairs from `text`, the content of data/addresses.txt.

    A line '/' stands for the home page, whose address is ''.
    """
    return [
        (number, "" if line.strip() == "/" else line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
