"""Every night the order of arrival is gone from the tables, and released rows from the file."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from havre.placements.models import MEETINGS, Alarm, Offer, Stay
from havre.placements.operations.alarms import LEAK, raise_alarm
from havre.placements.operations.offers import release_offer
from havre.placements.rewrite import rewrite_meetings
from havre.vault import blind
from tests.cast import AT, Cast
from tests.placements.stories import arrived, asked, at, place_of, somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def stored_order(table: str) -> list[uuid.UUID]:
    """Keys in the order in which the rows lie on disk."""
    order = "ORDER BY ctid" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} {order}")
        return [row[0] if isinstance(row[0], uuid.UUID) else uuid.UUID(row[0]) for row in cursor.fetchall()]


def test_the_rewrite_leaves_every_row_and_no_order_of_arrival(cast: Cast) -> None:
    person = somebody(cast)
    made = [raise_alarm(person.pk, kind=LEAK, stay_id=uuid.uuid4(), by=cast.nora, at=AT).pk for _ in range(12)]
    arrived(cast, somebody(cast))
    before = {row.pk: row.version for row in Alarm.objects.all()}

    assert rewrite_meetings(at(900)) == len(MEETINGS)

    assert {row.pk: row.version for row in Alarm.objects.all()} == before
    assert stored_order("placements_alarm") == sorted(made)
    assert made != sorted(made)
    assert Stay.objects.get().shelter == cast.s058.pk


def test_the_tables_have_no_hidden_number(cast: Cast) -> None:
    """SQLite's are made without one; PostgreSQL has none that survives the rewrite."""
    asked(cast, somebody(cast))
    hidden = {"sqlite": "rowid", "postgresql": "oid"}[connection.vendor]

    for model in MEETINGS:
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"SELECT {hidden} FROM {model._meta.db_table}")


def test_after_a_release_and_a_night_no_byte_of_the_files_holds_its_tokens(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)
    tokens = [
        blind.token("offer.person", person.pk), blind.token("offer.shelter", cast.s058.pk),
        blind.token("offer.place", place_of(cast.s058)),
    ]  # fmt: skip
    rewrite_meetings(at(1))
    assert all(holds_trace(token) for token in tokens)

    release_offer(Offer.objects.get(pk=offer.pk), by=cast.nora, at=at(2))
    rewrite_meetings(at(20))

    assert not any(holds_trace(token) for token in tokens)


def holds_trace(token: uuid.UUID) -> bool:
    """In the files themselves where they are ours to read, in every row otherwise."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        raw = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
        return token.hex.encode() in raw
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_offer")
        return str(token) in repr(cursor.fetchall())
