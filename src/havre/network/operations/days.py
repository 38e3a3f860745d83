"""The shared calendar: its own days, and the address under which an account's calendar is read by a machine."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import tokens
from havre.common.dataclass_json import to_json
from havre.countries.fr.life import KINDS_OF_DAYS
from havre.network.content import AUDIENCES, Both
from havre.network.models import CalendarKey, Day
from havre.network.operations.announcements import Backwards
from havre.network.operations.common import put_on_record, require_keeper
from havre.record import words
from havre.record.operations import operation, record
from havre.vault import keys

words.register(
    {
        "day_written": _("Jour inscrit au calendrier du réseau"),
        "day_taken_out": _("Jour retiré du calendrier du réseau"),
        "calendar_key_made": _("Adresse de calendrier faite"),
        "calendar_key_dropped": _("Adresse de calendrier fermée"),
    }
)


@operation
def write_day(
    day_id: uuid.UUID, *, kind: str, audience: str, starts_on: date, ends_on: date, content: Both, by: User | None, at: datetime
) -> Day:  # fmt: skip
    """A day for an audience; sent twice, it stands once. Raises ``Backwards``, ``NotAllowed``."""
    require_keeper(by)
    if audience not in AUDIENCES or kind not in KINDS_OF_DAYS:
        raise ValueError("unknown audience or kind of day")
    if ends_on < starts_on:
        raise Backwards
    known = Day.objects.filter(pk=day_id).first()
    if known is not None:
        return known
    keys.create_subject("locations", subject=day_id)
    row = Day(id=day_id, kind=kind, audience=audience, starts_on=starts_on, ends_on=ends_on)
    row.seal("content", to_json(content))
    row.save(force_insert=True)
    put_on_record("day_written", row, "content")
    return row


@operation
def take_out_day(row: Day, *, by: User, at: datetime) -> None:
    """It does not take place. Raises ``NotAllowed``."""
    require_keeper(by)
    put_on_record("day_taken_out", row)
    Day.objects.filter(pk=row.pk).delete()


@operation
def make_calendar_key(*, by: User, at: datetime) -> str:
    """A new token for one's own calendar, told this once; the one before opens nothing any more."""
    token = tokens.new()
    CalendarKey.objects.update_or_create(user=by, defaults={"token": tokens.hashed(token)})
    record("calendar_key_made", subject=by.pk, fields=["token"], thread=False)
    return token


@operation
def drop_calendar_key(*, by: User, at: datetime) -> None:
    """Close the address of one's calendar, if there is one."""
    if CalendarKey.objects.filter(user=by).delete()[0]:
        record("calendar_key_dropped", subject=by.pk, fields=["token"], thread=False)


def owner_of(token: str) -> User | None:
    """The active account whose calendar this token opens."""
    row = CalendarKey.objects.filter(token=tokens.hashed(token), user__is_active=True).select_related("user").first()
    return row.user if row else None
