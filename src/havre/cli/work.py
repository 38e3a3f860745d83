"""``havre work``: the sweeps alone, for an installation whose pages run elsewhere."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Sequence

from havre.cli import start


def main(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="havre work", description=__doc__).parse_args(arguments)
    start.prepare_filled()
    from havre.record import sweeps

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    print("The sweeps run. Ctrl-C stops them once the one at work is done.", flush=True)
    sweeps.run_forever(stop)
    return 0
