"""Changes records for tests: edits one record, or invents many exemplars (honoured people)."""

from dataclasses import replace
from itertools import product
from typing import Any, TypeVar

from kyyeu.model.exemplars import ExemplarType
from kyyeu.model.library import Library
from kyyeu.publishing.published import Published
from kyyeu.vietnamese import slug

Some = TypeVar("Some", Library, Published)

# The given names, family names and middle names from which the names of invented people are put together
NAMES = (
    [
        "An",
        "Ánh",
        "Ân",
        "Bình",
        "Đạt",
        "Đông",
        "Giang",
        "Hòa",
        "Hương",
        "Khánh",
        "Lan",
        "Oanh",
        "Ơn",
        "Phúc",
        "Thảo",
        "Thủy",
        "Tú",
        "Ưng",
        "Yến",
    ],
    ("Nguyễn", "Trần", "Lê", "Đinh", "Quách"),
    ("Văn", "Thị", "Đức", "Ngọc", "Hữu", "Thanh"),
)


def edited(published: Some, kind: str, ref: str, **changes: Any) -> Some:
    """Returns a copy of all records in which one record has other values.

    `kind` names the dictionary that holds the record, such as "exemplars".
    """
    records = getattr(published, kind)
    return replace(published, **{kind: {**records, ref: records[ref].model_copy(update=changes)}})


def many(published: Some, count: int) -> Some:
    """Returns a copy of all records in which `count` invented exemplars replace the present ones.

    The same people are invented at every call.
    """
    patterns = list(published.exemplars.values())
    units = list(published.units)
    # The attribute with the source files of the records is called `places` in a Library and `files` in a
    # Published.
    files = "places" if isinstance(published, Library) else "files"
    exemplars, sources = {}, dict(getattr(published, files))
    for place, (_, name, family, middle) in zip(range(count), product(range(count), *NAMES), strict=False):
        pattern, unit, full = (
            patterns[place % len(patterns)],
            units[place % len(units)],
            f"{family} {middle} {name}",
        )
        taken = f"{unit}/{slug(full)}" in exemplars
        copy = pattern.model_copy(
            update={
                "id": f"{slug(full)}-{place}" if taken else slug(full),
                "name": full,
                "unit": unit,
                "type": ExemplarType.INDIVIDUAL,
                "sort_key": None,
                "photo": None,
                "model": None,
            }
        )
        exemplars[copy.ref] = copy
        sources["exemplar", copy.ref] = sources["exemplar", pattern.ref]
    return replace(published, exemplars=exemplars, **{files: sources})
