"""The level of risk: proposed by rule, set by a named person with a reason, raised at once by an alarm (R25, R26)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.assessments.content import ALARM, CLEARED, SET, Danger, LevelSet
from havre.assessments.events import RiskSet
from havre.assessments.models import Assessment, RiskLevel, SafetyEvent
from havre.assessments.operations.common import (
    Incomplete,
    danger_of,
    keep,
    of_person,
    require_coordination,
    require_open,
    signed,
)
from havre.assessments.risk import propose
from havre.countries.fr.policy import RISK_REVIEW
from havre.record import clocks, events, words
from havre.record.operations import Refusal, current, expect_version, operation, record

REVIEW = "RISK"
ASKED_ABOUT = "ASKED"
"""The clock that runs from a call about her until a named person has set the level."""
_CAUSES = {
    "arrival": _("arrivée non confirmée"),
    "leak": _("le lieu est peut-être connu"),
    "check_in": _("point du jour manqué"),
    "other": _("alerte"),
}

words.register(
    {
        "risk_set": _("Niveau de risque fixé : %(level)s"),
        "risk_overridden": _("Niveau de risque fixé : %(level)s ; la règle proposait %(proposed)s"),
        "risk_raised": _("Niveau porté à très élevé : %(cause)s"),
        "risk_restored": _("Alerte levée : niveau revenu à %(level)s"),
    }
)


class AlarmRuns(Refusal):
    sentence = _("Une alarme court : le niveau reste très élevé jusqu’à ce que quelqu’un la lève, avec une raison.")


@operation
def set_risk(
    assessment: Assessment, *, level: str, reason: str, version: int | None = None, by: User, at: datetime
) -> None:
    """A named person sets the level; where it is not the proposed one, both stay visible (R26).

    The review is due after 30 or 90 days; calls about her count as looked at. Raises ``Incomplete`` without a reason, ``AlarmRuns``, ``Stale``,
    ``NotAllowed``.
    """
    require_coordination(by, assessment)
    require_open(assessment)
    expect_version(assessment, version)
    if not reason.strip():
        raise Incomplete
    danger = danger_of(assessment)
    if danger.is_raised and level != "very_high":
        raise AlarmRuns
    proposal = propose(danger)
    entry = LevelSet(RiskLevel(level).value, proposal.level if proposal else "", reason.strip(), SET, signed(by, at))
    clocks.start(assessment.person_id, REVIEW, due_at=at + timedelta(days=RISK_REVIEW[level].value))
    clocks.stop(assessment.person_id, ASKED_ABOUT)
    SafetyEvent.objects.to_review(assessment.person_id).update(is_reviewed=True)
    _write(assessment, danger, entry)
    _put_on_record(assessment, entry)


def _put_on_record(assessment: Assessment, entry: LevelSet) -> None:
    facts = {"level": _word(entry.level)}
    if entry.is_override:
        facts["proposed"] = _word(entry.proposed)
    event = "risk_overridden" if entry.is_override else "risk_set"
    record(event, subject=assessment.person_id, fields=["risk_level"], facts=facts)


def _write(assessment: Assessment, danger: Danger, entry: LevelSet) -> None:
    danger.history.append(entry)
    assessment.risk_level = entry.level
    keep(assessment, "danger", danger, "risk_level")
    events.publish(RiskSet(assessment.person_id, entry.level))


def _word(level: str) -> str:
    return str(RiskLevel(level).label)


@operation
def raise_to_very_high(person_id: uuid.UUID, *, cause: str, by: User | None, at: datetime) -> None:
    """An arrival that nobody confirmed, or a place that may be known: very high until somebody clears it.

    ``cause`` is ``arrival``, ``leak``, ``check_in`` or ``other``. Already raised, or no assessment: nothing changes.
    """
    assessment = of_person(person_id)
    if assessment is None:
        return
    danger = danger_of(assessment)
    if danger.is_raised:
        return
    text = str(_CAUSES.get(cause, _CAUSES["other"]))
    _write(assessment, danger, LevelSet("very_high", "very_high", text, ALARM, signed(by, at)))
    record("risk_raised", subject=person_id, fields=["risk_level"], facts={"cause": text})


@operation
def restore_level(person_id: uuid.UUID, *, by: User | None, at: datetime) -> None:
    """The alarm is cleared: back to the level a named person had set last; very high where nobody had."""
    assessment = of_person(person_id)
    if assessment is None:
        return
    danger = danger_of(assessment)
    if not danger.is_raised:
        return
    level = danger.last_set.level if danger.last_set else "very_high"
    _write(assessment, danger, LevelSet(level, "", "", CLEARED, signed(by, at)))
    record("risk_restored", subject=person_id, fields=["risk_level"], facts={"level": _word(level)})


def review_due(person_id: uuid.UUID) -> datetime | None:
    """When the level is to be looked at again."""
    clock = clocks.running(person_id).filter(code=REVIEW).first()
    return clock.due_at if clock else None


def stop_review(person_id: uuid.UUID) -> None:
    current()
    clocks.stop(person_id, REVIEW)
