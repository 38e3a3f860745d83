"""Papers for the person on the screen and in print: for whom, in which direction, and what never stands on them."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from havre.accounts.models import User
from havre.countries.papers import LANGUAGES, PAPERS
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def sheet(client: Client, user: User, key: str, language: str) -> str:
    client.force_login(user)
    answer = client.get(reverse("people:paper", args=[key, language]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_referrer_house_and_coordination_read_every_sheet_and_nobody_else(client: Client, cast: Cast) -> None:
    for user in (cast.anne, cast.karim, cast.nora):
        client.force_login(user)
        listed = client.get(reverse("people:papers")).content.decode()
        for key in PAPERS:
            for language in LANGUAGES:
                assert reverse("people:paper", args=[key, language]) in listed
    assert all("À faire relire" in sheet(client, cast.anne, key, code) for key in PAPERS for code in LANGUAGES)

    client.force_login(cast.officer)
    assert client.get(reverse("people:papers")).status_code == 404
    client.force_login(cast.anne)
    assert client.get(reverse("people:paper", args=["rights", "xx"])).status_code == 404
    assert client.get(reverse("people:paper", args=["secrets", "fr"])).status_code == 404


def test_only_the_text_of_an_arabic_sheet_runs_from_right_to_left(client: Client, cast: Cast) -> None:
    page = sheet(client, cast.anne, "rights", "ar")

    assert '<html lang="fr"' in page
    assert 'class="handed" lang="ar" dir="rtl"' in page
    assert page.count('dir="rtl"') == 2, "the text, and the name of the language in the list"


@override_settings(HAVRE_DUTY_NUMBER="0199001122")
def test_the_number_of_the_coordination_stands_behind_a_safe_door_only(client: Client, cast: Cast) -> None:
    number = "01\u00a099\u00a000\u00a011\u00a022"

    assert number in sheet(client, cast.karim, "welcome", "ar")
    assert 'dir="ltr">' + number in sheet(client, cast.karim, "welcome", "ar")
    assert number not in sheet(client, cast.anne, "rights", "fr"), "a sheet that may be found by somebody else"


def test_no_sheet_says_who_reads_it_or_from_which_house(client: Client, cast: Cast) -> None:
    for key in PAPERS:
        page = sheet(client, cast.claire, key, "fr")
        for word in ("Claire", "S058", "FR-50", "Portville", "Maison"):
            assert word not in page
