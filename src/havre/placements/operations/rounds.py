"""The call round: begun, shared with colleagues, a house claimed while it is called, ended."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.common import words as said
from havre.common.dataclass_json import from_json
from havre.people import references
from havre.people.models import Person
from havre.people.policies import require_agreement
from havre.people.profiles import Profile
from havre.placements.calling import NO, ROUND_SIZE, Guest, House, RoundContent
from havre.placements.content import read, write
from havre.placements.holds import HOLDING
from havre.placements.models import CallRound, Offer, with_people
from havre.placements.policies import require, require_adult
from havre.placements.problem import Table, table_for
from havre.placements.states import ROUND
from havre.record import facts, words
from havre.record.operations import NotAllowed, Refusal, current, operation, record, save
from havre.record.transitions import move
from havre.vault.fields import fetch_keys

words.register(
    {
        "round_started": _("Tour d’appels commencé"),
        "round_shared": _("Collègue invité au tour d’appels"),
        "round_unshared": _("Invitation au tour d’appels retirée"),
        "round_line_taken": _("Lieu d’accueil appelé"),
        "round_line_let_go": _("Appel fini sans réponse inscrite"),
        "round_shortened": _("Tour d’appels raccourci après 90 jours"),
    }
)


class RoundOpen(Refusal):
    sentence = _("Un tour d’appels est déjà en cours pour elle. Reprenez-le.")


class NobodyToCall(Refusal):
    sentence = _("Aucune place ne convient aujourd’hui : il n’y a personne à appeler. Relisez la recherche.")


class AlreadyHeld(Refusal):
    sentence = _("Une place est déjà retenue pour elle. Retirez d’abord cette demande, ou attendez sa réponse.")


class RoundOver(Refusal):
    sentence = _("Ce tour d’appels est fini. Rien n’a changé : refaites la recherche et commencez-en un autre.")


class NoSuchHouse(Refusal):
    sentence = _("Ce lieu n’est pas dans le tour. Relisez la page.")


class OnTheLine(Refusal):
    """A colleague calls this house. Its sentence says who and since when."""

    def __init__(self, name: str, since: datetime) -> None:
        super().__init__(
            _("%(name)s l’appelle depuis %(hour)s. Appelez le suivant.") % {"name": name, "hour": said.hour(since)}
        )


class NotAColleague(Refusal):
    sentence = _("Choisissez une ou un collègue de la coordination. Rien n’a changé.")


def may_follow(user: User | None, row: CallRound, content: RoundContent) -> bool:
    """Law 2, for a round shows départements beside a person: who may learn her place, and invited colleagues."""
    if user is None or not may(user, P.COORDINATE, row):
        return False
    return may(user, P.OPEN_PLACE, row) or content.invites(user.pk)


def open_round_of(person_id: uuid.UUID) -> CallRound | None:
    return CallRound.objects.of_person(person_id).filter(state="open").first()


def open_rounds(user: User, at: datetime) -> list[tuple[CallRound, RoundContent]]:
    """The rounds under way that this account may follow; a few statements whatever their number."""
    rows = list(CallRound.objects.linked().filter(state="open"))
    with_people(rows)
    fetch_keys(rows)
    return followed(rows, user, at)


def followed(rows: Iterable[CallRound], user: User, at: datetime) -> list[tuple[CallRound, RoundContent]]:
    """Of the open rounds, with their people and keys at hand, those that are not over and that this account follows."""
    read_ = ((row, read(row, "content", RoundContent)) for row in rows)
    return [(row, content) for row, content in read_ if not content.is_over(at) and may_follow(user, row, content)]


def under_way(row_id: uuid.UUID, *, by: User | None, at: datetime) -> tuple[CallRound, RoundContent, User]:
    """The round as it stands now, kept from others until the running operation ends, for somebody who may follow it.

    A closed round keeps no guests: who was one a moment ago hears that it is over, not that it was never theirs.
    Raises ``RoundOver``, ``NotAllowed``.
    """
    row = CallRound.objects.select_for_update(no_key=True).get(pk=row_id)
    if by is None or not may(by, P.COORDINATE, row):
        raise NotAllowed
    content = read(row, "content", RoundContent)
    if row.state != "open" or content.is_over(at):
        raise RoundOver
    if not may_follow(by, row, content):
        raise NotAllowed
    return row, content, by


def house_of(content: RoundContent, number: int) -> House:
    """Raises ``NoSuchHouse``."""
    house = content.house(number)
    if house is None:
        raise NoSuchHouse
    return house


def keep(row: CallRound, content: RoundContent, event: str, **facts_: object) -> None:
    """Write the content and put ``event`` on record. No house is ever named there (law 2)."""
    write(row, "content", content)
    save(row, "content")
    record(event, subject=row.situation_id, fields=["content"], facts=facts_ or None)


@operation
def start_round(person: Person, *, by: User | None, at: datetime) -> CallRound:
    """Put the shelters of a search into the order in which they are telephoned. Source: our choice, after R36.

    Telephoning says that somebody looks for a place: her agreement to join is demanded as for an offer (law 5).
    Raises ``NotAllowed``, ``NoAgreement``, ``NotAdult``, ``AlreadyHeld``, ``RoundOpen``, ``NobodyToCall``.
    """
    caller = require(by, P.COORDINATE, person)
    require(by, P.OPEN_PLACE, person)
    require_agreement(person.pk, "join")
    require_adult(from_json(Profile, person.unseal("profile")))
    if Offer.objects.of_person(person.pk).filter(state__in=HOLDING).exists():
        raise AlreadyHeld
    _end_one_that_lapsed(person.pk, at)
    content = RoundContent(started_at=at, by=str(caller.pk), name=caller.name)
    join_next(content, table_for(person, at, others=False))
    if not content.houses:
        raise NobodyToCall
    row = CallRound(person=person.pk)
    write(row, "content", content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise RoundOpen from taken
    record("round_started", subject=person.pk)
    return row


def _end_one_that_lapsed(person_id: uuid.UUID, at: datetime) -> None:
    row = open_round_of(person_id)
    if row is not None and read(row, "content", RoundContent).is_over(at):
        _end(row, "lapsed")


def join_next(content: RoundContent, table: Table) -> None:
    """Houses that fit join the end of the list, the best first, while fewer than ``ROUND_SIZE`` wait to be called. Of a
    house that has not answered the best place is asked for."""
    known = {house.shelter: house for house in content.houses}
    for shelter, place in best_places(table):
        house = known.get(shelter)
        if house is None and _waiting(content) < ROUND_SIZE:
            content.houses.append(House(shelter, place, references.outside_reference()))
        elif house is not None and not house.answers:
            house.place = place


def best_places(table: Table) -> list[tuple[str, str]]:
    """Of each shelter with a place that fits her, the best one: (shelter, place) in the order of the engine."""
    found: dict[str, str] = {}
    for index in table.rankings[0].candidates.tolist():
        place = table.network.capacity.place_ids[index]
        found.setdefault(str(table.network.by_place[place][0].id), place)
    return list(found.items())


def _waiting(content: RoundContent) -> int:
    return sum(not house.answers for house in content.houses)


@operation
def invite(row: CallRound, *, colleague: User, by: User | None, at: datetime) -> None:
    """A colleague of the coordination may read and answer in this round until it ends. Inviting twice changes nothing.

    Raises ``NotAColleague``, ``RoundOver``, ``NotAllowed``.
    """
    fresh, content, host = under_way(row.pk, by=by, at=at)
    require(host, P.OPEN_PLACE, fresh)
    if not may(colleague, P.COORDINATE):
        raise NotAColleague
    if content.invites(colleague.pk):
        return
    content.guests.append(Guest(str(colleague.pk), colleague.name, host.name, at))
    keep(fresh, content, "round_shared")


@operation
def take_back_invitation(row: CallRound, *, colleague_id: uuid.UUID, by: User | None, at: datetime) -> None:
    """The colleague reads this round no more. Raises ``RoundOver``, ``NotAllowed``."""
    fresh, content, host = under_way(row.pk, by=by, at=at)
    require(host, P.OPEN_PLACE, fresh)
    content.guests = [guest for guest in content.guests if guest.id != str(colleague_id)]
    for house in content.lines_of(colleague_id, at):
        house.let_go()
    keep(fresh, content, "round_unshared")


@operation
def take_line(row: CallRound, *, house: int, by: User | None, at: datetime) -> uuid.UUID:
    """«I am calling it»: colleagues see it for 20 minutes, or until an answer is written. One house at a time: a call
    that was cut off is let go of. Returns the id of the shelter.

    Raises ``OnTheLine``, ``NoSuchHouse``, ``RoundOver``, ``NotAllowed``.
    """
    fresh, content, caller = under_way(row.pk, by=by, at=at)
    wanted = house_of(content, house)
    if wanted.on_the_line(at) and wanted.line_by != str(caller.pk) and wanted.line_at is not None:
        raise OnTheLine(wanted.line_name, wanted.line_at)
    for other in content.lines_of(caller.pk, at):
        other.let_go()
    wanted.line_by, wanted.line_name, wanted.line_at = str(caller.pk), caller.name, at
    keep(fresh, content, "round_line_taken")
    return uuid.UUID(wanted.shelter)


@operation
def let_go_line(row: CallRound, *, house: int, by: User | None, at: datetime) -> None:
    """The call is over, or was cut off, without an answer. Whoever does not hold the line changes nothing.

    Raises ``NoSuchHouse``, ``RoundOver``, ``NotAllowed``.
    """
    fresh, content, caller = under_way(row.pk, by=by, at=at)
    wanted = house_of(content, house)
    if wanted.line_by == str(caller.pk):
        wanted.let_go()
        keep(fresh, content, "round_line_let_go")


@operation
def close_round(row: CallRound, *, by: User | None, at: datetime) -> None:
    """Enough was called. Raises ``RoundOver``, ``NotAllowed``."""
    fresh, _content, host = under_way(row.pk, by=by, at=at)
    require(host, P.OPEN_PLACE, fresh)
    _end(fresh, "closed", as_system=False)


def end_round(person_id: uuid.UUID, *, why: str) -> None:
    """Inside a running operation: her round ends, if there is one; those invited read it no more.

    ``why`` is ``placed``, ``withdrawn``, ``case_closed``, ``lapsed`` or ``closed``.
    """
    row = CallRound.objects.of_person(person_id).filter(state="open").select_for_update(no_key=True).first()
    if row is not None:
        _end(row, why)


def _end(row: CallRound, why: str, *, as_system: bool = True) -> None:
    content = read(row, "content", RoundContent)
    content.closed_at, content.why, content.guests = current().at, why, []
    for house in content.houses:
        house.let_go()
    _count_refusals(content.houses)
    write(row, "content", content)
    move(ROUND, row, "close", changed=["content"], as_system=as_system)


def _count_refusals(houses: Sequence[House]) -> None:
    """What houses refused for, as facts for the year's figures: at the end, for until then an answer may be undone."""
    for house in houses:
        ruling = house.ruling
        if ruling is not None and ruling.answer == NO and not ruling.counted:
            facts.publish("refusal", year=facts.year_of(ruling.happened_at), reason=ruling.reason)
