"""All writes about a referral: sent, taken up, answered, handed over, and what both sides write to each other."""

from __future__ import annotations

from havre.referrals.operations.answers import (
    answer_referral,
    change_tonight,
    relay_withdrawal,
    stop_when_agreement_is_withdrawn,
    take_up,
    withdraw_referral,
)
from havre.referrals.operations.hearsay import spoke_with_her
from havre.referrals.operations.messages import Line, NothingWritten, add_information, read_messages, send_message
from havre.referrals.operations.minors import (
    AlreadyReceived,
    NoRecipient,
    hand_over,
    receive_hand_over,
    reopen_as_adult,
)
from havre.referrals.operations.submit import NoContact, submit_referral

__all__ = [
    "AlreadyReceived",
    "Line",
    "NoContact",
    "NoRecipient",
    "NothingWritten",
    "add_information",
    "answer_referral",
    "change_tonight",
    "hand_over",
    "read_messages",
    "receive_hand_over",
    "relay_withdrawal",
    "reopen_as_adult",
    "send_message",
    "spoke_with_her",
    "stop_when_agreement_is_withdrawn",
    "submit_referral",
    "take_up",
    "withdraw_referral",
]
