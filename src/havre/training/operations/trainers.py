"""The pool of trainers, and who of it gives a session: each row by itself, so that two who write keep both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record.operations import Refusal, Stale, expect_version, operation, record, save
from havre.training.models import Session, Teaching, Trainer
from havre.training.operations.common import put_on_record, require, require_keeper
from havre.training.policies import may_keep
from havre.vault import keys


class GivesAlready(Refusal):
    sentence = _("Cette personne intervient déjà dans la session. Changez sa ligne.")


@operation
def add_trainer(*, name: str, topics: str = "", account: User | None = None, by: User, at: datetime) -> Trainer:
    """Somebody of the pool. Raises ``NotAllowed``."""
    require_keeper(by)
    row = Trainer(id=keys.create_subject("people"), account=account)
    row.seal("card", {"name": name, "topics": topics})
    row.save(force_insert=True)
    record("trainer_added", fields=["card"], thread=False)
    return row


@operation
def add_teaching(
    session: Session,
    *,
    trainer: Trainer,
    hours: int = 0,
    cost: int = 0,
    modules: Sequence[str] = (),
    by: User,
    at: datetime,
) -> Teaching:
    """One more gives it, or these modules of it, by their titles; ``cost`` in euros. Raises ``GivesAlready``, ``NotAllowed``."""
    require_keeper(by)
    row, made = Teaching.objects.get_or_create(
        session=session, trainer=trainer, defaults={"hours": hours, "cost": cost, "modules": list(modules)}
    )
    if not made:
        raise GivesAlready
    put_on_record("session_trainers", session, "teaching")
    return row


@operation
def change_teaching(
    row: Teaching,
    *,
    hours: int,
    cost: int,
    modules: Sequence[str] = (),
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Other hours, modules, another cost in euros. Raises ``NotAllowed``, ``Stale``."""
    require_keeper(by)
    expect_version(row, version)
    row.hours, row.cost, row.modules = hours, cost, list(modules)
    save(row, "hours", "cost", "modules")
    put_on_record("session_trainers", row.session, "hours", "cost", "modules")


@operation
def pass_on_teaching(row: Teaching, *, to: User, by: User | None, at: datetime) -> None:
    """A colleague of the pool gives it while somebody is away (``by`` is ``None`` when a sweep does it).

    Raises ``GivesAlready``, ``NotAllowed``.
    """
    require(by is None or may_keep(by) or by.pk in (row.trainer.account_id, to.pk))
    trainer = Trainer.objects.filter(account=to, is_active=True).first()
    require(trainer is not None)
    if Teaching.objects.filter(session=row.session_id, trainer=trainer).exists():
        raise GivesAlready
    row.trainer = cast(Trainer, trainer)
    save(row, "trainer")
    put_on_record("session_trainers", row.session, "teaching")


@operation
def drop_teaching(row: Teaching, *, version: int | None = None, by: User, at: datetime) -> None:
    """Somebody else gives it. Raises ``NotAllowed``, ``Stale`` where a colleague changed the line meanwhile."""
    require_keeper(by)
    expect_version(row, version)
    gone, _each = Teaching.objects.filter(pk=row.pk, version=row.version).delete()
    if not gone:
        raise Stale
    put_on_record("session_trainers", row.session, "teaching")
