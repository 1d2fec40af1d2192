"""No name of somebody withheld stands in what is shown of others: texts, ids that become addresses (domain §8)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from kyyeu.checks.registry import check
from kyyeu.facts.consent import consents, exemplar_shown
from kyyeu.facts.names import Name, Names, name_of
from kyyeu.facts.walk import all_texts, place_in, texts
from kyyeu.model.conferences import Delegate, Speech
from kyyeu.model.exemplars import Exemplar, ExemplarType
from kyyeu.model.fields import Consent
from kyyeu.model.kinds import BY_NAME
from kyyeu.model.library import Library
from kyyeu.model.pictures import pictures
from kyyeu.model.sources import Path
from kyyeu.problems import Place, Problem, Severity
from kyyeu.vietnamese import fold, spelling

Scopes = frozenset[Consent.Scope]
_WEB, _PRINT = Consent.Scope.WEB, Consent.Scope.PRINT
_BOTH: Scopes = frozenset({_WEB, _PRINT})
_OWN_NAME = {"exemplar", "delegate"}
_ADDRESSED = (
    ("exemplar", "exemplars"),
    ("speech", "speeches"),
    ("news", "news"),
    ("movement", "movements"),
    ("model", "models"),
)
_CALLED = re.compile(r"\b(?:ông|bà|anh|chị|cô|thầy|chú|bác|em|cụ)\s+((?:[^\W\d_]+\s?)+)", re.IGNORECASE)


class _People:
    """Whose name may stand in which channel: the keys of a name → channels where some bearer is shown, is withheld.

    `groups` are the names of withheld collectives, and of the people they are called after: to find one is only a warning."""

    def __init__(self, library: Library, day: date) -> None:
        self.library, self.day = library, day
        self.shown: dict[Name, set[Consent.Scope]] = defaultdict(set)
        self.withheld: dict[Name, set[Consent.Scope]] = defaultdict(set)
        self.groups: dict[Name, set[Consent.Scope]] = defaultdict(set)
        for delegate in library.delegates.values():
            linked = library.exemplars.get(delegate.exemplar or "")
            self._enter(
                delegate.name,
                self.withheld,
                _agreed(delegate, day) | (_shown(linked, day) if linked else frozenset()),
            )
        for placed in pictures(library):
            for person in placed.picture.people:
                self._enter(person.name, self.withheld, _agreed(person, day))
        units = {name_of(entry.name) for unit in library.units.values() for entry in unit.names}
        for exemplar in library.exemplars.values():
            if exemplar.type is ExemplarType.INDIVIDUAL:
                self._enter(exemplar.name, self.withheld, _shown(exemplar, day))
            elif exemplar.type is ExemplarType.COLLECTIVE and name_of(exemplar.name) not in units:
                for name in (exemplar.name, *_called_after(exemplar.name)):
                    self._enter(name, self.groups, _shown(exemplar, day))
        self.names = Names(self.withheld.keys() | self.groups.keys(), self.shown.keys())

    def _enter(self, name: str, hidden: dict[Name, set[Consent.Scope]], scopes: Scopes) -> None:
        key = name_of(name)
        if len(key) < 2:
            return
        self.shown[key].update(scopes)
        if _BOTH - scopes:
            hidden[key].update(_BOTH - scopes)

    def problem(self, name: Name, channels: Scopes, place: Place) -> Iterator[Problem]:
        """A Problem where a name that stands at `place` may not be in all of `channels`."""
        leaks = channels & self.withheld.get(name, set())
        groups = channels & self.groups.get(name, set())
        if leaks and not leaks <= self.shown[name]:
            where = " và ".join(scope.label.lower() for scope in sorted(leaks))
            sentence = f"Tên ở đây là của một người chưa được đăng ({where})."
            yield Problem(
                place, "name-withheld", sentence, "Bỏ tên này, hoặc bổ sung phiếu đồng ý còn hiệu lực."
            )
        elif leaks:
            sentence = "Tên ở đây trùng tên một người chưa được đăng."
            yield Problem(
                place,
                "name-withheld",
                sentence,
                "Nếu là người đã được đăng thì giữ nguyên.",
                Severity.WARNING,
            )
        elif groups and not groups <= self.shown[name]:
            sentence = "Tên ở đây là của một tập thể chưa được đăng, hoặc của người trong tên tập thể ấy."
            yield Problem(
                place,
                "name-withheld",
                sentence,
                "Nếu đúng là tập thể, gia đình ấy thì bỏ tên này.",
                Severity.WARNING,
            )


def _called_after(name: str) -> Iterator[str]:
    """'Gia đình ông Mã Văn Tư và bà Lò Thị Na' → 'Mã Văn Tư', 'Lò Thị Na'."""
    for match in _CALLED.finditer(name):
        words = match[1].split()
        length = next((place for place, word in enumerate(words) if not word[0].isupper()), len(words))
        if length > 1:
            yield " ".join(words[:length])


def _shown(exemplar: Exemplar, day: date) -> Scopes:
    return frozenset(scope for scope in _BOTH if exemplar_shown(exemplar, frozenset({scope}), day))


def _agreed(person: Any, day: date) -> Scopes:
    return frozenset(scope for scope in _BOTH if consents(person, frozenset({scope}), day))


def _channels(record: Any, library: Library, day: date) -> Scopes:
    """Where a record is shown: an exemplar or a delegate by consent, a speech by its speaker's, all else everywhere."""
    if isinstance(record, Delegate):
        return _agreed(record, day)
    speaker = library.exemplars.get(record.exemplar or "") if isinstance(record, Speech) else None
    exemplar = record if isinstance(record, Exemplar) else speaker
    return _BOTH if exemplar is None else _shown(exemplar, day)


def _is_list_of_names(kind: str, path: Path) -> bool:
    """Names that the gate itself holds back: a delegate's, those of people in a picture, those in a decision's list."""
    return path[-1:] == ("as_printed",) or (
        path[-1:] == ("name",) and ("people" in path or kind == "delegate")
    )


@check("name-withheld", asks="Tên người chưa được đăng không nằm trong bài, trong địa chỉ của bản ghi khác.")
def withheld_names(library: Library, day: date) -> Iterator[Problem]:
    people = _People(library, day)
    if not people.names:
        return
    for kind, ref, path, text, line in all_texts(library):
        if kind == "outline":
            continue
        for offset, name in people.names.found_in(text):
            record = getattr(library, BY_NAME[kind].attribute)[ref] if kind != "site" else library.site
            own = name_of(getattr(record, "name", "") or "") if kind in _OWN_NAME else ()
            if name != own and not _is_list_of_names(kind, path):
                yield from people.problem(
                    name,
                    _channels(record, library, day),
                    place_in(library, kind, ref, path, text, offset, line),
                )
    for file, page in library.pages.items():
        for path, text, line in texts(page):
            for offset, name in people.names.found_in(text):
                yield from people.problem(
                    name, frozenset({_WEB}), place_in(library, "page", file, path, text, offset, line)
                )
    yield from _names_in_addresses(library, day, people)


def _names_in_addresses(library: Library, day: date, people: _People) -> Iterator[Problem]:
    """An id is an address for all to see: no id holds a withheld person's name without its marks. Two syllables are too few to tell."""
    withheld = {_slug(name): name for name in people.withheld if len(name) > 2}
    sought = Names(withheld.keys(), ())
    shown = {_slug(name) for name, scopes in people.shown.items() if _WEB in scopes}
    ids: list[tuple[Place, str, Any]] = [
        (Place(library.file(kind, ref)), ref.rpartition("/")[2], record)
        for kind, attribute in _ADDRESSED
        for ref, record in getattr(library, attribute).items()
    ]
    ids += [
        (Place(file), file.removeprefix("content/").removesuffix(".md").replace("/", "-"), None)
        for file in library.pages
    ]
    ids += [
        (library.place("exemplar", ref, ("aliases", index)), alias, exemplar)
        for ref, exemplar in library.exemplars.items()
        for index, alias in enumerate(exemplar.aliases)
    ]
    for place, text, record in ids:
        for _, name in sought.among([(spelling(part), 0) for part in text.split("-")]):
            if name not in shown:
                yield from _address_problem(people, withheld[name], _channels(record, library, day), place)


def _address_problem(people: _People, name: Name, channels: Scopes, place: Place) -> Iterable[Problem]:
    if channels & people.withheld[name]:
        sentence = "Tên tệp hoặc mã này có tên không dấu của một người chưa được đăng."
        yield Problem(place, "name-withheld", sentence, "Đổi tên tệp hoặc mã, không ghi tên người trong đó.")


def _slug(name: Name) -> Name:
    return tuple(map(fold, name))
