"""Workloads 4 and 5: finding somebody by a sealed name, and sending a referral."""

from collections.abc import Iterator
from typing import Any

from bench.databases import database_workload
from bench.runner import Options, Race

MANY = 100_000
DRAFTS = 300
"""More reports than are sent while this is measured."""


@database_workload(4, "find a person by sealed name among 100,000")
def find_by_name(options: Options) -> Iterator[Race]:
    """The floor looks the same names up in clear by trigrams and shows an empty page; nothing of it goes on record."""
    from django.core.cache import cache
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.urls import reverse
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import Bare, Visitor

    at = timezone.now()
    people = cases.staff(at)
    count = options.scaled(MANY)
    cases.situations(count, people, at)
    _names_in_clear(connection, count)
    cases.settle()
    name = f"Nom{count // 4}"
    visitor, path = Visitor(people[(2 * (count // 4)) % len(people)]), reverse("people:find")
    query = _trigrams(connection.vendor)

    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(query, [name if connection.vendor == "sqlite" else f"%{name}%"])
            return HttpResponse(f"{len(cursor.fetchall())} {request.user.pk}")

    def find() -> object:
        cache.clear()  # ten tries in ten minutes are the limit for a person
        page = visitor.send(path, {"text": name})
        if b'class="ref"' not in page.content:
            raise AssertionError("nobody was found")
        return page

    from bench.house.visitor import statements

    yield Race(f"among {count}", Bare(people[0], view).get, find, 12, queries=lambda: statements(find))


def _names_in_clear(connection: Any, count: int) -> None:
    """The floor's own table, with the index that trigrams need."""
    names = [(f"Nom{n // 2}",) for n in range(count)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE bench_names USING fts5(name, tokenize='trigram')")
        else:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE TABLE bench_names (name text)")
        cursor.execute("BEGIN")
        with _unwatched():
            cursor.executemany("INSERT INTO bench_names VALUES (%s)", names)
        cursor.execute("COMMIT")
        if connection.vendor != "sqlite":
            cursor.execute("CREATE INDEX bench_trigrams ON bench_names USING gin (name gin_trgm_ops)")


def _unwatched() -> Any:
    from havre.record.guard import housekeeping

    return housekeeping("benchmark")


def _trigrams(vendor: str) -> str:
    condition = "bench_names MATCH %s" if vendor == "sqlite" else "name LIKE %s"
    return f"SELECT name FROM bench_names WHERE {condition} LIMIT 20"


@database_workload(5, "send a referral")
def send_referral(options: Options) -> Iterator[Race]:
    """Somebody on duty, five steps filled in: the last button, against a page that commits one row.

    Everything the button waits for is in it: session, account, draft, validation, sealing, record, messages out, all
    clocks, in one transaction. The second race leaves the page out on both sides.
    """
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.utils import timezone

    from bench.house import reports
    from bench.house.visitor import Bare, Visitor, statements
    from havre.referrals.operations import submit_referral
    from havre.vault.keys import key_cache

    anne, hospital = reports.hospital_and_duty(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_rows (id varchar(40), text varchar(400))")
    made = iter(range(10**9))

    def commit_a_row() -> None:
        with _unwatched(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_rows VALUES (%s, %s)", [str(next(made)), "x" * 300])

    def view(request: HttpRequest) -> HttpResponse:
        commit_a_row()
        return HttpResponse(f"{request.user.pk}")

    def send() -> None:
        with key_cache():
            submit_referral(data=reports.submission(next(made)), organisation=hospital, by=anne, at=timezone.now())

    visitor, filled_in = Visitor(anne), reports.filled_in(anne, DRAFTS)

    def press() -> None:
        path = next(filled_in)
        if "/new/" in visitor.led_to(path, {}):
            raise AssertionError("the referral was not sent")

    yield Race("the last button", Bare(anne, view).get, press, 25, queries=lambda: statements(press), queries_demand=25)
    yield Race("the operation alone", commit_a_row, send, None, queries=lambda: statements(send), queries_demand=25)
