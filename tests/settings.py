"""The real settings, with what makes tests quick and their databases real files."""

from __future__ import annotations

from havre.settings import *  # noqa: F403  # a settings module is the sum of another and its changes
from havre.settings import DATA_DIR, DATABASES, STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

for _alias, _database in DATABASES.items():
    if _database["ENGINE"].endswith("sqlite3"):
        # Files, because several threads and attacks on raw bytes need them; unsynchronised, because nothing here lasts.
        _database["TEST"] = {"NAME": str(DATA_DIR / f"test-{_alias}.sqlite3")}
        _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )
