"""Law 2 from inside: only the coordinator of the case, the duty and that house's team can learn where somebody is.

Claire is known to work in S058: her name beside somebody's arrival says the place.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.directory.operations.accounts import withdraw_role
from havre.placements.operations.transfers import open_handover
from havre.record.operations import OnBehalf
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
    stories.accept_offer(it.offer, by=cast.nora, at=it.at(30), on_behalf_of=OnBehalf("Claire de S058"))

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
