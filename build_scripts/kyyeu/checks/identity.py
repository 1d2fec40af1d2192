"""Checks that no two records share an id, a former web address or the number of a consent form."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.consent import consenting_people
from kyyeu.model.library import Library
from kyyeu.problems import Problem, Severity
from kyyeu.vietnamese import fold


@check("alias-collides", asks="Địa chỉ cũ của một hồ sơ không trùng hồ sơ khác.")
def alias_collisions(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a former web address belongs to one exemplar only."""
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
    """Checks that a person has only one profile in a unit and cycle."""
    seen: dict[tuple[str, str, str], str] = {}
    for ref, exemplar in library.exemplars.items():
        identity = (exemplar.unit, exemplar.cycle, fold(exemplar.name))
        if identity in seen:
            yield Problem(
                library.place("exemplar", ref, ("name",)),
                "exemplar-doubled",
                f"“{exemplar.name}” đã có hồ sơ “{seen[identity]}” trong cùng đơn vị và giai đoạn.",
                "Nếu là hai người, hai tập thể trùng tên thì giữ nguyên; nếu là một thì gộp lại.",
                Severity.WARNING,
            )
        seen.setdefault(identity, ref)


@check("consent-doubled", asks="Một số phiếu đồng ý chỉ dùng cho một người.")
def doubled_consents(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the number of each consent form is used for one person only."""
    owners: dict[str, set[str]] = defaultdict(set)
    for kind, ref, person in consenting_people(library):
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
