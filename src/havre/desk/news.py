"""What others did since yesterday evening, as the record tells it."""

from __future__ import annotations

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


def since_evening(at: datetime) -> list[News]:
    """The latest first, among the last entries of the record."""
    evening = timezone.localtime(at).replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0) - timedelta(days=1)
    last = Subquery(AuditChain.objects.values("sequence")[:1])
    entries = AuditEntry.objects.filter(
        sequence__gt=last - AMONG, event__in=TOLD, at_us__gte=audit.microseconds(evening), subject__isnull=False
    ).order_by("-sequence")[:SHOWN]
    found = [(entry, blind.reveal("audit.subject", entry.subject)) for entry in entries if entry.subject]
    people = Person.objects.in_bulk([subject for _entry, subject in found])
    return [
        News(
            str(TOLD[entry.event]), people[subject].reference, reverse("journey:detail", args=[subject]),
            audit.moment(entry.at_us),
        )
        for entry, subject in found
        if subject in people
    ]  # fmt: skip
