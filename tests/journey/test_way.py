"""The row of the way, written by what happens in the rooms below."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from havre.cases.models import Case
from havre.cases.operations import close_case
from havre.journey import handlers
from havre.journey.models import Journey
from havre.journey.operations import add_note, recompute
from havre.journey.thread import fold
from havre.people.models import Person
from havre.placements.models import Stay
from havre.placements.operations.stays import check_in
from havre.record import guard
from havre.record.events import who_hears
from havre.record.models import AuditEntry
from havre.record.timeline import read
from havre.referrals.content import Referrer, Submission
from havre.referrals.models import Referral
from havre.referrals.operations import submit_referral, take_up
from tests.assessments.story import searching
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def called(cast: Cast, *, hours_ago: int = 0) -> Referral:
    """Nora took a call and typed it."""
    at = AT - timedelta(hours=hours_ago)
    return submit_referral(data=Submission(referrer=Referrer(phone="0600000000", name="Anne F.")), by=cast.nora, at=at)


def test_a_call_opens_a_line_that_waits_since_it_was_received(cast: Cast) -> None:
    referral = called(cast)

    row = Journey.objects.get(person=referral.person_id)

    assert (row.state, row.waiting_since, row.next_code, row.owner) == ("referral_received", AT, "take_up", None)


def test_taking_it_up_opens_the_case_and_gives_the_line_an_owner(cast: Cast) -> None:
    referral = called(cast)

    take_up(referral, by=cast.nora, at=AT + timedelta(hours=1))

    row = Journey.objects.get(person=referral.person_id)
    assert (row.state, row.since, row.owner) == ("assessing", AT + timedelta(hours=1), cast.nora)
    assert row.waiting_since == AT
    assert Case.objects.get(person=referral.person_id).state == "open"


def test_what_the_rows_say_is_what_the_rooms_say(cast: Cast) -> None:
    referral = called(cast)
    take_up(referral, by=cast.nora, at=AT)
    searching(cast)

    assert recompute() == []

    with guard.housekeeping("a row is spoiled"):
        Journey.objects.filter(person=referral.person_id).update(state="accommodated", next_code="")
    assert [(d.reference, d.columns) for d in recompute()] == [(referral.person.reference, ("state", "next_code"))]


def test_a_closed_case_stops_its_clocks_and_starts_that_of_retention(cast: Cast) -> None:
    from havre.record import clocks

    referral = called(cast)
    take_up(referral, by=cast.nora, at=AT)

    close_case(Case.objects.get(person=referral.person_id), reason="lost_contact", by=cast.nora, at=AT)

    assert [clock.code for clock in clocks.running(referral.person_id)] == ["RET"]
    row = Journey.objects.get(person=referral.person_id)
    assert (row.state, row.waiting_since, row.next_code) == ("closed", None, "")


def test_every_event_of_the_rooms_below_is_heard() -> None:
    from havre.assessments import events as assessments
    from havre.cases import events as cases
    from havre.intake import events as intake
    from havre.people import events as people
    from havre.placements import events as placements
    from havre.referrals import events as referrals

    declared = {
        f"{kind.__module__}.{kind.__name__}"
        for room in (people, intake, referrals, assessments, placements, cases)
        for kind in vars(room).values()
        if isinstance(kind, type) and kind.__module__ == room.__name__
    }
    silent = {
        "havre.people.events.ProfileChanged", "havre.people.events.ApartChanged", "havre.assessments.events.DangerChanged",
        "havre.placements.events.UnableToPlace", "havre.referrals.events.ReferralMessage",
        "havre.intake.events.CallBecameReferral",
    }  # fmt: skip
    ours = {"havre.journey.handlers.something_happened", "havre.journey.handlers.way_begins"}
    heard = {name for name, who in who_hears().items() if ours & set(who)}

    assert declared - heard - silent == set()
    assert len(handlers.EVENTS) == len(set(handlers.EVENTS))


# Pages


def page_of(client: Client, person: Person) -> str:
    answer = client.get(f"/situations/{person.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_who_where_she_stands_and_the_one_next_thing(client: Client, cast: Cast) -> None:
    referral = called(cast)
    client.force_login(cast.nora)

    page = page_of(client, referral.person)

    assert referral.person.pseudonym in page
    assert referral.person.reference in page
    assert "Reprendre l’orientation et rappeler le service qui oriente" in page
    assert "0600000000" not in page


def test_reading_a_file_is_on_record_once_a_session(client: Client, cast: Cast) -> None:
    referral = called(cast)
    client.force_login(cast.nora)

    page_of(client, referral.person)
    page_of(client, referral.person)

    assert AuditEntry.objects.filter(event="file_entered").count() == 1


@pytest.mark.parametrize("who", ["anne", "claire", "escort", "officer", "administrator", "project"])
def test_whoever_reads_no_situation_finds_nothing_there(client: Client, cast: Cast, who: str) -> None:
    referral = called(cast)
    client.force_login(getattr(cast, who))

    assert client.get("/situations/").status_code == 404
    assert client.get(f"/situations/{referral.person_id}/").status_code == 404
    assert client.post(f"/situations/{referral.person_id}/note/", {"text": "x"}).status_code == 404


def test_a_lawyer_reads_and_neither_writes_nor_opens(client: Client, cast: Cast) -> None:
    referral = called(cast)
    client.force_login(cast.lawyer)

    page = page_of(client, referral.person)

    assert "?ouvrir=" not in page
    assert client.post(f"/situations/{referral.person_id}/note/", {"text": "x"}).status_code == 404


def test_a_note_stands_on_the_thread_and_an_empty_one_says_so(client: Client, cast: Cast) -> None:
    referral = called(cast)
    client.force_login(cast.nora)

    kept = client.post(f"/situations/{referral.person_id}/note/", {"text": "Elle rappellera lundi."})
    empty = client.post(f"/situations/{referral.person_id}/note/", {"text": ""})

    assert kept.status_code == 302
    assert "Elle rappellera lundi." in page_of(client, referral.person)
    assert empty.status_code == 422


def test_the_list_filters_searches_and_shows_only_references(client: Client, cast: Cast) -> None:
    first, second = called(cast), called(cast, hours_ago=30)
    take_up(second, by=cast.nora, at=AT)
    client.force_login(cast.nora)

    def listed(query: str) -> set[str]:
        page = client.get(f"/situations/{query}").content.decode()
        return {r.person.reference for r in (first, second) if r.person.reference in page}

    both = {first.person.reference, second.person.reference}
    assert listed("") == both
    assert listed("?show=mine") == {second.person.reference}
    assert listed("?state=referral_received") == {first.person.reference}
    assert listed(f"?q={first.person.reference.lower()}") == both  # a typed word in the address counts for nothing
    assert listed("?state=nonsense&show=' OR 1=1&page=99&tri=password") == both
    assert listed("?show=over") == set()


def test_the_list_costs_the_same_for_one_and_for_twenty(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    called(cast)
    client.force_login(cast.nora)
    client.get("/situations/")

    for _ in range(25):
        called(cast)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page = client.get("/situations/").content.decode()
    assert page.count("at-name") == 20


def test_the_page_of_one_situation_stays_within_twenty_statements(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    person = searching(cast)
    client.force_login(cast.nora)
    page_of(client, person)
    for number in range(20):
        add_note(person, text=f"fait {number}", by=cast.nora, at=AT)

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page_of(client, person)


def test_a_person_that_does_not_exist_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)

    assert client.get(f"/situations/{uuid.uuid4()}/").status_code == 404


def test_points_of_the_day_stand_on_the_thread_as_one_line_that_opens(client: Client, cast: Cast) -> None:
    it = walk(cast, "arrived")
    for day in range(20):
        check_in(Stay.objects.get(pk=it.stay.pk), by=cast.nora, at=it.at(80 + 24 * day))
    add_note(it.person, text="Elle dort mieux.", by=cast.nora, at=it.at(80 + 24 * 20))
    check_in(Stay.objects.get(pk=it.stay.pk), by=cast.nora, at=it.at(80 + 24 * 21))
    client.force_login(cast.nora)

    page = client.get(f"/situations/{it.person.pk}/").content.decode()

    assert page.count("Point du jour fait") == 2
    assert "Point du jour fait, 20 fois, dernier le" in page
    assert page.index("Elle dort mieux.") < page.index("20 fois")
    assert len(fold(read(it.person.pk))) == len(read(it.person.pk)) - 19
    assert "Arrivée confirmée" in page
