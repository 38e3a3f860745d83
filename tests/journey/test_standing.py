"""The rules of the way, tried on every combination that matters; no database."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from havre.assessments.states import ASSESSMENT
from havre.cases.states import CASE
from havre.journey import next_thing
from havre.journey.standing import Asked, Ended, Found, Met, Standing, Travel, derive, waiting_since
from havre.journey.states import JOURNEY
from havre.referrals.states import REFERRAL
from tests.cast import AT

REACHED = Standing(referral="taken_up", assessment="search", case="open", received_at=AT)


def standing(**changes: object) -> Standing:
    return Standing(**{**REACHED.__dict__, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"referral": "received", "assessment": "", "case": ""}, "referral_received"),
        ({"assessment": "open"}, "assessing"),
        ({"assessment": "on_hold"}, "on_hold"),
        ({}, "searching"),
        ({"offers": (Asked("asked"),)}, "proposed"),
        ({"offers": (Asked("asked"), Asked("accepted"))}, "interview"),
        ({"offers": (Asked("asked"),), "interview": Met("planned", AT)}, "interview"),
        ({"offers": (Asked("kept"),)}, "interview"),
        ({"offers": (Asked("kept"),), "transfer": Travel("planned")}, "transfer_planned"),
        ({"transfer": Travel("under_way")}, "in_transit"),
        ({"stays": frozenset({"place"})}, "accommodated"),
        ({"stays": frozenset({"relay"})}, "searching"),
        ({"stays": frozenset({"place"}), "transfer": Travel("under_way")}, "in_transit"),
        ({"ended": Ended("private_housing", AT)}, "follow_up"),
        ({"ended": Ended("moved", AT)}, "searching"),
        ({"ended": Ended("private_housing", AT), "offers": (Asked("asked"),)}, "proposed"),
        ({"case": "closed", "ended": Ended("private_housing", AT)}, "closed"),
        ({"assessment": "redirected", "case": "closed"}, "redirected"),
        ({"assessment": "not_eligible", "case": "closed"}, "not_eligible"),
        ({"assessment": "declined", "case": "closed"}, "declined"),
        ({"referral": "answered", "assessment": "", "case": ""}, "redirected"),
        ({"referral": "answered", "stays": frozenset({"place"})}, "accommodated"),
        ({"referral": "handed_over", "assessment": ""}, "handed_over"),
        ({"referral": "withdrawn", "offers": (Asked("asked"),)}, "withdrawn"),
    ],
)
def test_what_is_furthest_along_says_where_she_stands(changes: dict[str, object], state: str) -> None:
    assert derive(standing(**changes)) == state


def every_standing() -> list[Standing]:
    offers = [(), (Asked("asked", AT, AT),), (Asked("accepted", AT, AT, AT),), (Asked("confirmed"),), (Asked("kept"),)]
    transfers = [None, Travel("planned", AT, AT), Travel("under_way", AT, AT)]
    stays = [frozenset(), frozenset({"relay"}), frozenset({"place"})]
    ended = [None, Ended("moved", AT), Ended("private_housing", AT)]
    searches = [None, Found(AT, 0), Found(AT, 3)]
    return [
        Standing(
            referral=referral, assessment=assessment, case=case, received_at=AT, offers=offer, transfer=transfer,
            stays=stay, ended=end, search=search, risk="high",
        )
        for referral, assessment, case, offer, transfer, stay, end, search in itertools.product(
            [s.code for s in REFERRAL.states], ["", *(s.code for s in ASSESSMENT.states)], ["", *(s.code for s in CASE.states)],
            offers, transfers, stays, ended, searches,
        )
    ]  # fmt: skip


def test_every_combination_of_the_rooms_below_has_a_state_a_wait_and_at_most_one_next_thing() -> None:
    states = {stage.code for stage in JOURNEY.stages}
    seen = set()

    for it in every_standing():
        state, coming = derive(it), next_thing.of(it)
        seen.add(state)
        assert state in states
        assert (waiting_since(it) is not None) == JOURNEY.stage(state).waits
        assert coming.code == "" or coming.code in next_thing.THINGS
        assert not (JOURNEY.stage(state).final and state != "handed_over" and coming.code)

    assert seen == states


def test_an_answer_is_awaited_until_its_hour_and_chased_after() -> None:
    coming = next_thing.of(standing(offers=(Asked("asked", AT, AT + timedelta(hours=4)),)))

    before = next_thing.title(coming.code, due=coming.due, since=AT, at=AT + timedelta(hours=2))
    after = next_thing.title(coming.code, due=coming.due, since=AT, at=AT + timedelta(hours=26))

    assert before == "Attendre la réponse du lieu d’accueil, demandée depuis 2\u00a0h"
    assert after == "Relancer le lieu d’accueil pressenti, sans réponse depuis 26\u00a0h"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"referral": "received", "assessment": ""}, "take_up"),
        ({"assessment": "open"}, "set_risk"),
        ({"assessment": "open", "risk": "high"}, "decide"),
        ({"search": Found(AT, 0)}, "widen"),
        ({"search": Found(AT, 2)}, "get_agreement"),
        ({"search": Found(AT, 2), "agreements": frozenset({"join"})}, "ask_shelter"),
        ({"offers": (Asked("accepted"),)}, "plan_interview"),
        ({"offers": (Asked("accepted"),), "interview": Met("planned", AT)}, "hold_interview"),
        ({"offers": (Asked("accepted"),), "interview": Met("held", AT)}, "get_confirmation"),
        ({"offers": (Asked("confirmed"),)}, "get_place_agreement"),
        ({"offers": (Asked("confirmed"),), "agreements": frozenset({"place"})}, "keep_place"),
        ({"offers": (Asked("kept"), Asked("accepted", is_fallback=True))}, "plan_transfer"),
        ({"transfer": Travel("planned", AT)}, "depart"),
        ({"transfer": Travel("under_way", AT, AT)}, "confirm_arrival"),
        ({"transfer": Travel("under_way", AT, AT), "has_alarm": True}, "clear_alarm"),
        ({"stays": frozenset({"place"}), "review_at": AT}, "review_risk"),
        ({"ended": Ended("prison", AT)}, "close_or_search"),
        ({"referral": "handed_over", "receipt_due": AT}, "chase_hand_over"),
        ({"referral": "handed_over", "hand_over_received": True}, ""),
    ],
)
def test_the_one_next_thing_follows_from_where_she_stands(changes: dict[str, object], code: str) -> None:
    assert next_thing.of(standing(**changes)).code == code


def test_who_moved_on_waits_since_the_last_stay_ended_and_not_since_the_first_call() -> None:
    later = AT + timedelta(days=90)

    assert waiting_since(standing(ended=Ended("moved", later))) == later
