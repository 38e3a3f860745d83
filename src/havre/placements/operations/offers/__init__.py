"""From the question to a shelter until the place is hers: all writes about offers."""

from __future__ import annotations

from havre.placements.operations.offers.answering import SayWhy, accept_offer, confirm_offer, refuse_offer
from havre.placements.operations.offers.asking import first_day, make_offer
from havre.placements.operations.offers.giving import flag_offers, keep_place, require_safe_still
from havre.placements.operations.offers.holding import expire_holds, extend_hold
from havre.placements.operations.offers.questions import NothingSaid, answer_question, ask_back
from havre.placements.operations.offers.refusals import R35, next_working_evening, pass_to_head, review_refusal
from havre.placements.operations.offers.releasing import release_at_once, release_for_withdrawal, release_offer
from havre.placements.operations.offers.standing import open_offers

__all__ = [
    "R35",
    "NothingSaid",
    "SayWhy",
    "accept_offer",
    "answer_question",
    "ask_back",
    "confirm_offer",
    "expire_holds",
    "extend_hold",
    "first_day",
    "flag_offers",
    "keep_place",
    "make_offer",
    "next_working_evening",
    "open_offers",
    "pass_to_head",
    "refuse_offer",
    "release_at_once",
    "release_for_withdrawal",
    "release_offer",
    "require_safe_still",
    "review_refusal",
]
