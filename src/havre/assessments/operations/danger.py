"""Part (b): zones, who threatens, severity and likelihood; facts copied from justice with her agreement (law 1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.assessments.content import Actor, JusticeFact, Zone
from havre.assessments.events import DangerChanged
from havre.assessments.models import Assessment
from havre.assessments.operations.common import (
    Incomplete,
    danger_of,
    keep,
    of_person,
    require_coordination,
    require_open,
    signed,
)
from havre.assessments.policies import FROM_JUSTICE, justice_agreement
from havre.countries.fr.danger import JUSTICE_FACTS
from havre.people.events import AgreementWithdrawn
from havre.people.models import Agreement, AgreementKind, AgreementState
from havre.people.operations import give_agreement
from havre.people.policies import NoAgreement
from havre.record import events, words
from havre.record.operations import OnBehalf, expect_version, operation, record

words.register(
    {
        "danger_noted": _("Ce qu’il faut éviter : noté"),
        "danger_fact_copied": _("Un fait de danger repris avec son accord"),
        "danger_facts_dropped": _("Un fait de danger retiré : l’accord est repris"),
    }
)


@operation
def note_danger(
    assessment: Assessment,
    *,
    zones: Sequence[Zone],
    actors: Sequence[Actor],
    severity: int | None,
    likelihood: int | None,
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Write part (b); copied facts and the history of levels stay. Searches made before no longer hold.

    ``severity`` and ``likelihood`` go from 1 to 4. Raises ``Stale``, ``NotAllowed``, ``AssessmentClosed``.
    """
    require_coordination(by, assessment)
    require_open(assessment)
    expect_version(assessment, version)
    danger = danger_of(assessment)
    danger.zones, danger.actors = list(zones), list(actors)
    danger.severity, danger.likelihood = severity, likelihood
    keep(assessment, "danger", danger)
    record("danger_noted", subject=assessment.person_id, fields=["danger"])
    events.publish(DangerChanged(assessment.person_id))


@operation
def copy_danger_fact(
    assessment: Assessment,
    *,
    kind: str,
    text: str,
    agreed_how: str = "",
    agreed_language: str = "",
    version: int | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """Copy one fact of danger in, as such and nothing else of the proceedings (law 1).

    Her agreement to this must be in force, or be given now: ``agreed_how`` (``spoken``, ``written``) and the language.
    Raises ``NoAgreement``, ``Incomplete``, ``Stale``, ``NotAllowed``, ``AssessmentClosed``.
    """
    require_coordination(by, assessment)
    require_open(assessment)
    expect_version(assessment, version)
    if kind not in JUSTICE_FACTS:
        raise ValueError(f"unknown fact {kind!r}")
    if not text.strip():
        raise Incomplete
    agreement = justice_agreement(assessment.person_id)
    if agreement is None:
        if not agreed_how:
            raise NoAgreement
        agreement = give_agreement(
            assessment.person, kind=AgreementKind.SHARE, how=agreed_how, language=agreed_language,
            purpose=FROM_JUSTICE, recipient="coordination", by=by, at=at, on_behalf_of=on_behalf_of,
        )  # fmt: skip
    danger = danger_of(assessment)
    danger.facts.append(JusticeFact(kind, text.strip(), signed(by, at), str(agreement.pk)))
    keep(assessment, "danger", danger)
    record("danger_fact_copied", subject=assessment.person_id, fields=["danger"])
    events.publish(DangerChanged(assessment.person_id))


def on_agreement_withdrawn(event: AgreementWithdrawn) -> None:
    """Facts copied under an agreement that she takes back leave; the level stays as a person set it."""
    assessment = of_person(event.person_id) if event.kind == AgreementKind.SHARE else None
    if assessment is None:
        return
    danger = danger_of(assessment)
    given = _agreements_in_force(assessment)
    left = [fact for fact in danger.facts if fact.agreement in given]
    if len(left) == len(danger.facts):
        return
    danger.facts = left
    keep(assessment, "danger", danger)
    record("danger_facts_dropped", subject=assessment.person_id, fields=["danger"])


def _agreements_in_force(assessment: Assessment) -> set[str]:
    given = Agreement.objects.filter(person_id=assessment.person_id, state=AgreementState.GIVEN)
    return {str(pk) for pk in given.values_list("pk", flat=True)}
