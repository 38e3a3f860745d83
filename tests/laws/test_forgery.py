"""A forged request does nothing, and a page runs no script but its own and reaches no other host."""

from __future__ import annotations

import logging
from http import HTTPStatus

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from havre.directory.operations import accounts
from havre.record.models import AuditEntry
from tests.cast import AT, PASSWORD, Cast
from tests.laws.test_matrix import Stage, addresses

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:",
    "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip


def test_no_address_takes_a_form_without_its_token(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("django.security.csrf"), "disabled", True)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda self, *args, **kwargs: "")
    stage = Stage(cast)
    forger = Client(enforce_csrf_checks=True)
    with time_machine.travel(stage.now, tick=False):
        forger.force_login(cast.nora)
        before = AuditEntry.objects.count()
        answers = {}
        for name, wanted in addresses():
            path = reverse(name, kwargs=stage.arguments(name, wanted))
            assert not getattr(resolve(path).func, "csrf_exempt", False), name
            answers[name] = forger.post(path).status_code

    taken = {name: status for name, status in answers.items() if status != HTTPStatus.FORBIDDEN}
    assert taken == {}
    assert len(answers) > 100
    assert AuditEntry.objects.count() == before


def test_every_page_forbids_foreign_script_and_every_cookie_hides_from_it(cast: Cast) -> None:
    client = Client()
    accounts.open_account(mail="odette@example.org", name="Odette", password=PASSWORD, by=None, at=AT)
    client.post(reverse("account_login"), {"login": "odette@example.org", "password": PASSWORD})

    for path in ("/", "/situations/", "/nowhere/", "/sign-in/"):
        answer = client.get(path)
        assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY, path
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in client.cookies.values())
