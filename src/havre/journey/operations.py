"""The rows of the way are computed, never set by hand; and the notes people add to a thread."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.adding import add
from havre.journey import gather, next_thing
from havre.journey.models import Journey
from havre.journey.standing import Standing, derive, waiting_since
from havre.people.models import Person
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, at_the_end, current, operation, record
from havre.vault.keys import key_cache

words.register(
    {
        "note_added": _("Note : %(text)s"),
        "journeys_repaired": _("Lignes des situations recalculées : %(rows)s"),
    }
)

NOTE_LENGTH = 1000
COMPUTED = ("state", "waiting_since", "next_code", "next_due", "owner_id")
CHUNK = 300


class EmptyNote(Refusal):
    sentence = _("La note est vide. Écrivez un fait, puis envoyez-la de nouveau.")


def refresh_later(person_id: uuid.UUID, *, is_new: bool = False) -> None:
    """Compute the way of this person anew once the running operation has done its work; ``is_new``: it opens her way."""
    at_the_end(("journey", person_id), lambda: _refresh(person_id, is_new=is_new))


def _refresh(person_id: uuid.UUID, *, is_new: bool = False) -> None:
    standing = gather.standings([person_id]).get(person_id)
    if standing is None:
        return
    values = computed(standing)
    row = None if is_new else Journey.objects.filter(person=person_id).first()
    if row is None:
        add(Journey(person_id=person_id, since=standing.received_at or current().at, **values))
    elif differing := [name for name in COMPUTED if getattr(row, name) != values[name]]:
        since = current().at if "state" in differing else row.since
        Journey.objects.filter(pk=row.pk).update(since=since, version=row.version + 1, **values)


def computed(standing: Standing) -> dict[str, object]:
    """The columns of a row that follow from where she stands."""
    coming = next_thing.of(standing)
    return {
        "state": derive(standing),
        "waiting_since": waiting_since(standing),
        "next_code": coming.code,
        "next_due": coming.due,
        "owner_id": standing.coordinator_id,
    }


@dataclass(frozen=True)
class Difference:
    """A row that does not say what the rooms below say: by reference, with the columns concerned."""

    reference: str
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.reference}: {', '.join(self.columns)}"


def recompute() -> list[Difference]:
    """Compare every row with what it is computed from. Nothing is written."""
    return list(_differences())


def _differences() -> Iterator[Difference]:
    people = Person.objects.order_by("pk").values_list("pk", "reference")
    listed = list(people)
    for start in range(0, len(listed), CHUNK):
        part = dict(listed[start : start + CHUNK])
        rows = Journey.objects.in_bulk(list(part))
        with key_cache():
            standings = gather.standings(part)
        for person_id, standing in standings.items():
            row = rows.get(person_id)
            values = computed(standing)
            columns = ("row",) if row is None else tuple(n for n in COMPUTED if getattr(row, n) != values[n])
            if columns:
                yield Difference(part[person_id], columns)


@operation
def repair(*, by: User | None, at: datetime) -> int:
    """Write every row that differs from what it is computed from. Returns how many."""
    wrong = {difference.reference for difference in recompute()}
    for person_id in Person.objects.filter(reference__in=wrong).values_list("pk", flat=True):
        _refresh(person_id)
    if wrong:
        record("journeys_repaired", facts={"rows": len(wrong)}, thread=False)
    return len(wrong)


@operation
def add_note(person: Person, *, text: str, by: User, at: datetime) -> None:
    """Put a short fact on the thread of a situation. Raises ``EmptyNote``, ``NotAllowed``."""
    if not may(by, Permission.COORDINATE, person):
        raise NotAllowed
    if not text.strip():
        raise EmptyNote
    record("note_added", subject=person.pk, fields=["note"], facts={"text": text.strip()[:NOTE_LENGTH]})
