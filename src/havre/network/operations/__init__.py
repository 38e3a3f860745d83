"""All writes of the life of the network."""

from havre.network.operations.announcements import announce, end_announcement, put_away
from havre.network.operations.days import drop_calendar_key, make_calendar_key, take_out_day, write_day
from havre.network.operations.letters import (
    discard_letter,
    hand_out,
    look_at_recipients,
    mark_read,
    send_letter,
    write_letter,
)
from havre.network.operations.links import find_link, open_link, read_by_link, renew_link
from havre.network.operations.links import forget_links as forget_letter_links
from havre.network.operations.topics import (
    carry_proposal,
    join_difficulty,
    join_those_who_asked,
    note_answer,
    open_topic,
    part_difficulty,
    reopen_topic,
    rewrite_topic,
    say_we_too,
    set_topic_aside,
    settle_topic,
    tell_difficulty,
    write_proposal,
)
from havre.network.operations.work import note_local_work

__all__ = [
    "announce", "carry_proposal", "discard_letter", "drop_calendar_key", "end_announcement", "find_link", "forget_letter_links", "hand_out", "join_difficulty",
    "join_those_who_asked", "look_at_recipients", "make_calendar_key", "mark_read", "note_answer", "note_local_work", "open_link", "open_topic", "part_difficulty",
    "put_away", "read_by_link", "renew_link", "reopen_topic", "rewrite_topic", "say_we_too", "send_letter", "set_topic_aside", "settle_topic", "take_out_day",
    "tell_difficulty", "write_day", "write_letter", "write_proposal",
]  # fmt: skip
