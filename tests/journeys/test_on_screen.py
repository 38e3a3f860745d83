"""From the call to the door on the pages, each in front of their own screen, without script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from havre.accounts.models import User
from havre.journey.models import Journey
from havre.people.models import Person
from havre.placements.models import Interview, Offer, Stay, Transfer
from havre.record import audit
from havre.referrals.models import Referral
from tests.cast import AT, Cast
from tests.page_forms import PageForm, forms_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


class Screen:
    """Somebody reads pages and fills in the forms that stand on them."""

    def __init__(self, user: User) -> None:
        self._client = Client()
        self._client.force_login(user)

    def read(self, path: str) -> str:
        answer = self._client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def finds_nothing(self, path: str) -> bool:
        return self._client.get(path).status_code == 404

    def send(self, page: str, to: str, **answers: object) -> str:
        """Fill in the form of ``page`` that goes to ``to`` and send it; where it led."""
        form = self._form(page, to)
        answer = self._client.post(form.action, form.filled(**answers))
        assert answer.status_code == 302, sentences(answer)
        return str(answer.headers["Location"])

    def ask(self, page: str, to: str, **answers: object) -> str:
        """As ``send``, for a form that answers with a page: a section opened for a purpose."""
        form = self._form(page, to)
        answer = self._client.post(form.action, form.filled(**answers))
        assert answer.status_code == 200
        return str(answer.content.decode())

    def _form(self, page: str, to: str) -> PageForm:
        found = [
            form for form in forms_of(self.read(page)) if form.method == "post" and re.search(to, form.action or page)
        ]
        assert found, f"nothing to send to {to} on {page}"
        found[0].action = found[0].action or page
        return found[0]


def sentences(answer: HttpResponse) -> list[str]:
    """What the page says is wrong."""
    text = answer.content.decode()
    return [
        re.sub(r"\s+", " ", re.sub("<[^>]+>", "", one))
        for one in re.findall(r'class="[^"]*error[^"]*"[^>]*>(.*?)</', text, re.S)
    ]


def local(hours: float) -> str:
    """A moment as a browser writes it."""
    return timezone.localtime(AT + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def report(cast: Cast) -> Referral:
    """Anne, at the hospital, answers five pages and sends them."""
    anne = Screen(cast.anne)
    found = re.search(r"/referrals/new/[0-9a-f-]{36}/", anne.read("/referrals/new/"))
    assert found is not None
    base = found.group()
    steps: list[dict[str, object]] = [
        {"keeper": "us", "where": "aux urgences, salle 4"},
        {"phone": "0600000000", "referrer_name": "Anne F."},
        {"danger_here": "on la cherche", "exploitation": ["SexualExploitation"], "reach_1": "FR-06"},
        {
            "names": "Blessing Osagie",
            "member_0_gender": "Feminine",
            "member_0_age": "24",
            "member_1_relation": "child",
            "member_1_gender": "Masculine",
            "member_1_age": "4",
            "languages": ["en", "pcm"],
            "night_staff": "on",
        },
        {"agreed": "yes", "agreed_how": "spoken", "agreed_language": "pcm", "wants": "partir loin"},
    ]
    for number, answers in enumerate(steps, start=1):
        anne.send(f"{base}{number}/", rf"{base}{number}/$", **answers)
    anne.send(f"{base}check/", f"{base}check/")
    referral = Referral.objects.get()
    assert referral.outside_reference in anne.read(f"/referrals/{referral.pk}/")
    return referral


def test_from_the_call_to_the_door(cast: Cast) -> None:
    referral = report(cast)
    person = referral.person_id
    nora, claire, karim, anne = Screen(cast.nora), Screen(cast.claire), Screen(cast.karim), Screen(cast.anne)

    nora.send(f"/referrals/{referral.pk}/read/", "take-up")
    assess(nora, f"/assessments/{person}/")
    nora.send(f"/people/{person}/agreements/", "agreements/new", kind="join", how="spoken", language="pcm")
    nora.send(f"/placements/{person}/search/", "search/keep")
    ask_s058(nora, cast, person)

    offer = Offer.objects.get()
    asked = f"/placements/house/offers/{offer.pk}/"
    seen = claire.read(asked)
    assert "Blessing" not in seen
    assert referral.person.reference not in seen
    claire.send(asked, "yes/$")

    meet(nora, f"/placements/{person}/interview/")
    nora.send(f"/placements/offers/{offer.pk}/", "keep/$")
    travel(nora, cast, offer)
    transfer = Transfer.objects.get()
    with time_machine.travel(AT + timedelta(hours=48), tick=False):
        leave(Screen(cast.escort), transfer)
    with time_machine.travel(AT + timedelta(hours=57), tick=False):
        karim = Screen(cast.karim)
        assert "mimosa" in karim.ask(f"/placements/house/arrivals/{transfer.pk}/", "handover")
        karim.send(f"/placements/house/arrivals/{transfer.pk}/", "confirm")

    assert Journey.objects.get(person=person).state == "accommodated"
    stay = Stay.objects.get()
    assert stay.state == "present"
    assert claire.read(f"/placements/house/residents/{stay.pk}/")
    assert Screen(cast.other_manager).finds_nothing(f"/placements/house/residents/{stay.pk}/")
    followed = anne.read(f"/referrals/{referral.pk}/")
    for word in ("S058", "Manche", "FR-50", "Cherbourg", "Claire"):
        assert word not in followed
    assert audit.verify().holds


def assess(nora: Screen, page: str) -> None:
    """What happened, how dangerous it is, at which level, what is decided."""
    facts = {"status": "PossibleVictimOfTrafficking", "reasons": "récit concordant", "means": ["DebtBondage"]}
    nora.send(f"{page}facts/", "facts/$", **facts)
    danger = {
        "zone_0_where": "Nice",
        "zone_0_why": "le réseau y est",
        "zone_0_radius": "20",
        "severity": "3",
        "likelihood": "3",
    }
    nora.send(f"{page}avoid/", "avoid/$", **danger)
    nora.send(f"{page}level/", "level/$", level="high", reason="le réseau la cherche")
    nora.send(f"{page}decision/", "decision/$", decision="search", reason="danger local")


def ask_s058(nora: Screen, cast: Cast, person: object) -> None:
    """Of the places that fit she takes that of S058, whatever its rank."""
    page = f"/placements/{person}/search/"
    [form] = [
        form
        for form in forms_of(nora.read(page))
        if form.action.endswith("/offers/make/") and form.values["shelter"] == [str(cast.s058.pk)]
    ]
    again = nora._client.post(form.action, form.values)
    assert again.status_code in (200, 302)
    if again.status_code == 200:
        [asked] = [one for one in forms_of(again.content.decode()) if one.action.endswith("/offers/make/")]
        sent = nora._client.post(asked.action, asked.filled(answer_by=local(30)))
        assert sent.status_code == 302, sentences(sent)


def meet(nora: Screen, page: str) -> None:
    answers = {"plan-at": local(24), "plan-link": "https://visio.example/salle-42", "plan-interpreter": "pcm"}
    nora.send(page, "interview/$", **answers)
    assert Interview.objects.get().state == "planned"
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        outcome = {
            "outcome-shelter_says": "yes", "outcome-person_says": "yes", "outcome-agreed_how": "spoken",
            "outcome-agreed_language": "pcm",
        }  # fmt: skip
        nora.send(page, "held/$", **outcome)


def travel(nora: Screen, cast: Cast, offer: Offer) -> None:
    answers = {
        "start_1": "Gare de Nice", "end_1": "Paris Gare de Lyon", "at_1": local(48), "how_1": "train",
        "start_2": "Paris Saint-Lazare", "end_2": "Cherbourg", "at_2": local(54), "how_2": "train",
        "expected_at": local(57), "meeting_point": "devant le kiosque", "handover": "sortie nord",
        "code_word": "mimosa", "escort": str(cast.escort.pk), "checklist": ["sim", "accounts"], "cost_person": "120",
    }  # fmt: skip
    person = offer.situation_id
    nora.send(f"/placements/{person}/transfer/", "/transfer/$", **answers)


def leave(yves: Screen, transfer: Transfer) -> None:
    sheet = yves.ask("/placements/escort/", "sheet")
    assert "Gare de Nice" in sheet
    assert "Cherbourg" not in sheet
    yves.send("/placements/escort/", "depart")
    assert Person.objects.get(pk=transfer.situation_id).reference not in sheet
