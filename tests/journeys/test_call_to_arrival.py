"""Somebody calls; days later she is behind a safe door far away."""

from __future__ import annotations

import itertools

import pytest

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.cases.models import Case
from havre.journey.models import Journey
from havre.journey.operations import recompute
from havre.people.models import Person
from havre.placements.content import ForShelter, read
from havre.placements.holds import taken_by
from havre.placements.models import Alarm, Interview, Offer, Override, PlaceLock, Search, Stay, Transfer
from havre.placements.operations.search import kept_searches
from havre.record import audit, timeline
from havre.record.models import AuditEntry
from tests.cast import Cast
from tests.stories import STAGES, Situation, go_on, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WAY = {
    "called": ("referral_received", "take_up"),
    "taken_up": ("assessing", "set_risk"),
    "assessed": ("assessing", "decide"),
    "searching": ("searching", "search"),
    "searched": ("searching", "get_agreement"),
    "asked": ("proposed", "await_answer"),
    "accepted": ("interview", "plan_interview"),
    "interview": ("interview", "hold_interview"),
    "confirmed": ("interview", "keep_place"),
    "kept": ("interview", "plan_transfer"),
    "planned": ("transfer_planned", "depart"),
    "travelling": ("in_transit", "confirm_arrival"),
    "arrived": ("accommodated", "review_risk"),
    "ended": ("follow_up", "close_or_search"),
    "closed": ("closed", ""),
}
"""Stage of the story → where she stands, and the one next thing to do."""


def test_every_stage_of_the_way_says_where_she_stands_and_what_comes_next(cast: Cast) -> None:
    it = walk(cast, "called")
    told = {"called": standing(it)}
    for before, stage in itertools.pairwise(STAGES):
        go_on(it, stage, after=before)
        told[stage] = standing(it)

    assert told == WAY
    assert recompute() == []
    assert audit.verify().holds


def standing(it: Situation) -> tuple[str, str]:
    row = Journey.objects.get(person=it.person)
    return row.state, row.next_code


def test_she_waits_from_the_call_until_she_is_on_her_way(cast: Cast) -> None:
    waiting = walk(cast, "planned")
    assert Journey.objects.get(person=waiting.person).waiting_since == waiting.at(0)

    go_on(waiting, "travelling", after="planned")

    assert Journey.objects.get(person=waiting.person).waiting_since is None


def test_the_search_offers_places_far_from_nice_and_says_why_not_the_others(cast: Cast) -> None:
    it = walk(cast, "searched")

    [(_search, kept)] = kept_searches(it.person)

    assert kept.result is not None
    assert str(it.place) in kept.result["scores"]
    near = cast.s002.read_profile().places[0].id
    assert "too_near" in kept.result["excluded"][near]


def test_the_shelter_reads_a_household_and_a_reference_and_nothing_else(cast: Cast) -> None:
    it = walk(cast, "asked")

    seen = read(it.offer, "for_shelter", ForShelter)

    assert (seen.adults, [child.age for child in seen.children]) == (1, [4])
    assert seen.reference not in (it.person.reference, it.referral.outside_reference)
    text = str(it.offer.unseal("for_shelter"))
    for secret in (it.names, it.person.reference, it.person.pseudonym, "NG", "FR-06", "Nice", "réseau"):
        assert secret not in text


def test_from_yes_in_principle_to_the_end_of_the_stay_the_place_is_hers(cast: Cast) -> None:
    it = walk(cast, "asked")
    held = [taken_by(it.place, it.at(6))]
    stages = list(STAGES)
    for before, stage in itertools.pairwise(stages[5:13]):
        go_on(it, stage, after=before)
        held.append(taken_by(it.place, it.at(60)))

    go_on(it, "ended", after="arrived")

    assert held == [set(), *[{it.person.pk}] * 7]
    assert taken_by(it.place, it.at(24 * 201)) == set()


def test_after_the_end_no_row_knows_her_place_but_her_own_sealed_past(cast: Cast) -> None:
    it = walk(cast, "closed")

    for model in (Offer, Interview, Transfer, Stay, Alarm, Override):
        assert not model.objects.filter(person=it.person.pk).exists(), model.__name__
    assert {s.place for s in Stay.objects.all()} == {None}
    past = it.person.unseal("past")
    assert [entry["place"] for entry in past["stays"]] == [str(it.place)]
    assert Search.objects.filter(person=it.person.pk).exists()
    assert PlaceLock.objects.filter(place=it.place).exists()
    assert Case.objects.get(person=it.person).state == "closed"


def test_who_learns_the_place_at_each_stage(cast: Cast) -> None:
    it = walk(cast, "arrived")

    learn = {
        name
        for name, user in vars(cast).items()
        if isinstance(user, User) and may(user, Permission.OPEN_PLACE, it.stay)
    }

    assert learn == {"nora", "judith", "claire", "karim"}


def test_everything_that_happened_is_on_record_under_a_name(cast: Cast) -> None:
    it = walk(cast, "closed")

    told = {line.event: line.by for line in timeline.read(it.person.pk)}

    assert told["referral_received"] == cast.anne.pk
    assert told["referral_taken_up"] == told["decided_search"] == told["offer_made"] == cast.nora.pk
    assert told["offer_accepted"] == told["arrival_confirmed"] == cast.claire.pk
    acting = {audit.read_actor(bytes(entry.actor)) for entry in audit.of_subject(it.person.pk)}
    assert acting == {cast.anne.pk, cast.nora.pk, cast.claire.pk}
    assert AuditEntry.objects.filter(event="case_closed").count() == 1


def test_the_lawyer_reads_the_thread_without_a_place_the_others_read_nothing(cast: Cast) -> None:
    it = walk(cast, "arrived")

    readers = {n for n, u in vars(cast).items() if isinstance(u, User) and Person.objects.visible_to(u).exists()}

    assert readers == {"head", "nora", "judith", "marc", "lawyer"}
    thread = " ".join(line.text for line in timeline.read(it.person.pk))
    for word in ("S058", "FR-50", "Cherbourg", "Portville", "rue du Port", "Claire"):
        assert word not in thread
