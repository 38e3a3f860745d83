"""Whatever happens to a person in the rooms below, her way is computed anew."""

from __future__ import annotations

import uuid
from typing import Protocol

from havre.assessments import events as assessments
from havre.cases import events as cases
from havre.intake import events as intake
from havre.journey.operations import refresh_later
from havre.people import events as people
from havre.placements import events as placements
from havre.record.events import subscribe
from havre.referrals import events as referrals


class OfPerson(Protocol):
    @property
    def person_id(self) -> uuid.UUID: ...


EVENTS: tuple[type[OfPerson], ...] = (
    people.AgreementGiven, people.AgreementWithdrawn,
    people.AgreementStruck, people.CoordinatorChanged,
    referrals.WithdrawalToCheck,
    intake.EnquiryMade,
    referrals.ReferralReceived, referrals.ReferralTakenUp, referrals.ReferralEnded, referrals.ReferralReopened,
    assessments.AssessmentDecided, assessments.AssessmentReopened, assessments.RiskSet,
    placements.SearchMade, placements.OfferMade, placements.OfferAnswered, placements.OfferReleased,
    placements.InterviewChanged, placements.PlaceKept, placements.TransferChanged,
    placements.AlarmRaised, placements.AlarmCleared,
    placements.StayBegan, placements.StayEnded, placements.MovePlanned,
    cases.CaseOpened, cases.CaseClosed,
)  # fmt: skip


def something_happened(event: OfPerson) -> None:
    refresh_later(event.person_id)


def way_begins(event: people.SituationOpened) -> None:
    refresh_later(event.person_id, is_new=True)


def subscribe_all() -> None:
    subscribe(people.SituationOpened, way_begins)
    for event in EVENTS:
        subscribe(event, something_happened)
