from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from havre.assessments.content import Zone
from havre.assessments.zones import Spot, read_spot, read_spots, spot_words, zone_words
from havre.geo import towns
from havre.geo.departments import AREAS

TYPED = {
    "06": Spot(area="FR-06"),
    "6": Spot(area="FR-06"),
    "FR-2A": Spot(area="FR-2A"),
    "2a": Spot(area="FR-2A"),
    "971": Spot(area="FR-971"),
    "alpes maritimes": Spot(area="FR-06"),
    "Alpes-Maritimes (06)": Spot(area="FR-06"),
    "Paris": Spot(area="FR-75"),
    "Nice": Spot(town="06088"),
    "  nice ": Spot(town="06088"),
    "06088": Spot(town="06088"),
    "Nice (06088)": Spot(town="06088"),
    "Saint-Denis (93)": Spot(town="93066"),
    "43.70, 7.27": Spot(lat=43.7, lon=7.27),
    "43,70 ; 7,27": Spot(lat=43.7, lon=7.27),
    "-21.1, 55.5": Spot(lat=-21.1, lon=55.5),
}


@pytest.mark.parametrize("text", list(TYPED))
def test_what_somebody_types_is_found(text: str) -> None:
    assert read_spot(text) == TYPED[text]


@pytest.mark.parametrize("text", ["Atlantide", "99999", "95.0, 7.0", "Nice (99)", "<script>", "🚂", "%"])
def test_what_nobody_knows_is_said_and_kept(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_spot(text)
    assert refused.value.messages[0].endswith(("gardé.", "Recopiez la bonne."))


def test_several_towns_of_one_name_are_offered_to_choose_from() -> None:
    with pytest.raises(ValidationError) as refused:
        read_spot("Saint-Denis")

    [message] = refused.value.messages
    assert "Saint-Denis (93066)" in message
    assert "Saint-Denis (97411)" in message
    assert read_spot("Saint-Denis (97411)") == Spot(town="97411")


def test_several_departments_at_once() -> None:
    assert read_spots("06, 83 ; Var") == [Spot(area="FR-06"), Spot(area="FR-83"), Spot(area="FR-83")]
    assert read_spots("43.7, 7.2") == [Spot(lat=43.7, lon=7.2)]
    with pytest.raises(ValidationError):
        read_spots("06, Atlantide")


def test_what_is_shown_can_be_typed_again() -> None:
    for area in AREAS:
        assert read_spot(spot_words(Zone(area=area))) == Spot(area=area)
    for insee in list(towns.all_towns())[::500]:
        assert read_spot(spot_words(Zone(town=insee))) == Spot(town=insee)
    assert read_spot(spot_words(Zone(lat=43.7, lon=-1.5))) == Spot(lat=43.7, lon=-1.5)


def test_zones_are_read_as_words() -> None:
    assert zone_words(Zone(area="FR-06")) == "Alpes-Maritimes"
    assert zone_words(Zone(town="06088", radius_km=30)) == "Nice et 30\u00a0km autour"
    assert zone_words(Zone(town="06088", radius_km=0)) == "Nice"
    assert zone_words(Zone(lat=43.7, lon=7.2, radius_km=12.5)).startswith("un point sur la carte et 12")
