"""The states of an assessment: open until a named person decides, and open again when it must be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

_OPEN = ("open", "on_hold")

ASSESSMENT = StateTable(
    name="assessment",
    title=_("Évaluation"),
    states=(
        State("open", _("en cours"), "assessment"),
        State("search", _("à chercher"), "search"),
        State("on_hold", _("en attente"), "paused"),
        State("redirected", _("réorientée"), "not-taken", final=True),
        State("not_eligible", _("hors du cadre"), "not-taken", final=True),
        State("declined", _("elle ne souhaite pas"), "not-taken", final=True),
    ),
    transitions=(
        Transition("decide_search", _OPEN, "search", "decided_search", _("Décision : chercher une place"), (P.COORDINATE,)),
        Transition("decide_on_hold", ("open", "search"), "on_hold", "decided_on_hold", _("Décision : mettre en attente"), (P.COORDINATE,)),
        Transition("decide_redirected", (*_OPEN, "search"), "redirected", "decided_redirected", _("Décision : réorienter"), (P.COORDINATE,)),
        Transition("decide_not_eligible", (*_OPEN, "search"), "not_eligible", "decided_not_eligible", _("Décision : hors du cadre du réseau"), (P.COORDINATE,)),
        Transition("decide_declined", (*_OPEN, "search"), "declined", "decided_declined", _("La personne ne souhaite pas rejoindre le réseau"), (P.COORDINATE,)),
        Transition("reopen", ("search", "on_hold", "redirected", "not_eligible", "declined"), "open", "assessment_reopened", _("Évaluation rouverte"), (P.COORDINATE,)),
    ),
)  # fmt: skip
