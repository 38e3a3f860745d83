"""``havre run``: from an empty folder to a demo network in the browser."""

from __future__ import annotations

from collections.abc import Sequence

from havre import preflight
from havre.cli import serve, start
from havre.common.terminal import Parser
from havre.common.terminal import gettext as _


def main(arguments: Sequence[str]) -> int:
    Parser(
        prog="havre run", description=_("D’un dossier vide à un réseau de démonstration dans le navigateur.")
    ).parse_args(arguments)
    port = preflight.port()
    preflight.check_port(port)
    serve.workers()
    start.prepare(create_keys=True)
    migrate()
    preflight.check_keys_fit()
    build_demo_if_empty()
    serve.collect_static()
    serve.listen(port, when_ready=lambda: print(welcome(port), flush=True))
    return 0


def migrate() -> None:
    """Bring the tables of both databases up to this version."""
    from django.core.management import call_command
    from django.db import connections

    for alias in connections:
        print(_("Préparation de la base « %(name)s »") % {"name": alias}, flush=True)
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def is_empty() -> bool:
    """Whether nobody has an account here yet."""
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def build_demo_if_empty() -> None:
    if is_empty():
        from havre import demo

        print(_("Construction du réseau de démonstration"), flush=True)
        demo.build()


def welcome(port: int) -> str:
    """The last lines on the terminal: where to go and whom to be. Demo accounts only, and they are no secret."""
    from havre import demo

    accounts = demo.accounts()
    width = max((len(account.sign_in) for account in accounts), default=0)
    lines = [f"  {account.sign_in:<{width}}  {account.password}  {account.role}" for account in accounts]
    head = [
        "",
        _("Havre est ouvert : %(address)s") % {"address": serve.address(port)},
        _("Comptes de démonstration (nom, mot de passe, rôle) :"),
    ]
    return "\n".join([*head, *lines, _("Ctrl-C l’arrête.")])
