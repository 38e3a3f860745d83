"""``havre check``: folders, databases, keys and tables, then the journeys against what they are computed from.

With ``--diagrams`` only the generated diagrams of states in ``docs/`` are compared; ``--write`` renews them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from havre.cli import start

DIFFERENT = 1


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="havre check", description=__doc__)
    parser.add_argument("--diagrams", action="store_true", help="compare the generated diagrams (from a checkout)")
    parser.add_argument("--write", action="store_true", help="with --diagrams: write them anew")
    parser.add_argument("--repair", action="store_true", help="write the journeys that differ anew, on record")
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
        print(f"{'Written' if write else 'Out of date'}: {path}")
    return DIFFERENT if stale and not write else 0


def check_journeys() -> int:
    from havre.journey import operations

    differences = operations.recompute()
    for difference in differences:
        print(difference)
    print(f"Folders, databases, keys and tables are in order. Journeys that differ: {len(differences)}")
    return DIFFERENT if differences else 0


def repair_journeys() -> int:
    from django.utils import timezone

    from havre.journey import operations

    print(f"Journeys written anew: {operations.repair(by=None, at=timezone.now())}")
    return 0
