"""Law 2 by acts: what names or touches her place is for the coordinator of the case, the duty and the team of the house.

Marc coordinates too, and Inès heads; neither has this case. Every act is refused to them with who has it and what to
do, and nothing of the place is in the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.people.handing import take_over_case
from havre.people.policies import NotYourCase
from havre.placements.content import Link, Meeting
from havre.placements.operations import interviews, offers, overrides, stays, transfers
from tests.cast import Cast
from tests.stories import Situation, journey, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Act = Callable[[Situation, User], Any]


def meeting(it: Situation) -> Meeting:
    return Meeting(it.at(99))


ACTS: dict[str, dict[str, Act]] = {
    "searched": {
        "ask for a place": lambda it, by: offers.make_offer(
            it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(99), by=by, at=it.at(6)
        ),
        "ask for an exception": lambda it, by: overrides.ask_override(
            it.person, place_id=place_of(it.cast.s002), reason="sa sœur", by=by, at=it.at(6)
        ),
        "record an arrival": lambda it, by: transfers.record_arrival(
            it.person, shelter_id=it.house.pk, place_id=it.place, by=by, at=it.at(6)
        ),
        "begin a relay stay": lambda it, by: stays.begin_relay_stay(
            it.person, shelter_id=it.cast.relay.pk, place_id=place_of(it.cast.relay), by=by, at=it.at(6)
        ),
    },
    "asked": {
        "say yes for the house": lambda it, by: offers.accept_offer(it.offer, by=by, at=it.at(7)),
        "say no for the house": lambda it, by: offers.refuse_offer(it.offer, reason="no_place", by=by, at=it.at(7)),
        "ask back for the house": lambda it, by: offers.ask_back(it.offer, text="?", by=by, at=it.at(7)),
        "answer the house": lambda it, by: offers.answer_question(it.offer, text="oui", by=by, at=it.at(7)),
        "withdraw it": lambda it, by: offers.release_offer(it.offer, by=by, at=it.at(7)),
    },
    "interview": {
        "extend the hold": lambda it, by: offers.extend_hold(it.offer, by=by, at=it.at(9)),
        "confirm for the house": lambda it, by: offers.confirm_offer(it.offer, by=by, at=it.at(9)),
        "plan an interview": lambda it, by: interviews.plan_interview(
            it.offer, meeting=meeting(it), link=Link(), by=by, at=it.at(9)
        ),
        "move the interview": lambda it, by: interviews.move_interview(
            it.interview, meeting=meeting(it), by=by, at=it.at(9)
        ),
        "hold the interview": lambda it, by: interviews.hold_interview(
            it.interview, shelter_says="yes", person_says="yes", by=by, at=it.at(25)
        ),
        "cancel the interview": lambda it, by: interviews.cancel_interview(it.interview, by=by, at=it.at(9)),
    },
    "confirmed": {"keep the place": lambda it, by: offers.keep_place(it.offer, by=by, at=it.at(26))},
    "kept": {
        "plan the journey": lambda it, by: transfers.plan_transfer(it.offer, plan=journey(it), by=by, at=it.at(27))
    },
    "planned": {
        "change the journey": lambda it, by: transfers.change_transfer(
            it.transfer, plan=journey(it), by=by, at=it.at(28)
        ),
        "say she left": lambda it, by: transfers.depart(it.transfer, by=by, at=it.at(48)),
        "postpone": lambda it, by: transfers.postpone(it.transfer, minutes=30, by=by, at=it.at(50)),
        "open the sheet": lambda it, by: transfers.open_sheet(it.transfer, by=by, at=it.at(48)),
        "cancel the journey": lambda it, by: transfers.cancel_transfer(it.transfer, reason="", by=by, at=it.at(28)),
        "confirm the arrival": lambda it, by: transfers.confirm_arrival(it.transfer, by=by, at=it.at(57)),
    },
    "arrived": {
        "extend the stay": lambda it, by: stays.extend_stay(it.stay, planned_end=None, by=by, at=it.at(60)),
        "plan a move": lambda it, by: stays.plan_move(it.stay, reason="reconnue", by=by, at=it.at(60)),
        "end the stay": lambda it, by: stays.end_stay(it.stay, reason="private_housing", by=by, at=it.at(99)),
    },
}


@pytest.mark.parametrize("stage", ACTS)
def test_a_colleague_and_the_head_are_told_who_has_the_case_and_change_nothing(cast: Cast, stage: str) -> None:
    it = walk(cast, stage)
    if stage == "searched":
        it.agree("join", hours=5)

    for act in ACTS[stage].values():
        for who in (cast.marc, cast.head):
            with pytest.raises(NotYourCase) as refused:
                act(it, who)
            assert str(refused.value) == "Nora B. suit ce dossier. Reprenez-le, ou appelez l’astreinte."


@pytest.mark.parametrize(("stage", "act"), [(stage, act) for stage, acts in ACTS.items() for act in list(acts)[:1]])
def test_the_duty_may_act_in_her_place(cast: Cast, stage: str, act: str) -> None:
    it = walk(cast, stage)
    if stage == "searched":
        it.agree("join", hours=5)

    with time_machine.travel(it.at(8), tick=False):
        ACTS[stage][act](it, cast.judith)


def test_the_interview_link_opens_for_the_case_the_duty_and_the_house_alone(cast: Cast, client: Client) -> None:
    it = walk(cast, "interview")
    link = reverse("placements:interview_link", args=[it.interview.pk])
    house = reverse("placements:shelter_link", args=[it.offer.pk])

    def answer(who: User, where: str) -> tuple[int, bool]:
        client.force_login(who)
        response = client.post(where, {"purpose": "prepare_interview"})
        return response.status_code, "salle-42" in response.content.decode()

    with time_machine.travel(it.at(9), tick=False):
        assert answer(cast.nora, link) == answer(cast.judith, link) == (200, True)
        assert answer(cast.claire, house) == (200, True)
        assert answer(cast.marc, link) == answer(cast.head, link) == (403, False)
        for who in (cast.lawyer, cast.anne, cast.other_manager, cast.escort):
            assert answer(who, link) == answer(who, house) == (404, False)
        assert answer(cast.marc, house) == (404, False)


def test_on_the_pages_a_colleague_reads_the_state_and_the_way_out_and_finds_no_form(cast: Cast, client: Client) -> None:
    it = walk(cast, "interview")
    client.force_login(cast.marc)
    way_out = reverse("people:take_over", args=[it.person.pk])

    with time_machine.travel(it.at(9), tick=False):
        for name in ("offers", "interview", "transfer", "stay", "search"):
            page = client.get(reverse(f"placements:{name}", args=[it.person.pk])).content.decode()
            assert way_out in page, name
        for name in ("offer_accept", "offer_release", "interview_plan"):
            refused = client.post(reverse(f"placements:{name}", args=[it.offer.pk]), {})
            assert refused.status_code == 403
            assert "Nora B. suit ce dossier" in refused.content.decode()
            assert way_out in refused.content.decode()
            assert "S058" not in refused.content.decode()


def test_when_the_case_changes_hands_the_acts_go_with_it(cast: Cast) -> None:
    it = walk(cast, "accepted")
    take_over_case(it.person, reason="absence", by=cast.marc, at=it.at(8))
    offer = type(it.offer).objects.get(pk=it.offer.pk)

    with pytest.raises(NotYourCase, match=r"Marc T\. suit ce dossier"):
        offers.extend_hold(offer, by=cast.nora, at=it.at(9))
    offers.extend_hold(offer, by=cast.marc, at=it.at(9) + timedelta(minutes=1))
