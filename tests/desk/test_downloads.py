"""The page of downloads: who asked, who confirmed, what was taken; two browsers, two persons."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.record.exporting import ask_for_export
from havre.record.models import Export
from tests.cast import AT, Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def signed_in(who: object) -> Client:
    client = Client()
    client.force_login(who)  # type: ignore[arg-type]
    return client


def test_two_persons_at_two_screens_and_one_file(cast: Cast) -> None:
    it = walk(cast, "travelling")
    nora, marc, lawyer = signed_in(cast.nora), signed_in(cast.marc), signed_in(cast.lawyer)

    empty = nora.post("/downloads/travel_days/ask/", {"reason": " "})
    told = nora.post("/downloads/travel_days/ask/", {"reason": "réunion du lundi"}, follow=True).content.decode()
    twice = nora.post("/downloads/travel_days/ask/", {"reason": "réunion du lundi"})
    row = Export.objects.get()
    alone = nora.post(f"/downloads/{row.pk}/confirm/", follow=True).content.decode()
    early = nora.post(f"/downloads/{row.pk}/file/")
    desk, seen = marc.get("/").content.decode(), marc.get("/downloads/").content.decode()
    confirmed = marc.post(f"/downloads/{row.pk}/confirm/", follow=True).content.decode()
    ready = nora.get("/downloads/").content.decode()
    stolen = marc.post(f"/downloads/{row.pk}/file/")
    taken = nora.post(f"/downloads/{row.pk}/file/")
    text = b"".join(taken).decode()  # type: ignore[call-overload]
    again = nora.post(f"/downloads/{row.pk}/file/")

    assert empty.status_code == 422 and "C’est demandé" in told
    assert twice.status_code == 422 and "Vous avez déjà demandé ce tableau pour cette raison" in twice.content.decode()
    assert "On ne confirme pas" in alone and early.status_code == stolen.status_code == again.status_code == 302
    assert "attend une seconde personne" in desk and "réunion du lundi" in seen and "Confirmer" in seen
    assert "Confirmé." in confirmed and "confirmé par Marc T." in ready
    assert taken["Content-Disposition"] == f'attachment; filename="travel_days-2026-03-17-{row.number}.csv"'
    assert text.splitlines()[0] == f"\ufeffTéléchargement {row.number}"
    assert it.person.reference in text and it.person.pseudonym not in text
    assert lawyer.post(f"/downloads/{row.pk}/confirm/").status_code == 404
    assert "réunion du lundi" not in lawyer.get("/downloads/").content.decode()
    assert "téléchargé" in marc.get("/downloads/").content.decode()


def test_a_plain_table_is_taken_at_once_and_listed_and_what_is_not_read_is_not_found(cast: Cast) -> None:
    walk(cast, "travelling")
    nora, project = signed_in(cast.nora), signed_in(cast.project)

    taken = nora.post("/downloads/travels/take/")

    assert taken["Content-Type"].startswith("text/csv")
    assert "Les voyages" in nora.get("/downloads/").content.decode()
    assert "Les voyages" not in project.get("/downloads/").content.decode()
    for address in ("travels/take", "travel_days/ask", "waiting/ask", "situations/take"):
        assert project.post(f"/downloads/{address}/", {"reason": "x"}).status_code == 404, address
    assert nora.post("/downloads/travel_days/take/").status_code == 404
    assert nora.get("/downloads/travels/take/").status_code == 405
    assert Export.objects.count() == 1


def test_what_nobody_confirmed_is_said_to_have_passed_and_the_page_costs_the_same(cast: Cast) -> None:
    ask_for_export("waiting", reason="bilan", by=cast.nora, at=AT)
    nora = signed_in(cast.nora)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            nora.get("/downloads/")
        return len(asked)

    cost()
    one = cost()
    for number in range(5):
        ask_for_export("waiting", reason=f"bilan {number}", by=cast.marc, at=AT)
    assert cost() <= one + 1 and one < 25
    with time_machine.travel(AT + timedelta(hours=25), tick=False):
        late = signed_in(cast.nora).get("/downloads/").content.decode()
    assert late.count("passé sans suite") == 6 and "Confirmer" not in late
