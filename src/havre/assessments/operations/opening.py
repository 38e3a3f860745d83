"""An assessment begins when the coordination takes a situation up, and begins again when it is taken up again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.assessments.content import Danger, Trafficking, Zone
from havre.assessments.events import AssessmentReopened
from havre.assessments.models import Assessment
from havre.assessments.operations.common import of_person, profile_of, require_coordination
from havre.assessments.states import ASSESSMENT
from havre.common.dataclass_json import from_json, to_json
from havre.geo.departments import INDEX
from havre.people.models import Person
from havre.record import events, words
from havre.record.operations import current, expect_version, operation, record
from havre.record.transitions import move
from havre.referrals.content import Account
from havre.referrals.events import ReferralReopened, ReferralTakenUp
from havre.referrals.models import Referral

words.register({"assessment_started": _("Évaluation commencée")})


@operation
def start(person: Person, *, by: User | None, at: datetime) -> Assessment:
    """Begin the assessment with what the profile and the referral say; the one that exists is given back."""
    found = of_person(person.pk)
    if found is not None:
        return found
    assessment = Assessment(person=person)
    assessment.seal("trafficking", to_json(Trafficking(exploitation=list(profile_of(person).exploitation))))
    assessment.seal("danger", to_json(Danger(zones=_told_at_referral(person))))
    assessment.save(force_insert=True)
    record("assessment_started", subject=person.pk)
    return assessment


def _told_at_referral(person: Person) -> list[Zone]:
    """The départements to which the referrer says the danger reaches: a beginning, to be gone over together."""
    referral = Referral.objects.filter(person=person).first()
    account = from_json(Account, referral.unseal("account")) if referral else Account()
    why = str(_("dit par le service qui oriente"))
    return [Zone(area=area, why=why) for area in dict.fromkeys(account.areas) if area in INDEX]


@operation
def reopen(assessment: Assessment, *, reason: str = "", version: int | None = None, by: User, at: datetime) -> None:
    """Assess again: what was decided stays in the thread. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_coordination(by, assessment)
    expect_version(assessment, version)
    move(ASSESSMENT, assessment, "reopen", facts={"reason": reason} if reason else None)
    events.publish(AssessmentReopened(assessment.person_id))


def on_taken_up(event: ReferralTakenUp) -> None:
    running = current()
    start(Person.objects.get(pk=event.person_id), by=running.by, at=running.at)


def on_referral_reopened(event: ReferralReopened) -> None:
    """She came of age: a decision of then no longer stands (R34)."""
    running = current()
    assessment = of_person(event.person_id)
    if assessment is None:
        start(Person.objects.get(pk=event.person_id), by=running.by, at=running.at)
    elif assessment.state != "open":
        move(ASSESSMENT, assessment, "reopen", as_system=True)
        events.publish(AssessmentReopened(assessment.person_id))
