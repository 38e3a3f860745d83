from datetime import timedelta

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "havre.resources"

    def ready(self) -> None:
        from havre.record import sweeps
        from havre.resources import hands, operations

        hands.register()
        sweeps.register("articles", operations.enlist_articles, every=timedelta(hours=12))
        sweeps.register("library", operations.open_library, every=timedelta(hours=12))
        sweeps.register("ending pages", operations.warn_of_ends, every=timedelta(days=1), at_hour=6)
        sweeps.register("ended articles", operations.mark_ended, every=timedelta(days=1), at_hour=3)
        sweeps.register("advice", operations.forget_old, every=timedelta(days=1), at_hour=3)
        sweeps.register("guest links", operations.forget_links, every=timedelta(hours=1))
        sweeps.register("saved searches", operations.look_for_news, every=timedelta(days=1), at_hour=6)
