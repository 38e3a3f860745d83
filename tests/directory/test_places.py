"""What a house says of its places: by itself, or on the telephone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.directory import calendar
from havre.directory.models import Shelter
from havre.directory.operations.places import (
    KINDS,
    STATUSES,
    DayPast,
    NewerWord,
    NoSize,
    NoSuchPlace,
    PlaceClosed,
    add_place,
    change_place,
    confirm_places,
    set_place_status,
)
from havre.directory.operations.shelters import (
    DaysReversed,
    NotPaused,
    ReasonMissing,
    pause_shelter,
    resume_shelter,
)
from havre.directory.profiles import AVAILABLE, BLOCKED, OUT_OF_SERVICE, Place
from havre.record import audit
from havre.record.operations import NotAllowed, OnBehalf, Stale
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = AT.date()


def first_place(shelter: Shelter) -> Place:
    return Shelter.objects.get(pk=shelter.pk).read_profile().places[0]


def test_the_house_confirms_its_place_in_one_word(cast: Cast) -> None:
    place = first_place(cast.s058)

    confirm_places(cast.s058, place_ids=[place.id], still_free=True, by=cast.karim, at=AT)

    said = first_place(cast.s058)
    assert (said.confirmed_on, said.confirmed_by, said.free_from) == (TODAY, "Karim S.", TODAY)


def test_the_word_given_on_the_telephone_counts_for_the_day_of_the_call(cast: Cast) -> None:
    place = first_place(cast.s058)
    add_place(cast.s058, label="2", free_from=TODAY - timedelta(days=40), by=None, at=AT - timedelta(days=40))
    second = cast.s058.read_profile().places[1]
    called = AT - timedelta(days=2)

    confirm_places(
        cast.s058,
        place_ids=[second.id],
        still_free=False,
        free_from=TODAY + timedelta(days=10),
        by=cast.nora,
        at=AT,
        on_behalf_of=OnBehalf("Claire M.", called),
    )

    said = Shelter.objects.get(pk=cast.s058.pk).read_profile().place(second.id)
    assert said is not None
    assert (said.confirmed_on, said.free_from) == (called.date(), TODAY + timedelta(days=10))
    assert said.confirmed_by == "Claire M., par téléphone"
    entry = audit.of_subject(cast.s058.pk).first()
    assert entry.event == "places_withdrawn"
    assert audit.read_details(entry)["on_behalf_of"] == "Claire M."
    with pytest.raises(NewerWord):
        confirm_places(
            cast.s058,
            place_ids=[place.id],
            still_free=True,
            by=cast.nora,
            at=AT,
            on_behalf_of=OnBehalf("Claire M.", AT - timedelta(days=9)),
        )


def test_two_taps_come_to_the_same(cast: Cast) -> None:
    place = first_place(cast.s058)
    stale_copy = Shelter.objects.get(pk=cast.s058.pk)

    confirm_places(cast.s058, place_ids=[place.id], still_free=True, by=cast.claire, at=AT)
    confirm_places(stale_copy, place_ids=[place.id], still_free=True, by=cast.claire, at=AT)

    events = list(audit.of_subject(cast.s058.pk).values_list("event", flat=True))
    assert events.count("places_confirmed") == 1


def test_a_place_is_blocked_with_a_reason_and_reopened_without(cast: Cast) -> None:
    place = first_place(cast.s058)

    with pytest.raises(ReasonMissing):
        set_place_status(cast.s058, place_id=place.id, status=BLOCKED, reason="  ", by=cast.claire, at=AT)
    with pytest.raises(DayPast):
        set_place_status(
            cast.s058,
            place_id=place.id,
            status=BLOCKED,
            reason="peinture",
            until=TODAY - timedelta(days=1),
            by=cast.claire,
            at=AT,
        )
    until = TODAY + timedelta(days=6)
    set_place_status(
        cast.s058, place_id=place.id, status=BLOCKED, reason="peinture", until=until, by=cast.claire, at=AT
    )

    blocked = first_place(cast.s058)
    assert (blocked.status, blocked.reason, blocked.status_until) == (BLOCKED, "peinture", until)
    with pytest.raises(PlaceClosed):
        confirm_places(cast.s058, place_ids=[place.id], still_free=True, by=cast.claire, at=AT)
    set_place_status(cast.s058, place_id=place.id, status=AVAILABLE, by=cast.claire, at=AT)
    reopened = first_place(cast.s058)
    assert (reopened.status, reopened.reason, reopened.status_until) == (AVAILABLE, "", None)


@pytest.mark.parametrize(("before", "after"), list(product(STATUSES, STATUSES)))
def test_every_status_leads_to_every_other(cast: Cast, before: str, after: str) -> None:
    place = first_place(cast.s058)
    set_place_status(cast.s058, place_id=place.id, status=before, reason="travaux", by=None, at=AT)

    set_place_status(cast.s058, place_id=place.id, status=after, reason="travaux", by=cast.claire, at=AT)

    assert first_place(cast.s058).status == after


def test_a_place_is_added_and_described_anew(cast: Cast) -> None:
    place = add_place(cast.s058, label="studio", kind="flat", size=3, accessible=True, by=cast.claire, at=AT)

    change_place(
        cast.s058, place_id=place.id, label="studio 2", kind="room", size=2, accessible=False, by=cast.nora, at=AT
    )

    kept = Shelter.objects.get(pk=cast.s058.pk).read_profile().place(place.id)
    assert kept == Place(id=place.id, label="studio 2", kind="room", size=2, accessible=False)
    with pytest.raises(NoSize):
        add_place(cast.s058, label="rien", size=0, by=cast.claire, at=AT)
    with pytest.raises(NoSuchPlace):
        change_place(cast.s058, place_id="x", label="", kind=KINDS[0], size=1, accessible=False, by=None, at=AT)


def test_a_pause_has_a_reason_and_an_end(cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        pause_shelter(cast.s058, since=TODAY, reason="", by=cast.claire, at=AT)
    with pytest.raises(DaysReversed):
        pause_shelter(cast.s058, since=TODAY, until=TODAY - timedelta(days=1), reason="congés", by=cast.claire, at=AT)

    pause_shelter(cast.s058, since=TODAY, until=TODAY + timedelta(days=9), reason="congés", by=cast.claire, at=AT)

    profile = Shelter.objects.get(pk=cast.s058.pk).read_profile()
    assert profile.is_paused(TODAY)
    assert not profile.is_paused(TODAY + timedelta(days=10))
    resume_shelter(cast.s058, by=cast.claire, at=AT)
    assert not Shelter.objects.get(pk=cast.s058.pk).read_profile().is_paused(TODAY)
    with pytest.raises(NotPaused):
        resume_shelter(cast.s058, by=cast.claire, at=AT)


def test_nobody_else_speaks_for_a_house(cast: Cast) -> None:
    place = first_place(cast.s058)

    for user in (cast.other_manager, cast.anne, cast.escort, cast.lawyer, cast.administrator, cast.officer):
        with pytest.raises(NotAllowed):
            confirm_places(cast.s058, place_ids=[place.id], still_free=False, by=user, at=AT)
        with pytest.raises(NotAllowed):
            pause_shelter(cast.s058, since=TODAY, reason="x", by=user, at=AT)
    assert first_place(cast.s058).free_from == TODAY


def test_an_old_form_is_refused(cast: Cast) -> None:
    place = first_place(cast.s058)
    version = cast.s058.version
    confirm_places(cast.s058, place_ids=[place.id], still_free=True, by=cast.claire, at=AT)

    with pytest.raises(Stale):
        set_place_status(cast.s058, place_id=place.id, status=BLOCKED, reason="x", version=version, by=cast.nora, at=AT)


def span(starts: int, until: int | None, kind: str) -> calendar.Span:
    return calendar.Span(TODAY + timedelta(days=starts), None if until is None else TODAY + timedelta(days=until), kind)


@pytest.mark.parametrize(
    ("place", "spans", "exact", "merged"),
    [
        (Place("p", "1", free_from=TODAY), [], "free", "free"),
        (Place("p", "1"), [], "not_free", "not_free"),
        (Place("p", "1", free_from=TODAY + timedelta(days=1)), [], "not_free", "not_free"),
        (Place("p", "1", free_from=TODAY), [span(0, 0, "held")], "held", "taken"),
        (Place("p", "1", free_from=TODAY), [span(-9, None, "occupied")], "occupied", "taken"),
        (Place("p", "1", free_from=TODAY), [span(0, 1, "held"), span(0, 1, "occupied")], "occupied", "taken"),
        (Place("p", "1", free_from=TODAY), [span(1, 3, "held")], "free", "free"),
        (Place("p", "1", free_from=TODAY), [span(-3, -1, "held")], "free", "free"),
        (Place("p", "1", status=BLOCKED), [span(0, 1, "occupied")], "blocked", "blocked"),
        (Place("p", "1", status=OUT_OF_SERVICE, status_until=TODAY), [], "out_of_service", "out_of_service"),
        (Place("p", "1", status=BLOCKED, status_until=TODAY - timedelta(days=1), free_from=TODAY), [], "free", "free"),
    ],
)
def test_how_a_place_stands_on_a_day(place: Place, spans: list[calendar.Span], exact: str, merged: str) -> None:
    assert calendar.state_on(place, TODAY, {"p": spans}, exact=True) == exact
    assert calendar.state_on(place, TODAY, {"p": spans}, exact=False) == merged


def test_a_week_shows_its_worst_day_to_come() -> None:
    place = Place("p", "1", free_from=TODAY)

    line = calendar.lines([place], TODAY, {"p": [span(-1, -1, "held"), span(8, 8, "held")]}, exact=True)[0]

    assert [week.state for week in line.weeks] == ["free", "held", *["free"] * 6]
    assert line.weeks[0].starts == date(2026, 3, 16)


def test_a_place_not_confirmed_for_fourteen_days_is_one_to_call() -> None:
    def stale_after(days: int) -> bool:
        return calendar.is_stale(Place("p", "1", confirmed_on=TODAY - timedelta(days=days)), TODAY)

    assert [stale_after(days) for days in (0, 14, 15)] == [False, False, True]
    assert calendar.is_stale(Place("p", "1"), TODAY)


def test_each_room_above_hands_down_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "_providers", [])

    def held(_at: object) -> dict[str, list[calendar.Span]]:
        return {"p": [span(0, 2, "held")]}

    def lived_in(_at: object) -> dict[str, list[calendar.Span]]:
        return {"p": [span(3, None, "occupied")], "q": [span(0, 0, "occupied")]}

    for provider in (held, lived_in, held):
        calendar.register_occupancy(provider)

    assert calendar.taken_days(AT) == {
        "p": [span(0, 2, "held"), span(3, None, "occupied")],
        "q": [span(0, 0, "occupied")],
    }


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_claire_answers_in_one_tap(cast: Cast, client: Client) -> None:
    place = first_place(cast.s058)
    sign_in(client, cast.claire)
    where = reverse("directory:confirm", args=[cast.s058.pk, place.id])

    page = client.get(reverse("directory:places")).content.decode()
    assert "Toujours libre" in page
    assert "Ce n’est plus vrai" in page

    answer = client.post(where, {"answer": "taken"}, follow=True)

    assert answer.redirect_chain == [(reverse("directory:places"), 302)]
    assert first_place(cast.s058).free_from is None
    assert "Elle est libre" in answer.content.decode()


def test_nora_enters_the_answer_of_a_house_on_the_telephone(cast: Cast, client: Client) -> None:
    place = first_place(cast.s058)
    sign_in(client, cast.nora)

    client.post(
        reverse("directory:confirm", args=[cast.s058.pk, place.id]),
        {"answer": "free", "by_phone_who": "Claire M.", "by_phone_when": "", "free_from": ""},
    )

    assert first_place(cast.s058).confirmed_by == "Claire M., par téléphone"


def test_a_house_cannot_pretend_to_be_on_the_telephone(cast: Cast, client: Client) -> None:
    place = first_place(cast.s058)
    sign_in(client, cast.karim)

    client.post(
        reverse("directory:confirm", args=[cast.s058.pk, place.id]), {"answer": "free", "by_phone_who": "La cheffe"}
    )

    assert first_place(cast.s058).confirmed_by == "Karim S."


def test_what_was_typed_stays_when_a_reason_is_missing(cast: Cast, client: Client) -> None:
    place = first_place(cast.s058)
    sign_in(client, cast.claire)

    answer = client.post(
        reverse("directory:place_status", args=[cast.s058.pk, place.id]),
        {"status": BLOCKED, "reason": "", "until": "2099-04-02", "version": cast.s058.version},
    )

    page = answer.content.decode()
    assert "Dites pourquoi" in page
    assert "2099-04-02" in page
    assert first_place(cast.s058).status == AVAILABLE


def test_two_who_edit_at_once_see_both_versions(cast: Cast, client: Client) -> None:
    place = first_place(cast.s058)
    version = cast.s058.version
    change_place(
        cast.s058, place_id=place.id, label="grande", kind="flat", size=2, accessible=False, by=cast.nora, at=AT
    )
    sign_in(client, cast.claire)
    where = reverse("directory:place", args=[cast.s058.pk, place.id])
    typed = {"label": "petite", "kind": "flat", "size": "2", "version": str(version)}

    answer = client.post(where, typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "grande" in page
    assert "petite" in page
    assert "Nora B." in page
    assert first_place(cast.s058).label == "grande"
    current = Shelter.objects.get(pk=cast.s058.pk).version
    assert client.post(where, typed | {"version": str(current)}).status_code == 302
    assert first_place(cast.s058).label == "petite"


def test_sending_a_new_place_twice_adds_one(cast: Cast, client: Client) -> None:
    sign_in(client, cast.claire)
    typed = {"label": "2", "kind": "room", "size": "1", "version": str(cast.s058.version)}

    for _ in range(2):
        client.post(reverse("directory:add_place", args=[cast.s058.pk]), typed)

    assert [place.label for place in Shelter.objects.get(pk=cast.s058.pk).read_profile().places] == ["1", "2"]


def test_a_house_tells_what_it_takes_in_but_not_where_it_stands(cast: Cast, client: Client) -> None:
    sign_in(client, cast.claire)
    where = reverse("directory:change", args=[cast.s058.pk])
    assert 'name="area"' not in client.get(where).content.decode()

    client.post(
        where,
        {
            "version": cast.s058.version,
            "area": "FR-06",
            "genders": ["Masculine"],
            "animals": "on",
            "languages": ["fr"],
            "more_languages": ["wo"],
            "services": ["legal"],
            "expertise": ["ForcedLabour"],
            "rules": "Pas de visite la nuit.",
        },
    )

    profile = Shelter.objects.get(pk=cast.s058.pk).read_profile()
    assert profile.area == "FR-50"
    assert profile.accepts.genders == ["Masculine"]
    assert (profile.accepts.children, profile.accepts.animals, profile.night_staff) == (False, True, False)
    assert profile.languages == ["fr", "wo"]
    assert len(profile.places) == 1
