"""What others did since yesterday evening, as the record tells it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from havre.people.models import Person
from havre.record import audit
from havre.record.models import AuditChain, AuditEntry
from havre.vault import blind

EVENING_HOUR = 18
AMONG = 800
SHOWN = 6
TOLD = {
    "referral_received": gettext_lazy("Une orientation est arrivée"),
    "offer_accepted": gettext_lazy("Un lieu d’accueil a répondu oui"),
    "offer_refused": gettext_lazy("Un lieu d’accueil a répondu non"),
    "offer_question": gettext_lazy("Un lieu d’accueil pose une question"),
    "offer_confirmed": gettext_lazy("Un lieu d’accueil confirme"),
    "arrival_confirmed": gettext_lazy("Une arrivée est confirmée"),
    "alarm_raised": gettext_lazy("Une alarme s’est ouverte"),
    "alarm_cleared": gettext_lazy("Une alarme est levée"),
    "agreement_withdrawn": gettext_lazy("Un accord est repris"),
    "stay_ended": gettext_lazy("Un séjour s’est terminé"),
}


@dataclass(frozen=True)
class News:
    text: str
    reference: str
    url: str
    at: datetime


@dataclass(frozen=True)
class Written:
    """An entry of the record and whom it is about."""

    event: str
    subject: uuid.UUID
    at: datetime


def since_evening(at: datetime) -> list[Written]:
    """The latest first, among the last entries of the record; one statement."""
    evening = timezone.localtime(at).replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0) - timedelta(days=1)
    last = Subquery(AuditChain.objects.values("sequence")[:1])
    entries = AuditEntry.objects.filter(
        sequence__gt=last - AMONG, event__in=TOLD, at_us__gte=audit.microseconds(evening), subject__isnull=False
    ).order_by("-sequence")[:SHOWN]
    return [
        Written(entry.event, blind.reveal("audit.subject", entry.subject), audit.moment(entry.at_us))
        for entry in entries
        if entry.subject
    ]


def told(entries: Iterable[Written], people: Mapping[uuid.UUID, Person]) -> list[News]:
    """The entries in words; those about nobody in ``people`` are left out."""
    return [
        News(str(TOLD[one.event]), people[one.subject].reference, reverse("journey:detail", args=[one.subject]), one.at)
        for one in entries
        if one.subject in people
    ]
