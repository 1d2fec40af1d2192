"""Which awards are in force: an award shows only while it and the decision behind it hold (domain §3)."""

from __future__ import annotations

from kyyeu.model.awards import Award
from kyyeu.model.records import Records


def void_decisions(records: Records) -> frozenset[str]:
    """Ids and numbers of the decisions that are no longer in force: an award may cite either."""
    void = [
        (ref, decision.number) for ref, decision in records.decisions.items() if not decision.status.holds
    ]
    return frozenset(name for names in void for name in names if name)


def award_holds(award: Award, void: frozenset[str]) -> bool:
    """Whether an award is in force, where `void` names the decisions that are not."""
    cited = {award.decision.id, award.decision.number} if award.decision else set()
    return award.status.holds and not cited & void
