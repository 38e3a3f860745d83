"""How far the invented partners have come, and what was exchanged with them since last year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from havre.demo.schedule import Script
from havre.demo.world import World
from havre.directory.models import Partnership
from havre.directory.operations import partnerships
from havre.directory.profiles import ExchangeCard

DAY = timedelta(days=1)
SINCE_DAYS = 420
SILENT = 0.14
"""Share of the partners whom nobody has called for more than six months."""
STEPS = (("agreed", 30), ("trained", 45), ("specialised", 25))
LEFT = "P004"
KINDS = (("support_call", 60), ("visit", 25), ("seminar", 10), ("other", 5))
TOPICS = ("rights", "trauma", "safety", "recognise", "team", "languages", "children", "housing", "work", "justice")
WITH = ("la directrice", "le chef de service", "l’éducatrice", "la psychologue", "l’équipe")
NOTES = (
    "L’équipe tient bon ; deux départs à remplacer d’ici l’été.",
    "Ils demandent une demi-journée de formation pour les nouveaux.",
    "La place se libère bientôt ; rappeler dans trois semaines.",
    "Bonne visite. La chambre du rez-de-chaussée serait à rendre accessible.",
    "Ils aimeraient rencontrer un autre lieu du réseau.",
    "",
)


def agreed_until(world: World, code: str) -> date:
    """One convention in eight ends within three months, the others later."""
    rng = random.Random(code)
    days = rng.randint(15, 88) if rng.random() < 1 / 8 else rng.randint(120, 1000)
    return timezone.localdate(world.now) + days * DAY


def has_signed(code: str) -> bool:
    """The first partner always; of the others one in ten has not come so far yet."""
    return code == "P001" or random.Random(code).random() > 0.1


def scripts(world: World) -> list[Script]:
    """One script a partner, whatever its organisation gives: a house, or help of another kind."""
    found = Partnership.objects.select_related("organisation").order_by("organisation__code")
    return [_script(world, row.organisation.code) for row in found]


def _script(world: World, code: str) -> Iterator[datetime]:
    """Its exchanges in their order; then the step it has reached."""
    rng = random.Random(f"{code} {world.size}")
    candidate = not has_signed(code) and code.startswith("P")
    visited = rng.random() < 0.5
    for number, at in enumerate(_moments(world, rng, silent=rng.random() < SILENT)):
        yield at
        kind = rng.choices([kind for kind, _n in KINDS], [weight for _k, weight in KINDS])[0]
        if candidate:
            kind = "visit" if visited and not number else "support_call"
        _note(world, rng, code, kind, at)
    if not candidate:
        yield world.now - rng.randint(20, 300) * DAY
        _go_on(world, code, rng.choices([step for step, _n in STEPS], [n for _s, n in STEPS])[0])


def _moments(world: World, rng: random.Random, *, silent: bool) -> list[datetime]:
    first, last = (SINCE_DAYS, 190) if silent else (SINCE_DAYS, 4)
    days = sorted((rng.randint(last, first) for _ in range(rng.randint(1, 5))), reverse=True)
    if not silent and days[-1] > 180:
        days.append(rng.randint(4, 170))
    return [world.now - day * DAY - timedelta(hours=rng.randint(0, 6)) for day in days]


def _note(world: World, rng: random.Random, code: str, kind: str, at: datetime) -> None:
    by = world.users[rng.choice(["salome", "samuel", "marc"])]
    card = ExchangeCard(
        kind=kind, on=timezone.localdate(at), with_whom=rng.choice(WITH), by=by.name,
        topics=rng.sample(TOPICS, rng.randint(0, 2)), note=rng.choice(NOTES),
    )  # fmt: skip
    partnerships.note_exchange(Partnership.objects.get(organisation__code=code), exchange=card, by=by, at=at)


def _go_on(world: World, code: str, step: str) -> None:
    row = Partnership.objects.get(organisation__code=code)
    if code == LEFT:
        partnerships.end_partnership(row, by=None, at=world.now)
        return
    if step != "agreed":
        partnerships.train_partner(row, by=None, at=world.now)
    if step == "specialised":
        partnerships.specialise_partner(row, by=None, at=world.now)
