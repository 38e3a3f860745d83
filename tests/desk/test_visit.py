"""The tour of the demonstration: note by note, without script, under an alarm, and nowhere else."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.test import Client
from django.utils import timezone

from havre.accounts.models import User
from havre.desk import seats, visit
from havre.directory.operations import accounts
from havre.placements.operations.alarms import raise_alarm
from tests.cast import PASSWORD, Cast
from tests.page_forms import forms_of
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def seated(key: str, **home: object) -> User:
    """An account on a seat that the sign-in page of the demonstration offers."""
    seat = seats.seat(key)
    assert seat
    user = accounts.open_account(mail=seat.mail, name=seat.card, password=PASSWORD, by=None, at=timezone.now())
    accounts.grant_role(user, role=seat.role, organisation=home.get("of"), by=None, at=timezone.now())  # type: ignore[arg-type]
    return user


def sit(client: Client, key: str) -> str:
    return client.post("/sign-in/seat/", {"seat": key}, follow=True).content.decode()


def press(client: Client, page: str, button: int) -> tuple[str, str]:
    """Press the first or second button of the note: where that leads, and its page."""
    form = [form for form in forms_of(page) if form.action == "/help/tour/step/"][button]
    answer = client.post(form.action, form.values, follow=True)
    assert answer.status_code == 200
    return answer.request["PATH_INFO"], answer.content.decode()


def number_of(page: str) -> str:
    found = re.search(r"Visite de la démonstration, (\d sur \d)", page)
    return found.group(1) if found else ""


def test_the_coordination_is_led_through_five_pages_once(client: Client, cast: Cast) -> None:
    nora = seated("nora")
    own = dataclasses.replace(cast, nora=nora)
    searched, asked = walk(own, "searched", house=cast.s017), walk(own, "asked")
    raise_alarm(asked.person.pk, kind="arrival", by=nora, at=timezone.now())

    page = sit(client, "nora")
    walked = [(number_of(page), "/")]
    assert page.index('class="alarm') < page.index('class="visit'), "nothing stands above an alarm"
    for _step in range(4):
        path, page = press(client, page, 0)
        walked.append((number_of(page), path))

    assert [number for number, _path in walked] == [f"{number} sur 5" for number in range(1, 6)]
    assert walked[1][1].startswith("/calls/") and walked[2][1] == f"/placements/{searched.person.pk}/search/"
    assert walked[3][1] == f"/placements/offers/{asked.offer.pk}/"
    assert "Dit par téléphone, ou plus tôt" in page or walked[4][1].startswith("/situations/")
    assert number_of(client.get("/").content.decode()) == "", "a note stands on its own page only"
    assert number_of(press(client, page, 0)[1]) == "", "the last button ends it"
    assert number_of(sit(client, "nora")) == "", "it does not begin by itself again"
    contents = client.get("/help/").content.decode()
    assert number_of(press(client, contents, 0)[1]) == "1 sur 5", "unless it is asked for"


def test_it_may_be_skipped_where_one_stands_and_leaves_out_what_is_not_there(client: Client, cast: Cast) -> None:
    seated("nora")

    page = sit(client, "nora")
    path, page = press(client, page, 0)
    assert number_of(page) == "2 sur 5"
    path, page = press(client, page, 1)

    assert path.startswith("/calls/") and number_of(page) == ""
    sit(client, "nora")
    client.post("/help/tour/step/", {"step": "3"})
    assert client.session.get(visit.SESSION) is None, "no search, no request, no situation of one's own: over"


def test_shelter_and_referrer_have_three_steps_of_their_own(client: Client, cast: Cast) -> None:
    seated("claire", of=cast.s058.organisation)
    seated("anne", of=cast.hospital)

    for key, paths in (
        ("claire", ["/placements/house/", "/network/places/", "/placements/house/residents/"]),
        ("anne", ["/referrals/", "/referrals/new/", "/referrals/guide/"]),
    ):
        page, walked = sit(client, key), [paths[0]]
        numbers = [number_of(page)]
        for _step in range(2):
            path, page = press(client, page, 0)
            walked, numbers = [*walked, path], [*numbers, number_of(page)]
        assert numbers == ["1 sur 3", "2 sur 3", "3 sur 3"]
        assert [path.startswith(wanted) for path, wanted in zip(walked, paths, strict=True)] == [True] * 3


def test_a_live_network_has_no_tour_and_no_other_role_has_one(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated("lucie")
    seated("nora")
    assert number_of(sit(client, "lucie")) == ""
    assert client.post("/help/tour/step/", {"step": "1"}).status_code == 404
    assert number_of(sit(client, "nora")) == "1 sur 5"

    monkeypatch.setattr("django.conf.settings.HAVRE_DEMO", False)

    assert number_of(client.get("/").content.decode()) == ""
    assert "Faire la visite" not in client.get("/help/").content.decode()
    assert client.post("/help/tour/step/", {"step": "1"}).status_code == 404
