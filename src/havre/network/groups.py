"""To whom a letter goes: partners by a rule or by hand, and their accounts."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.crypto import salted_hmac

from havre.accounts.models import Membership, Organisation, OrganisationKind
from havre.accounts.permissions import Permission
from havre.accounts.roles import ROLES
from havre.common.dataclass_json import from_json
from havre.directory.models import Partner, Partnership, Shelter, ShelterKind
from havre.directory.profiles import Contacts
from havre.directory.standing import Standing, standing_of
from havre.network.audience import TAKING_PART
from havre.network.content import AGREED, PICKED, REFERRERS, SHELTERS, SILENT
from havre.vault.fields import fetch_keys
from havre.vault.keys import key_cache

REFERRING = frozenset(key for key, role in ROLES.items() if Permission.REFER in role.permissions)


@dataclass
class Group:
    """Organisations by id, their accounts, the professional address of those without account; whoever has neither is
    telephoned."""

    codes: dict[uuid.UUID, str] = field(default_factory=dict)
    accounts: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    addresses: dict[uuid.UUID, str] = field(default_factory=dict)

    @property
    def people(self) -> set[uuid.UUID]:
        return {user_id for found in self.accounts.values() for user_id in found}

    @property
    def reached(self) -> list[str]:
        return sorted(code for pk, code in self.codes.items() if self.accounts.get(pk))

    @property
    def without_account(self) -> set[uuid.UUID]:
        return {pk for pk in self.codes if not self.accounts.get(pk)}

    @property
    def by_link(self) -> list[str]:
        return sorted(self.codes[pk] for pk in self.addresses)

    @property
    def to_call(self) -> list[str]:
        return sorted(self.codes[pk] for pk in self.without_account - self.addresses.keys())

    @property
    def digest(self) -> str:
        """Tells this set of recipients from every other, and nothing of them to whoever has no key."""
        links = (f"{pk}:{mail}" for pk, mail in self.addresses.items())
        return salted_hmac("havre.network.group", "\n".join(sorted([*map(str, self.people), *links]))).hexdigest()


def partners() -> list[Organisation]:
    """Every organisation but the coordination, by code: who may be chosen by hand, or be on the telephone."""
    return list(Organisation.objects.exclude(kind=OrganisationKind.COORDINATION).order_by("code"))


def group_of(rule: str, picked: list[str], at: datetime) -> Group:
    """Who belongs to the group today; as many statements for three partners as for three hundred."""
    wanted = _organisations(rule, picked, at)
    codes = dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "code"))
    held = Membership.objects.filter(organisation__in=codes, role__in=TAKING_PART, is_confirmed=True)
    accounts: dict[uuid.UUID, set[uuid.UUID]] = {}
    for organisation_id, user_id in held.filter(user__is_active=True).values_list("organisation_id", "user_id"):
        accounts.setdefault(organisation_id, set()).add(user_id)
    return Group(codes, accounts)


def addresses_of(organisations: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Organisation → the professional address that the directory keeps of it, that of its card before that of a house.

    These are secrets: inside an operation only.
    """
    cards = Partner.objects.filter(organisation__in=organisations).defer("card")
    houses = Shelter.objects.filter(organisation__in=organisations).defer("profile", "address").order_by("code")
    rows, found = [*cards, *houses], dict[uuid.UUID, str]()
    with key_cache():
        fetch_keys(rows)
        for row in rows:
            mail = next((one.mail for one in from_json(Contacts, row.unseal("contacts")).people if one.mail), "")
            if mail:
                found.setdefault(row.organisation_id, mail)
    return found


def _organisations(rule: str, picked: list[str], at: datetime) -> set[uuid.UUID]:
    if rule == PICKED:
        return {uuid.UUID(one) for one in picked}
    if rule == REFERRERS:
        held = Membership.objects.filter(role__in=REFERRING, is_confirmed=True, organisation__isnull=False)
        return {pk for pk in held.values_list("organisation_id", flat=True) if pk}
    standings = _standings(at)
    if rule == SILENT:
        return {pk for pk, one in standings.items() if one.is_silent}
    members = {pk for pk, one in standings.items() if one.is_in}
    if rule == SHELTERS:
        housing = Shelter.objects.filter(kind=ShelterKind.SHELTER).values_list("organisation_id", flat=True)
        return members & set(housing)
    if rule == AGREED:
        return members - _lapsed(at)
    raise ValueError(f"{rule!r} is no group")


def _standings(at: datetime) -> dict[uuid.UUID, Standing]:
    rows = list(Partnership.objects.all())
    with key_cache():
        fetch_keys(rows)
        return {one.organisation_id: standing_of(one, timezone.localdate(at)) for one in rows}


def _lapsed(at: datetime) -> set[uuid.UUID]:
    """Whose convention ended, on every card or house that it stands on."""
    today, until = timezone.localdate(at), dict[uuid.UUID, list[bool]]()
    rows = [*Shelter.objects.defer("address", "contacts"), *Partner.objects.defer("contacts")]
    with key_cache():
        fetch_keys(rows)
        for row in rows:
            agreement = row.read_profile().agreement if isinstance(row, Shelter) else row.read_card().agreement
            over = agreement.until is not None and agreement.until < today
            until.setdefault(row.organisation_id, []).append(over)
    return {pk for pk, over in until.items() if all(over)}
