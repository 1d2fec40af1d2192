"""Makes the presenter's script of a conference: what to say, and whom to introduce or call to the stage."""

from dataclasses import dataclass, field

from kyyeu.facts.words import citation, joined
from kyyeu.model.conferences import Conference, ConferenceForm, Delegate, ProgrammeItem, SessionKind
from kyyeu.model.fields import Person
from kyyeu.model.printing import PrintedWork
from kyyeu.vietnamese import long_date, number, weekday
from kyyeu.views.catalogue import Catalogue
from kyyeu.views.naming import TitlePanel, conference_day, conference_name, title_panel
from kyyeu.views.print.book import A4, Book, Bookmark, Part, conference_book, newest_day
from kyyeu.views.print.guest_order import guests
from kyyeu.views.print.honours import HONOURS, Batch, Honour, batches, honours
from kyyeu.views.print.ky_yeu_profile import ends_with_unit, longest_first, people_in, unit_words
from kyyeu.views.programmes import ItemView, items_of, programme
from kyyeu.views.texts import NOT_TEXT, UNKNOWN

# What the presenter says for a programme item, by the item's code, unless the item has a script of its own.
# {by} becomes the people invited to speak, {it} becomes 'hội nghị' or 'đại hội'. {title} becomes the item's
# title.
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
        "Thưa quý vị đại biểu, thưa toàn thể {it}! Báo cáo tổng kết đã nêu nhiều tấm gương sáng. Sau đây, "
        "{it} sẽ nghe chính các "
        "điển hình tiên tiến kể về việc làm của mình.",
    ),
    "exchange": (
        "Để hiểu rõ hơn những câu chuyện phía sau mỗi thành tích, xin trân trọng kính mời các điển hình "
        "tiên tiến lên sân khấu giao "
        "lưu cùng {it}.",
    ),
    HONOURS: (
        "Thưa quý vị đại biểu, thưa toàn thể {it}! Sau đây là phần trang trọng nhất của chương trình: biểu "
        "dương, tôn vinh, khen "
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
        "Thưa toàn thể {it}! Tiếp theo là phần bầu chọn đại biểu đi dự đại hội thi đua cấp trên. Xin trân "
        "trọng kính mời {by} điều "
        "hành.",
    ),
    "superior_speech": (
        "Xin trân trọng kính mời {by} phát biểu ý kiến chỉ đạo {it}.",
        "Xin trân trọng cảm ơn ý kiến chỉ đạo của đồng chí.",
    ),
    "reply": ("Xin trân trọng kính mời {by} thay mặt {it} tiếp thu ý kiến chỉ đạo của cấp trên.",),
    "closing": (
        "Xin trân trọng kính mời {by} tổng kết và bế mạc {it}.",
        "{It} đến đây đã hoàn thành toàn bộ chương trình. Kính chúc quý vị đại biểu và toàn thể {it} mạnh "
        "khỏe, hạnh phúc, thành "
        "công. Xin trân trọng cảm ơn!",
    ),
}
OTHER = ("Tiếp theo chương trình: {title}. Xin trân trọng kính mời {by}.",)


@dataclass(frozen=True, slots=True)
class Called:
    """A person in the presenter's script who is introduced or called to the stage.

    The printed script has space to note that the person is absent.
    """

    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class Call:
    """People who are called to the stage together, in this order. `by` names who hands out the awards."""

    announced: str
    heading: str
    people: tuple[Called, ...]
    by: str


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """A programme item in the presenter's script.

    The fields from `words` on are read aloud, in their order. `by` and `note` are only for the presenter to
    know.
    """

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
    """A session in the presenter's script; `name` is '' if the programme has only one session."""

    name: str
    when: str
    steps: tuple[ScriptStep, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The whole script of the presenter; `names` holds people's names, each to be kept on one line."""

    panel: TitlePanel
    sessions: tuple[ScriptSession, ...]
    names: tuple[str, ...] = field(metadata=NOT_TEXT)


def has_programme(catalogue: Catalogue, conference: Conference) -> bool:
    """Returns whether the conference has a programme, which the presenter's script needs."""
    return bool(conference.programme)


def script(catalogue: Catalogue, conference: Conference, _: frozenset[str]) -> Book:
    """Returns the Book of the script that the conference's presenter reads on stage."""
    view = script_view(catalogue, conference)
    return conference_book(
        catalogue,
        conference,
        PrintedWork.SCRIPT,
        f"Kịch bản điều hành {conference_name(catalogue, conference)}",
        [Part("kich-ban", "script.html", view, Bookmark("Kịch bản điều hành"), bare=True)],
        newest_day(catalogue, conference),
        ("kịch bản điều hành", "lời dẫn chương trình"),
        page=A4,
    )


def script_view(catalogue: Catalogue, conference: Conference) -> Script:
    """Returns the data of the presenter's script; units have their names of the day of the conference."""
    catalogue = catalogue.on(conference_day(catalogue, conference))
    sessions = []
    for session in programme(catalogue, conference):
        record = conference.sessions[session.place - 1] if conference.sessions else None
        when = (
            f"{weekday(record.day)}, {long_date(record.day)}{f', {record.venue}' if record.venue else ''}"
            if record
            else ""
        )
        items = zip(session.items, items_of(conference, session.place), strict=True)
        steps = tuple(_step(catalogue, conference, shown, item) for shown, item in items)
        sessions.append(ScriptSession(session.label, f"{when[:1].upper()}{when[1:]}", steps))
    texts = [text for shown in sessions for step in shown.steps for text in _texts(step)]
    introduced = [guest.name for guest in guests(catalogue, conference) if not _unnamed(guest)]
    names = longest_first([*people_in(catalogue, *texts), *introduced])
    return Script(title_panel(catalogue, conference), tuple(sessions), names)


def batch_size(catalogue: Catalogue) -> int:
    """Returns how many people are called to the stage at once at most, as the project's settings say."""
    return catalogue.published.print_settings(PrintedWork.SCRIPT).batch


def gathering(conference: Conference) -> str:
    """Returns the word for the event within a sentence: 'hội nghị' (conference) or 'đại hội' (congress)."""
    return "đại hội" if conference.form is ConferenceForm.CONGRESS else "hội nghị"


def _texts(step: ScriptStep) -> tuple[str, ...]:
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
        introduced = tuple(_guest(guest) for guest in guests(catalogue, conference))
        if not introduced and conference.leader:
            introduced = (Called(f"Đồng chí {UNKNOWN}", conference.leader),)
        if not item.script:
            words = _reasons(catalogue, conference)
            if item.presenters:
                by = invited(item.presenters)
                words = (f"Xin trân trọng kính mời {by} tuyên bố lý do, giới thiệu đại biểu.", *words)
        if introduced:
            words = (*words, f"Về dự {gathering(conference)}, xin trân trọng giới thiệu:")
        after = _attendance(conference)
    if item.code == HONOURS:
        calls = _honours(catalogue, conference, "; ".join(shown.presenters))
    else:
        calls = _speakers(catalogue, conference, item)
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
        calls,
    )


def _words(conference: Conference, item: ProgrammeItem, title: str) -> tuple[str, ...]:
    if item.script:
        return tuple(line.strip() for line in item.script.splitlines() if line.strip())
    it = gathering(conference)
    title_in_sentence = f"{title[:1].lower()}{title[1:]}" if item.code in WORDS else title
    gaps = {"by": invited(item.presenters), "it": it, "It": it.capitalize(), "title": title_in_sentence}
    return tuple(line.format(**gaps) for line in WORDS.get(item.code, OTHER))


def invited(presenters: tuple[Person, ...]) -> str:
    """Returns the offices and names of the people whom the presenter invites to speak, as one text.

    An example is 'đồng chí Trần Văn A, Giám đốc Sở và đồng chí …'.
    """
    people = [joined(person.name or "", *person.titles, by=", ") for person in presenters]
    *others, last = [f"đồng chí {person}" for person in people if person] or [f"đồng chí {UNKNOWN}"]
    return f"{'; '.join(others)} và {last}" if others else last


def _guest(guest: Delegate) -> Called:
    name = guest.name if _unnamed(guest) else f"Đồng chí {guest.name}"
    return Called(name, ", ".join(guest.titles))


def _unnamed(guest: Delegate) -> bool:
    """Returns whether a guest's record says 'Đại diện …' (representative of …) in place of a person's name.

    The presenter then uses no form of address.
    """
    return guest.name.startswith("Đại diện")


def _reasons(catalogue: Catalogue, conference: Conference) -> tuple[str, ...]:
    """Returns the sentences in which the presenter says why the conference is held (tuyên bố lý do).

    They give the legal basis, the day and the place. They name the years under review and the years ahead,
    the aims and the theme.
    """
    published, it = catalogue.published, gathering(conference)
    cycle = published.cycles.get(conference.cycle)
    reviews = conference.reviews or (cycle.reviews if cycle else conference.cycle)
    launches = conference.launches or (cycle.launches if cycle else UNKNOWN)
    basis = [citation(published.documents[ref]) for ref in conference.basis if ref in published.documents]
    opening = f"Thực hiện {'; '.join(basis)}, hôm nay, " if basis else "Hôm nay, "
    day = conference.main_day
    opening += f"{long_date(day)}, " if day else f"ngày {UNKNOWN}, "
    sessions = sorted(conference.sessions, key=lambda session: session.kind is not SessionKind.MAIN)
    if venue := next((session.venue for session in sessions if session.day == day and session.venue), None):
        opening += f"tại {venue[:1].lower()}{venue[1:]}, "
    aims = [
        "tổng kết phong trào thi đua và công tác khen thưởng năm năm qua",
        "biểu dương, tôn vinh các điển hình tiên tiến",
        f"phát động phong trào thi đua giai đoạn {launches}",
    ]
    if any(item.code == "election" for item in conference.programme):
        aims.append("bầu chọn đại biểu đi dự đại hội thi đua cấp trên")
    organiser, name = catalogue.unit_name(conference.unit), conference_name(catalogue, conference)
    return (
        f"Kính thưa quý vị đại biểu! Kính thưa toàn thể {it}!",
        f"{opening}{organiser} trọng thể tổ chức {name.removesuffix(f' {organiser}')} giai đoạn {reviews}.",
        f"{it.capitalize()} có nhiệm vụ {'; '.join(aims)}.",
        *((f"{it.capitalize()} diễn ra với chủ đề: “{conference.theme}”.",) if conference.theme else ()),
    )


def _attendance(conference: Conference) -> tuple[str, ...]:
    counts = (
        (conference.counts.invited, "đại biểu khách mời"),
        (conference.counts.official, "đại biểu chính thức"),
    )
    attending = " và ".join(f"{number(count)} {label}" for count, label in counts if count)
    present = f"Dự {gathering(conference)} có {attending}. " if attending else ""
    return (f"{present}Đề nghị {gathering(conference)} nhiệt liệt chào mừng!",)


def _speakers(catalogue: Catalogue, conference: Conference, item: ProgrammeItem) -> tuple[Call, ...]:
    """Returns the honoured people and groups whom the presenter calls to speak or to sit on the stage.

    A person who gives a recorded speech is announced with the title of the speech.
    """
    published = catalogue.published
    if not item.links.exemplars:
        return ()
    papers = {
        speech.exemplar: speech.title
        for ref in (*conference.speeches, item.links.speech or "")
        if (speech := published.speeches.get(ref)) and speech.exemplar
    }
    people = []
    for ref in item.links.exemplars:
        exemplar = published.exemplars[ref]
        address = exemplar.form_of_address or ""
        name = joined(f"{address[:1].upper()}{address[1:]}", exemplar.name, by=" ")
        named = ends_with_unit(catalogue, exemplar.unit, exemplar.name, *exemplar.titles)
        office = joined(*exemplar.titles, "" if named else unit_words(catalogue, exemplar.unit), by=", ")
        paper = f"tham luận “{papers[ref]}”" if ref in papers else ""
        people.append(Called(name, joined(office, paper, by="; ")))
    return (Call("Xin trân trọng kính mời:", "", tuple(people), ""),)


def _honours(catalogue: Catalogue, conference: Conference, by: str) -> tuple[Call, ...]:
    return tuple(
        _call(honour, batch, by)
        for honour in honours(catalogue, conference)
        for batch in batches(honour, batch_size(catalogue))
    )


def _call(honour: Honour, batch: Batch, by: str) -> Call:
    turn, heading, proclaimed = "", honour.award, ""
    if batch.of > 1:
        turn, heading = f", đợt {batch.place}", f"{honour.award}, đợt {batch.place}/{batch.of}"
    if honour.decision:
        if batch.place == 1:
            proclaimed = f"Công bố {honour.decision}. "
        kinds = [
            label
            for label, is_person in (("tập thể", False), ("cá nhân", True))
            if any(recipient.person is is_person for recipient in batch.people)
        ]
        who = f"các {', '.join(kinds)} được tặng {honour.award}"
    else:
        who = f"các {honour.award[:1].lower()}{honour.award[1:]}"
    return Call(
        f"{proclaimed}Xin trân trọng kính mời {who}{turn} lên sân khấu:",
        heading,
        tuple(Called(person.name, person.detail) for person in batch.people),
        by,
    )
