"""One sentence for many, for some days; everybody puts it away alone."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.network.content import AUDIENCES, Both
from havre.network.models import Announcement, PutAway
from havre.network.operations.common import put_on_record, require_keeper
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, after_commit, expect_version, operation, save
from havre.vault import keys

SHOWN = "network.announcements"
"""Where what is announced waits in the memory of the process for some seconds."""

words.register(
    {
        "announced": _("Annonce faite"),
        "announcement_ended": _("Annonce terminée"),
        "announcement_put_away": _("Annonce lue et rangée"),
    }
)


class Backwards(Refusal):
    sentence = _("Le dernier jour vient avant le premier. Corrigez-les ; le reste est gardé.")


@operation
def announce(
    announcement_id: uuid.UUID, *, content: Both, audience: str, starts_on: date, ends_on: date, by: User | None, at: datetime
) -> Announcement:  # fmt: skip
    """Say it to an audience from one day to another; sent twice, it is said once. Raises ``Backwards``, ``NotAllowed``."""
    require_keeper(by)
    if audience not in AUDIENCES:
        raise ValueError(f"{audience!r} is no audience")
    if ends_on < starts_on:
        raise Backwards
    known = Announcement.objects.filter(pk=announcement_id).first()
    if known is not None:
        return known
    keys.create_subject("locations", subject=announcement_id)
    row = Announcement(id=announcement_id, audience=audience, starts_on=starts_on, ends_on=ends_on)
    row.seal("content", to_json(content))
    row.save(force_insert=True)
    put_on_record("announced", row, "content")
    after_commit(_forget_shown)
    return row


@operation
def end_announcement(row: Announcement, *, version: int | None = None, by: User, at: datetime) -> None:
    """From now on nobody sees it. Raises ``Stale``, ``NotAllowed``."""
    require_keeper(by)
    expect_version(row, version)
    row.ends_on = min(row.ends_on, timezone.localdate(at) - timedelta(days=1))
    row.starts_on = min(row.starts_on, row.ends_on)
    save(row, "starts_on", "ends_on")
    put_on_record("announcement_ended", row, "ends_on")
    after_commit(_forget_shown)


@operation
def put_away(row: Announcement, *, by: User, at: datetime) -> None:
    """One's own line goes; pressed twice, it goes once. Raises ``NotAllowed``."""
    if not Announcement.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotAllowed
    _row, made = PutAway.objects.get_or_create(announcement=row, user=by.pk)
    if made:
        put_on_record("announcement_put_away", row)


def _forget_shown() -> None:
    cache.delete(SHOWN)
