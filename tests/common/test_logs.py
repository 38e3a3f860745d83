"""What opens a door stands in no log, whatever a mail program does with its address."""

from __future__ import annotations

import logging
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from havre.common import tokens

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DOORS = (
    "training:link",
    "resources:link",
    "network:link",
    "surveys:take_link",
    "network:subscription",
    "training:seat",
)


@pytest.mark.parametrize("name", DOORS)
def test_a_log_names_the_kind_of_an_address_and_not_the_key_in_it(name: str, caplog: pytest.LogCaptureFixture) -> None:
    key = tokens.new()
    where = reverse(name, args=[key])

    with caplog.at_level(logging.DEBUG):
        for method in ("OPTIONS", "POST", "PUT", "PROPFIND", "HEAD"):
            Client().generic(method, where)
        Client(enforce_csrf_checks=True).post(where)
        for cut in (where[:-1], f"{where}.", f"/{key}", f"{where}{key}"):
            Client().get(cut)

    assert len(caplog.records) >= 4
    assert key not in caplog.text and where.split(key)[0] in caplog.text


def test_an_id_stays_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    session = uuid.uuid4()

    Client().get(reverse("training:public", args=[session]))

    assert str(session) in caplog.text
