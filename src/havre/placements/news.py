"""What houses said in call rounds and the night has not yet written into their profiles, as it is kept."""

from __future__ import annotations

import uuid
from collections import defaultdict

from havre.directory.news import News, NewsOfHouses
from havre.placements.content import read
from havre.placements.models import PlaceNews
from havre.vault.fields import fetch_keys


def waiting() -> NewsOfHouses:
    """All news by shelter, in the order in which they were said."""
    return of_rows(list(PlaceNews.objects.all()))


def of_rows(rows: list[PlaceNews]) -> NewsOfHouses:
    fetch_keys(rows)
    found: dict[uuid.UUID, list[News]] = defaultdict(list)
    for row in rows:
        found[row.shelter].append(read(row, "content", News))
    return {shelter: sorted(told, key=lambda one: one.said_at) for shelter, told in found.items()}
