"""``havre audit verify``: recompute the chained record and say whether it is whole."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from havre.cli import start
from havre.common.terminal import Parser
from havre.common.terminal import gettext as _

BROKEN = 1


def main(arguments: Sequence[str]) -> int:
    parser = Parser(prog="havre audit", description=_("Recalcule le registre enchaîné et dit s’il est entier."))
    parser.add_argument("action", choices=["verify"])
    parser.parse_args(arguments)
    start.prepare_filled()
    from havre.record import audit

    report = audit.verify()
    if report.holds:
        told = {"entries": report.entries, "checkpoints": report.checkpoints}
        print(_("Le registre est entier : %(entries)s écritures, %(checkpoints)s points de contrôle.") % told)
        return 0
    found: dict[str, object] = {"entry": report.broken_at, "reason": report.reason}
    print(_("Le registre ne tient plus à partir de l’écriture %(entry)s : %(reason)s.") % found, file=sys.stderr)
    return BROKEN
