"""``havre demo``: build a fictional network, through the real operations, in empty databases."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from havre import preflight
from havre.cli import run, start

DEFAULT_PARTNERS = 118
DEFAULT_SEED = 1


def main(arguments: Sequence[str]) -> int:
    options = parser().parse_args(arguments)
    start.prepare(create_keys=True)
    run.migrate()
    preflight.check_keys_fit()
    if not run.is_empty():
        raise preflight.Refusal(
            f"There is a network here already ({preflight.data_folder()}). Set HAVRE_DATA_DIR to an empty folder."
        )
    from havre import demo

    demo.build(size=options.size, seed=options.seed, plant=options.plant)
    return 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="havre demo", description=__doc__)
    parser.add_argument("--size", type=int, default=DEFAULT_PARTNERS, help="number of partners (%(default)s)")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="the same seed gives the same network")
    parser.add_argument("--plant", metavar="TEXT", help="put TEXT into one secret and one profile of every kind")
    return parser
