"""Law 2: a location is a secret of its own. Every leak that a copy of the files once told is tried again here.

The attacker holds a copy of both databases without the keys, and knows something from outside: she vanished from Nice
on 3 March, with a son of four. One test for each row of the table «what a copy of the raw files still told».
On PostgreSQL its heap files are read where ``HAVRE_TEST_POSTGRES_FILES`` names the data folder; its write-ahead log is
left out: the threat model says so.
"""

from __future__ import annotations

import os
import re
import uuid
from datetime import date, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections, models

from havre.accounts.models import Organisation, User
from havre.directory.models import Partner, Shelter
from havre.geo.departments import INDEX
from havre.placements.content import StayTerms, read
from havre.placements.models import MEETINGS, CallRound, Override, PlaceNews, Search, Stay
from havre.placements.stored import SearchContent
from havre.record.facts import write_pending
from havre.record.models import AuditEntry, Draft, Fact, OutboxMessage, PendingFact
from havre.vault import blind
from havre.vault.fields import BlindLinkField, SealedField
from tests.laws.attack import NAMES_A_PLACE, OF_A_PERSON, RawRow, naming, raw_rows, reachable, written_on
from tests.laws.conftest import Lived
from tests.laws.world import NOW, THE_DAY, World

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]

KEPT_90_DAYS = ("search.person", "round.person")
PAD = 256
SEAL_BYTES = 1 + 12 + 16  # format version, nonce, tag


def places_of(world: World) -> set[str]:
    """Identifiers that name a place: of houses, partners, their organisations, their staff."""
    organisations = Organisation.objects.filter(kind="Shelter") | Organisation.objects.filter(partner__isnull=False)
    ids = {*Shelter.objects.values_list("pk", flat=True), *Partner.objects.values_list("pk", flat=True)}
    ids |= {*organisations.values_list("pk", flat=True), *(user.pk for user in world.staff)}
    assert len(ids) >= 3 * len(world.houses)
    return {found.hex for found in ids}


# A clear place row written beside the situation


def test_no_operation_writes_of_a_person_and_names_a_place(lived: Lived) -> None:
    assert len(lived.writes.transactions) > 400
    assert any(tables & OF_A_PERSON for tables in lived.writes.transactions)
    assert any(tables & NAMES_A_PLACE for tables in lived.writes.transactions)

    assert lived.writes.mixing() == []


def test_no_row_of_a_person_shares_a_transaction_with_one_that_names_a_place(world: World) -> None:
    rows = [row for row in raw_rows() if row.transaction]
    assert bool(rows) == (connection.vendor == "postgresql")  # SQLite's rows do not say who wrote them

    places = places_of(world)
    of_people = {row.transaction for row in rows if row.table in OF_A_PERSON}
    of_places = {row.transaction for row in rows if row.table in NAMES_A_PLACE and row.identifiers & places}

    assert of_people & of_places == set()


# What somebody outside knows, against the whole copy


def test_vanished_from_nice_on_3_march_leads_to_no_house(world: World) -> None:
    rows, places = raw_rows(), places_of(world)
    start = written_on(rows, THE_DAY)
    assert {"referrals_referral", "record_clock", "record_auditentry"} <= {row.table for row in start}

    found = reachable(start, rows)

    assert {"people_person", "journey_journey", "assessments_assessment"} <= {row.table for row in found}
    assert naming(found, places) == set()


def test_nor_does_everything_that_is_known_of_every_person(world: World) -> None:
    rows, places = raw_rows(), places_of(world)
    start = [row for row in rows if row.table in OF_A_PERSON]
    assert len([row for row in start if row.table == "people_person"]) == len(world.situations)

    assert naming(reachable(start, rows), places) == set()


def test_the_attack_would_find_a_link_if_there_were_one(world: World) -> None:
    rows, places = raw_rows(), places_of(world)
    person = next(row for row in rows if row.table == "people_person")
    careless = RawRow("planted", 0, "", (next(iter(person.identifiers)), world.houses[3].pk.hex))

    assert naming(reachable([person], [*rows, careless]), places) != set()


def test_the_rows_of_a_call_round_name_no_house_and_no_day(lived: Lived) -> None:
    """Nor do two pieces of news of one house, said for two persons, share anything with the persons' rows."""
    assert {row.state for row in CallRound.objects.all()} == {"open", "closed"}
    assert PlaceNews.objects.count() >= 3
    rows, places = raw_rows(), places_of(lived.world)
    calls = [row for row in rows if row.table in ("placements_callround", "placements_placenews")]

    assert naming(calls, places) == set()
    assert not [value for row in calls for value in row.values if isinstance(value, date | datetime)]
    tokens = {value for row in calls if row.table == "placements_placenews" for value in row.identifiers}
    assert not [row for row in rows if row.table in OF_A_PERSON and row.identifiers & tokens]


# The actor of the audit


def test_no_two_entries_show_the_same_actor(lived: Lived) -> None:
    actors = [bytes(actor) for actor in AuditEntry.objects.values_list("actor", flat=True)]

    assert len(actors) > 800
    assert len(set(actors)) == len(actors)
    tails = {actor[12:] for actor in actors}  # without the nonce
    assert len(tails) == len(actors)


def test_a_subject_of_the_audit_stands_nowhere_else(lived: Lived) -> None:
    rows = raw_rows()
    subjects = {
        found.hex for found in AuditEntry.objects.exclude(subject=None).values_list("subject", flat=True) if found
    }
    elsewhere = {value for row in rows if row.table != "record_auditentry" for value in row.identifiers}

    assert len(subjects) > 40
    assert subjects & elsewhere == set()


# Facts and messages out


def test_facts_wait_sealed_and_are_written_by_themselves(lived: Lived) -> None:
    assert not any("record_fact" in tables for tables in lived.writes.transactions)
    waiting = [bytes(fact.sealed) for fact in PendingFact.objects.all()]
    assert len(waiting) > 10
    assert {(len(sealed) - SEAL_BYTES) % PAD for sealed in waiting} == {0}

    assert write_pending(NOW) == len(waiting)

    assert not PendingFact.objects.exists()
    assert Fact.objects.count() == len(waiting)
    assert {type(Fact._meta.get_field(f.name)) for f in Fact._meta.fields} == {
        models.UUIDField, models.CharField, models.PositiveSmallIntegerField, models.JSONField,
    }  # fmt: skip


def test_recipients_of_messages_are_blind_and_only_here(lived: Lived) -> None:
    accounts = {user.pk.hex for user in User.objects.all()}
    recipients = {v for row in raw_rows() if row.table == OutboxMessage._meta.db_table for v in row.identifiers}

    assert OutboxMessage.objects.count() > 50
    assert recipients & accounts == set()
    drafts = [row for row in raw_rows() if row.table == Draft._meta.db_table]
    assert len(drafts) == 3
    assert not any(row.identifiers & accounts for row in drafts)


# Dates


def test_no_row_between_person_and_place_has_a_column_that_could_hold_a_date() -> None:
    allowed = (models.UUIDField, BlindLinkField, SealedField, models.CharField, models.PositiveIntegerField)

    for model in MEETINGS:
        for column in model._meta.concrete_fields:
            assert isinstance(column, allowed), f"{model.__name__}.{column.name}"
            assert not column.is_relation


def test_no_row_between_person_and_place_holds_a_date(lived: Lived) -> None:
    tables = {model._meta.db_table for model in MEETINGS}
    rows = [row for row in raw_rows() if row.table in tables]
    assert len(rows) > 100

    for row in rows:
        assert not any(isinstance(value, date | datetime) for value in row.values)
        texts = [value for value in row.values if isinstance(value, str) and len(value) not in (32, 36)]  # not the ids
        assert not any(re.search(r"\d{4}-\d\d", text) for text in texts)


def test_nobody_notes_when_somebody_last_came(lived: Lived) -> None:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "accounts_user")}

    assert "last_login" not in columns
    assert not any("date" in name or name.endswith(("_at", "_on")) for name in columns)


def test_no_row_that_names_a_place_holds_a_moment() -> None:
    for model in apps.get_models():
        if model._meta.db_table in NAMES_A_PLACE:
            assert not [f.name for f in model._meta.concrete_fields if isinstance(f, models.DateField)], model


# The order of rows


@pytest.mark.parametrize("model", [Search, Stay])
def test_after_a_night_the_order_of_rows_says_nothing_of_the_order_of_arrival(
    lived: Lived, model: type[Search] | type[Stay]
) -> None:
    stored = _in_stored_order(model)

    assert stored == sorted(stored, key=lambda pk: pk.hex)


def test_nor_does_the_order_of_their_keys(lived: Lived) -> None:
    searches = Search.objects.linked()
    moments = {search.pk: read(search, "content", SearchContent).at for search in searches}
    assert len(moments) >= 100

    assert abs(rank_correlation([moments[pk] for pk in sorted(moments, key=lambda pk: pk.hex)])) < 0.5


def _in_stored_order(model: type[models.Model]) -> list[uuid.UUID]:
    order = "ORDER BY ctid" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} {order}")
        return [row[0] if isinstance(row[0], uuid.UUID) else uuid.UUID(row[0]) for row in cursor.fetchall()]


def rank_correlation(moments: list[datetime]) -> float:
    """Spearman's between position and moment."""
    ranks = {moment: rank for rank, moment in enumerate(sorted(set(moments)))}
    xs, ys = list(range(len(moments))), [ranks[moment] for moment in moments]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    shared = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    spread = sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)
    return float(shared / spread**0.5)


def test_the_measure_of_order_sees_an_order() -> None:
    days = [datetime(2026, 3, day, tzinfo=NOW.tzinfo) for day in range(1, 26)]

    assert rank_correlation(days) > 0.99
    assert rank_correlation(days[::-1]) < -0.99


# The length of what is sealed


def test_what_is_sealed_tells_its_length_in_steps_of_256_bytes(lived: Lived) -> None:
    seen = 0
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, SealedField):
                for sealed in model._default_manager.exclude(**{f"{column.name}__isnull": True}).values_list(
                    column.name, flat=True
                ):
                    seen += 1
                    assert (len(bytes(sealed)) - SEAL_BYTES) % PAD == 0, f"{model.__name__}.{column.name}"
    details = AuditEntry.objects.exclude(details=None).values_list("details", flat=True)
    assert {(len(bytes(sealed)) - SEAL_BYTES) % PAD for sealed in details} == {0}
    assert seen > 1000


# One known resident


def test_no_row_holds_a_token_of_a_relation_that_has_ended(world: World) -> None:
    """Of whom left, was refused or changed her mind, no place remains on any row; nor she on any but her search and its call round."""
    people = {it.person.pk for it in world.situations if it.person.pk in world.over}
    assert len(people) >= 6

    of_hers = {model for model in MEETINGS if hasattr(model, "person") and model not in (Search, CallRound)}
    assert len(of_hers) == 6
    assert {model.__name__ for model in of_hers if model._default_manager.filter(person__in=people).exists()} == set()


def test_of_who_left_no_token_stands_in_any_row_nor_in_the_bytes_of_the_files(world: World) -> None:
    tokens = tokens_of_the_gone(world)
    held = {value for row in raw_rows() for value in row.identifiers}
    raw = bytes_of("default")
    assert len(tokens) > 50

    assert tokens & held == set()
    assert [token for token in tokens if token.encode() in raw or bytes.fromhex(token) in raw] == []


def test_the_attack_sees_the_tokens_of_who_is_there(world: World) -> None:
    [stay] = Stay.objects.linked().filter(state="present")[:1]
    token = blind.token("stay.person", stay.situation_id)

    assert token.hex in {value for row in raw_rows() for value in row.identifiers}
    if files_of("default"):
        raw = bytes_of("default")
        assert token.hex.encode() in raw or token.bytes in raw


def tokens_of_the_gone(world: World) -> set[str]:
    """In every relation but the lock of a place, which stays, and her own search with its round, kept 90 days."""
    fields = [f for model in MEETINGS for f in model._meta.concrete_fields if isinstance(f, BlindLinkField)]
    assert len(fields) > 15
    people = {it.person.pk: it.place for it in world.situations if it.person.pk in world.over}
    tokens = {blind.token(f.relation, pk) for f in fields for pk in people if f.relation not in KEPT_90_DAYS}
    tokens |= {
        blind.token(f.relation, place) for f in fields for place in people.values() if f.relation != "lock.place"
    }
    return {token.hex for token in tokens}


def test_every_token_still_there_belongs_to_somebody_who_is_there(world: World) -> None:
    for override in Override.objects.exclude(place=None):
        assert Stay.objects.filter(person=override.person, state="present").exists()
    for stay in Stay.objects.exclude(person=None):
        assert stay.state == "present"
        assert read(stay, "terms", StayTerms).began_on <= NOW.date()


# Bytes


def files_of(alias: str) -> list[Path]:
    """The files of a database that are ours to read."""
    settings = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        path = Path(settings["NAME"])
        return sorted(path.parent.glob(path.name + "*"))
    folder = os.environ.get("HAVRE_TEST_POSTGRES_FILES")
    if not folder:
        return []
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        own = Path(folder, "base", str(cursor.fetchone()[0]))
    return sorted(path for path in own.iterdir() if path.is_file())


def bytes_of(alias: str) -> bytes:
    if connections[alias].vendor == "postgresql" and files_of(alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("CHECKPOINT")
    return b"".join(path.read_bytes() for path in files_of(alias))


def test_the_files_name_nobody_and_no_place(world: World) -> None:
    raw = bytes_of("default") + bytes_of("keys")
    if connection.vendor == "sqlite":
        assert world.houses[0].code.encode() in raw, "the attack reads the right files"

    for word in clear_words(world):
        assert word.encode() not in raw, word


def clear_words(world: World) -> set[str]:
    staff = {user.name for user in User.objects.all()}
    areas = {f"FR-{code}" for code in INDEX} if not next(iter(INDEX)).startswith("FR-") else set(INDEX)
    words = {"@example.org", "Portville", "rue du Port", "Kermadec", "Marjolaine", "0500000000", "Osagiewa", "salle-42"}
    words |= {f"Maison {house.code}" for house in world.all_houses} | {it.names for it in world.situations}
    return words | {name for name in staff if len(name) >= 6} | areas | {"Cherbourg", "Gare de Nice", "chambre 3."}


def test_file_names_tell_nothing(world: World) -> None:
    names = {path.name for alias in ("default", "keys") for path in files_of(alias)}

    for house in world.all_houses:
        assert not any(house.code in name for name in names)
