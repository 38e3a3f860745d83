from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "havre.placements"

    def ready(self) -> None:
        from havre.placements import search_wiring

        search_wiring.connect()
