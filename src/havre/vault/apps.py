from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "havre.vault"

    def ready(self) -> None:
        from havre.vault import register  # noqa: F401  registers the system check
