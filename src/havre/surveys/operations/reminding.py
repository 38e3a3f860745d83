"""Whoever got a link by mail is reminded once, some days before the last.

Where answers carry a name, those who have not answered get a second link, beside the first. Where they are anonymous
nobody knows which link went to whom: all are led to one page, the same for everybody, which says that their link is in
the message before, and that whoever answered need do nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urljoin

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import tokens
from havre.countries.fr.policy import Figure
from havre.record import outbox, words
from havre.record.operations import operation, record, save
from havre.surveys.models import Invitation, Sending
from havre.surveys.operations.sending import facts_of, require_keeper_or_day

REMIND_BEFORE = Figure(3, "days", "product choice: guests are reminded so long before the last day", "P")
PLACE = "LIEN"
"""Stands for the link in the address of links that is kept."""

words.register(
    {
        "survey_guests_kept": _("Adresses d’un questionnaire gardées jusqu’au rappel"),
        "survey_guests_reminded": _("Rappel d’un questionnaire à qui l’a reçu par un lien"),
    }
)


@operation
def remember_guests(
    sending: Sending, sent: Sequence[tuple[str, str]], *, address: str, by: User | None, at: datetime
) -> None:
    """``sent`` are mails, each with the link that went there; ``address`` is that of a link, with ``PLACE`` for it.

    Of an anonymous questionnaire the mails alone are kept, in no order. ``by`` is ``None`` for the day that comes.
    Raises ``NotAllowed``.
    """
    require_keeper_or_day(by)
    mails = [mail for mail, _link in sent]
    secrets.SystemRandom().shuffle(mails)
    if not sending.edition.survey.is_anonymous:
        _beside_names(sending, {tokens.hashed(link): mail for mail, link in sent})
        mails = []
    sending.seal("guests", {"mails": mails, "address": address})
    save(sending, "guests")
    record("survey_guests_kept", fields=["guests"], facts=facts_of(sending), thread=False)


def _beside_names(sending: Sending, mails: dict[str, str]) -> None:
    rows = list(sending.invitations.filter(link__in=mails))
    for row in rows:
        row.sending = sending
        row.seal("recipient", {"name": row.name, "mail": mails[str(row.link)]})
    Invitation.objects.bulk_update(rows, ["recipient"])


def remind_on(sending: Sending) -> date | None:
    """The day of the reminder; ``None`` where nobody got a link by mail, or all were reminded."""
    if sending.guests is None or sending.state == "closed":
        return None
    return sending.closes_on - timedelta(days=REMIND_BEFORE.value)


def remind_guests(at: datetime) -> int:
    """The sweep; what was opened less than as many days ago needs no reminder yet. Returns how many sendings."""
    today = timezone.localdate(at)
    soon, lately = today + timedelta(days=REMIND_BEFORE.value), today - timedelta(days=REMIND_BEFORE.value)
    rows = Sending.objects.filter(state="open", guests__isnull=False, closes_on__range=(today, soon))
    found = list(rows.filter(opens_on__lte=lately).select_related("edition__survey"))
    for sending in found:
        _remind_guests(sending, by=None, at=at)
    return len(found)


@operation
def _remind_guests(sending: Sending, *, by: User | None, at: datetime) -> None:
    kept = sending.unseal("guests")
    sending.seal("guests", None)
    save(sending, "guests")
    for mail in kept["mails"]:
        outbox.tell_address(sending.pk, mail, urljoin(kept["address"], reverse("surveys:reminded")))
    told = len(kept["mails"]) or _give_second_links(sending, kept["address"])
    record("survey_guests_reminded", facts=facts_of(sending) | {"told": str(told)}, thread=False)


def _give_second_links(sending: Sending, address: str) -> int:
    rows = []
    for row in sending.invitations.filter(link__isnull=False, answered=False).order_by("id"):
        row.sending = sending
        mail = (row.unseal("recipient") or {}).get("mail", "")
        if mail:
            link = tokens.new()
            row.link_again = tokens.hashed(link)
            outbox.tell_address(sending.pk, mail, address.replace(PLACE, link))
            rows.append(row)
    Invitation.objects.bulk_update(rows, ["link_again"])
    return len(rows)
