"""``havre audit verify``: recompute the chained record and say whether it is whole."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from havre.cli import start

BROKEN = 1


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="havre audit", description=__doc__)
    parser.add_argument("action", choices=["verify"])
    parser.parse_args(arguments)
    start.prepare_filled()
    from havre.record import audit

    report = audit.verify()
    if report.holds:
        print(f"The record is whole: {report.entries} entries, {report.checkpoints} checkpoints.")
        return 0
    print(f"The record does not hold from entry {report.broken_at} on: {report.reason}.", file=sys.stderr)
    return BROKEN
