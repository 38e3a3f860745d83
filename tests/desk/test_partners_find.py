"""A partner who comes for the first time finds within two clicks what the network holds for her, and is told what waits."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.network import operations as life
from havre.surveys.models import Invitation
from havre.surveys.operations.sending import close_sending
from tests.cast import Cast
from tests.desk.test_budget import cost
from tests.network.story import a_letter, with_convention
from tests.surveys.example import a_sending, a_survey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SOUGHT = (
    "resources:ask_new", "library:home", "library:searches", "network:calendar", "training:mine", "surveys:mine",
    "network:mine", "network:tell_new",
)  # fmt: skip
"""To ask for advice, the library and one's searches, the calendar, sessions and registrations, questionnaires, what was asked
of the network, and a difficulty to tell."""
_LINK = re.compile(r'href="(/[^"#?]*)"')


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def links_of(client: Client, path: str) -> set[str]:
    return {html.unescape(link) for link in _LINK.findall(client.get(path, follow=True).content.decode())}


@pytest.mark.parametrize("who", ["claire", "anne"])
def test_what_the_network_holds_is_two_clicks_from_the_start_page(cast: Cast, who: str) -> None:
    with_convention(cast.hospital)
    client = seated(getattr(cast, who))

    first = links_of(client, "/")
    second = first.union(*(links_of(client, link) for link in first if "static" not in link))

    assert {reverse(name) for name in SOUGHT} - second == set()


@pytest.mark.parametrize("who", ["claire", "anne"])
def test_the_start_page_says_what_waits_until_it_is_done(cast: Cast, who: str) -> None:
    user, at = getattr(cast, who), timezone.now()
    organisation = {"claire": cast.s058.organisation, "anne": cast.hospital}[who]
    sending = a_sending(a_survey(cast.nora, at=at), cast.nora, at=at, accounts=[user])
    life.send_letter(a_letter(cast.nora, organisation, at=at), address_of=str, by=cast.nora, at=at)
    life.hand_out(at)
    client = seated(user)

    page = client.get("/", follow=True).content.decode()

    assert "1 questionnaire vous attend." in page
    assert "1 message de la coordination est à lire." in page
    assert "Séminaire" not in page, "how many, never which"
    assert "vous attend" not in seated(cast.escort).get("/", follow=True).content.decode()

    client.get(re.search(r'href="(/life/mine/letters/[^"]+)"', client.get(reverse("network:mine")).content.decode())[1])  # type: ignore[index]
    close_sending(sending, by=cast.nora, at=at)
    assert "questionnaire vous attend" not in (after := client.get("/", follow=True).content.decode())
    assert "est à lire" not in after


def test_a_questionnaire_that_was_answered_waits_no_more_and_many_cost_no_more_to_count(cast: Cast) -> None:
    at = timezone.now()
    survey = a_survey(cast.nora, at=at)
    a_sending(survey, cast.nora, at=at, accounts=[cast.claire])
    client = seated(cast.claire)
    client.get("/", follow=True)
    once = cost(client, reverse("placements:shelter_home"))
    for _more in range(3):
        a_sending(survey, cast.nora, at=at, accounts=[cast.claire])

    assert cost(client, reverse("placements:shelter_home")) == once
    assert Invitation.objects.waiting_for(cast.claire.pk, timezone.localdate()).count() == 4
    assert not Invitation.objects.waiting_for(cast.anne.pk, timezone.localdate()).exists()
