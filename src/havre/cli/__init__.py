"""The command ``havre``: one word per task, each in a module of its own that loads only what it needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from havre import __version__, preflight
from havre.common.terminal import gettext as _
from havre.common.terminal import gettext_noop

INTERRUPTED = 130


class Command(NamedTuple):
    """Where a command lives: a module with ``main(arguments) -> exit status``, loaded when it is called."""

    module: str
    purpose: str


COMMANDS = {
    "run": Command(
        "havre.cli.run", gettext_noop("prépare les bases, bâtit le réseau de démonstration s’il n’y en a pas, sert")
    ),
    "serve": Command("havre.cli.serve", gettext_noop("sert les pages et fait les passages")),
    "work": Command("havre.cli.work", gettext_noop("fait les passages seuls")),
    "demo": Command("havre.cli.demo", gettext_noop("bâtit un réseau inventé dans des bases vides")),
    "match": Command("havre.cli.match", gettext_noop("range les places pour un fichier de problème")),
    "bench": Command("havre.cli.bench", gettext_noop("mesure la vitesse (depuis les sources)")),
    "audit": Command("havre.cli.audit", gettext_noop("vérifie le registre enchaîné")),
    "check": Command("havre.cli.check", gettext_noop("contrôle cette installation, ses clés et ses données")),
    "manage": Command("havre.cli.manage", gettext_noop("quelques commandes de Django")),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status, 2 for what cannot start, with one sentence on standard error."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["version"]):
        print(f"havre {__version__}")
        return 0
    if not words or words[0] in {"help", "-h", "--help"}:
        print(usage())
        return 0
    command = COMMANDS.get(words[0])
    if command is None:
        return refuse(_("havre ne connaît pas la commande %(word)r.") % {"word": words[0]} + f"\n\n{usage()}")
    return call(command, words[1:])


def call(command: Command, arguments: list[str]) -> int:
    try:
        return int(import_module(command.module).main(arguments) or 0)
    except preflight.Refusal as refusal:
        return refuse(str(refusal))
    except KeyboardInterrupt:
        return INTERRUPTED


def usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {_(command.purpose)}" for name, command in COMMANDS.items()]
    return "\n".join([_("Emploi : havre COMMANDE [options]"), "", *lines, "", _("havre COMMANDE --help en dit plus.")])


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return preflight.EXIT_STATUS
