from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from havre.assessments.content import Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.danger import copy_danger_fact
from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter
from havre.directory.operations.shelters import change_profile
from havre.directory.profiles import Pause, Place, ShelterProfile
from havre.journey.models import Journey
from havre.people.models import Person
from havre.people.operations import give_agreement
from havre.people.profiles import Member
from havre.placements import engine, waiting
from havre.placements.capacity import as_place, network
from havre.placements.content import StayTerms, read, write
from havre.placements.events import SearchMade, UnableToPlace
from havre.placements.models import Offer, Search, Stay
from havre.placements.occupancy import Busy, housing, occupancy, taken
from havre.placements.operations.offers import accept_offer, make_offer
from havre.placements.operations.search import (
    AlreadyDecided,
    NotAPlace,
    SayWhyNobody,
    decide_search,
    digest,
    kept_searches,
    make_search,
    shorten,
    unable_to_place,
)
from havre.placements.operations.stays import plan_move
from havre.placements.policies import NotAdult
from havre.placements.problem import table_for, table_of_all
from havre.placements.stored import SearchContent
from havre.record import events, timeline
from havre.record.facts import write_pending
from havre.record.models import Fact
from havre.record.operations import NotAllowed, operation
from tests.assessments.story import alix, assessed, plain, searching
from tests.cast import AT, Cast, shelter
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = date(2026, 3, 17)


def place_of(house: Shelter) -> str:
    return from_json(ShelterProfile, house.unseal("profile")).places[0].id


def codes(person: Person, house: Shelter) -> list[str]:
    table = table_for(person, AT)
    return table.rankings[0].codes(table.network.capacity.place_index[place_of(house)])


def rewrite(house: Shelter, cast: Cast, **changes: Any) -> None:
    fresh = Shelter.objects.get(pk=house.pk)
    profile = from_json(ShelterProfile, fresh.unseal("profile"))
    for name, value in changes.items():
        if hasattr(profile, name):
            setattr(profile, name, value)
        else:
            setattr(profile.places[0], name, value)
    change_profile(fresh, profile=profile, by=cast.nora, at=AT)


def offer(cast: Cast, person: Person, house: Shelter, **changes: Any) -> Offer:
    return make_offer(
        person, shelter_id=house.pk, place_id=uuid.UUID(place_of(house)), answer_by=AT + timedelta(days=1),
        by=cast.nora, at=AT, **changes,
    )  # fmt: skip


@operation
def move_in(person: Person, house: Shelter, *, by: object, at: object, **terms: Any) -> Stay:
    stay = Stay(person=person.pk, shelter=house.pk, place=uuid.UUID(place_of(house)))
    write(stay, "terms", StayTerms(**{"began_on": TODAY, "began_at": AT, **terms}))
    stay.save(force_insert=True)
    return stay


def test_a_place_far_from_what_she_avoids_fits_and_a_near_one_does_not(cast: Cast) -> None:
    person = searching(cast)

    table = table_for(person, AT)

    ranking, places = table.rankings[0], table.network.capacity.place_ids
    assert [table.network.code(places[n]) for n in ranking.candidates] == ["S017-1", "S058-1"]
    assert codes(person, cast.s002) == ["too_near"]
    assert "RA-1" not in {table.network.code(place) for place in places}


def test_before_she_joins_the_search_is_exploratory_and_never_refused(cast: Cast) -> None:
    person = searching(cast)
    assert table_for(person, AT).seekers[0].request.exploratory

    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)

    table = table_for(person, AT)
    assert not table.seekers[0].request.exploratory
    assert table.seekers[0].request.agreement
    assert table.rankings[0].status == "ranked"


def test_a_level_that_nobody_set_counts_as_the_highest(cast: Cast) -> None:
    person = alix(cast)

    request = table_for(person, AT).seekers[0].request

    assert (request.risk, request.danger_zones, request.exploratory) == ("very_high", (), True)


def test_an_age_that_nobody_knows_is_that_of_a_child_where_the_household_says_so(cast: Cast) -> None:
    household = [Member("Feminine", None), Member("Feminine", None, "child"), Member("Masculine", None, "relative")]
    person = searching(cast, alix(cast, household=household))

    assert [one.adult for one in table_for(person, AT).seekers[0].request.persons] == [True, False, True]


def test_a_fact_copied_from_justice_changes_nothing_of_what_she_is_offered(cast: Cast) -> None:
    person = searching(cast)
    before = table_for(person, AT)

    copy_danger_fact(
        Assessment.objects.get(), kind="testimony", text="audience en mai", agreed_how="spoken", by=cast.nora, at=AT
    )

    after = table_for(Person.objects.get(pk=person.pk), AT)
    assert after.seekers[0].request == before.seekers[0].request
    assert after.rankings[0].scores.tolist() == before.rankings[0].scores.tolist()


PLACE = Place(id=str(uuid.uuid4()), label="1", free_from=date(2026, 3, 1), confirmed_on=TODAY)
MAPPING = {
    "free as the house says": ({}, None, date(2026, 3, 1), False),
    "held until the hold ends": ({}, Busy("held", TODAY, date(2026, 3, 20)), date(2026, 3, 20), False),
    "hers, no end in sight": ({}, Busy("held", TODAY, None), None, False),
    "occupied until the planned end": ({}, Busy("occupied", TODAY, date(2026, 6, 1)), date(2026, 6, 1), False),
    "occupied, no end planned": ({}, Busy("occupied", TODAY, None), None, False),
    "occupied, and free later than planned": (
        {"free_from": date(2026, 7, 1)}, Busy("occupied", TODAY, date(2026, 6, 1)), date(2026, 7, 1), False,
    ),
    "not free in sight": ({"free_from": None}, None, None, False),
    "held, but not free in sight": ({"free_from": None}, Busy("held", TODAY, date(2026, 3, 20)), None, False),
    "blocked without an end": ({"status": "blocked"}, None, date(2026, 3, 1), True),
    "blocked until a day": (
        {"status": "out_of_service", "status_until": date(2026, 3, 24)}, None, date(2026, 3, 25), False,
    ),
    "blocked until today": ({"status": "blocked", "status_until": TODAY}, None, date(2026, 3, 18), False),
    "blocked until yesterday": ({"status": "blocked", "status_until": date(2026, 3, 16)}, None, date(2026, 3, 1), False),
}  # fmt: skip


@pytest.mark.parametrize("case", list(MAPPING))
def test_what_is_said_and_taken_becomes_a_day(case: str) -> None:
    changes, busy, free_from, blocked = MAPPING[case]
    place = Place(**{**vars(PLACE), **changes})

    found = as_place(place, busy, TODAY)

    assert (found.free_from, found.blocked) == (free_from, blocked)


def test_a_held_place_is_free_again_when_the_hold_is_over(cast: Cast) -> None:
    first, second = searching(cast), searching(cast)
    for person in (first, second):
        give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)
    made = offer(cast, first, cast.s058)
    assert occupancy(AT) == {}
    accept_offer(made, by=cast.claire, at=AT)

    place = uuid.UUID(place_of(cast.s058))
    assert occupancy(AT) == {place: Busy("held", TODAY, date(2026, 3, 20))}
    assert network(AT).shelters[2].places[0].free_from == date(2026, 3, 20)
    assert taken(AT) == {str(place): [(TODAY, date(2026, 3, 20), "held")]}
    assert occupancy(AT + timedelta(hours=72)) == {}
    later = network(AT + timedelta(hours=72))
    assert later.shelters[2].places[0].free_from == TODAY


def test_an_occupied_place_is_free_at_its_planned_end_and_counts_as_an_admission(cast: Cast) -> None:
    resident, person = alix(cast), searching(cast)
    before = network(AT).capacity.fair_load[2]
    move_in(resident, cast.s058, by=cast.nora, at=AT, planned_end=date(2026, 9, 1))

    now = network(AT)
    assert now.shelters[2].places[0].free_from == date(2026, 9, 1)
    assert (now.shelters[2].admitted_this_year, before, now.capacity.fair_load[2]) == (1, 1.0, 0.5)
    assert codes(person, cast.s058) == ["not_free"]
    rewrite(cast.s058, cast, admitted={"2026": 1}, counted_on=TODAY)
    assert network(AT).shelters[2].admitted_this_year == 1
    assert network(AT + timedelta(days=300)).shelters[2].places[0].free_from is None


def test_what_a_shelter_changes_is_read_at_the_next_search(cast: Cast) -> None:
    person = searching(cast)
    rewrite(cast.s058, cast, pause=Pause(TODAY, TODAY + timedelta(days=3), "travaux"))
    rewrite(cast.s017, cast, status="blocked", reason="travaux")

    assert codes(person, cast.s058) == ["paused"]
    assert codes(person, cast.s017) == ["blocked"]

    rewrite(cast.s058, cast, pause=None, night_staff=False)
    assert codes(person, cast.s058) == ["no_night_staff"]


def test_a_resident_of_her_network_or_whom_she_must_not_meet_keeps_a_place_away(cast: Cast) -> None:
    person = searching(cast, alix(cast, network="tag-1"))
    move_in(alix(cast), cast.s017, by=cast.nora, at=AT, network="tag-1")
    move_in(alix(cast), cast.s058, by=cast.nora, at=AT, network="tag-2", conflicts=[str(person.pk)])
    other = shelter("S091", "FR-29")

    assert codes(person, cast.s058) == ["not_free", "conflict"]
    assert codes(person, other) == ["same_network"]


def test_whoever_is_on_the_way_to_a_place_waits_no_more(cast: Cast) -> None:
    waits, housed, relay = searching(cast), searching(cast), searching(cast)
    move_in(housed, cast.s058, by=cast.nora, at=AT)
    moving = move_in(relay, cast.s017, by=cast.nora, at=AT, moving="danger")
    assert moving.kind == "place"

    assert {seeker.person.pk for seeker in table_of_all(AT).seekers} == {waits.pk, relay.pk}
    assert housing(AT).settled == {housed.pk}


def test_whoever_lives_in_a_place_waits_again_once_she_must_leave_it(cast: Cast) -> None:
    it = walk(cast, "arrived")
    assert Journey.objects.get(pk=it.person.pk).state == "accommodated"
    assert table_of_all(it.at(60)).seekers == ()

    plan_move(it.stay, reason="reconnue", by=cast.nora, at=it.at(60))

    assert [seeker.person.pk for seeker in table_of_all(it.at(60)).seekers] == [it.person.pk]


def test_a_room_above_says_who_has_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stays, left = searching(cast), searching(cast)
    monkeypatch.setattr(waiting, "still_looking", lambda: ~Q(person=left.pk))

    assert [seeker.person.pk for seeker in table_of_all(AT).seekers] == [stays.pk]


def test_a_search_is_kept_sealed_with_all_that_went_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Any] = []
    monkeypatch.setitem(events._handlers, SearchMade, [heard.append])
    person = searching(cast)

    search = make_search(person, by=cast.nora, at=AT)

    assert heard == [SearchMade(person.pk, 2)]
    raw = bytes(Search.objects.get().content)
    for clear in (b"FR-06", b"FR-50", b"S058", str(cast.s058.pk).encode(), person.reference.encode()):
        assert clear not in raw
    content = read(search, "content", SearchContent)
    assert content.problem is not None and content.result is not None
    assert content.digest == digest(content.problem)
    again = engine.rank_all(engine.read_problem(content.problem))[0]
    assert (
        dict(zip((again.search.capacity.place_ids[n] for n in again.candidates), again.scores, strict=True))
        == (content.result["scores"])
    )
    assert content.result["excluded"] == {place_of(cast.s002): ["too_near"]}
    assert plain(timeline.read(person.pk)[0].text) == "Recherche exploratoire gardée : places qui conviennent, 2"


def test_a_kept_search_says_of_others_only_what_keeps_her_away(cast: Cast) -> None:
    person = searching(cast, alix(cast, network="tag-1"))
    move_in(alix(cast), cast.s017, by=cast.nora, at=AT, network="tag-1")
    move_in(alix(cast), cast.s058, by=cast.nora, at=AT, network="tag-2", conflicts=[str(uuid.uuid4())])

    problem = read(make_search(person, by=cast.nora, at=AT), "content", SearchContent).problem

    assert problem is not None
    assert problem["residents"] == [{"shelter": str(cast.s017.pk), "network": "tag-1", "conflicts": []}]


def test_the_choice_keeps_who_and_why_and_an_override_shows(cast: Cast) -> None:
    person = searching(cast)
    search = make_search(person, by=cast.nora, at=AT)
    with pytest.raises(NotAPlace):
        decide_search(search, place=uuid.uuid4(), by=cast.nora, at=AT)

    decide_search(search, place=uuid.UUID(place_of(cast.s058)), reason="elle connaît la région", by=cast.nora, at=AT)

    choice = kept_searches(person)[0][1].decision
    assert choice is not None
    assert (choice.name, choice.rank, choice.reason) == ("Nora B.", 2, "elle connaît la région")
    assert choice.is_override
    assert timeline.read(person.pk)[0].event == "search_decided_otherwise"
    with pytest.raises(AlreadyDecided):
        decide_search(search, place=uuid.UUID(place_of(cast.s017)), by=cast.nora, at=AT)


def test_asking_for_a_place_keeps_the_search_it_came_from(cast: Cast) -> None:
    person = searching(cast)
    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)

    offer(cast, person, cast.s017)

    [(_search, content)] = kept_searches(person)
    assert content.decision is not None
    assert (content.decision.place, content.decision.rank) == (place_of(cast.s017), 1)
    assert not content.decision.is_override


def test_after_ninety_days_the_choice_remains_and_what_it_was_made_from_goes(cast: Cast) -> None:
    person = searching(cast)
    search = make_search(person, by=cast.nora, at=AT)
    decide_search(search, place=uuid.UUID(place_of(cast.s017)), by=cast.nora, at=AT)
    before = read(search, "content", SearchContent)

    assert shorten(AT + timedelta(days=89)) == 0
    assert shorten(AT + timedelta(days=90)) == 1
    assert shorten(AT + timedelta(days=91)) == 0

    after = kept_searches(person)[0][1]
    assert (after.problem, after.result) == (None, None)
    assert (after.digest, after.engine, after.decision) == (before.digest, engine.ENGINE, before.decision)


def test_that_nobody_could_be_placed_is_written_down_and_counted_once_a_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setitem(events._handlers, UnableToPlace, [heard.append])
    person = searching(cast)
    with pytest.raises(SayWhyNobody):
        unable_to_place(person, reason=" ", by=cast.nora, at=AT)

    unable_to_place(person, reason="rien avant l’été", by=cast.nora, at=AT)
    unable_to_place(person, reason="rien avant l’été", by=cast.nora, at=AT)

    assert heard == [UnableToPlace(person.pk)]
    write_pending(AT)
    assert Fact.objects.filter(kind="unplaced").count() == 1
    assert plain(timeline.read(person.pk)[0].text) == "Aucune place trouvée à temps : rien avant l’été"


def test_minors_are_not_searched_for_and_only_the_coordination_searches(cast: Cast) -> None:
    for changes in ({"household": [Member("Feminine", 17)]}, {"age_in_doubt": True}):
        with pytest.raises(NotAdult):
            make_search(alix(cast, **changes), by=cast.nora, at=AT)
    person = searching(cast)
    for user in (cast.lawyer, cast.anne, cast.claire, cast.escort, cast.officer, cast.administrator, cast.project):
        with pytest.raises(NotAllowed):
            make_search(person, by=user, at=AT)
    assert not Search.objects.exists()


def statements(act: Any) -> int:
    with CaptureQueriesContext(connection) as default, CaptureQueriesContext(connections["keys"]) as keys:
        act()
    return len(default) + len(keys)


def test_occupancy_and_the_table_cost_the_same_for_many(cast: Cast) -> None:
    houses = [cast.s058, cast.s017, *(shelter(f"S1{n:02}", "FR-35") for n in range(4))]
    person = searching(cast)
    move_in(alix(cast), houses[0], by=cast.nora, at=AT)
    table_for(person, AT)
    few = statements(lambda: housing(AT)), statements(lambda: table_for(person, AT))

    for house in houses[1:]:
        move_in(alix(cast, network="tag"), house, by=cast.nora, at=AT, network="tag")
        searching(cast, zones=[Zone(town="06088", radius_km=30, why="connue là")])

    assert (statements(lambda: housing(AT)), statements(lambda: table_for(person, AT))) == few


def test_nothing_is_found_where_there_is_no_shelter_and_nothing_breaks(cast: Cast) -> None:
    person = assessed(cast).person
    for house in Shelter.objects.all():
        rewrite(house, cast, area="")

    table = table_for(person, AT)

    assert table.rankings[0].status == "none"
    assert len(table.network.capacity) == 0
