"""The call, the assessment, and what is answered to whoever referred her."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from havre.accounts.models import User
from havre.assessments.content import Actor, Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.decisions import decide
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.trafficking import note_trafficking
from havre.demo.stories.begun import HOUR, Begun
from havre.people.models import Agreement
from havre.people.operations import give_agreement, withdraw_agreement
from havre.record.operations import OnBehalf
from havre.referrals.content import Account, Agreed, Recipient, Referrer, Submission, Tonight
from havre.referrals.operations import (
    answer_referral,
    hand_over,
    send_message,
    submit_referral,
    take_up,
    withdraw_referral,
)
from havre.referrals.operations.feedback import Feedback, give_feedback


class Referred(Begun):
    """With a concern that was reported."""

    def call(self, at: datetime, *, by: User | None = None, agreed: str = "yes") -> None:
        """A professional calls; with ``by`` somebody of the agency typed it, otherwise the coordination did."""
        one = self.one
        data = Submission(
            referrer=Referrer(phone="0199000000", name=one.caller, role=one.role, service=one.agency.name, safe_hours="9 h – 17 h"),
            tonight=Tonight(keeper="us", name=one.agency.name, number="0199000001", until=timezone.localdate(at) + timedelta(days=10)),
            account=Account(exploitation=one.account, danger_here=one.danger, areas=list(one.zones), wants=one.profile.wishes.note),
            profile=one.profile,
            agreed=Agreed(answer=agreed, how="spoken", language=one.relay_language, relayed_by="le service qui oriente"),
            names=one.names,
        )  # fmt: skip
        told = None if by else OnBehalf(one.caller, at)
        self.referral = submit_referral(
            data=data, organisation=one.agency.organisation, by=by or self.coordinator, at=at, on_behalf_of=told
        )

    def take_up(self, at: datetime) -> None:
        take_up(self.referral, coordinator=self.coordinator, by=self.coordinator, at=at)
        self.assessment = Assessment.objects.select_related("person").get(person=self.person_id)

    def note_danger(self, at: datetime) -> None:
        one = self.one
        note_danger(
            self.assessment,
            zones=[Zone(area=area, why=one.danger) for area in one.zones],
            actors=[Actor("network", ["person"], ["knows_phone", "debt_or_oath"])],
            severity=one.severity, likelihood=one.likelihood, by=self.coordinator, at=at,
        )  # fmt: skip

    def set_risk(self, at: datetime, *, level: str = "") -> None:
        reason = "Ils savent où elle est ; elle le dit et le service le confirme."
        set_risk(self.assessment, level=level or self.one.risk, reason=reason, by=self.coordinator, at=at)
        self.one.risk = level or self.one.risk

    def conclude(self, at: datetime) -> None:
        one = self.one
        note_trafficking(
            self.assessment, exploitation=one.profile.exploitation, means=one.means, recruitment=[one.recruitment],
            status="PossibleVictimOfTrafficking", reasons=f"Les faits et les moyens concordent. {one.account}", by=self.coordinator, at=at,
        )  # fmt: skip

    def decide(self, at: datetime, decision: str, *, code: str = "", instead: str = "") -> None:
        reasons = {
            "search": "Le danger est local : il faut une place loin d’ici.",
            "on_hold": "Elle veut réfléchir jusqu’à la semaine prochaine.",
        }
        decide(
            self.assessment, decision=decision, reason=reasons.get(decision, "Une autre aide convient mieux."), code=code,
            instead=instead, by=self.coordinator, at=at,
        )  # fmt: skip

    def assess(self, at: datetime, decision: str = "search", *, code: str = "", instead: str = "") -> None:
        self.note_danger(at)
        self.set_risk(at + HOUR / 2)
        self.conclude(at + HOUR)
        self.decide(at + 2 * HOUR, decision, code=code, instead=instead)

    def agree_to_join(self, at: datetime) -> None:
        give_agreement(
            self.assessment.person, kind="join", how="spoken", language=self.one.relay_language,
            relayed_by="l’interprète", by=self.coordinator, at=at,
        )  # fmt: skip

    def withdraw(self, at: datetime, kind: str, *, why: str = "Elle ne veut plus partir si loin.") -> None:
        agreement = Agreement.objects.filter(person=self.person_id, kind=kind, state="given").get()
        self.leave_place()
        withdraw_agreement(agreement, reason=why, by=self.coordinator, at=at)

    def answer(self, at: datetime, kind: str, reason: str) -> None:
        answer_referral(self.referral, kind=kind, reason=reason, by=self.coordinator, at=at)

    def give_opinion(self, at: datetime, words: str) -> None:
        """The service that referred her says by telephone what it thinks of it."""
        told = Feedback(helped="yes", quick="yes", clear="partly", words=words)
        give_feedback(
            self.referral, feedback=told, by=self.coordinator, at=at, on_behalf_of=OnBehalf(self.one.caller, at)
        )

    def take_back(self, at: datetime) -> None:
        """The agency withdraws what it had sent."""
        withdraw_referral(self.referral, reason="Elle a trouvé une autre solution.", by=self.coordinator, at=at)

    def hand_over(self, at: datetime) -> None:
        recipient = Recipient("Aide sociale à l’enfance", "Mme V.", "0199000119")
        hand_over(self.referral, recipient=recipient, by=self.coordinator, at=at)

    def message(self, at: datetime, text: str) -> None:
        send_message(self.referral, text=text, by=self.coordinator, at=at)

    def review_risk(self, at: datetime, level: str) -> None:
        assessment = Assessment.objects.select_related("person").get(person=self.person_id)
        set_risk(assessment, level=level, reason="Plus de menace depuis son arrivée.", by=self.coordinator, at=at)
