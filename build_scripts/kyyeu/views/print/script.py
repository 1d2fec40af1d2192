"""The presenter's script of a conference: the programme item by item, what to say, whom to introduce, whom to call to the stage."""

from __future__ import annotations

from dataclasses import dataclass

from kyyeu.facts.words import citation
from kyyeu.model.conferences import Conference, ConferenceForm, Delegate, ProgrammeItem, SessionKind
from kyyeu.model.fields import Person
from kyyeu.model.printing import PrintedWork, PrintSettings
from kyyeu.vietnamese import long_date, number, weekday
from kyyeu.views.appendices import UNKNOWN
from kyyeu.views.catalogue import Catalogue, main_day
from kyyeu.views.naming import conference_day, conference_name
from kyyeu.views.print.book import A4, Book, Bookmark, Part
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.honours import HONOURS, Batch, Honour, batches, honours
from kyyeu.views.print.ky_yeu import newest_day
from kyyeu.views.print.ky_yeu_profile import people_in, unit_words
from kyyeu.views.programmes import ItemView, programme
from kyyeu.views.title_panels import TitlePanel, title_panel

WORK = PrintedWork.SCRIPT.value
# What is said where the item has no words of its own. {by}: who is asked; {it}: hội nghị or đại hội; {title}: the item's, in a sentence.
WORDS = {
    "flag_salute": (
        "Kính mời quý vị đại biểu và toàn thể {it} đứng dậy, chỉnh đốn trang phục, làm lễ chào cờ.",
        "Nghiêm! Chào cờ, chào!",
        "Thôi! Xin trân trọng cảm ơn, kính mời quý vị đại biểu và toàn thể {it} an tọa.",
    ),
    "opening_speech": (
        "Sau đây, xin trân trọng kính mời {by} đọc diễn văn khai mạc {it}.",
        "Xin trân trọng cảm ơn.",
    ),
    "summary_report": (
        "Tiếp theo chương trình, xin trân trọng kính mời {by} trình bày {title}.",
        "Xin trân trọng cảm ơn.",
    ),
    "papers": (
        "Thưa quý vị đại biểu, thưa toàn thể {it}! Báo cáo tổng kết đã nêu nhiều tấm gương sáng. Sau đây, {it} sẽ nghe chính các "
        "điển hình tiên tiến kể về việc làm của mình.",
    ),
    "exchange": (
        "Để hiểu rõ hơn những câu chuyện phía sau mỗi thành tích, xin trân trọng kính mời các điển hình tiên tiến lên sân khấu giao "
        "lưu cùng {it}.",
    ),
    HONOURS: (
        "Thưa quý vị đại biểu, thưa toàn thể {it}! Sau đây là phần trang trọng nhất của chương trình: biểu dương, tôn vinh, khen "
        "thưởng các điển hình tiên tiến.",
        "Xin trân trọng kính mời {by} lên sân khấu trao thưởng và tặng hoa.",
    ),
    "launch": (
        "Phát huy những kết quả đã đạt được, xin trân trọng kính mời {by} {title}.",
        "Xin trân trọng cảm ơn.",
    ),
    "response": (
        "Xin trân trọng kính mời {by} {title}.",
        "Xin trân trọng cảm ơn.",
    ),
    "election": (
        "Thưa toàn thể {it}! Tiếp theo là phần bầu chọn đại biểu đi dự đại hội thi đua cấp trên. Xin trân trọng kính mời {by} điều "
        "hành.",
    ),
    "superior_speech": (
        "Xin trân trọng kính mời {by} phát biểu ý kiến chỉ đạo {it}.",
        "Xin trân trọng cảm ơn ý kiến chỉ đạo của đồng chí.",
    ),
    "reply": ("Xin trân trọng kính mời {by} thay mặt {it} tiếp thu ý kiến chỉ đạo của cấp trên.",),
    "closing": (
        "Xin trân trọng kính mời {by} tổng kết và bế mạc {it}.",
        "{It} đến đây đã hoàn thành toàn bộ chương trình. Kính chúc quý vị đại biểu và toàn thể {it} mạnh khỏe, hạnh phúc, thành "
        "công. Xin trân trọng cảm ơn!",
    ),
}
OTHER = ("Tiếp theo chương trình: {title}. Xin trân trọng kính mời {by}.",)


@dataclass(frozen=True, slots=True)
class Called:
    """Someone introduced or called, with the room to mark who is absent and who stands in."""

    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class Call:
    """People called to the stage together: what is announced, then who, in this order."""

    announced: str
    heading: str
    people: tuple[Called, ...]
    by: str


@dataclass(frozen=True, slots=True)
class ScriptStep:
    number: int
    time: str
    title: str
    by: tuple[str, ...]
    note: str
    words: tuple[str, ...]
    guests: tuple[Called, ...]
    after: tuple[str, ...]
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class ScriptSession:
    name: str
    when: str
    steps: tuple[ScriptStep, ...]


@dataclass(frozen=True, slots=True)
class Script:
    panel: TitlePanel
    sessions: tuple[ScriptSession, ...]
    names: tuple[str, ...]


def has_programme(catalogue: Catalogue, conference: Conference) -> bool:
    return bool(conference.programme)


def script(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    newest = newest_day(catalogue, conference, conference_day(catalogue, conference))
    view = script_view(catalogue, conference)
    title = f"Kịch bản điều hành {conference_name(catalogue, conference)}"
    return Book(
        work=WORK,
        unit=conference.unit,
        cycle=conference.cycle,
        title=title,
        running_title=title,
        author=catalogue.unit_name(conference.unit, conference_day(catalogue, conference)),
        subject=title,
        keywords=("kịch bản điều hành", "lời dẫn chương trình"),
        date=newest,
        demonstration=catalogue.published.site.demonstration,
        parts=(Part("kich-ban", "script.html", view, Bookmark("Kịch bản điều hành"), bare=True),),
        page=A4,
        bound=False,
    )


def script_view(catalogue: Catalogue, conference: Conference) -> Script:
    day = conference_day(catalogue, conference)
    catalogue = catalogue.on(day)
    items = iter(
        item
        for place in range(1, max(1, len(conference.sessions)) + 1)
        for item in conference.programme
        if item.session == place or not conference.sessions
    )
    found = []
    for session in programme(catalogue, conference):
        record = conference.sessions[session.place - 1] if conference.sessions else None
        when = (
            f"{weekday(record.day)}, {long_date(record.day)}{f', {record.venue}' if record.venue else ''}"
            if record
            else ""
        )
        steps = tuple(_step(catalogue, conference, item, next(items)) for item in session.items)
        found.append(ScriptSession(session.label, f"{when[:1].upper()}{when[1:]}", steps))
    said = [text for entry in found for step in entry.steps for text in _said(step)]
    introduced = {entry.name for entry in guests(catalogue, conference) if not _unnamed(entry)}
    names = sorted({*people_in(catalogue, *said), *introduced}, key=lambda name: (-len(name), name))
    return Script(title_panel(catalogue, conference), tuple(found), tuple(names))


def batch_size(catalogue: Catalogue) -> int:
    return (catalogue.published.printing.get(WORK) or PrintSettings(id=WORK)).batch


def gathering(conference: Conference) -> str:
    return "đại hội" if conference.form is ConferenceForm.CONGRESS else "hội nghị"


def _said(step: ScriptStep) -> tuple[str, ...]:
    people = [*step.guests, *(person for call in step.calls for person in call.people)]
    return (
        *step.words,
        *step.after,
        step.note,
        *(text for person in people for text in (person.words, person.detail)),
    )


def _step(catalogue: Catalogue, conference: Conference, shown: ItemView, item: ProgrammeItem) -> ScriptStep:
    words = _words(conference, item, shown.title)
    introduced: tuple[Called, ...] = ()
    after: tuple[str, ...] = ()
    if item.code == "opening":
        introduced = tuple(_guest(entry) for entry in guests(catalogue, conference))
        if not introduced and conference.leader:
            introduced = (Called(f"Đồng chí {UNKNOWN}", conference.leader),)
        words = words if item.script else (*_asked_to_open(item), *_reasons(catalogue, conference))
        words = (
            (*words, f"Về dự {gathering(conference)}, xin trân trọng giới thiệu:") if introduced else words
        )
        after = _attendance(conference)
    by = "; ".join(shown.presenters)
    time = f"{shown.start} – {shown.end}" if shown.end else shown.start or shown.minutes
    return ScriptStep(
        shown.number,
        time,
        shown.title,
        shown.presenters,
        shown.note,
        words,
        introduced,
        after,
        (
            *_speakers(catalogue, conference, item),
            *(_honours(catalogue, conference, by) if item.code == HONOURS else ()),
        ),
    )


def _words(conference: Conference, item: ProgrammeItem, title: str) -> tuple[str, ...]:
    if item.script:
        return tuple(line.strip() for line in item.script.splitlines() if line.strip())
    it = gathering(conference)
    said = f"{title[:1].lower()}{title[1:]}" if item.code in WORDS else title
    filled = {"by": asked(item.presenters), "it": it, "It": it.capitalize(), "title": said}
    return tuple(line.format(**filled) for line in WORDS.get(item.code, OTHER))


def asked(presenters: tuple[Person, ...]) -> str:
    """'đồng chí Trần Văn A, Bí thư Đảng ủy, Giám đốc Sở và đồng chí …'; '…..' where nobody is on record yet."""
    people = [
        ", ".join(part for part in (person.name or "", *person.titles) if part) for person in presenters
    ]
    people = [f"đồng chí {words}" for words in people if words]
    return (
        f"{'; '.join(people[:-1])} và {people[-1]}"
        if len(people) > 1
        else people[0]
        if people
        else f"đồng chí {UNKNOWN}"
    )


def _guest(entry: Delegate) -> Called:
    return Called(entry.name if _unnamed(entry) else f"Đồng chí {entry.name}", ", ".join(entry.titles))


def _unnamed(entry: Delegate) -> bool:
    """Someone who is to be named later stands as 'Đại diện …': no form of address goes with that."""
    return entry.name.startswith("Đại diện")


def _asked_to_open(item: ProgrammeItem) -> tuple[str, ...]:
    return (
        (f"Xin trân trọng kính mời {asked(item.presenters)} tuyên bố lý do, giới thiệu đại biểu.",)
        if item.presenters
        else ()
    )


def _reasons(catalogue: Catalogue, conference: Conference) -> tuple[str, ...]:
    """Why all have come, from the record: the papers it rests on, the day, the place, the two periods, the theme."""
    published, it = catalogue.published, gathering(conference)
    cycle = published.cycles.get(conference.cycle)
    reviews = conference.reviews or (cycle.reviews if cycle else conference.cycle)
    launches = conference.launches or (cycle.launches if cycle else UNKNOWN)
    basis = [citation(published.documents[ref]) for ref in conference.basis if ref in published.documents]
    day = main_day(conference)
    venue = next(
        (
            session.venue
            for session in sorted(conference.sessions, key=lambda entry: entry.kind is not SessionKind.MAIN)
            if session.day == day and session.venue
        ),
        None,
    )
    opening = (
        f"Thực hiện {'; '.join(basis)}, h" if basis else "H"
    ) + f"ôm nay, {long_date(day) if day else f'ngày {UNKNOWN}'}, "
    opening += f"tại {venue[:1].lower()}{venue[1:]}, " if venue else ""
    aims = [
        "tổng kết phong trào thi đua và công tác khen thưởng năm năm qua",
        "biểu dương, tôn vinh các điển hình tiên tiến",
        f"phát động phong trào thi đua giai đoạn {launches}",
    ]
    aims += (
        ["bầu chọn đại biểu đi dự đại hội thi đua cấp trên"]
        if any(item.code == "election" for item in conference.programme)
        else []
    )
    organiser, name = catalogue.unit_name(conference.unit), conference_name(catalogue, conference)
    return (
        f"Kính thưa quý vị đại biểu! Kính thưa toàn thể {it}!",
        f"{opening}{organiser} trọng thể tổ chức {name.removesuffix(f' {organiser}')} giai đoạn {reviews}.",
        f"{it.capitalize()} có nhiệm vụ {'; '.join(aims)}.",
        *((f"{it.capitalize()} diễn ra với chủ đề: “{conference.theme}”.",) if conference.theme else ()),
    )


def _attendance(conference: Conference) -> tuple[str, ...]:
    counted = [
        f"{number(count)} {label}"
        for count, label in (
            (conference.counts.invited, "đại biểu khách mời"),
            (conference.counts.official, "đại biểu chính thức"),
        )
        if count
    ]
    present = f"Dự {gathering(conference)} có {' và '.join(counted)}. " if counted else ""
    return (f"{present}Đề nghị {gathering(conference)} nhiệt liệt chào mừng!",)


def _speakers(catalogue: Catalogue, conference: Conference, item: ProgrammeItem) -> tuple[Call, ...]:
    """Those who speak or sit on the stage, each with the title of the paper where it is on record."""
    published = catalogue.published
    if item.code == HONOURS or not item.links.exemplars:
        return ()
    papers = {
        speech.exemplar: speech.title
        for ref in (*conference.speeches, item.links.speech or "")
        if (speech := published.speeches.get(ref)) and speech.exemplar
    }
    people = []
    for ref in item.links.exemplars:
        entry = published.exemplars[ref]
        address = (
            f"{entry.form_of_address[:1].upper()}{entry.form_of_address[1:]} "
            if entry.form_of_address
            else ""
        )
        unit = unit_words(catalogue, entry.unit)
        bears = any(
            text.endswith((unit, catalogue.unit_name(entry.unit))) for text in (entry.name, *entry.titles)
        )
        office = ", ".join((*entry.titles, *(() if bears else (unit,))))
        paper = f"tham luận “{papers[ref]}”" if ref in papers else ""
        people.append(Called(f"{address}{entry.name}", "; ".join(part for part in (office, paper) if part)))
    return (Call("Xin trân trọng kính mời:", "", tuple(people), ""),)


def _honours(catalogue: Catalogue, conference: Conference, by: str) -> tuple[Call, ...]:
    return tuple(
        _call(honour, batch, by)
        for honour in honours(catalogue, conference)
        for batch in batches(honour, batch_size(catalogue))
    )


def _call(honour: Honour, batch: Batch, by: str) -> Call:
    turn = f", đợt {batch.place}" if batch.of > 1 else ""
    given = (
        f"{honour.award[:1].lower()}{honour.award[1:]}"
        if not honour.decision
        else f"được tặng {honour.award}"
    )
    proclaimed = f"Công bố {honour.decision}. " if honour.decision and batch.place == 1 else ""
    heading = f"{honour.award}, đợt {batch.place}/{batch.of}" if batch.of > 1 else honour.award
    kinds = [
        label
        for label, person in (("tập thể", False), ("cá nhân", True))
        if any(one.person is person for one in batch.people)
    ]
    who = f"các {', '.join(kinds)}" if honour.decision else "các"
    return Call(
        f"{proclaimed}Xin trân trọng kính mời {who} {given}{turn} lên sân khấu:",
        heading,
        tuple(Called(person.name, person.detail) for person in batch.people),
        by,
    )
