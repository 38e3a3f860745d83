"""The command ``havre``: one word per task, each in a module of its own that loads only what it needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from havre import __version__, preflight

INTERRUPTED = 130


class Command(NamedTuple):
    """Where a command lives: a module with ``main(arguments) -> exit status``, loaded when it is called."""

    module: str
    purpose: str


COMMANDS = {
    "run": Command("havre.cli.run", "set the databases up, build the demo network if there is none, serve"),
    "serve": Command("havre.cli.serve", "serve the pages and run the sweeps"),
    "work": Command("havre.cli.work", "run the sweeps alone"),
    "demo": Command("havre.cli.demo", "build a fictional network in empty databases"),
    "match": Command("havre.cli.match", "rank places for a problem file"),
    "bench": Command("havre.cli.bench", "measure speed (from a checkout)"),
    "audit": Command("havre.cli.audit", "verify the chained record"),
    "check": Command("havre.cli.check", "check this installation, its keys and its data"),
    "manage": Command("havre.cli.manage", "a short list of Django's own commands"),
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
        return refuse(f"havre knows no command {words[0]!r}.\n\n{usage()}")
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
    lines = [f"  {name:<{width}}  {command.purpose}" for name, command in COMMANDS.items()]
    return "\n".join(["Usage: havre COMMAND [options]", "", *lines, "", "havre COMMAND --help says more."])


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return preflight.EXIT_STATUS
