from datetime import timedelta

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "havre.training"

    def ready(self) -> None:
        from havre.network import dates
        from havre.record import sweeps
        from havre.training import operations, tables
        from havre.training.calendars import on_the_shared_calendar

        dates.further.answered_by(on_the_shared_calendar)

        sweeps.register("training", operations.remind, every=timedelta(hours=6))
        sweeps.register("training questionnaires", operations.ask_due, every=timedelta(hours=1))
        sweeps.register("training answers", operations.count_answers, every=timedelta(hours=1))
        sweeps.register("training unconfirmed", operations.forget_unconfirmed, every=timedelta(hours=1))
        sweeps.register("training links", operations.forget_links, every=timedelta(days=1), at_hour=3)
        sweeps.register("training sessions", operations.forget_old, every=timedelta(days=1), at_hour=3)
        tables.register()
