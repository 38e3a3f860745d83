"""What the team has in hand today: its share of the work, an absence, a download to confirm."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from havre.demo.stories import HOUR
from havre.demo.world import World
from havre.directory import rota
from havre.journey.away import arrange_absence
from havre.journey.models import Journey
from havre.journey.states import JOURNEY
from havre.people.models import Person
from havre.people.operations import assign
from havre.record.exporting import ask_for_export

NORAS = 11
"""Situations that Nora follows, as the sign-in page says."""


def ask_for_downloads(world: World) -> None:
    """A colleague waits for a second person."""
    ask_for_export("waiting", reason="Préparer la réunion de lundi", by=world.users["marc"], at=world.now - 2 * HOUR)


def share_out(world: World) -> None:
    """Leave Nora eleven situations that are under way, the others to her colleagues."""
    nora, others = world.users["nora"], [world.users[key] for key in ("judith", "marc", "samuel")]
    final = [stage.code for stage in JOURNEY.stages if stage.final]
    own = Journey.objects.filter(owner=nora).exclude(state__in=final)
    housed = list(
        own.filter(state__in=["accommodated", "follow_up"]).order_by("since").values_list("person", flat=True)
    )
    for number, person_id in enumerate(housed[: max(0, own.count() - NORAS)]):
        assign(Person.objects.get(pk=person_id), coordinator=others[number % 3], by=world.users["ines"], at=world.now)
    more = (
        Journey.objects.filter(state="accommodated", owner__in=others)
        .order_by("-since")
        .values_list("person", flat=True)
    )
    for person_id in list(more[: max(0, NORAS - own.count())]):
        assign(Person.objects.get(pk=person_id), coordinator=nora, by=world.users["ines"], at=world.now)


def away_next_week(world: World) -> None:
    """Samuel is away from next Monday for a week; Marc has his work meanwhile."""
    monday = rota.monday_of(timezone.localdate(world.now)) + timedelta(days=rota.DAYS)
    starts_at, ends_at = rota.turn_of(monday)
    samuel, marc = world.users["samuel"], world.users["marc"]
    arrange_absence(samuel, to=marc, starts_at=starts_at, ends_at=ends_at, reason="congés", by=samuel, at=world.now)
