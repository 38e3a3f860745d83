"""``havre bench``: measure speed against a floor, with the workloads of a checkout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from havre import preflight
from havre.common.terminal import gettext as _

CHECKOUT = Path(__file__).resolve().parents[3]


def main(arguments: Sequence[str]) -> int:
    if not (CHECKOUT / "bench" / "runner.py").exists():
        raise preflight.Refusal(_("Les mesures ne s’installent pas avec Havre. Depuis les sources : make bench"))
    sys.path.insert(0, str(CHECKOUT))
    return int(import_module("bench.runner").main(list(arguments)) or 0)
