"""Laws 2 and 3 in the address bar: nothing that somebody types is sent as part of an address, on any page."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.laws.test_matrix import Stage, actors, addresses, stops_at_the_door

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TYPED = re.compile(
    r"<textarea|<input(?![^>]*type=\"(?:hidden|checkbox|radio|submit|date|datetime-local|number)\")", re.IGNORECASE
)
FORMS = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
LOOKED_AT = (
    "coordinator",
    "head",
    "lawyer",
    "project_officer",
    "house_manager",
    "referrer",
    "administrator",
    "officer",
)


def sent_in_the_address(page: str) -> list[str]:
    """What is typed into forms of a page that are sent by GET."""
    by_get = (inside for attributes, inside in FORMS.findall(page) if 'method="post"' not in attributes.lower())
    return [found.group(0) for inside in by_get for found in TYPED.finditer(inside)]


def test_what_a_form_sends_by_get_is_seen() -> None:
    typed, chosen = '<input name="q" type="text">', '<select name="s"></select><input type="date" name="d">'

    assert sent_in_the_address(f'<form method="get">{typed}</form>') and sent_in_the_address(f"<form>{typed}</form>")
    assert not sent_in_the_address(f'<form method="post">{typed}</form><form method="get">{chosen}</form>')


def test_no_form_of_any_page_sends_a_typed_word_in_the_address(cast: Cast) -> None:
    stage = Stage(cast)
    found, forms, people = [], 0, actors(cast)
    with time_machine.travel(stage.now, tick=False):
        for who in LOOKED_AT:
            user, client = people[who], Client()
            client.force_login(user)  # type: ignore[arg-type]
            for name, wanted in addresses():
                path = reverse(name, kwargs=stage.arguments(name, wanted))
                if stops_at_the_door(path, user):
                    continue
                answer = client.get(path)
                if answer.status_code == 200 and not answer.streaming:
                    page = answer.content.decode(errors="replace")
                    forms += len(FORMS.findall(page))
                    found += [f"{who} {name}: {one}" for one in sent_in_the_address(page)]

    assert forms > 100 and found == []
