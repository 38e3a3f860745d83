"""What a house answers in a call round, what that changes, and taking the last answer back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.countries.fr.network import REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.directory.news import News
from havre.directory.operations.places import DayPast
from havre.people.models import Person
from havre.placements.calling import AGAIN, ANSWERS, FREE, NO, NOTE, YES, Entry, House, RoundContent
from havre.placements.content import write
from havre.placements.models import CallRound, Offer, PlaceNews
from havre.placements.operations.offers import (
    NothingSaid,
    SayWhy,
    accept_offer,
    make_offer,
    open_offers,
    pass_to_head,
    refuse_offer,
)
from havre.placements.operations.places import find_place
from havre.placements.operations.rounds import house_of, join_next, keep, under_way
from havre.placements.policies import UnknownPlace, happened
from havre.placements.problem import table_for
from havre.record import words
from havre.record.operations import OnBehalf, Refusal, operation

words.register(
    {
        "round_answered": _("Réponse d’un lieu d’accueil inscrite au tour d’appels"),
        "round_noted": _("Note gardée au tour d’appels"),
        "round_answer_undone": _("Dernière réponse du tour d’appels annulée"),
    }
)

NOT_FREE = ("no_place", "not_ready")
"""Reasons that speak of the place itself: without a day it is no longer free in sight."""
PAUSES = "team_overloaded"
"""The reason that, with a day, rests the whole house until then."""
SAME_CLICK = timedelta(seconds=10)
ANSWER_WITHIN = timedelta(hours=1)


class BeforeTheRound(Refusal):
    sentence = _("Ce moment précède le début du tour. Rien n’a changé : corrigez l’heure.")


class CallAgainPast(Refusal):
    sentence = _("Ce moment est passé. Choisissez quand rappeler ; le reste est gardé.")


class CannotUndo(Refusal):
    sentence = _("Cette réponse ne peut plus être annulée : quelque chose a suivi. Inscrivez une nouvelle réponse.")


@dataclass(frozen=True)
class Answer:
    """What was heard. ``again_at`` belongs to ``again``; ``reason`` and the day ``not_before`` to ``no``."""

    kind: str
    note: str = ""
    again_at: datetime | None = None
    reason: str = ""
    not_before: date | None = None


@operation
def answer_call(
    row: CallRound,
    *,
    house: int,
    answer: Answer,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> Entry:
    """Write what a house said by telephone; nothing said before is lost, the latest answer rules.

    A yes makes the offer and holds the place for 72 h, and so ends the round. A no ends what was asked of this house,
    and what it says of the place counts for everybody at once. Then the list is ranked anew and the next houses join.
    Raises ``NotYet``, ``BeforeTheRound``, ``CallAgainPast``, ``DayPast``, ``SayWhy``, ``NothingSaid``, ``NoSuchHouse``,
    ``RoundOver``, ``NotAllowed``, and on a yes all that ``make_offer`` and ``accept_offer`` raise.
    """
    fresh, content, writer = under_way(row.pk, by=by, at=at)
    called = house_of(content, house)
    entry = _entry(answer, content, writer, at, on_behalf_of)
    if _is_same_click(called, entry):
        return called.entries[-1]
    called.entries.append(entry)
    if called.line_by == entry.by and entry.answer != NOTE:
        called.let_go()
    rules = called.ruling is entry
    entry.news = _tell_place(called, entry) if rules else None
    asked = _open_offer(fresh.situation_id, called) if rules and entry.answer == NO else None
    entry.counted = asked is not None
    if entry.answer != YES:
        join_next(content, table_for(_person(fresh), at, others=False))
    keep(fresh, content, "round_noted" if entry.answer == NOTE else "round_answered")
    if asked is not None:
        refuse_offer(asked, reason=entry.reason, said=entry.note, invited=True, by=by, at=at, on_behalf_of=on_behalf_of)
    elif entry.answer == NO and entry.reason in REFUSALS_TO_HEAD:
        pass_to_head(fresh.situation_id, at)
    elif rules and entry.answer == YES:
        _hold(fresh, called, by=by, at=at, on_behalf_of=on_behalf_of)
    return entry


def _person(row: CallRound) -> Person:
    return Person.objects.get(pk=row.situation_id)


def _entry(answer: Answer, content: RoundContent, by: User, at: datetime, told: OnBehalf | None) -> Entry:
    if answer.kind not in ANSWERS:
        raise ValueError(f"unknown answer {answer.kind!r}")
    happened_at = happened(at, told)
    if happened_at < content.started_at:
        raise BeforeTheRound
    if answer.kind == AGAIN and (answer.again_at is None or answer.again_at <= at):
        raise CallAgainPast
    if answer.kind == NO and answer.reason not in SHELTER_REFUSALS and answer.reason not in REFUSALS_TO_HEAD:
        raise SayWhy
    if answer.kind == NO and answer.not_before is not None and answer.not_before <= timezone.localdate(at):
        raise DayPast
    if answer.kind == NOTE and not answer.note.strip():
        raise NothingSaid
    return Entry(
        answer=answer.kind, by=str(by.pk), name=by.name, happened_at=happened_at, written_at=at,
        call_again_at=answer.again_at if answer.kind == AGAIN else None,
        reason=answer.reason if answer.kind == NO else "",
        not_before=answer.not_before if answer.kind == NO else None, note=answer.note.strip(),
    )  # fmt: skip


def _is_same_click(house: House, entry: Entry) -> bool:
    """Whether the same answer was sent twice by one hand."""
    last = house.entries[-1] if house.entries else None
    return (
        last is not None
        and (last.answer, last.by, last.note, last.reason) == (entry.answer, entry.by, entry.note, entry.reason)
        and entry.written_at - last.written_at < SAME_CLICK
    )


def _tell_place(house: House, entry: Entry) -> str | None:
    """Keep what was said of the place until the night writes it into the house's profile; the id of that news."""
    try:
        shelter, _profile, place = find_place(uuid.UUID(house.shelter), uuid.UUID(house.place))
    except UnknownPlace:
        return None
    said_on = timezone.localtime(entry.happened_at).date()
    said_by = now_in_words("%(who)s, par téléphone") % {"who": now_in_words("le lieu d’accueil")}
    told = News(house.place, entry.happened_at, said_by, reason=_reason(entry))
    if entry.answer in (YES, FREE):
        told.free_from = place.free_from or said_on
    elif entry.answer == NO and entry.reason == PAUSES and entry.not_before:
        told.free_from, told.paused_until = place.free_from, entry.not_before - timedelta(days=1)
    elif entry.answer == NO and (entry.reason in NOT_FREE or entry.not_before):
        told.free_from = entry.not_before
    else:
        return None
    news = PlaceNews(shelter=shelter.pk)
    write(news, "content", told)
    news.save(force_insert=True)
    return str(news.pk)


def _reason(entry: Entry) -> str:
    """Why a house rests, in the words of the list: what was said of one person stays in her file."""
    return SHELTER_REFUSALS.label(entry.reason, "fr") if entry.reason in SHELTER_REFUSALS else ""


def _open_offer(person_id: uuid.UUID, house: House) -> Offer | None:
    """What was already asked of this place for her, and is neither refused nor hers."""
    return next((o for o in open_offers(person_id) if str(o.place) == house.place and o.state == "asked"), None)


def _hold(row: CallRound, house: House, *, by: User | None, at: datetime, on_behalf_of: OnBehalf | None) -> None:
    """The yes as an offer that is asked and accepted in one: the place is held 72 h from when it was said (R36)."""
    offer = _open_offer(row.situation_id, house) or make_offer(
        _person(row), shelter_id=uuid.UUID(house.shelter), place_id=uuid.UUID(house.place), answer_by=at + ANSWER_WITHIN,
        several=True, reference=house.reference, invited=True, by=by, at=at,
    )  # fmt: skip
    accept_offer(offer, invited=True, by=by, at=at, on_behalf_of=on_behalf_of)


@operation
def undo_answer(row: CallRound, *, by: User | None, at: datetime) -> int:
    """Take back what was written last in the round, by the one who wrote it, where nothing followed: no offer, no word
    to the head of service, no night that wrote it into the house's profile. Returns the number of the house.

    Raises ``CannotUndo``, ``RoundOver``, ``NotAllowed``.
    """
    fresh, content, writer = under_way(row.pk, by=by, at=at)
    last = content.last_entry()
    if last is None or not can_undo(last[1], writer):
        raise CannotUndo
    house, entry = last
    if entry.news is not None and not PlaceNews.objects.filter(pk=entry.news).delete()[0]:
        raise CannotUndo
    house.entries.remove(entry)
    keep(fresh, content, "round_answer_undone")
    return content.houses.index(house)


def can_undo(entry: Entry, user: User) -> bool:
    """Whether ``user`` wrote it and nothing followed, as far as the round knows."""
    return entry.by == str(user.pk) and not has_followed(entry)


def has_followed(entry: Entry) -> bool:
    """Whether an answer made an offer, ended one, or went to the head of service."""
    return entry.answer == YES or entry.counted or entry.reason in REFUSALS_TO_HEAD
