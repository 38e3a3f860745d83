"""A theme on paper with its documents, and as a copy that opens without network."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.resources import operations
from havre.resources.library import copying
from tests.cast import AT, Cast
from tests.resources.pages import a_pdf, handed_out, published

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAPER, COPY = (reverse(f"library:{name}", args=["residence"]) for name in ("theme", "copy"))


def browser(user: User | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def shelf(cast: Cast) -> None:
    published(cast.lawyer, cast.nora, "deux", title="Une page des professionnels", audience="professionals")
    hidden = published(cast.lawyer, cast.nora, "trois", title="Entre partenaires", audience="partners").page
    first = published(cast.lawyer, cast.nora, "une", title="Une page pour tous", body="Voyez [l’autre](library:deux), [la loi](https://loi.example/x) et [entre nous](library:trois).").page  # fmt: skip
    handed_out(first, cast.lawyer, cast.nora, "../lettre à remplir.pdf", a_pdf("procuration"))
    handed_out(hidden, cast.lawyer, cast.nora, "secret.pdf", a_pdf("secret"))
    operations.add_document(first, name="pas-lu.pdf", content=a_pdf("x"), by=cast.lawyer, at=AT)


def said(answer: HttpResponse) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def unpacked(answer: HttpResponse) -> tuple[str, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        held = {name: pack.read(name) for name in pack.namelist()}
    return held.pop("index.html").decode(), held


def test_a_theme_on_paper_lists_the_documents_that_its_reader_may_take(shelf: None, cast: Cast) -> None:
    shown = said(browser().get(PAPER))

    assert "lettre à remplir.pdf" in shown and "http://testserver/library/documents/" in shown
    row = re.search(r"lettre à remplir\.pdf.*?</li>", shown, re.S)
    assert row and "Une page pour tous" in row.group() and "1 feuille" in row.group() and "17 mars 2026" in row.group()
    assert 'lang=""' not in shown
    assert "secret.pdf" not in shown and "pas-lu.pdf" not in shown
    assert "avec 1 document" in shown
    assert "secret.pdf" in said(browser(cast.claire).get(PAPER))


def test_a_copy_opens_alone_and_holds_only_what_its_reader_may_read(shelf: None, cast: Cast) -> None:
    page, documents = unpacked(browser().get(COPY))

    assert list(documents) == ["documents/1-..-lettre-à-remplir.pdf"] and documents.popitem()[1].startswith(b"%PDF-")
    assert (
        "Une page pour tous" in page and "Entre partenaires" not in page and "Une page des professionnels" not in page
    )
    assert '<html lang="fr">' in page and 'href="documents/1-' in page and "secret" not in page and "pas-lu" not in page
    assert 'href="#feuille-' in page and "ne la passez pas plus loin" not in page.replace("\u00a0", " ")
    for asks in ("<script", "<link", "<img", "src=", "url(", "@import", "<form", "<iframe"):
        assert asks not in page
    assert set(re.findall(r'href="(?!#|documents/)([^"]*)"', page)) == {"https://loi.example/x"}

    answer = browser(cast.claire).get(COPY)
    page, documents = unpacked(answer)
    assert "Entre partenaires" in page and len(documents) == 2
    assert "Pour les partenaires du réseau : ne la passez pas plus loin" in page.replace("\u00a0", " ")
    assert re.search(r'href="#feuille-\d"[^>]*>l’autre', page), "a page of the copy is reached inside it"
    assert (
        answer.headers["Content-Disposition"].startswith("attachment") and "no-store" in answer.headers["Cache-Control"]
    )


def test_a_copy_says_of_when_it_is_and_until_when_it_is_good(shelf: None, cast: Cast) -> None:
    today = timezone.localdate()
    page = unpacked(browser().get(COPY))[0].replace("\u00a0", " ")
    assert "Copie prise le 17 mars 2026" in page and "Valable jusqu’au 15 juin 2026" in page

    published(cast.lawyer, cast.nora, "bref", title="Une page brève", valid_until=today + timedelta(days=5))
    published(cast.lawyer, cast.nora, "passe", title="Une page passée", valid_until=today - timedelta(days=5))
    page = unpacked(browser().get(COPY))[0].replace("\u00a0", " ")
    assert "Valable jusqu’au 22 mars 2026" in page and "Son temps est passé" in page


def test_documents_that_are_too_heavy_are_named_and_left_out_and_it_is_said_before(
    shelf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "MOST_BYTES", 100)

    assert "sans les documents, trop lourds" in said(browser().get(PAPER))
    answer = browser().get(COPY)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "trop lourds pour cette copie" in said(answer) and "http://testserver/library/documents/" in said(answer)
    assert browser().get(reverse("library:copy", args=["nothing"])).status_code == 404
