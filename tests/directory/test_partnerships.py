"""How far a partner has come, what is exchanged with it, and what the page of the network says of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from havre.common.dataclass_json import to_json
from havre.directory import choosing, listing
from havre.directory.models import Exchange, Partner, Partnership, Shelter
from havre.directory.operations import partnerships
from havre.directory.operations.shelters import agree_partnership, enlist_partner, enlist_shelter
from havre.directory.profiles import Agreement, Contacts, ExchangeCard, PartnerCard, ShelterProfile
from havre.directory.standing import exchanges_of
from havre.directory.telling import told
from havre.placements.capacity import network
from havre.record import guard
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TODAY = AT.date()


def candidate(code: str = "S700") -> Partnership:
    enlist_shelter(
        code=code, kind="shelter", profile=ShelterProfile(area="FR-35"), contacts=Contacts(),
        address={"lines": "", "town": "", "access": ""}, by=None, at=AT,
    )  # fmt: skip
    return of(code)


def of(code: str) -> Partnership:
    return Partnership.objects.get(organisation__code=code)


def exchange(kind: str = "support_call", *, days: int = 0, **said: object) -> ExchangeCard:
    return ExchangeCard(kind, TODAY - timedelta(days=days), **said)  # type: ignore[arg-type]


def count(code: str, admitted: dict[str, int]) -> None:
    """As the night counts admissions."""
    house = Shelter.objects.get(code=code)
    profile = house.read_profile()
    profile.admitted = admitted
    house.seal("profile", to_json(profile))
    with guard.housekeeping("counted"):
        Shelter.objects.filter(pk=house.pk).update(profile=house.profile, version=house.version + 1)


def test_a_partner_comes_step_by_step_and_may_leave_and_come_back(cast: Cast) -> None:
    one, by = candidate(), cast.project
    assert one.state == "candidate"
    assert of("S058").state == "agreed"  # came with a convention

    partnerships.note_exchange(one, exchange=exchange("support_call"), by=by, at=AT)
    assert of("S700").state == "candidate"
    partnerships.note_exchange(one, exchange=exchange("visit"), by=by, at=AT)
    assert of("S700").state == "visited"
    house = Shelter.objects.get(code="S700")
    agree_partnership(house, agreement=Agreement(since=TODAY, yearly_target=2), by=by, at=AT)
    assert of("S700").state == "agreed"
    with pytest.raises(NotNow):
        partnerships.specialise_partner(of("S700"), by=by, at=AT)
    partnerships.train_partner(of("S700"), by=by, at=AT)
    partnerships.specialise_partner(of("S700"), by=by, at=AT)
    partnerships.step_back(of("S700"), by=by, at=AT)
    assert of("S700").state == "trained"

    partnerships.end_partnership(of("S700"), by=by, at=AT)

    house = Shelter.objects.get(code="S700")
    assert of("S700").state == "ended"
    assert house.read_profile().takes_nobody(TODAY)
    with pytest.raises(partnerships.PartnershipOver):
        agree_partnership(house, agreement=Agreement(since=TODAY), by=by, at=AT)
    partnerships.reopen_partnership(of("S700"), by=by, at=AT)
    agree_partnership(Shelter.objects.get(code="S700"), agreement=Agreement(since=TODAY), by=by, at=AT)
    assert of("S700").state == "agreed"


def test_the_places_of_a_partner_that_left_are_asked_no_more(cast: Cast) -> None:
    partnerships.end_partnership(of("S017"), by=cast.nora, at=AT)

    now = network(AT)
    paused = {known.code: shelter.paused for known, shelter in zip(now.said.known, now.shelters, strict=True)}

    assert paused == {"S002": False, "S017": True, "S058": False}


def test_only_who_keeps_the_directory_writes_and_reads_exchanges(cast: Cast) -> None:
    one = of("S058")
    for by in (cast.lawyer, cast.claire, cast.anne, cast.administrator):
        with pytest.raises(NotAllowed):
            partnerships.note_exchange(one, exchange=exchange(), by=by, at=AT)
        with pytest.raises(NotAllowed):
            partnerships.train_partner(one, by=by, at=AT)
        assert not Partnership.objects.visible_to(by).exists()
    with pytest.raises(partnerships.NotYet):
        partnerships.note_exchange(one, exchange=exchange(days=-1), by=cast.nora, at=AT)
    assert not Exchange.objects.exists()


def test_when_and_about_what_is_sealed_and_told_to_the_next_who_calls(cast: Cast) -> None:
    one = of("S058")
    said = exchange("visit", days=3, with_whom="la directrice", topics=["trauma"], note="à bout de souffle")
    partnerships.note_exchange(one, exchange=said, by=cast.nora, at=AT)
    partnerships.note_exchange(one, exchange=exchange(days=200), by=cast.nora, at=AT)

    assert [card.on for card in exchanges_of(one)] == [TODAY - timedelta(days=3), TODAY - timedelta(days=200)]
    dealings = of("S058").read_dealings()
    assert (dealings.last_on, dealings.last_kind) == (TODAY - timedelta(days=3), "visit")
    assert (dealings.count("visit", 2026), dealings.count("support_call", 2025)) == (1, 1)
    raw = repr(list(Exchange.objects.values())) + repr(list(Partnership.objects.values()))
    assert not any(text in raw for text in ("visit", "directrice", "trauma", "2026", "souffle"))


def test_whoever_was_called_twice_a_year_is_not_overdue(cast: Cast) -> None:
    def silent() -> set[str]:
        return {row.code for row in choosing.matching(listing.rows(cast.nora, AT), {"see": "silent"})}

    assert silent() == {"S058", "S017", "S002"}  # nothing noted yet; the relay is the coordination's own
    partnerships.note_exchange(of("S058"), exchange=exchange(days=183), by=cast.nora, at=AT)
    partnerships.note_exchange(of("S017"), exchange=exchange(days=184), by=cast.nora, at=AT)
    partnerships.end_partnership(of("S002"), by=cast.nora, at=AT)

    assert silent() == {"S017"}
    order = [row.code for row in choosing.ordered(listing.rows(cast.nora, AT), "-echange")]
    assert order[:2] == ["S017", "S058"]


def test_fair_load_conventions_and_steps_are_found_in_memory(cast: Cast) -> None:
    count("S058", {"2026": 2, "2025": 4})
    count("S017", {"2025": 1})
    agree_partnership(cast.s002, agreement=Agreement(date(2020, 1, 1), TODAY + timedelta(days=90), 3), by=None, at=AT)
    enlist_partner(
        code="P700", kind="NGO", card=PartnerCard(agreement=Agreement(date(2020, 1, 1))), contacts=Contacts(), by=None, at=AT
    )  # fmt: skip
    partnerships.train_partner(of("P700"), by=cast.project, at=AT)

    found = listing.rows(cast.nora, AT)

    def codes(**asked: str) -> set[str]:
        return {row.code for row in choosing.matching(found, asked)}

    assert {row.code: row.load and (row.load.admitted, row.load.target) for row in found} == {
        "S058": (2, 2), "S017": (0, 2), "S002": (0, 3), "RA": None, "P700": None,
    }  # fmt: skip
    assert codes(see="full") == {"S058"}
    assert codes(see="idle") == {"S002"}
    assert codes(see="ending") == {"S002"}
    assert codes(step="trained") == {"P700"}
    assert next(row.code for row in choosing.ordered(found, "-accueils")) == "S058"
    counts = told(found)
    assert (counts.partners, counts.hosting, counts.idle, counts.ending) == (4, 1, 1, 1)


def test_the_page_says_it_to_those_who_keep_the_directory_and_to_nobody_else(cast: Cast, client: Client) -> None:
    count("S058", {str(timezone.localdate().year): 1})
    partnerships.note_exchange(of("S058"), exchange=exchange("visit", note="à bout de souffle"), by=cast.nora, at=AT)
    where = reverse("directory:list"), reverse("directory:shelter", args=[cast.s058.pk])

    client.force_login(cast.project)
    table, house = (client.get(address).content.decode() for address in where)
    assert "3 partenaires." in table
    assert "1 lieu a accueilli cette année." in table
    assert "1 accueil pour 2" in table
    assert "conventionné" in table
    assert "à bout de souffle" in house

    client.force_login(cast.lawyer)
    table, house = (client.get(address).content.decode() for address in where)
    for hidden in ("conventionné", "accueil pour", "a accueilli", "à bout de souffle", "Partenariat"):
        assert hidden not in table + house
    client.force_login(cast.claire)
    assert [client.get(address).status_code for address in where] == [404, 404]


def test_an_exchange_and_a_step_are_posted_from_the_page_of_the_house(cast: Cast, client: Client) -> None:
    one = candidate()
    house = reverse("directory:shelter", args=[Shelter.objects.get(code="S700").pk])
    client.force_login(cast.project)
    typed = {"kind": "visit", "on": timezone.localdate().isoformat(), "topics": ["rights"], "note": "Belle maison."}

    missing = client.post(reverse("directory:exchange", args=[one.pk]), {"on": typed["on"]})
    sent = client.post(reverse("directory:exchange", args=[one.pk]), typed)

    assert missing.status_code == 200
    assert sent["Location"] == house
    page = client.get(house).content.decode()
    assert "Belle maison." in page
    assert "A demandé\u00a0: séjour et droits." in page
    assert "Inscrire la convention" in page
    assert client.post(reverse("directory:step", args=[one.pk, "visit"])).status_code == 404
    stale = client.post(reverse("directory:step", args=[one.pk, "step_back"]), {"version": "1"}, follow=True)
    assert of("S700").state == "visited"
    assert "changé entre-temps" in stale.content.decode()
    version = str(of("S700").version)
    client.post(reverse("directory:step", args=[one.pk, "step_back"]), {"version": version})
    assert of("S700").state == "candidate"


def test_what_is_looked_for_stands_in_no_address_and_only_in_ones_own_session(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    answer = client.post(reverse("directory:list"), {"language": "wo", "region": "Bretagne"})

    assert answer["Location"].startswith(f"{reverse('directory:list')}?mots=") and "Bretagne" not in answer["Location"]
    assert "Rien ne répond" in client.get(answer["Location"]).content.decode()
    assert "S058" in client.get(reverse("directory:list") + "?region=Bretagne").content.decode()
    assert Partner.objects.count() == 0
