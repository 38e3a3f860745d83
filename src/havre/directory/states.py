"""How far a partner has come with the network. A pause is no state: it is said of a house, for a time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

_KEEPS = (P.KEEP_DIRECTORY,)

PARTNERSHIP = StateTable(
    name="partnership",
    title=_("Partenariat"),
    states=(
        State("candidate", _("candidat"), "received"),
        State("visited", _("visité"), "assessment"),
        State("agreed", _("conventionné"), "proposed"),
        State("trained", _("formé"), "interview"),
        State("specialised", _("spécialisé"), "arrived"),
        State("ended", _("terminé"), "closed", final=True),
    ),
    transitions=(
        Transition("visit", ("candidate",), "visited", "partner_visited", _("Partenaire visité"), _KEEPS),
        Transition("agree", ("candidate", "visited"), "agreed", "partner_agreed", _("Convention signée avec un partenaire"), _KEEPS),
        Transition("train", ("agreed",), "trained", "partner_trained", _("Équipe d’un partenaire formée"), _KEEPS),
        Transition("specialise", ("trained",), "specialised", "partner_specialised", _("Partenaire spécialisé"), _KEEPS),
        Transition("step_back", ("visited",), "candidate", "partner_stepped_back", _("Étape d’un partenaire corrigée"), _KEEPS),
        Transition("step_back", ("trained",), "agreed", "partner_stepped_back", _("Étape d’un partenaire corrigée"), _KEEPS),
        Transition("step_back", ("specialised",), "trained", "partner_stepped_back", _("Étape d’un partenaire corrigée"), _KEEPS),
        Transition("end", ("candidate", "visited", "agreed", "trained", "specialised"), "ended", "partnership_ended", _("Fin d’un partenariat"), _KEEPS),
        Transition("reopen", ("ended",), "candidate", "partnership_reopened", _("Partenariat rouvert"), _KEEPS),
    ),
)  # fmt: skip
WAY = tuple(state for state in PARTNERSHIP.states if not state.final)
"""The steps of a partner in their order."""
