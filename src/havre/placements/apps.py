from datetime import timedelta

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "havre.placements"

    def ready(self) -> None:
        from havre.assessments.events import DangerChanged
        from havre.people import readers
        from havre.people.events import AgreementStruck, AgreementWithdrawn, ApartChanged
        from havre.placements import admissions, handlers, holds, rewrite, search_wiring, tables
        from havre.placements.events import OfferAnswered, OfferMade, PlaceKept, StayBegan
        from havre.placements.operations import climbing, keeping, offers, stays, transfers
        from havre.placements.operations.appointments import is_planned
        from havre.record import sweeps
        from havre.record.events import subscribe
        from havre.referrals import appointments, presence

        subscribe(AgreementWithdrawn, handlers.on_agreement_withdrawn)
        subscribe(AgreementStruck, handlers.on_agreement_struck)
        subscribe(ApartChanged, handlers.on_apart_changed)
        subscribe(DangerChanged, handlers.on_danger_changed)
        subscribe(OfferAnswered, handlers.on_offer_answered)
        subscribe(OfferMade, handlers.on_house_chosen)
        subscribe(PlaceKept, handlers.on_placed)
        subscribe(StayBegan, handlers.on_house_chosen)
        sweeps.register("arrivals", transfers.watch_arrivals, every=timedelta(minutes=1))
        sweeps.register("alarms", climbing.climb_alarms, every=timedelta(minutes=1))
        sweeps.register("check-ins", stays.watch_check_ins, every=timedelta(minutes=5))
        sweeps.register("holds", offers.expire_holds, every=timedelta(minutes=5))
        sweeps.register("admissions", admissions.count_admissions, every=timedelta(days=1), at_hour=3)
        sweeps.register("rounds", keeping.end_old_rounds, every=timedelta(days=1), at_hour=3)
        sweeps.register("news", keeping.write_news, every=timedelta(days=1), at_hour=3)
        sweeps.register("rewrite", rewrite.rewrite_meetings, every=timedelta(days=1), at_hour=4)
        readers.register("appointment_opened")
        appointments.is_planned.answered_by(is_planned)
        presence.is_housed.answered_by(holds.is_present)
        search_wiring.connect()
        tables.register()
