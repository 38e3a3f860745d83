"""What somebody paid to come to a seminar: claimed, accepted or returned, paid. Every opening is on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.record.operations import Refusal, Stale, expect_version, operation, save
from havre.record.transitions import NotNow, move
from havre.training.models import PersonalLink, Registration
from havre.training.models_seminars import TravelClaim
from havre.training.operations.common import put_on_record, require, tell
from havre.training.operations.seminars.common import seminar_of
from havre.training.operations.sessions import lock
from havre.training.policies import is_own, may_claim_travel, may_settle
from havre.training.seminars.content import COSTS, Claim, Travelled
from havre.training.states import CLAIM

ACCEPTED = ("accepted", "paid")


class NothingClaimed(Refusal):
    sentence = _("Il n’y a aucun montant. Écrivez au moins une dépense ; le reste est gardé.")


class MoreThanAsked(Refusal):
    sentence = _("On n’accepte pas plus que ce qui est demandé. Corrigez le montant ; le reste est gardé.")


class NothingAccepted(Refusal):
    sentence = _("Rien n’est accepté. Pour tout refuser, renvoyez la demande avec une raison.")


class OwnClaim(Refusal):
    sentence = _("Cette demande est la vôtre : quelqu’un d’autre la règle.")


@operation
def keep_claim(
    registration: Registration, *, claim: Claim, send: bool, version: int | None = None, link: PersonalLink | None = None,
    by: User | None, at: datetime,
) -> TravelClaim:  # fmt: skip
    """Keep what was typed, and send it where ``send`` says so; a claim that was sent waits for whoever settles it.

    By the participant's account, by the own personal ``link``, or for somebody on the telephone by whoever settles.
    Raises ``NothingClaimed``, ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    _require_hand(registration, by, link, at)
    if not may_claim_travel(registration):
        raise NotNow
    if send and not claim.total:
        raise NothingClaimed
    lock(registration.session)
    row = TravelClaim.objects.filter(registration=registration).first()
    if row is None:
        row = TravelClaim(session=registration.session, registration=registration)
        row.seal("claim", to_json(claim))
        row.save(force_insert=True)
    else:
        if version is None:
            raise Stale
        expect_version(row, version)
        if CLAIM.find("send", row.state) is None:
            raise NotNow
        row.seal("claim", to_json(_rewritten(row.read(), claim)))
        save(row, "claim")
    put_on_record("travel_claim_kept", registration.session, "claims.claim")
    if send:
        move(CLAIM, row, "send", as_system=True, thread=False)
    return row


def _rewritten(before: Claim, claim: Claim) -> Claim:
    """What was typed anew; why it came back stays readable until it is accepted."""
    claim.reason = before.reason
    return claim


@operation
def open_own_claim(row: TravelClaim, *, link: PersonalLink | None = None, by: User | None, at: datetime) -> Claim:
    """One's own claim, on record. Raises ``NotAllowed``."""
    _require_hand(row.registration, by, link, at)
    put_on_record("travel_claim_opened", row.session, "claims.claim")
    return row.read()


@operation
def accept_claim(
    row: TravelClaim, *, accepted: Mapping[str, int], version: int | None = None, by: User, at: datetime
) -> None:
    """So much of it is paid back, kind by kind, in cents. Raises ``OwnClaim``, ``MoreThanAsked``, ``NothingAccepted``,
    ``NotNow``, ``NotAllowed``, ``Stale``."""
    require(may_settle(by))
    _require_another(row, by)
    expect_version(row, version)
    claim = row.read()
    if any(accepted.get(kind, 0) > claim.asked.get(kind, 0) for kind in COSTS):
        raise MoreThanAsked
    claim.accepted = {kind: accepted.get(kind, 0) for kind in COSTS if accepted.get(kind, 0)}
    if not claim.accepted:
        raise NothingAccepted
    claim.reason = ""
    _settle(row, "accept", claim)


@operation
def return_claim(row: TravelClaim, *, reason: str, version: int | None = None, by: User, at: datetime) -> None:
    """It goes back to be corrected, with the reason. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    expect_version(row, version)
    claim = row.read()
    claim.reason = reason
    _settle(row, "send_back", claim)


@operation
def pay_claim(row: TravelClaim, *, version: int | None = None, by: User, at: datetime) -> None:
    """It is paid. Raises ``OwnClaim``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    _require_another(row, by)
    expect_version(row, version)
    _settle(row, "pay", row.read())


def _require_another(row: TravelClaim, by: User) -> None:
    if row.registration.account == by.pk:
        raise OwnClaim


def _settle(row: TravelClaim, verb: str, claim: Claim) -> None:
    row.seal("claim", to_json(claim))
    move(CLAIM, row, verb, changed=["claim"], thread=False)
    _sum_up(row)
    tell(row.registration)


def _sum_up(row: TravelClaim) -> None:
    """What the seminar's travel costs, added up anew, so that the total is told without opening anybody's claim."""
    seminar = seminar_of(row.session)
    settled = list(TravelClaim.objects.filter(session=row.session, state__in=ACCEPTED))
    paid = sum(one.read().accepted_total for one in settled if one.state == "paid")
    seminar.seal("travel", to_json(Travelled(sum(one.read().accepted_total for one in settled), paid)))
    save(seminar, "travel")


def _require_hand(registration: Registration, by: User | None, link: PersonalLink | None, at: datetime) -> None:
    by_link = (
        link is not None
        and link.use == PersonalLink.OWN
        and link.registration_id == registration.pk
        and link.expires_at > at
    )
    require(by_link or is_own(by, registration) or may_settle(by))
