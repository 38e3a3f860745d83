"""Fills a network in bulk: situations, shelters and journeys as a database holds them after many years."""

import gc
import random
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import connection, transaction

from bench import networks
from havre.accounts.models import Organisation, User
from havre.assessments.models import Assessment
from havre.cases.models import Case
from havre.common.dataclass_json import to_json
from havre.directory import profiles
from havre.directory.models import Shelter
from havre.directory.operations import accounts
from havre.journey.models import Journey
from havre.people.models import Agreement, Person
from havre.people.profiles import Member, Profile
from havre.placements.content import Leg, Route, StayTerms, Times, write
from havre.placements.models import Stay, Transfer
from havre.record.guard import housekeeping
from havre.referrals.models import Referral
from havre.vault import index, keys
from havre.vault.fields import SealedModel
from havre.vault.gate import secrets_open
from havre.vault.models import SearchToken, SubjectKey

CHUNK = 2_000
OPEN = 240
"""So many situations are under way, however many have ended."""
WAITING = 12
OVER = ("closed", "closed", "closed", "redirected", "declined")
_FIRST = ("Alex", "Camille", "Charlie", "Claude", "Dominique", "Jo", "Lou", "Maxime", "Noa", "Sacha")


def staff(at: datetime, count: int = 4) -> list[User]:
    """Coordinators, with accounts made by the real operations."""
    found = []
    for n in range(count):
        user = accounts.open_account(mail=f"c{n}@example.org", name=f"C{n}", password="a" * 16, by=None, at=at)
        accounts.grant_role(user, role="coordinator", by=None, at=at)
        found.append(user)
    return found


@contextmanager
def bulk() -> Iterator[None]:
    with (
        keys.key_cache(), secrets_open(), housekeeping("benchmark"),
        transaction.atomic(), transaction.atomic(using="keys"),
    ):  # fmt: skip
        yield


def situations(count: int, people: list[User], at: datetime, *, first: int = 0, seed: int = 1) -> None:
    """``count`` situations with a sealed profile, sealed names and their search tokens.

    The last ``OPEN`` are under way and ``WAITING`` of them wait; with ``first`` all have ended: the archive that grew.
    """
    dice = random.Random(seed)
    for start in range(0, count, CHUNK):
        with bulk():
            numbers = range(first + start, first + min(start + CHUNK, count))
            _situations(numbers, 0 if first else count, people, at, dice)


def _situations(numbers: range, last: int, people: list[User], at: datetime, dice: random.Random) -> None:
    rows: dict[type, list[object]] = {model: [] for model in (Person, Referral, Assessment, Case, Journey)}
    tokens: list[SearchToken] = []
    for n, subject in zip(numbers, subjects(len(numbers)), strict=True):
        is_open = last - OPEN <= n < last
        state = "accommodated" if is_open else dice.choice(OVER)
        since = at - timedelta(hours=dice.randint(1, 24 * 30 if is_open else 24 * 3000))
        owner = people[n % len(people)]
        person = Person(id=subject, reference=f"{n:08d}", pseudonym=dice.choice(_FIRST), coordinator=owner)
        person.seal(
            "profile", to_json(Profile(household=[Member("Feminine", dice.randint(18, 50))], languages=["pcm"]))
        )
        name = f"Nom{n // 2}"
        person.seal("identity", {"names": f"{name} Prenom{n % 500}", "birth_date": "", "nationality": "", "papers": ""})
        tokens.append(SearchToken(subject_id=subject, field="person.name", token=index.token("person.name", name)))
        waits = last - WAITING <= n < last
        rows[Person].append(person)
        rows[Referral].append(
            Referral(person=person, state="taken_up", outside_reference=f"R{n:07d}", received_at=since)
        )
        rows[Assessment].append(Assessment(person=person, state="search", risk_level="medium"))
        rows[Case].append(Case(person=person, state="open" if is_open else "closed"))
        rows[Journey].append(
            Journey(
                person=person, state="searching" if waits else state, since=since, owner=owner,
                waiting_since=since if waits else None, next_code="", next_due=at + timedelta(days=3) if is_open else None,
            )
        )  # fmt: skip
    for model, made in rows.items():
        model.objects.bulk_create(made)  # type: ignore[attr-defined]
    housed = [row for row in rows[Journey] if isinstance(row, Journey) and row.state == "accommodated"]
    Stay.objects.bulk_create(_stay(row, at) for row in housed)
    SearchToken.objects.bulk_create(tokens)


def subjects(count: int) -> list[uuid.UUID]:
    """New subjects with a key each, written with one statement and at hand until the end of the bulk."""
    epoch = keys.current_epoch("people")
    outer = keys._epoch_key("people", epoch.number, bytes(epoch.wrapped))
    made = {uuid.uuid4(): secrets.token_bytes(keys.KEY_BYTES) for _ in range(count)}
    SubjectKey.objects.bulk_create(
        SubjectKey(id=subject, epoch=epoch, wrapped=keys.wrap(outer, key, subject.bytes))
        for subject, key in made.items()
    )
    keys.open_keys(made)
    return list(made)


def _stay(journey: Journey, at: datetime) -> Stay:
    stay = Stay(person=journey.person_id, shelter=uuid.uuid4(), place=uuid.uuid4(), state="present", kind="place")
    write(stay, "terms", StayTerms(began_on=at.date(), began_at=at))
    return stay


def settle() -> None:
    """What database and process do by themselves in time after so many rows: statistics, the log of writes moved into
    the tables (SQLite), the map of visible pages (PostgreSQL), memory given back."""
    tidy = ("VACUUM ANALYZE",) if connection.vendor == "postgresql" else ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
    with connection.cursor() as cursor:
        for statement in tidy:
            cursor.execute(statement)
    gc.collect()


def journeys_under_way(count: int, at: datetime) -> None:
    """``count`` open transfers of situations that are under way, each with times and a sealed route."""
    people = list(Person.objects.filter(case__state="open")[:count])
    with bulk():
        rows = []
        for n, person in enumerate(people):
            row = Transfer(person=person.pk, offer=uuid.uuid4(), shelter=uuid.uuid4(), state="under_way")
            departs = at - timedelta(minutes=n)
            write(row, "times", Times(departs, departs + timedelta(hours=6), departed_at=departs))
            write(row, "route", Route([Leg("A", "B", departs)]))
            rows.append(row)
        Transfer.objects.bulk_create(rows)


def shelters(count: int, *, seed: int = 1) -> None:
    """``count`` houses with sealed profiles, from the maker of problems of the engine."""
    dice = random.Random(seed)
    with bulk():
        organisations, rows = [], []
        for n in range(count):
            house = networks.shelter(dice, n)
            organisation = Organisation(code=house.id, kind="Shelter")
            row = Shelter(id=keys.create_subject("locations"), organisation=organisation, code=house.id)
            _seal_profile(row, house)
            organisations.append(organisation)
            rows.append(row)
        Organisation.objects.bulk_create(organisations)
        Shelter.objects.bulk_create(rows)


def _seal_profile(row: SealedModel, house: networks.Shelter) -> None:
    accepts = house.accepts
    profile = profiles.ShelterProfile(
        area=house.area,
        accepts=profiles.Accepts(list(accepts.genders), accepts.children, accepts.pregnant, accepts.animals),
        languages=list(house.languages), expertise=list(house.expertise), services=list(house.services),
        night_staff=house.night_staff, agreement=profiles.Agreement(yearly_target=house.yearly_target),
        places=[
            profiles.Place(
                id=str(uuid.uuid4()), label=str(n), kind=place.kind, size=place.size, accessible=place.accessible,
                free_from=place.free_from, confirmed_on=place.confirmed_at,
            )
            for n, place in enumerate(house.places, 1)
        ],
    )  # fmt: skip
    row.seal("profile", to_json(profile))


def seekers(count: int, at: datetime, *, seed: int = 1) -> list[Person]:
    """Of the situations that wait, ``count`` get a household, a danger and her agreement to join, as a search needs."""
    dice = random.Random(seed)
    found = list(Person.objects.filter(journey__state="searching").order_by("-reference")[:count])
    with bulk():
        keys.open_keys([person.pk for person in found])
        for n, person in enumerate(found):
            asked = networks.request(dice, n, 10)
            household = [Member(one.gender, one.age, "" if one.age >= 18 else "child") for one in asked.persons]
            person.seal("profile", to_json(Profile(household=household, languages=list(asked.languages))))
            person.save()
            zones = [asdict(zone) for zone in asked.danger_zones if isinstance(zone, networks.AreaZone)]
            Assessment.objects.filter(person=person).update(state="search", risk_level="high")
            assessment = Assessment.objects.get(person=person)
            assessment.seal("danger", {"zones": zones})
            assessment.save()
            agreement = Agreement(person=person, kind="join")
            agreement.seal("terms", {"at": at.isoformat(), "how": "spoken"})
            agreement.save(force_insert=True)
    return found
