"""«Elle arrive demain»: what the house reads and ticks, from the day the place is hers until 72 hours after."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.placements.content import OfferTerms, StayTerms, read
from havre.placements.models import Offer, Stay
from havre.placements.operations.first_days import tick_steps
from havre.record.models import AuditEntry
from havre.record.operations import NotAllowed, OnBehalf
from havre.record.transitions import NotNow
from tests.cast import Cast
from tests.page_forms import form_to
from tests.stories import Situation, go_on, mother, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def awaited(it: Situation) -> str:
    return reverse("placements:first_days_awaited", args=[it.offer.pk])


def get(client: Client, user: User, address: str, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_list_begins_when_the_place_is_hers_and_says_what_may_be_known(client: Client, cast: Cast) -> None:
    it = walk(cast, "confirmed")
    with time_machine.travel(it.at(26), tick=False):
        client.force_login(cast.karim)
        assert client.get(awaited(it)).status_code == 302, "not hers yet"
        go_on(it, "kept", after="confirmed")
        waiting = get(client, cast.karim, awaited(it))
        home = get(client, cast.karim, reverse("placements:shelter_home"))
    go_on(it, "planned", after="kept")
    with time_machine.travel(it.at(33), tick=False):
        tomorrow = get(client, cast.karim, awaited(it))

    assert "Le jour n’est pas encore fixé" in waiting
    assert awaited(it) in home
    assert "Elle arrive demain" in tomorrow
    for known in (
        "femme, 24",
        "pidgin",
        "veille de nuit",
        "Un lit d’enfant",
        "Quelqu’un veille",
        "L’aide n’en dépend jamais",
    ):
        assert known in tomorrow, known
    for secret in (
        it.names,
        "Nigéria",
        "Nice",
        "FR-06",
        "R012",
        it.person.pseudonym,
        it.person.reference,
        "mimosa",
        "Cherbourg",
    ):
        assert secret not in tomorrow, secret
    welcome = [reverse("people:paper", args=["welcome", code]) for code in ("pcm", "en", "fr")]
    assert tomorrow.index(welcome[0]) < tomorrow.index(welcome[1]) < tomorrow.index(welcome[2])


def test_only_what_her_household_needs_is_asked_of_the_house(client: Client, cast: Cast) -> None:
    alone = mother(household=mother().household[:1], languages=["fr"])
    alone.needs.night_staff = False
    it = walk(cast, "kept", profile=alone)

    page = get(client, cast.claire, awaited(it))

    for spared in ("Un lit d’enfant", "Un interprète", "Quelqu’un veille", "sage-femme", "l’animal", "sans marche"):
        assert spared not in page, spared
    assert "Un lit fait" in page


def test_what_one_ticks_stays_through_the_arrival_with_who_and_when(client: Client, cast: Cast) -> None:
    it = walk(cast, "planned")
    with time_machine.travel(it.at(40), tick=False):
        form = form_to(get(client, cast.karim, awaited(it)), "")
        sent = client.post(awaited(it), {**form.values, "done": ["bed", "words", "nonsense"]})
        assert sent.status_code == 302
        form = form_to(get(client, cast.claire, awaited(it)), "")
        tick_steps(Offer.objects.get(pk=it.offer.pk), done=["team"], by=cast.karim, at=it.at(40))
        client.post(awaited(it), {**form.values, "done": ["bed", "interpreter"]})
    terms = read(Offer.objects.get(pk=it.offer.pk), "terms", OfferTerms)
    assert {tick.key: tick.by for tick in terms.ticks} == {
        "bed": str(cast.karim.pk), "team": str(cast.karim.pk), "interpreter": str(cast.claire.pk),
    }, "what Claire unticked is gone, what Karim ticked meanwhile is not"  # fmt: skip
    it.transfer.refresh_from_db()
    go_on(it, "arrived", after="planned")
    stay = Stay.objects.get(pk=it.stay.pk)

    assert {tick.key for tick in read(stay, "terms", StayTerms).ticks} == {"bed", "team", "interpreter"}
    address = reverse("placements:first_days_stay", args=[stay.pk])
    with time_machine.travel(it.at(58), tick=False):
        page = get(client, cast.karim, address)
        assert "Elle est là depuis 1" in page
        assert "fait, Claire M." in page
        assert "veille de nuit" in page, "her needs are still known to the house"
    assert AuditEntry.objects.filter(event="first_days_ticked").count() == 3
    with time_machine.travel(it.at(57) + timedelta(hours=73), tick=False):
        get(client, cast.karim, address, status=302)
        with pytest.raises(NotNow):
            tick_steps(stay, done=["call"], by=cast.karim, at=it.at(57) + timedelta(hours=73))


def test_a_coordinator_ticks_for_the_house_and_reads_no_name_of_its_team(client: Client, cast: Cast) -> None:
    it = walk(cast, "planned")
    tick_steps(it.offer, done=["bed"], by=cast.karim, at=it.at(28))
    with time_machine.travel(it.at(40), tick=False):
        page = get(client, cast.nora, awaited(it))
        client.post(awaited(it), {"shown": ["bed"], "done": ["bed", "team"], "by_phone_who": "Claire"})
        other = get(client, cast.marc, awaited(it))
        get(client, cast.other_manager, awaited(it), status=404)
        get(client, cast.lawyer, awaited(it), status=404)
        get(client, cast.anne, awaited(it), status=404)

    assert "Qui vous l’a dit" in page
    assert "fait, Karim S." in page
    assert "<dt>Place</dt>" in page
    assert "<dt>Place</dt>" not in other, "law 2: which place it is"
    assert "Karim" not in other
    assert "le lieu d’accueil" in other
    assert {tick.key for tick in read(Offer.objects.get(pk=it.offer.pk), "terms", OfferTerms).ticks} == {"bed", "team"}
    for stranger in (cast.other_manager, cast.anne, cast.lawyer, None):
        with pytest.raises(NotAllowed):
            tick_steps(it.offer, done=["bed"], by=stranger, at=it.at(40), on_behalf_of=OnBehalf("x"))


def test_a_long_list_of_ticks_costs_no_more_queries(client: Client, cast: Cast) -> None:
    it = walk(cast, "planned")
    get(client, cast.karim, awaited(it))
    tick_steps(it.offer, done=["bed"], by=cast.karim, at=it.at(28))

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            get(client, cast.karim, awaited(it))
        return len(caught)

    one = statements()
    tick_steps(it.offer, done=["words", "team", "eat", "room", "page"], by=cast.karim, at=it.at(28))

    assert statements() == one < 25
