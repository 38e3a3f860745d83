"""States of what stands between a person and a place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

OFFER = StateTable(
    name="offer",
    title=_("Proposition"),
    states=(
        State("asked", _("demandée"), "proposed", outside=_("attend votre réponse")),
        State("accepted", _("oui en principe"), "interview", outside=_("oui en principe, place retenue")),
        State("confirmed", _("confirmée par le lieu d’accueil"), "interview", outside=_("confirmée")),
        State("kept", _("la place est à elle"), "arrived", outside=_("attendue")),
        State("refused", _("refusée"), "not-taken", outside=_("non, pas cette fois"), final=True),
        State("released", _("plus nécessaire"), "closed", outside=_("plus nécessaire"), final=True),
        State("fulfilled", _("arrivée"), "closed", outside=_("arrivée"), final=True),
    ),
    transitions=(
        Transition("accept", ("asked",), "accepted", "offer_accepted", _("Oui en principe : place retenue 72 h"), (P.ANSWER_OFFERS, P.ARRANGE_PLACE)),
        Transition("refuse", ("asked", "accepted"), "refused", "offer_refused", _("Le lieu d’accueil ne peut pas"), (P.ANSWER_OFFERS, P.ARRANGE_PLACE)),
        Transition("confirm", ("accepted",), "confirmed", "offer_confirmed", _("Le lieu d’accueil confirme après l’entretien"), (P.ANSWER_OFFERS, P.ARRANGE_PLACE)),
        Transition("take_back_yes", ("accepted",), "asked", "offer_yes_undone", _("Un oui inscrit par erreur est effacé : la demande attend sa réponse"), (P.ARRANGE_PLACE,)),
        Transition("take_back_confirmation", ("confirmed",), "accepted", "offer_confirmation_undone", _("Une confirmation inscrite par erreur est effacée"), (P.ARRANGE_PLACE,)),
        Transition("keep", ("confirmed",), "kept", "place_kept", _("La place est à elle : le lieu confirme et elle est d’accord"), (P.ARRANGE_PLACE,)),
        Transition("release", ("asked", "accepted", "confirmed", "kept"), "released", "offer_released", _("Demande retirée : plus nécessaire pour l’instant"), (P.ARRANGE_PLACE,)),
        Transition("fulfil", ("accepted", "confirmed", "kept"), "fulfilled", "offer_fulfilled", _("La place est occupée")),
    ),
)  # fmt: skip

OVERRIDE = StateTable(
    name="override",
    title=_("Exception à la distance"),
    states=(
        State("asked", _("demandée"), "due"),
        State("granted", _("accordée"), "due"),
        State("reviewed", _("relue"), "closed", final=True),
        State("refused", _("refusée"), "not-taken", final=True),
    ),
    transitions=(
        Transition("grant", ("asked",), "granted", "override_granted", _("Exception à la distance accordée"), (P.APPROVE_OVERRIDE,)),
        Transition("refuse", ("asked",), "refused", "override_refused", _("Exception à la distance refusée"), (P.APPROVE_OVERRIDE,)),
        Transition("review", ("granted",), "reviewed", "override_reviewed", _("Exception à la distance relue"), (P.REVIEW,)),
    ),
)  # fmt: skip

INTERVIEW = StateTable(
    name="interview",
    title=_("Entretien de pré-accueil"),
    states=(
        State("planned", _("prévu"), "due"),
        State("held", _("tenu"), "closed", final=True),
        State("cancelled", _("annulé"), "not-taken", final=True),
    ),
    transitions=(
        Transition("move", ("planned",), "planned", "interview_moved", _("Entretien déplacé"), (P.ARRANGE_PLACE,)),
        Transition("move_back", ("planned",), "planned", "interview_moved_back", _("Entretien remis à son premier moment"), (P.ARRANGE_PLACE,)),
        Transition("hold", ("planned",), "held", "interview_held", _("Entretien tenu"), (P.ARRANGE_PLACE,)),
        Transition("cancel", ("planned",), "cancelled", "interview_cancelled", _("Entretien annulé"), (P.ARRANGE_PLACE,)),
    ),
)  # fmt: skip

TRANSFER = StateTable(
    name="transfer",
    title=_("Voyage"),
    states=(
        State("planned", _("prévu"), "due"),
        State("under_way", _("en route"), "travelling"),
        State("arrived", _("arrivée confirmée"), "arrived", final=True),
        State("cancelled", _("annulé"), "not-taken", final=True),
    ),
    transitions=(
        Transition("change", ("planned", "under_way"), "planned", "transfer_changed", _("Voyage modifié"), (P.ARRANGE_PLACE,)),
        Transition("postpone", ("planned", "under_way"), "under_way", "arrival_postponed", _("Arrivée reportée"), (P.ARRANGE_PLACE, P.ESCORT, P.CONFIRM_ARRIVAL)),
        Transition("depart", ("planned",), "under_way", "transfer_started", _("Départ"), (P.ARRANGE_PLACE, P.ESCORT)),
        Transition("arrive", ("planned", "under_way"), "arrived", "arrival_confirmed", _("Arrivée confirmée"), (P.ARRANGE_PLACE, P.CONFIRM_ARRIVAL)),
        Transition("cancel", ("planned", "under_way"), "cancelled", "transfer_cancelled", _("Voyage annulé"), (P.ARRANGE_PLACE,)),
    ),
)  # fmt: skip

ALARM = StateTable(
    name="alarm",
    title=_("Alarme"),
    states=(
        State("open", _("alarme"), "alarm"),
        State("taken", _("prise en main"), "alarm"),
        State("cleared", _("levée"), "closed", final=True),
    ),
    transitions=(
        Transition("take", ("open",), "taken", "alarm_taken", _("Alarme prise en main"), (P.COORDINATE,)),
        Transition("clear", ("open", "taken"), "cleared", "alarm_cleared", _("Alarme levée : %(reason)s"), (P.COORDINATE,)),
    ),
)  # fmt: skip

STAY = StateTable(
    name="stay",
    title=_("Séjour"),
    states=(
        State("present", _("présente"), "arrived"),
        State("ended", _("terminé"), "closed", final=True),
    ),
    transitions=(
        Transition("extend", ("present",), "present", "stay_extended", _("Séjour prolongé"), (P.ARRANGE_PLACE, P.SEE_RESIDENTS)),
        Transition("check_in", ("present",), "present", "stay_checked", _("Point du jour fait"), (P.ARRANGE_PLACE,)),
        Transition("end", ("present",), "ended", "stay_ended", _("Séjour terminé"), (P.ARRANGE_PLACE, P.SEE_RESIDENTS)),
    ),
)  # fmt: skip

ROUND = StateTable(
    name="round",
    title=_("Tour d’appels"),
    states=(
        State("open", _("en cours"), "search"),
        State("closed", _("fini"), "closed", final=True),
    ),
    transitions=(
        Transition("close", ("open",), "closed", "round_closed", _("Tour d’appels fini"), (P.COORDINATE,)),
    ),
)  # fmt: skip
