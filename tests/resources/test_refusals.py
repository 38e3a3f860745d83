"""A button that is refused says so as a word of warning: nobody did wrong, and the page says what holds now."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from havre.resources import operations
from tests.cast import AT, Cast
from tests.resources.pages import a_pdf, written
from tests.resources.story import card, taken

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def told(client: Client, name: str, *arguments: object, version: int = 1) -> str:
    """How the page that follows says what came of a button."""
    answer = client.post(reverse(name, args=arguments), {"version": version})
    assert answer.status_code == 302
    return [one.level_tag for one in get_messages(answer.wsgi_request)][-1]


def test_every_refused_button_of_the_desk_and_the_library_warns(cast: Cast) -> None:
    lawyer = Client()
    lawyer.force_login(cast.lawyer)
    request = taken(cast.anne, cast.nora)
    page = written(cast.lawyer)
    document = operations.add_document(page, name="a.pdf", content=a_pdf("x"), by=cast.lawyer, at=AT)
    article = card()

    assert told(lawyer, "resources:take", request.pk) == "warning"
    assert told(lawyer, "library:publish", page.pk, version=page.version) == "warning"
    assert told(lawyer, "library:publish_document", document.pk, version=document.version) == "warning"
    assert told(lawyer, "resources:verify", article.pk, version=article.version + 1) == "warning"
    assert told(lawyer, "resources:verify", article.pk, version=article.version) == "success"
