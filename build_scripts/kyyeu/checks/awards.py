"""Checks that the title, rank, law, year and decision of each award agree with each other."""

import re
from collections.abc import Iterator
from datetime import date

from kyyeu.checks.registry import check
from kyyeu.facts.words import award_year
from kyyeu.model.awards import Award, AwardTitle, Recipient, Regime
from kyyeu.model.exemplars import ExemplarType
from kyyeu.model.library import Library
from kyyeu.model.sources import Path
from kyyeu.problems import Problem, Severity, nearest

_NUMBER = re.compile(r"\d+[a-z]?/(\d{4}/)?QĐ-[A-ZĐ&\-]+", re.IGNORECASE)


def _awards(library: Library) -> Iterator[tuple[str, str, Path, Award, AwardTitle | None]]:
    """Yields every award of the exemplars (honoured people and collectives) and of the units.

    Each value has the kind and the reference of the record, the path of the award within the record, the
    award, and its title in the catalogue of award titles (None if the catalogue does not have the title).
    """
    for kind, holders in (("exemplar", library.exemplars), ("unit", library.units)):
        for ref, holder in holders.items():
            for index, award in enumerate(holder.awards):
                yield kind, ref, ("awards", index), award, library.award_titles.get(award.title)


@check("award-recipient", asks="Danh hiệu cá nhân không tặng tập thể, và ngược lại.")
def recipients(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a person has no award meant only for collectives, and a collective none only for people."""
    for kind, ref, path, _, title in _awards(library):
        personal = kind == "exemplar" and library.exemplars[ref].type is ExemplarType.INDIVIDUAL
        wrong = Recipient.COLLECTIVE if personal else Recipient.INDIVIDUAL
        if title and title.recipient is wrong:
            yield Problem(
                library.place(kind, ref, (*path, "title")),
                "award-recipient",
                f"“{title.name}” chỉ tặng {wrong.label.lower()}.",
                "Chọn danh hiệu khác trong data/awards.yml.",
            )


@check("award-rank", asks="Hạng, giải có trong danh mục.")
def ranks(library: Library, day: date) -> Iterator[Problem]:
    """Checks that an award's rank, such as second class, is one that the catalogue lists for its title."""
    for kind, ref, path, award, title in _awards(library):
        if title and award.rank and award.rank not in title.ranks:
            listed = (
                f"Chọn một trong: {', '.join(title.ranks)}."
                if title.ranks
                else "Danh hiệu này không chia hạng; xóa dòng rank."
            )
            yield Problem(
                library.place(kind, ref, (*path, "rank")),
                "award-rank",
                f"“{title.name}” không có hạng “{award.rank}”.",
                f"{nearest(award.rank, title.ranks)} {listed}".strip(),
            )


@check("award-regime", asks="Danh hiệu còn trong luật vào năm được tặng.")
def regimes(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the title of each award existed in the law of the year in which it was conferred.

    Until 2023, that is the law on emulation and commendation of 2003, and afterwards the law of 2022.
    """
    for kind, ref, path, award, title in _awards(library):
        year = award_year(award, library)
        regime = Regime.LAW_2003 if year and year <= 2023 else Regime.LAW_2022
        if title and year and regime not in title.regimes:
            yield Problem(
                library.place(kind, ref, (*path, "title")),
                "award-regime",
                f"“{title.name}” không có trong luật áp dụng năm {year}.",
                "Xem lại năm hoặc danh hiệu.",
            )


@check("award-year-missing", asks="Khen thưởng có năm, năm học hoặc ngày quyết định.")
def years(library: Library, day: date) -> Iterator[Problem]:
    """Checks that every award has a year, a school year or a decision with a date."""
    # If the record of an award's decision could not be loaded because of errors, the decision's date is
    # unknown. Then no problem is reported for the award.
    unsound = library.declared.get("decision", frozenset()) - library.decisions.keys()
    for kind, ref, path, award, _ in _awards(library):
        if award_year(award, library) is None and not (award.decision and award.decision.id in unsound):
            yield Problem(
                library.place(kind, ref, path),
                "award-year-missing",
                "Khen thưởng chưa có năm.",
                "Ghi year, school_year, hoặc ngày của quyết định.",
                Severity.WARNING,
            )


@check("decision-number", asks="Số quyết định viết đúng dạng; dạng cũ chỉ nhắc.")
def decision_numbers(library: Library, day: date) -> Iterator[Problem]:
    """Checks that the number of an award decision has the usual form, such as '1582/QĐ-CTN'."""
    numbers: list[tuple[str, str, Path, str | None]] = [
        (kind, ref, (*path, "decision", "number"), award.decision.number)
        for kind, ref, path, award, _ in _awards(library)
        if award.decision
    ]
    numbers += [
        ("decision", ref, ("number",), decision.number) for ref, decision in library.decisions.items()
    ]
    for kind, ref, path, number in numbers:
        if number and not _NUMBER.fullmatch(number):
            yield Problem(
                library.place(kind, ref, path),
                "decision-number",
                f"Số quyết định “{number}” không theo dạng thường gặp.",
                "Dạng thường gặp: 1582/QĐ-CTN. Nếu văn bản cũ ghi như vậy thì giữ nguyên.",
                Severity.WARNING,
            )


@check("decision-list", asks="Người có tên trong danh sách quyết định ghi khen thưởng ấy trong hồ sơ.")
def decision_lists(library: Library, day: date) -> Iterator[Problem]:
    """Checks that each award that a decision's list gives to a person is recorded in the person's profile."""
    for ref, decision in library.decisions.items():
        for index, line in enumerate(decision.list):
            exemplar = library.exemplars.get(line.person or "")
            if exemplar and all(award.title != line.award for award in exemplar.awards):
                yield Problem(
                    library.place("decision", ref, ("list", index, "award")),
                    "decision-list",
                    f"Hồ sơ “{exemplar.ref}” chưa ghi khen thưởng này.",
                    f"Thêm title: {line.award} vào awards của hồ sơ, hoặc sửa danh sách.",
                    Severity.WARNING,
                )


@check("as-printed", asks="Tên trong danh sách quyết định giống tên trong hồ sơ.")
def names_as_printed(library: Library, day: date) -> Iterator[Problem]:
    """Checks that an award decision's list spells each person's name exactly as the person's profile does."""
    for ref, decision in library.decisions.items():
        for index, line in enumerate(decision.list):
            exemplar = library.exemplars.get(line.person or "")
            if exemplar and line.as_printed and exemplar.name not in line.as_printed:
                yield Problem(
                    library.place("decision", ref, ("list", index, "as_printed")),
                    "as-printed",
                    f"Danh sách in “{line.as_printed}”, hồ sơ ghi “{exemplar.name}”.",
                    "Sửa hồ sơ theo danh sách, hoặc đề nghị đính chính quyết định.",
                    Severity.WARNING,
                )
