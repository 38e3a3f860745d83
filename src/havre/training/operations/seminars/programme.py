"""The programme of a seminar is written, in parts that never overlap; what was said in a part is noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.dataclass_json import to_json
from havre.common.words import clock
from havre.network.models import Topic
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, save
from havre.record.transitions import NotNow
from havre.training.models import PersonalLink, Registration, Session
from havre.training.models_seminars import Slot, SlotKind, Subject
from havre.training.operations.common import put_on_record, require_keeper, tell, who_of
from havre.training.operations.seminars.common import require_seminar, require_unpublished
from havre.training.operations.sessions import lock
from havre.training.operations.tokens import require_own
from havre.training.policies import may_keep, may_note
from havre.training.seminars import programme
from havre.training.seminars.content import Notes, SlotText

PLACED_MINUTES = 60
"""How long a topic lasts that is put into the programme in one step; it can be changed afterwards."""
UP, DOWN = "up", "down"


class NoSuchHalfDay(Refusal):
    sentence = _("Ce séminaire n’a pas cette demi-journée. Choisissez-en une autre ; le reste est gardé.")


class OutsideTheHalfDay(Refusal):
    sentence = _("Cela sort de la demi-journée : un matin finit à 14 h, un après-midi commence au plus tôt à 12 h.")


class Overlap(Refusal):
    """Its sentence names what runs at that time."""


class NotComing(Refusal):
    sentence = _("Cette personne n’est pas inscrite à ce séminaire. Choisissez-en une autre ; le reste est gardé.")


class HalfDayFull(Refusal):
    sentence = _("Cette demi-journée est pleine. Raccourcissez un temps, ou choisissez une autre demi-journée.")


@dataclass
class Part:
    """A part of the programme, as typed."""

    half: int
    starts: time
    minutes: int
    kind: str = SlotKind.PLENARY
    text: SlotText = field(default_factory=SlotText)
    leader: Registration | None = None


@operation
def add_slot(session: Session, *, part: Part, by: User, at: datetime) -> Slot:
    """One more part. Raises ``NoSuchHalfDay``, ``OutsideTheHalfDay``, ``Overlap``, ``NotComing``, ``MinutesOut``,
    ``NotNow``, ``NotAllowed``."""
    now = _locked(session, by)
    slot = Slot(session=now)
    _write(now, slot, part)
    slot.save(force_insert=True)
    put_on_record("slot_added", now, "slots")
    if part.leader:
        tell(part.leader)
    return slot


@operation
def change_slot(slot: Slot, *, part: Part, version: int | None = None, by: User, at: datetime) -> None:
    """Another hour, length, leader or wording; whoever leads it from now on is told. Raises as ``add_slot``, and
    ``Stale``."""
    now = _locked(slot.session, by)
    expect_version(slot, version)
    before = slot.leader_id
    _write(now, slot, part)
    save(slot, "half", "starts", "minutes", "kind", "leader", "content")
    put_on_record("slot_changed", now, "slots")
    if part.leader and part.leader.pk != before:
        tell(part.leader)


@operation
def move_slot(slot: Slot, *, way: str, version: int | None = None, by: User, at: datetime) -> None:
    """Change places with the part before or after it in the same half-day; both keep their length, and what lies around
    them stays where it is. At the end of the half-day nothing happens. Raises ``MinutesOut``, ``NotNow``,
    ``NotAllowed``, ``Stale``."""
    now = _locked(slot.session, by)
    expect_version(slot, version)
    order = list(now.slots.filter(half=slot.half).order_by("starts"))
    here = next(number for number, one in enumerate(order) if one.pk == slot.pk)
    other = here + (-1 if way == UP else 1)
    if not 0 <= other < len(order):
        return
    first, second = (order[number] for number in sorted((here, other)))
    begins, ends = programme.minute(first.starts), programme.minute(second.starts) + second.minutes
    first.starts, second.starts = programme.clock(ends - first.minutes), programme.clock(begins)
    for one in (first, second):
        save(one, "starts")
    put_on_record("slot_moved", now, "slots")


@operation
def remove_slot(slot: Slot, *, version: int | None = None, by: User, at: datetime) -> None:
    """It goes with its notes. Raises ``MinutesOut``, ``NotNow``, ``NotAllowed``, ``Stale``."""
    now = _locked(slot.session, by)
    expect_version(slot, version)
    slot.delete()
    put_on_record("slot_removed", now, "slots")


@operation
def place_topic(session: Session, *, of: Subject | Topic, half: int, by: User, at: datetime) -> Slot:
    """A proposed subject, or a topic of the network, becomes a workshop after what the half-day holds already; placed
    twice, it is placed once. Raises ``NoSuchHalfDay``, ``HalfDayFull``, ``MinutesOut``, ``NotNow``, ``NotAllowed``."""
    now = _locked(session, by)
    name = "subject" if isinstance(of, Subject) else "topic"
    known = now.slots.filter(**{name: of}).first()
    if known is not None:
        return known
    found = programme.half_of(now, half)
    if found is None:
        raise NoSuchHalfDay
    taken = [programme.minute(one.starts) + one.minutes for one in now.slots.filter(half=half)]
    content = of.read()
    starts = programme.clock(max([programme.beginning(found[1]), *taken]))
    part = Part(half, starts, PLACED_MINUTES, SlotKind.WORKSHOP, SlotText(content.title, "", content.text))
    slot = Slot(session=now, **{name: of})
    try:
        _write(now, slot, part)
    except (OutsideTheHalfDay, Overlap):
        raise HalfDayFull from None
    slot.save(force_insert=True)
    put_on_record("slot_added", now, "slots")
    return slot


@operation
def write_notes(
    slot: Slot,
    *,
    text: str,
    version: int | None = None,
    by: User | None,
    at: datetime,
    link: PersonalLink | None = None,
) -> None:
    """What was said; read with the minutes once they are published. By the coordination; or by whoever leads that part,
    by account or by link, from the first day on. Raises ``LinkOver``, ``MinutesOut``, ``NotNow``, ``NotAllowed``,
    ``Stale``."""
    now = _locked_for_all(slot.session)
    name = by.name if by and may_keep(by) else _require_leader(now, slot, by, link, at)
    expect_version(slot, version)
    slot.seal("notes", to_json(Notes(text, name)))
    save(slot, "notes")
    put_on_record("slot_noted", now, "slots.notes")


def _locked(session: Session, by: User) -> Session:
    """The seminar as it is now, for this operation alone: two people never write overlapping parts."""
    require_keeper(by)
    return _locked_for_all(session)


def _locked_for_all(session: Session) -> Session:
    now = lock(session)
    require_seminar(now)
    require_unpublished(now)
    return now


def _require_leader(session: Session, slot: Slot, by: User | None, link: PersonalLink | None, at: datetime) -> str:
    """The name of the participant who leads it, who is the one that asks."""
    row = session.registrations.filter(led=slot, state="registered").first()
    if row is None:
        raise NotAllowed
    require_own(row, link, by, at)
    if slot.is_break or not may_note(session, timezone.localdate(at)):
        raise NotNow
    return who_of(row).name


def _write(session: Session, slot: Slot, part: Part) -> None:
    found = programme.half_of(session, part.half)
    if found is None:
        raise NoSuchHalfDay
    if part.kind not in SlotKind.values or part.minutes < 1:
        raise NotNow
    starts, (earliest, latest) = programme.minute(part.starts), programme.bounds(found[1])
    if starts < earliest or starts + part.minutes > latest:
        raise OutsideTheHalfDay
    if part.leader and (part.leader.session_id != session.pk or part.leader.state != "registered"):
        raise NotComing
    slot.half, slot.starts, slot.minutes, slot.kind = part.half, part.starts, part.minutes, part.kind
    slot.leader = part.leader
    if other := programme.overlapping(session, slot, session.slots.all()):
        raise Overlap(
            _(
                "« %(title)s » est déjà à cette heure, de %(starts)s à %(ends)s. Changez l’heure ou la durée ; le reste est gardé."
            )
            % {
                "title": other.read().title,
                "starts": clock(other.starts),
                "ends": clock(other.ends),
            }
        )
    slot.seal("content", to_json(part.text))
