from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "havre.cases"

    def ready(self) -> None:
        from havre.assessments.events import AssessmentDecided, AssessmentReopened
        from havre.cases import handlers
        from havre.placements.events import StayBegan
        from havre.record.events import subscribe
        from havre.referrals.events import ReferralEnded, ReferralReopened, ReferralTakenUp

        subscribe(ReferralTakenUp, handlers.taken_up)
        subscribe(ReferralReopened, handlers.reopened)
        subscribe(ReferralEnded, handlers.referral_ended)
        subscribe(AssessmentDecided, handlers.decided)
        subscribe(AssessmentReopened, handlers.reopened)
        subscribe(StayBegan, handlers.housed)
