"""A small invented network, built once for all these tests: legal in every record, complete, and full of the planted
text where it may be and nowhere else."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from pytest_django import DjangoDbBlocker

from havre.accounts.models import User
from havre.demo import accounts, advice, builder, network, training
from havre.demo.progress import nothing
from havre.demo.world import World
from havre.desk.seats import SEATS
from havre.directory.models import Partnership
from havre.directory.standing import standing_of
from havre.directory.states import PARTNERSHIP
from havre.intake.models import Call
from havre.journey.models import Journey
from havre.journey.operations import recompute
from havre.journey.states import JOURNEY
from havre.people.models import Person
from havre.placements.models import Alarm, Offer, Override, PlaceNews, Stay, Transfer
from havre.record import audit
from havre.record.models import Fact, OutboxMessage
from havre.resources.models import AdviceRequest, Edition
from havre.surveys.models import Answer, Ballot
from havre.training.models import Objectives, Outcome, Session
from havre.training.models_materials import SessionMaterial
from havre.training.models_seminars import Seminar
from havre.vault.fields import SealedField, SealedModel
from havre.vault.gate import secrets_open
from havre.vault.keys import key_cache

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]

CANARY = "Kanarienvogel"
SIZE = 30


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="keys"):
        yield builder.build_network(size=SIZE, seed=1, plant=CANARY, progress=nothing)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


def sealed_columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, SealedField)
    ]


def holds_canary(row: SealedModel, name: str) -> bool:
    if isinstance(row, SessionMaterial) and name == "content":
        return CANARY.encode() in row.unseal_file()
    return getattr(row, name) is not None and CANARY in str(row.unseal(name))


@pytest.mark.slow
def test_every_sealed_column_of_every_room_carries_the_planted_text(world: World) -> None:
    no_text = {
        (OutboxMessage, "message"),
        (Transfer, "ended"),
        (Call, "about"),
        (Person, "apart"),
        (PlaceNews, "content"),
        (User, "phone"),
        (Partnership, "dealings"),
        (Answer, "ticked"),
        (Ballot, "ticked"),
        (Seminar, "travel"),
        (Outcome, "counts"),
        (Objectives, "reached"),
    }

    with key_cache(), secrets_open():
        without = [
            f"{model.__name__}.{name}"
            for model, name in sealed_columns()
            if (model, name) not in no_text and not any(holds_canary(row, name) for row in model._default_manager.all())
        ]

    assert without == []


@pytest.mark.slow
def test_no_plain_column_carries_it(world: World) -> None:
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            assert CANARY.encode() not in repr(row).encode(), model


@pytest.mark.slow
def test_each_row_of_the_way_is_what_the_rooms_say_and_the_record_is_whole(world: World) -> None:
    assert recompute() == []
    assert audit.verify().holds


@pytest.mark.slow
def test_every_state_is_there_with_an_alarm_a_relay_a_hold_and_a_refused_household(world: World) -> None:
    states = set(Journey.objects.values_list("state", flat=True))
    past = [person.unseal("past") or {} for person in Person.objects.all()]

    assert {stage.code for stage in JOURNEY.stages} == states
    assert Alarm.objects.filter(state="open").count() >= 1
    assert Stay.objects.filter(kind="relay", state="present").count() == 1
    assert Offer.objects.filter(state__in=["accepted", "confirmed"]).count() >= 1
    assert Override.objects.filter(state="asked").count() >= 1
    assert any(sum(offer.get("state") == "refuse" for offer in one.get("offers", [])) >= 1 for one in past)


@pytest.mark.slow
def test_partners_stand_at_every_step_and_some_have_not_been_called_for_long(world: World) -> None:
    with key_cache():
        standings = [standing_of(one, world.now.date()) for one in Partnership.objects.all()]

    assert {one.state for one in standings} == {state.code for state in PARTNERSHIP.states}
    assert 0 < sum(one.is_silent for one in standings) < len(standings) / 2


@pytest.mark.slow
def test_nora_follows_as_many_as_her_seat_says(world: World) -> None:
    final = [stage.code for stage in JOURNEY.stages if stage.final]
    planted = Journey.objects.filter(owner=world.users["nora"]).exclude(state__in=final)

    assert planted.count() - 6 <= 11


@pytest.mark.slow
def test_every_seat_can_be_taken_and_the_terminal_tells_each(world: World) -> None:
    told = {account.sign_in: account.password for account in accounts()}

    for seat in SEATS:
        user = world.users[seat.key]
        assert user.check_password(told[seat.mail])
        assert {m.role for m in user.membership_set.all()} == {seat.role}
    assert User.objects.filter(is_active=True).count() == len(told) + 1


@pytest.mark.slow
def test_the_years_before_are_anonymous_facts_and_nothing_else(world: World) -> None:
    years = set(Fact.objects.filter(kind="admission").values_list("year", flat=True))

    assert set(range(2012, world.now.year)) <= years
    assert not any(
        isinstance(value, str) and "-" in value and len(value) > 9
        for f in Fact.objects.all()
        for value in f.values.values()
    )


@pytest.mark.slow
def test_the_resource_centre_has_its_years_behind_it_and_its_library_filled(world: World) -> None:
    def told(kind: str, **values: str) -> Counter[int]:
        found = Fact.objects.filter(kind=kind, **{f"values__{name}": value for name, value in values.items()})
        return Counter(found.values_list("year", flat=True))

    sessions, people = told("session", gathering="training"), told("trained", gathering="training")
    assert sum(sessions[year] for year in training.FIRST_YEARS) == 34
    assert sum(people[year] for year in training.FIRST_YEARS) == 1_200
    assert all(sessions[year] >= 3 and people[year] >= 60 for year in range(2015, world.now.year))
    seminars = told("session", gathering="seminar")
    assert {seminars[year] for year in range(2007, world.now.year)} == {2}
    assert Session.objects.filter(kind="seminar", starts_on__gt=world.now - timedelta(days=366)).count() >= 2
    assert Session.objects.filter(
        state="open", starts_on__gt=world.now, teaching__isnull=False, materials__isnull=False
    ).exists()
    advice_years = told("advice")
    assert set(advice_years) >= set(range(advice.FIRST_YEAR, world.now.year))
    asked = sum(advice_years.values()) + AdviceRequest.objects.exclude(ended_on=None).count()
    assert abs(asked - 3_000 * SIZE / 118) <= 60, asked
    assert Edition.objects.current().count() >= 50


def test_the_advice_of_the_full_network_counts_three_thousand() -> None:
    full = World(random.Random(1), datetime(2026, 11, 22, tzinfo=UTC), 118)

    assert abs(len(advice.of_the_years(full)) + advice.REQUESTS - 3_000) <= 5


def test_the_published_numbers_are_those_of_the_full_network() -> None:
    assert network.shelters_of(118) == 60
    assert round(network.shelters_of(118) * network.PLACES_A_SHELTER) == 102


def test_a_live_network_is_never_filled_with_invented_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HAVRE_DEMO", False)

    with pytest.raises(builder.NotADemo):
        builder.build_network(size=2, seed=1, plant=None, progress=nothing)
