"""Coming in, and losing nothing when the session has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from havre.desk import kept
from havre.desk.seats import SEATS
from havre.directory.operations import accounts
from havre.journey.models import Journey
from havre.record import drafts
from havre.record.models import Draft
from tests.cast import AT, PASSWORD, Cast
from tests.journey.test_way import called

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def signed_in(mail: str, client: Client) -> None:
    answer = client.post("/sign-in/", {"login": mail, "password": PASSWORD})
    assert answer.status_code == 302


def seated(client: Client) -> Client:
    """Nora's seat exists and she sits on it."""
    user = accounts.open_account(mail="nora@havre.example", name="Nora B.", password=PASSWORD, by=None, at=AT)
    accounts.grant_role(user, role="coordinator", by=None, at=AT)
    signed_in("nora@havre.example", client)
    return client


def test_the_sign_in_page_offers_the_seats_of_the_demonstration(client: Client) -> None:
    page = client.get("/sign-in/").content.decode()

    assert page.count('name="seat"') == len(SEATS) == 13
    assert "Docteure Anne" in page


def test_a_seat_is_taken_without_a_password_and_an_unknown_one_is_nobodys(client: Client) -> None:
    user = accounts.open_account(mail="paul@havre.example", name="Paul D.", password=PASSWORD, by=None, at=AT)
    accounts.grant_role(user, role="lawyer", by=None, at=AT)

    assert client.post("/sign-in/seat/", {"seat": "root"}).status_code == 404
    assert client.post("/sign-in/seat/", {"seat": "nora"}).status_code == 404
    assert client.get("/sign-in/seat/").status_code == 405
    answer = client.post("/sign-in/seat/", {"seat": "paul", "next": "https://elsewhere.example/"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Aujourd’hui" in client.get("/").content.decode()


def test_before_sign_in_the_language_is_kept_in_a_cookie(client: Client) -> None:
    asked = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    unknown = client.post("/language/", {"language": "tlh", "next": "https://elsewhere.example/"})

    assert (asked["Location"], unknown["Location"]) == ("/sign-in/", "/")
    assert client.cookies["havre_language"].value == "en"
    assert '<html lang="en"' in client.get("/sign-in/").content.decode()


def test_language_and_theme_are_those_of_the_account(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)

    client.post("/language/", {"language": "en"})
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": "'><script>"})
    client.post("/language/", {"language": "tlh"})

    cast.nora.refresh_from_db()
    assert (cast.nora.language, cast.nora.theme) == ("en", "dark")
    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_what_was_typed_after_the_session_ended_is_kept_sealed_and_offered_again(client: Client, cast: Cast) -> None:
    referral = called(cast)
    seated(client).get("/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)

    answer = client.post(f"/situations/{referral.person_id}/note/", {"text": "Elle a rappelé.", "version": "1"})

    assert answer.status_code == 401
    assert "gardé, scellé" in answer.content.decode()
    draft = Draft.objects.get()
    assert b"rappel" not in bytes(draft.content)
    signed_in("nora@havre.example", client)
    assert "Reprendre ce que vous aviez tapé" in client.get("/").content.decode()
    page = client.get("/kept/").content.decode()
    assert "Elle a rappelé." in page
    sent = client.post(
        f"/situations/{referral.person_id}/note/", {"text": "Elle a rappelé.", "kept_draft": str(draft.pk)}
    )
    assert sent.status_code == 302
    assert not Draft.objects.exists()


def test_it_is_kept_for_a_day_and_then_forgotten(client: Client, cast: Cast) -> None:
    referral = called(cast)
    seated(client).get("/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    client.post(f"/situations/{referral.person_id}/note/", {"text": "Elle a rappelé."})
    draft = Draft.objects.get()

    assert draft.keep_until - draft.saved_at == timedelta(hours=24)
    assert drafts.sweep(draft.keep_until - timedelta(seconds=1)) == 0
    assert drafts.sweep(draft.keep_until) == 1


def test_nothing_is_kept_for_a_stranger_a_made_up_cookie_or_an_empty_form(client: Client, cast: Cast) -> None:
    referral = called(cast)
    note = f"/situations/{referral.person_id}/note/"

    stranger = client.post(note, {"text": "bonjour"})
    client.cookies[kept.COOKIE] = "bm90IGEgc2VhdA=="
    forged = client.post(note, {"text": "bonjour"})
    seated(client).get("/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    empty = client.post(note, {"text": "", "version": "3"})

    assert [answer.status_code for answer in (stranger, forged, empty)] == [302, 302, 302]
    assert not Draft.objects.exists()


def test_signing_out_makes_the_browser_forget_whose_seat_it_was(client: Client, cast: Cast) -> None:
    seated(client).get("/")
    assert client.cookies[kept.COOKIE].value

    client.post("/sign-out/")

    assert client.cookies[kept.COOKIE].value == ""


def test_a_password_is_never_kept(client: Client, cast: Cast) -> None:
    seated(client).get("/")
    client.cookies.pop(settings.SESSION_COOKIE_NAME)

    client.post("/theme/", {"theme": "dark", "password": PASSWORD})
    client.post("/situations/", {"password": PASSWORD})

    assert not Draft.objects.exists()
    assert Journey.objects.count() == 0
