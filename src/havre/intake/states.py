"""The states of a call."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

CALL = StateTable(
    name="call",
    title=_("Appel"),
    states=(
        State("open", _("à finir"), "assessment"),
        State("to_call_back", _("à rappeler"), "due"),
        State("closed", _("noté"), "done", final=True),
    ),
    transitions=(
        Transition("close", ("open",), "closed", "call_closed", _("Appel noté"), (P.NOTE_CALLS,)),
        Transition("ask_back", ("open",), "to_call_back", "call_back_asked", _("À rappeler"), (P.NOTE_CALLS,)),
        Transition("miss", ("to_call_back",), "to_call_back", "call_back_missed", _("Rappelé : personne n’a répondu"), (P.NOTE_CALLS,)),
        Transition("call_back", ("to_call_back",), "closed", "called_back", _("Rappelé"), (P.NOTE_CALLS,)),
    ),
)  # fmt: skip
