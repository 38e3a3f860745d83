"""Law 3: each outside recipient sees a reference of its own, so that two papers never join a name and a place."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.people import references
from havre.placements.content import ForShelter, OfferTerms, StayTerms, read
from havre.placements.models import Offer, Stay
from havre.placements.operations.offers import make_offer, refuse_offer
from havre.record import timeline
from havre.vault.gate import Sealed
from tests.cast import Cast
from tests.stories import place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_referrer_house_and_coordination_know_her_under_three_names(cast: Cast) -> None:
    it = walk(cast, "arrived")
    house = read(it.stay, "terms", StayTerms).reference

    known_as = [it.person.reference, it.person.pseudonym, it.referral.outside_reference, house]

    assert len(set(known_as)) == 4


def test_each_asked_house_has_its_own_even_the_same_house_asked_again(cast: Cast) -> None:
    it = walk(cast, "searched")
    it.agree("join", hours=6)
    seen = set()
    for house in (cast.s058, cast.s017, cast.s058):
        offer = make_offer(
            it.person, shelter_id=house.pk, place_id=place_of(house), answer_by=it.at(30), by=cast.nora, at=it.at(7)
        )
        assert read(offer, "for_shelter", ForShelter).reference == read(offer, "terms", OfferTerms).reference
        seen.add(read(offer, "terms", OfferTerms).reference)
        refuse_offer(offer, reason="no_place", by=cast.nora, at=it.at(8))

    assert len(seen) == 3


def test_references_are_drawn_and_never_computed() -> None:
    inside, outside = [{draw() for _ in range(400)} for draw in (references.reference, references.outside_reference)]

    assert len(inside) > 380
    assert len(outside) > 380
    assert inside & outside == set()


def test_what_each_outsider_reads_holds_no_reference_of_another(client: Client, cast: Cast) -> None:
    it = walk(cast, "asked")
    house = read(it.offer, "terms", OfferTerms).reference
    pages = {
        cast.anne: [f"/referrals/{it.referral.pk}/", "/referrals/"],
        cast.claire: ["/placements/house/", f"/placements/house/offers/{it.offer.pk}/"],
    }
    shown = {}
    for user, addresses in pages.items():
        client.force_login(user)
        answers = [client.get(address) for address in addresses]
        shown[user.pk] = "".join(answer.content.decode() for answer in answers if answer.status_code == 200)

    assert it.referral.outside_reference in shown[cast.anne.pk]
    for user in pages:
        for other in (it.person.reference, it.names, it.person.pseudonym):
            assert other not in shown[user.pk]
    assert house not in shown[cast.anne.pk]
    assert it.referral.outside_reference not in shown[cast.claire.pk]


def test_a_name_stays_sealed_outside_an_opening_on_record(cast: Cast) -> None:
    it = walk(cast, "arrived")

    for row, column in (
        (it.person, "identity"),
        (it.person, "contact"),
        (it.referral, "referrer"),
        (it.transfer, "route"),
    ):
        if getattr(row, column) is not None:
            with pytest.raises(Sealed):
                row.unseal(column)
    assert it.names not in " ".join(str(line.facts) for line in timeline.read(it.person.pk))
    assert Offer.objects.count() == Stay.objects.count() == 1
