from datetime import timedelta

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "havre.network"

    def ready(self) -> None:
        from havre.network import operations
        from havre.record import sweeps

        sweeps.register("letters", operations.hand_out, every=timedelta(minutes=1))
        sweeps.register("letter links", operations.forget_letter_links, every=timedelta(days=1), at_hour=3)
