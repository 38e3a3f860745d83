from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.assessments.content import Actor, Zone
from havre.assessments.forms import DangerForm, DecisionForm, FactForm, OpinionForm, RiskForm, TraffickingForm
from havre.assessments.models import Assessment
from havre.assessments.operations.common import danger_of, trafficking_of
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.levels import raise_to_very_high
from havre.assessments.operations.opening import start
from havre.assessments.operations.trafficking import note_planted_sign
from havre.assessments.summary import summary
from havre.people.models import Person
from havre.people.profiles import Member
from havre.record import timeline
from havre.record.models import AuditEntry
from tests.assessments.story import alix, assessed, keep_known_pages, searching
from tests.cast import AT, Cast

NBSP = "\u00a0"
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PARTS = ("trafficking", "opinion", "danger", "fact", "risk", "decide", "reopen", "planted")


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_known_pages(monkeypatch)


def url(name: str, person: Person) -> str:
    return reverse(f"assessments:{name}", args=[person.pk])


def as_(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def test_the_page_shows_the_four_parts_and_names_what_is_missing(cast: Cast, client: Client) -> None:
    person = alix(cast)
    start(person, by=cast.nora, at=AT)

    page = as_(client, cast.nora).get(url("detail", person)).content.decode().replace(NBSP, " ")

    for part in ("Ce qui s’est passé", "À éviter", "De quoi tenir compte", "Ses accords", "Niveau", "Décision"):
        assert part in page
    assert "Il manque une conclusion sur les faits, ce qu’il faut éviter et le niveau de risque" in page
    assert "Noter ce qu’il faut éviter" in page


def test_the_title_names_nothing_but_the_reference(cast: Cast, client: Client) -> None:
    person = searching(cast)

    page = as_(client, cast.nora).get(url("detail", person)).content.decode().replace(NBSP, " ")

    assert f"<title>Évaluation {person.reference} · Havre</title>" in page
    assert "SexualExploitation" not in page


def test_strangers_find_nothing(cast: Cast, client: Client) -> None:
    person = searching(cast)
    for user in (cast.anne, cast.claire, cast.karim, cast.escort, cast.officer, cast.administrator, cast.project):
        as_(client, user)
        assert client.get(url("detail", person)).status_code == 404
        for part in PARTS:
            assert client.get(url(part, person)).status_code == 404
            assert client.post(url(part, person), {}).status_code == 404


def test_the_lawyer_reads_and_gives_a_second_opinion_but_writes_nothing_else(cast: Cast, client: Client) -> None:
    person = searching(cast)
    as_(client, cast.lawyer)

    assert "Modifier" not in client.get(url("detail", person)).content.decode().replace(NBSP, " ")
    for part in ("trafficking", "danger", "fact", "risk", "decide", "reopen", "planted"):
        assert client.get(url(part, person)).status_code == 404
    assert client.get(url("opinion", person)).status_code == 200


def danger_answers(version: int, **more: Any) -> dict[str, Any]:
    return {
        "version": version, "zones": "2", "actors": "1",
        "zone_0_where": "06, 83", "zone_0_why": "le réseau", "zone_1_where": "Marseille (13055)", "zone_1_radius": "40",
        "actor_0_role": "network", "actor_0_targets": ["person"], "actor_0_threats": ["debt_or_oath"],
        "severity": "3", "likelihood": "2", **more,
    }  # fmt: skip


def test_zones_and_actors_are_written_from_one_page(cast: Cast, client: Client) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)

    answer = as_(client, cast.nora).post(url("danger", assessment.person), danger_answers(assessment.version))

    assert answer.headers["Location"] == url("detail", assessment.person)
    danger = danger_of(Assessment.objects.get())
    assert danger.zones == [
        Zone(area="FR-06", why="le réseau"), Zone(area="FR-83", why="le réseau"), Zone(town="13055", radius_km=40),
    ]  # fmt: skip
    assert danger.actors == [Actor("network", ["person"], ["debt_or_oath"])]
    assert (danger.severity, danger.likelihood) == (3, 2)
    shown = client.get(url("danger", assessment.person)).content.decode().replace(NBSP, " ")
    assert "Alpes-Maritimes (06)" in shown
    assert "Marseille (13055)" in shown


def test_one_more_row_keeps_what_was_typed_and_writes_nothing(cast: Cast, client: Client) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)

    answer = as_(client, cast.nora).post(
        url("danger", assessment.person), danger_answers(assessment.version, more="zone", zone_0_where="Atlantide")
    )

    page = answer.content.decode().replace(NBSP, " ")
    assert 'value="Atlantide"' in page
    assert 'name="zone_3_where"' in page
    assert danger_of(Assessment.objects.get()).zones == []


BAD = {
    "unknown place": ({"zone_0_where": "Atlantide"}, "Nous ne connaissons pas ce lieu"),
    "two towns": ({"zone_0_where": "Saint-Denis"}, "Plusieurs communes répondent"),
    "reason without place": ({"zone_0_where": ""}, "Dites où"),
    "threat without role": ({"actor_0_role": ""}, "Dites qui"),
    "unknown role": ({"actor_0_role": "boss"}, "plus dans la liste"),
    "unknown threat": ({"actor_0_threats": ["x"]}, "plus dans la liste"),
    "too far": ({"zone_1_radius": "2000"}, "C’est trop"),
    "no number": ({"zone_1_radius": "loin"}, "nombre entier"),
    "unseen sign": ({"zone_0_why": "a\x00b"}, "signe invisible"),
    "too long": ({"zone_0_why": "x" * 500}, "trop long"),
    "wrong scale": ({"severity": "9"}, "plus dans la liste"),
}


@pytest.mark.parametrize("case", list(BAD))
def test_bad_answers_get_a_sentence_and_lose_nothing(cast: Cast, client: Client, case: str) -> None:
    changes, sentence = BAD[case]
    assessment = start(alix(cast), by=cast.nora, at=AT)

    answer = as_(client, cast.nora).post(url("danger", assessment.person), danger_answers(assessment.version) | changes)

    page = answer.content.decode().replace(NBSP, " ")
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="Marseille (13055)"' in page
    assert danger_of(Assessment.objects.get()).zones == []


def test_a_stale_form_shows_both_versions_and_the_second_save_wins(cast: Cast, client: Client) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)
    seen = assessment.version
    note_danger(
        assessment, zones=[Zone(area=f"FR-{n}") for n in (38, 69, 73, 74)], actors=[], severity=4, likelihood=4,
        by=cast.marc, at=AT,
    )  # fmt: skip

    answer = as_(client, cast.nora).post(url("danger", assessment.person), danger_answers(seen))

    page = answer.content.decode().replace(NBSP, " ")
    assert answer.status_code == 409
    assert "Isère (38)" in page
    assert "Haute-Savoie (74)" in page
    assert "06, 83" in page
    assert danger_of(Assessment.objects.get()).severity == 4
    again = client.post(url("danger", assessment.person), danger_answers(Assessment.objects.get().version))
    assert again.status_code == 302
    assert danger_of(Assessment.objects.get()).severity == 3


def test_two_clicks_write_once(cast: Cast, client: Client) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)
    as_(client, cast.nora)
    said = {"version": assessment.version, "level": "high", "reason": "elle est cherchée"}

    first = client.post(url("risk", assessment.person), said)
    second = client.post(url("risk", assessment.person), said)

    assert (first.status_code, second.status_code) == (302, 409)
    assert len(danger_of(Assessment.objects.get()).history) == 1


def test_the_proposal_and_an_override_stand_on_the_page(cast: Cast, client: Client) -> None:
    person = assessed(cast, level="very_high").person

    page = as_(client, cast.nora).get(url("detail", person)).content.decode().replace(NBSP, " ")

    assert "La règle propose : élevé." in page
    assert "très élevé, la règle proposait élevé : le réseau la cherche" in page
    assert "gravité grave, probabilité possible, relevée par 1 élément connu" in page


def test_a_conclusion_then_another_opinion(cast: Cast, client: Client) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)
    said = {
        "version": assessment.version, "exploitation": ["SexualExploitation"], "means": ["DebtBondage"],
        "status": "PossibleVictimOfTrafficking", "body": "NGO", "reasons": "dette",
    }  # fmt: skip
    assert as_(client, cast.nora).post(url("trafficking", assessment.person), said | {"reasons": ""}).status_code == 200
    client.post(url("trafficking", assessment.person), said)
    own = client.post(
        url("opinion", assessment.person), {"status": "ActualVictimOfTrafficking", "reasons": "x", "version": ""}
    )
    assert "quelqu’un d’autre" in own.content.decode().replace(NBSP, " ")

    as_(client, cast.lawyer).post(
        url("opinion", assessment.person), {"status": "ActualVictimOfTrafficking", "reasons": "précis", "version": ""}
    )

    content = trafficking_of(Assessment.objects.get())
    assert content.second_opinion is not None
    assert content.second_opinion.reasons == "précis"


def test_a_fact_from_justice_asks_for_her_agreement_first(cast: Cast, client: Client) -> None:
    assessment = assessed(cast)
    as_(client, cast.nora)
    said = {"kind": "release", "text": "sort en avril", "version": ""}

    refused = client.post(url("fact", assessment.person), said)
    assert "Son accord manque" in refused.content.decode().replace(NBSP, " ")
    client.post(url("fact", assessment.person), said | {"agreed_how": "spoken", "agreed_language": "pcm"})

    assert [fact.text for fact in danger_of(Assessment.objects.get()).facts] == ["sort en avril"]
    assert "repris avec son accord" in client.get(url("detail", assessment.person)).content.decode().replace(NBSP, " ")
    assert "agreed_how" not in client.get(url("fact", assessment.person)).content.decode().replace(NBSP, " ")


def test_a_decision_without_its_reason_comes_back_with_what_was_typed(cast: Cast, client: Client) -> None:
    assessment = assessed(cast)
    as_(client, cast.nora)

    answer = client.post(
        url("decide", assessment.person), {"decision": "redirected", "reason": "danger pas local", "version": ""}
    )
    assert "personne ne repart sans rien" in answer.content.decode().replace(NBSP, " ")
    assert "danger pas local" in answer.content.decode().replace(NBSP, " ")
    client.post(url("decide", assessment.person), {"decision": "search", "reason": "danger local", "version": ""})

    assert Assessment.objects.get().state == "search"
    client.post(url("reopen", assessment.person), {"reason": "du nouveau", "version": ""})
    assert Assessment.objects.get().state == "open"


def test_a_minor_is_told_the_way_and_never_searched_for(cast: Cast, client: Client) -> None:
    assessment = assessed(cast, alix(cast, household=[Member("Feminine", 16)]))
    as_(client, cast.nora)

    assert "Appelez le 119" in client.get(url("detail", assessment.person)).content.decode().replace(NBSP, " ")
    answer = client.post(url("decide", assessment.person), {"decision": "search", "reason": "x", "version": ""})

    assert "Appelez le 119" in answer.content.decode().replace(NBSP, " ")
    assert Assessment.objects.get().state == "open"


def test_the_note_apart_is_opened_by_post_for_a_purpose_by_who_follows_the_case(cast: Cast, client: Client) -> None:
    assessment = assessed(cast)
    note_planted_sign(assessment, sign="demande où sont les autres", by=cast.nora, at=AT)
    as_(client, cast.nora)
    assert "demande où" not in client.get(url("detail", assessment.person)).content.decode().replace(NBSP, " ")
    assert client.get(url("planted_open", assessment.person)).status_code == 405
    assert "demande où" not in client.post(url("planted_open", assessment.person), {}).content.decode().replace(
        NBSP, " "
    )
    before = AuditEntry.objects.filter(event="section_opened").count()

    opened = client.post(url("planted_open", assessment.person), {"purpose": "safety"})

    assert "demande où sont les autres" in opened.content.decode().replace(NBSP, " ")
    assert opened.headers["Refresh"]
    assert AuditEntry.objects.filter(event="section_opened").count() == before + 1
    assert "section_opened" not in [line.event for line in timeline.read(assessment.person_id)]
    for user in (cast.marc, cast.lawyer, cast.head):
        assert as_(client, user).post(url("planted_open", assessment.person), {"purpose": "safety"}).status_code == 404
    assert (
        as_(client, cast.judith).post(url("planted_open", assessment.person), {"purpose": "safety"}).status_code == 200
    )


def test_no_question_is_about_complaint_or_cooperation() -> None:
    for form in (TraffickingForm(), DangerForm(), OpinionForm(), RiskForm(), DecisionForm()):
        for name, field in form.fields.items():
            asked = f"{name} {field.label}".lower()
            assert not any(word in asked for word in ("plainte", "police", "coop", "complaint", "enquête"))
    assert not FactForm(agreed=True).fields.keys() - {"version", "kind", "text"}


def test_the_summary_says_what_other_rooms_need(cast: Cast) -> None:
    person = searching(cast, zones=[Zone(area="FR-06"), Zone(town="06088", radius_km=30)])
    raise_to_very_high(person.pk, cause="leak", by=None, at=AT)

    found = summary(Assessment.objects.get())

    assert (str(found.state), found.shape) == ("à chercher", "search")
    assert (found.level, found.is_marked, found.is_raised) == ("très élevé", True, True)
    assert found.avoid == ["Alpes-Maritimes", "Nice et 30\u00a0km autour"]
    assert found.facts[0] == ("Risque", "très élevé, 300\u00a0km au moins")


def test_the_page_costs_the_same_however_much_is_written(cast: Cast, client: Client) -> None:
    few, many = assessed(cast), assessed(cast)
    for n in range(6):
        note_danger(
            many, zones=[Zone(area=f"FR-{38 + k}") for k in range(n)], actors=[Actor("client")] * n, severity=2,
            likelihood=2, by=cast.nora, at=AT,
        )  # fmt: skip
    as_(client, cast.nora)
    for assessment in (few, many):
        client.get(url("detail", assessment.person))

    def cost(assessment: Assessment) -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(url("detail", assessment.person))
        return len(found)

    assert cost(few) == cost(many)
