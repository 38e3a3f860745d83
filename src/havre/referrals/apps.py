from datetime import timedelta

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "havre.referrals"

    def ready(self) -> None:
        from havre.people import readers
        from havre.people.events import AgreementWithdrawn
        from havre.record import events, sweeps
        from havre.referrals import notices, operations

        events.subscribe(AgreementWithdrawn, operations.stop_when_agreement_is_withdrawn)
        readers.register("messages_read")
        sweeps.register("referral clocks", notices.ring_late, every=timedelta(minutes=5))
