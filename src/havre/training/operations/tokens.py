"""A personal link is made, its token is sent, its digest waits for the row it belongs to; and it opens for a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import tokens
from havre.countries.fr.training import CONFIRM_WITHIN, LINK_AFTER
from havre.record.operations import Refusal
from havre.training.models import PersonalLink, Registration, Session
from havre.training.operations.common import AddressOf, require
from havre.training.policies import is_own
from havre.training.states import COMING, PENDING


class LinkOver(Refusal):
    sentence = _("Ce lien n’est plus ouvert. Appelez la coordination : elle vous en envoie un autre.")


def make_link(row: Registration, use: str, *, address_of: AddressOf, at: datetime) -> str:
    """Its whole address. The link waits on the row (``new_links``) until the row itself is written."""
    token = tokens.new()
    link = PersonalLink(registration=row, use=use, token=tokens.hashed(token), expires_at=ends_at(row, at))
    row.__dict__.setdefault("new_links", []).append(link)
    return address_of(use, token)


def ends_at(row: Registration, at: datetime) -> datetime:
    """Some months after the last day; for whoever has to confirm the address first, two days from now."""
    if row.state == PENDING:
        return at + timedelta(hours=CONFIRM_WITHIN.value)
    return _open_until(row.session, at)


def prolong_links(session: Session, at: datetime) -> None:
    """The session moved: those who come read of it as long after its last day. Inside an operation."""
    links = PersonalLink.objects.filter(
        registration__session=session, registration__state__in=COMING, expires_at__gt=at
    )
    links.update(expires_at=_open_until(session, at))


def _open_until(session: Session, at: datetime) -> datetime:
    """Some months after the last day."""
    return at + timedelta(days=max(0, (session.ends_on - at.date()).days) + LINK_AFTER.value)


def require_own(row: Registration, link: PersonalLink | None, by: User | None, at: datetime) -> None:
    """Whoever registered, by account or by the link of that registration. Raises ``LinkOver``, ``NotAllowed``."""
    if link is None:
        require(by is not None and is_own(by, row))
    else:
        require(by is None and link.registration_id == row.pk)
        require_open(link, PersonalLink.OWN, at)


def require_open(link: PersonalLink, use: str, at: datetime) -> None:
    if link.use != use or link.expires_at <= at:
        raise LinkOver
