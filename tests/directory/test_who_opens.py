"""Every address of the directory and of the record, by every role: who is answered, who finds nothing there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import DutyShift
from havre.directory import urls as directory_urls
from havre.directory.models import Partnership
from havre.directory.operations.accounts import grant_role, set_duty
from havre.directory.operations.shelters import enlist_partner
from havre.directory.profiles import Contacts, PartnerCard
from havre.record import urls as record_urls
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ROLES = (
    "head", "nora", "judith", "lawyer", "project", "claire", "karim", "other_manager", "anne", "escort",
    "administrator", "officer",
)  # fmt: skip
COORDINATION = {"head", "nora", "judith"}
KEEPERS = COORDINATION | {"project"}
READERS = KEEPERS | {"lawyer"}
HOUSE = {"claire", "karim"}
EVERYBODY = set(ROLES)

# Who is answered (with a page or an act; never «not found») by GET, and by an empty POST.
GETS: dict[str, set[str]] = {
    "directory:list": READERS,
    "directory:shelter": READERS,
    "directory:partner": READERS,
    "directory:add_shelter": KEEPERS,
    "directory:add_partner": KEEPERS,
    "directory:agreement": KEEPERS,
    "directory:change_partner": KEEPERS,
    "directory:partner_agreement": KEEPERS,
    "directory:rewrite_partner": KEEPERS,
    "directory:exchange": KEEPERS,
    "directory:change": KEEPERS | HOUSE,
    "directory:pause": KEEPERS | HOUSE,
    "directory:rewrite": KEEPERS | HOUSE,
    "directory:add_place": KEEPERS | HOUSE,
    "directory:place": KEEPERS | HOUSE,
    "directory:place_status": KEEPERS | HOUSE,
    "directory:free": KEEPERS | HOUSE,
    "directory:places": HOUSE | {"other_manager"},
    "directory:accounts": {"administrator"},
    "directory:open_account": {"administrator"},
    "directory:one_account": {"administrator"},
    "directory:rota": COORDINATION,
    "directory:confirmations": {"head"},
    "directory:account": EVERYBODY,
    "record:list": {"officer"},
}
POSTS: dict[str, set[str]] = {
    "directory:open": COORDINATION | HOUSE,
    "directory:open_partner": COORDINATION,
    "directory:step": KEEPERS,
    "directory:resume": KEEPERS | HOUSE,
    "directory:confirm": KEEPERS | HOUSE,
    "directory:withdraw_role": {"administrator"},
    "directory:confirm_role": {"head"},
    "directory:refuse_role": {"head"},
    "directory:new_password": {"administrator"},
    "directory:test_message": {"administrator"},
    "directory:close_account": {"administrator"},
    "directory:clear_duty": {"head"},
    "directory:test_own": EVERYBODY,
    "record:verify": {"officer"},
}


def addresses(cast: Cast) -> dict[str, str]:
    """An address of each name, about Claire's house, a partner, an account."""
    house = {"shelter_id": cast.s058.pk}
    place = house | {"place_id": cast.s058.read_profile().places[0].id}
    partner = enlist_partner(code="P007", kind="NGO", card=PartnerCard(), contacts=Contacts(), by=None, at=AT)
    one = {"partner_id": partner.pk}
    partnership = {"partnership_id": Partnership.objects.get(organisation=partner.organisation).pk}
    account = {"user_id": cast.marc.pk}
    yes, no = (grant_role(cast.lawyer, role=role, by=cast.administrator, at=AT) for role in ("escort", "officer"))
    kwargs: dict[str, dict[str, object]] = {
        **dict.fromkeys(("shelter", "change", "pause", "resume", "agreement", "add_place"), house),
        **dict.fromkeys(("place", "place_status", "free", "confirm"), place),
        **dict.fromkeys(("partner", "change_partner", "partner_agreement", "open_partner", "rewrite_partner"), one),
        **dict.fromkeys(("one_account", "close_account", "new_password", "test_message"), account),
        "exchange": partnership,
        "step": partnership | {"verb": "end"},
        "open": house | {"section": "contacts"},
        "rewrite": house | {"section": "contacts"},
        "confirm_role": {"membership_id": yes.pk},
        "refuse_role": {"membership_id": no.pk},
        "withdraw_role": account | {"membership_id": cast.marc.membership_set.get().pk},
        "clear_duty": {"shift_id": DutyShift.objects.get().pk},
    }
    return {name: reverse(name, kwargs=kwargs.get(name.split(":")[1], {})) for name in (*GETS, *POSTS)}


def test_every_address_is_in_the_matrix() -> None:
    named = {f"directory:{url.name}" for url in directory_urls.urlpatterns}
    named |= {f"record:{url.name}" for url in record_urls.urlpatterns}

    assert named == set(GETS) | set(POSTS)


@pytest.mark.parametrize("role", ROLES)
def test_who_is_answered(cast: Cast, client: Client, role: str) -> None:
    where = addresses(cast)
    client.force_login(getattr(cast, role))

    pages = {name for name in GETS if client.get(where[name]).status_code == 200}
    acts = {name for name in POSTS if client.post(where[name]).status_code in (200, 302)}
    closed = {client.get(where[name]).status_code for name in set(GETS) - pages}

    assert pages == {name for name, roles in GETS.items() if role in roles}
    assert acts == {name for name, roles in POSTS.items() if role in roles}
    assert closed <= {404}


def test_nobody_is_answered_without_an_account(cast: Cast, client: Client) -> None:
    for name, where in addresses(cast).items():
        answer = client.post(where) if name in POSTS else client.get(where)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(reverse("account_login")), name


@pytest.mark.parametrize("name", sorted(POSTS))
def test_an_act_is_never_a_link(cast: Cast, client: Client, name: str) -> None:
    where = addresses(cast)
    client.force_login(getattr(cast, sorted(POSTS[name])[0]))

    assert client.get(where[name]).status_code == 405


@pytest.mark.parametrize("role", ROLES)
def test_the_address_of_a_house_is_opened_on_duty_and_at_home_only(cast: Cast, client: Client, role: str) -> None:
    now = timezone.now()
    night = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    set_duty(cast.judith, rank=1, by=None, at=now, **night)
    client.force_login(getattr(cast, role))

    answer = client.post(reverse("directory:open", args=[cast.s058.pk, "address"]), {"purpose": "safety"})

    assert (answer.status_code != 404) == (role in HOUSE | {"judith"})
    assert ("Portville" in answer.content.decode()) == (role == "judith")
