from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from havre.assessments.content import Zone
from havre.assessments.models import Assessment
from havre.directory.operations import accounts
from havre.people import references
from havre.people.models import Person
from havre.people.operations import change_profile, give_agreement
from havre.people.profiles import Member, Wishes
from havre.placements.joint import Joint, read_locks
from havre.placements.looking import Looking
from havre.placements.models import Override, Search
from havre.placements.operations.overrides import ask_override, grant_override
from havre.placements.operations.search import kept_searches
from havre.placements.problem import table_for, table_of_all
from havre.placements.search_words import bare, number
from havre.placements.tries import Try, read_try
from tests.assessments.story import alix, keep_known_pages, plain, searching
from tests.cast import AT, Cast, shelter
from tests.placements.test_search import move_in, place_of, rewrite

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_known_pages(monkeypatch)
    monkeypatch.setattr(timezone, "now", lambda: AT)


def url(name: str, *ids: Any) -> str:
    return reverse(f"placements:{name}", args=ids)


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def joined(cast: Cast, **changes: Any) -> Person:
    zones = changes.pop("zones", None)
    level = changes.pop("level", "high")
    person = searching(cast, alix(cast, **changes), level=level, zones=zones)
    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)
    return person


def text_of(answer: Any) -> str:
    """What a person reads: no tags, one space between words."""
    bare_text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(bare_text.replace("\u00a0", " ").split())


def looking(person: Person, **changes: Any) -> Looking:
    return Looking(table_for(Person.objects.get(pk=person.pk), AT), AT, knows_all=True, **changes)


def test_the_page_ranks_what_fits_and_says_why_not_the_rest(cast: Cast, client: Client) -> None:
    person = joined(cast)

    answer = as_(client, cast.nora).get(url("search", person.pk))

    page = text_of(answer)
    assert f"Deux places conviennent à {person.pseudonym}." in page
    assert page.index("S017-1") < page.index("S058-1") < page.index("S002-1")
    assert "S017-1 Finistère, à 8" in page
    assert "département souhaité : Finistère" in page
    assert "S002-1 Bouches-du-Rhône trop près : 6" in page
    assert ", il en faut 200" in page
    assert "À éviter : Alpes-Maritimes." in page
    assert "1 adulte, 1 enfant · au moins 200 km · arrivée avant le 31 mars" in page
    assert 'data-unprintable="Une recherche ne s’imprime pas."' in answer.content.decode()


def test_the_page_never_names_what_she_lived_through(cast: Cast, client: Client) -> None:
    person = joined(cast)
    rewrite(cast.s017, cast, expertise=["SexualExploitation"])

    page = text_of(as_(client, cast.nora).get(url("search", person.pk)))

    assert "exploitation" not in page.lower()
    assert "équipe qui connaît des situations comme la sienne" in page


def test_only_the_coordination_sees_it_and_no_address_holds_a_place(cast: Cast, client: Client) -> None:
    person = joined(cast)
    for user in (cast.lawyer, cast.anne, cast.claire, cast.escort, cast.officer, cast.administrator, cast.project):
        as_(client, user)
        for page in (url("search", person.pk), url("joint"), url("overrides")):
            assert client.get(page).status_code == 404
        assert client.post(url("search_keep", person.pk)).status_code == 404
    assert as_(client, cast.nora).get(url("search", uuid.uuid4())).status_code == 404

    page = client.get(url("search", person.pk)).content.decode()
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)
    for secret in (place_of(cast.s017), place_of(cast.s058), str(cast.s017.pk), "FR-", "S017"):
        assert not [address for address in addresses if secret in address]


def test_who_lives_where_reads_incompatible_but_to_the_coordinator_of_the_case(cast: Cast, client: Client) -> None:
    person = joined(cast, network="tag-1")
    other = shelter("S091", "FR-22")
    move_in(alix(cast), cast.s017, by=cast.nora, at=AT, network="tag-1")
    move_in(alix(cast), cast.s058, by=cast.nora, at=AT, network="tag-2", conflicts=[str(person.pk)])
    apart = shelter("S092", "FR-29")

    own = text_of(as_(client, cast.nora).get(url("search", person.pk)))
    others = text_of(as_(client, cast.marc).get(url("search", person.pk)))

    assert "même réseau 2" in own
    assert "quelqu’un à ne pas croiser 1" in own
    assert "réseau" not in others.replace("Vie du réseau", "").replace("rejoindre le réseau", "")
    assert "croiser" not in others
    assert "incompatible 3" in others
    assert f"{apart.code}-1 Finistère incompatible" in others
    assert f"{other.code}-1" in own


def test_before_she_joins_nothing_can_be_asked(cast: Cast, client: Client) -> None:
    person = searching(cast)

    page = as_(client, cast.nora).get(url("search", person.pk))

    assert "la recherche est exploratoire" in text_of(page)
    assert "Demander cette place" not in text_of(page)


def test_without_anything_to_avoid_the_page_warns(cast: Cast, client: Client) -> None:
    page = text_of(as_(client, cast.nora).get(url("search", joined(cast, zones=[]).pk)))

    assert "Rien n’est noté à éviter : la distance n’écarte aucune place." in page


def test_a_minor_gets_no_place_but_the_way(cast: Cast, client: Client) -> None:
    person = alix(cast, household=[Member("Feminine", 16)])

    answer = as_(client, cast.nora).get(url("search", person.pk))

    assert "appelez le 119" in text_of(answer)
    assert "S017-1" not in text_of(answer)
    kept = client.post(url("search_keep", person.pk))
    assert "n’héberge pas de mineurs" in text_of(kept)
    assert not Search.objects.exists()


def test_taking_a_place_says_what_it_costs_the_others(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(["Alix", "Noa", "Swann", "Lou"])
    monkeypatch.setattr(references, "pseudonym", lambda: next(names))
    first = joined(cast)
    joined(cast, wishes=Wishes(avoid_areas=["FR-50"]))
    joined(cast, household=[Member("Masculine", 30)])

    rows = {row.part.code: row.part.cost for row in looking(first).rows}
    assert rows == {
        "S017-1": "Si Alix prend cette place, Noa n’en a plus.",
        "S058-1": "Personne d’autre n’attend cette place.",
    }

    joined(cast)
    rows = {row.part.code: row.part.cost for row in looking(first).rows}
    assert rows["S058-1"] == "Si Alix prend cette place, Lou en garde une."


def test_those_who_share_a_pseudonym_are_told_apart(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "pseudonym", lambda: "Noa")
    first, second = joined(cast), joined(cast)

    cost = looking(first).rows[0].part.cost

    assert cost == f"Si Noa prend cette place, Noa ({second.reference}) en garde une."


def test_a_place_that_is_not_confirmed_or_not_free_yet_is_said_so(cast: Cast) -> None:
    person = joined(cast)
    rewrite(cast.s017, cast, confirmed_on=AT.date() - timedelta(days=21))
    rewrite(cast.s058, cast, confirmed_on=None, free_from=AT.date() + timedelta(days=7))

    rows = {row.part.code: row.part for row in looking(person).rows}

    assert plain(rows["S017-1"].free).startswith("à appeler : confirmée ")
    assert not rows["S017-1"].fresh
    assert (plain(rows["S058-1"].free), rows["S058-1"].fresh) == ("à appeler : jamais confirmée", False)
    assert rows["S058-1"].about == "appartement pour 2, dès le 24\u00a0mars"


def test_an_occupied_place_free_in_time_says_until_when(cast: Cast) -> None:
    person = joined(cast)
    move_in(alix(cast), cast.s017, by=cast.nora, at=AT, planned_end=AT.date() + timedelta(days=10))

    part = next(row.part for row in looking(person).rows if row.part.code == "S017-1")

    assert (part.free, part.fresh) == ("occupée jusqu’au 27\u00a0mars", False)


def test_why_nobody_names_one_change_and_trying_it_writes_nothing(cast: Cast, client: Client) -> None:
    person = joined(cast)
    for house in (cast.s017, cast.s058):
        rewrite(house, cast, night_staff=False, free_from=AT.date() + timedelta(days=3))
    as_(client, cast.nora)

    answer = client.get(url("search", person.pk))

    page = text_of(answer)
    assert f"Aucune place ne convient à {person.pseudonym} aujourd’hui." in page
    assert "Se passer de veille de nuit ouvre 2 places à voir avec elle et la psychologue" in page
    tried = client.get(url("search", person.pk) + "?essai=needs_night_staff:0")
    assert "Deux places conviennent" in text_of(tried)
    assert "rien n’est écrit" in text_of(tried)
    assert not Search.objects.exists()


def test_a_nearer_place_can_be_tried_and_asks_for_an_exception(cast: Cast, client: Client) -> None:
    person = joined(cast, zones=[Zone(area="FR-78")])
    for house in (cast.s017, cast.s002):
        rewrite(house, cast, status="blocked", reason="travaux")
    as_(client, cast.nora)

    [change] = [found for found in looking(person).changes if found.query.startswith("min_km")]
    tried = client.get(f"{url('search', person.pk)}?essai={change.query}")

    assert change.who == "décision à deux personnes, avec un motif"
    assert "Demander une exception" in text_of(tried)
    assert "Demander cette place" not in text_of(tried)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "min_km",
        "min_km:",
        "min_km:-1",
        "min_km:٣",
        "min_km:123456",
        "avoid_areas:9",
        "paused:0",
        ":1",
        "min_km:1e3",
    ],
)
def test_a_change_that_is_none_changes_nothing(cast: Cast, client: Client, text: str) -> None:
    person = joined(cast)

    assert read_try(text, table_for(person, AT).seekers[0]) is None
    answer = as_(client, cast.nora).get(url("search", person.pk), {"essai": text})
    assert "Deux places conviennent" in text_of(answer)


def test_a_wish_of_hers_stands_in_the_address_by_its_number(cast: Cast) -> None:
    person = joined(cast)
    profile = table_for(person, AT).seekers[0].profile
    profile.wishes.avoid_areas = ["FR-29", "FR-50"]

    change_profile(person, profile=profile, by=cast.nora, at=AT)

    queries = {change.query: change.text for change in looking(person).changes}
    assert {"avoid_areas:0", "avoid_areas:1"} <= set(queries)
    assert queries["avoid_areas:0"] == "Ne plus éviter Finistère"
    seeker = table_for(Person.objects.get(pk=person.pk), AT).seekers[0]
    assert read_try("avoid_areas:1", seeker) == Try("avoid_areas", "FR-50")
    assert looking(person, change=Try("avoid_areas", "FR-50")).fitting == 1


def test_a_search_is_kept_by_a_button_and_shown(cast: Cast, client: Client) -> None:
    person = joined(cast)
    as_(client, cast.nora)

    answer = client.post(url("search_keep", person.pk))

    assert answer.headers["Location"] == url("search", person.pk)
    assert len(kept_searches(person)) == 1
    assert "17 mars à 10 h 14, Nora B. 2 places" in text_of(client.get(url("search", person.pk)))


def test_that_nobody_was_found_needs_a_reason(cast: Cast, client: Client) -> None:
    person = joined(cast)
    as_(client, cast.nora)

    assert "Dites pourquoi aucune place" in text_of(client.post(url("search_unable", person.pk), {"reason": " "}))
    answer = client.post(url("search_unable", person.pk), {"reason": "rien avant l’été"})
    again = client.post(url("search_unable", person.pk), {"reason": "rien avant l’été"})

    assert (answer.status_code, again.status_code) == (302, 302)
    assert [content.decision.reason for _row, content in kept_searches(person) if content.decision] == [
        "rien avant l’été"
    ]


def test_an_exception_goes_from_the_search_to_somebody_else_and_back(cast: Cast, client: Client) -> None:
    person = joined(cast)
    place = place_of(cast.s002)
    as_(client, cast.nora)
    assert "malgré la distance" in text_of(client.post(url("override_ask", person.pk), {"place": place}))
    empty = client.post(url("override_ask", person.pk), {"place": place, "reason": " "})
    assert "Dites pourquoi cette place malgré la distance" in text_of(empty)
    client.post(url("override_ask", person.pk), {"place": place, "reason": "sa sœur y vit"})
    override = Override.objects.get()

    own = client.get(url("override", override.pk))
    assert "Accorder l’exception" not in text_of(own)
    alone = client.post(url("override_answer", override.pk), {"do": "grant", "answer": "", "version": "1"})
    assert "Une exception se décide à deux" in text_of(alone)
    as_(client, cast.marc)
    page = client.get(url("overrides"))
    assert "sa sœur y vit" in text_of(page)
    for secret in ("S002", "Bouches", place):
        assert secret not in page.content.decode()
        assert secret not in client.get(url("override", override.pk)).content.decode()
    client.post(url("override_answer", override.pk), {"do": "grant", "answer": "vu", "version": "1"})

    assert Override.objects.get().state == "granted"
    assert "accordée par Marc T." in text_of(as_(client, cast.nora).get(url("search", person.pk)))
    again = client.post(url("override_answer", override.pk), {"do": "grant", "answer": "", "version": ""})
    assert "cela a changé entre-temps" in text_of(again)


def test_the_head_finds_what_was_granted_alone_and_reviews_it(cast: Cast, client: Client) -> None:
    person = joined(cast)
    night = datetime(2026, 3, 17, 22, 30, tzinfo=UTC)
    override = ask_override(
        person, place_id=uuid.UUID(place_of(cast.s002)), reason="rien d’autre", by=cast.judith, at=night
    )
    grant_override(override, by=cast.judith, at=night)
    as_(client, cast.head)

    assert "accordée par Judith L. seule" in text_of(client.get(url("overrides")))
    blank = client.post(url("override_review", override.pk), {"stands": "yes", "answer": " ", "version": ""})
    assert "Dites pourquoi" in text_of(blank)
    client.post(url("override_review", override.pk), {"stands": "no", "answer": "trop près", "version": ""})

    assert Override.objects.get().person is None
    assert "Aucune exception n’attend." in text_of(client.get(url("overrides")))
    assert as_(client, cast.marc).post(url("override_review", override.pk), {}).status_code == 404


@pytest.mark.parametrize("place", ["", "x", "../..", "4d22dc14-c0eb-4b75-a405-52a766104329"])
def test_an_exception_for_a_place_nobody_knows_is_not_found(cast: Cast, client: Client, place: str) -> None:
    person = joined(cast)

    answer = as_(client, cast.nora).post(url("override_ask", person.pk), {"place": place, "reason": "x"})

    assert answer.status_code == 404
    assert not Override.objects.exists()


def test_the_joint_view_places_the_most_pressing_and_says_who_loses_by_a_kept_choice(
    cast: Cast, client: Client
) -> None:
    rewrite(cast.s002, cast, status="blocked", reason="travaux")
    pressing, waits = joined(cast, level="very_high"), joined(cast, wishes=Wishes(avoid_areas=["FR-50"]))
    third = joined(cast, level="low", zones=[Zone(area="FR-29")])
    exploring = searching(cast)

    found = Joint(table_of_all(AT), [], at=AT)

    assert dict(found.best.pairs) == {
        str(pressing.pk): place_of(cast.s058), str(waits.pk): place_of(cast.s017),
    }  # fmt: skip
    assert found.best.proven
    assert dict(found.best.unplaced) == {str(third.pk): "outbid", str(exploring.pk): "exploratory"}
    kept = read_locks([f"{third.pk}:{place_of(cast.s058)}"])
    locked = Joint(table_of_all(AT), kept, at=AT)
    assert dict(locked.best.pairs)[str(third.pk)] == place_of(cast.s058)
    assert len(locked.best.pairs) == 2
    assert len(locked.lost) == 1
    page = text_of(as_(client, cast.nora).post(url("joint"), {"lock": [f"{third.pk}:{place_of(cast.s058)}"]}))
    assert "n’aurait plus de place" in page
    assert "Deux des 4 personnes qui attendent peuvent avoir une place." in page


def test_choices_that_cannot_be_kept_are_said_and_left_out(cast: Cast, client: Client) -> None:
    person = joined(cast)
    as_(client, cast.nora)
    for lock in ("x", ":", f"{person.pk}:", f"{person.pk}:{uuid.uuid4()}", f"{person.pk}:{place_of(cast.s002)}",
                 f"{uuid.uuid4()}:{place_of(cast.s017)}"):  # fmt: skip
        answer = client.post(url("joint"), {"lock": lock})
        assert answer.status_code == 200
        if ":" in lock:
            assert "ne peut plus l’être" in text_of(answer)


def test_nobody_waiting_is_said_calmly(cast: Cast, client: Client) -> None:
    assert "Personne n’attend de place." in text_of(as_(client, cast.nora).get(url("joint")))


def test_numbers_and_sentences_read_well() -> None:
    assert [number(n) for n in (2, 12, 13)] == ["Deux", "Douze", "13"]
    assert bare("Trop près : 68,7 km, il en faut 200.") == "trop près : 68,7 km, il en faut 200"
    assert bare("") == ""


def test_the_page_costs_the_same_for_many_places_and_many_who_wait(cast: Cast, client: Client) -> None:
    person = joined(cast)
    move_in(alix(cast), shelter("S300", "FR-35"), by=cast.nora, at=AT)
    as_(client, cast.nora)

    def cost() -> int:
        client.get(url("search", person.pk))
        with CaptureQueriesContext(connection) as default, CaptureQueriesContext(connections["keys"]) as keys:
            client.get(url("search", person.pk))
        return len(default) + len(keys)

    few = cost()
    for n in range(4):
        house = shelter(f"S1{n:02}", "FR-35")
        move_in(alix(cast, network="t"), house, by=cast.nora, at=AT, network="t")
        shelter(f"S2{n:02}", "FR-59")
        joined(cast)

    assert cost() == few
    assert few <= 30


def test_duty_at_night_is_warned_that_she_decides_alone(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = joined(cast)
    override = ask_override(person, place_id=uuid.UUID(place_of(cast.s002)), reason="x", by=cast.judith, at=AT)
    as_(client, cast.judith)
    assert "Vous décideriez seule" not in text_of(client.get(url("override", override.pk)))

    night = AT.replace(hour=23)
    monkeypatch.setattr(timezone, "now", lambda: night)
    as_(client, cast.judith)

    assert "Vous décideriez seule" in text_of(client.get(url("override", override.pk)))
    accounts.set_duty(
        cast.marc, rank=1, starts_at=night - timedelta(hours=1), ends_at=night + timedelta(hours=1), by=None, at=AT
    )
    assert "Vous décideriez seule" not in text_of(client.get(url("override", override.pk)))
    assert Assessment.objects.filter(person=person).exists()
