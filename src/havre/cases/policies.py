"""May a case be closed now?"""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from havre.placements.models import Offer, Stay, Transfer
from havre.record.operations import Refusal


class StillUnderWay(Refusal):
    sentence = _("Un accueil, un voyage ou une demande de place court encore. Terminez-le d’abord ; rien n’a changé.")


def require_nothing_under_way(person_id: uuid.UUID) -> None:
    """Raises ``StillUnderWay`` while she is housed, travels, or a shelter holds or considers a place for her."""
    under_way = (
        Stay.objects.of_person(person_id).filter(state="present").exists()
        or Transfer.objects.of_person(person_id).filter(state__in=["planned", "under_way"]).exists()
        or Offer.objects.of_person(person_id).filter(state__in=["asked", "accepted", "confirmed", "kept"]).exists()
    )
    if under_way:
        raise StillUnderWay
