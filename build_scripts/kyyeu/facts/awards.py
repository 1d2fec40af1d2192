"""Says which awards are valid. An award is shown only while it and its award decision are in force."""

from kyyeu.model.awards import Award
from kyyeu.model.records import Records


def void_decisions(records: Records) -> frozenset[str]:
    """Returns the ids and the numbers of the award decisions that are no longer in force.

    Both are returned because an award may cite its decision by id or by number.
    """
    void = [
        (ref, decision.number) for ref, decision in records.decisions.items() if not decision.status.holds
    ]
    return frozenset(name for names in void for name in names if name)


def award_holds(award: Award, void: frozenset[str]) -> bool:
    """Returns whether an award and the decision that conferred it are in force.

    `void` has the ids and numbers of the decisions that are no longer in force.
    """
    cited = {award.decision.id, award.decision.number} if award.decision else set()
    return award.status.holds and not cited & void
