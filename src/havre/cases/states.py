"""The states of a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

CASE = StateTable(
    name="case",
    title=_("Dossier"),
    states=(State("open", _("ouvert"), "arrived"), State("closed", _("clos"), "closed")),
    transitions=(
        Transition("close", ("open",), "closed", "case_closed", _("Dossier clos : %(reason)s"), (P.COORDINATE,)),
        Transition("reopen", ("closed",), "open", "case_reopened", _("Dossier rouvert"), (P.COORDINATE,)),
    ),
)
