"""The navigation says where one is, also on pages it has no line for."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from havre.desk.rail import NAVIGATION, PAGES, ROOMS, TABS
from havre.desk.shell import Shell
from tests.cast import Cast, account

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("placements:search", "desk:waiting"),
        ("placements:offers", "journey:list"),
        ("placements:transfer", "placements:travel_board"),
        ("people:agreements", "journey:list"),
        ("placements:override_ask", "placements:overrides"),
    ],
)
def test_a_page_of_one_situation_belongs_to_one_entry(cast: Cast, page: str, entry: str) -> None:
    request = RequestFactory().get(reverse(page, args=[uuid.uuid4()]))
    request.user, request.resolver_match = cast.head, resolve(request.path)

    assert [link.url for link in Shell(request).navigation if link.current] == [reverse(entry)]


def test_the_rota_is_no_page_of_the_directory(client: Client, cast: Cast) -> None:
    client.force_login(cast.head)

    page = client.get(reverse("directory:rota"))

    assert [link.url for link in page.context["shell"].navigation if link.current] == [reverse("directory:rota")]


def test_pages_belong_only_to_entries_that_exist() -> None:
    assert {*PAGES.values(), *ROOMS.values()} - {entry.route for entry in NAVIGATION} == {""}


@pytest.mark.parametrize("who", ["claire", "anne", "head"])
def test_no_entry_is_out_of_reach_where_there_is_room_for_five(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))

    page = client.get("/", follow=True)

    shell, foot = page.context["shell"], page.content.decode().split('<nav class="beyond')[1].split("</nav>")[0]
    assert len(shell.tabs) == TABS < len(shell.navigation)
    assert {link.url for link in shell.navigation} == {link.url for link in shell.tabs} | {
        link.url for link in shell.navigation if f'href="{link.url}"' in foot
    }


def test_where_few_entries_are_all_of_them_fit_on_a_phone(client: Client, cast: Cast) -> None:
    client.force_login(account("Véra T.", "trainer"))

    page = client.get("/", follow=True)

    routes = ("training:today", "library:home", "network:calendar")
    assert [link.url for link in page.context["shell"].tabs] == [reverse(route) for route in routes]
    assert page.context["shell"].beyond_tabs == []


@pytest.mark.parametrize(("role", "guide"), [("trainer", "everyone"), ("project_officer", "network")])
def test_a_page_that_two_share_is_told_to_each_in_a_guide_of_theirs(cast: Cast, role: str, guide: str) -> None:
    request = RequestFactory().get(reverse("training:attendance", args=[uuid.uuid4()]))
    request.user, request.resolver_match = account("Véra T.", role), resolve(request.path)
    shell = Shell(request)

    assert shell.help_url == f"{reverse('desk:guide', args=[guide])}#training"
    entry = "training:list" if role == "project_officer" else "training:today"
    assert [link.url for link in shell.navigation if link.current] == [reverse(entry)]


@pytest.mark.parametrize(
    ("role", "entry"),
    [("committee", "network:calendar"), ("project_officer", "network:topics"), ("shelter_worker", "network:mine")],
)
def test_the_calendar_belongs_to_network_life_where_there_is_one(cast: Cast, role: str, entry: str) -> None:
    request = RequestFactory().get(reverse("network:calendar"))
    home = cast.s058.organisation if role == "shelter_worker" else None
    request.user, request.resolver_match = account("Hélène C.", role, home), resolve(request.path)

    assert [link.url for link in Shell(request).navigation if link.current] == [reverse(entry)]
