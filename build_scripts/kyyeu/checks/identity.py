"""Ids and old addresses: none stands for two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.model.library import Library
from kyyeu.problems import Problem, Severity
from kyyeu.vietnamese import fold


@check("alias-collides", asks="Địa chỉ cũ của một hồ sơ không trùng hồ sơ khác.")
def alias_collisions(library: Library, day: date) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for ref, exemplar in library.exemplars.items():
        for index, alias in enumerate(exemplar.aliases):
            address = f"{exemplar.unit}/{alias}"
            other = address if address in library.exemplars else owners.get(address)
            owners.setdefault(address, ref)
            if other:
                yield Problem(
                    library.place("exemplar", ref, ("aliases", index)),
                    "alias-collides",
                    f"Địa chỉ cũ “{alias}” đã thuộc về hồ sơ “{other}”.",
                    "Xóa địa chỉ này ở một trong hai hồ sơ.",
                )


@check("exemplar-doubled", asks="Một người không có hai hồ sơ trong cùng đơn vị và giai đoạn.")
def doubled_exemplars(library: Library, day: date) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], str] = {}
    for ref, exemplar in library.exemplars.items():
        mark = (exemplar.unit, exemplar.cycle, fold(exemplar.name))
        if mark in seen:
            yield Problem(
                library.place("exemplar", ref, ("name",)),
                "exemplar-doubled",
                f"“{exemplar.name}” đã có hồ sơ “{seen[mark]}” trong cùng đơn vị và giai đoạn.",
                "Nếu là hai người, hai tập thể trùng tên thì giữ nguyên; nếu là một thì gộp lại.",
                Severity.WARNING,
            )
        seen.setdefault(mark, ref)


@check("consent-doubled", asks="Một số phiếu đồng ý chỉ dùng cho một người.")
def doubled_consents(library: Library, day: date) -> Iterator[Problem]:
    owners: dict[str, set[str]] = defaultdict(set)
    people = [("exemplar", ref, entry) for ref, entry in library.exemplars.items()]
    people += [("delegate", ref, entry) for ref, entry in library.delegates.items()]  # type: ignore[misc]
    for kind, ref, person in people:
        if person.consent is None:
            continue
        names = owners[person.consent.id]
        if names and fold(person.name) not in names:
            yield Problem(
                library.place(kind, ref, ("consent", "id")),
                "consent-doubled",
                f"Số phiếu “{person.consent.id}” đã dùng cho người khác.",
                "Xem lại số trên phiếu giấy.",
            )
        names.add(fold(person.name))
