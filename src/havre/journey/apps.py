from django.apps import AppConfig


class JourneyConfig(AppConfig):
    name = "havre.journey"

    def ready(self) -> None:
        from havre.journey import handlers

        handlers.subscribe_all()
