"""Words short texts about records: the citation of a document, the name and decision of an award, a place."""

from datetime import date

from kyyeu.model.awards import Award, CitedDecision, Decision
from kyyeu.model.movements import LaunchDocument
from kyyeu.model.records import Records
from kyyeu.model.reports import Document
from kyyeu.model.units import UnitPlace
from kyyeu.vietnamese import month_figures, short_date


def joined(*parts: str, by: str = " · ") -> str:
    """Joins the texts that are not empty, with the separator `by` between them."""
    return by.join(part for part in parts if part)


def document_number_and_date(number: str | None, day: date | None) -> str:
    """Returns a document's number and date, such as '76/KH-SGDĐT, ngày 15/6/2020'.

    An unknown number or date is left out.
    """
    return joined(number or "", f"ngày {short_date(day)}" if day else "", by=", ")


def citation(document: Document) -> str:
    """Returns the citation of a document, such as 'Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị'.

    It has type, number, date and issuer of the document, as in citations of the official guidance.
    """
    if document.cited_as:
        return document.cited_as
    when = f"năm {document.year}" if document.year else ""
    if day := document.date:
        when = f"ngày {day.day:02d}/{month_figures(day)}/{day.year}"
    number = f"số {document.number}" if document.number else ""
    return joined(document.type.label, number, when, f"của {document.issuer}", by=" ")


def launch_words(records: Records, document: LaunchDocument | None) -> str:
    """Returns the citation of the document that launched a movement.

    Returns '' if nothing about the document is known.
    """
    if document is None:
        return ""
    known = records.documents.get(document.id or "")
    return citation(known) if known else document_number_and_date(document.number, document.date)


def award_year(award: Award, records: Records) -> int | None:
    """Returns the year for which an award counts, or None if it is unknown.

    This is the award's stated year, else the year of its decision, else the last year of its school year.
    """
    if award.year:
        return award.year
    if day := decision_date(award, records):
        return day.year
    return int(award.school_year[-4:]) if award.school_year else None


def award_decision(award: Award, records: Records) -> Decision | CitedDecision:
    """Returns the decision that conferred an award.

    This is the decision's own record, or without a record the number, date and issuer that the award states.
    """
    cited = award.decision or CitedDecision()
    return records.decisions.get(cited.id or "") or cited


def decision_date(award: Award, records: Records) -> date | None:
    """Returns the day on which the decision that conferred an award was signed; None if it is not known."""
    return award_decision(award, records).date


def decision_words(award: Award, records: Records) -> str:
    """Returns the decision that conferred an award as 'Quyết định số 214/QĐ-MINHHOA ngày 12/9/2019 của …'.

    Returns '' if the number of the decision is unknown.
    """
    decision = award_decision(award, records)
    if not decision.number:
        return ""
    return joined(
        f"Quyết định số {decision.number}",
        f"ngày {short_date(decision.date)}" if decision.date else "",
        f"của {decision.issuer}" if decision.issuer else "",
        by=" ",
    )


def award_name(award: Award, records: Records) -> str:
    """Returns the title of an award with its rank.

    Examples are 'Huân chương Lao động hạng Ba' and 'Giải Nhất học sinh giỏi'.
    """
    title = records.award_titles.get(award.title)
    name = title.name if title else award.title
    if not award.rank:
        return name
    if award.rank.startswith("Giải ") and name.startswith("Giải "):
        return f"{award.rank} {name.removeprefix('Giải ')}"
    return f"{name} {award.rank[0].lower() + award.rank[1:] if award.rank.startswith('Hạng') else award.rank}"


def place_words(place: UnitPlace | None) -> str:
    """Returns the place of a unit as 'xã Suối Ngọc, huyện Vĩnh Lâm, tỉnh Hòa Bình'; '' if there is no place.

    The word “tỉnh” (province) is not put before a name that already says what it is, such as “Thành phố …”.
    """
    if place is None:
        return ""
    kind = "" if place.province.lower().startswith(("tỉnh", "thành phố")) else "tỉnh "
    return joined(place.commune or "", place.district or "", kind + place.province, by=", ")
