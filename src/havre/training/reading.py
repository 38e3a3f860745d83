"""Sessions and registrations as lists and pages show them: each table read once, whatever the number of rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from havre.common import words
from havre.common.dataclass_json import from_json
from havre.countries.fr.training import GROUPS, HALF_DAY_MINUTES, REGIONS
from havre.training.content import MORNING, Module, Practical, Who
from havre.training.models import AttendedHalf, Kind, Part, Programme, Registration, Session, hours_of
from havre.training.states import REGISTRATION, SESSION
from havre.vault.fields import fetch_keys

Text = str | Promise
ORDER = {"registered": 0, "asked": 1, "waiting": 2, "pending": 3, "refused": 4, "cancelled": 5}
MINUTES_IN_HOUR = 60
UNSAID = gettext_lazy("non dit")


def language() -> str:
    return get_language() or "fr"


@dataclass(frozen=True)
class SessionRow:
    id: uuid.UUID
    number: str
    title: str
    days: str
    sub: str
    word: Text
    shape: str
    seats: str
    is_full: bool


def number_of(session: Session) -> str:
    return words.short_number(session.pk)


def rows(sessions: Iterable[Session], *, inside: bool = False) -> list[SessionRow]:
    """The sessions come with their programme; nothing of them is unsealed."""
    return [_row(one, inside) for one in sessions]


def _row(session: Session, inside: bool) -> SessionRow:
    state = SESSION.state(session.state)
    return SessionRow(
        session.pk, number_of(session), session.programme.title, days_words(session), sub_of(session, inside=inside), state.label,
        state.shape, f"{session.taken} / {session.seats}", session.is_living and session.is_full,
    )  # fmt: skip


def sub_of(session: Session, *, inside: bool = False) -> str:
    """What a line says below the title; who pays only ``inside``."""
    said = [
        str(Kind(session.kind).label) if session.is_seminar else "",
        pgettext("session", "en ligne") if session.is_online else session.town,
        words.join_words(GROUPS.label(one, language()) for one in session.audiences if one in GROUPS),
        session.funder if inside else "",
    ]
    return " · ".join(filter(None, said))


def days_words(session: Session) -> str:
    if session.starts_on == session.ends_on:
        return words.day_and_year(session.starts_on)
    first = words.day_before(session.starts_on, session.ends_on)
    return _("du %(first)s au %(last)s") % {"first": first, "last": words.day_and_year(session.ends_on)}


def half_words(day: date, part: str) -> str:
    """«14 avril, matin»."""
    return f"{words.day(day)}, {Part(part).label}"


def halves(session: Session) -> list[tuple[int, str]]:
    return [(number, half_words(day, part)) for number, day, part in session.halves]


def half_hours(session: Session) -> list[str]:
    """«mardi 14 avril, de 9 h à 12 h 30» of each half-day, as whoever comes has to know it."""
    return [_half_hours(day, *hours_of(day, part)) for _number, day, part in session.halves]


def _half_hours(day: date, starts: datetime, ends: datetime) -> str:
    return _("%(weekday)s %(day)s, de %(starts)s à %(ends)s") % {
        "weekday": date_format(day, "l"), "day": words.day(day),
        "starts": words.clock(starts.time()), "ends": words.clock(ends.time()),
    }  # fmt: skip


def half_now(session: Session, today: date, *, before_noon: bool) -> int:
    """The half-day that runs, or the first one on other days."""
    wanted = MORNING if before_noon else "pm"
    of_today = [(number, part) for number, day, part in session.halves if day == today]
    return next((number for number, part in of_today if part == wanted), of_today[0][0] if of_today else 1)


def hours_words(minutes: int) -> str:
    """«10 h 30», «10 h 30 min» in English, where it would be read as an hour of the day."""
    hours, rest = divmod(minutes, MINUTES_IN_HOUR)
    minutes_word = "" if words.french() else " min"
    return words.nbsp(f"{hours} h {rest:02}{minutes_word}" if rest else f"{hours} h")


def minutes_of(half_days: int) -> int:
    return half_days * HALF_DAY_MINUTES.value


def modules_of(programme: Programme) -> list[Module]:
    return [from_json(Module, raw) for raw in programme.modules]


@dataclass(frozen=True)
class Person:
    """One registration as the list of a session shows it."""

    id: uuid.UUID
    state: str
    word: Text
    shape: str
    who: Who
    sub: str
    has_account: bool
    has_certificate: bool
    halves: frozenset[int] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return self.who.name


def people(session: Session, *, states: Iterable[str] = tuple(ORDER)) -> list[Person]:
    """Who is registered, waits or gave up. Two statements, and one for the key. No organisation for a seminar."""
    listed = list(session.registrations.filter(state__in=list(states)))
    fetch_keys(listed)
    present: dict[uuid.UUID, set[int]] = defaultdict(set)
    for key, half in AttendedHalf.objects.filter(registration__in=listed).values_list("registration_id", "half"):
        present[key].add(half)
    found = [_person(session, one, frozenset(present[one.pk])) for one in listed]
    numbers = {one.pk: one.number for one in listed}
    return sorted(found, key=lambda one: (ORDER[one.state], numbers[one.id]))


def _person(session: Session, row: Registration, present: frozenset[int]) -> Person:
    who, state = from_json(Who, row.unseal("who")), REGISTRATION.state(row.state)
    said = [who.profession, "" if session.is_seminar else who.organisation, group_words(who.group)]
    return Person(
        row.pk, row.state, state.label, state.shape, who, " · ".join(filter(None, said)), row.account is not None,
        row.certificate is not None, present,
    )  # fmt: skip


def group_words(code: str) -> str:
    return GROUPS.label(code, language()) if code in GROUPS else ""


def region_words(code: str) -> str:
    return REGIONS.label(code, language()) if code in REGIONS else ""


def place_lines(session: Session, today: date) -> list[tuple[str, str]]:
    """(label, text) of where it takes place, as participants read it from the day on which they may."""
    if not session.place_is_told(today):
        told = _("Dit aux inscrits à partir du %(day)s.") % {"day": words.day(session.place_from or today)}
        return [(_("Lien") if session.is_online else _("Lieu"), told)]
    practical = from_json(Practical, session.unseal("practical"))
    lines = [
        (_("Lieu"), pgettext("session", "en ligne") if session.is_online and not practical.venue else practical.venue),
        (_("Adresse"), practical.address),
        (_("Ville"), session.town),
        (_("Accès"), practical.access),
        (_("À apporter"), practical.bring),
        (_("Lien"), practical.link),
    ]
    return [(label, text) for label, text in lines if text]
