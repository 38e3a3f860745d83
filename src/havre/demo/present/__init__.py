"""Who waits and travels today: one story for every state, so that each page has something true to show."""

from __future__ import annotations

from collections.abc import Callable

from havre.demo.present.arriving import arrived_yesterday, in_the_relay, not_arrived, travels_now, travels_tomorrow
from havre.demo.present.deciding import (
    a_minor,
    being_assessed,
    called_yesterday,
    ended,
    just_called,
    on_hold,
    to_be_decided,
    withdrawn,
)
from havre.demo.present.living import just_left, must_move, settled
from havre.demo.present.placing import (
    agreement_withdrawn,
    asked_and_silent,
    asked_this_morning,
    being_called,
    hold_ends_soon,
    interview_today,
    nobody_fits,
    refused_by_three,
    to_agree,
)
from havre.demo.present.team import ask_for_downloads, away_next_week, share_out
from havre.demo.schedule import Script
from havre.demo.world import World

__all__ = ["ask_for_downloads", "away_next_week", "scripts", "share_out"]


def scripts(world: World) -> list[Script]:
    tellers: tuple[Callable[[World], Script], ...] = (
        just_called, called_yesterday, being_assessed, to_be_decided, on_hold, refused_by_three, nobody_fits,
        to_agree, being_called, asked_and_silent, asked_this_morning, interview_today, hold_ends_soon, agreement_withdrawn,
        travels_tomorrow, arrived_yesterday, travels_now, not_arrived, in_the_relay, a_minor, withdrawn, just_left,
        settled, must_move,
    )  # fmt: skip
    endings = (("redirected", "danger_not_local"), ("not_eligible", "not_trafficking"), ("declined", "declined"))
    return [*(tell(world) for tell in tellers), *(ended(world, decision, code) for decision, code in endings)]
