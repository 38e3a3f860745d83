"""What must hold before Havre starts, each with one sentence that says what to do.

The checks before the settings read the environment alone, because the settings themselves open the key file and
parse the database addresses. No sentence repeats a password: an address is named by server and database only.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import tempfile
import warnings
from pathlib import Path
from typing import Any

from havre.common.terminal import gettext as _

DEFAULT_PORT = 8000
OLDEST_SQLITE = (3, 37, 0)
EXIT_STATUS = 2
CONNECT_SECONDS = 5
ADDRESSES = ("HAVRE_DATABASE_URL", "HAVRE_KEYS_URL")
ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
EXAMPLE = "postgres://USER:PASSWORD@SERVER:5432/NAME"


class Refusal(Exception):
    """Havre cannot start; the text is the one sentence for whoever starts it."""


def data_folder() -> Path:
    """Where everything but the keys lies; the same reading as in the settings."""
    return Path(os.environ.get("HAVRE_DATA_DIR") or "var").resolve()


def keys_folder() -> Path:
    """Where the keys lie; the same reading as in the settings."""
    return Path(os.environ.get("HAVRE_KEYS_DIR") or f"{data_folder()}-keys").resolve()


def check_before_settings() -> None:
    """All that can be known from the environment alone. Raises ``Refusal``."""
    check_mode()
    check_gateways()
    check_sqlite_version(sqlite3.sqlite_version_info)
    check_folders()
    for variable in ADDRESSES:
        database_address(variable)
    check_keys_apart()


def check_mode() -> None:
    """Only demos run yet: without second factors a stolen password would open a live network."""
    mode = os.environ.get("HAVRE_MODE", "demo")
    if mode == "live":
        raise Refusal(
            _(
                "Havre ne sert pas encore un réseau réel : la connexion n’a pas de second facteur. "
                "Retirez HAVRE_MODE pour un réseau de démonstration."
            )
        )
    if mode != "demo":
        raise Refusal(
            _("HAVRE_MODE vaut %(mode)r ; il ne connaît que « demo » et, plus tard, « live ».") % {"mode": mode}
        )


def check_gateways() -> None:
    """Numbers of colleagues go to the SMS gateway encrypted, or stay on this machine."""
    url = os.environ.get("HAVRE_SMS_URL", "")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise Refusal(_("HAVRE_SMS_URL commence par https:// : des numéros de collègues y passent."))


def check_sqlite_version(found: tuple[int, ...]) -> None:
    if found < OLDEST_SQLITE:
        raise Refusal(
            _(
                "SQLite %(found)s est trop ancien : il faut %(oldest)s ou plus récent. "
                "Prenez un Python ou un système plus récent."
            )
            % {"found": _dotted(found), "oldest": _dotted(OLDEST_SQLITE)}
        )


def check_folders() -> None:
    """Both folders can be made and written to, and they are two."""
    data, keys = data_folder(), keys_folder()
    if data == keys:
        raise Refusal(
            _("HAVRE_KEYS_DIR est le dossier des données (%(folder)s) ; les clés ont un dossier à elles.")
            % {"folder": data}
        )
    _check_writable(data, "HAVRE_DATA_DIR")
    _check_writable(keys, "HAVRE_KEYS_DIR")


def _check_writable(folder: Path, variable: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(
            _("On ne peut pas écrire dans %(folder)s (%(why)s). Libérez-le, ou donnez-en un autre à %(variable)s.")
            % {"folder": folder, "why": error.strerror, "variable": variable}
        ) from None


def database_address(variable: str) -> dict[str, Any]:
    """The parsed address in ``variable``; empty when it is unset and the embedded database is used."""
    url = os.environ.get(variable)
    if not url:
        return {}
    address = _parse(url)
    if address.get("ENGINE") not in ENGINES or address.get("NAME") in {None, "", ":memory:"}:
        raise Refusal(
            _("%(variable)s n’est pas une adresse de base. Écrivez %(example)s ou sqlite:////dossier/fichier.sqlite3.")
            % {"variable": variable, "example": EXAMPLE}
        )
    return address


def _parse(url: str) -> dict[str, Any]:
    import environ  # here: 'havre match' starts without it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dict(environ.Env().db_url_config(url))
    except ValueError:
        return {}


def check_keys_apart() -> None:
    """The keys never share a database with what they seal."""
    data, keys = (_place(database_address(variable)) for variable in ADDRESSES)
    if data and data == keys:
        raise Refusal(_("HAVRE_DATABASE_URL et HAVRE_KEYS_URL nomment la même base ; il en faut une aux clés seules."))


def _place(address: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(address[part]) for part in ("ENGINE", "HOST", "PORT", "NAME")) if address else ()


def check_databases() -> None:
    """Every configured database opens. Raises ``Refusal``; reads nothing and creates nothing."""
    for variable in ADDRESSES:
        address = database_address(variable)
        if address.get("ENGINE", "").endswith("postgresql"):
            _connect(variable, address)
    embedded = {"HAVRE_DATABASE_URL": data_folder() / "havre.sqlite3", "HAVRE_KEYS_URL": keys_folder() / "keys.sqlite3"}
    for variable, path in embedded.items():
        address = database_address(variable)
        if not address or address["ENGINE"].endswith("sqlite3"):
            _open_file(variable, Path(address["NAME"]) if address else path)


def _connect(variable: str, address: dict[str, Any]) -> None:
    import psycopg  # here: only who uses PostgreSQL loads its driver

    try:
        psycopg.connect(**connection_arguments(address)).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else _("sans raison donnée")
        told = {"variable": variable, "name": address["NAME"], "host": address["HOST"] or _("cette machine")}
        raise Refusal(
            _("%(variable)s : la base %(name)s sur %(host)s ne s’ouvre pas (%(why)s). Lancez le serveur, ou corrigez.")
            % (told | {"why": reason})
        ) from None


def connection_arguments(address: dict[str, Any]) -> dict[str, Any]:
    """A parsed address as psycopg wants it."""
    named = {
        "host": address["HOST"],
        "port": address["PORT"],
        "user": address["USER"],
        "password": address["PASSWORD"],
        "dbname": address["NAME"],
    }
    return {key: value for key, value in named.items() if value} | {"connect_timeout": CONNECT_SECONDS}


def _open_file(variable: str, path: Path) -> None:
    if not path.parent.is_dir():
        raise Refusal(
            _("%(variable)s : le dossier %(folder)s n’existe pas. Créez-le, ou corrigez l’adresse.")
            % {"variable": variable, "folder": path.parent}
        )
    if not path.exists():
        return
    try:
        with sqlite3.connect(path, timeout=CONNECT_SECONDS) as connection:
            connection.execute("PRAGMA schema_version")
        connection.close()
    except sqlite3.Error as error:
        raise Refusal(
            _("La base %(path)s ne s’ouvre pas (%(why)s). Remettez sa sauvegarde, ou choisissez un dossier vide.")
            % {"path": path, "why": error}
        ) from None


def load_settings() -> None:
    """Import the settings and set Django up; missing or damaged keys become a ``Refusal``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
    from havre.vault.master import KeysMissing  # here: nothing of Havre loads before the environment is judged

    try:
        import django  # here: the settings may refuse

        django.setup()
    except KeysMissing as missing:
        raise Refusal(str(missing)) from None


def create_demo_keys() -> None:
    """Give a demo on a fresh database server its keys; the embedded database gets them from the settings.

    Does nothing where keys are present or the database holds tables: those want their own keys back.
    """
    from havre.vault import master  # here: nothing of Havre loads before the environment is judged

    address = database_address("HAVRE_DATABASE_URL")
    if address and not (keys_folder() / master.FILE_NAME).exists() and _is_empty(address):
        master.create(keys_folder(), purpose="demo")


def _is_empty(address: dict[str, Any]) -> bool:
    if address["ENGINE"].endswith("sqlite3"):
        return not Path(address["NAME"]).exists()
    import psycopg  # here: only who uses PostgreSQL loads its driver

    with psycopg.connect(**connection_arguments(address)) as connection:
        found = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    return found == (None,)


def check_keys_fit() -> None:
    """Master keys, key database and database belong together. Raises ``Refusal``."""
    if not (_master_fits_keys() and _keys_fit_accounts() and _master_fits_record()):
        raise Refusal(
            _(
                "Les clés de %(folder)s ne sont pas celles de cette base. "
                "Remettez la sauvegarde des bonnes, ou donnez HAVRE_KEYS_DIR et HAVRE_KEYS_URL."
            )
            % {"folder": keys_folder()}
        )


def _master_fits_keys() -> bool:
    """The master keys open the key of every epoch."""

    from havre.vault import keys
    from havre.vault.models import Epoch

    try:
        for epoch in Epoch.objects.all():
            keys.unwrap(keys.master_key(epoch.realm), bytes(epoch.wrapped), f"{epoch.realm}:{epoch.number}".encode())
    except keys.WrongKeys:
        return False
    return True


def _keys_fit_accounts() -> bool:
    """The key database knows the accounts: at least one of a few has its key there."""
    from havre.accounts.models import User  # here: needs the settings
    from havre.vault import keys

    few = list(User.objects.values_list("pk", flat=True)[:20])
    return not few or bool(keys.open_keys(few))


def _master_fits_record() -> bool:
    """The master keys open the actor of the newest entry of the record."""
    from cryptography.exceptions import InvalidTag  # here: needs the settings

    from havre.record import audit
    from havre.record.models import AuditEntry

    newest = AuditEntry.objects.order_by("-sequence").first()
    try:
        if newest is not None:
            audit.read_actor(bytes(newest.actor))
    except InvalidTag:
        return False
    return True


def check_migrations() -> None:
    """Both databases have every table this version knows. Raises ``Refusal``."""
    from django.db import connections  # here: needs the settings
    from django.db.migrations.executor import MigrationExecutor

    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise Refusal(_("Les bases ne sont pas à jour pour cette version. Lancez : havre manage migrate"))


def port() -> int:
    """The port to listen on, 1 to 65535, from ``HAVRE_PORT``."""
    text = os.environ.get("HAVRE_PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Refusal(_("HAVRE_PORT vaut %(text)r ; il faut un nombre de 1 à 65535.") % {"text": text})
    return int(text)


def check_port(number: int) -> None:
    """Nobody listens on ``number`` and this user may. Raises ``Refusal``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except PermissionError:
            raise Refusal(
                _("Le port %(number)s est réservé au système. Donnez à HAVRE_PORT un nombre au-dessus de 1023.")
                % {"number": number}
            ) from None
        except OSError:
            raise Refusal(
                _("Le port %(number)s est pris. Arrêtez ce qui l’occupe, ou essayez HAVRE_PORT=%(next)s.")
                % {"number": number, "next": number + 1}
            ) from None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
