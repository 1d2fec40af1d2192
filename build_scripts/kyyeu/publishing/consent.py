"""Library + scopes + day → the Library that may be shown there. A withheld person, picture or award is simply not in it.

Rules: domain §8 (Law 91/2025/QH15; Nghị định 56/2017). Missing consent means withheld, for adults too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kyyeu.facts.consent import Scopes, age_group, consents, exemplar_shown, picture_shown, why_not_printed
from kyyeu.model.awards import Award, Decision
from kyyeu.model.conferences import Conference, Delegate, Media, News, ProgrammeItem
from kyyeu.model.exemplars import Exemplar
from kyyeu.model.fields import Consent, Picture
from kyyeu.model.library import Account, Library, Positions
from kyyeu.model.pictures import pictures
from kyyeu.model.units import Unit
from kyyeu.publishing.final_editions import shown_editions

Scope = Consent.Scope
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
SITE: Scopes = frozenset({Scope.WEB})
SITE_PDF: Scopes = frozenset({Scope.WEB, Scope.PRINT})
DATA: Scopes = frozenset({Scope.DATA})
PRESS: Scopes = frozenset({Scope.PRINT})


def publish(library: Library, scopes: Scopes, day: date) -> Library:
    """The part of `library` that may be shown where all of `scopes` are needed, on `day`."""
    exemplars = {
        ref: exemplar for ref, exemplar in library.exemplars.items() if exemplar_shown(exemplar, scopes, day)
    }
    shown = frozenset(exemplars)
    void = void_decisions(library)
    lost = _lost_awards(library, void)
    decisions = {
        ref: _shown_decision(decision, shown, lost)
        for ref, decision in library.decisions.items()
        if decision.status.holds
    }
    hidden_models = {
        exemplar.model for ref, exemplar in library.exemplars.items() if ref not in shown and exemplar.model
    }
    speeches = {
        ref: speech
        for ref, speech in library.speeches.items()
        if speech.exemplar is None or speech.exemplar in shown
    }
    return _without_traces(
        library,
        replace(
            library,
            exemplars={
                ref: _shown_exemplar(exemplar, scopes, day, void) for ref, exemplar in exemplars.items()
            },
            decisions=decisions,
            delegates={
                ref: _shown_delegate(delegate, scopes, shown)
                for ref, delegate in library.delegates.items()
                if consents(delegate, scopes, day)
            },
            models={ref: model for ref, model in library.models.items() if ref not in hidden_models},
            units={ref: _shown_unit(unit, scopes, day, void) for ref, unit in library.units.items()},
            speeches=speeches,
            conferences={
                ref: _shown_conference(entry, scopes, day, shown, frozenset(speeches), frozenset(decisions))
                for ref, entry in library.conferences.items()
            },
            news={ref: _shown_news(entry, scopes, day) for ref, entry in library.news.items()},
            editions=shown_editions(
                library,
                shown,
                {ref for ref, entry in library.delegates.items() if consents(entry, scopes, day)},
                {
                    person.name
                    for placed in pictures(library)
                    for person in placed.picture.people
                    if not consents(person, scopes, day)
                },
            )
            if scopes == PRESS
            else {},
            account=_account(library, day) if scopes == PRESS else Account(),
            arrivals=library.arrivals if scopes == PRESS else {},
        ),
    )


def _without_traces(library: Library, shown: Library) -> Library:
    """Without the ids, positions and picture files of what is withheld: a file's name is often a person's."""
    gone = {
        kind: frozenset(getattr(library, attribute)) - frozenset(getattr(shown, attribute))
        for kind, attribute in (
            ("exemplar", "exemplars"),
            ("delegate", "delegates"),
            ("speech", "speeches"),
            ("decision", "decisions"),
        )
    }
    kept = frozenset(placed.file for placed in pictures(shown))
    return replace(
        shown,
        places={
            (kind, ref): Positions(positions.file, {})
            for (kind, ref), positions in library.places.items()
            if ref not in gone.get(kind, ())
        },
        declared={kind: refs - gone.get(kind, frozenset()) for kind, refs in library.declared.items()},
        attachments={
            file: image
            for file, image in library.attachments.items()
            if file in kept or not file.lower().endswith(_PICTURES)
        },
    )


def void_decisions(library: Library) -> frozenset[str]:
    """Ids and numbers of the decisions that are no longer in force: an award may cite either."""
    gone = [
        (ref, decision.number) for ref, decision in library.decisions.items() if not decision.status.holds
    ]
    return frozenset(name for pair in gone for name in pair if name)


def award_holds(award: Award, void: frozenset[str]) -> bool:
    """An award shows only while it and its decision are in force (annulled, withdrawn and not restored: nowhere)."""
    return award.status.holds and not (award.decision and {award.decision.id, award.decision.number} & void)


def _shown_picture(picture: Picture | None, scopes: Scopes, day: date) -> Picture | None:
    """Without the names of the people in it: they agreed to be seen, not to be listed."""
    if picture is None or not picture_shown(picture, scopes, day):
        return None
    return picture.model_copy(update={"people": ()}) if picture.people else picture


def _shown_exemplar(exemplar: Exemplar, scopes: Scopes, day: date, void: frozenset[str]) -> Exemplar:
    """Without its consent, whose id and dates are the unit's business."""
    return exemplar.model_copy(
        update={
            "awards": tuple(award for award in exemplar.awards if award_holds(award, void)),
            "photo": _shown_picture(exemplar.photo, scopes, day),
            "minor": age_group(exemplar),
            "consent": None,
        }
    )


def _shown_unit(unit: Unit, scopes: Scopes, day: date, void: frozenset[str]) -> Unit:
    return unit.model_copy(
        update={
            "awards": tuple(award for award in unit.awards if award_holds(award, void)),
            "picture": _shown_picture(unit.picture, scopes, day),
        }
    )


def _shown_delegate(delegate: Delegate, scopes: Scopes, exemplars: frozenset[str]) -> Delegate:
    """Votes are for the printed minutes only (domain §8), a link only to an exemplar that is shown."""
    return delegate.model_copy(
        update={
            "consent": None,
            "votes": delegate.votes if scopes == PRESS else None,
            "exemplar": delegate.exemplar if delegate.exemplar in exemplars else None,
        }
    )


def _lost_awards(library: Library, void: frozenset[str]) -> frozenset[tuple[str, str, str]]:
    """(who, award, decision's id or number) of awards taken back from one recipient while the decision still holds."""
    given = [(ref, award) for ref, unit in library.units.items() for award in unit.awards]
    given += [(ref, award) for ref, exemplar in library.exemplars.items() for award in exemplar.awards]
    return frozenset(
        (ref, award.title, name)
        for ref, award in given
        if award.decision and not award_holds(award, void)
        for name in (award.decision.id, award.decision.number)
        if name
    )


def _shown_decision(
    decision: Decision, exemplars: frozenset[str], lost: frozenset[tuple[str, str, str]]
) -> Decision:
    """Without the lines of people who are withheld, or whose award was taken back; a line with a name and no record behind it has
    no consent either."""
    shown = tuple(
        line
        for line in decision.list
        if (line.person in exemplars if line.person else line.unit is not None)
        and not {
            (line.person or line.unit or "", line.award, name)
            for name in (decision.id, decision.number or "")
        }
        & lost
    )
    return decision.model_copy(update={"list": shown})


def _shown_conference(
    conference: Conference,
    scopes: Scopes,
    day: date,
    exemplars: frozenset[str],
    speeches: frozenset[str],
    decisions: frozenset[str],
) -> Conference:
    return conference.model_copy(
        update={
            "programme": tuple(
                _shown_item(item, exemplars, speeches, decisions) for item in conference.programme
            ),
            "speeches": tuple(ref for ref in conference.speeches if ref in speeches),
            "media": tuple(
                shown for media in conference.media if (shown := _shown_media(media, scopes, day))
            ),
        }
    )


def _shown_item(
    item: ProgrammeItem, exemplars: frozenset[str], speeches: frozenset[str], decisions: frozenset[str]
) -> ProgrammeItem:
    links = item.links.model_copy(
        update={
            "exemplars": tuple(ref for ref in item.links.exemplars if ref in exemplars),
            "speech": item.links.speech if item.links.speech in speeches else None,
            "decisions": tuple(ref for ref in item.links.decisions if ref in decisions),
        }
    )
    return item.model_copy(update={"links": links})


def _shown_media(media: Media, scopes: Scopes, day: date) -> Media | None:
    if media.picture is not None and not picture_shown(media.picture, scopes, day):
        return None
    return media.model_copy(update={"picture": _shown_picture(media.picture, scopes, day)})


def _shown_news(news: News, scopes: Scopes, day: date) -> News:
    pictures = (_shown_picture(picture, scopes, day) for picture in news.pictures)
    return news.model_copy(update={"pictures": tuple(picture for picture in pictures if picture)})


def _account(library: Library, day: date) -> Account:
    channels: dict[tuple[str, str], tuple[str, ...]] = {}
    held: dict[tuple[str, str], dict[str, int]] = {}
    for kind, people in (("exemplar", library.exemplars), ("delegate", library.delegates)):
        for ref, person in people.items():
            if reason := why_not_printed(person, day):
                counts = held.setdefault((kind, person.unit), {})
                counts[reason] = counts.get(reason, 0) + 1
            else:
                channels[kind, ref] = tuple(
                    scope.label for scope in Scope if consents(person, frozenset({scope}), day)
                )
    return Account(channels, held)


def withheld(library: Library, scopes: Scopes, day: date) -> Mapping[str, int]:
    """How many exemplars and delegates of each unit are withheld: counts only, never names."""
    counts: dict[str, int] = {}
    for exemplar in library.exemplars.values():
        if not exemplar_shown(exemplar, scopes, day):
            counts[exemplar.unit] = counts.get(exemplar.unit, 0) + 1
    for delegate in library.delegates.values():
        if not consents(delegate, scopes, day):
            counts[delegate.unit] = counts.get(delegate.unit, 0) + 1
    return dict(sorted(counts.items()))
