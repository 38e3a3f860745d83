"""Law 2 from inside: only the coordinator of the case, the duty and that house's team can learn where somebody is.

Claire is known to work in S058: her name beside somebody's arrival says the place.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.directory.models import Shelter
from havre.directory.operations.accounts import withdraw_role
from havre.placements.operations.offers import accept_offer, ask_back, make_offer, refuse_offer
from havre.placements.operations.transfers import open_handover
from havre.record.operations import OnBehalf, Refusal
from tests.cast import AT, Cast
from tests.placements import stories
from tests.stories import Situation, go_on, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page(client: Client, reader: User, name: str, *args: object) -> str:
    client.force_login(reader)
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return str(response.content.decode())


def there(cast: Cast) -> Situation:
    """She lives in S058; Claire answered, was told where to meet her, and confirmed the arrival."""
    it = walk(cast, "travelling")
    open_handover(it.transfer, by=cast.claire, at=it.at(56))
    go_on(it, "arrived", after="travelling")
    return it


@pytest.mark.parametrize("who", ["lawyer", "marc", "head"])
def test_the_thread_names_nobody_of_the_house_to_who_may_not_learn_the_place(
    cast: Cast, client: Client, who: str
) -> None:
    it = there(cast)

    read = page(client, getattr(cast, who), "journey:detail", it.person.pk)

    assert "Arrivée confirmée" in read
    assert "le lieu d’accueil" in read
    assert "Claire" not in read
    assert "Nora B." in read


@pytest.mark.parametrize("who", ["nora", "judith"])
def test_the_coordinator_of_the_case_and_the_duty_read_who_confirmed(cast: Cast, client: Client, who: str) -> None:
    it = there(cast)

    assert "Claire M." in page(client, getattr(cast, who), "journey:detail", it.person.pk)


def test_who_spoke_for_the_house_on_the_telephone_is_not_named_either(cast: Cast, client: Client) -> None:
    it = walk(cast, "asked")
    accept_offer(it.offer, by=cast.nora, at=it.at(30), on_behalf_of=OnBehalf("Claire de S058"))

    assert "Claire de S058" in page(client, cast.nora, "journey:detail", it.person.pk)
    assert "Claire" not in page(client, cast.marc, "journey:detail", it.person.pk)


def test_somebody_who_has_left_the_house_still_names_it(cast: Cast, client: Client) -> None:
    it = there(cast)
    for membership in cast.claire.membership_set.all():
        withdraw_role(membership, by=cast.administrator, at=AT + timedelta(days=9))

    assert "Claire" not in page(client, cast.lawyer, "journey:detail", it.person.pk)


def test_who_read_the_file_names_nobody_of_the_house(cast: Cast, client: Client) -> None:
    it = walk(cast, "asked")
    client.force_login(cast.claire)
    client.post(reverse("placements:shelter_messages", args=[it.offer.pk]), {"purpose": "prepare_interview"})

    assert "Claire M." in page(client, cast.nora, "people:readers", it.person.pk)
    for reader in (cast.lawyer, cast.marc):
        read = page(client, reader, "people:readers", it.person.pk)
        assert "le lieu d’accueil" in read
        assert "Claire" not in read


def test_a_colleague_reads_no_label_of_the_place_that_is_asked_for(cast: Cast, client: Client) -> None:
    it = walk(cast, "accepted")
    where = reverse("placements:offer", args=[it.offer.pk])

    client.force_login(cast.nora)
    assert dict(client.get(where).context["facts"])["Place"] == "1"
    client.force_login(cast.marc)
    assert "Place" not in dict(client.get(where).context["facts"])


def test_what_the_house_writes_is_opened_by_who_may_learn_the_place(cast: Cast, client: Client) -> None:
    it = walk(cast, "asked")
    ask_back(it.offer, text="La gare de Cherbourg est à dix minutes", by=cast.claire, at=it.at(30))
    where = reverse("placements:offer_messages", args=[it.offer.pk])

    client.force_login(cast.marc)
    refused = client.post(where, {"purpose": "call"})
    client.force_login(cast.nora)
    opened = client.post(where, {"purpose": "call"})

    assert refused.status_code == 403
    assert "Cherbourg" in opened.content.decode()


def test_what_the_house_said_when_it_refused_stays_with_who_may_learn_the_place(cast: Cast, client: Client) -> None:
    it = walk(cast, "asked")
    refuse_offer(it.offer, reason="no_place", said="plus rien à Cherbourg", by=cast.claire, at=it.at(30))

    assert "Cherbourg" in page(client, cast.nora, "placements:offers", it.person.pk)
    assert "Cherbourg" not in page(client, cast.marc, "placements:offers", it.person.pk)


def test_asking_again_tells_a_colleague_nothing_of_the_place_that_was_asked(cast: Cast) -> None:
    it = walk(cast, "asked")

    def answer_to(house: Shelter) -> str:
        with pytest.raises(Refusal) as refused:
            make_offer(
                it.person, shelter_id=house.pk, place_id=stories.place_of(house), answer_by=it.at(80), by=cast.marc,
                at=it.at(40),
            )  # fmt: skip
        return str(refused.value)

    assert answer_to(cast.s058) == answer_to(cast.s017)
