"""Whatever is typed into any question of the house: a sentence, never a failure, and never run as script."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from havre.accounts.models import User
from tests.cast import Cast
from tests.laws.test_matrix import Stage, addresses, say_nothing, stops_at_the_door
from tests.page_forms import PageForm, forms_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SCRIPT = "<script>alert('havre')</script>"
HOSTILE: dict[str, str] = {
    "script": SCRIPT + "\" onmouseover='x' {{ 7*7 }} %(who)s ' OR 1=1 --",
    "numbers": "-99999999999999999999",
    "a day that is none": "0000-13-32T25:61",
    "controls": "\x00\x01\x1f\u202e\ufeff",
    "far too long": "é" * 60_000,
}
QUOTED = {kind: b"=" + quote_plus(typed).encode() for kind, typed in HOSTILE.items()}
FORM = "application/x-www-form-urlencoded"
WHO = ("nora", "head", "claire", "anne", "escort", "administrator", "project", "officer")


def all_forms(stage: Stage) -> Iterator[tuple[User, PageForm]]:
    """Every form that somebody of the cast is shown, each address once."""
    seen: set[str] = set()
    for who in WHO:
        user: User = getattr(stage.cast, who)
        client = Client()
        client.force_login(user)
        for name, wanted in addresses():
            path = reverse(name, kwargs=stage.arguments(name, wanted))
            if stops_at_the_door(path, user):
                continue
            answer = client.get(path)
            if answer.status_code != 200:
                continue
            for form in forms_of(answer.content.decode(errors="replace")):
                form.action = form.action or path
                if form.method == "post" and form.action.startswith("/") and form.action not in seen:
                    seen.add(form.action)
                    yield user, form


@pytest.fixture
def asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[User, PageForm]]]:
    stage = Stage(cast)
    monkeypatch.setattr("havre.urls.handler404", say_nothing)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    with time_machine.travel(stage.now, tick=False):
        yield list(all_forms(stage))


def test_no_answer_to_any_question_breaks_a_page(asked: list[tuple[User, PageForm]]) -> None:
    assert len(asked) > 60
    assert sum(len(form.values) + len(form.choices) for _user, form in asked) > 200

    broken, shown = [], 0
    for user, form in asked:
        names = sorted({*form.values, *form.choices, *form.buttons})
        for kind, typed in QUOTED.items():
            status, page = send(user, form.action, b"&".join(name.encode() + typed for name in names))
            shown += escape(SCRIPT) in page
            if status >= 500 or SCRIPT in page:
                broken.append((form.action, kind, status))
        status, _page = send(user, form.action, b"&".join(name.encode() + b"=%FF%FE%C3%28%00" for name in names))
        if status >= 500:
            broken.append((form.action, "bytes of no encoding", status))
    assert broken == []
    assert shown > 10, "what was typed is kept, as text"


def send(user: User, path: str, body: bytes) -> tuple[int, str]:
    """The answer, and nothing done."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        client.force_login(user)
        answer = client.generic("POST", path, body, content_type=FORM)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace")
