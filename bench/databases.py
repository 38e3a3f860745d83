"""Workloads that need a database: each runs in a process of its own, on SQLite and on PostgreSQL where one is found.

A process has one database, as Havre has; floor and product still take turns inside it.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from bench.runner import Finding, Options, Race, Row, Workload, discover, measure, workload

CHECKOUT = Path(__file__).resolve().parents[1]
Found = Iterator[Race | Finding]
_INSIDE: dict[int, tuple[str, Callable[[Options], Found]]] = {}


def database_workload(number: int, name: str) -> Callable[[Callable[[Options], Found]], Workload]:
    """Registers a workload that is run once per database, after the tables are made."""

    def register(inside: Callable[[Options], Found]) -> Workload:
        _INSIDE[number] = (name, inside)

        def everywhere(options: Options) -> Iterator[Race | Finding | Row]:
            for prefix in ([], ["tools/with_postgres.sh", "--durable", "--or-without"]):
                yield from _rows(prefix, number, options)

        return workload(number, name)(everywhere)

    return register


def _rows(prefix: list[str], number: int, options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="havre-bench-") as scratch:
        data = Path(scratch) / "data"
        (data / "static").mkdir(parents=True)
        environment = dict(os.environ, HAVRE_DATA_DIR=str(data), HAVRE_KEYS_DIR=str(Path(scratch) / "keys"))
        environment["PYTHONPATH"] = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "src")])
        for variable in ("HAVRE_DATABASE_URL", "HAVRE_KEYS_URL", "HAVRE_MODE"):
            environment.pop(variable, None)
        quick = ["--quick"] if options.quick else []
        command = [*prefix, sys.executable, "-m", "bench.databases", str(number), *quick]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    for text in done.stdout.splitlines():
        if text.startswith("{"):
            yield Row(**json.loads(text))


def main(number: int, options: Options) -> None:
    """In the process of one database: make its tables and keys, run the workload, write a line of JSON per row."""
    from django.conf import settings

    from havre.vault import master

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
    if os.environ.get("HAVRE_DATABASE_URL"):
        master.create(Path(os.environ["HAVRE_KEYS_DIR"]), purpose="demo")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", database="default", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not settings.HAVRE_DEMO:
        raise SystemExit("Benchmarks run on throw-away data only.")
    name, inside = _INSIDE[number]
    for found in inside(options):
        row = measure(number, name, found)
        print(json.dumps(asdict(row) | {"database": connection.vendor}), flush=True)


if __name__ == "__main__":
    from bench import databases

    discover()
    databases.main(int(sys.argv[1]), Options(quick="--quick" in sys.argv))
