from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "havre.assessments"

    def ready(self) -> None:
        from havre.assessments.operations.danger import on_agreement_withdrawn
        from havre.assessments.operations.opening import on_referral_reopened, on_taken_up
        from havre.assessments.operations.safety import on_enquiry
        from havre.intake.events import EnquiryMade
        from havre.people.events import AgreementWithdrawn
        from havre.record.events import subscribe
        from havre.referrals.events import ReferralReopened, ReferralTakenUp

        subscribe(ReferralTakenUp, on_taken_up)
        subscribe(ReferralReopened, on_referral_reopened)
        subscribe(AgreementWithdrawn, on_agreement_withdrawn)
        subscribe(EnquiryMade, on_enquiry)
