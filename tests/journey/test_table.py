"""The list of situations as a file: plain columns, no formula, on record."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.common import tables
from havre.record import audit
from havre.record.models import AuditEntry
from tests.cast import Cast
from tests.desk.test_today import called

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert tables.cell(text) == f"'{text}"
    assert tables.cell(-2) == "-2" and tables.cell("B8R-42") == "B8R-42"


def test_the_file_holds_what_the_address_asked_and_nothing_sealed(client: Client, cast: Cast) -> None:
    early, late = called(cast, days_ago=4).person, called(cast).person
    client.force_login(cast.nora)

    answer = client.post(f"/situations/table/?q={early.reference}")
    text = b"".join(answer).decode()  # type: ignore[call-overload]

    assert answer["Content-Disposition"] == 'attachment; filename="situations-2026-03-17.csv"'
    assert text.startswith("\ufeffRéférence;Étape;")
    assert text.splitlines()[1] == f"{early.reference};Reçue;2026-03-13;2026-03-13;5;2026-03-13"
    assert late.reference not in text and early.pseudonym not in text and cast.nora.name not in text
    entry = AuditEntry.objects.get(event="table_taken")
    assert audit.read_details(entry) == {"table": "situations", "rows": 1}
    assert audit.read_actor(bytes(entry.actor)) == cast.nora.pk


def test_only_readers_of_situations_take_it_and_never_by_a_link(client: Client, cast: Cast) -> None:
    for who in ("anne", "claire", "project", "officer"):
        client.force_login(getattr(cast, who))
        assert client.post("/situations/table/").status_code == 404, who
    client.force_login(cast.nora)
    assert client.get("/situations/table/").status_code == 405
    assert not AuditEntry.objects.filter(event="table_taken").exists()
