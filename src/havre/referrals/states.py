"""The states of a referral, with the words a referrer reads outside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

REFERRAL = StateTable(
    name="referral",
    title=_("Orientation"),
    states=(
        State("received", _("reçue"), "received", outside=_("reçue")),
        State("taken_up", _("en évaluation"), "assessment", outside=_("en évaluation")),
        State("handed_over", _("confiée à la protection de l’enfance"), "not-taken", outside=_("répondue"), final=True),
        State("answered", _("répondue"), "closed", outside=_("répondue"), final=True),
        State("withdrawn", _("retirée"), "closed", outside=_("retirée"), final=True),
    ),
    transitions=(
        Transition("take_up", ("received",), "taken_up", "referral_taken_up", _("Situation reprise par la coordination"), (P.COORDINATE,)),
        Transition("hand_over", ("received", "taken_up"), "handed_over", "referral_handed_over", _("Confiée à la protection de l’enfance"), (P.COORDINATE,)),
        Transition("reopen", ("handed_over",), "taken_up", "referral_reopened", _("Reprise : la personne est majeure"), (P.COORDINATE,)),
        Transition("answer", ("received", "taken_up"), "answered", "referral_answered", _("Réponse donnée au service qui oriente"), (P.COORDINATE,)),
        Transition("withdraw", ("received", "taken_up"), "withdrawn", "referral_withdrawn", _("Orientation retirée"), (P.COORDINATE, P.REFER)),
    ),
)  # fmt: skip
