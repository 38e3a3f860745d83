from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "havre.placements"
