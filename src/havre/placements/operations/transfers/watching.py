"""Who has not arrived: asked about, then an alarm. Source: DOMAIN.md §3, ARRIVE."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.countries.fr.policy import ARRIVAL_ALARM, ARRIVAL_ASK
from havre.placements import notices
from havre.placements.content import Times, read, write
from havre.placements.models import Transfer
from havre.placements.operations.alarms import ARRIVAL, raise_alarm
from havre.placements.operations.endings import TRAVELLING
from havre.record import words
from havre.record.operations import operation, record, save
from havre.vault.fields import fetch_keys

words.register({"arrival_asked": _("Arrivée attendue : le lieu d’accueil et l’astreinte sont interrogés")})

log = logging.getLogger("havre.placements")

ASK_AFTER = timedelta(minutes=ARRIVAL_ASK.value)

ALARM_AFTER = timedelta(minutes=ARRIVAL_ALARM.value)


def watch_arrivals(at: datetime) -> int:
    """Sweep: an arrival that nobody confirms is asked about at +15 minutes and raises an alarm at +60, until somebody
    clears it with a reason. One row that fails never hides another. Returns how many are late."""
    transfers = list(Transfer.objects.linked().filter(state__in=TRAVELLING))
    fetch_keys(transfers)
    late = [transfer for transfer in transfers if at >= read(transfer, "times", Times).expected_at + ASK_AFTER]
    for transfer in late:
        try:
            _chase(transfer, by=None, at=at)
        except Exception:
            log.exception("an arrival could not be asked about")
    return len(late)


@operation
def _chase(transfer: Transfer, *, by: User | None, at: datetime) -> None:
    times = read(transfer, "times", Times)
    if times.asked_at is None:
        times.asked_at = at
        write(transfer, "times", times)
        save(transfer, "times")
        record("arrival_asked", subject=transfer.situation_id, fields=["times"])
        notices.tell_shelter(transfer.shelter, "arrival_asked")
        notices.tell(notices.on_duty(at), "arrival_asked")
    if at >= max(times.expected_at, times.cleared_at or times.expected_at) + ALARM_AFTER:
        raise_alarm(
            transfer.situation_id, kind=ARRIVAL, transfer_id=transfer.pk, expected_at=times.expected_at, by=None, at=at
        )
