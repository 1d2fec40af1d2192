"""Says which awards are valid: an award is shown only while it and its decision are in force (domain §3)."""

from kyyeu.model.awards import Award
from kyyeu.model.records import Records


def void_decisions(records: Records) -> frozenset[str]:
    """Ids and numbers of the award decisions that are no longer in force.

    Both are returned because an award may cite a decision by either.
    """
    void = [
        (ref, decision.number) for ref, decision in records.decisions.items() if not decision.status.holds
    ]
    return frozenset(name for names in void for name in names if name)


def award_holds(award: Award, void: frozenset[str]) -> bool:
    """Whether an award is in force.

    `void` has the ids and numbers of award decisions that are no longer in force.
    """
    cited = {award.decision.id, award.decision.number} if award.decision else set()
    return award.status.holds and not cited & void
