"""The day of the coordination, what stands around every page, and finding."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from havre.desk import numbers
from havre.desk.faces import home_of
from havre.placements.operations.alarms import raise_alarm
from havre.referrals.content import Referrer, Submission
from havre.referrals.models import Referral
from havre.referrals.operations import submit_referral, take_up
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def called(cast: Cast, *, days_ago: float = 0) -> Referral:
    at = timezone.now() - timedelta(days=days_ago)
    return submit_referral(data=Submission(referrer=Referrer(phone="0600000000")), by=cast.nora, at=at)


def text_of(client: Client, path: str = "/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(0, "Personne n’attend."), (1, "Une personne attend une place."), (6, "Six personnes attendent une place."), (40, "40 personnes attendent une place.")],
)  # fmt: skip
def test_the_day_begins_with_a_sentence(number: int, sentence: str) -> None:
    assert numbers.waiting_sentence(number) == sentence


def test_who_waits_longest_comes_first_with_the_days_counted_from_one(client: Client, cast: Cast) -> None:
    late, early = called(cast, days_ago=1), called(cast, days_ago=4)
    client.force_login(cast.nora)

    page = text_of(client)

    assert "Deux personnes attendent une place." in page
    assert page.index(early.person.reference) < page.index(late.person.reference)
    assert "jour 5" in page and "jour 2" in page


def test_one_may_see_only_what_is_ones_own(client: Client, cast: Cast) -> None:
    mine, other = called(cast), called(cast)
    take_up(mine, by=cast.nora, at=timezone.now())
    client.force_login(cast.nora)

    page = text_of(client, "/?a=moi")

    assert mine.person.reference in page
    assert "Deux personnes attendent" in page
    assert not re.search(
        rf'class="cover"[^>]*>{other.person.pseudonym}</a> <span class="ref">{other.person.reference}', page
    )


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("head", "desk:today"), ("nora", "desk:today"), ("judith", "desk:today"), ("lawyer", "desk:today"),
        ("claire", "placements:shelter_home"), ("karim", "placements:shelter_home"), ("anne", "referrals:mine"),
        ("escort", "placements:escort_home"), ("administrator", "directory:accounts"), ("officer", "record:list"),
        ("project", "directory:list"),
    ],
)  # fmt: skip
def test_everybody_arrives_where_their_work_is(cast: Cast, who: str, home: str) -> None:
    assert home_of(getattr(cast, who)) == home


def test_the_alarm_stands_on_every_page_of_the_coordination_and_on_no_other(client: Client, cast: Cast) -> None:
    person = called(cast).person
    raise_alarm(
        person.pk, kind="arrival", expected_at=timezone.now() - timedelta(minutes=64), by=None, at=timezone.now()
    )

    for who, seen in (("nora", True), ("head", True), ("lawyer", False)):
        client.force_login(getattr(cast, who))
        for path in ("/", "/situations/"):
            assert ("non confirmée depuis 1\u00a0h\u00a004" in text_of(client, path)) is seen, (who, path)


def test_a_lawyer_sees_neither_held_places_nor_the_map(client: Client, cast: Cast) -> None:
    called(cast)
    client.force_login(cast.lawyer)

    page = text_of(client)

    assert "Places retenues" not in page
    assert "Où il reste de la place" not in page


def test_the_map_counts_places_and_names_no_house(client: Client, cast: Cast) -> None:
    client.force_login(cast.nora)

    page = text_of(client)

    assert "Où il reste de la place" in page
    assert "Finistère" in page and "S017" not in page and "Maison S017" not in page


def test_the_day_costs_the_same_for_one_and_for_twenty(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    called(cast)
    client.force_login(cast.nora)
    text_of(client)
    for _ in range(15):
        take_up(called(cast), by=cast.nora, at=timezone.now())

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        text_of(client)
