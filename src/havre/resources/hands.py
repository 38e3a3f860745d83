"""The advice that somebody has in hand, as an absence hands it on with all other open work."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import words
from havre.countries.fr.advice_desk import FIELDS
from havre.journey import open_work
from havre.journey.open_work import Further, Work
from havre.resources import operations, reading
from havre.resources.models import AdviceQuerySet, AdviceRequest
from havre.resources.states import IN_HAND

KIND = "advice"


def register() -> None:
    open_work.further[KIND] = Further(
        right=Permission.GIVE_ADVICE, of=_of, ids_of=_ids_of, pass_on=_pass_on, counted=_counted
    )


def _in_hand(owner: User) -> AdviceQuerySet:
    return AdviceRequest.objects.filter(owner=owner, state__in=IN_HAND).most_urgent_first()


def _of(owner: User) -> list[Work]:
    return [
        Work(KIND, one.pk, reading.number_of(one), one.label or capfirst(FIELDS.label(one.field, reading.language())),
             reverse("resources:detail", args=[one.pk]),
             [_("réponse avant le %(when)s") % {"when": words.moment(one.due_at)}])
        for one in _in_hand(owner)
    ]  # fmt: skip


def _ids_of(owner: User) -> list[uuid.UUID]:
    return list(_in_hand(owner).values_list("pk", flat=True))


def _pass_on(pk: uuid.UUID, *, to: User, by: User | None, at: datetime) -> None:
    operations.pass_on(AdviceRequest.objects.get(pk=pk), to=to, by=by, at=at)


def _counted(total: int) -> str:
    return ngettext("%(total)s conseil", "%(total)s conseils", total) % {"total": total}
