"""What no offer may do: bring two of one network together, forget her dangers, or go on against her will."""

from __future__ import annotations

import pytest

from havre.assessments.content import Zone
from havre.assessments.operations.common import of_person
from havre.assessments.operations.danger import note_danger
from havre.directory.models import Shelter
from havre.directory.operations.places import add_place
from havre.people.models import Agreement, Person
from havre.people.operations import give_agreement, withdraw_agreement
from havre.people.policies import NoAgreement, agreement_in_force
from havre.placements.models import Offer
from havre.placements.operations.offers import accept_offer, confirm_offer, keep_place, make_offer
from havre.placements.operations.stays import begin_relay_stay
from havre.placements.operations.transfers import plan_transfer
from havre.placements.policies import Incompatible, TooNear
from tests.cast import AT, Cast
from tests.placements.stories import (
    agree,
    arrived,
    asked,
    at,
    confirmed,
    kept,
    place_of,
    plan,
    somebody,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def second_place(cast: Cast) -> str:
    add_place(cast.s058, label="2", kind="flat", size=2, accessible=False, free_from=AT.date(), by=cast.claire, at=AT)
    return Shelter.objects.get(pk=cast.s058.pk).read_profile().places[1].id


def ask_for(cast: Cast, person: Person, place: str) -> Offer:
    return make_offer(
        person,
        shelter_id=cast.s058.pk,
        place_id=place,
        answer_by=at(80),
        by=cast.nora,
        at=at(60),  # type: ignore[arg-type]
    )


def test_a_house_where_somebody_of_her_network_lives_is_not_asked(cast: Cast) -> None:
    arrived(cast, somebody(cast))
    place = second_place(cast)

    with pytest.raises(Incompatible):
        ask_for(cast, somebody(cast), place)


def test_two_of_one_network_who_were_asked_for_together_do_not_both_keep_a_place(cast: Cast) -> None:
    first, second = somebody(cast), somebody(cast)
    place = second_place(cast)
    later = ask_for(cast, second, place)
    kept(cast, first)
    accept_offer(later, by=cast.claire, at=at(61))
    confirm_offer(later, by=cast.claire, at=at(62))
    agree(second, cast, "place", later.pk)

    with pytest.raises(Incompatible):
        keep_place(later, by=cast.nora, at=at(63))


def test_a_relay_apartment_obeys_the_rule_of_networks(cast: Cast) -> None:
    first, second = somebody(cast, zone="FR-59"), somebody(cast, zone="FR-59")
    stay = {"shelter_id": cast.relay.pk, "place_id": place_of(cast.relay), "by": cast.judith, "at": at()}
    begin_relay_stay(first, **stay)  # type: ignore[arg-type]
    relay = Shelter.objects.get(pk=cast.relay.pk)
    add_place(relay, label="2", kind="room", size=2, accessible=False, free_from=AT.date(), by=cast.nora, at=AT)
    free = Shelter.objects.get(pk=cast.relay.pk).read_profile().places[1].id

    with pytest.raises(Incompatible):
        begin_relay_stay(second, **(stay | {"place_id": free}))  # type: ignore[arg-type]


def danger_reaches(cast: Cast, person: Person, area: str) -> None:
    assessment = of_person(person.pk)
    assert assessment is not None
    note_danger(
        assessment, zones=[Zone(area="FR-06"), Zone(area=area)], actors=[], severity=3, likelihood=3, by=cast.nora,
        at=at(30),
    )  # fmt: skip


def test_a_place_that_has_become_too_near_is_not_kept(cast: Cast) -> None:
    person = somebody(cast)
    offer = confirmed(cast, person)
    danger_reaches(cast, person, "FR-50")

    with pytest.raises(TooNear):
        keep_place(offer, by=cast.nora, at=at(31))


def test_nobody_travels_to_a_place_that_has_become_too_near(cast: Cast) -> None:
    person = somebody(cast)
    offer = kept(cast, person)
    danger_reaches(cast, person, "FR-50")

    with pytest.raises(TooNear):
        plan_transfer(offer, plan=plan(), by=cast.nora, at=at(31))


def test_an_agreement_given_twice_is_taken_back_at_once(cast: Cast) -> None:
    person = somebody(cast)
    agree(person, cast, "join")
    agreement = Agreement.objects.filter(person=person, kind="join").first()
    assert agreement is not None

    withdraw_agreement(agreement, by=cast.nora, at=at(1))

    assert agreement_in_force(person.pk, "join") is None
    with pytest.raises(NoAgreement):
        asked(cast, person)


def test_the_same_agreement_sent_twice_stands_once(cast: Cast) -> None:
    person = somebody(cast)
    agree(person, cast, "join")

    assert Agreement.objects.filter(person=person, kind="join").count() == 1


def test_an_agreement_to_one_recipient_outlives_that_to_another(cast: Cast) -> None:
    person = somebody(cast)
    share = {"kind": "share", "how": "spoken", "by": cast.nora, "at": AT, "purpose": "soins"}
    hospital = give_agreement(person, recipient="R012", **share)  # type: ignore[arg-type]
    lawyer = give_agreement(person, recipient="R013", **share)  # type: ignore[arg-type]

    withdraw_agreement(hospital, by=cast.nora, at=at(1))

    lawyer.refresh_from_db()
    assert lawyer.state == "given"


def test_who_no_longer_wants_to_be_referred_is_offered_nothing(cast: Cast) -> None:
    person = somebody(cast)
    agree(person, cast, "refer")
    offer = asked(cast, person)
    refer = Agreement.objects.get(person=person, kind="refer")

    withdraw_agreement(refer, by=cast.nora, at=at(1))

    offer.refresh_from_db()
    assert offer.state == "released"
    with pytest.raises(NoAgreement):
        asked(cast, person)
    agree(person, cast, "refer")
    assert asked(cast, person).state == "asked"
