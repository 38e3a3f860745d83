"""All writes of training."""

from havre.training.operations.asking import ask_due, ask_participants, count_answers, label_of, set_questionnaires
from havre.training.operations.attendance import make_certificate, note_presence, type_sheet
from havre.training.operations.forgetting import forget_links, forget_old, forget_unconfirmed, remind
from havre.training.operations.links import approve_by_link, cancel_by_link, confirm_by_link, open_link, renew_link
from havre.training.operations.materials import add_material, end_materials, take_out_material
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
    cancel_session,
    change_session,
    close_session,
    evaluate_session,
    hold_session,
    open_session,
    plan_session,
    reopen_session,
    write_programme,
)
from havre.training.operations.trainers import (
    add_teaching,
    add_trainer,
    change_teaching,
    drop_teaching,
    pass_on_teaching,
)

__all__ = [
    "Coming", "Planned", "add_material", "add_teaching", "add_trainer", "approve_by_link", "ask_due", "ask_participants", "cancel_by_link", "cancel_registration", "cancel_session",
    "change_session", "change_teaching", "close_session", "confirm_by_link", "count_answers", "drop_teaching", "end_materials", "evaluate_session", "forget_links", "forget_old", "forget_unconfirmed", "hold_session",
    "import_registrations", "label_of", "make_certificate", "note_approval", "note_presence", "open_link", "open_session",
    "pass_on_teaching", "plan_session", "register_for", "register_publicly", "register_self", "remind", "renew_link", "reopen_session", "say_reached", "set_questionnaires",
    "take_out_material", "type_sheet", "write_objectives", "write_programme",
]  # fmt: skip
