"""The list of partners and shelters, their pages, and what each reader may not learn there."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from havre.accounts.models import Organisation
from havre.directory import calendar, choosing, listing
from havre.directory.models import Partner, Shelter
from havre.directory.operations.shelters import (
    CodeTaken,
    agree_partnership,
    change_address,
    change_contacts,
    change_partner,
    enlist_partner,
    enlist_shelter,
)
from havre.directory.profiles import Accepts, Agreement, Contact, Contacts, PartnerCard, ShelterProfile
from havre.record import audit
from havre.record.models import AuditEntry
from havre.record.operations import NotAllowed, Stale
from havre.vault.gate import secrets_open
from tests.cast import AT, Cast, shelter

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SECRETS = ("Maison S058", "Portville", "rue du Port", "0500000000", "05 00 00 00 00", "Claire M.")


def partner(code: str = "P007") -> Partner:
    return enlist_partner(
        code=code,
        kind="NGO",
        card=PartnerCard(area="FR-35"),
        contacts=Contacts(name="L’Amarre", phone="0102030405"),
        by=None,
        at=AT,
    )


def opened(row: Shelter | Partner, column: str) -> object:
    with secrets_open():
        return type(row).objects.get(pk=row.pk).unseal(column)


def test_the_list_shows_codes_and_never_a_name_a_town_or_a_number(cast: Cast, client: Client) -> None:
    partner()

    for user in (cast.nora, cast.judith, cast.head, cast.project, cast.lawyer):
        client.force_login(user)
        page = client.get(reverse("directory:list")).content.decode()
        assert "S058" in page
        assert "P007" in page
        assert [told for told in (*SECRETS, "L’Amarre", "0102030405") if told in page] == []


def test_departements_are_for_those_who_keep_the_directory(cast: Cast, client: Client) -> None:
    for user in (cast.nora, cast.head, cast.project):
        client.force_login(user)
        for where in (reverse("directory:list"), reverse("directory:shelter", args=[cast.s058.pk])):
            assert "Manche (50)" in client.get(where).content.decode()

    client.force_login(cast.lawyer)
    for where in (reverse("directory:list"), reverse("directory:shelter", args=[cast.s058.pk])):
        page = client.get(where).content.decode()
        assert "S058" in page
        assert "Manche" not in page
        assert "Normandie" not in page
        assert "libre" not in page


def test_a_region_is_told_to_the_lawyer_only_from_three_houses_on(cast: Cast) -> None:
    shelter("S201", "FR-14")
    assert {row.region for row in listing.rows(cast.lawyer, AT)} == {""}

    shelter("S202", "FR-76")

    found = {row.code: row for row in listing.rows(cast.lawyer, AT)}
    assert {code for code, row in found.items() if row.region == "Normandie"} == {"S058", "S201", "S202"}
    assert {row.area for row in found.values()} == {""}
    assert found["RA"].region == ""
    assert choosing.matching(list(found.values()), {"region": "Bretagne"}) == []


def test_the_list_is_filtered_in_memory(cast: Cast, client: Client) -> None:
    shelter("S300", "FR-35", accepts=Accepts(genders=["Masculine"], animals=True), languages=["wo"])
    partner()
    client.force_login(cast.nora)

    def codes(**asked: str) -> set[str]:
        page = client.post(reverse("directory:list"), asked, follow=True).content.decode()
        return {code for code in ("S058", "S017", "S002", "S300", "RA", "P007") if f">{code}</a>" in page}

    assert codes() == {"S058", "S017", "S002", "S300", "RA", "P007"}
    assert codes(region="Bretagne") == {"S017", "S300", "P007"}
    assert codes(kind="relay") == {"RA"}
    assert codes(kind="partner") == {"P007"}
    assert codes(accepts="Masculine") == {"S300"}
    assert codes(accepts="animals") == {"S300"}
    assert codes(language="wo") == {"S300"}
    assert codes(code="s0") == {"S058", "S017", "S002"}
    assert codes(region="Nulle part") == {"S058", "S017", "S002", "S300", "RA", "P007"}


def test_free_places_count_what_the_rooms_above_know(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    place = cast.s058.read_profile().places[0]
    days = calendar.Span(AT.date(), AT.date() + timedelta(days=3), "held")
    monkeypatch.setattr(calendar, "_providers", [lambda _at: {place.id: [days]}])

    found = {row.code: row for row in listing.rows(cast.nora, AT)}

    assert (found["S058"].free, found["S058"].soon, found["S017"].free) == (0, 1, 1)
    assert {row.free for row in listing.rows(cast.lawyer, AT)} == {0}
    asked = choosing.matching(list(found.values()), {"state": "free"})
    assert {row.code for row in asked} == {"S017", "S002", "RA"}


def test_the_age_of_a_word_and_its_order(cast: Cast) -> None:
    shelter("S400", "FR-14", at=AT - timedelta(days=20))

    found = listing.rows(cast.nora, AT)

    old = next(row for row in found if row.code == "S400")
    assert (old.to_call, old.oldest) == (1, AT.date() - timedelta(days=21))
    assert choosing.ordered(found, "-age")[0].code == "S400"
    assert choosing.ordered(found, "age")[-1].code == "S400"
    assert {row.code for row in choosing.matching(found, {"state": "call"})} == {"S400"}


def test_the_list_costs_the_same_for_three_houses_or_thirty(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.nora)
    client.get(reverse("directory:list"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("directory:list"))
    for number in range(30):
        shelter(f"S{500 + number}", "FR-14")

    with django_assert_max_num_queries(len(few) + 1):  # what is new is read once, all together
        client.get(reverse("directory:list"))
    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse("directory:list")).content.decode()

    assert "S500" in page


def test_whoever_is_not_on_duty_sees_a_place_only_as_taken(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, today = cast.s058.read_profile().places[0], timezone.localdate()
    monkeypatch.setattr(
        calendar, "_providers", [lambda _at: {place.id: [calendar.Span(today, today + timedelta(days=20), "occupied")]}]
    )
    where = reverse("directory:shelter", args=[cast.s058.pk])
    seen = {}
    for name in ("nora", "head", "project"):
        client.force_login(getattr(cast, name))
        seen[name] = client.get(where).content.decode()
    client.force_login(cast.claire)
    own = client.get(reverse("directory:places")).content.decode()

    assert all("prise" in page and "occupée" not in page for page in seen.values())
    assert "occupée" in own


def test_the_calendar_is_exact_for_whoever_is_on_duty(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from havre.directory.operations.accounts import set_duty

    now = timezone.now()
    set_duty(cast.marc, rank=1, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), by=None, at=now)
    place, today = cast.s058.read_profile().places[0], timezone.localdate()
    monkeypatch.setattr(calendar, "_providers", [lambda _at: {place.id: [calendar.Span(today, None, "occupied")]}])
    client.force_login(cast.marc)

    assert "occupée" in client.get(reverse("directory:shelter", args=[cast.s058.pk])).content.decode()


def test_the_numbers_are_opened_by_post_for_a_purpose_and_on_record(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    where = reverse("directory:open", args=[cast.s058.pk, "contacts"])

    assert client.get(where).status_code == 405
    asked = client.post(where)
    assert "Choisissez pourquoi" in asked.content.decode()
    assert "Maison S058" not in asked.content.decode()
    assert not AuditEntry.objects.filter(event="section_opened").exists()

    page = client.post(where, {"purpose": "call"})

    assert "Maison S058" in page.content.decode()
    assert "05\u00a000\u00a000\u00a000\u00a000" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "Refresh" in page
    entry = AuditEntry.objects.get(event="section_opened")
    assert entry.subject is None
    assert audit.read_actor(bytes(entry.actor)) == cast.nora.pk
    assert audit.read_details(entry) == {"section": "Numéros d’un partenaire", "purpose": "call"}


def test_the_address_is_opened_by_whoever_is_on_duty_only(cast: Cast, client: Client) -> None:
    from havre.directory.operations.accounts import set_duty

    where = reverse("directory:open", args=[cast.s058.pk, "address"])
    for user in (cast.nora, cast.head, cast.lawyer, cast.project, cast.other_manager, cast.officer):
        client.force_login(user)
        assert client.post(where, {"purpose": "safety"}).status_code == 404
    now = timezone.now()
    set_duty(cast.marc, rank=2, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), by=None, at=now)

    client.force_login(cast.marc)
    page = client.post(where, {"purpose": "safety"}).content.decode()

    assert "Portville" in page
    assert "Maison S058" not in page


def test_the_numbers_are_corrected_after_they_were_opened_for_that(cast: Cast, client: Client) -> None:
    client.force_login(cast.claire)
    page = client.post(reverse("directory:open", args=[cast.s058.pk, "contacts"]), {"purpose": "correct"})
    assert "Maison S058" in page.content.decode()

    answer = client.post(
        reverse("directory:rewrite", args=[cast.s058.pk, "contacts"]),
        {
            "version": cast.s058.version,
            "name": "Maison du Port",
            "phone": "05 11 11 11 11",
            "person_1_name": "Karim S.",
        },
    )

    assert answer.status_code == 302
    assert opened(cast.s058, "contacts") == {
        "name": "Maison du Port",
        "phone": "0511111111",
        "night_phone": "",
        "people": [{"name": "Karim S.", "role": "", "phone": "", "mail": ""}],
    }


def test_a_house_does_not_rewrite_its_address_and_the_project_officer_writes_it_unseen(
    cast: Cast, client: Client
) -> None:
    where = reverse("directory:rewrite", args=[cast.s058.pk, "address"])
    typed = {"version": cast.s058.version, "lines": "2 quai Neuf", "town": "Neuville", "access": ""}
    client.force_login(cast.claire)
    assert client.post(where, typed).status_code == 404

    client.force_login(cast.project)
    assert "rue du Port" not in client.get(where).content.decode()
    assert client.post(where, typed).status_code == 302

    assert opened(cast.s058, "address") == {"lines": "2 quai Neuf", "town": "Neuville", "access": ""}


def test_a_stale_secret_is_asked_again_with_all_that_was_typed(cast: Cast, client: Client) -> None:
    version = cast.s058.version
    change_contacts(cast.s058, contacts=Contacts(name="Entre-temps"), by=cast.judith, at=AT)
    client.force_login(cast.nora)

    answer = client.post(
        reverse("directory:rewrite", args=[cast.s058.pk, "contacts"]), {"version": version, "name": "La mienne"}
    )

    page = answer.content.decode()
    assert "La mienne" in page
    assert "Entre-temps" not in page
    assert opened(cast.s058, "contacts") == {"name": "Entre-temps", "phone": "", "night_phone": "", "people": []}


def test_a_house_is_enlisted_under_a_code(cast: Cast, client: Client) -> None:
    client.force_login(cast.project)
    typed = {
        "code": "s119", "kind": "shelter", "area": "FR-44", "name": "La Halte", "phone": "0240000000",
        "lines": "3 rue Basse", "town": "Bourg",
    }  # fmt: skip

    answer = client.post(reverse("directory:add_shelter"), typed)

    made = Shelter.objects.get(code="S119")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("directory:change", args=[made.pk])
    assert (made.organisation.code, made.organisation.kind, made.read_profile().area) == ("S119", "Shelter", "FR-44")
    again = client.post(reverse("directory:add_shelter"), typed).content.decode()
    assert "déjà pris" in again
    assert "La Halte" in again
    assert Shelter.objects.filter(code="S119").count() == 1
    wrong = client.post(reverse("directory:add_shelter"), typed | {"code": "Nantes"}).content.decode()
    assert "Un code a quelques lettres" in wrong


def test_a_relay_apartment_is_the_coordinations(cast: Cast) -> None:
    relay = enlist_shelter(
        code="RB", kind="relay", profile=ShelterProfile(area="FR-34"), contacts=Contacts(), address={}, by=None, at=AT
    )

    assert relay.organisation.kind == "Coordination"
    assert set(Shelter.objects.relay()) == {cast.relay, relay}
    with pytest.raises(CodeTaken):
        enlist_partner(code="RB", kind="NGO", card=PartnerCard(), contacts=Contacts(), by=None, at=AT)


def test_the_agreement_and_the_card_of_a_partner(cast: Cast, client: Client) -> None:
    one = partner()
    client.force_login(cast.project)

    client.post(
        reverse("directory:partner_agreement", args=[one.pk]),
        {"version": one.version, "since": "2024-01-01", "until": "2027-01-01", "yearly_target": "4"},
    )
    fresh = Partner.objects.get(pk=one.pk)
    client.post(
        reverse("directory:change_partner", args=[one.pk]),
        {"version": fresh.version, "area": "FR-29", "note": "Sur rendez-vous."},
    )

    card = Partner.objects.get(pk=one.pk).read_card()
    assert card.agreement == Agreement(date(2024, 1, 1), date(2027, 1, 1), 4)
    assert (card.area, card.note) == ("FR-29", "Sur rendez-vous.")
    reversed_days = client.post(
        reverse("directory:partner_agreement", args=[one.pk]),
        {"since": "2027-01-01", "until": "2024-01-01", "yearly_target": "4"},
    )
    assert "La fin vient avant le début" in reversed_days.content.decode()


def test_the_contacts_of_a_partner_are_opened_for_a_purpose(cast: Cast, client: Client) -> None:
    one = partner()
    where = reverse("directory:open_partner", args=[one.pk])
    client.force_login(cast.project)
    assert client.post(where, {"purpose": "call"}).status_code == 404

    client.force_login(cast.nora)
    assert "L’Amarre" not in client.get(reverse("directory:partner", args=[one.pk])).content.decode()
    assert "L’Amarre" in client.post(where, {"purpose": "call"}).content.decode()


def test_what_only_those_who_keep_the_directory_may_write(cast: Cast) -> None:
    one = partner()
    acts = [
        lambda by: enlist_partner(code="P8", kind="NGO", card=PartnerCard(), contacts=Contacts(), by=by, at=AT),
        lambda by: enlist_shelter(
            code="S8", kind="shelter", profile=ShelterProfile(), contacts=Contacts(), address={}, by=by, at=AT
        ),
        lambda by: change_partner(one, card=PartnerCard(note="x"), by=by, at=AT),
        lambda by: agree_partnership(cast.s058, agreement=Agreement(), by=by, at=AT),
        lambda by: change_address(cast.s058, address={}, by=by, at=AT),
        lambda by: change_contacts(one, contacts=Contacts(people=[Contact("X")]), by=by, at=AT),
    ]

    for user in (cast.lawyer, cast.claire, cast.anne, cast.escort, cast.administrator, cast.officer):
        for act in acts:
            with pytest.raises(NotAllowed):
                act(user)
    assert not Organisation.objects.filter(code__in=["P8", "S8"]).exists()


def test_a_stale_agreement_is_refused(cast: Cast) -> None:
    agree_partnership(cast.s058, agreement=Agreement(yearly_target=3), by=cast.project, at=AT)

    with pytest.raises(Stale):
        agree_partnership(cast.s058, agreement=Agreement(yearly_target=5), version=1, by=cast.nora, at=AT)


def test_a_house_sees_its_own_and_nothing_of_another(cast: Cast, client: Client) -> None:
    client.force_login(cast.claire)

    page = client.get(reverse("directory:places")).content.decode()

    assert "S058" in page
    assert [code for code in ("S017", "S002", "RA", "Manche", "Finistère") if code in page] == []
    other = cast.s017.read_profile().places[0].id
    for where in (
        reverse("directory:change", args=[cast.s017.pk]),
        reverse("directory:pause", args=[cast.s017.pk]),
        reverse("directory:add_place", args=[cast.s017.pk]),
        reverse("directory:place", args=[cast.s017.pk, other]),
        reverse("directory:place", args=[cast.s058.pk, uuid.uuid4()]),
    ):
        assert client.get(where).status_code == 404
    assert client.post(reverse("directory:confirm", args=[cast.s017.pk, other]), {"answer": "taken"}).status_code == 404
