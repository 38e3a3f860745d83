"""Training sessions in bulk, as a database holds them after very many years."""

import random
from datetime import datetime, timedelta

from bench.house.cases import CHUNK, bulk, subjects
from havre.training.models import Programme, Session

LIVING = 200
"""So many are to come, however many took place."""


def sessions(count: int, at: datetime, *, seed: int = 1) -> None:
    dice, today = random.Random(seed), at.date()
    with bulk():
        programme = Programme.objects.create(
            code="mesure", title_fr="Titre", title_en="Title", half_days=3, smallest=20, largest=25
        )
    for start in range(0, count, CHUNK):
        with bulk():
            numbers = range(start, min(start + CHUNK, count))
            rows = []
            for number, key in zip(numbers, subjects(len(numbers)), strict=True):
                is_living = number >= count - LIVING
                first = today + timedelta(days=dice.randint(1, 200) if is_living else -dice.randint(1, 6000))
                rows.append(
                    Session(
                        id=key, programme=programme, kind="training", state="open" if is_living else "evaluated",
                        starts_on=first, half_days=3, ends_on=first + timedelta(days=1), seats=25, taken=dice.randint(0, 25),
                    )
                )  # fmt: skip
            Session.objects.bulk_create(rows)
