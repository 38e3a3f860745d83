"""From the telephone to a situation, and back: a call that is rung back, a referral of it, somebody who asks about her."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from havre.intake.models import Call
from havre.journey.models import Journey
from havre.referrals.models import Referral
from tests.cast import AT, Cast
from tests.journeys.test_on_screen import Screen, assess

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_call_rung_back_becomes_a_situation_and_whoever_asks_about_her_learns_nothing(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False) as now:
        paul, judith = Screen(cast.lawyer), Screen(cast.judith)
        note = re.search(r'action="(/calls/[0-9a-f-]{36}/note/)"', paul.read("/calls/new/"))
        assert note is not None
        due = timezone.localtime(AT + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        paul.ask(note[1], "note", who="Anne, hôpital", what="elle est suivie", outcome="call_back")
        led = paul.send(note[1], "note", number="06 00 00 00 00", due_at=due, whose="all")
        assert led == "/calls/"

        now.shift(timedelta(hours=2))
        call = Call.objects.get()
        assert "Une personne attend un rappel, en retard." in judith.read("/calls/")
        assert "1 en retard" in judith.read("/"), "the day says it too"
        assert "06\u00a000" in judith.ask(f"/calls/{call.pk}/", "open")
        draft = judith.send(f"/calls/{call.pk}/", f"/calls/{call.pk}/$", outcome="referral")
        read = judith.send(draft, draft)

        referral = Referral.objects.get()
        person = referral.person_id
        assert read == f"/referrals/{referral.pk}/read/"
        judith.send(read, "take-up")
        assess(judith, f"/assessments/{person}/")
        assert Call.objects.get().said is None, "the call keeps the outcome alone"

        asked = re.search(r'action="(/calls/[0-9a-f-]{36}/asked/)"', judith.read("/calls/asked/"))
        assert asked is not None
        led = judith.send(asked[1], "asked", who="un cousin", what="où elle est", person=str(person))
        assert led == f"/situations/{person}/"
        assert Journey.objects.get(person=person).next_code == "review_asked"
        judith.send(f"/assessments/{person}/level/", "level", level="very_high", reason="on la cherche")
        assert Journey.objects.get(person=person).next_code != "review_asked"
        assert "un cousin" in judith.ask(f"/assessments/{person}/?ouvrir=calls", "asked", purpose="safety")
