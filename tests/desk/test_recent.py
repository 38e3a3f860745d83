"""One's own acts, and taking them back: by an operation of the law, on record, never somebody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from havre.assessments.models import Assessment
from havre.cases.models import Case
from havre.cases.operations import close_case
from havre.directory.operations.shelters import pause_shelter
from havre.placements.models import Interview, Transfer
from havre.record import timeline, undo
from havre.record.audit import verify
from havre.record.models import AuditEntry
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def last_of(event: str) -> int:
    return int(AuditEntry.objects.filter(event=event).latest("sequence").sequence)


def test_these_kinds_of_acts_have_a_way_back() -> None:
    assert undo.events() == {
        "agreement_given", "case_closed", "decided_on_hold", "decided_search", "hold_extended", "interview_moved",
        "interview_planned", "offer_accepted", "offer_confirmed", "places_confirmed", "places_withdrawn",
        "round_answered", "shelter_paused", "transfer_planned",
    }  # fmt: skip


def test_a_case_closed_by_mistake_is_open_again_and_both_acts_are_on_record(client: Client, cast: Cast) -> None:
    it = walk(cast, "assessed")
    case = Case.objects.get(person=it.person)
    close_case(case, reason="not_trafficking", by=cast.nora, at=timezone.now())
    client.force_login(cast.nora)

    page = client.get("/recent/").content.decode()
    answer = client.post("/recent/undo/", {"entry": str(last_of("case_closed"))}, follow=True).content.decode()

    assert "Le dossier se rouvre." in page and it.person.reference in page
    assert "Annulé" in answer
    case.refresh_from_db()
    assert case.state == "open"
    assert timeline.read(it.person.pk)[0].text.startswith("Annulé") or any(
        line.text.startswith("Annulé") for line in timeline.read(it.person.pk)
    )
    assert verify().holds
    assert (
        "Quelque chose a suivi"
        in client.post("/recent/undo/", {"entry": str(last_of("case_closed"))}, follow=True).content.decode()
    )
    assert AuditEntry.objects.filter(event="act_undone").count() == 1


def test_a_decision_an_interview_and_a_journey_go_back(cast: Cast) -> None:
    at = timezone.now()
    searching = walk(cast, "searching")
    undo.undo(last_of("decided_search"), by=cast.nora, at=at)
    assert Assessment.objects.get(person=searching.person).state == "open"


def test_an_interview_is_taken_back(cast: Cast) -> None:
    walk(cast, "interview")
    undo.undo(last_of("interview_planned"), by=cast.nora, at=timezone.now())
    assert [row.state for row in Interview.objects.all()] == ["cancelled"]


def test_a_journey_is_taken_back(cast: Cast) -> None:
    walk(cast, "planned")
    undo.undo(last_of("transfer_planned"), by=cast.nora, at=timezone.now())
    assert [row.state for row in Transfer.objects.all()] == ["cancelled"]


def test_nobody_takes_back_what_another_did_nor_what_is_a_day_old(client: Client, cast: Cast) -> None:
    pause_shelter(cast.s017, since=AT.date(), reason="travaux", by=cast.nora, at=timezone.now())
    entry = last_of("shelter_paused")
    for who, at in ((cast.judith, AT), (cast.nora, AT + timedelta(hours=25))):
        with pytest.raises((undo.MovedOn, undo.TooLate)):
            undo.undo(entry, by=who, at=at)
    client.force_login(cast.judith)
    assert cast.s017.code not in client.get("/recent/").content.decode()

    undo.undo(entry, by=cast.nora, at=AT)

    cast.s017.refresh_from_db()
    assert cast.s017.read_profile().pause is None


def test_the_last_act_goes_back_by_one_key_for_ten_minutes(client: Client, cast: Cast) -> None:
    pause_shelter(cast.s017, since=AT.date(), reason="travaux", by=cast.nora, at=timezone.now())
    client.force_login(cast.nora)

    with time_machine.travel(AT + timedelta(minutes=11), tick=False):
        late = client.post("/recent/undo/", {}, follow=True).content.decode()
    soon = client.post("/recent/undo/", {}, follow=True).content.decode()
    again = client.post("/recent/undo/", {}, follow=True).content.decode()

    assert "Rien à annuler" in late and "Annulé" in soon and "Rien à annuler" in again


def test_what_left_the_house_or_was_read_says_why_it_stays(client: Client, cast: Cast) -> None:
    walk(cast, "asked")
    client.force_login(cast.nora)

    page = client.get("/recent/").content.decode()

    assert "C’est déjà parti chez un partenaire" in page
    assert page.count('name="entry"') <= 1


def test_the_list_costs_the_same_however_long_it_is(client: Client, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/recent/")
        return len(asked)

    pause_shelter(cast.s017, since=AT.date(), reason="travaux", by=cast.nora, at=timezone.now())
    client.force_login(cast.nora)
    cost()
    one = cost()
    for house in (cast.s058, cast.s002):
        pause_shelter(house, since=AT.date(), reason="travaux", by=cast.nora, at=timezone.now())

    assert cost() <= one + 1
    assert one < 25


def close_by_page(client: Client, case: Case) -> str:
    """Close the case as its coordinator does; the address to which that leads."""
    case.refresh_from_db()
    sent = {"version": case.version, "reason": "not_trafficking", "note": ""}
    return str(client.post(f"/situations/{case.person_id}/close/", sent)["Location"])


def test_the_next_page_carries_the_way_back_once_and_leads_to_her_page(client: Client, cast: Cast) -> None:
    it = walk(cast, "assessed")
    case = Case.objects.get(person=it.person)
    client.force_login(cast.nora)

    first = client.get(close_by_page(client, case)).content.decode()
    entry = last_of("case_closed")
    second = client.get(f"/situations/{it.person.pk}/").content.decode()
    undone = client.post("/recent/undo/", {"now": str(entry)})

    assert f'name="now" value="{entry}"' in first and 'data-key="z"' in first and 'role="status"' in first
    assert 'name="now"' not in second
    assert undone["Location"] == f"/situations/{it.person.pk}/"
    after = client.get(undone["Location"]).content.decode()
    assert "Annulé" in after and 'name="now"' not in after
    case.refresh_from_db()
    assert case.state == "open"


def test_the_way_back_on_the_page_lasts_ten_minutes_and_belongs_to_whoever_acted(client: Client, cast: Cast) -> None:
    it = walk(cast, "assessed")
    case = Case.objects.get(person=it.person)
    client.force_login(cast.nora)
    other = Client()
    other.force_login(cast.marc)
    started = timezone.now()
    close_by_page(client, case)
    entry = str(last_of("case_closed"))

    with time_machine.travel(started + timedelta(minutes=11), tick=False):
        unseen = client.get("/situations/").content.decode()
        late = client.post("/recent/undo/", {"now": entry}, follow=True).content.decode()
    stranger = other.post("/recent/undo/", {"now": entry}, follow=True).content.decode()

    assert 'name="now"' not in unseen
    assert "plus de dix minutes" in late and "Le dossier se rouvre." in late
    assert "Quelque chose a suivi" in stranger
    case.refresh_from_db()
    assert case.state == "closed"


def test_an_act_without_a_way_back_takes_the_older_one_off_the_page(client: Client, cast: Cast) -> None:
    it = walk(cast, "assessed")
    client.force_login(cast.nora)
    close_by_page(client, Case.objects.get(person=it.person))

    client.post(f"/situations/{it.person.pk}/note/", {"text": "Elle rappellera."})

    assert 'name="now"' not in client.get(f"/situations/{it.person.pk}/").content.decode()
