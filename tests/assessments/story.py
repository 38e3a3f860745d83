"""Where the stories of an assessment begin."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from havre.assessments.content import Actor, Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.decisions import decide
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.opening import start
from havre.desk import rail
from havre.people.models import Person
from havre.people.operations import assign, open_situation
from havre.people.profiles import Member, Needs, Profile, Wishes
from tests.cast import AT, Cast

NICE = Zone(area="FR-06", why="le réseau y est")


def alix(cast: Cast, **changes: object) -> Person:
    """A woman of 24 with a son of 4, whom Nora coordinates."""
    profile = Profile(
        household=[Member("Feminine", 24), Member("Masculine", 4, "child")],
        origin="NG",
        languages=["pcm", "en"],
        needs=Needs(night_staff=True, services=["psychology", "childcare"]),
        wishes=Wishes(prefer_areas=["FR-29"]),
        exploitation=["SexualExploitation"],
    )
    for name, value in changes.items():
        setattr(profile, name, value)
    person = open_situation(profile=profile, by=cast.nora, at=AT)
    assign(person, coordinator=cast.nora, by=cast.nora, at=AT)
    return person


def assessed(
    cast: Cast, person: Person | None = None, *, level: str = "high", zones: list[Zone] | None = None
) -> Assessment:
    """An open assessment with a zone, an actor and a level that Nora set."""
    assessment = start(person or alix(cast), by=cast.nora, at=AT)
    note_danger(
        assessment, zones=[NICE] if zones is None else zones, actors=[Actor("network", ["person"], ["debt_or_oath"])],
        severity=3, likelihood=2, by=cast.nora, at=AT,
    )  # fmt: skip
    set_risk(assessment, level=level, reason="le réseau la cherche", by=cast.nora, at=AT)
    return assessment


def searching(
    cast: Cast, person: Person | None = None, *, level: str = "high", zones: list[Zone] | None = None
) -> Person:
    """A situation for which the decision is to look for a place."""
    assessment = assessed(cast, person, level=level, zones=zones)
    decide(assessment, decision="search", reason="danger local", by=cast.nora, at=AT)
    return assessment.person


def keep_known_pages(patch: pytest.MonkeyPatch) -> None:
    """Leave out of the navigation the pages of rooms that are not there yet."""

    def stands(entry: rail.Entry) -> bool:
        try:
            return bool(reverse(entry.route))
        except NoReverseMatch:
            return False

    patch.setattr(rail, "NAVIGATION", tuple(entry for entry in rail.NAVIGATION if stands(entry)))


def plain(text: str) -> str:
    """The same words with plain spaces."""
    return text.replace("\u00a0", " ")
