"""A case changes hands: with a reason, told to the other side, and the place goes with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.directory.operations.accounts import close_account
from havre.journey.models import Journey
from havre.people.handing import (
    AlreadyTheirs,
    AlreadyYours,
    ChangedHands,
    NotAColleague,
    SayWhyHands,
    hand_over_case,
    take_over_case,
)
from havre.people.models import CaseNews, Person
from havre.placements.notices import coordination
from havre.record import timeline
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_colleague_takes_a_case_over_and_the_place_goes_with_it(cast: Cast) -> None:
    it = walk(cast, "accepted")
    before = set(OutboxMessage.objects.values_list("pk", flat=True))

    take_over_case(it.person, reason="night", note="appel de 23 h", by=cast.marc, at=it.at(20))

    person = it.person
    assert person.coordinator == cast.marc
    assert may(cast.marc, P.ARRANGE_PLACE, it.offer.__class__.objects.get(pk=it.offer.pk))
    assert not may(cast.nora, P.OPEN_PLACE, person)
    assert Journey.objects.get(person=person.pk).owner == cast.marc
    news = CaseNews.objects.get()
    assert (news.reader, news.unseal("terms")["by"]) == (cast.nora, "Marc T.")
    assert [message.recipient for message in OutboxMessage.objects.exclude(pk__in=before)] == [cast.nora.pk]
    line = next(line for line in timeline.read(person.pk) if line.event == "case_taken_over")
    assert line.facts == {"to": "Marc T.", "reason": "appel de nuit ou de week-end – appel de 23 h"}


def test_what_a_change_of_hands_demands(cast: Cast) -> None:
    it = walk(cast, "taken_up")
    at, person = it.at(20), it.person

    for reason, note in (("", ""), ("other", " "), ("envie", "x")):
        with pytest.raises(SayWhyHands):
            take_over_case(person, reason=reason, note=note, by=cast.marc, at=at)
    with pytest.raises(AlreadyYours):
        take_over_case(person, reason="load", by=cast.nora, at=at)
    with pytest.raises(NotAllowed):
        take_over_case(person, reason="load", by=cast.lawyer, at=at)
    with pytest.raises(ChangedHands):
        take_over_case(person, reason="load", seen=str(cast.judith.pk), by=cast.marc, at=at)
    with pytest.raises(NotAllowed):
        hand_over_case(person, to=cast.judith, reason="load", by=cast.marc, at=at)
    with pytest.raises(NotAColleague):
        hand_over_case(person, to=cast.lawyer, reason="load", by=cast.nora, at=at)
    with pytest.raises(AlreadyTheirs):
        hand_over_case(person, to=cast.nora, reason="load", by=cast.head, at=at)

    assert Person.objects.get(pk=person.pk).coordinator == cast.nora
    assert not CaseNews.objects.exists()


def test_the_head_confides_a_case_and_tells_both(cast: Cast) -> None:
    it = walk(cast, "taken_up")

    hand_over_case(it.person, to=cast.marc, reason="load", by=cast.head, at=it.at(20))

    assert it.person.coordinator == cast.marc
    assert {news.reader for news in CaseNews.objects.all()} == {cast.nora, cast.marc}


def test_on_the_pages_without_script_and_what_was_typed_is_kept(cast: Cast, client: Client) -> None:
    it = walk(cast, "accepted")
    person = it.person
    take, give = (reverse(f"people:{name}", args=[person.pk]) for name in ("take_over", "hand_over"))
    client.force_login(cast.marc)
    assert take in client.get(reverse("journey:detail", args=[person.pk])).content.decode()
    assert client.get(give).status_code == 302

    form = form_to(client.get(take).content.decode(), "")
    refused = client.post(take, form.filled(reason="other", note=""))
    assert refused.status_code == 422
    empty = client.post(take, form.filled(note="elle me l’a demandé"))
    assert "elle me l’a demandé" in empty.content.decode()
    late = client.post(take, form.filled(reason="wish", seen=[str(cast.head.pk)]))
    assert "vient de changer de mains" in late.content.decode()
    assert client.post(take, form.filled(reason="wish", note="elle me l’a demandé")).status_code == 302

    client.force_login(cast.nora)
    desk = client.get("/").content.decode()
    assert "Dossiers qui ont changé de mains" in desk
    assert "elle me l’a demandé" in desk
    read = reverse("people:news_read", args=[CaseNews.objects.get().pk])
    client.force_login(cast.judith)
    client.post(read)
    assert CaseNews.objects.exists()
    client.force_login(cast.nora)
    client.post(read)
    assert "Dossiers qui ont changé de mains" not in client.get("/").content.decode()

    client.force_login(cast.marc)
    form = form_to(client.get(give).content.decode(), "")
    assert str(cast.marc.pk) not in form.choices["to"]
    assert client.post(give, form.filled(to=str(cast.nora.pk), reason="absence")).status_code == 302
    assert it.person.coordinator == cast.nora


def test_a_case_whose_coordinator_left_is_owed_to_the_head(cast: Cast, client: Client) -> None:
    it = walk(cast, "accepted")
    other = walk(cast, "called")
    close_account(cast.nora, by=cast.administrator, at=AT + timedelta(days=2))

    assert list(Journey.objects.without_coordinator()) == [Journey.objects.get(person=it.person.pk)]
    assert coordination(it.person.pk, AT) == [cast.judith]
    client.force_login(cast.head)
    desk = client.get("/").content.decode().split("Sans coordinatrice")[1].split("</section>")[0]
    assert it.person.reference in desk
    assert other.person.reference not in desk
    client.force_login(cast.marc)
    assert "Sans coordinatrice" not in client.get("/").content.decode()
    assert "Personne ne suit ce dossier" in client.get(f"/placements/{it.person.pk}/offers/").content.decode()

    take_over_case(it.person, reason="absence", by=cast.marc, at=AT + timedelta(days=3))

    assert not Journey.objects.without_coordinator().exists()
    assert not CaseNews.objects.exists()
