"""What a case does when something happens in the rooms below."""

from __future__ import annotations

from havre.assessments.events import AssessmentDecided, AssessmentReopened
from havre.cases.operations import end_case, open_case
from havre.placements.events import StayBegan
from havre.record import clocks
from havre.record.operations import current
from havre.referrals.events import ReferralEnded, ReferralReopened, ReferralTakenUp
from havre.referrals.notices import WAITS

ENDING_DECISIONS = {"redirected": "handled_elsewhere", "not_eligible": "not_trafficking", "declined": "declined"}
ENDING_REFERRALS = {"handed_over": "minor", "withdrawn": "declined"}


def taken_up(event: ReferralTakenUp) -> None:
    open_case(event.person_id, by=current().by, at=current().at)


def reopened(event: ReferralReopened | AssessmentReopened) -> None:
    open_case(event.person_id, by=current().by, at=current().at)


def decided(event: AssessmentDecided) -> None:
    if event.decision in ENDING_DECISIONS:
        end_case(event.person_id, reason=ENDING_DECISIONS[event.decision], by=current().by, at=current().at)


def referral_ended(event: ReferralEnded) -> None:
    if event.how in ENDING_REFERRALS:
        end_case(event.person_id, reason=ENDING_REFERRALS[event.how], by=current().by, at=current().at)


def housed(event: StayBegan) -> None:
    """Her wait for a place is over; in a relay apartment it is not."""
    if event.kind == "place":
        clocks.stop(event.person_id, *WAITS)
