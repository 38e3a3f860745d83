"""What a partner does as the resource centre of its place."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.common.dataclass_json import to_json
from havre.countries.fr.life import LOCAL_WORK
from havre.network.content import Said
from havre.network.models import LocalWork
from havre.network.operations.common import names, put_on_record, require_voice
from havre.network.operations.topics import DayToCome
from havre.record import facts, words
from havre.record.operations import NotAllowed, OnBehalf, operation
from havre.vault import keys

words.register({"local_work_noted": _("Travail local d’un partenaire noté")})


@operation
def note_local_work(
    work_id: uuid.UUID, *, organisation: Organisation, kind: str, done_on: date, text: str, by: User | None, at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> LocalWork:  # fmt: skip
    """Advice given, a local body attended, a position taken; counted for the year without the partner. Sent twice, it
    is noted once.

    Raises ``DayToCome``, ``NotAllowed``.
    """
    require_voice(by, organisation)
    if kind not in LOCAL_WORK:
        raise ValueError(f"{kind!r} is no local work")
    if done_on > timezone.localdate(at):
        raise DayToCome
    known = LocalWork.objects.filter(pk=work_id).first()
    if known is not None:
        if known.organisation != organisation.pk:
            raise NotAllowed
        return known
    keys.create_subject("locations", subject=work_id)
    row = LocalWork(id=work_id, organisation=organisation.pk, kind=kind, done_on=done_on)
    row.seal("content", to_json(Said(text, **names(by, on_behalf_of))))
    row.save(force_insert=True)
    facts.publish("local_work", year=done_on.year, work=kind)
    put_on_record("local_work_noted", row, "content")
    return row
