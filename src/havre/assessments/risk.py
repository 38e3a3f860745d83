"""The level that is proposed, by a rule; a named person sets the level and may choose another (R25, R26).

Nothing here lowers: every threat and every fact copied from justice leaves the proposal where it was or raises it.
"""

from __future__ import annotations

from dataclasses import dataclass

from havre.assessments.content import Danger
from havre.countries.fr.danger import LEAKS, WITHOUT_EFFECT
from havre.countries.fr.policy import risk_level

HIGHEST = 4
SOME, MANY = 1, 3
LEVELS = ("low", "medium", "high", "very_high")


@dataclass(frozen=True)
class Proposal:
    """A level with what led to it. ``likelihood`` is the one after ``raised`` steps; ``leak``: the place is known."""

    level: str
    severity: int | None = None
    likelihood: int | None = None
    raised: int = 0
    reasons: tuple[str, ...] = ()
    facts: int = 0
    leak: bool = False


def propose(danger: Danger) -> Proposal | None:
    """Severity × likelihood: to 3 low, to 6 medium, to 9 high, above very high; threats raise the likelihood.

    One or two threats (or facts from justice) raise it by one step, three or more by two. A place that is known is
    very high whatever the rest. ``None`` as long as severity or likelihood is not said.
    """
    reasons = tuple(threat for threat in danger.threats if threat not in WITHOUT_EFFECT)
    facts = len(danger.facts)
    if LEAKS.intersection(reasons):
        return Proposal("very_high", danger.severity, danger.likelihood, 0, reasons, facts, leak=True)
    if danger.severity is None or danger.likelihood is None:
        return None
    raised = steps(len(reasons) + facts)
    likelihood = min(HIGHEST, danger.likelihood + raised)
    return Proposal(risk_level(danger.severity, likelihood), danger.severity, likelihood, raised, reasons, facts)


def steps(count: int) -> int:
    """By how many steps so many threats and facts raise the likelihood."""
    return (count >= SOME) + (count >= MANY)
