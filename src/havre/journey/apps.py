from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "havre.journey"

    def ready(self) -> None:
        from havre.journey import handlers
        from havre.journey.models import Journey
        from havre.placements import waiting

        handlers.subscribe_all()
        waiting.use(Journey.still_here)
