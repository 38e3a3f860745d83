"""The sessions that somebody gives, as an absence hands them on: only those for which a colleague of the pool is named."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.journey import open_work
from havre.journey.open_work import Further, Work
from havre.training import operations, reading
from havre.training.models import Teaching, TeachingQuerySet, Trainer
from havre.vault.fields import fetch_keys

KIND = "session"


def register() -> None:
    open_work.further[KIND] = Further(
        right=Permission.GIVE_ADVICE, of=_of, ids_of=_ids_of, pass_on=_pass_on, counted=_counted, may_have=_may_have
    )


def _to_come(owner: User) -> TeachingQuerySet:
    return Teaching.objects.to_come(owner, timezone.localdate())


def _of(owner: User) -> list[Work]:
    rows = list(_to_come(owner).select_related("session__programme").order_by("session__starts_on", "pk"))
    if not rows:
        return []
    pool = _colleagues(owner)
    given: dict[uuid.UUID, set[uuid.UUID]] = {row.session_id: set() for row in rows}
    for session_id, trainer_id in Teaching.objects.filter(session__in=given).values_list("session_id", "trainer_id"):
        given[session_id].add(trainer_id)
    return [
        Work(
            KIND, row.pk, reading.days_words(row.session), row.session.programme.title, "",
            starts_on=row.session.starts_on, ends_on=row.session.ends_on,
            takers=[(str(one.account_id), one.name) for one in pool if one.pk not in given[row.session_id]],
        )
        for row in rows
    ]  # fmt: skip


def _colleagues(owner: User) -> list[Trainer]:
    """Of the pool those who work at the desk too: whether somebody from outside comes is not hers to decide."""
    pool = Trainer.objects.filter(is_active=True, account__is_active=True).exclude(account=owner)
    inside = list(pool.filter(account__in=open_work.holders({Permission.GIVE_ADVICE})))
    fetch_keys(inside)
    return sorted(inside, key=lambda one: one.name.casefold())


def _ids_of(owner: User) -> list[uuid.UUID]:
    return list(_to_come(owner).values_list("pk", flat=True))


def _may_have(pk: uuid.UUID, user: User) -> bool:
    """A colleague of the pool who does not give it already, or whoever gives it."""
    row = Teaching.objects.filter(pk=pk).first()
    if row is None or not may(user, Permission.GIVE_ADVICE):
        return False
    trainer = Trainer.objects.filter(account=user, is_active=True).first()
    return trainer is not None and not (
        Teaching.objects.filter(session=row.session_id, trainer=trainer).exclude(pk=pk).exists()
    )


def _pass_on(pk: uuid.UUID, *, to: User, by: User | None, at: datetime) -> None:
    operations.pass_on_teaching(Teaching.objects.select_related("trainer", "session").get(pk=pk), to=to, by=by, at=at)


def _counted(total: int) -> str:
    return ngettext("%(total)s session", "%(total)s sessions", total) % {"total": total}
