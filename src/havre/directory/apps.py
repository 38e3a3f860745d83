from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "havre.directory"

    def ready(self) -> None:
        from havre.directory import tables

        tables.register()
