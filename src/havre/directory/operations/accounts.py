"""Organisations, accounts, roles and the rota. Whoever keeps accounts reads no case (law 10)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from havre.accounts.backends import sign_in_token
from havre.accounts.models import DutyShift, Membership, Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.accounts.roles import ORGANISATION, ROLES
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, operation, record, save
from havre.vault import keys

words.register(
    {
        "organisation_opened": _("Organisation inscrite"),
        "account_opened": _("Compte ouvert"),
        "account_closed": _("Compte fermé"),
        "role_granted": _("Rôle donné"),
        "role_withdrawn": _("Rôle retiré"),
        "password_changed": _("Mot de passe changé"),
        "duty_set": _("Astreinte inscrite"),
    }
)


class MailTaken(Refusal):
    sentence = _("Cette adresse a déjà un compte. Cherchez-le dans la liste.")


class TwoHats(Refusal):
    """Law 10: whoever manages accounts reads no case record, whoever reads those manages no accounts."""

    sentence = _("Qui gère les comptes ne lit pas les dossiers ni le registre. Choisissez l’un ou l’autre.")


_READERS = frozenset(Permission) - {Permission.KEEP_ACCOUNTS}


def _may_keep(by: User | None) -> bool:
    """A sweep or the building of a demo (``None``) may; otherwise whoever keeps accounts."""
    return by is None or may(by, Permission.KEEP_ACCOUNTS)


@operation
def open_organisation(*, code: str, kind: str, by: User | None, at: datetime) -> Organisation:
    organisation = Organisation(code=code, kind=kind)
    organisation.save(force_insert=True)
    record("organisation_opened", fields=["code", "kind"])
    return organisation


@operation
def open_account(*, mail: str, name: str, password: str, language: str = "fr", by: User | None, at: datetime) -> User:
    """A new account; its mail is sealed and found by a keyed token. Raises ``MailTaken``, ``NotAllowed``."""
    if not _may_keep(by):
        raise NotAllowed
    token = sign_in_token(mail)
    if User.objects.filter(sign_in=token).exists():
        raise MailTaken
    user = User(id=keys.create_subject("locations"), sign_in=token, language=language, password=make_password(password))
    user.seal("card", {"name": name})
    user.seal("mail", mail.strip())
    user.save(force_insert=True)
    record("account_opened", subject=user.pk, thread=False)
    return user


@operation
def grant_role(
    user: User, *, role: str, organisation: Organisation | None = None, by: User | None, at: datetime
) -> Membership:
    """Give a role. Raises ``TwoHats`` where accounts and cases would meet in one hand, ``NotAllowed``."""
    if not _may_keep(by):
        raise NotAllowed
    granted = ROLES[role]
    if (granted.scope == ORGANISATION) != (organisation is not None):
        raise ValueError(f"{role} is held {granted.scope}-wide")
    held = {p for m in user.membership_set.all() for p in ROLES[m.role].permissions}
    both = held | granted.permissions
    if Permission.KEEP_ACCOUNTS in both and both & _READERS:
        raise TwoHats
    membership, _new = Membership.objects.get_or_create(user=user, role=role, organisation=organisation)
    user.__dict__.pop("held", None)
    record("role_granted", subject=user.pk, fields=[f"role.{role}"], thread=False)
    return membership


@operation
def withdraw_role(membership: Membership, *, by: User | None, at: datetime) -> None:
    if not _may_keep(by):
        raise NotAllowed
    membership.delete()
    record("role_withdrawn", subject=membership.user_id, fields=[f"role.{membership.role}"], thread=False)


@operation
def close_account(user: User, *, by: User | None, at: datetime) -> None:
    """The account signs in no more; what it did stays on record."""
    if not _may_keep(by):
        raise NotAllowed
    user.is_active = False
    save(user, "is_active")
    record("account_closed", subject=user.pk, fields=["is_active"], thread=False)


@operation
def change_password(user: User, *, password: str, by: User | None, at: datetime) -> None:
    """One's own, or by whoever keeps accounts."""
    if by != user and not _may_keep(by):
        raise NotAllowed
    user.password = make_password(password)
    save(user, "password")
    record("password_changed", subject=user.pk, fields=["password"], thread=False)


@operation
def set_duty(
    user: User, *, rank: int, starts_at: datetime, ends_at: datetime, by: User | None, at: datetime
) -> DutyShift:
    """Name who watches; an earlier shift of that rank gives way where they overlap."""
    if by is not None and not may(by, Permission.KEEP_ROTA):
        raise NotAllowed
    overlapping = DutyShift.objects.filter(rank=rank, starts_at__lt=ends_at, ends_at__gt=starts_at)
    overlapping.filter(starts_at__lt=starts_at).update(ends_at=starts_at)
    overlapping.filter(starts_at__gte=starts_at).delete()
    shift = DutyShift.objects.create(user=user, rank=rank, starts_at=starts_at, ends_at=ends_at)
    record("duty_set", subject=user.pk, fields=["rank", "starts_at", "ends_at"], thread=False)
    return shift
