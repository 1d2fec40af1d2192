"""What the search finds: one Entry a record that has a page, in the order in which equals are listed. Pure: no index here.

`search_page` is the page /tim-kiem/ itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kyyeu.facts.words import award_name, citation, joined
from kyyeu.model.awards import Award
from kyyeu.model.conferences import Conference
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Minor
from kyyeu.model.movements import Movement
from kyyeu.model.units import Unit
from kyyeu.vietnamese import initial, short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_day, conference_name, distinct_name, period_words, place_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.programmes import presenter, speech_anchor
from kyyeu.views.prose import resolve
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.cards import building
from kyyeu.views.site.unit_lineage import former_words

KINDS = {  # key → the heading of its group of results; groups that match equally well stand in this order
    "exemplar": "Điển hình",
    "unit": "Đơn vị",
    "movement": "Phong trào",
    "conference": "Hội nghị",
    "speech": "Tham luận",
    "document": "Văn bản",
    "news": "Tin tức",
    "booklet": "Ấn phẩm",
    "page": "Bài viết",
}
_TARGET = re.compile(r"\[([^\]]*)\]\(\s*<?([^\s)>]*)[^)]*\)")
_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` and `others` count as names, `words` as what is said about it in the lists (unit, office, awards, decision numbers),
    `text` as its prose. `note` and `unit` are the quiet lines of a result; `mark` stands where there is no picture."""

    kind: str
    address: str
    name: str
    note: str = ""
    unit: str = ""
    summary: str = ""
    mark: str = ""
    picture: PictureView | None = None
    others: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


def entries(catalogue: Catalogue, files: Iterable[BookletFile] = ()) -> list[Entry]:
    """People by tên, everything else by its name or date."""
    return [
        *_exemplars(catalogue),
        *_units(catalogue),
        *_movements(catalogue),
        *_conferences(catalogue),
        *_speeches(catalogue),
        *_documents(catalogue),
        *_news(catalogue),
        *_booklets(catalogue, files),
        *_pages(catalogue),
    ]


def plain(markdown: str, catalogue: Catalogue) -> str:
    """Markdown without addresses; a record link without words of its own reads as the record's name."""
    if "](" not in markdown:
        return markdown
    return _TARGET.sub(lambda match: match[1] or resolve(match[2], catalogue)[0], markdown)


def _exemplars(catalogue: Catalogue) -> Iterator[Entry]:
    library = catalogue.library
    shown = _distinct_names(catalogue)
    words = {ref: _unit_words(catalogue, ref) for ref in catalogue.by_unit}
    for record in catalogue.exemplars:
        group = record.type.label if record.type is ExemplarType.MODEL else record.group.label
        note, unit = _role(record, group), shown.get(record.unit, record.unit)
        degrees = record.degrees if record.minor is Minor.ADULT else ()
        movements = (library.movements[ref].name for ref in record.movements if ref in library.movements)
        told = (record.summary, record.quote or "", record.replication or "", *_told(record))
        yield Entry(
            "exemplar",
            addresses.exemplar(record.ref),
            record.name,
            note=note,
            unit="" if any(unit in line for line in (record.name, note)) else unit,
            summary=record.summary,
            mark=letter_of(record),
            picture=portrait(catalogue, record),
            words=(
                *record.titles,
                *degrees,
                group,
                record.field.label,
                record.cycle,
                *words[record.unit],
                *movements,
                *_award_words(catalogue, record.awards),
            ),
            text=(*told, plain(record.body.markdown, catalogue)),
        )


def _role(record: Exemplar, group: str) -> str:
    """'Nhà giáo · Hiệu trưởng'; an office that begins with the group's name says it alone."""
    office = record.titles[0] if record.titles else ""
    return office if office.casefold().startswith(group.casefold()) else joined(group, office)


def _told(record: Exemplar) -> Iterator[str]:
    for entry in record.achievements:
        yield f"{entry.figure or ''} {entry.text} {entry.source or ''}"
    for award in record.awards:
        if award.reason:
            yield award.reason


def _distinct_names(catalogue: Catalogue) -> dict[str, str]:
    """Each unit's name of today, with its place where another bears the same (as naming.distinct_name, for all at once)."""
    names = catalogue.names_now
    borne = Counter(names.values())
    return {ref: name if borne[name] == 1 else distinct_name(catalogue, ref) for ref, name in names.items()}


def _unit_words(catalogue: Catalogue, ref: str) -> tuple[str, ...]:
    """Every name that the unit has borne, who stands there today, where it stands."""
    unit = catalogue.library.units.get(ref)
    if unit is None:
        return (ref,)
    names = (part for entry in unit.names for part in (entry.name, entry.short or ""))
    following = (catalogue.unit_name(entry) for entry in catalogue.successors(ref))
    return (*names, *following, place_words(unit.place_on(catalogue.day)), unit.kind.label)


def _award_words(catalogue: Catalogue, awards: Iterable[Award]) -> Iterator[str]:
    """'Chiến sĩ thi đua cơ sở', 'CSTĐ cơ sở', '1582/QĐ-CTN', '2019'."""
    library = catalogue.library
    for award in awards:
        title = library.award_titles.get(award.title)
        yield award_name(award, library)
        if title and title.short:
            yield title.short
        if award.decision is not None:
            known = library.decisions.get(award.decision.id) if award.decision.id else None
            number = known.number if known else award.decision.number
            yield f"Quyết định {number}" if number else ""
        yield str(award.year or award.school_year or "")


def _units(catalogue: Catalogue) -> Iterator[Entry]:
    library = catalogue.library
    models: dict[str, list[str]] = {}
    for model in library.models.values():
        models.setdefault(model.unit, []).extend((model.name, model.kind, model.how, model.results))
    for record in sorted(
        library.units.values(), key=lambda unit: (sort_key(catalogue.unit_name(unit.id)), unit.id)
    ):
        name = catalogue.unit_name(record.id)
        report = library.reports.get(f"{record.id}/{library.site.cycle}")
        yield Entry(
            "unit",
            addresses.unit(record.id),
            name,
            note=joined(record.kind.label, place_words(record.place_on(catalogue.day))),
            unit=former_words(catalogue, record),
            summary=record.summary or "",
            mark=initial(_own_name(record, catalogue)),
            picture=building(catalogue, record),
            others=_other_names(record, name),
            words=(
                *_unit_words(catalogue, record.id),
                former_words(catalogue, record),
                record.cluster or "",
                *_award_words(catalogue, record.awards),
            ),
            text=(
                record.summary or "",
                *models.get(record.id, ()),
                *((plain(part.body.markdown, catalogue) for part in report.sections) if report else ()),
            ),
        )


def _other_names(record: Unit, name: str) -> tuple[str, ...]:
    """Short names and those it bore before."""
    return tuple(
        part
        for entry in reversed(record.names)
        for part in (entry.short or "", entry.name)
        if part and part != name
    )


def _own_name(record: Unit, catalogue: Catalogue) -> str:
    """'Trường THPT Suối Ngọc' → 'Suối Ngọc': what tells it from the others begins after its kind."""
    rest = re.sub(
        r"^(Trường|Trung tâm|Phòng|Sở|Ủy ban nhân dân)\s|\b[A-ZĐ&-]{2,}\b", "", catalogue.unit_name(record.id)
    ).strip()
    return rest or catalogue.unit_name(record.id)


def _movements(catalogue: Catalogue) -> Iterator[Entry]:
    library, names = catalogue.library, _distinct_names(catalogue)
    for record in sorted(library.movements.values(), key=lambda entry: (sort_key(entry.name), entry.id)):
        unit = names.get(record.unit, "") if record.unit else ""
        yield Entry(
            "movement",
            addresses.movement(record.id),
            record.name,
            note=joined(record.launched_by.label, record.kind.label, _when(record)),
            unit=unit,
            summary=record.summary or record.slogan or "",
            mark="★",
            others=(record.slogan,) if record.slogan else (),
            words=(
                record.launched_by.label,
                record.kind.label,
                record.scope or "",
                unit,
                _launch_number(catalogue, record),
                _when(record),
            ),
            text=(record.summary or "", *dict.fromkeys(entry.indicator for entry in record.results)),
        )


def _when(record: Movement) -> str:
    return record.period or str(record.year or "")


def _launch_number(catalogue: Catalogue, record: Movement) -> str:
    if record.document is None:
        return ""
    known = catalogue.library.documents.get(record.document.id or "")
    return (known.number if known else record.document.number) or ""


def _conferences(catalogue: Catalogue) -> Iterator[Entry]:
    for record in reversed(catalogue.conferences):
        day = catalogue.conference_day(record.ref)
        presenters = (presenter(person) for item in record.programme for person in item.presenters)
        delegates = (entry.name for entry in catalogue.delegates.get(record.ref, ()))
        venues = (session.venue or "" for session in record.sessions)
        elected = (
            entry.name for entry in catalogue.library.delegates.values() if entry.elected_at == record.ref
        )
        yield Entry(
            "conference",
            addresses.conference(record.ref),
            conference_name(catalogue, record),
            note=joined(
                short_date(day) if day else "", period_words(catalogue, record.cycle), record.status.label
            ),
            unit=catalogue.unit_name(record.unit, conference_day(catalogue, record)),
            summary=record.summary or "",
            mark="HN",
            words=(
                record.form.label,
                record.level.label,
                period_words(catalogue, record.cycle),
                catalogue.unit_name(record.unit),
                record.theme or "",
                short_date(day) if day else "",
                *venues,
            ),
            text=(
                record.summary or "",
                *presenters,
                *_item_titles(record),
                *dict.fromkeys((*delegates, *elected)),
            ),
        )


def _item_titles(record: Conference) -> Iterator[str]:
    return (f"{item.title or ''} {item.note or ''}" for item in record.programme)


def _speeches(catalogue: Catalogue) -> Iterator[Entry]:
    library = catalogue.library
    for ref, record in library.speeches.items():
        exemplar = library.exemplars.get(record.exemplar or "")
        who = exemplar.name if exemplar else presenter(record.presenter) if record.presenter else ""
        if record.conference in library.conferences:
            yield Entry(
                "speech",
                f"{addresses.conference(record.conference)}#{speech_anchor(ref)}",
                record.title,
                note=joined(record.kind.label, who),
                unit=catalogue.unit_name(record.unit),
                mark="TL",
                words=(record.kind.label, who, catalogue.unit_name(record.unit)),
                text=(plain(record.body.markdown, catalogue),),
            )


def _documents(catalogue: Catalogue) -> Iterator[Entry]:
    for record in catalogue.library.documents.values():
        yield Entry(
            "document",
            addresses.document(record.id),
            citation(record),
            note=record.type.label,
            summary=record.subject,
            mark="VB",
            others=tuple(part for part in (record.number, record.subject) if part),
            words=(record.type.label, record.issuer),
        )


def _news(catalogue: Catalogue) -> Iterator[Entry]:
    for record in catalogue.news:
        unit = catalogue.unit_name(record.unit)
        yield Entry(
            "news",
            addresses.news(record.ref),
            record.title,
            note=joined(short_date(record.date), record.phase.label),
            unit=unit,
            summary=record.summary or "",
            mark="TIN",
            words=(unit, record.phase.label, short_date(record.date)),
            text=(record.summary or "", plain(record.body.markdown, catalogue)),
        )


def _booklets(catalogue: Catalogue, files: Iterable[BookletFile]) -> Iterator[Entry]:
    for file in files:
        unit = catalogue.unit_name(file.unit)
        yield Entry(
            "booklet",
            file.address,
            file.title,
            note=joined("PDF", f"{file.pages} trang"),
            unit=unit,
            mark="PDF",
            words=(unit, catalogue.library.conferences[file.conference].cycle, "pdf"),
        )


def _pages(catalogue: Catalogue) -> Iterator[Entry]:
    """The site's own prose. The home page's stands among other things, so it is found by those."""
    for file, page in catalogue.library.pages.items():
        stem = file.removeprefix("content/").removesuffix(".md").removesuffix("index").rstrip("/")
        heading = _HEADING.search(page.body.markdown)
        name = heading[1] if heading else page.title
        if stem and name:
            yield Entry(
                "page",
                f"{stem}/",
                name,
                note="Bài viết",
                summary=page.description or "",
                mark=initial(name),
                text=(plain(page.body.markdown, catalogue),),
            )


@dataclass(frozen=True, slots=True)
class SearchView:
    """`lists` is where a reader without JavaScript finds everything; `examples` are queries to try."""

    heading: str
    description: str
    lists: tuple[Link, ...]
    examples: tuple[str, ...]


def search_page(catalogue: Catalogue) -> SearchView:
    library = catalogue.library
    counts = {
        "exemplars": (len(catalogue.exemplars), "điển hình, xếp theo tên"),
        "units": (len(library.units), "đơn vị, kể cả tên trước đây"),
        "movements": (len(library.movements), "phong trào, theo cấp phát động"),
        "conferences": (len(library.conferences), "hội nghị, đại hội"),
        "news": (len(library.news), "tin, mới nhất trước"),
        "documents": (len(library.documents), "văn bản được dẫn"),
        "booklets": (0, "kỷ yếu, chương trình, báo cáo"),
    }
    lists = (
        Link(addresses.SECTIONS[key][1], addresses.SECTIONS[key][0], f"{count} {words}" if count else words)
        for key, (count, words) in counts.items()
    )
    return SearchView(
        heading="Tìm kiếm",
        description="Tìm điển hình, đơn vị, phong trào, hội nghị và văn bản; gõ có dấu hay không dấu đều được.",
        lists=tuple(lists),
        examples=_examples(catalogue),
    )


def _examples(catalogue: Catalogue) -> tuple[str, ...]:
    """A name without its marks, an abbreviation, a decision's number: what readers may not expect to work."""
    numbers = sorted({record.number for record in catalogue.library.decisions.values() if record.number})
    return tuple(part for part in ("giáo viên THPT", "hoc sinh gioi", numbers[0] if numbers else "") if part)
