from datetime import timedelta

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "havre.referrals"

    def ready(self) -> None:
        from havre.intake.events import CallBecameReferral
        from havre.people import readers
        from havre.people.events import AgreementWithdrawn
        from havre.record import events, sweeps
        from havre.referrals import from_call, notices, operations

        events.subscribe(AgreementWithdrawn, operations.stop_when_agreement_is_withdrawn)
        events.subscribe(CallBecameReferral, from_call.on_call_became_referral)
        readers.register("messages_read")
        sweeps.register("referral clocks", notices.ring_late, every=timedelta(minutes=5))
