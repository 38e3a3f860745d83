from datetime import timedelta
from importlib import import_module

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "havre.training"

    def import_models(self) -> None:
        super().import_models()
        import_module("havre.training.models_materials")
        import_module("havre.training.models_seminars")

    def ready(self) -> None:
        from havre.network import calls, dates
        from havre.record import sweeps
        from havre.training import hands, operations, tables
        from havre.training.calendars import on_the_shared_calendar
        from havre.training.seminars.topics import calls_for

        dates.further.answered_by(on_the_shared_calendar)
        calls.open_calls.answered_by(calls_for)

        hands.register()
        sweeps.register("training", operations.remind, every=timedelta(hours=6))
        sweeps.register("training questionnaires", operations.ask_due, every=timedelta(hours=1))
        sweeps.register("training answers", operations.count_answers, every=timedelta(hours=1))
        sweeps.register("training unconfirmed", operations.forget_unconfirmed, every=timedelta(hours=1))
        sweeps.register("training links", operations.forget_links, every=timedelta(days=1), at_hour=3)
        sweeps.register("training materials", operations.end_materials, every=timedelta(days=1), at_hour=3)
        sweeps.register("training sessions", operations.forget_old, every=timedelta(days=1), at_hour=3)
        tables.register()
