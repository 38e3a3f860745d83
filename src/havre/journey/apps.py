from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "havre.journey"

    def ready(self) -> None:
        from havre.journey import handlers
        from havre.journey.models import still_here
        from havre.placements import waiting

        handlers.subscribe_all()
        waiting.use(still_here)
