"""``havre work``: the sweeps alone, for an installation whose pages run elsewhere."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence

from havre.cli import start
from havre.common.terminal import Parser
from havre.common.terminal import gettext as _


def main(arguments: Sequence[str]) -> int:
    Parser(
        prog="havre work", description=_("Fait les passages seuls, quand les pages sont servies ailleurs.")
    ).parse_args(arguments)
    start.prepare_filled()
    from havre.record import sweeps

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print(_("Les passages tournent. Ctrl-C les arrête une fois fini celui qui est en cours."), flush=True)
    sweeps.run_forever(stop)
    return 0
