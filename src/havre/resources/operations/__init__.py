"""All writes of the advice desk and of the library."""

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
    pass_on,
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
from havre.resources.operations.documents import (
    add_document,
    publish_document,
    remove_document,
    submit_document,
    withdraw_document,
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
from havre.resources.operations.pages import (
    NoSuchPage,
    Written,
    change_page,
    publish_page,
    replace_page,
    review_page,
    revise_page,
    send_back_page,
    submit_page,
    warn_of_ends,
    withdraw_page,
    write_page,
)
from havre.resources.operations.searches import (
    bring_back_search,
    change_search,
    look_for_news,
    open_search,
    remove_search,
    save_search,
)
from havre.resources.operations.starting import open_library, take_in

__all__ = [
    "Asked", "NoSuchPage", "Written", "add_article", "add_document", "add_note", "answer", "answer_as_expert", "ask_advice", "ask_back", "ask_by_link", "ask_expert", "assess_together", "assign", "bring_back_search", "change_article", "change_page", "change_search", "change_title", "close", "enlist_articles", "forget_links", "forget_old", "give_back", "go_on_alone", "keep_call", "look_for_news", "make_referral", "mark_ended", "merge", "note_advice", "open_library", "open_link", "open_search", "pass_on", "promise_call_back", "publish_document", "publish_page", "rate_by_link", "remove_document", "remove_search", "reopen", "replace_page", "review_citation", "review_page", "revise_page", "save_search", "say_whether_it_helped", "send_back_page", "send_link_to_ask", "send_link_to_read", "separate", "submit_document", "submit_page", "take", "take_in", "verify_article", "warn_of_ends", "withdraw_document", "withdraw_page", "write_by_link", "write_page", "write_to_desk",
]  # fmt: skip
