from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "havre.journey"

    def ready(self) -> None:
        from havre.journey import handlers, undo
        from havre.journey.models import still_here
        from havre.placements import waiting

        handlers.subscribe_all()
        undo.register()
        waiting.use(still_here)
