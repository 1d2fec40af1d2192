"""Records → the words that stand for them: a document's citation, an award's line, a unit's name with 'nay là'."""

from __future__ import annotations

from datetime import date

from kyyeu.model.awards import Award
from kyyeu.model.movements import LaunchDocument
from kyyeu.model.records import Records
from kyyeu.model.reports import Document
from kyyeu.model.units import UnitPlace
from kyyeu.vietnamese import short_date


def joined(*parts: str, by: str = " · ") -> str:
    """The parts that are not empty, in one line."""
    return by.join(part for part in parts if part)


def document_number_and_date(number: str | None, day: date | None) -> str:
    """'76/KH-SGDĐT, ngày 15/6/2020'; an unknown part is left out, never invented."""
    parts = [number or "", f"ngày {short_date(day)}" if day else ""]
    return ", ".join(part for part in parts if part)


def citation(document: Document) -> str:
    """'Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị', as the guidance cites it."""
    if document.cited_as:
        return document.cited_as
    parts = [document.type.label]
    if document.number:
        parts.append(f"số {document.number}")
    if document.date:
        day = document.date
        month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
        parts.append(f"ngày {day.day:02d}/{month}/{day.year}")
    elif document.year:
        parts.append(f"năm {document.year}")
    return f"{' '.join(parts)} của {document.issuer}"


def launch_words(library: Records, document: LaunchDocument | None) -> str:
    """The paper that launched a movement, in words; '' where nothing of it is known."""
    if document is None:
        return ""
    known = library.documents.get(document.id) if document.id else None
    return citation(known) if known else document_number_and_date(document.number, document.date)


def award_year(award: Award, library: Records) -> int | None:
    """The year an award counts for: its own, else its decision's, else the school year's last."""
    if award.year:
        return award.year
    day = decision_date(award, library)
    if day:
        return day.year
    return int(award.school_year[-4:]) if award.school_year else None


def decision_date(award: Award, library: Records) -> date | None:
    if award.decision is None:
        return None
    known = library.decisions.get(award.decision.id) if award.decision.id else None
    return known.date if known else award.decision.date


def decision_words(award: Award, library: Records) -> str:
    """'Quyết định số 214/QĐ-MINHHOA ngày 12/9/2019 của …'; '' where nothing is known."""
    if award.decision is None:
        return ""
    known = library.decisions.get(award.decision.id) if award.decision.id else None
    number = known.number if known else award.decision.number
    day = known.date if known else award.decision.date
    issuer = known.issuer if known else award.decision.issuer
    parts = [
        f"Quyết định số {number}" if number else "",
        f"ngày {short_date(day)}" if day else "",
        f"của {issuer}" if issuer else "",
    ]
    text = " ".join(part for part in parts if part)
    return text if number else ""


def award_name(award: Award, library: Records) -> str:
    """'Huân chương Lao động hạng Ba', 'Giải Nhất học sinh giỏi cấp tỉnh': the catalogue's name and the rank."""
    title = library.award_titles.get(award.title)
    name = title.name if title else award.title
    if award.rank and award.rank.startswith("Giải ") and name.startswith("Giải "):
        return f"{award.rank} {name.removeprefix('Giải ')}"
    return (
        f"{name} {award.rank[0].lower() + award.rank[1:] if award.rank.startswith('Hạng') else award.rank}"
        if award.rank
        else name
    )


def place_words(place: UnitPlace | None) -> str:
    """'xã Suối Ngọc, huyện Vĩnh Lâm, tỉnh Hòa Bình'; '' if there is no place.

    A province whose name says its own kind, such as “Thành phố …”, keeps it.
    """
    if place is None:
        return ""
    has_kind = place.province.lower().startswith(("tỉnh", "thành phố"))
    province = place.province if has_kind else f"tỉnh {place.province}"
    return joined(place.commune or "", place.district or "", province, by=", ")
