"""A session is prepared, opened, held and evaluated; a registration waits, stands or ends; what a seminar decided is
followed up, and what it cost to come is paid."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

_KEEPS = (P.KEEP_TRAINING,)
_SETTLES = (P.SETTLE_TRAVEL,)
LIVING = ("draft", "open", "closed")
HELD = ("held", "evaluated")
COMING = ("asked", "waiting", "registered")
PENDING = "pending"
"""By the public page, before the link from the mail was opened: no seat, no place in the list."""

SESSION = StateTable(
    name="session",
    title=_("Session de formation"),
    states=(
        State("draft", pgettext_lazy("session", "en préparation"), "assessment"),
        State("open", pgettext_lazy("session", "ouverte"), "interview"),
        State("closed", pgettext_lazy("session", "inscriptions closes"), "proposed"),
        State("held", pgettext_lazy("session", "tenue"), "arrived"),
        State("evaluated", pgettext_lazy("session", "évaluée"), "done", final=True),
        State("cancelled", pgettext_lazy("session", "annulée"), "closed", final=True),
    ),
    transitions=(
        Transition("open", ("draft",), "open", "session_opened", _("Session ouverte aux inscriptions"), _KEEPS),
        Transition("close", ("open",), "closed", "session_closed", _("Inscriptions d’une session closes"), _KEEPS),
        Transition("reopen", ("closed",), "open", "session_reopened", _("Inscriptions d’une session rouvertes"), _KEEPS),
        Transition("hold", ("open", "closed"), "held", "session_held", _("Session tenue"), _KEEPS),
        Transition("evaluate", ("held",), "evaluated", "session_evaluated", _("Session évaluée"), _KEEPS),
        Transition("cancel", ("draft", "open", "closed"), "cancelled", "session_cancelled", _("Session annulée"), _KEEPS),
    ),
)  # fmt: skip

REGISTRATION = StateTable(
    name="registration",
    title=_("Inscription à une session"),
    states=(
        State("pending", pgettext_lazy("registration", "adresse à confirmer"), "due"),
        State("asked", pgettext_lazy("registration", "attend l’employeur"), "due"),
        State("waiting", pgettext_lazy("registration", "en liste d’attente"), "search"),
        State("registered", pgettext_lazy("registration", "a une place"), "proposed"),
        State("refused", pgettext_lazy("registration", "refusée par l’employeur"), "not-taken", final=True),
        State("cancelled", pgettext_lazy("registration", "annulée"), "closed", final=True),
    ),
    transitions=(
        Transition("confirm", ("pending",), "asked", "registration_confirmed", _("Inscription confirmée depuis son adresse")),
        Transition("confirm_seat", ("pending",), "registered", "registration_confirmed", _("Inscription confirmée depuis son adresse")),
        Transition("confirm_wait", ("pending",), "waiting", "registration_confirmed", _("Inscription confirmée depuis son adresse")),
        Transition("approve", ("asked",), "registered", "registration_approved", _("Inscription approuvée par l’employeur"), _KEEPS),
        Transition("queue", ("asked",), "waiting", "registration_queued", _("Inscription approuvée, en liste d’attente"), _KEEPS),
        Transition("promote", ("waiting",), "registered", "registration_promoted", _("Une place se libère : inscription prise de la liste d’attente")),
        Transition("refuse", ("asked",), "refused", "registration_refused", _("Inscription refusée par l’employeur"), _KEEPS),
        Transition("cancel", ("pending", "asked", "waiting", "registered"), "cancelled", "registration_cancelled", _("Inscription annulée"), _KEEPS),
    ),
)  # fmt: skip

DECISION = StateTable(
    name="decision",
    title=_("Décision d’un séminaire"),
    states=(
        State("open", pgettext_lazy("decision", "à faire"), "due"),
        State("done", pgettext_lazy("decision", "faite"), "done", final=True),
        State("dropped", pgettext_lazy("decision", "abandonnée"), "closed", final=True),
    ),
    transitions=(
        Transition("finish", ("open",), "done", "decision_done", _("Décision d’un séminaire faite"), _KEEPS),
        Transition("drop", ("open",), "dropped", "decision_dropped", _("Décision d’un séminaire abandonnée"), _KEEPS),
        Transition("reopen", ("done", "dropped"), "open", "decision_reopened", _("Décision d’un séminaire rouverte"), _KEEPS),
    ),
)  # fmt: skip

CLAIM = StateTable(
    name="travel_claim",
    title=_("Demande de frais de déplacement"),
    states=(
        State("draft", pgettext_lazy("travel_claim", "brouillon"), "received"),
        State("sent", pgettext_lazy("travel_claim", "envoyée"), "due"),
        State("returned", pgettext_lazy("travel_claim", "à corriger"), "search"),
        State("accepted", pgettext_lazy("travel_claim", "acceptée"), "proposed"),
        State("paid", pgettext_lazy("travel_claim", "payée"), "done", final=True),
    ),
    transitions=(
        Transition("send", ("draft", "returned"), "sent", "travel_claim_sent", _("Demande de frais envoyée"), _SETTLES),
        Transition("send_back", ("sent",), "returned", "travel_claim_returned", _("Demande de frais renvoyée pour correction"), _SETTLES),
        Transition("accept", ("sent",), "accepted", "travel_claim_accepted", _("Demande de frais acceptée"), _SETTLES),
        Transition("pay", ("accepted",), "paid", "travel_claim_paid", _("Demande de frais payée"), _SETTLES),
    ),
)  # fmt: skip
