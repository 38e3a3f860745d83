from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from havre.people.models import Agreement, Person
from havre.people.operations import assign, give_agreement, open_situation
from havre.people.profiles import Member, Profile
from havre.people.summary import profile_of
from havre.record.models import AuditEntry
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def alix(cast: Cast) -> Person:
    """A woman of 24 with a son of 4; Nora is her coordinator."""
    person = open_situation(
        profile=Profile(household=[Member("Feminine", 24), Member("Masculine", 4, "child")], languages=["pcm", "tw"]),
        secrets={"identity": {"names": "Joy Osagie", "birth_date": "2001-05-02"}, "health": {"text": "asthme"}},
        by=cast.nora,
        at=AT,
    )
    assign(person, coordinator=cast.nora, by=cast.nora, at=AT)
    return person


PAGES = ("profile", "agreements", "sealed", "readers")


@pytest.mark.parametrize("page", PAGES)
def test_only_the_coordination_reads_a_situation(client: Client, cast: Cast, alix: Person, page: str) -> None:
    url = reverse(f"people:{page}", args=[alix.pk])
    for user in (cast.nora, cast.judith, cast.head, cast.lawyer):
        client.force_login(user)
        answer = client.get(url)
        assert answer.status_code == 200
        assert "Osagie" not in answer.content.decode()
    for user in (cast.anne, cast.claire, cast.karim, cast.escort, cast.administrator, cast.officer, cast.project):
        client.force_login(user)
        assert client.get(url).status_code == 404


def test_the_profile_is_changed_and_a_second_tab_sees_both_versions(client: Client, cast: Cast, alix: Person) -> None:
    client.force_login(cast.nora)
    url = reverse("people:profile", args=[alix.pk])
    first = client.get(url).context["form"]
    sent = {name: value for name, value in first.initial.items() if value not in (None, False)}

    answer = client.post(url, sent | {"member_0_age": "25", "animals": "on", "services": ["psychology"]})
    assert answer.status_code == 302
    alix.refresh_from_db()
    profile = profile_of(alix)
    assert [(m.age, m.relation) for m in profile.household] == [(25, "self"), (4, "child")]
    assert profile.animals
    assert profile.needs.services == ["psychology"]
    assert profile.languages == ["pcm", "tw"]

    stale = client.post(url, sent | {"member_0_age": "26"})
    assert stale.status_code == 409
    assert "Quelqu’un d’autre a modifié" in stale.content.decode()
    alix.refresh_from_db()
    assert profile_of(alix).household[0].age == 25


def test_a_lawyer_reads_the_profile_and_cannot_change_it(client: Client, cast: Cast, alix: Person) -> None:
    client.force_login(cast.lawyer)
    url = reverse("people:profile", args=[alix.pk])

    answer = client.post(url, {"member_0_age": "30", "version": alix.version})

    assert answer.context["form"] is None
    alix.refresh_from_db()
    assert profile_of(alix).household[0].age == 24


def test_a_sealed_section_opens_for_a_purpose_and_says_who_read(client: Client, cast: Cast, alix: Person) -> None:
    client.force_login(cast.nora)
    url = reverse("people:open", args=[alix.pk, "identity"])

    unsaid = client.post(url)
    assert "Dites pourquoi vous l’ouvrez" in unsaid.content.decode()
    assert "Osagie" not in unsaid.content.decode()
    opened = client.post(url, {"purpose": "call"})
    assert "Joy Osagie" in opened.content.decode()
    assert opened["Refresh"].endswith(f"{reverse('people:sealed', args=[alix.pk])}#identity")
    assert "asthme" not in opened.content.decode()

    client.force_login(cast.head)
    readers = client.get(reverse("people:readers", args=[alix.pk])).content.decode()
    assert "«\u00a0Identité\u00a0» ouvert" in readers
    assert "motif\u00a0: appeler" in readers
    assert "Nora B." in readers
    assert "Osagie" not in readers


def test_what_is_sealed_is_opened_by_her_coordinator_or_the_duty_alone(
    client: Client, cast: Cast, alix: Person
) -> None:
    url = reverse("people:open", args=[alix.pk, "identity"])
    for user, status in ((cast.judith, 200), (cast.marc, 404), (cast.head, 404), (cast.lawyer, 404), (cast.anne, 404)):
        client.force_login(user)
        assert client.post(url, {"purpose": "safety"}).status_code == status
    assert client.get(url).status_code in (404, 405)


def test_a_section_is_corrected_and_an_impossible_date_keeps_what_was_typed(
    client: Client, cast: Cast, alix: Person
) -> None:
    client.force_login(cast.nora)
    url = reverse("people:change", args=[alix.pk, "identity"])

    bad = client.post(url, {"names": "Joy O.", "birth_date": "30/02/2001", "version": alix.version})
    assert "n’est pas au calendrier" in bad.content.decode()
    assert "30/02/2001" in bad.content.decode()
    hostile = client.post(url, {"names": "a\x00b", "version": alix.version})
    assert "signe invisible" in hostile.content.decode()

    good = client.post(url, {"names": "Joy Igbinovia", "birth_date": "2001-05-03", "version": alix.version})
    assert good.status_code == 302
    stale = client.post(url, {"names": "Autre", "version": alix.version})
    assert stale.status_code == 409


def test_agreements_are_written_and_taken_back_on_behalf_of_who_called(
    client: Client, cast: Cast, alix: Person
) -> None:
    client.force_login(cast.nora)
    agree = reverse("people:agree", args=[alix.pk])

    empty = client.post(agree, {"kind": "share", "how": "spoken"})
    assert "Un partage se dit en entier" in empty.content.decode()
    assert not Agreement.objects.exists()
    client.post(
        agree,
        {
            "kind": "join",
            "how": "spoken",
            "language": "pcm",
            "by_phone_who": "Anne F.",
            "by_phone_when": "2026-01-02T10:00",
        },
    )
    agreement = Agreement.objects.get()
    assert agreement.unseal("terms")["at"].startswith("2026-01-02T10:00")
    page = client.get(reverse("people:agreements", args=[alix.pk])).content.decode()
    assert "en pidgin nigérian" in page

    withdraw = reverse("people:withdraw", args=[agreement.pk])
    assert client.post(withdraw, {"reason": "elle préfère attendre"}).status_code == 302
    twice = client.post(withdraw, {})
    assert "déjà repris" in twice.content.decode()
    agreement.refresh_from_db()
    assert agreement.state == "withdrawn"


@pytest.mark.parametrize("kind", ["refer", "join", "share"])
def test_an_outsider_writes_no_agreement(client: Client, cast: Cast, alix: Person, kind: str) -> None:
    given = give_agreement(alix, kind=kind, how="spoken", by=cast.nora, at=AT)
    for user in (cast.anne, cast.claire, cast.lawyer, cast.administrator):
        client.force_login(user)
        assert client.post(reverse("people:agree", args=[alix.pk]), {"kind": kind, "how": "spoken"}).status_code == 404
        assert client.post(reverse("people:withdraw", args=[given.pk]), {}).status_code == 404
    given.refresh_from_db()
    assert given.state == "given"


def test_a_name_is_found_among_ones_own_situations_only(client: Client, cast: Cast, alix: Person) -> None:
    url = reverse("people:find")
    client.force_login(cast.nora)
    assert alix.reference in client.post(url, {"text": "osagie"}).content.decode()
    assert alix.reference not in client.post(url, {"text": "osagie autre"}).content.decode()

    client.force_login(cast.marc)
    assert alix.reference not in client.post(url, {"text": "Osagie"}).content.decode()

    assert AuditEntry.objects.filter(event="name_searched").count() == 3
    for user in (cast.lawyer, cast.anne, cast.claire):
        client.force_login(user)
        assert client.post(url, {"text": "Osagie"}).status_code == 404


def test_the_eleventh_try_in_ten_minutes_is_refused_and_on_record(client: Client, cast: Cast, alix: Person) -> None:
    client.force_login(cast.nora)
    url = reverse("people:find")
    for _ in range(10):
        client.post(url, {"text": "personne"})

    refused = client.post(url, {"text": "Osagie"}).content.decode()

    assert alix.reference not in refused
    assert "c’est la limite" in refused
    assert AuditEntry.objects.filter(event="name_search_refused").count() == 1
