"""Documents of the library: two people publish one, who takes it, its end, the one that takes its place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.resources import operations
from havre.resources.models import Edition, LibraryDocument
from havre.resources.operations.documents import StillRead
from havre.resources.operations.pages import OneAlone
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.resources.pages import a_docx, a_pdf, handed_out, published, written

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def browser(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def found(client: Client, word: str) -> str:
    return client.post(reverse("library:home"), {"words": word}, follow=True).content.decode()


def takes(client: Client, row: LibraryDocument) -> int:
    return client.get(reverse("library:document", args=[row.pk])).status_code


def test_a_document_waits_for_a_second_reader_and_until_then_only_its_keepers_see_it(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    lawyer, where = browser(cast.lawyer), reverse("library:one", args=[page.pk])
    form = form_to(lawyer.get(where).content.decode(), reverse("library:add_document", args=[page.pk]))
    sent = form.filled() | {"file": SimpleUploadedFile("modèle.pdf", a_pdf("procuration"))}
    lawyer.post(form.action, sent)
    row = LibraryDocument.objects.get()

    assert (row.state, row.added_by, row.sheets) == ("in_reading", cast.lawyer, 1)
    assert [takes(browser(one), row) for one in (None, cast.anne, cast.claire)] == [404] * 3
    assert "Aucune page ne répond" in found(browser(), "procuration")
    assert "modèle.pdf" not in browser().get(reverse("library:page", args=["fr", "delai"])).content.decode()
    assert "1 document attend" in browser(cast.nora).get(reverse("library:desk")).content.decode().replace(
        "\u00a0", " "
    )
    assert page.title in browser(cast.nora).get(reverse("library:desk"), {"state": "documents"}).content.decode()
    shown = lawyer.get(where).content.decode()
    assert "modèle.pdf" in shown and reverse("library:publish_document", args=[row.pk]) not in shown
    with pytest.raises(OneAlone):
        operations.publish_document(row, by=cast.lawyer, at=AT)

    nora = browser(cast.nora)
    press = form_to(nora.get(where).content.decode(), reverse("library:publish_document", args=[row.pk]))
    nora.post(press.action, dict(press.values))

    assert takes(browser(), row) == 200 and "dans le document" in found(browser(), "procuration")
    row.refresh_from_db()
    assert (row.second_reader, row.published_on) == (cast.nora, timezone.localdate(AT))
    told = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"document_added", "document_published"} <= told


def test_a_file_that_is_refused_leaves_the_draft_as_it_was_in_its_form(cast: Cast) -> None:
    page = written(cast.lawyer)
    lawyer, where = browser(cast.lawyer), reverse("library:one", args=[page.pk])

    form = form_to(lawyer.get(where).content.decode(), reverse("library:add_document", args=[page.pk]))
    sent = form.filled() | {"file": SimpleUploadedFile("photo.png", b"\x89PNG\r\n")}
    answer = lawyer.post(form.action, sent).content.decode()

    assert "Ce n’est ni un PDF" in answer
    kept = form_to(answer, where).filled()
    assert (kept["title"], kept["theme"]) == ([page.title], [page.theme])


def test_a_document_is_found_by_its_words_and_taken_as_an_attachment(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora, audience="professionals").page
    row = handed_out(page, cast.lawyer, cast.nora, "modèle.pdf", a_pdf("domiciliation administrative"))
    handed_out(page, cast.lawyer, cast.nora, "lettre.docx", a_docx("procuration"))

    for word in ("domiciliation", "procuration"):
        assert page.title.split()[1] in found(browser(cast.anne), word)
        assert "Aucune page ne répond" in found(browser(), word)
    assert takes(browser(), row) == 404
    answer = browser(cast.anne).get(reverse("library:document", args=[row.pk]))
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_that_is_read_is_withdrawn_before_it_is_destroyed_and_can_come_back(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    row = handed_out(page, cast.lawyer, cast.nora, content=a_pdf("procuration"))
    with pytest.raises(StillRead):
        operations.remove_document(row, by=cast.nora, at=AT)

    operations.withdraw_document(row, version=row.version, by=cast.nora, at=AT)
    assert "Aucune page ne répond" in found(browser(), "procuration") and takes(browser(), row) == 404
    with pytest.raises(Stale):
        operations.submit_document(row, version=row.version - 1, by=cast.nora, at=AT)
    operations.submit_document(row, by=cast.nora, at=AT)
    with pytest.raises(OneAlone):
        operations.publish_document(row, by=cast.nora, at=AT)
    operations.publish_document(row, by=cast.lawyer, at=AT)
    assert takes(browser(), row) == 200

    operations.withdraw_document(row, by=cast.nora, at=AT)
    with pytest.raises(NotAllowed):
        operations.remove_document(row, by=cast.claire, at=AT)
    operations.remove_document(row, by=cast.nora, at=AT)
    assert not LibraryDocument.objects.exists()


def test_a_better_one_takes_the_place_of_a_document_when_it_is_published(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    old = handed_out(page, cast.lawyer, cast.nora, "ancien.pdf", a_pdf("procuration"))
    new = operations.add_document(page, name="neuf.pdf", content=a_pdf("mandat"), replaces=old, by=cast.lawyer, at=AT)
    assert takes(browser(), old) == 200, "until the other one is read"

    operations.publish_document(new, by=cast.nora, at=AT)

    answer = browser().get(reverse("library:document", args=[old.pk]))
    assert answer.headers["Location"] == reverse("library:document", args=[new.pk])
    assert "dans le document" in found(browser(), "mandat") and "Aucune page ne répond" in found(
        browser(), "procuration"
    )
    elsewhere = published(cast.lawyer, cast.nora, "autre").page
    for wrong in (old, handed_out(elsewhere, cast.lawyer, cast.nora)):
        with pytest.raises(NotNow):
            operations.add_document(page, name="x.pdf", content=a_pdf("x"), replaces=wrong, by=cast.lawyer, at=AT)


def test_a_document_that_ends_is_told_once_and_says_so_to_its_readers(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    today = timezone.localdate()
    handed_out(page, cast.nora, cast.lawyer, valid_until=today + timedelta(days=20))
    handed_out(page, cast.nora, cast.lawyer, "vieux.pdf", valid_until=today - timedelta(days=1))
    waiting = operations.add_document(page, name="lu.pdf", content=a_pdf("x"), valid_until=today, by=cast.nora, at=AT)

    assert [operations.warn_of_ends(timezone.now()) for _time in range(2)] == [2, 0]

    assert OutboxMessage.objects.filter(recipient=cast.nora.pk).exists()
    waiting.refresh_from_db()
    assert waiting.warned_on is None
    assert "1 page s’achève" in browser(cast.lawyer).get(reverse("library:desk")).content.decode().replace(
        "\u00a0", " "
    )
    shown = browser().get(reverse("library:page", args=["fr", "delai"])).content.decode()
    assert shown.count("son temps est passé") == 1


def test_a_new_document_makes_its_page_new_for_those_who_keep_a_search(cast: Cast) -> None:
    page = published(cast.lawyer, cast.nora).page
    row = operations.add_document(page, name="a.pdf", content=a_pdf("x"), by=cast.lawyer, at=AT)

    operations.publish_document(row, by=cast.nora, at=AT + timedelta(days=3))

    assert Edition.objects.get(page=page).renewed_at == AT + timedelta(days=3)
