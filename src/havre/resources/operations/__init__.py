"""All writes of the advice desk."""

from havre.resources.operations.answering import (
    add_note,
    answer,
    ask_back,
    assess_together,
    assign,
    change_title,
    close,
    give_back,
    make_referral,
    merge,
    promise_call_back,
    reopen,
    separate,
    take,
)
from havre.resources.operations.asking import (
    Asked,
    ask_advice,
    keep_call,
    note_advice,
    say_whether_it_helped,
    write_to_desk,
)
from havre.resources.operations.forgetting import forget_links, forget_old
from havre.resources.operations.law import (
    add_article,
    change_article,
    enlist_articles,
    mark_ended,
    review_citation,
    verify_article,
)
from havre.resources.operations.links import (
    answer_as_expert,
    ask_by_link,
    ask_expert,
    go_on_alone,
    open_link,
    rate_by_link,
    send_link_to_ask,
    send_link_to_read,
    write_by_link,
)

__all__ = [
    "Asked", "add_article", "add_note", "answer", "answer_as_expert", "ask_advice", "ask_back", "ask_by_link", "ask_expert",
    "assess_together", "assign", "change_article", "change_title", "close", "enlist_articles", "forget_links", "forget_old",
    "give_back", "go_on_alone", "keep_call", "make_referral", "mark_ended", "merge", "note_advice", "open_link", "promise_call_back",
    "rate_by_link", "reopen", "review_citation", "say_whether_it_helped", "send_link_to_ask", "send_link_to_read", "separate", "take",
    "verify_article", "write_by_link", "write_to_desk",
]  # fmt: skip
