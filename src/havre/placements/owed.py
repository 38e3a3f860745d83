"""Steps that the order of the day skipped: everything can be entered as it happened, and what is missing is listed."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from havre.people.policies import agreement_in_force
from havre.placements.content import OfferTerms, StayTerms, Times, read
from havre.placements.models import Offer, Stay, Transfer

LABELS = {
    "join_agreement": _("son accord pour rejoindre le réseau"),
    "offer": _("la demande au lieu d’accueil"),
    "shelter_answer": _("le oui en principe du lieu d’accueil"),
    "interview": _("l’entretien de pré-accueil"),
    "shelter_confirmation": _("la confirmation du lieu d’accueil"),
    "place_agreement": _("son accord pour ce lieu-là"),
    "override": _("l’exception à la distance"),
    "transfer": _("le voyage"),
    "phone_safety": _("la sécurité de son téléphone avant le départ"),
}
"""In the order of the way. What a person must still enter, never something that stops anybody."""

CHECKLIST = {
    "location_off": _("localisation coupée, partages arrêtés"),
    "accounts": _("mots de passe changés, sessions fermées partout"),
    "find_my": _("« Localiser mon appareil » désactivé"),
    "sim": _("nouvelle carte SIM, ou téléphone laissé"),
    "family": _("personne n’a la date ni la direction"),
}
"""Telephone safety before a departure (P)."""


def of_offer(offer: Offer | None, person_id: uuid.UUID) -> list[str]:
    """What misses before an arrival in the place of ``offer``; ``None`` where nobody was asked."""
    missing = [] if agreement_in_force(person_id, "join") else ["join_agreement"]
    if offer is None:
        missing += ["offer", "shelter_answer", "interview", "shelter_confirmation"]
    else:
        missing += ["shelter_answer"] if offer.state == "asked" else []
        missing += [] if read(offer, "terms", OfferTerms).interview else ["interview"]
        missing += [] if offer.state in ("confirmed", "kept") else ["shelter_confirmation"]
    agreed = agreement_in_force(person_id, "place", offer_id=offer.pk if offer else None)
    return missing if agreed else [*missing, "place_agreement"]


def owed(person_id: uuid.UUID) -> list[str]:
    """Codes of the steps that miss, in the order of the way."""
    missing: set[str] = set()
    for offer in Offer.objects.of_person(person_id).filter(state__in=("confirmed", "kept")):
        missing |= set(of_offer(offer, person_id)) & {"interview", "join_agreement"}
    for transfer in Transfer.objects.of_person(person_id).filter(state="under_way"):
        if set(read(transfer, "times", Times).checklist) < set(CHECKLIST):
            missing.add("phone_safety")
    for stay in Stay.objects.of_person(person_id).filter(state="present"):
        missing |= set(read(stay, "terms", StayTerms).owed)
    if "join_agreement" in missing and agreement_in_force(person_id, "join"):
        missing.discard("join_agreement")
    if "place_agreement" in missing and agreement_in_force(person_id, "place"):
        missing.discard("place_agreement")
    return [code for code in LABELS if code in missing]
