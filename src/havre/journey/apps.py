from datetime import timedelta

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "havre.journey"

    def ready(self) -> None:
        from havre.journey import away, handlers, tables, undo
        from havre.journey.models import still_looking
        from havre.placements import waiting
        from havre.record import sweeps

        handlers.subscribe_all()
        undo.register()
        tables.register()
        waiting.still_looking.answered_by(still_looking)
        sweeps.register("absences", away.begin_absences, every=timedelta(minutes=10))
