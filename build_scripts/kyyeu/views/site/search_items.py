"""Lists what the site's search can find, and makes the data of the search page (/tim-kiem/).

There is an item for each record that has a page. Search results that match equally well are shown in the
order of the items.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kyyeu.facts.words import award_decision, award_name, citation, joined, place_words
from kyyeu.model.awards import Award
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Minor
from kyyeu.model.movements import Movement
from kyyeu.model.units import Unit
from kyyeu.vietnamese import initial, short_date, sort_key
from kyyeu.views import addresses
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import Link, conference_day, conference_name, distinct_name, period_words
from kyyeu.views.pictures import PictureView, letter_of, portrait
from kyyeu.views.programmes import presenter, speech_anchor
from kyyeu.views.prose import resolve
from kyyeu.views.site.booklet_downloads import BookletFile
from kyyeu.views.site.cards import building, group_label
from kyyeu.views.site.site_frame import PageView
from kyyeu.views.site.units import former_words

# The kinds of search results with their headings. Results that match equally well are shown in this order.
KINDS = {
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
_KIND_OF_UNIT = re.compile(r"^(Trường|Trung tâm|Phòng|Sở|Ủy ban nhân dân)\s|\b[A-ZĐ&-]{2,}\b")
_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SearchItem:
    """A record in the form in which the site's search finds and shows it.

    The search looks in `name` and `others` for names, in `words` for keywords (unit, position, awards,
    numbers of decisions), and in `text` for running text. `note` and `unit` are small lines below the name in
    a search result. `mark` is the letter that is shown in place of a missing picture.
    """

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


def search_items(catalogue: Catalogue, files: Iterable[BookletFile] = ()) -> list[SearchItem]:
    """Returns everything that the site's search can find, kind by kind, beginning with honoured people.

    `files` are the finished booklets. People are sorted by given name, other records by name or date.
    """
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
    """Returns Markdown text for the search, in which a link is replaced by its text.

    A link without text is replaced by the name of the record to which it refers.
    """
    if "](" not in markdown:
        return markdown
    return _TARGET.sub(lambda match: match[1] or resolve(match[2], catalogue)[0], markdown)


def _exemplars(catalogue: Catalogue) -> Iterator[SearchItem]:
    published = catalogue.published
    names = {ref: distinct_name(catalogue, ref) for ref in catalogue.by_unit}
    words = {ref: _unit_words(catalogue, ref) for ref in catalogue.by_unit}
    for record in catalogue.exemplars:
        group = group_label(record)
        note, unit = _role(record, group), names[record.unit]
        movements = (published.movements[ref].name for ref in record.movements if ref in published.movements)
        story = (record.summary, record.quote or "", record.replication or "")
        achievements = (
            f"{each.figure or ''} {each.text} {each.source or ''}" for each in record.achievements
        )
        reasons = (award.reason for award in record.awards if award.reason)
        yield SearchItem(
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
                *(record.degrees if record.minor is Minor.ADULT else ()),
                group,
                record.field.label,
                record.cycle,
                *words[record.unit],
                *movements,
                *_award_words(catalogue, record.awards),
            ),
            text=(*story, *achievements, *reasons, plain(record.body.markdown, catalogue)),
        )


def _role(record: Exemplar, group: str) -> str:
    """Returns an exemplar's group and position for a search result, such as 'Nhà giáo · Hiệu trưởng'.

    The group is left out if the text of the position begins with the group's name.
    """
    office = record.titles[0] if record.titles else ""
    return office if office.casefold().startswith(group.casefold()) else joined(group, office)


def _unit_words(catalogue: Catalogue, ref: str) -> tuple[str, ...]:
    """Returns the keywords by which the search finds a unit (such as a school) and its exemplars.

    They are the unit's present and former names, the present names of its successors, its place and its kind.
    """
    unit = catalogue.published.units.get(ref)
    if unit is None:
        return (ref,)
    names = (text for name in unit.names for text in (name.name, name.short or ""))
    following = (catalogue.unit_name(successor) for successor in catalogue.successors(ref))
    return (*names, *following, place_words(unit.place_on(catalogue.day)), unit.kind.label)


def _award_words(catalogue: Catalogue, awards: Iterable[Award]) -> Iterator[str]:
    """Yields the keywords by which the search finds the holder of awards.

    Examples are 'CSTĐ cơ sở', 'Quyết định 1582/QĐ-CTN' and '2019'.
    """
    published = catalogue.published
    for award in awards:
        title = published.award_titles.get(award.title)
        yield award_name(award, published)
        if title and title.short:
            yield title.short
        if number := award_decision(award, published).number:
            yield f"Quyết định {number}"
        yield str(award.year or award.school_year or "")


def _units(catalogue: Catalogue) -> Iterator[SearchItem]:
    published = catalogue.published
    models: dict[str, list[str]] = {}
    for model in published.models.values():
        models.setdefault(model.unit, []).extend((model.name, model.kind, model.how, model.results))
    for record in sorted(
        published.units.values(), key=lambda unit: (sort_key(catalogue.unit_name(unit.id)), unit.id)
    ):
        name = catalogue.unit_name(record.id)
        report = published.reports.get(f"{record.id}/{published.site.cycle}")
        yield SearchItem(
            "unit",
            addresses.unit(record.id),
            name,
            note=joined(record.kind.label, place_words(record.place_on(catalogue.day))),
            unit=former_words(catalogue, record),
            summary=record.summary or "",
            mark=initial(_distinctive_name(record, catalogue)),
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
    texts = (text for former in reversed(record.names) for text in (former.short, former.name))
    return tuple(text for text in texts if text and text != name)


def _distinctive_name(record: Unit, catalogue: Catalogue) -> str:
    """Returns the name of a unit (such as a school) without the words for its kind.

    The result is 'Suối Ngọc' for 'Trường THPT Suối Ngọc'.
    """
    name = catalogue.unit_name(record.id)
    return _KIND_OF_UNIT.sub("", name).strip() or name


def _movements(catalogue: Catalogue) -> Iterator[SearchItem]:
    movements = catalogue.published.movements.values()
    for record in sorted(movements, key=lambda movement: (sort_key(movement.name), movement.id)):
        unit = distinct_name(catalogue, record.unit) if record.unit else ""
        yield SearchItem(
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
            text=(record.summary or "", *dict.fromkeys(result.indicator for result in record.results)),
        )


def _when(record: Movement) -> str:
    return record.period or str(record.year or "")


def _launch_number(catalogue: Catalogue, record: Movement) -> str:
    if record.document is None:
        return ""
    document = catalogue.published.documents.get(record.document.id or "")
    return (document.number if document else record.document.number) or ""


def _conferences(catalogue: Catalogue) -> Iterator[SearchItem]:
    for record in reversed(catalogue.conferences):
        day = catalogue.conference_day(record.ref)
        presenters = (presenter(person) for item in record.programme for person in item.presenters)
        delegates = (delegate.name for delegate in catalogue.delegates.get(record.ref, ()))
        venues = (session.venue or "" for session in record.sessions)
        elected = (
            delegate.name
            for delegate in catalogue.published.delegates.values()
            if delegate.elected_at == record.ref
        )
        yield SearchItem(
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
                *(f"{item.title or ''} {item.note or ''}" for item in record.programme),
                *dict.fromkeys((*delegates, *elected)),
            ),
        )


def _speeches(catalogue: Catalogue) -> Iterator[SearchItem]:
    published = catalogue.published
    for ref, record in published.speeches.items():
        exemplar = published.exemplars.get(record.exemplar or "")
        who = exemplar.name if exemplar else presenter(record.presenter) if record.presenter else ""
        if record.conference in published.conferences:
            yield SearchItem(
                "speech",
                f"{addresses.conference(record.conference)}#{speech_anchor(ref)}",
                record.title,
                note=joined(record.kind.label, who),
                unit=catalogue.unit_name(record.unit),
                mark="TL",
                words=(record.kind.label, who, catalogue.unit_name(record.unit)),
                text=(plain(record.body.markdown, catalogue),),
            )


def _documents(catalogue: Catalogue) -> Iterator[SearchItem]:
    for record in catalogue.published.documents.values():
        yield SearchItem(
            "document",
            addresses.document(record.id),
            citation(record),
            note=record.type.label,
            summary=record.subject,
            mark="VB",
            others=tuple(text for text in (record.number, record.subject) if text),
            words=(record.type.label, record.issuer),
        )


def _news(catalogue: Catalogue) -> Iterator[SearchItem]:
    for record in catalogue.news:
        unit = catalogue.unit_name(record.unit)
        yield SearchItem(
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


def _booklets(catalogue: Catalogue, files: Iterable[BookletFile]) -> Iterator[SearchItem]:
    for file in files:
        unit = catalogue.unit_name(file.unit)
        yield SearchItem(
            "booklet",
            file.address,
            file.title,
            note=joined("PDF", f"{file.pages} trang"),
            unit=unit,
            mark="PDF",
            words=(unit, catalogue.published.conferences[file.conference].cycle, "pdf"),
        )


def _pages(catalogue: Catalogue) -> Iterator[SearchItem]:
    """Yields the pages written in Markdown (below content/) as items that the search can find.

    The home page is left out. Its text only introduces lists of records, which the search finds anyway.
    """
    for file, page in catalogue.published.pages.items():
        stem = file.removeprefix("content/").removesuffix(".md").removesuffix("index").rstrip("/")
        heading = _HEADING.search(page.body.markdown)
        name = heading[1] if heading else page.title
        if stem and name:
            yield SearchItem(
                "page",
                f"{stem}/",
                name,
                note="Bài viết",
                summary=page.description or "",
                mark=initial(name),
                text=(plain(page.body.markdown, catalogue),),
            )


@dataclass(frozen=True, slots=True)
class SearchView(PageView):
    """The data of the search page.

    `lists` are links to pages that list records, for readers without JavaScript. `examples` are queries that
    a reader can try.
    """

    lists: tuple[Link, ...]
    examples: tuple[str, ...]


def search_page(catalogue: Catalogue) -> SearchView:
    """Returns the data of the search page /tim-kiem/."""
    published = catalogue.published
    counts = {
        "exemplars": (len(catalogue.exemplars), "điển hình, xếp theo tên"),
        "units": (len(published.units), "đơn vị, kể cả tên trước đây"),
        "movements": (len(published.movements), "phong trào, theo cấp phát động"),
        "conferences": (len(published.conferences), "hội nghị, đại hội"),
        "news": (len(published.news), "tin, mới nhất trước"),
        "documents": (len(published.documents), "văn bản được dẫn"),
        "booklets": (0, "kỷ yếu, chương trình, báo cáo"),
    }
    lists = (
        Link(addresses.SECTIONS[key][1], addresses.SECTIONS[key][0], f"{count} {words}" if count else words)
        for key, (count, words) in counts.items()
    )
    return SearchView(
        heading="Tìm kiếm",
        description="Tìm điển hình, đơn vị, phong trào, hội nghị và văn bản; "
        "gõ có dấu hay không dấu đều được.",
        lists=tuple(lists),
        examples=_examples(catalogue),
    )


def _examples(catalogue: Catalogue) -> tuple[str, ...]:
    """Returns example queries for the search page.

    They show what readers may not expect to work: abbreviations, words without diacritics, and numbers.
    """
    numbers = sorted({record.number for record in catalogue.published.decisions.values() if record.number})
    return ("giáo viên THPT", "hoc sinh gioi", *numbers[:1])
