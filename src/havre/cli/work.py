"""``havre work``: the sweeps alone, for an installation whose pages run elsewhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from havre.cli import start


def main(arguments: Sequence[str]) -> int:
    argparse.ArgumentParser(prog="havre work", description=__doc__).parse_args(arguments)
    start.prepare_filled()
    from havre.record import sweeps

    sweeps.run_forever()
    return 0
