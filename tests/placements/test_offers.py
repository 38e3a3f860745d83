"""A shelter is asked, says yes or no, and the place is hers when both agree."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from havre.assessments.content import Zone
from havre.assessments.operations.common import of_person
from havre.assessments.operations.danger import note_danger
from havre.people.models import Agreement, Person
from havre.people.operations import change_profile, withdraw_agreement
from havre.people.policies import NoAgreement
from havre.people.profiles import Member, Profile
from havre.placements.content import ForShelter, OfferTerms, read
from havre.placements.events import OfferAnswered
from havre.placements.holds import holds, taken_by
from havre.placements.models import Interview, Offer, Override, Transfer
from havre.placements.operations.interviews import cancel_interview, hold_interview
from havre.placements.operations.offers import (
    R35,
    SayWhy,
    accept_offer,
    answer_question,
    ask_back,
    confirm_offer,
    expire_holds,
    extend_hold,
    keep_place,
    make_offer,
    next_working_evening,
    refuse_offer,
    release_offer,
    review_refusal,
)
from havre.placements.operations.transfers import NotKept, plan_transfer, record_arrival
from havre.placements.policies import (
    AlreadyAsked,
    Incompatible,
    NotAdult,
    NotYet,
    OneAtATime,
    OneFallback,
    PlaceTaken,
    TooNear,
    UnknownPlace,
)
from havre.record import clocks, events, timeline
from havre.record.models import OutboxMessage, PendingFact
from havre.record.operations import NotAllowed, OnBehalf, Stale, operation
from havre.record.transitions import NotNow
from havre.vault import blind
from tests.cast import AT, Cast, shelter
from tests.placements.stories import (
    NAME,
    NETWORK,
    accepted,
    agree,
    asked,
    at,
    confirmed,
    interview_planned,
    kept,
    place_of,
    plan,
    somebody,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def past(person: Person, kind: str) -> list[dict[str, object]]:
    return list((Person.objects.get(pk=person.pk).unseal("past") or {}).get(kind, []))


def test_a_shelter_reads_the_household_and_nothing_else(cast: Cast) -> None:
    person = somebody(cast)

    offer = asked(cast, person)

    told = read(offer, "for_shelter", ForShelter)
    assert [(one.gender, one.age) for one in told.household] == [("Feminine", 24), ("Masculine", 4)]
    assert told.languages == ["pcm", "en"]
    assert told.needs.night_staff
    assert told.reference not in (person.reference, "")
    whole = str(offer.unseal("for_shelter"))
    for hidden in (NAME, "NG", NETWORK, "high", "FR-06", "Nice", person.pseudonym, "SexualExploitation"):
        assert hidden not in whole


def test_each_asked_shelter_has_a_reference_of_its_own(cast: Cast) -> None:
    person = somebody(cast)

    first, second = asked(cast, person), asked(cast, person, cast.s017, several=True)

    assert read(first, "for_shelter", ForShelter).reference != read(second, "for_shelter", ForShelter).reference


def test_nothing_is_offered_without_her_agreement_to_join(cast: Cast) -> None:
    person = somebody(cast, joins=False)

    with pytest.raises(NoAgreement):
        asked(cast, person)

    assert not Offer.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_only_a_coordinator_asks(cast: Cast) -> None:
    person = somebody(cast)

    for stranger in (cast.claire, cast.anne, cast.lawyer, cast.escort, None):
        with pytest.raises(NotAllowed):
            make_offer(
                person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), answer_by=at(30), by=stranger, at=AT
            )


@pytest.mark.parametrize("profile", [Profile(household=[Member("Feminine", 16)]), Profile(age_in_doubt=True)])
def test_minors_and_ages_in_doubt_are_never_offered_a_place(cast: Cast, profile: Profile) -> None:
    person = somebody(cast)
    change_profile(person, profile=profile, by=cast.nora, at=AT)

    with pytest.raises(NotAdult):
        asked(cast, person)


def test_a_place_nearer_than_her_risk_demands_needs_a_granted_exception(cast: Cast) -> None:
    person = somebody(cast, zone="FR-83")  # S002 lies in FR-13, next door
    with pytest.raises(TooNear, match="200"):
        asked(cast, person, cast.s002)

    grant(person, place_of(cast.s002), by=cast.head, at=AT)

    offer = asked(cast, person, cast.s002)
    assert read(offer, "terms", OfferTerms).override == str(Override.objects.get().pk)


@operation
def grant(person: Person, place_id: uuid.UUID, *, by: object, at: object) -> None:
    Override(person=person.pk, place=place_id, state="granted").save(force_insert=True)


def test_a_place_that_does_not_exist_is_refused(cast: Cast) -> None:
    person = somebody(cast)

    with pytest.raises(UnknownPlace):
        make_offer(person, shelter_id=cast.s058.pk, place_id=uuid.uuid4(), answer_by=at(30), by=cast.nora, at=AT)


def test_one_shelter_at_a_time_unless_the_coordinator_says_so(cast: Cast) -> None:
    person = somebody(cast)
    asked(cast, person)

    with pytest.raises(OneAtATime):
        asked(cast, person, cast.s017)
    with pytest.raises(AlreadyAsked):
        asked(cast, person, several=True)

    asked(cast, person, cast.s017, several=True)
    assert Offer.objects.of_person(person.pk).count() == 2


def test_one_fallback_is_kept_beside_and_no_second(cast: Cast) -> None:
    person = somebody(cast)
    asked(cast, person)
    asked(cast, person, cast.s017, fallback=True)

    with pytest.raises(OneFallback):
        asked(cast, person, shelter("S033", "FR-35"), fallback=True)


def test_a_yes_holds_the_place_72_hours_and_tells_the_others_not_needed(cast: Cast) -> None:
    person = somebody(cast)
    first, second = asked(cast, person), asked(cast, person, cast.s017, several=True)
    spare = asked(cast, person, shelter("S033", "FR-35"), fallback=True)

    accept_offer(first, by=cast.claire, at=at(1))

    assert read(first, "terms", OfferTerms).hold_until == at(1) + timedelta(hours=72)
    assert taken_by(place_of(cast.s058), at(2)) == {person.pk}
    assert Offer.objects.get(pk=second.pk).state == "released"
    assert Offer.objects.get(pk=spare.pk).state == "asked"


def test_a_fallback_that_says_yes_releases_nobody(cast: Cast) -> None:
    person = somebody(cast)
    first, spare = asked(cast, person), asked(cast, person, cast.s017, fallback=True)

    accept_offer(spare, by=cast.other_manager, at=at(1))

    assert Offer.objects.get(pk=first.pk).state == "asked"


def test_a_released_offer_loses_its_content_at_once(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)
    ask_back(offer, text="Dort-elle la nuit ?", by=cast.claire, at=AT)

    release_offer(offer, by=cast.nora, at=at(1))

    row = Offer.objects.get(pk=offer.pk)
    assert (row.state, row.person, row.shelter, row.place) == ("released", None, None, None)
    assert (row.terms, row.for_shelter, row.questions) == (None, None, None)
    assert not Offer.objects.visible_to(cast.claire).exists()
    kept_entry = past(person, "offers")[0]
    assert kept_entry["shelter"] == str(cast.s058.pk)
    assert "nuit" not in str(kept_entry)


def test_no_byte_of_a_released_offer_leads_to_person_or_place(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)
    traces = {
        blind.token("offer.person", person.pk), blind.token("offer.shelter", cast.s058.pk),
        blind.token("offer.place", place_of(cast.s058)), person.pk, cast.s058.pk, place_of(cast.s058),
    }  # fmt: skip
    assert found_in_table(traces)

    release_offer(offer, by=cast.nora, at=at(1))

    assert not found_in_table(traces)


def found_in_table(traces: set[uuid.UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_offer")
        raw = repr([tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()])
    return any(form in raw for trace in traces for form in (trace.hex, str(trace)))


def test_refused_by_three_shelters_she_is_asked_for_a_fourth_time(cast: Cast) -> None:
    person = somebody(cast)
    houses = [(cast.s058, cast.claire), (cast.s017, cast.other_manager), (shelter("S033", "FR-35"), cast.nora)]

    for house, who in houses:
        offer = asked(cast, person, house)
        refuse_offer(offer, reason="no_place", said="complet", next_step="rappeler en juin", by=who, at=at(2))

    assert [entry["reason"] for entry in past(person, "offers")] == ["no_place"] * 3
    assert past(person, "offers")[0]["said"] == "complet"
    assert asked(cast, person).state == "asked"
    assert [line.event for line in timeline.read(person.pk)].count("offer_refused") == 3
    assert PendingFact.objects.count() == 3


def test_a_refusal_says_why(cast: Cast) -> None:
    offer = asked(cast, somebody(cast))

    with pytest.raises(SayWhy):
        refuse_offer(offer, reason="", by=cast.claire, at=AT)

    assert Offer.objects.get(pk=offer.pk).state == "asked"


@pytest.mark.parametrize("reason", ["nationality", "papers", "complaint", "money"])
def test_a_refusal_that_no_shelter_may_give_goes_to_the_head(cast: Cast, reason: str) -> None:
    person = somebody(cast)
    offer = asked(cast, person)

    refuse_offer(offer, reason=reason, by=cast.claire, at=at(1))

    clock = clocks.running(person.pk).get(code=R35)
    assert clock.due_at == next_working_evening(at(1))
    assert OutboxMessage.objects.filter(recipient=cast.head.pk).count() == 1
    with pytest.raises(NotAllowed):
        review_refusal(person, by=cast.nora, at=at(2))
    review_refusal(person, by=cast.head, at=at(2))
    assert not clocks.running(person.pk).filter(code=R35).exists()


def test_a_friday_refusal_is_due_on_monday_evening() -> None:
    friday = at(72)

    assert friday.weekday() == 4
    assert next_working_evening(friday).isoformat() == "2026-03-23T18:00:00+01:00"


def test_a_hold_past_its_time_counts_as_expired_when_read(cast: Cast) -> None:
    person, other = somebody(cast), somebody(cast)
    mine = accepted(cast, person)
    terms = read(mine, "terms", OfferTerms)
    last = at(1) + timedelta(hours=72)

    assert holds("accepted", terms, last - timedelta(seconds=1))
    assert not holds("accepted", terms, last)
    theirs = asked(cast, other)
    with pytest.raises(PlaceTaken):
        accept_offer(theirs, by=cast.claire, at=last - timedelta(seconds=1))
    accept_offer(Offer.objects.get(pk=theirs.pk), by=cast.claire, at=last)
    with pytest.raises(PlaceTaken):
        confirm_offer(Offer.objects.get(pk=mine.pk), by=cast.claire, at=last)


def test_an_expired_hold_is_told_once_and_can_be_taken_again(cast: Cast) -> None:
    person = somebody(cast)
    offer = accepted(cast, person)
    late = at(80)

    assert (expire_holds(at(10)), expire_holds(late), expire_holds(late)) == (0, 1, 0)

    assert [line.event for line in timeline.read(person.pk)].count("hold_expired") == 1
    fresh = Offer.objects.get(pk=offer.pk)
    assert fresh.state == "accepted"
    extend_hold(fresh, by=cast.nora, at=late, on_behalf_of=OnBehalf("Claire M.", late - timedelta(minutes=10)))
    assert taken_by(place_of(cast.s058), late + timedelta(hours=71)) == {person.pk}


def test_a_place_held_for_somebody_else_is_refused_and_her_offer_stays(cast: Cast) -> None:
    accepted(cast, somebody(cast))
    second = asked(cast, somebody(cast))

    with pytest.raises(PlaceTaken):
        accept_offer(second, by=cast.claire, at=at(2))

    assert Offer.objects.get(pk=second.pk).state == "asked"


def test_a_yes_told_by_telephone_counts_from_when_it_was_said(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)
    spoken = OnBehalf("Claire M.", at(1))

    accept_offer(offer, by=cast.judith, at=at(5), on_behalf_of=spoken)

    assert read(offer, "terms", OfferTerms).hold_until == at(73)
    line = next(line for line in timeline.read(person.pk) if line.event == "offer_accepted")
    assert (line.on_behalf_of, line.happened_at, line.written_at) == ("Claire M.", at(1), at(5))
    with pytest.raises(NotYet):
        confirm_offer(offer, by=cast.judith, at=at(6), on_behalf_of=OnBehalf("Claire M.", at(7)))


def test_only_the_asked_house_answers(cast: Cast) -> None:
    offer = asked(cast, somebody(cast))

    for stranger in (cast.other_manager, cast.karim, cast.anne, cast.escort, cast.lawyer):
        with pytest.raises(NotAllowed):
            accept_offer(Offer.objects.get(pk=offer.pk), by=stranger, at=at(1))
    assert not Offer.objects.visible_to(cast.other_manager).exists()
    assert not Offer.objects.visible_to(cast.anne).exists()
    assert not Offer.objects.visible_to(cast.escort).exists()
    assert Offer.objects.visible_to(cast.claire).get() == offer


def test_two_clicks_never_both_win(cast: Cast) -> None:
    offer = asked(cast, somebody(cast))
    shown = offer.version
    twin = Offer.objects.get(pk=offer.pk)
    accept_offer(offer, version=shown, by=cast.claire, at=at(1))

    with pytest.raises(Stale):
        accept_offer(twin, version=shown, by=cast.claire, at=at(1))
    with pytest.raises(NotNow):
        accept_offer(Offer.objects.get(pk=offer.pk), by=cast.claire, at=at(1))


def test_questions_go_both_ways_and_stay_sealed(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)

    ask_back(offer, text="Dort-elle la nuit ?", by=cast.claire, at=at(1))
    answer_question(offer, text="Peu, une veille suffit.", by=cast.nora, at=at(2))

    with pytest.raises(NotAllowed):
        ask_back(offer, text="?", by=cast.other_manager, at=at(3))
    with pytest.raises(NotAllowed):
        answer_question(offer, text="non", by=cast.claire, at=at(3))
    assert "nuit" not in str([line.facts for line in timeline.read(person.pk)])


def test_the_place_is_hers_when_the_shelter_confirms_and_she_agrees(cast: Cast) -> None:
    person = somebody(cast)
    offer = accepted(cast, person)
    spare = asked(cast, person, cast.s017, fallback=True)
    with pytest.raises(NotNow):
        agree(person, cast, "place", offer.pk)
        keep_place(offer, by=cast.nora, at=at(2))
    confirm_offer(offer, by=cast.claire, at=at(3))

    keep_place(offer, by=cast.nora, at=at(4))

    assert offer.state == "kept"
    assert Offer.objects.get(pk=spare.pk).state == "released"
    assert taken_by(place_of(cast.s058), at(24 * 60)) == {person.pk}


def test_without_her_agreement_to_this_very_place_it_is_not_hers(cast: Cast) -> None:
    person = somebody(cast)
    offer = accepted(cast, person)
    agree(person, cast, "place", uuid.uuid4())
    confirm_offer(offer, by=cast.claire, at=at(3))

    with pytest.raises(NoAgreement):
        keep_place(offer, by=cast.nora, at=at(4))


def test_the_interview_ends_with_both_answers(cast: Cast) -> None:
    person = somebody(cast)

    offer = confirmed(cast, person)

    assert offer.state == "confirmed"
    outcome = read(offer, "terms", OfferTerms).interview
    assert outcome is not None
    assert (outcome.shelter, outcome.person) == ("yes", "yes")
    row = Interview.objects.get()
    assert (row.state, row.person, row.shelter, row.link) == ("held", None, None, None)
    assert "secret-42" not in str(past(person, "interviews"))


def test_her_no_after_the_interview_ends_the_offer(cast: Cast) -> None:
    person = somebody(cast)
    offer = accepted(cast, person)
    interview = interview_planned(cast, offer)

    hold_interview(interview, shelter_says="yes", person_says="no", by=cast.nora, at=at(25))

    assert Offer.objects.get(pk=offer.pk).state == "released"
    assert not Agreement.objects.filter(kind="place").exists()


def test_an_interview_that_is_cancelled_leaves_the_offer(cast: Cast) -> None:
    offer = accepted(cast, somebody(cast))
    interview = interview_planned(cast, offer)

    cancel_interview(interview, reason="grève", by=cast.nora, at=at(3))

    assert (Interview.objects.get().state, Offer.objects.get(pk=offer.pk).state) == ("cancelled", "accepted")


@pytest.mark.parametrize("kind", ["refer", "join"])
def test_an_agreement_withdrawn_half_way_stops_all_that_stood_on_it(cast: Cast, kind: str) -> None:
    person = somebody(cast)
    if kind == "refer":
        agree(person, cast, "refer")
    offer = kept(cast, person)
    transfer = plan_transfer(offer, plan=plan(), by=cast.nora, at=at(27))

    withdraw_agreement(Agreement.objects.get(kind=kind), by=cast.nora, at=at(30))

    assert (Offer.objects.get(pk=offer.pk).state, Transfer.objects.get(pk=transfer.pk).state) == (
        "released",
        "cancelled",
    )
    assert (Transfer.objects.get().route, Transfer.objects.get().shelter, Offer.objects.get().terms) == (
        None,
        None,
        None,
    )
    assert past(person, "transfers")[0]["costs"] == {"person": 120, "escort": 180, "aid": 350}
    assert not taken_by(place_of(cast.s058), at(31))


def test_her_no_to_one_place_leaves_the_other_offers(cast: Cast) -> None:
    person = somebody(cast)
    first = accepted(cast, person)
    spare = asked(cast, person, cast.s017, fallback=True)
    agreement = agree(person, cast, "place", first.pk)

    withdraw_agreement(agreement, by=cast.nora, at=at(3))  # type: ignore[arg-type]

    assert (Offer.objects.get(pk=first.pk).state, Offer.objects.get(pk=spare.pk).state) == ("released", "asked")


def test_changed_zones_flag_what_was_offered_before(cast: Cast) -> None:
    person = somebody(cast)
    offer = asked(cast, person)
    assessment = of_person(person.pk)
    assert assessment is not None

    note_danger(assessment, zones=[Zone(area="FR-50")], actors=[], severity=3, likelihood=3, by=cast.nora, at=at(1))

    assert read(Offer.objects.get(pk=offer.pk), "terms", OfferTerms).danger_changed


def test_no_journey_before_the_place_is_hers(cast: Cast) -> None:
    offer = confirmed(cast, somebody(cast))

    with pytest.raises(NotKept):
        plan_transfer(offer, plan=plan(), by=cast.nora, at=at(27))


def test_a_listener_that_fails_undoes_the_answer(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = asked(cast, somebody(cast))

    def fail(event: OfferAnswered) -> None:
        raise RuntimeError

    monkeypatch.setitem(events._handlers, OfferAnswered, [fail])
    with pytest.raises(RuntimeError):
        accept_offer(offer, by=cast.claire, at=at(1))

    assert Offer.objects.get(pk=offer.pk).state == "asked"
    assert not taken_by(place_of(cast.s058), at(1))


def test_the_thread_names_no_house(cast: Cast) -> None:
    person = somebody(cast)
    kept(cast, person)

    thread = str([(line.text, line.facts) for line in timeline.read(person.pk)])

    assert "S058" not in thread
    assert "FR-50" not in thread


def test_a_place_near_somebody_of_her_network_is_never_offered(cast: Cast) -> None:
    known = somebody(cast)
    neighbour = shelter("S059", "FR-50")
    record_arrival(known, shelter_id=neighbour.pk, place_id=place_of(neighbour), by=cast.nora, at=AT)
    person = somebody(cast)

    with pytest.raises(Incompatible) as refused:
        asked(cast, person)

    assert NETWORK not in str(refused.value)
    assert asked(cast, person, cast.s017).state == "asked"
