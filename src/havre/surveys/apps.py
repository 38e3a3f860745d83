from datetime import timedelta

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "havre.surveys"

    def ready(self) -> None:
        from havre.record import sweeps
        from havre.surveys import rewrite, tables
        from havre.surveys.operations.reminding import remind_guests
        from havre.surveys.operations.sending import turn_days

        sweeps.register("surveys", turn_days, every=timedelta(hours=1))
        sweeps.register("survey-reminders", remind_guests, every=timedelta(days=1), at_hour=8)
        sweeps.register("survey-answers", rewrite.rewrite_answers, every=timedelta(days=1), at_hour=4)
        tables.register()
