"""What search and exceptions hear of, and what they do at night."""

from __future__ import annotations

from datetime import timedelta

from havre.assessments.events import DangerChanged, RiskSet
from havre.directory import news as told_by_houses
from havre.directory.calendar import register_occupancy
from havre.placements.events import OfferMade
from havre.placements.news import waiting
from havre.placements.occupancy import taken
from havre.placements.operations.overrides import on_danger_changed
from havre.placements.operations.search import on_offer_made, shorten
from havre.record import sweeps
from havre.record.events import subscribe


def connect() -> None:
    """Called once, from ``AppConfig.ready``."""
    subscribe(OfferMade, on_offer_made)
    subscribe(DangerChanged, on_danger_changed)
    subscribe(RiskSet, on_danger_changed)
    register_occupancy(taken)
    told_by_houses.waiting.answered_by(waiting)
    sweeps.register("searches", shorten, every=timedelta(days=1), at_hour=3)
