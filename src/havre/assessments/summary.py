"""An assessment in a few words, for its own page and for the pages of upper rooms. Discreet: what to avoid, never how."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from havre.assessments.content import Actor, Danger, Decision, LevelSet, Trafficking
from havre.assessments.models import Assessment, RiskLevel
from havre.assessments.operations.common import danger_of, trafficking_of
from havre.assessments.operations.levels import review_due
from havre.assessments.risk import Proposal, propose
from havre.assessments.states import ASSESSMENT
from havre.assessments.zones import zone_words
from havre.common.dataclass_json import from_json
from havre.common.words import km
from havre.countries.fr.danger import THREATENED, THREATENING, THREATS
from havre.countries.fr.policy import LIKELIHOOD, MIN_KM, SEVERITY
from havre.countries.fr.trafficking import TRAFFICKING_STATUS

MARKED = ("high", "very_high")


def language() -> str:
    return get_language() or "fr"


@dataclass(frozen=True)
class Summary:
    """``state`` and ``shape`` as the page draws them; ``avoid`` in words; ``level`` empty while nobody set it."""

    person_id: uuid.UUID
    state: Any
    shape: str
    level: str
    is_marked: bool
    is_raised: bool
    distance: str
    avoid: list[str] = field(default_factory=list)
    status: str = ""
    missing: list[str] = field(default_factory=list)

    @cached_property
    def review_due(self) -> datetime | None:
        """When the level is to be looked at again; one statement, where a page says it."""
        return review_due(self.person_id)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, words) for a list of facts; what nobody said is left out."""
        lines = [
            (_("Risque"), f"{self.level}, {self.distance}" if self.level else _("à fixer")),
            (_("À éviter"), ", ".join(self.avoid)),
        ]
        return [(label, words) for label, words in lines if words]


def summary(assessment: Assessment) -> Summary:
    """One statement at most: the key."""
    danger, content = danger_of(assessment), trafficking_of(assessment)
    state = ASSESSMENT.state(assessment.state)
    level = assessment.risk_level
    return Summary(
        person_id=assessment.person_id,
        state=state.label,
        shape=state.shape,
        level=level_words(level),
        is_marked=level in MARKED,
        is_raised=danger.is_raised,
        distance=_("%(km)s au moins") % {"km": km(MIN_KM[level or "very_high"].value)},
        avoid=[zone_words(zone) for zone in danger.zones],
        status=status_words(content.decided.status) if content.decided else "",
        missing=missing(assessment, danger, content),
    )


def missing(assessment: Assessment, danger: Danger, content: Trafficking) -> list[str]:
    """What is still to be said before a decision, in words; nothing of it is required but the level."""
    found = []
    if content.decided is None:
        found.append(_("une conclusion sur les faits"))
    if not danger.zones:
        found.append(_("ce qu’il faut éviter"))
    if not assessment.risk_level:
        found.append(_("le niveau de risque"))
    return found


def level_words(level: str) -> str:
    return str(RiskLevel(level).label) if level else ""


def status_words(status: str) -> str:
    return TRAFFICKING_STATUS.label(status, language())


def decision_of(assessment: Assessment) -> Decision | None:
    raw = assessment.unseal("decision")
    return from_json(Decision, raw) if raw else None


def actor_words(actor: Actor) -> tuple[str, str]:
    """Who threatens, with whom; and what there is to know."""
    lang = language()
    targets = ", ".join(THREATENED.label(code, lang) for code in actor.targets)
    role = THREATENING.label(actor.role, lang)
    threats = ", ".join(THREATS.label(code, lang) for code in actor.threats)
    return (
        _("%(role)s, un danger pour %(targets)s") % {"role": role, "targets": targets} if targets else role
    ), threats


@dataclass(frozen=True)
class ProposalWords:
    level: str
    why: str


def proposal_words(danger: Danger) -> ProposalWords | None:
    """The level that the rule proposes, and how it came to it."""
    found = propose(danger)
    return ProposalWords(level_words(found.level), _because(found, danger)) if found else None


def _because(found: Proposal, danger: Danger) -> str:
    if found.leak:
        return _("Le lieu est peut-être connu : très élevé, quoi qu’il en soit du reste.")
    lang = language()
    words = _("gravité %(severity)s, probabilité %(likelihood)s") % {
        "severity": SEVERITY.label(str(danger.severity), lang),
        "likelihood": LIKELIHOOD.label(str(danger.likelihood), lang),
    }
    if found.raised:
        count = len(found.reasons) + found.facts
        words += ngettext(", relevée par %(count)s élément connu", ", relevée par %(count)s éléments connus", count) % {
            "count": count
        }
    return _("D’après ce qui est noté : %(words)s.") % {"words": words}


def history_words(entry: LevelSet) -> str:
    """One line of the history; an override names both levels (R26)."""
    level = level_words(entry.level)
    if entry.how == "alarm":
        return _("porté à %(level)s par une alarme : %(reason)s") % {"level": level, "reason": _(entry.reason)}
    if entry.how == "cleared":
        return _("alarme levée, revenu à %(level)s") % {"level": level}
    if entry.is_override:
        return _("%(level)s, la règle proposait %(proposed)s : %(reason)s") % {
            "level": level, "proposed": level_words(entry.proposed), "reason": entry.reason,
        }  # fmt: skip
    return _("%(level)s : %(reason)s") % {"level": level, "reason": entry.reason}
