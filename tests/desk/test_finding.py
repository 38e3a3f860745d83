"""Finding: forgiving what is mistyped, telling nobody more than they may see, keeping nothing in an address."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.desk import finding
from havre.desk.finding import fold, is_near
from tests.cast import Cast
from tests.desk.test_today import called

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOTHING = "Rien à ce nom."


def answers(client: Client, typed: str) -> str:
    return client.post("/find/", {"q": typed}, headers={"X-Typing": "1"}).content.decode()


@pytest.mark.parametrize(
    ("word", "typed", "near"),
    [
        ("celeste", "celest", True), ("celeste", "celesste", True), ("celeste", "cleeste", True),
        ("celeste", "celasta", False), ("celeste", "cele", False), ("swann", "swann", True), ("w6n39", "w6n93", True),
    ],
)  # fmt: skip
def test_one_slip_is_forgiven_and_two_are_not(word: str, typed: str, near: bool) -> None:
    assert is_near(word, typed) is near


def test_accents_case_and_hyphens_make_no_difference() -> None:
    assert fold("Céleste") == fold("CELESTE ") == "celeste"
    assert fold("w6n 39") == fold("W6N-39")
    assert fold("%_'") == ""


def test_a_situation_is_found_however_its_name_or_reference_is_typed(client: Client, cast: Cast) -> None:
    person = called(cast).person
    client.force_login(cast.nora)

    name, reference = fold(person.pseudonym), person.reference
    slip = reference[:1] + reference[2:]
    for typed in (name, person.pseudonym.upper(), reference.lower(), reference.replace("-", ""), slip):
        assert person.reference in answers(client, typed), typed
    assert NOTHING in answers(client, "zzzz")
    assert client.post("/find/", {"q": person.reference})["Location"] == f"/situations/{person.pk}/"


def test_what_is_typed_stands_in_no_address(client: Client, cast: Cast) -> None:
    person = called(cast).person
    client.force_login(cast.nora)

    assert person.reference not in client.get("/find/", {"q": person.reference}).content.decode()
    page = client.get("/").content.decode()
    assert 'method="post" action="/find/"' in page
    assert 'method="get" action="/find/"' not in page


def test_names_and_sealed_things_are_never_found(client: Client, cast: Cast) -> None:
    called(cast)
    client.force_login(cast.nora)

    for typed in ("0600000000", "Maison", "Portville", "Claire", "%", "' OR 1=1"):
        found = finding.find(cast.nora, typed)
        assert (found.situations, found.partners) == ([], []), typed


def test_pages_and_acts_answer_to_french_english_and_other_names_by_right(client: Client, cast: Cast) -> None:
    def labels(who: str, typed: str) -> list[str]:
        found = finding.find(getattr(cast, who), typed)
        return [one.url for one in (*found.acts, *found.pages)]

    assert labels("nora", "nouvel app") == [reverse("intake:new")]
    assert labels("nora", "call") == [reverse("intake:new"), reverse("intake:list")]
    assert "/recent/" in labels("nora", "undo")
    assert "/situations/" in labels("nora", "dossiers")
    assert labels("project", "undo") == ["/recent/"] and labels("project", "dossiers") == []
    assert labels("anne", "call") == []
    assert "/network/" in labels("project", "annuaire")


def test_whoever_reads_no_situation_finds_none(client: Client, cast: Cast) -> None:
    person = called(cast).person
    client.force_login(cast.project)

    assert NOTHING in answers(client, person.reference)
    assert "S058" in answers(client, "s0")
    client.force_login(cast.anne)
    assert client.post("/find/", {"q": person.reference}).status_code == 404


def test_finding_costs_the_same_for_one_and_for_many(client: Client, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            answers(client, "a")
        return len(asked)

    called(cast)
    client.force_login(cast.nora)
    cost()
    one = cost()
    for _ in range(6):
        called(cast)

    assert cost() <= one + 2
