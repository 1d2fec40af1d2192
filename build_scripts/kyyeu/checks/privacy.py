"""Checks that texts contain no private data and no names of withheld people.

It also checks that pupils' age groups are known, because they decide who must sign a pupil's consent form.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from kyyeu.checks.registry import check
from kyyeu.facts.consent import Scopes, consents, exemplar_shown
from kyyeu.facts.letter_row import Name
from kyyeu.facts.names import Find, Names, name_of, person_name
from kyyeu.facts.shared_names import shared_names
from kyyeu.facts.walk import all_texts, page_texts, place_in
from kyyeu.model.conferences import Delegate, Speech
from kyyeu.model.exemplars import Exemplar, ExemplarType, Group
from kyyeu.model.fields import Consent
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.sources import Path
from kyyeu.problems import Place, Problem, Severity

# To save time, a text is searched for private data only if it has a long number or one of the words below.
_LONG_NUMBER = re.compile(r"0(?<!\d0)\d[\d .()\-]{7}")
_PRIVATE_WORDS = (
    "+84",
    "(84)",
    "sinh ngày",
    "ngày sinh",
    "năm sinh",
    "sinh:",
    "tài khoản",
    "stk",
    "cmnd",
    "cccd",
    "chứng minh",
    "căn cước",
    "định danh",
)
_DAY = r"[:\s–-]*(?:là |ngày )?\d{1,2} ?[/.\- ] ?(?:tháng )?\d{1,2} ?[/.\- ] ?(?:năm )?\d{4}"
_PHONE = "số điện thoại"
# Patterns that find private data in a text in lower case, each with the Vietnamese name of such data.
_PRIVATE = (
    (
        re.compile(
            r"(?<![\d/.,])(?!0\d{11}(?!\d))"
            r"(?:(?:\+84[ .\-]?|\(\+?84\) ?|0)\d{2,4}(?:[ .\-]?\d{3,4}){2}"
            r"|0\d{3}(?:[ .\-]\d{2}){3}|\(0\d{2,4}\)(?:[ .\-]?\d{3,4}){2})(?![\d/])"
        ),
        _PHONE,
    ),
    (re.compile(r"(?<!\d)0\d{11}(?!\d)"), "số căn cước"),
    # In "học sinh ngày 05/01" and "thí sinh ngày …", the word "sinh" does not mean "born", so these are not
    # dates of birth.
    (re.compile(rf"(?<!học )(?<!thí )\b(?:sinh ngày|ngày sinh|năm sinh|sinh(?=:)){_DAY}"), "ngày sinh"),
    (re.compile(r"\b(?:số tài khoản|stk)\b"), "số tài khoản"),
    (
        re.compile(
            r"\b(?:số cmnd|số cccd|chứng minh nhân dân số|căn cước công dân số)\b"
            r"|\b(?:cmnd|cccd|căn cước|chứng minh nhân dân|định danh)\b[^\d\n]{0,15}\d{8,12}(?!\d)"
        ),
        "số giấy tờ",
    ),
)


@check("private-data", asks="Không có số điện thoại, căn cước, ngày sinh, tài khoản trong văn bản.")
def private_data(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no text contains a phone number, identity number, date of birth or bank account number."""
    for kind, ref, path, text, line in itertools.chain(all_texts(library), page_texts(library)):
        lower = text.lower()
        if kind in ("site", "outline", "document") or not (
            _LONG_NUMBER.search(text) or any(word in lower for word in _PRIVATE_WORDS)
        ):
            continue
        for pattern, what in _PRIVATE:
            for match in pattern.finditer(lower):
                sentence, severity = f"Có {what} trong văn bản.", Severity.ERROR
                advice = "Xóa đi: thông tin này không bao giờ được đăng."
                if kind == "page" and what == _PHONE:
                    sentence, severity = f"Có {what} trong bài của trang.", Severity.WARNING
                    advice = (
                        "Số máy của người thì xóa đi; số máy của cơ quan nên thay bằng địa chỉ thư điện tử."
                    )
                place = place_in(library, kind, ref, path, text, match.start(), line)
                yield Problem(place, "private-data", sentence, advice, severity)


@check("minor-missing", asks="Hồ sơ học sinh ghi rõ độ tuổi.")
def unknown_ages(library: Library, day: date) -> Iterator[Problem]:
    """Checks that a pupil's profile states the pupil's age group."""
    for ref, exemplar in library.exemplars.items():
        if exemplar.group is Group.PUPIL and exemplar.minor is None:
            yield Problem(
                library.place("exemplar", ref, ("group",)),
                "minor-missing",
                "Hồ sơ học sinh chưa ghi độ tuổi (trường “minor”).",
                "Thêm minor: from_seven (từ đủ 07 đến dưới 18 tuổi), under_seven (dưới 07 tuổi) "
                "hoặc adult (từ đủ 18 tuổi).",
            )


_WEB, _PRINT = Consent.Scope.WEB, Consent.Scope.PRINT
_BOTH: Scopes = frozenset({_WEB, _PRINT})
# Kinds of records whose ids become part of web addresses, each with the name of the attribute of Library that
# has the records of this kind.
_ADDRESSED = (
    ("exemplar", "exemplars"),
    ("speech", "speeches"),
    ("news", "news"),
    ("movement", "movements"),
    ("model", "models"),
)
# Fields whose values become part of web addresses. The function _names_in_addresses checks their values.
_IDS = ("id", "aliases")
_FORMS_OF_ADDRESS = re.compile(
    r"\b(?:ông|bà|anh|chị|cô|thầy|chú|bác|em|cụ)\s+((?:[^\W\d_]+\s?)+)", re.IGNORECASE
)


# Matches a text that ends inside the address of a Markdown link to a record, as in "[Lan](exemplar:thpt-a/l".
_REFERENCE = re.compile(rf"\]\((?:{'|'.join(BY_NAME)}):[^\s()]*$")


class _People:
    """The names of all people, with the scopes (site, print) in which each name is shown or withheld.

    If several people have the same name, it can be both shown and withheld. `groups` has the names of
    withheld collectives, and of people whose name is part of such a collective's name. For these names, a
    text gets a warning only.
    """

    def __init__(self, library: Library, day: date) -> None:
        self.shown: dict[Name, set[Consent.Scope]] = defaultdict(set)
        self.withheld: dict[Name, set[Consent.Scope]] = defaultdict(set)
        self.groups: dict[Name, set[Consent.Scope]] = defaultdict(set)
        for delegate in library.delegates.values():
            scopes = _agreed(delegate, day)
            if exemplar := library.exemplars.get(delegate.exemplar or ""):
                scopes |= _shown(exemplar, day)
            self._add(person_name(delegate.name), self.withheld, scopes)
        for placed in pictures(library):
            for person in placed.picture.people:
                self._add(person_name(person.name), self.withheld, _agreed(person, day))
        units = {name_of(name.name) for unit in library.units.values() for name in unit.names}
        for exemplar in library.exemplars.values():
            if exemplar.type is ExemplarType.INDIVIDUAL:
                self._add(person_name(exemplar.name), self.withheld, _shown(exemplar, day))
            elif exemplar.type is ExemplarType.COLLECTIVE and name_of(exemplar.name) not in units:
                for key in (name_of(exemplar.name), *map(person_name, _people_named_in(exemplar.name))):
                    self._add(key, self.groups, _shown(exemplar, day))
        self.names = Names(
            self.withheld.keys() | self.groups.keys(), self.shown.keys(), *shared_names(library)
        )

    def _add(self, key: Name, hidden: dict[Name, set[Consent.Scope]], scopes: Scopes) -> None:
        if len(key) < 2:
            return
        self.shown[key].update(scopes)
        if _BOTH - scopes:
            hidden[key].update(_BOTH - scopes)

    def problem(self, find: Find, channels: Scopes, place: Place) -> Iterator[Problem]:
        """Yields a Problem if a name that occurs in a text is withheld where the text is shown.

        `channels` are the scopes in which the text is shown: site, print or both.
        """
        name = find.name
        leaks = channels & self.withheld.get(name, set())
        groups = channels & self.groups.get(name, set())
        severity = Severity.WARNING
        if not find.certain:
            if not leaks or leaks <= self.shown[name]:
                return
            sentence = "Chữ ở đây có thể là tên một người chưa được đăng (viết không dấu, hoặc trùng tên)."
            advice = "Nếu đúng là người ấy thì bỏ tên này; không phải thì giữ nguyên."
        elif leaks and not leaks <= self.shown[name]:
            where = " và ".join(scope.label.lower() for scope in sorted(leaks))
            sentence = f"Tên ở đây là của một người chưa được đăng ({where})."
            advice, severity = "Bỏ tên này, hoặc bổ sung phiếu đồng ý còn hiệu lực.", Severity.ERROR
        elif leaks:
            sentence = "Tên ở đây trùng tên một người chưa được đăng."
            advice = "Nếu là người đã được đăng thì giữ nguyên."
        elif groups and not groups <= self.shown[name]:
            sentence = "Tên ở đây là của một tập thể chưa được đăng, hoặc của người trong tên tập thể ấy."
            advice = "Nếu đúng là tập thể, gia đình ấy thì bỏ tên này."
        else:
            return
        yield Problem(place, "name-withheld", sentence, advice, severity)


def _people_named_in(name: str) -> Iterator[str]:
    """Yields the names of the people who are mentioned in a collective's name.

    'Gia đình ông Mã Văn Tư và bà Lò Thị Na' gives 'Mã Văn Tư' and 'Lò Thị Na'.
    """
    for match in _FORMS_OF_ADDRESS.finditer(name):
        names = list(itertools.takewhile(lambda word: word[0].isupper(), match[1].split()))
        if len(names) > 1:
            yield " ".join(names)


def _shown(exemplar: Exemplar, day: date) -> Scopes:
    return frozenset(scope for scope in _BOTH if exemplar_shown(exemplar, frozenset({scope}), day))


def _agreed(person: Any, day: date) -> Scopes:
    return frozenset(scope for scope in _BOTH if consents(person, frozenset({scope}), day))


def _channels(record: Any, library: Library, day: date) -> Scopes:
    """Returns the scopes (site, print) in which a record is shown.

    For an honoured person's profile and for a delegate, the scopes depend on the person's consent form. For a
    speech, they depend on the speaker's consent form. All other records are shown on the site and in print.
    """
    if isinstance(record, Delegate):
        return _agreed(record, day)
    speaker = library.exemplars.get(record.exemplar or "") if isinstance(record, Speech) else None
    exemplar = record if isinstance(record, Exemplar) else speaker
    return _BOTH if exemplar is None else _shown(exemplar, day)


def _is_list_of_names(kind: str, path: Path) -> bool:
    """Returns whether the publishing gate removes withheld names from a field, so it needs no check.

    Such fields are a delegate's name, the people in a picture, and the names in an award decision's list.
    """
    return path[-1:] == ("as_printed",) or (
        path[-1:] == ("name",) and ("people" in path or kind == "delegate")
    )


@check("name-withheld", asks="Tên người chưa được đăng không nằm trong bài, trong địa chỉ của bản ghi khác.")
def withheld_names(library: Library, day: date) -> Iterator[Problem]:
    """Checks that no text, id or web address shows a withheld person's name on the site or in print."""
    people = _People(library, day)
    if not people.names:
        return
    for kind, ref, path, text, line in all_texts(library):
        for find in people.names.found_in(text):
            record = getattr(library, BY_NAME[kind].attribute)[ref] if kind != "site" else library.site
            own_name = getattr(record, "name", "") if kind in ("exemplar", "delegate") else ""
            if find.name not in (person_name(own_name), name_of(own_name)) and not (
                _is_list_of_names(kind, path)
                or (not find.certain and (path[0] in _IDS or _in_reference(text, find.offset)))
            ):
                yield from people.problem(
                    find,
                    _channels(record, library, day),
                    place_in(library, kind, ref, path, text, find.offset, line),
                )
    for kind, file, path, text, line in page_texts(library):
        for find in people.names.found_in(text):
            if find.certain or not _in_reference(text, find.offset):
                yield from people.problem(
                    find, frozenset({_WEB}), place_in(library, kind, file, path, text, find.offset, line)
                )
    yield from _names_in_addresses(library, day, people)


def _in_reference(text: str, offset: int) -> bool:
    """Returns whether an offset in a Markdown text is inside the address of a link to a record.

    Readers do not see such an address.
    """
    return bool(_REFERENCE.search(text, max(0, offset - 300), offset))


def _names_in_addresses(library: Library, day: date, people: _People) -> Iterator[Problem]:
    """Yields a Problem for each id that contains a withheld person's name without diacritics.

    Ids become part of web addresses. Names of two syllables are not searched for, because without diacritics
    they often occur in ids by chance.
    """
    ids: list[tuple[Place, str, Any]] = [
        (Place(library.file(kind, ref)), ref.rpartition("/")[2], record)
        for kind, attribute in _ADDRESSED
        for ref, record in getattr(library, attribute).items()
    ]
    ids += [
        (Place(file), file.removeprefix("content/").removesuffix(".md").replace("/", " "), None)
        for file in library.pages
    ]
    ids += [
        (library.place("exemplar", ref, ("aliases", index)), alias, exemplar)
        for ref, exemplar in library.exemplars.items()
        for index, alias in enumerate(exemplar.aliases)
    ]
    for place, text, record in ids:
        for _, _, name, _ in people.names.found_in(text):
            withheld = people.withheld.get(name, set()) if _WEB not in people.shown[name] else set()
            if len(name) > 2 and _channels(record, library, day) & withheld:
                yield Problem(
                    place,
                    "name-withheld",
                    "Tên tệp hoặc mã này có tên không dấu của một người chưa được đăng.",
                    "Đổi tên tệp hoặc mã, không ghi tên người trong đó.",
                )
