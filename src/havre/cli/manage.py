"""``havre manage``: those of Django's commands that neither show nor change what is sealed."""

from __future__ import annotations

from collections.abc import Sequence

from havre import preflight
from havre.cli import run, start
from havre.common.terminal import gettext as _

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
        print(_("Emploi : havre manage COMMANDE [options]") + "\n\n" + _("Commandes : ") + ", ".join(ALLOWED))
        return 0
    if words[0] not in ALLOWED:
        raise preflight.Refusal(
            _(
                "havre manage ne lance pas %(word)r : ce qui est scellé s’ouvre dans Havre même, au registre. "
                "Il lance %(allowed)s."
            )
            % {"word": words[0], "allowed": ", ".join(ALLOWED)}
        )
    start.prepare(create_keys=True, private_files=False)
    if words == ["migrate"]:
        run.migrate()
        return 0
    from django.core.management import execute_from_command_line

    execute_from_command_line(["havre manage", *words])
    return 0
