"""Workload 16: a table of 100,000 rows as a file, line by line, against csv of the same rows from the database."""

import csv
import tracemalloc
from collections.abc import Callable, Iterator
from io import StringIO

from bench.databases import database_workload
from bench.runner import Finding, Options, Race

ROWS = 100_000
MOST_MEGABYTES = 60
MEGABYTE = 1024 * 1024


@database_workload(16, "a table of 100,000 rows as a file")
def export_table(options: Options) -> Iterator[Race | Finding]:
    """The list of situations as a coordinator downloads it, number and entry on record included."""
    from django.db import connection
    from django.urls import reverse
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Visitor, statements
    from havre.journey.tables import SITUATIONS

    at = timezone.now()
    people = cases.staff(at)
    count = options.scaled(ROWS)
    cases.situations(count, people, at)
    cases.settle()
    visitor, path = Visitor(people[0]), reverse("desk:download", args=[SITUATIONS])

    def product() -> None:
        lines = sum(block.count(b"\n") for block in visitor.send(path, {}))
        if lines < count:
            raise AssertionError(f"{lines} lines of {count}")

    query = (
        "SELECT p.reference, j.state, j.since, j.waiting_since, j.next_code, j.next_due FROM journey_journey j "
        "JOIN people_person p ON p.id = j.person_id ORDER BY p.reference"
    )

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(query)
            while rows := cursor.fetchmany(cases.CHUNK):
                csv.writer(StringIO(), delimiter=";").writerows(rows)

    yield Race(f"{count} rows", floor, product, 6, queries=lambda: statements(product), rounds=3)
    most = _most_memory(product)
    yield Finding("most memory meanwhile, MB", round(most, 1), MOST_MEGABYTES, most <= MOST_MEGABYTES)


def _most_memory(run: Callable[[], None]) -> float:
    """Megabytes that Python held at once, above what it held before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        run()
        return (tracemalloc.get_traced_memory()[1] - before) / MEGABYTE
    finally:
        tracemalloc.stop()
