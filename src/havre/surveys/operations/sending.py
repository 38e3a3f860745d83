"""An edition is sent to a circle of people: planned, opened, reminded of, closed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common import tokens
from havre.record import outbox, words
from havre.record.operations import Refusal, operation, record, save
from havre.record.transitions import NotNow, move
from havre.surveys.ballots import blank_ballots
from havre.surveys.models import Invitation, LinkDraft, Sending, Survey
from havre.surveys.operations.writing import require_keeper
from havre.surveys.states import SENDING
from havre.vault.keys import create_subject

MOST_INVITED = 2000
OUTBOX_KIND = "survey"

words.register(
    {
        "sending_planned": _("Envoi d’un questionnaire prévu"),
        "survey_links_made": _("Liens d’un questionnaire faits"),
        "survey_reminded": _("Rappel d’un questionnaire"),
    }
)


class NotPublished(Refusal):
    sentence = _("Publiez d’abord ce questionnaire : on n’envoie que ce qui ne change plus.")


class DaysCrossed(Refusal):
    sentence = _("Le dernier jour vient avant le premier. Choisissez-en un plus tard.")


class DayPast(Refusal):
    sentence = _("Le dernier jour est passé. Choisissez-en un à venir.")


class NobodyInvited(Refusal):
    sentence = _("Personne n’est invité : choisissez des comptes, des liens ou des formulaires sur papier.")


class TooMany(Refusal):
    sentence = _("C’est plus de deux mille personnes. Faites plusieurs envois.")


class NamesWanted(Refusal):
    sentence = _(
        "Ce questionnaire est nommé : dites à qui va chaque lien, et qui répond sur papier par un lien à son nom."
    )


def require_keeper_or_day(by: User | None) -> None:
    """An account needs the right; a sweep acts for nobody."""
    if by is not None:
        require_keeper(by)


@operation
def plan_sending(
    survey: Survey,
    *,
    label: str,
    opens_on: date,
    closes_on: date,
    accounts: Sequence[User] = (),
    links_for: Sequence[str] = (),
    papers: int = 0,
    kind: str = "",
    about: uuid.UUID | None = None,
    by: User | None,
    at: datetime,
) -> Sending:
    """Say who will be asked what, and when. ``links_for`` names who gets each link; an anonymous questionnaire keeps no
    name, only how many. ``papers`` are forms on paper, for an anonymous one only. ``by`` is ``None`` for the day that
    comes in the room that asked for it.

    Raises ``NotPublished``, ``DaysCrossed``, ``DayPast``, ``NobodyInvited``, ``NamesWanted``, ``TooMany``, ``NotNow``,
    ``NotAllowed``.
    """
    require_keeper_or_day(by)
    edition = survey.published
    if edition is None:
        raise NotPublished
    if survey.state != "open":
        raise NotNow
    if closes_on < opens_on:
        raise DaysCrossed
    if closes_on < timezone.localdate(at):
        raise DayPast
    total = len(accounts) + len(links_for) + papers
    if not total:
        raise NobodyInvited
    if total > MOST_INVITED:
        raise TooMany
    if not survey.is_anonymous and (papers or not all(links_for)):
        raise NamesWanted
    number = Sending.objects.filter(edition__survey=survey).count() + 1
    sending = Sending(
        id=create_subject(), edition=edition, number=number, opens_on=opens_on, closes_on=closes_on, papers=papers,
        kind=kind, about=about,
    )  # fmt: skip
    sending.seal("card", {"label": label})
    sending.save(force_insert=True)
    Invitation.objects.bulk_create(_invitations(sending, accounts, links_for, named=not survey.is_anonymous))
    facts = {"survey": survey.code, "sending": str(number), "invited": str(total)}
    record("sending_planned", fields=["opens_on", "closes_on"], facts=facts, thread=False)
    return sending


def _invitations(
    sending: Sending, accounts: Iterable[User], names: Iterable[str], *, named: bool
) -> Iterable[Invitation]:
    for account in accounts:
        yield Invitation(sending=sending, account=account.pk)
    for name in names:
        invitation = Invitation(sending=sending, link=tokens.hashed(tokens.new()))
        if named:
            invitation.seal("recipient", {"name": name})
        yield invitation


def facts_of(sending: Sending) -> dict[str, str]:
    return {"survey": sending.edition.survey.code, "sending": str(sending.number)}


@operation
def open_sending(sending: Sending, *, by: User | None, at: datetime) -> None:
    """Answers are taken from now on; blank ballots are laid out, and accounts are told that something waits.

    ``by`` is ``None`` for the day that comes. Raises ``NotNow``, ``DayPast``, ``NotAllowed``, ``Stale``.
    """
    today = timezone.localdate(at)
    if sending.closes_on < today:
        raise DayPast
    sending.opens_on = min(sending.opens_on, today)
    move(SENDING, sending, "open", changed=["opens_on"], facts=facts_of(sending), as_system=by is None, thread=False)
    if sending.edition.survey.is_anonymous:
        blank_ballots(sending)
    _tell(sending)


@operation
def close_sending(sending: Sending, *, by: User | None, at: datetime) -> None:
    """No answer is taken any more; half-typed ones of links go, and reminders that still wait. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    sending.seal("guests", None)
    move(SENDING, sending, "close", changed=["guests"], facts=facts_of(sending), as_system=by is None, thread=False)
    LinkDraft.objects.filter(invitation__sending=sending).delete()
    outbox.drop(sending.pk)


@operation
def make_links(sending: Sending, *, by: User | None, at: datetime) -> list[tuple[str, str]]:
    """A new link for everybody who answers by link and has not yet: (name or nothing, link), to be handed out now.

    Links made before end here, with what was half typed under them: nobody can read a link again. Nor does an anonymous
    questionnaire remind of them any more, since nobody could tell whose they were. ``by`` is ``None`` for the day that
    comes. Raises ``NotNow``, ``NotAllowed``.
    """
    require_keeper_or_day(by)
    if sending.state == "closed":
        raise NotNow
    found = []
    waiting = sending.invitations.filter(link__isnull=False, answered=False).order_by("id")
    LinkDraft.objects.filter(invitation__in=waiting).delete()
    for invitation in waiting:
        link = tokens.new()
        invitation.link, invitation.link_again = tokens.hashed(link), None
        found.append((invitation.name, link))
    Invitation.objects.bulk_update(waiting, ["link", "link_again"])
    if sending.edition.survey.is_anonymous and sending.guests is not None:
        sending.seal("guests", None)
        save(sending, "guests")
    record("survey_links_made", fields=["link"], facts=facts_of(sending) | {"links": str(len(found))}, thread=False)
    return found


@operation
def remind(sending: Sending, *, by: User, at: datetime) -> int:
    """Tell the accounts that have not answered that something waits, no more. Returns how many.

    Raises ``NotNow``, ``NotAllowed``.
    """
    require_keeper(by)
    if sending.state != "open":
        raise NotNow
    told = _tell(sending)
    record("survey_reminded", facts=facts_of(sending) | {"told": str(told)}, thread=False)
    return told


def _tell(sending: Sending) -> int:
    waiting = sending.invitations.filter(answered=False, account__isnull=False)
    ids = [invitation.account for invitation in waiting]
    accounts = User.objects.filter(pk__in=ids, is_active=True)
    for account in accounts:
        outbox.tell(account, OUTBOX_KIND)
    return len(accounts)


@operation
def prolong(sending: Sending, *, closes_on: date, by: User, at: datetime) -> None:
    """Another last day, as long as it is not closed. Raises ``DaysCrossed``, ``DayPast``, ``NotNow``, ``NotAllowed``."""
    require_keeper(by)
    if sending.state == "closed":
        raise NotNow
    if closes_on < sending.opens_on:
        raise DaysCrossed
    if closes_on < timezone.localdate(at):
        raise DayPast
    sending.closes_on = closes_on
    save(sending, "closes_on")
    record("sending_prolonged", fields=["closes_on"], facts=facts_of(sending), thread=False)


words.register({"sending_prolonged": _("Dernier jour d’un questionnaire changé")})


def turn_days(at: datetime) -> int:
    """Sweep: open what begins today, close what ended yesterday. Returns how many."""
    today = timezone.localdate(at)
    rows = Sending.objects.select_related("edition__survey")
    turned = 0
    for sending in rows.to_close(today):
        close_sending(sending, by=None, at=at)
        turned += 1
    for sending in rows.to_open(today):
        act = close_sending if sending.closes_on < today else open_sending
        act(sending, by=None, at=at)
        turned += 1
    return turned


def forget_who(about: uuid.UUID) -> None:
    """Of all that was asked about something that is forgotten: whom. What they answered stays, without a name.

    Inside an operation.
    """
    found = Sending.objects.filter(about=about)
    Invitation.objects.filter(sending__in=found).update(account=None, recipient=None)
    found.update(guests=None)
