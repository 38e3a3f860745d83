"""Law 4: the place lies outside every danger zone, at the distance the risk demands; nearer needs two people."""

from __future__ import annotations

import itertools
import uuid

import pytest

from havre.assessments.content import Zone
from havre.countries.fr.policy import MIN_KM
from havre.geo.departments import AREAS, INDEX
from havre.geo.distances import between_departments, from_town
from havre.people.operations import give_agreement
from havre.placements.models import Offer
from havre.placements.operations.overrides import TwoPeople, ask_override, grant_override
from havre.placements.policies import TooNear
from havre.placements.problem import table_for
from tests.assessments.story import alix, searching
from tests.cast import AT, Cast, shelter
from tests.placements.test_search import offer, place_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LEVELS = ("low", "medium", "high", "very_high")
ZONES = (Zone(area="FR-06"), Zone(area="FR-59"), Zone(town="31555", radius_km=50), Zone(town="75056", radius_km=0))


def km(zone: Zone, area: str) -> float:
    row = between_departments()[INDEX[zone.area]] if zone.area else from_town(zone.town, zone.radius_km)
    return float(row[INDEX[area]])


def test_no_search_ever_proposes_a_place_nearer_than_the_rule(cast: Cast) -> None:
    for n, area in enumerate(AREAS[:96:4]):
        shelter(f"S4{n:02}", area)
    for level, zones in itertools.product(LEVELS, ([ZONES[0]], [*ZONES[:2]], [*ZONES])):
        person = searching(cast, level=level, zones=zones)

        table = table_for(person, AT, others=False)

        ranking, capacity = table.rankings[0], table.network.capacity
        for place in range(len(capacity)):
            nearest = min(km(zone, capacity.area_of(place)) for zone in zones)
            assert ("too_near" in ranking.codes(place)) is (nearest < MIN_KM[level].value)
            if ranking.has_candidate(place):
                assert nearest >= MIN_KM[level].value


def test_a_nearer_place_is_never_asked_for_without_two_people(cast: Cast) -> None:
    person = searching(cast, alix(cast))
    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)
    place_id = uuid.UUID(place_of(cast.s002))
    with pytest.raises(TooNear):
        offer(cast, person, cast.s002)
    override = ask_override(person, place_id=place_id, reason="sa sœur y vit", by=cast.nora, at=AT)
    with pytest.raises(TwoPeople):
        grant_override(override, by=cast.nora, at=AT)
    with pytest.raises(TooNear):
        offer(cast, person, cast.s002)
    assert not Offer.objects.exists()

    grant_override(override, by=cast.marc, at=AT)

    assert offer(cast, person, cast.s002).place == place_id
