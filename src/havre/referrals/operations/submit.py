"""A referral is sent: a person enters the house."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common.dataclass_json import to_json
from havre.people import operations as people
from havre.people import references
from havre.people.models import AgreementKind, Person
from havre.people.policies import is_for_child_protection
from havre.record import clocks, drafts, events, facts
from havre.record.operations import (
    OnBehalf,
    Refusal,
    operation,
    record,
)
from havre.referrals import notices
from havre.referrals.coarse import referrer_class
from havre.referrals.content import Recipient, Submission, age_on
from havre.referrals.events import (
    ReferralReceived,
)
from havre.referrals.models import Referral
from havre.referrals.operations.common import require, waits
from havre.referrals.operations.minors import RECEIPT_HOURS, write_hand_over


class NoContact(Refusal):
    sentence = _("Il nous faut un numéro où joindre le service qui oriente. Le reste est gardé.")


@operation
def submit_referral(
    *,
    data: Submission,
    organisation: Organisation | None = None,
    key: uuid.UUID | None = None,
    hand_over_to: Recipient | None = None,
    by: User,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Referral:
    """A person enters the house. ``key`` (the id of the draft, which goes) makes a second sending harmless.

    A minor, or an age in doubt, with ``hand_over_to`` is handed over at once; without, the referral waits for the
    coordination to do so and cannot be taken up (R1, R34). Raises ``NoContact``, ``NotAllowed``.
    """
    require(_may_submit(by, organisation, on_behalf_of))
    if key and not drafts.discard(by, key):  # what still has its draft was not sent
        sent = Referral.objects.filter(pk=key).first()
        if sent is not None:
            require(sent.submitted_by_id == by.pk)
            return sent
    if not data.referrer.phone:
        raise NoContact
    received_at = on_behalf_of.happened_at if on_behalf_of and on_behalf_of.happened_at else at
    person = _open_situation(data, received_at=received_at, by=by, at=at)
    referral = _write_referral(person, data, organisation, key, received_at, by)
    record("referral_received", subject=person.pk)
    _write_agreement(person, data, by=by, at=at, on_behalf_of=on_behalf_of)
    is_minor = is_for_child_protection(data.profile)
    receipt = {notices.RECEIPT: received_at + timedelta(hours=RECEIPT_HOURS)} if is_minor else {}
    clocks.start_first(person.pk, waits(received_at) | receipt)
    facts.publish("request", year=facts.year_of(received_at), referrer=referrer_class(organisation))
    events.publish(ReferralReceived(person.pk, received_at))
    notices.tell_coordination(person, "referral_received", at)
    if hand_over_to is not None and is_minor:
        write_hand_over(referral, hand_over_to, at=at, as_system=True)
    return referral


def _may_submit(by: User, organisation: Organisation | None, on_behalf_of: OnBehalf | None) -> bool:
    if may(by, Permission.COORDINATE):
        return True
    own = by.organisations({"referrer"})
    return on_behalf_of is None and organisation is not None and organisation.pk in own


def _open_situation(data: Submission, *, received_at: datetime, by: User, at: datetime) -> Person:
    if data.birth_date and data.profile.household:
        data.profile.household[0] = replace(
            data.profile.household[0], age=age_on(data.birth_date, timezone.localdate(received_at))
        )
    secrets: dict[str, Any] = {}
    if data.names or data.birth_date:
        secrets["identity"] = {"names": data.names, "birth_date": to_json(data.birth_date)}
    if data.health:
        secrets["health"] = {"text": data.health}
    return people.open_situation(profile=data.profile, secrets=secrets, by=by, at=at)


def _write_referral(
    person: Person,
    data: Submission,
    organisation: Organisation | None,
    key: uuid.UUID | None,
    received_at: datetime,
    by: User,
) -> Referral:
    referral = Referral(
        id=key or uuid.uuid4(), person=person, organisation=organisation, submitted_by=by, received_at=received_at
    )
    referral.seal("tonight", to_json(data.tonight))
    referral.seal("referrer", to_json(data.referrer))
    referral.seal("account", to_json(data.account))
    references.add(referral, "outside_reference", references.outside_reference)
    return referral


def _write_agreement(
    person: Person, data: Submission, *, by: User, at: datetime, on_behalf_of: OnBehalf | None
) -> None:
    if data.agreed.answer == "yes":
        people.give_agreement(
            person, kind=AgreementKind.REFER, how=data.agreed.how or "spoken", language=data.agreed.language,
            relayed_by=data.agreed.relayed_by or data.referrer.service, is_first=True,
            by=by, at=at, on_behalf_of=on_behalf_of,
        )  # fmt: skip
