"""Two shelters say the same difficulty; it becomes a topic, a proposal and an answer that both read, and neither learns of the other."""

from __future__ import annotations

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.network.models import Difficulty, Proposal, Topic
from tests.cast import AT, Cast
from tests.page_forms import form_to

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OURS, THEIRS = "Notre récépissé met quatre mois.", "Chez nous, le guichet renvoie sans reçu."


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *arguments: object) -> str:
    return str(client.get(reverse(name, args=arguments)).content.decode())


def send(client: Client, shown: str, where: str, **answers: str) -> None:
    answer = client.post(where, form_to(shown, where).filled(**answers))
    assert answer.status_code == 302, answer.content.decode()


def tell(client: Client, text: str, **more: str) -> None:
    key = uuid.uuid4()
    where = reverse("network:tell", args=[key])
    answer = client.post(
        where, form_to(page(client, "network:tell", key), "").filled(text=text, field="rights", **more)
    )
    assert answer.status_code == 302, answer.content.decode()


def test_two_shelters_say_it_the_network_carries_it_and_neither_learns_of_the_other(cast: Cast) -> None:
    claire, odile, nora = seated(cast.claire), seated(cast.other_manager), seated(cast.nora)
    with time_machine.travel(AT, tick=False):
        tell(claire, OURS)
        house = str(cast.s017.organisation_id)
        tell(nora, THEIRS, partner=house, by_phone_who="Odile, de la maison")
        first, second = sorted(Difficulty.objects.all(), key=lambda one: one.organisation != cast.s058.organisation_id)
        told = page(nora, "network:told")
        assert "S058" in told
        assert "S017" in told
        topic_id = uuid.uuid4()
        where = reverse("network:write", args=[topic_id]) + f"?difficulte={first.pk}"
        form = form_to(nora.get(where).content.decode(), "")
        nora.post(where, form.filled(title="Récépissés", text="Le papier tarde, sans reçu."))
        topic = Topic.objects.get()
        send(nora, page(nora, "network:topic", topic.pk), reverse("network:join", args=[topic.pk, second.pk]))
        asks = reverse("network:propose", args=[topic.pk])
        send(nora, page(nora, "network:topic", topic.pk), asks, ministry="interior", text="Un reçu le jour même.")
        assert "Un reçu le jour même." not in page(claire, "network:topic", topic.pk)
        brought = reverse("network:carried", args=[Proposal.objects.get().pk])
        send(nora, page(nora, "network:topic", topic.pk), brought)
        answers = reverse("network:answer", args=[topic.pk])
        send(nora, page(nora, "network:topic", topic.pk), answers, ministry="interior", text="Une note part.")

        for reader, own, others, code in ((claire, OURS, THEIRS, "S017"), (odile, THEIRS, OURS, "S058")):
            read = page(reader, "network:topic", topic.pk) + page(reader, "network:mine")
            assert "Un reçu le jour même." in read
            assert "Une note part." in read
            assert own in read
            assert others not in read
            assert code not in read.replace(str(cast.s017.pk), "")
            assert "moins de cinq partenaires" in read
            assert "répondu" in read
    assert seated(cast.escort).get(reverse("network:topic", args=[topic.pk])).status_code == 404
