"""Requests for advice in bulk, as a database holds them after many years."""

import random
import uuid
from datetime import datetime, timedelta

from bench.house.cases import CHUNK, bulk, subjects
from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.countries.fr.advice_desk import FIELDS, URGENCIES
from havre.resources.content import About, Question
from havre.resources.models import AdviceRequest

OPEN = 200
"""So many wait for an answer, however many were answered."""


def requests(count: int, people: list[User], at: datetime, *, seed: int = 1) -> None:
    dice = random.Random(seed)
    for start in range(0, count, CHUNK):
        with bulk():
            numbers = range(start, min(start + CHUNK, count))
            found = zip(numbers, subjects(len(numbers)), strict=True)
            AdviceRequest.objects.bulk_create(_request(n, key, count, people, at, dice) for n, key in found)


def _request(
    n: int, key: uuid.UUID, count: int, people: list[User], at: datetime, dice: random.Random
) -> AdviceRequest:
    is_open = n >= count - OPEN
    asked_at = at - timedelta(hours=dice.randint(1, 60) if is_open else dice.randint(100, 8000))
    row = AdviceRequest(
        id=key, state=dice.choice(("waiting", "taken")) if is_open else "closed", kind="question",
        field=dice.choice(FIELDS.codes), urgency=dice.choice(URGENCIES.codes), channel="account",
        asked_on=asked_at.date(), due_at=asked_at + timedelta(hours=40), owner=people[n % len(people)],
        ended_on=None if is_open else at.date(), label=f"Titre {n % 997}", label_plain=f"titre {n % 997}",
    )  # fmt: skip
    row.seal("about", to_json(About("FR-50", "NGO")))
    row.seal("question", to_json(Question("Quel recours, et sous quel délai ?")))
    return row
