"""A case changes hands: a colleague takes it over, or its coordinator, the head or the duty hands it over.

Whoever has the case learns the place (law 2), so every change says why, is on record, and is told to the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import is_on_duty, may
from havre.people.events import CoordinatorChanged
from havre.people.models import CaseNews, HandReason, Person
from havre.record import events, outbox, words
from havre.record.operations import NotAllowed, Refusal, operation, record, save

NOTE_LENGTH = 300

words.register(
    {
        "case_taken_over": _("Dossier repris par %(to)s : %(reason)s"),
        "case_handed_over": _("Dossier confié à %(to)s : %(reason)s"),
        "case_news_read": _("Changement de mains lu"),
    }
)


class SayWhyHands(Refusal):
    sentence = _(
        "Dites pourquoi ce dossier change de mains ; pour une autre raison, en quelques mots. Le reste est gardé."
    )


class AlreadyYours(Refusal):
    sentence = _("Vous suivez déjà ce dossier. Rien n’a changé.")


class AlreadyTheirs(Refusal):
    sentence = _("Cette personne suit déjà ce dossier. Choisissez quelqu’un d’autre.")


class NotAColleague(Refusal):
    sentence = _("Ce compte ne suit pas de situation. Choisissez quelqu’un de la coordination.")


class ChangedHands(Refusal):
    sentence = _("Ce dossier vient de changer de mains. Relisez qui le suit, puis recommencez si c’est encore utile.")


def may_hand_over(user: User, person: Person) -> bool:
    """The coordinator of the case, the head of service, and whoever is on duty."""
    if not may(user, Permission.COORDINATE, person):
        return False
    return person.coordinator_id == user.pk or may(user, Permission.REVIEW) or is_on_duty(user)


@operation
def take_over_case(
    person: Person, *, reason: str, note: str = "", seen: str | None = None, by: User, at: datetime
) -> None:
    """Any coordinator takes a case, and with it what its coordinator alone may do and learn (law 2).

    ``seen`` is who had it when the page was shown, id as text, empty for nobody; ``None`` expects nothing.
    Raises ``SayWhyHands``, ``AlreadyYours``, ``ChangedHands``, ``NotAllowed``, ``Stale``.
    """
    if not may(by, Permission.COORDINATE, person):
        raise NotAllowed
    if person.coordinator_id == by.pk:
        raise AlreadyYours
    _give(person, by, event="case_taken_over", reason=reason, note=note, seen=seen, by=by, at=at)


@operation
def hand_over_case(
    person: Person, *, to: User, reason: str, note: str = "", seen: str | None = None, by: User, at: datetime
) -> None:
    """Give a case to a colleague. ``seen`` as in ``take_over_case``.

    Raises ``SayWhyHands``, ``AlreadyTheirs``, ``NotAColleague``, ``ChangedHands``, ``NotAllowed``, ``Stale``.
    """
    if not may_hand_over(by, person):
        raise NotAllowed
    if not may(to, Permission.COORDINATE, person):
        raise NotAColleague
    if person.coordinator_id == to.pk:
        raise AlreadyTheirs
    _give(person, to, event="case_handed_over", reason=reason, note=note, seen=seen, by=by, at=at)


def pass_on(person: Person, *, to: User, note: str) -> None:
    """Inside the operation of an absence, which asked whether this may be done and tells both sides once."""
    _change_hands(person, to, event="case_handed_over", said=_in_words(HandReason.ABSENCE, note))


def _in_words(reason: str, note: str) -> str:
    return " – ".join(part for part in (str(HandReason(reason).label), note) if part)


def _give(
    person: Person, to: User, *, event: str, reason: str, note: str, seen: str | None, by: User, at: datetime
) -> None:
    if seen is not None and seen != str(person.coordinator_id or ""):
        raise ChangedHands
    note = note.strip()[:NOTE_LENGTH]
    if reason not in HandReason.values or (reason == HandReason.OTHER and not note):
        raise SayWhyHands
    former, said = person.coordinator, _in_words(reason, note)
    _change_hands(person, to, event=event, said=said)
    for reader in {former, to} - {None, by}:
        if reader is not None and reader.is_active:
            _tell(reader, person, to=to, said=said, by=by, at=at)


def _change_hands(person: Person, to: User, *, event: str, said: str) -> None:
    person.coordinator = to
    save(person, "coordinator")
    record(event, subject=person.pk, fields=["coordinator"], facts={"to": to.name, "reason": said})
    events.publish(CoordinatorChanged(person.pk, to.pk))


def _tell(reader: User, person: Person, *, to: User, said: str, by: User, at: datetime) -> None:
    news = CaseNews(person=person, reader=reader)
    news.seal("terms", {"at": at.isoformat(), "by": by.name, "to": to.name, "reason": said})
    news.save(force_insert=True)
    outbox.tell(reader, "case_changed_hands")


def news_for(user: User) -> Sequence[CaseNews]:
    """What this account has not read yet of cases that changed hands; one statement."""
    return list(CaseNews.objects.filter(reader=user).select_related("person"))


@operation
def read_case_news(news: CaseNews, *, by: User, at: datetime) -> None:
    """It leaves the desk of its reader. Raises ``NotAllowed``."""
    if news.reader_id != by.pk:
        raise NotAllowed
    if CaseNews.objects.filter(pk=news.pk).delete()[0]:
        record("case_news_read", subject=news.person_id, thread=False)
