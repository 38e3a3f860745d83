"""Runs workloads: floor and product in the same process, in turns, at least three rounds; the figure is a ratio.

A workload is a generator registered by ``@workload``; it yields ``Race`` and ``Finding`` values and may set up before
and clean up after each ``yield``. Any module of this package may hold workloads; ``main`` imports them all.
"""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROUNDS = 5
SAMPLE_SECONDS = 0.05
"""Short calls are repeated until a sample lasts this long."""
_MOST_CALLS = 1000
_PACKAGES = ("django", "numpy", "ortools", "cryptography", "psycopg")


@dataclass(frozen=True)
class Options:
    """``quick`` means a tenth of the data."""

    quick: bool = False

    def scaled(self, count: int) -> int:
        return max(1, count // 10) if self.quick else count


@dataclass(frozen=True)
class Race:
    """A floor and a product to be timed in turns; the ratio of their times is to be at most ``demand``."""

    variant: str
    floor: Callable[[], object]
    product: Callable[[], object]
    demand: float | None
    database: str | None = None
    queries: Callable[[], int] | None = None
    queries_demand: int | None = None
    rounds: int = ROUNDS


@dataclass(frozen=True)
class Finding:
    """Something that is counted and not timed: ``value`` beside its ``demand``, and whether it is met."""

    variant: str
    value: float
    demand: float | None
    met: bool
    database: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the report; ``samples`` are seconds of floor and product, round by round."""

    id: int
    name: str
    variant: str
    database: str | None
    ratio: float
    demand: float | None
    met: bool
    queries: int | None = None
    queries_demand: int | None = None
    floor_seconds: float | None = None
    product_seconds: float | None = None
    note: str = ""
    samples: list[dict[str, float]] = field(default_factory=list)


Workload = Callable[[Options], Iterator["Race | Finding | Row"]]
_REGISTRY: dict[int, tuple[str, Workload]] = {}


def workload(number: int, name: str) -> Callable[[Workload], Workload]:
    """Registers a generator under the number it has in the list of benchmarks."""

    def register(run: Workload) -> Workload:
        if number in _REGISTRY:
            raise ValueError(f"workload {number} is registered twice")
        _REGISTRY[number] = (name, run)
        return run

    return register


def discover() -> dict[int, tuple[str, Workload]]:
    """All workloads by number, from every module of the package."""
    import bench

    for module in pkgutil.iter_modules(bench.__path__):
        importlib.import_module(f"bench.{module.name}")
    return dict(sorted(_REGISTRY.items()))


def measure(number: int, name: str, found: Race | Finding) -> Row:
    if isinstance(found, Finding):
        row = (number, name, found.variant, found.database, found.value, found.demand, found.met)
        return Row(*row, note=found.note)
    samples = _samples(found)
    ratio = statistics.median(sample["product"] / sample["floor"] for sample in samples)
    queries = found.queries() if found.queries else None
    few = queries is None or found.queries_demand is None or queries <= found.queries_demand
    return Row(
        number,
        name,
        found.variant,
        found.database,
        round(ratio, 3),
        found.demand,
        few and (found.demand is None or ratio <= found.demand),
        queries=queries,
        queries_demand=found.queries_demand,
        floor_seconds=statistics.median(sample["floor"] for sample in samples),
        product_seconds=statistics.median(sample["product"] for sample in samples),
        samples=samples,
    )


def _samples(race: Race) -> list[dict[str, float]]:
    """Seconds of one call of each, round by round, the two in turns; a first call of each warms up and is not kept."""
    calls = {name: _calls(run) for name, run in (("floor", race.floor), ("product", race.product))}
    return [
        {"floor": _seconds(race.floor, calls["floor"]), "product": _seconds(race.product, calls["product"])}
        for _ in range(max(3, race.rounds))
    ]


def _calls(run: Callable[[], object]) -> int:
    run()
    once = _seconds(run, 1)
    return max(1, min(_MOST_CALLS, round(SAMPLE_SECONDS / max(once, 1e-9))))


def _seconds(run: Callable[[], object], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - start) / calls


def run(numbers: Sequence[int] | None = None, options: Options | None = None) -> Iterator[Row]:
    """The rows of the workloads asked for, one by one as they are measured."""
    known = discover()
    for number in numbers or known:
        name, make = known[number]
        for found in make(options or Options()):
            yield found if isinstance(found, Row) else measure(number, name, found)


def machine() -> dict[str, Any]:
    """What the figures were measured on; no name of the machine."""
    versions = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "versions": versions,
    }


def line(row: Row) -> str:
    """One row as a person reads it."""
    times = ""
    if row.floor_seconds is not None and row.product_seconds is not None:
        times = f"{_short(row.floor_seconds):>10} {_short(row.product_seconds):>10}"
    demand = "" if row.demand is None else f"{row.demand:g}"
    queries = "" if row.queries is None else f"{row.queries} queries"
    state = "met" if row.met else "MISSED"
    cells = f"{row.id:>3}  {row.variant:<44} {row.database or '':<11} {times:<21} {row.ratio:>9.3g} {demand:>7}"
    return f"{cells}  {state:<7} {queries} {row.note}".rstrip()


HEAD = (
    f"{'':>3}  {'workload':<44} {'database':<11} {'floor':>10} {'product':>10} {'figure':>9} {'demand':>7}  "
    "figure: product / floor, or what is counted"
)


def _short(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="havre bench", description="Measures Havre against floors on this machine.")
    parser.add_argument("--only", metavar="N,N", default="", help="numbers of the workloads to run")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes all samples to this file")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a table; 2 for a wrong option, 0 otherwise, whether demands are met or not."""
    parser = _parser()
    chosen = parser.parse_args(argv)
    known = discover()
    try:
        numbers = [int(word) for word in chosen.only.split(",") if word.strip()]
    except ValueError:
        parser.error(f"--only {chosen.only}: numbers parted by commas are expected")
    if unknown := sorted(set(numbers) - set(known)):
        parser.error(f"--only {unknown[0]}: one of {', '.join(map(str, known))} is expected")
    rows = []
    print(HEAD, flush=True)
    for row in run(numbers, Options(quick=chosen.quick)):
        rows.append(row)
        print(line(row), flush=True)
    if chosen.json:
        report = {"machine": machine(), "quick": chosen.quick, "workloads": [asdict(row) for row in rows]}
        chosen.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    from bench.runner import main as run_main

    sys.exit(run_main())
