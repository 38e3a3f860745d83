"""What is decided: look for a place, hold, point elsewhere; each with a reason and what was offered instead."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.assessments.content import Decision
from havre.assessments.events import AssessmentDecided
from havre.assessments.models import Assessment
from havre.assessments.operations.common import Incomplete, profile_of, require_coordination, signed
from havre.assessments.operations.levels import stop_review
from havre.assessments.policies import require_adult, require_level
from havre.assessments.states import ASSESSMENT
from havre.common.dataclass_json import to_json
from havre.countries.fr.network import NOT_ADMITTED
from havre.record import events, facts
from havre.record.operations import Refusal, expect_version, operation
from havre.record.transitions import move

DECISIONS = ("search", "on_hold", "redirected", "not_eligible", "declined")
NOT_TAKEN = ("redirected", "not_eligible", "declined")


class NothingInstead(Refusal):
    sentence = _("Dites ce qui a été proposé à la place : personne ne repart sans rien.")


@operation
def decide(
    assessment: Assessment,
    *,
    decision: str,
    reason: str,
    code: str = "",
    instead: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Decide: ``search``, ``on_hold``, ``redirected``, ``not_eligible``, ``declined``.

    ``code`` is a reason of the country's list where one fits. To search asks for an adult (R1, R34) and a level that a
    person set, and for nothing else: no complaint, no cooperation (law 1), and no agreement to join, which an offer
    will ask for (law 5). Raises ``PresumedMinor``, ``NoLevel``, ``Incomplete``, ``NothingInstead``, ``NotNow``,
    ``NotAllowed``, ``Stale``.
    """
    require_coordination(by, assessment)
    expect_version(assessment, version)
    if decision not in DECISIONS:
        raise ValueError(f"unknown decision {decision!r}")
    if code and code not in NOT_ADMITTED:
        raise ValueError(f"unknown reason {code!r}")
    if not reason.strip():
        raise Incomplete
    if decision == "search":
        require_adult(profile_of(assessment.person))
        require_level(assessment)
    if decision in NOT_TAKEN and not instead.strip():
        raise NothingInstead
    content = Decision(decision, reason.strip(), code, instead.strip(), signed(by, at))
    assessment.seal("decision", to_json(content))
    move(ASSESSMENT, assessment, f"decide_{decision}", changed=["decision"])
    if decision in NOT_TAKEN:
        stop_review(assessment.person_id)
        facts.publish("not_admitted", year=facts.year_of(at), decision=decision, reason=code or "other")
    events.publish(AssessmentDecided(assessment.person_id, decision))
