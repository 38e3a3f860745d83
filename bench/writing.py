"""Workloads 4 and 5: finding somebody by a sealed name, and sending a referral."""

from collections.abc import Iterator
from typing import Any

from bench.databases import database_workload
from bench.runner import Options, Race

MANY = 100_000


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
    """Validation, sealing, record, messages out, all clocks, in one transaction; the floor commits one row."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from bench.house import cases
    from bench.house.visitor import statements
    from havre.accounts.models import DutyShift
    from havre.directory.operations import accounts
    from havre.people.profiles import Member, Profile
    from havre.referrals.content import Account, Agreed, Referrer, Submission, Tonight
    from havre.referrals.operations import submit_referral
    from havre.vault.keys import key_cache

    at = timezone.now()
    watching = cases.staff(at, 1)[0]
    with _unwatched():
        DutyShift.objects.create(user=watching, rank=1, starts_at=at, ends_at=at + timedelta(days=1))
    hospital = accounts.open_organisation(code="H001", kind="HealthServiceOrganisation", by=None, at=at)
    anne = accounts.open_account(mail="a@example.org", name="A", password="a" * 16, by=None, at=at)
    accounts.grant_role(anne, role="referrer", organisation=hospital, by=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_rows (id varchar(40), text varchar(400))")
    made = iter(range(10**9))

    def floor() -> None:
        with _unwatched(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_rows VALUES (%s, %s)", [str(next(made)), "x" * 300])

    def product() -> None:
        data = Submission(
            referrer=Referrer(phone="0600000000", name="A F", service="urgences"),
            tonight=Tonight(keeper="us", number="0600000000", until=at.date() + timedelta(days=3)),
            account=Account(exploitation="x" * 200, danger_here="y" * 200, areas=["FR-06"], wants="z" * 80),
            profile=Profile(household=[Member("Feminine", 24)], languages=["pcm"]),
            agreed=Agreed(answer="yes", how="spoken", language="pcm", relayed_by="Z"),
            names=f"Prenom{next(made)} Nom",
        )
        with key_cache():
            submit_referral(data=data, organisation=hospital, by=anne, at=timezone.now())

    yield Race(
        "validated, sealed, on record", floor, product, 25, queries=lambda: statements(product), queries_demand=25
    )
