"""Puts a withheld name, spelled in many ways, into every text field of every kind of record.

The checks must report each name, as an error or a warning according to its spelling. The leak scan must
recognise it in the published text.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from kyyeu.checks.privacy import withheld_names
from kyyeu.facts.walk import texts
from kyyeu.model.fields import Value
from kyyeu.model.kinds import KINDS
from kyyeu.model.library import Library
from kyyeu.model.privacy import SITE
from kyyeu.publishing.gate import publish
from kyyeu.publishing.withheld_names import names_to_seek

from tests.attack.conftest import Rounds
from tests.building import TODAY, read_project
from tests.test_name_spellings import BARE, ERROR, NAME, WARNING

HIDDEN = "thpt-ban-trang/hoang-tu-nam"
# These fields are not tried. The publishing gate itself leaves out aliases and names as printed. Ids are
# compared with names without diacritics, so the spelling of a name does not matter in them.
NOT_SEARCHED = ("as_printed", "id", "aliases")
# In these fields, a name that follows another word may belong to a place (“Trường Hoà Bình”), so it is only a
# warning.
TITLES = {
    "units": {"name", "short", "province", "district", "commune"},
    "movements": {"name"},
    "documents": {"subject", "issuer", "cited_as"},
}


def test_no_text_of_a_record_hides_a_withheld_name(seed: int, rounds: Rounds) -> None:
    random = Random(seed)
    library = _with_withheld(read_project(), NAME)
    fields = [
        (kind.attribute, ref, path)
        for kind in KINDS
        if not kind.register
        for ref, record in _held(library, kind.attribute).items()
        if ref != HIDDEN
        for path, _, _ in texts(record)
        if path[-1] not in NOT_SEARCHED and "people" not in path and path[0] not in NOT_SEARCHED
        # The names of delegates and exemplars are not tried: there, the name belongs to a namesake who may be
        # named.
        if (kind.name, path[-1]) not in (("delegate", "name"), ("exemplar", "name"))
    ]
    assert (
        len({(attribute, *(step for step in path if isinstance(step, str))) for attribute, _, path in fields})
        > 50
    )
    sought = names_to_seek(library, publish(library, SITE, TODAY))
    reported_before = set(withheld_names(library, TODAY))
    for _ in range(rounds(3_000)):
        attribute, ref, path = random.choice(fields)
        spelling = random.choice((*ERROR, *WARNING))
        may_be_no_persons = path[-1] in TITLES.get(attribute, ())
        held = {
            **_held(library, attribute),
            ref: _changed(_held(library, attribute)[ref], path, f"Có {spelling}"),
        }
        changes: Any = {attribute: held["site"] if attribute == "site" else held}
        changed = replace(library, **changes)
        problems = [problem for problem in withheld_names(changed, TODAY) if problem not in reported_before]
        worst = {problem.severity.value for problem in problems}
        shown = publish(changed, SITE, TODAY)
        is_shown = attribute == "site" or ref in _held(shown, attribute)
        context = (attribute, ref, path, spelling, worst)
        wanted = {"error"} if spelling in ERROR else {"warning"}
        assert worst == wanted or (worst and may_be_no_persons) or not is_shown, context
        assert NAME not in str(problems) and BARE not in str(problems), context
        if is_shown:
            finds = [sought.best_in(text) for _, text, _ in texts(_held(shown, attribute)[ref])]
            quoted = [text for _, text, _ in texts(_held(shown, attribute)[ref]) if spelling in text]
            assert bool(quoted) <= any(finds), context


def _held(records: Any, attribute: str) -> Mapping[str, Any]:
    held = getattr(records, attribute)
    return {"site": held} if attribute == "site" else held


def _with_withheld(library: Library, name: str) -> Library:
    """Returns a library with an individual who has the given name and may be shown in no channel."""
    renamed = library.exemplars[HIDDEN].model_copy(update={"name": name})
    return replace(
        library,
        exemplars={**library.exemplars, HIDDEN: renamed},
        delegates={
            ref: delegate for ref, delegate in library.delegates.items() if delegate.exemplar != HIDDEN
        },
    )


def _changed(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """Returns a copy of a record, list or mapping in which the text at the given path is replaced."""
    if not path:
        return value.model_copy(update={"markdown": text}) if isinstance(value, Value) else text
    step, rest = path[0], path[1:]
    if isinstance(value, tuple):
        return (*value[:step], _changed(value[step], rest, text), *value[step + 1 :])
    if isinstance(value, dict):
        return {**value, step: _changed(value[step], rest, text)}
    return value.model_copy(update={step: _changed(getattr(value, step), rest, text)})
