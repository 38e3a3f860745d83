"""``havre check``: folders, databases, keys and tables, then the journeys against what they are computed from.

With ``--diagrams`` only the generated diagrams of states in ``docs/`` are compared; ``--write`` renews them.
"""

from __future__ import annotations

from collections.abc import Sequence

from havre.cli import start
from havre.common.terminal import Parser
from havre.common.terminal import gettext as _

DIFFERENT = 1


def main(arguments: Sequence[str]) -> int:
    parser = Parser(
        prog="havre check",
        description=_(
            "Contrôle les dossiers, les bases, les clés et les tables, puis chaque parcours contre ce dont il est calculé."
        ),
    )
    parser.add_argument("--diagrams", action="store_true", help=_("compare les diagrammes (depuis les sources)"))
    parser.add_argument("--write", action="store_true", help=_("avec --diagrams : les écrit à neuf"))
    parser.add_argument("--repair", action="store_true", help=_("écrit à neuf les parcours qui diffèrent, au registre"))
    options = parser.parse_args(arguments)
    if options.diagrams:
        start.prepare(private_files=False)
        return check_diagrams(write=options.write)
    start.prepare_filled()
    return repair_journeys() if options.repair else check_journeys()


def check_diagrams(*, write: bool) -> int:
    from havre.cli import diagrams

    stale = diagrams.write() if write else diagrams.stale()
    for path in stale:
        print((_("Écrit : %(path)s") if write else _("Périmé : %(path)s")) % {"path": path})
    return DIFFERENT if stale and not write else 0


def check_journeys() -> int:
    from havre.journey import operations

    differences = operations.recompute()
    for difference in differences:
        print(difference)
    print(_("Dossiers, bases, clés et tables sont en ordre. Parcours qui diffèrent : %(n)s") % {"n": len(differences)})
    return DIFFERENT if differences else 0


def repair_journeys() -> int:
    from django.utils import timezone

    from havre.journey import operations

    print(_("Parcours écrits à neuf : %(n)s") % {"n": operations.repair(by=None, at=timezone.now())})
    return 0
