"""All writes of a seminar beyond its session."""

from havre.training.operations.seminars.calls import close_call, open_call, propose_subject, support_topic
from havre.training.operations.seminars.decisions import (
    change_decision,
    drop_decision,
    finish_decision,
    note_decision,
    publish_minutes,
    reopen_decision,
    take_back_minutes,
)
from havre.training.operations.seminars.opinion import ask_opinion
from havre.training.operations.seminars.programme import (
    Part,
    add_slot,
    change_slot,
    move_slot,
    place_topic,
    remove_slot,
    write_notes,
)
from havre.training.operations.seminars.travel import accept_claim, keep_claim, open_own_claim, pay_claim, return_claim

__all__ = [
    "Part", "accept_claim", "add_slot", "ask_opinion", "change_decision", "change_slot", "close_call", "drop_decision",
    "finish_decision", "keep_claim", "move_slot", "note_decision", "open_call", "open_own_claim", "pay_claim",
    "place_topic", "propose_subject", "publish_minutes", "remove_slot", "reopen_decision", "return_claim",
    "support_topic", "take_back_minutes", "write_notes",
]  # fmt: skip
