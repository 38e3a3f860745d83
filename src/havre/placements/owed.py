"""Steps that the order of the day skipped: everything can be entered as it happened, and what is missing is listed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from havre.people.models import Agreement
from havre.people.policies import agreement_in_force
from havre.placements.content import OfferTerms, StayTerms, Times, read
from havre.placements.models import Offer, Stay, Transfer
from havre.vault.fields import fetch_keys

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


def owed(person_id: uuid.UUID, agreements: Iterable[Agreement] | None = None) -> list[str]:
    """Codes of the steps that miss, in the order of the way. ``agreements`` are hers, where they are at hand."""
    return owed_by([person_id], agreements).get(person_id, [])


def owed_by(
    person_ids: Iterable[uuid.UUID], agreements: Iterable[Agreement] | None = None
) -> dict[uuid.UUID, list[str]]:
    """Person → codes of the steps that miss, for those who miss one; five statements whatever their number."""
    ids = list(person_ids)
    if agreements is None:
        agreements = Agreement.objects.filter(person__in=ids)
    offers = list(Offer.objects.filter(person__in=ids, state__in=("confirmed", "kept")))
    transfers = list(Transfer.objects.filter(person__in=ids, state="under_way"))
    stays = list(Stay.objects.filter(person__in=ids, state="present"))
    fetch_keys([*offers, *transfers, *stays])
    given = {(one.person_id, one.kind) for one in agreements if one.state == "given"}
    missing: dict[uuid.UUID, set[str]] = {}
    for offer in offers:
        if not read(offer, "terms", OfferTerms).interview:
            missing.setdefault(offer.situation_id, set()).add("interview")
        missing.setdefault(offer.situation_id, set()).add("join_agreement")
    for transfer in transfers:
        if set(read(transfer, "times", Times).checklist) < set(CHECKLIST):
            missing.setdefault(transfer.situation_id, set()).add("phone_safety")
    for stay in stays:
        missing.setdefault(stay.situation_id, set()).update(read(stay, "terms", StayTerms).owed)
    for person_id, codes in missing.items():
        codes -= {f"{kind}_agreement" for kind in ("join", "place") if (person_id, kind) in given}
    return {key: [code for code in LABELS if code in codes] for key, codes in missing.items() if codes}
