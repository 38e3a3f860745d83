from datetime import timedelta

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "havre.intake"

    def ready(self) -> None:
        from havre.intake import operations, tables
        from havre.record import sweeps

        tables.register()
        sweeps.register("calls", operations.forget_old, every=timedelta(days=1), at_hour=3)
