"""A participant says what is to be learnt, in three lines at most, and afterwards how far it was reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record.operations import Refusal, expect_version, operation, save
from havre.record.transitions import NotNow
from havre.training.models import Objectives, PersonalLink, Registration
from havre.training.models_evaluation import MOST_OBJECTIVES
from havre.training.moments import looked_back_on
from havre.training.operations.common import put_on_record
from havre.training.operations.tokens import require_own
from havre.training.policies import may_look_back, may_write_objectives

REACHED = ("yes", "partly", "no")


class TooManyObjectives(Refusal):
    sentence = _("Trois objectifs au plus. Gardez les plus importants.")


@operation
def write_objectives(
    row: Registration,
    *,
    texts: Sequence[str],
    version: int | None = None,
    by: User | None,
    at: datetime,
    link: PersonalLink | None = None,
) -> None:
    """By one’s account, or by one’s link; until the session begins.

    Raises ``TooManyObjectives``, ``LinkOver``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    require_own(row, link, by, at)
    if not may_write_objectives(row, timezone.localdate(at)):
        raise NotNow
    kept = _cleaned(texts)
    found, _made = Objectives.objects.get_or_create(registration=row, defaults={"session_id": row.session_id})
    expect_version(found, version)
    found.seal("texts", kept)
    save(found, "texts")
    put_on_record("objectives_written", row.session, "texts")


def want(row: Registration, texts: Sequence[str]) -> None:
    """Said while registering; nothing where nothing is. Inside an operation. Raises ``TooManyObjectives``."""
    if kept := _cleaned(texts):
        found = Objectives(registration=row, session_id=row.session_id)
        found.seal("texts", kept)
        found.save(force_insert=True)
        put_on_record("objectives_written", row.session, "texts")


def _cleaned(texts: Sequence[str]) -> list[str]:
    kept = [text.strip() for text in texts if text.strip()]
    if len(kept) > MOST_OBJECTIVES:
        raise TooManyObjectives
    return kept


@operation
def say_reached(
    row: Registration,
    *,
    reached: Sequence[str],
    version: int | None = None,
    by: User | None,
    at: datetime,
    link: PersonalLink | None = None,
) -> None:
    """How far each was reached, in their order; nothing where one does not say. For the moment of looking back that runs.

    Raises ``LinkOver``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    require_own(row, link, by, at)
    found = Objectives.objects.filter(registration=row).first()
    today = timezone.localdate(at)
    if found is None or not may_look_back(row, today):
        raise NotNow
    expect_version(found, version)
    told = [one if one in REACHED else "" for one in reached][: len(found.unseal("texts") or [])]
    found.seal("reached", (found.unseal("reached") or {}) | {looked_back_on(row.session, today): told})
    save(found, "reached")
    put_on_record("objectives_looked_back", row.session, "reached")
