"""The list of situations as a file: plain columns, no formula, on record."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.common import tables
from havre.record import audit
from havre.record.models import AuditEntry, Export
from tests.cast import Cast
from tests.desk.test_today import called

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert tables.cell(text) == f"'{text}"
    assert tables.cell(-2) == "-2" and tables.cell("B8R-42") == "B8R-42"


def typed(client: Client, words: str, order: str = "") -> str:
    """The address to which a typed filter leads."""
    return str(client.post(f"/situations/{order}", {"q": words, "show": "all", "state": ""})["Location"])


def test_what_is_typed_stands_in_no_address_and_filters_all_the_same(client: Client, cast: Cast) -> None:
    early, late = called(cast, days_ago=4).person, called(cast).person
    client.force_login(cast.nora)

    address = typed(client, early.reference.lower(), "?tri=-nom&page=3")
    page = client.get(address).content.decode()

    assert address.startswith("/situations/?") and "show=all" in address and "tri=-nom" in address
    assert early.reference.lower() not in address.lower() and "page" not in address and "q=" not in address
    assert early.reference in page and late.reference not in page
    assert f'value="{early.reference.lower()}"' in page and address.partition("mots=")[2] in page
    assert typed(client, early.reference.lower()).partition("mots=")[2] == address.partition("mots=")[2]
    assert typed(client, " ") == "/situations/?show=all"


def test_the_key_of_a_typed_filter_opens_nothing_for_anybody_else_and_old_ones_go(client: Client, cast: Cast) -> None:
    early, late = called(cast, days_ago=4).person, called(cast).person
    client.force_login(cast.nora)
    address = typed(client, early.reference)
    other = Client()
    other.force_login(cast.marc)

    assert late.reference in other.get(address).content.decode()
    for number in range(8):
        typed(client, f"Mot{number}")
    assert late.reference in client.get(address).content.decode()


def test_the_file_holds_what_the_address_asked_and_nothing_sealed(client: Client, cast: Cast) -> None:
    early, late = called(cast, days_ago=4).person, called(cast).person
    client.force_login(cast.nora)

    answer = client.post(typed(client, early.reference).replace("/situations/", "/situations/table/"))
    text = b"".join(answer).decode()  # type: ignore[call-overload]

    number = Export.objects.get().number
    assert answer["Content-Disposition"] == f'attachment; filename="situations-2026-03-17-{number}.csv"'
    assert text.startswith(f"\ufeffTéléchargement {number}\r\nRéférence;Étape;")
    assert text.splitlines()[2] == f"{early.reference};Reçue;2026-03-13;2026-03-13;5;2026-03-13"
    assert late.reference not in text and early.pseudonym not in text and cast.nora.name not in text
    entry = AuditEntry.objects.get(event="table_taken")
    assert audit.read_details(entry) == {"table": "Les situations", "number": number}
    assert audit.read_actor(bytes(entry.actor)) == cast.nora.pk


def test_only_readers_of_situations_take_it_and_never_by_a_link(client: Client, cast: Cast) -> None:
    for who in ("anne", "claire", "project", "officer"):
        client.force_login(getattr(cast, who))
        assert client.post("/situations/table/").status_code == 404, who
    client.force_login(cast.nora)
    assert client.get("/situations/table/").status_code == 405
    assert not AuditEntry.objects.filter(event="table_taken").exists()
