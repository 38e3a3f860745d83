"""Workloads 13 and 14: proving the audit chain, opening sealed values."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.databases import database_workload
from bench.runner import Finding, Options, Race

ENTRIES = 1_000_000
CHUNK = 5_000
SUBJECTS = 200
START = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)


@database_workload(13, "prove the audit chain")
def prove_chain(options: Options) -> Iterator[Race | Finding]:
    from django.db import connection, transaction

    from havre.record import audit
    from havre.record.guard import housekeeping
    from havre.vault import keys

    count = options.scaled(ENTRIES)
    subjects = [keys.create_subject() for _ in range(100)]
    for chunk in range(count // CHUNK):
        pending = [audit.Pending("file_entered", subjects[n % 100], ("profile",), None) for n in range(CHUNK)]
        with housekeeping("benchmark"), transaction.atomic():
            audit.append(pending, actor=None, at=START + timedelta(minutes=chunk))

    def floor() -> None:
        digest, last = b"", 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT sequence, at_us, event, subject, actor, fields, details, mac FROM record_auditentry "
                    "WHERE sequence > %s ORDER BY sequence LIMIT 5000",
                    [last],
                )
                rows = cursor.fetchall()
            if not rows:
                return
            for row in rows:
                digest = hashlib.sha256(digest + bytes(row[4]) + bytes(row[7])).digest()
            last = rows[-1][0]

    def product() -> None:
        report = audit.verify()
        if not report.holds or report.entries != count:
            raise AssertionError(report)

    yield Race(f"{count} entries", floor, product, 6, rounds=3)


@database_workload(14, "open sealed values")
def open_values(options: Options) -> Iterator[Race | Finding]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from havre.accounts.permissions import Permission
    from havre.directory.operations import accounts
    from havre.people.models import Person
    from havre.people.operations import assign, open_situation
    from havre.people.profiles import Profile
    from havre.record.opening import Purpose, open_section
    from havre.vault import keys
    from havre.vault.fields import fetch_keys

    nora = accounts.open_account(mail="n@example.org", name="N", password="a" * 16, by=None, at=START)
    accounts.grant_role(nora, role="coordinator", by=None, at=START)
    secrets = {
        "identity": {"names": "A B", "birth_date": "1999-01-01", "nationality": "NG", "papers": "no"},
        "contact": {"call": "0600000000", "hours": "9-11", "write": "no", "code_word": "x"},
        "narrative": {"text": "x" * 80},
        "health": {"text": "y" * 40},
    }
    people = [open_situation(profile=Profile(), secrets=secrets, by=None, at=START) for _ in range(SUBJECTS)]
    ids = [p.pk for p in people]
    rows = list(Person.objects.filter(pk__in=ids))
    opened = keys.open_keys(ids)
    boxes = [
        (AESGCM(opened[row.pk]), bytes(row.profile), bytes([1]) + row.pk.bytes + b"people.Person.profile")
        for row in rows
    ]

    def floor() -> None:
        for box, sealed, bound in boxes:
            box.decrypt(sealed[1:13], sealed[13:], bound)

    def product() -> None:
        with keys.key_cache():
            fetch_keys(rows)
            for row in rows:
                row.unseal("profile")

    yield Race("200 values of 200 subjects, keys fetched", floor, product, 40)

    person = Person.objects.get(pk=ids[0])
    assign(person, coordinator=nora, by=None, at=START)

    def section() -> None:
        open_section(
            person, list(secrets), section="all", permission=Permission.OPEN_IDENTITY, purpose=Purpose.CALL, by=nora,
            at=START,
        )  # fmt: skip

    yield Race("one section of 10 values, on record", floor, section, None)
