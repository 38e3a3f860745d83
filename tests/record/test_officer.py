"""The officer reads who did what, and no case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from havre.accounts.permissions import Permission
from havre.directory.operations.accounts import set_preferences
from havre.directory.operations.places import confirm_places
from havre.people.operations import give_agreement, open_situation
from havre.people.profiles import Member, Profile
from havre.record import audit, reading
from havre.record.models import AuditCheckpoint, AuditEntry
from havre.record.opening import Purpose, open_section
from havre.record.operations import NotAllowed
from havre.vault import blind
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHERE = "/record/"


def a_case(cast: Cast) -> object:
    person = open_situation(
        profile=Profile(household=[Member("Feminine", 24)]),
        secrets={"identity": {"names": "Blessing Adeyemi"}},
        by=cast.nora,
        at=AT,
    )
    give_agreement(person, kind="join", how="spoken", language="pcm", by=cast.nora, at=AT)
    person.coordinator = cast.nora
    open_section(
        person, ["identity"], section="Identité", permission=Permission.OPEN_IDENTITY, purpose=Purpose.CALL,
        by=cast.judith, at=AT,
    )  # fmt: skip
    return person


def test_the_officer_reads_who_opened_what_and_why_but_not_of_whom(cast: Cast, client: Client) -> None:
    person = a_case(cast)
    client.force_login(cast.officer)

    page = client.get(WHERE).content.decode()

    assert "«\u00a0Identité\u00a0» ouvert" in page
    assert "pour\u00a0: appeler" in page
    assert "Judith L." in page
    assert blind.token("audit.subject", person.pk).hex[:8] in page  # type: ignore[attr-defined]
    told = (person.reference, person.pseudonym, str(person.pk), "Blessing", "pcm", "la distance, les règles", "S058")  # type: ignore[attr-defined]
    assert [one for one in told if one in page] == []
    assert "Accord donné\u00a0: …" in page


def test_reading_the_record_is_on_record_once_a_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    client.get(WHERE)
    client.get(WHERE)

    entry = AuditEntry.objects.get(event="record_read")
    assert audit.read_actor(bytes(entry.actor)) == cast.officer.pk


def test_the_record_is_filtered_by_event_day_and_account(cast: Cast) -> None:
    place = cast.s058.read_profile().places[0]
    for days in (1, 2, 3):
        confirm_places(cast.s058, place_ids=[place.id], still_free=True, by=cast.claire, at=AT + timedelta(days=days))
    set_preferences(cast.nora, language="en", theme="", by=cast.nora, at=AT + timedelta(days=2))

    def found(**asked: object) -> list[tuple[str, str]]:
        return [(e.event, e.actor) for e in reading.page_of(reading.Asked(**asked)).entries]  # type: ignore[arg-type]

    assert found(event="places_confirmed") == [("places_confirmed", "Claire M.")] * 3
    assert found(actor=cast.nora.pk) == [("preferences_set", "Nora B.")]
    second = (AT + timedelta(days=2)).date()
    assert found(since=second, until=second) == [("preferences_set", "Nora B."), ("places_confirmed", "Claire M.")]
    assert found(actor=cast.claire.pk, since=second) == [("places_confirmed", "Claire M.")] * 2


def many_preferences(cast: Cast, times: int) -> None:
    for number in range(times):
        set_preferences(cast.nora, language=("en", "fr")[number % 2], theme="", by=cast.nora, at=AT)


def test_pages_follow_the_sequence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PER_PAGE", 5)
    many_preferences(cast, 7)
    asked = reading.Asked(event="preferences_set")

    first = reading.page_of(asked)
    second = reading.page_of(asked, before=first.older)

    numbers = [entry.sequence for entry in (*first.entries, *second.entries)]
    assert len(first.entries) == 5
    assert len(second.entries) == 2
    assert numbers == sorted(numbers, reverse=True)
    assert second.older is None
    by_actor = reading.page_of(reading.Asked(actor=cast.nora.pk))
    assert [entry.sequence for entry in by_actor.entries] == numbers[:5]
    assert by_actor.older == numbers[4]


def test_the_search_for_one_account_stops_and_says_where(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_READ", 4)
    set_preferences(cast.marc, language="en", theme="", by=cast.marc, at=AT)
    many_preferences(cast, 4)
    asked = reading.Asked(actor=cast.marc.pk)

    nothing = reading.page_of(asked)

    assert nothing.entries == []
    assert nothing.searched is not None
    assert [e.actor for e in reading.page_of(asked, before=nothing.older).entries] == ["Marc T."]


def test_a_long_page_costs_no_more_than_a_short_one(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_case(cast)
    client.force_login(cast.officer)
    client.get(WHERE)
    with django_assert_max_num_queries(60) as few:
        client.get(f"{WHERE}?event=section_opened")
    for _ in range(5):
        a_case(cast)

    with django_assert_max_num_queries(len(few)):
        page = client.get(f"{WHERE}?event=section_opened").content.decode()

    assert page.count("«\u00a0Identité\u00a0» ouvert") >= 6


def test_the_officer_verifies_the_chain(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    page = client.post(reverse("record:verify"), {"anchors": ""}, follow=True).content.decode()

    assert "La chaîne tient" in page
    assert AuditEntry.objects.filter(event="record_verified").count() == 1
    assert audit.verify().holds


def test_a_broken_chain_is_said(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = AuditEntry.objects.order_by("sequence")[2]
    entries = [
        (*entry[:5], "password", *entry[6:]) if entry[0] == changed.sequence else entry
        for entry in audit._raw_entries()
    ]
    monkeypatch.setattr(audit, "_raw_entries", lambda: iter(entries))
    client.force_login(cast.officer)

    page = client.post(reverse("record:verify"), {"anchors": ""}, follow=True).content.decode()

    assert f"ne tient pas à partir de la ligne {changed.sequence}" in page


def test_checkpoints_held_outside_are_compared(cast: Cast, client: Client) -> None:
    set_preferences(cast.nora, language="en", theme="", by=cast.nora, at=AT + timedelta(days=40))
    checkpoint = AuditCheckpoint.objects.get()
    head = bytes(checkpoint.head).hex()
    client.force_login(cast.officer)

    assert head in client.get(WHERE).content.decode()
    right = client.post(reverse("record:verify"), {"anchors": f"{checkpoint.segment} {head}\n"}, follow=True)
    wrong = client.post(reverse("record:verify"), {"anchors": f"{checkpoint.segment} {'0' * 64}"}, follow=True)
    unread = client.post(reverse("record:verify"), {"anchors": "mars abc"})

    assert "La chaîne tient\u00a0:" in right.content.decode()
    assert "La chaîne ne tient pas" in wrong.content.decode()
    assert "Une ligne n’est pas un mois" in unread.content.decode()


def test_nobody_else_reads_or_verifies_the_record(cast: Cast, client: Client) -> None:
    for user in (
        cast.head,
        cast.nora,
        cast.lawyer,
        cast.project,
        cast.administrator,
        cast.claire,
        cast.anne,
        cast.escort,
    ):
        client.force_login(user)
        assert client.get(WHERE).status_code == 404
        assert client.post(reverse("record:verify")).status_code == 404
        with pytest.raises(NotAllowed):
            reading.verify_record(by=user, at=AT)
        with pytest.raises(NotAllowed):
            reading.enter_record(by=user, at=AT)


def test_every_event_has_words_without_its_facts() -> None:
    choices = reading.event_choices()

    assert len(choices) > 40
    assert [text for _code, text in choices if "%(" in text or not text] == []
    assert reading.event_name("of_an_older_version") == "of_an_older_version"


def test_what_was_written_is_told_in_words_or_not_at_all() -> None:
    assert reading._in_words("language,theme,own_work") == "langue, apparence, travail montré"
    assert reading._in_words("placements.transfer.route,version,starts_at") == "étapes du voyage"
    assert reading._in_words("") == ""


def test_an_event_alone_keeps_no_gap_of_a_fact_that_is_not_shown() -> None:
    assert reading.event_name_alone("risk_overridden") == "Niveau de risque fixé"
    assert reading.event_name_alone("search_made") == "Recherche gardée\u00a0: places qui conviennent"
    assert reading.event_name_alone("interview_outcome") == "Entretien"
    assert reading.event_name_alone("interview_planned") == reading.event_name("interview_planned")
