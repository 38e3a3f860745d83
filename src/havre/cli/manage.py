"""``havre manage``: those of Django's commands that neither show nor change what is sealed."""

from __future__ import annotations

from collections.abc import Sequence

from havre import preflight
from havre.cli import run, start

ALLOWED = (
    "migrate",
    "makemigrations",
    "showmigrations",
    "check",
    "collectstatic",
    "createcachetable",
    "compilemessages",
    "makemessages",
)


def main(arguments: Sequence[str]) -> int:
    words = list(arguments)
    if not words or words[0] in {"-h", "--help"}:
        print("Usage: havre manage COMMAND [options]\n\nCommands: " + ", ".join(ALLOWED))
        return 0
    if words[0] not in ALLOWED:
        raise preflight.Refusal(
            f"havre manage does not run {words[0]!r}: what is sealed is opened in Havre itself, on record. "
            f"It runs {', '.join(ALLOWED)}."
        )
    start.prepare(create_keys=True, private_files=False)
    if words == ["migrate"]:
        run.migrate()
        return 0
    from django.core.management import execute_from_command_line

    execute_from_command_line(["havre manage", *words])
    return 0
