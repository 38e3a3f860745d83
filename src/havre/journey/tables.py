"""Situations as files: the list with plain columns, and who waits with the classes of what she needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.common import words
from havre.common.tables import Cell
from havre.journey.models import Journey, JourneyQuerySet
from havre.journey.rows import day_of, day_of_wait
from havre.journey.states import JOURNEY
from havre.people.summary import profile_of
from havre.record import taking
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

SITUATIONS, WAITING = "situations", "waiting"


def plain(journeys: JourneyQuerySet, at: datetime) -> Iterator[list[Cell]]:
    """References, stages and days, row after row; nothing that is sealed."""
    today, stages = words.local_day(at), {stage.code: str(stage.label) for stage in JOURNEY.stages}
    rows = journeys.values_list("person__reference", "state", "since", "waiting_since", "next_due")
    for reference, state, since, waiting_since, next_due in rows.iterator(chunk_size=taking.CHUNK):
        waits = words.local_day(waiting_since) if waiting_since else None
        yield [
            reference, stages[state], words.local_day(since), waits, day_of_wait(waits, today) if waits else None,
            words.local_day(next_due) if next_due else None,
        ]  # fmt: skip


def _situations(user: User, at: datetime) -> Iterator[list[Cell]]:
    return plain(Journey.objects.visible_to(user).order_by("person__reference"), at)


def _waiting(user: User, at: datetime) -> Iterator[list[Cell]]:
    journeys = Journey.objects.visible_to(user).exclude(waiting_since=None).order_by("waiting_since", "pk")
    for chunk in taking.in_chunks(journeys.select_related("person")):
        yield from _with_needs(chunk, at)


def _with_needs(journeys: Iterable[Journey], at: datetime) -> list[list[Cell]]:
    listed = list(journeys)
    with key_cache():
        fetch_keys([row.person for row in listed])
        return [_needs(row, at) for row in listed]


def _needs(row: Journey, at: datetime) -> list[Cell]:
    """How many they are and what a place must have: classes, never a note, a language or an origin."""
    profile = profile_of(row.person)
    needs = (profile.needs.accessible, profile.needs.night_staff, profile.pregnant, profile.animals)
    said: list[Cell] = [_("oui") if one else _("non") for one in needs]
    return [row.person.reference, day_of(row, at), profile.adults, profile.children, *said]


def register() -> None:
    """Offer the tables of this room."""
    taking.offer(
        taking.Table(
            SITUATIONS, gettext_lazy("Les situations"), gettext_lazy("Références, étapes et jours."),
            Permission.READ_SITUATIONS, alone=True, rows=_situations, heads=(
                gettext_lazy("Référence"), gettext_lazy("Étape"), gettext_lazy("Depuis le"),
                gettext_lazy("Attend depuis le"), gettext_lazy("Jour d’attente"), gettext_lazy("Échéance"),
            ),
        )
    )  # fmt: skip
    taking.offer(
        taking.Table(
            WAITING, gettext_lazy("Qui attend une place, et ce qu’il lui faut"),
            gettext_lazy("Références, jours d’attente, adultes, enfants, et ce qu’une place doit avoir."),
            Permission.COORDINATE, alone=False, rows=_waiting, heads=(
                gettext_lazy("Référence"), gettext_lazy("Jour d’attente"), gettext_lazy("Adultes"),
                gettext_lazy("Enfants"), gettext_lazy("Logement accessible"), gettext_lazy("Quelqu’un la nuit"),
                gettext_lazy("Grossesse"), gettext_lazy("Animal"),
            ),
        )
    )  # fmt: skip
