"""How many people each shelter took in, written at night into all shelters' profiles at once.

One shelter's row alone would tell who arrived where (law 2): all are written, whether they changed or not.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import from_json, to_json
from havre.directory.models import Shelter
from havre.directory.profiles import ShelterProfile
from havre.people.models import Person
from havre.placements.content import StayTerms, read
from havre.placements.models import Stay, StayKind
from havre.record import words
from havre.record.operations import operation, record, save
from havre.vault.fields import fetch_keys

words.register({"admissions_counted": _("Accueils de l’année comptés")})

Admissions = Counter[tuple[uuid.UUID, int]]


def count_admissions(at: datetime) -> int:
    """Sweep: count up to and including yesterday. Returns the number of shelters written."""
    last_day = timezone.localtime(at).date() - timedelta(days=1)
    return _write_counts(last_day, by=None, at=at)


@operation
def _write_counts(last_day: date, *, by: User | None, at: datetime) -> int:
    years = (last_day.year - 1, last_day.year)
    admitted = _admissions(last_day)
    shelters = list(Shelter.objects.all())
    fetch_keys(shelters)
    for shelter in shelters:
        profile = from_json(ShelterProfile, shelter.unseal("profile"))
        profile.admitted |= {str(year): admitted[shelter.pk, year] for year in years}
        profile.counted_on = last_day
        shelter.seal("profile", to_json(profile))
        save(shelter, "profile")
    record("admissions_counted")
    return len(shelters)


def _admissions(last_day: date) -> Admissions:
    """Stays begun until ``last_day``, by shelter and year: those that go on, and those in everybody's sealed past."""
    found: Admissions = Counter()
    present = list(Stay.objects.linked().filter(state="present", kind=StayKind.PLACE))
    fetch_keys(present)
    for stay in present:
        began_on = read(stay, "terms", StayTerms).began_on
        if stay.shelter is not None and began_on <= last_day:
            found[stay.shelter, began_on.year] += 1
    for entry in _past_stays():
        began_on = date.fromisoformat(entry["began_on"])
        if entry.get("kind") == StayKind.PLACE and entry.get("shelter") and began_on <= last_day:
            found[uuid.UUID(entry["shelter"]), began_on.year] += 1
    return found


def _past_stays() -> list[dict[str, Any]]:
    people = list(Person.objects.filter(past__isnull=False).only("id", "past"))
    fetch_keys(people)
    return [entry for person in people for entry in (person.unseal("past") or {}).get("stays", [])]
