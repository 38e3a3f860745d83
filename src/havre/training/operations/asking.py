"""A questionnaire is put to everybody of a session: before, at the end, after three months."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.record import outbox
from havre.record.operations import Refusal, operation
from havre.surveys.models import Sending, Survey
from havre.surveys.operations.reminding import PLACE, remember_guests
from havre.surveys.operations.sending import make_links, open_sending, plan_sending
from havre.training.models import Session
from havre.training.operations.common import AddressOf, put_on_record, reach_of, require_keeper

BEFORE, END, LATER = "before", "end", "later"
MOMENTS: dict[str, str | Promise] = {BEFORE: _("avant"), END: _("à la fin"), LATER: _("après trois mois")}
OPEN_DAYS = 21


class AskedAlready(Refusal):
    sentence = _("Ce questionnaire est déjà parti pour ce moment. Rien n’a été ajouté.")


class NobodyToAsk(Refusal):
    sentence = _("Personne n’a d’adresse ni de compte dans cette session. Rien n’est parti.")


@operation
def ask_participants(
    session: Session, *, survey: Survey, moment: str, label: str, address_of: AddressOf, by: User, at: datetime
) -> Sending:
    """Accounts find it on their page, the others get a link; which link went to whom is kept nowhere.

    Raises ``AskedAlready``, ``NobodyToAsk``, ``surveys`` refusals, ``NotAllowed``.
    """
    require_keeper(by)
    if Sending.objects.filter(kind=kind_of(moment), about=session.pk, edition__survey=survey).exists():
        raise AskedAlready
    rows = list(session.registrations.filter(state="registered"))
    accounts = list(User.objects.filter(pk__in={row.account for row in rows if row.account}, is_active=True))
    mails = [mail for row in rows if not row.account and (mail := reach_of(row).mail)]
    if not (accounts or mails):
        raise NobodyToAsk
    today = timezone.localdate(at)
    names = [""] * len(mails) if survey.is_anonymous else mails
    sending = plan_sending(
        survey, label=label, opens_on=today, closes_on=today + timedelta(days=OPEN_DAYS), accounts=accounts,
        links_for=names, kind=kind_of(moment), about=session.pk, by=by, at=at,
    )  # fmt: skip
    open_sending(sending, by=by, at=at)
    links = make_links(sending, by=by, at=at) if mails else []
    if survey.is_anonymous:
        secrets.SystemRandom().shuffle(mails)
        links = [(mail, link) for mail, (_name, link) in zip(mails, links, strict=True)]
    if links:
        remember_guests(sending, links, address=address_of("survey", PLACE), by=by, at=at)
    for mail, link in links:
        outbox.tell_address(session.pk, mail, address_of("survey", link))
    put_on_record("session_asked", session, moment=moment)
    return sending


def kind_of(moment: str) -> str:
    return f"training-{moment}"
