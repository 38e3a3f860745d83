"""All writes of training."""

from havre.training.operations.asking import ask_due, ask_participants, count_answers, set_questionnaires
from havre.training.operations.attendance import make_certificate, note_presence, type_sheet
from havre.training.operations.forgetting import forget_links, forget_old, remind
from havre.training.operations.links import approve_by_link, cancel_by_link, open_link, renew_link
from havre.training.operations.objectives import say_reached, write_objectives
from havre.training.operations.registering import (
    Coming,
    cancel_registration,
    import_registrations,
    note_approval,
    register_for,
    register_publicly,
    register_self,
)
from havre.training.operations.sessions import (
    Planned,
    add_trainer,
    cancel_session,
    change_session,
    close_session,
    evaluate_session,
    hold_session,
    open_session,
    plan_session,
    reopen_session,
    set_trainers,
    write_programme,
)

__all__ = [
    "Coming", "Planned", "add_trainer", "approve_by_link", "ask_due", "ask_participants", "cancel_by_link", "cancel_registration", "cancel_session",
    "change_session", "close_session", "count_answers", "evaluate_session", "forget_links", "forget_old", "hold_session",
    "import_registrations", "make_certificate", "note_approval", "note_presence", "open_link", "open_session",
    "plan_session", "register_for", "register_publicly", "register_self", "remind", "renew_link", "reopen_session", "say_reached", "set_questionnaires", "set_trainers",
    "type_sheet", "write_objectives", "write_programme",
]  # fmt: skip
