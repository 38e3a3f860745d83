"""Organisations, accounts, roles and the rota. Whoever keeps accounts reads no case (law 10)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from havre.accounts.backends import sign_in_token
from havre.accounts.models import DutyShift, Membership, Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may, memberships_with
from havre.accounts.roles import ORGANISATION, ROLES
from havre.record import outbox, words
from havre.record.operations import NotAllowed, Refusal, operation, record, save
from havre.vault import keys

words.register(
    {
        "organisation_opened": _("Organisation inscrite"),
        "account_opened": _("Compte ouvert"),
        "account_closed": _("Compte fermé"),
        "role_granted": _("Rôle donné"),
        "role_confirmed": _("Rôle confirmé par une seconde personne"),
        "role_withdrawn": _("Rôle retiré"),
        "password_changed": _("Mot de passe changé"),
        "preferences_set": _("Langue ou couleurs choisies"),
        "work_chosen": _("Vue du jour choisie"),
        "phone_set": _("Numéro pour les messages gardé"),
        "test_sent": _("Message d’essai envoyé"),
        "duty_set": _("Astreinte inscrite"),
        "duty_cleared": _("Astreinte retirée"),
    }
)


class MailTaken(Refusal):
    sentence = _("Cette adresse a déjà un compte. Cherchez-le dans la liste.")


class TwoHats(Refusal):
    """Law 10: whoever manages accounts reads no case record, whoever reads those manages no accounts."""

    sentence = _("Qui gère les comptes ne lit pas les dossiers ni le registre. Choisissez l’un ou l’autre.")


class LastKeeper(Refusal):
    """Without an administrator nobody could open an account any more."""

    sentence = _("C’est le dernier compte qui gère les comptes. Donnez d’abord ce rôle à quelqu’un d’autre.")


class NotYourOwnAccount(Refusal):
    """Law 10: two people stand behind an account that reads about persons."""

    sentence = _("Un compte se confirme à deux : ni par qui l’a ouvert, ni par qui le tient.")


class NoOrganisation(Refusal):
    sentence = _("Ce rôle se tient dans une organisation. Choisissez laquelle.")


class NoOrganisationNeeded(Refusal):
    sentence = _("Ce rôle vaut pour tout le réseau. Laissez l’organisation vide.")


class AccountClosed(Refusal):
    sentence = _("Ce compte est fermé.")


class NotACoordinator(Refusal):
    sentence = _("L’astreinte revient à la coordination. Choisissez quelqu’un de l’équipe.")


class ShiftReversed(Refusal):
    sentence = _("La fin vient avant le début. Corrigez l’une des deux ; le reste est gardé.")


class NobodyNamed(Refusal):
    sentence = _("Choisissez au moins une personne.")


_READERS = frozenset(Permission) - {Permission.KEEP_ACCOUNTS}


def _may_keep(by: User | None) -> bool:
    """A sweep or the building of a demo (``None``) may; otherwise whoever keeps accounts."""
    return by is None or may(by, Permission.KEEP_ACCOUNTS)


ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1: what is dictated by telephone is written down as it was said."""


def one_time_password() -> str:
    """Three groups of four signs, about 59 bits; told once, changed by its owner at the first sign-in."""
    return "-".join("".join(secrets.choice(ALPHABET) for _sign in range(4)) for _group in range(3))


@operation
def open_organisation(*, code: str, kind: str, by: User | None, at: datetime) -> Organisation:
    """A code and a kind; its name belongs in the directory. Raises ``NotAllowed``."""
    if not _may_keep(by) and not may(by, Permission.KEEP_DIRECTORY):
        raise NotAllowed
    organisation = Organisation(code=code, kind=kind)
    organisation.save(force_insert=True)
    record("organisation_opened", fields=["code", "kind"])
    return organisation


@operation
def open_account(
    *, mail: str, name: str, password: str, language: str = "fr", one_time: bool = False, by: User | None, at: datetime
) -> User:
    """A new account; its mail is sealed and found by a keyed token. Raises ``MailTaken``, ``NotAllowed``.

    With ``one_time`` its owner must choose another password before anything else.
    """
    if not _may_keep(by):
        raise NotAllowed
    token = sign_in_token(mail)
    if User.objects.filter(sign_in=token).exists():
        raise MailTaken
    user = User(id=keys.create_subject("locations"), sign_in=token, language=language, password=make_password(password))
    user.seal("card", {"name": name, "one_time": one_time})
    user.seal("mail", mail.strip())
    user.save(force_insert=True)
    record("account_opened", subject=user.pk, thread=False)
    return user


@operation
def welcome(
    *,
    mail: str,
    name: str,
    password: str,
    role: str,
    organisation: Organisation | None = None,
    language: str = "fr",
    by: User | None,
    at: datetime,
) -> User:
    """Open an account with its first role and a password to dictate. Raises as ``open_account`` and ``grant_role``."""
    user = open_account(mail=mail, name=name, password=password, language=language, one_time=True, by=by, at=at)
    grant_role(user, role=role, organisation=organisation, by=by, at=at)
    return user


@operation
def grant_role(
    user: User, *, role: str, organisation: Organisation | None = None, by: User | None, at: datetime
) -> Membership:
    """Give a role. One that reads about persons opens nothing until ``confirm_role``, unless the house itself gives it
    (``by`` is ``None``: the command line, a demo).

    Raises ``TwoHats`` where accounts and cases would meet in one hand, ``NoOrganisation`` or ``NoOrganisationNeeded``,
    ``AccountClosed``, ``NotAllowed``.
    """
    if not _may_keep(by):
        raise NotAllowed
    if not user.is_active:
        raise AccountClosed
    granted = ROLES[role]
    if granted.scope == ORGANISATION and organisation is None:
        raise NoOrganisation
    if granted.scope != ORGANISATION and organisation is not None:
        raise NoOrganisationNeeded
    held = {p for m in user.membership_set.all() for p in ROLES[m.role].permissions}
    both = held | granted.permissions
    if Permission.KEEP_ACCOUNTS in both and both & _READERS:
        raise TwoHats
    given = {"is_confirmed": by is None or not granted.needs_confirmation, "granted_by": by}
    membership, is_new = Membership.objects.get_or_create(
        user=user, role=role, organisation=organisation, defaults=given
    )
    user.__dict__.pop("held", None)
    if not is_new:
        return membership
    record("role_granted", subject=user.pk, fields=[f"role.{role}"], thread=False)
    return membership


@operation
def confirm_role(membership: Membership, *, by: User | None, at: datetime) -> None:
    """The second person, who knows the one behind the account, says yes: the role opens what it opens.

    Raises ``NotYourOwnAccount``, ``AccountClosed``, ``NotAllowed``.
    """
    if not may(by, Permission.CONFIRM_ROLES):
        raise NotAllowed
    if by is not None and by.pk in (membership.user_id, membership.granted_by_id):
        raise NotYourOwnAccount
    if not membership.user.is_active:
        raise AccountClosed
    if Membership.objects.filter(pk=membership.pk, is_confirmed=False).update(is_confirmed=True):
        record("role_confirmed", subject=membership.user_id, fields=[f"role.{membership.role}"], thread=False)


@operation
def withdraw_role(membership: Membership, *, by: User | None, at: datetime) -> None:
    """Take a role back, or refuse one that waits for a confirmation. Raises ``LastKeeper``, ``NotAllowed``."""
    if not _may_keep(by) and not (may(by, Permission.CONFIRM_ROLES) and not membership.is_confirmed):
        raise NotAllowed
    if Permission.KEEP_ACCOUNTS in ROLES[membership.role].permissions:
        _refuse_last_keeper(membership.user)
    if not Membership.objects.filter(pk=membership.pk).delete()[0]:
        return
    record("role_withdrawn", subject=membership.user_id, fields=[f"role.{membership.role}"], thread=False)
    _leave_rota(User.objects.get(pk=membership.user_id), at)


@operation
def close_account(user: User, *, by: User | None, at: datetime) -> None:
    """The account signs in no more and watches no more; what it did stays on record. Raises ``LastKeeper``, ``NotAllowed``."""
    if not _may_keep(by):
        raise NotAllowed
    if not user.is_active:
        return
    _refuse_last_keeper(user)
    user.is_active = False
    save(user, "is_active")
    record("account_closed", subject=user.pk, fields=["is_active"], thread=False)
    _leave_rota(user, at)


def _leave_rota(user: User, at: datetime) -> None:
    """Inside a running operation: whoever may watch no more stands on the rota no more, so that no alarm waits for them;
    the hours left fall to whoever comes next."""
    if may(user, Permission.COORDINATE):
        return
    for shift in DutyShift.objects.filter(user=user, ends_at__gt=at):
        _give_way(shift, at, shift.ends_at)
        record("duty_cleared", subject=user.pk, fields=["rank", "starts_at", "ends_at"], thread=False)


def _refuse_last_keeper(user: User) -> None:
    keepers = memberships_with([Permission.KEEP_ACCOUNTS])
    if keepers.filter(user=user).exists() and not keepers.exclude(user=user).exists():
        raise LastKeeper


@operation
def change_password(user: User, *, password: str, by: User | None, at: datetime) -> None:
    """One's own, or by whoever keeps accounts: then it is good for one sign-in. Raises ``NotAllowed``."""
    if by != user and not _may_keep(by):
        raise NotAllowed
    user.password = make_password(password)
    user.seal("card", (user.unseal("card") or {}) | {"one_time": by is not None and by != user})
    save(user, "password", "card")
    record("password_changed", subject=user.pk, fields=["password"], thread=False)


@operation
def set_preferences(user: User, *, language: str, theme: str, by: User | None, at: datetime) -> None:
    """The language and the colours of one's own pages; an empty theme follows the machine. Raises ``NotAllowed``."""
    if by != user:
        raise NotAllowed
    if language not in dict(User.LANGUAGES) or theme not in {"", *dict(User.THEMES)}:
        raise ValueError("unknown language or theme")
    user.language, user.theme = language, theme
    save(user, "language", "theme")
    record("preferences_set", subject=user.pk, fields=["language", "theme"], thread=False)


@operation
def choose_work(user: User, *, own_only: bool, by: User, at: datetime) -> None:
    """Whether one's dashboard shows one's own situations or everybody's. Raises ``NotAllowed``, ``Stale``."""
    if by != user:
        raise NotAllowed
    user.own_work = own_only
    save(user, "own_work")
    record("work_chosen", subject=user.pk, fields=["own_work"], thread=False)


@operation
def set_phone(user: User, *, phone: str, by: User | None, at: datetime) -> None:
    """Where an SMS reaches one; empty for nowhere. Given by oneself only. Raises ``NotAllowed``."""
    if by != user:
        raise NotAllowed
    user.seal("phone", phone or None)
    save(user, "phone")
    record("phone_set", subject=user.pk, fields=["phone"], thread=False)


@operation
def send_test(user: User, *, by: User | None, at: datetime) -> list[str]:
    """Queue one message to see whether it arrives, to oneself or by whoever keeps accounts. Returns by which means;
    none where no gateway reaches this account. Raises ``NotAllowed``."""
    if by != user and not _may_keep(by):
        raise NotAllowed
    means = outbox.means_of(user)
    outbox.tell(user, "test")
    record("test_sent", subject=user.pk, thread=False)
    return means


@operation
def set_duty(
    user: User, *, rank: int, starts_at: datetime, ends_at: datetime, by: User | None, at: datetime
) -> DutyShift:
    """Name who watches; other shifts of that rank give way where they overlap, and keep what lies before and after.

    Raises ``NotACoordinator``, ``ShiftReversed``, ``NotAllowed``.
    """
    if by is not None and not may(by, Permission.KEEP_ROTA):
        raise NotAllowed
    if not may(user, Permission.COORDINATE):
        raise NotACoordinator
    if ends_at <= starts_at:
        raise ShiftReversed
    for other in DutyShift.objects.filter(rank=rank, starts_at__lt=ends_at, ends_at__gt=starts_at):
        _give_way(other, starts_at, ends_at)
    shift = DutyShift.objects.create(user=user, rank=rank, starts_at=starts_at, ends_at=ends_at)
    record("duty_set", subject=user.pk, fields=["rank", "starts_at", "ends_at"], thread=False)
    return shift


@operation
def set_week(
    *, ranks: dict[int, User | None], starts_at: datetime, ends_at: datetime, by: User | None, at: datetime
) -> None:
    """A whole turn in one act: who is first, second, head (a rank without anybody keeps what it had). Raises as
    ``set_duty``, ``NobodyNamed``."""
    named = {rank: user for rank, user in ranks.items() if user is not None}
    if not named:
        raise NobodyNamed
    for rank, user in named.items():
        set_duty(user, rank=rank, starts_at=starts_at, ends_at=ends_at, by=by, at=at)


@operation
def swap_duty(one: DutyShift, other: DutyShift, *, by: User | None, at: datetime) -> None:
    """Two colleagues take each other's hours. Raises ``NotAllowed``, ``NotACoordinator``."""
    if by is not None and not may(by, Permission.KEEP_ROTA):
        raise NotAllowed
    takes = [(one, other.user), (other, one.user)]
    for shift, user in takes:
        set_duty(user, rank=shift.rank, starts_at=shift.starts_at, ends_at=shift.ends_at, by=by, at=at)


def _give_way(other: DutyShift, starts_at: datetime, ends_at: datetime) -> None:
    """Cut the hours from ``starts_at`` to ``ends_at`` out of a shift."""
    rests = [(other.starts_at, min(other.ends_at, starts_at)), (max(other.starts_at, ends_at), other.ends_at)]
    other.delete()
    DutyShift.objects.bulk_create(
        DutyShift(user_id=other.user_id, rank=other.rank, starts_at=start, ends_at=end)
        for start, end in rests
        if start < end
    )


@operation
def clear_duty(shift: DutyShift, *, by: User | None, at: datetime) -> None:
    """Take a shift off the rota; the hours it leaves fall to whoever comes next. Raises ``NotAllowed``."""
    if by is not None and not may(by, Permission.KEEP_ROTA):
        raise NotAllowed
    if DutyShift.objects.filter(pk=shift.pk).delete()[0]:
        record("duty_cleared", subject=shift.user_id, fields=["rank", "starts_at", "ends_at"], thread=False)
