"""May it be done now? Asked by the button and by the write alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.countries.fr.training import MATERIALS_AFTER
from havre.training.models import Registration, Session
from havre.training.moments import looked_back_on
from havre.training.states import COMING


def may_keep(user: Any) -> bool:
    return may(user, Permission.KEEP_TRAINING)


def teaches_today(user: Any, session: Session, today: date) -> bool:
    """A trainer reads the names of a session on its days, and on no other."""
    if not may(user, Permission.TRAIN) or not session.starts_on <= today <= session.ends_on:
        return False
    return session.teaching.filter(trainer__account=user, trainer__is_active=True).exists()


def may_note_attendance(user: Any, session: Session, today: date) -> bool:
    """Who comes in is noted while the session lives, from its first day on; corrected later by whoever keeps it."""
    if session.state not in ("open", "closed", "held") or today < session.starts_on:
        return False
    return may_keep(user) or teaches_today(user, session, today)


def takes_registrations(session: Session, today: date) -> bool:
    return session.state == "open" and today <= session.starts_on


def has_begun(session: Session, today: date) -> bool:
    """From its first day on it can be said to have been held."""
    return today >= session.starts_on


def is_own(user: Any, registration: Registration) -> bool:
    return may(user, Permission.ATTEND_TRAINING) and registration.account == user.pk


def materials_open(session: Session, registration: Registration, today: date) -> bool:
    """Materials are for participants, for a time."""
    return registration.state == "registered" and today <= materials_until(session)


def materials_until(session: Session) -> date:
    """The last day on which participants read of the materials."""
    return session.ends_on + timedelta(days=MATERIALS_AFTER.value)


def takes_materials(session: Session, today: date) -> bool:
    """Documents are handed out before, during and after a session, as long as participants may read them."""
    return session.state != "cancelled" and today <= materials_until(session)


def hands_out(user: Any, session: Session, today: date) -> bool:
    """Whoever keeps training, and a trainer from the moment she is named to the last day: no name stands beside them."""
    return may_keep(user) or prepares(user, session, today)


def prepares(user: Any, session: Session, today: date) -> bool:
    """A trainer reads what participants want to learn, without names, from the moment she is named to the last day."""
    if not may(user, Permission.TRAIN) or today > session.ends_on:
        return False
    return session.teaching.filter(trainer__account=user, trainer__is_active=True).exists()


def may_write_objectives(registration: Registration, today: date) -> bool:
    session = registration.session
    return registration.state in COMING and session.is_living and today <= session.starts_on


def may_look_back(registration: Registration, today: date) -> bool:
    session = registration.session
    is_over = session.state != "cancelled" and bool(looked_back_on(session, today))
    return registration.state == "registered" and is_over


def may_note(session: Session, today: date) -> bool:
    """Whoever leads a part of a seminar notes what is said in it, from the first day until the seminar is evaluated."""
    return session.is_seminar and session.state in ("open", "closed", "held") and session.starts_on <= today


def may_claim_travel(registration: Registration) -> bool:
    """Whoever was there at a seminar, once it was held."""
    session = registration.session
    return (
        session.is_seminar and session.is_held and registration.state == "registered" and registration.attended.exists()
    )


def may_read_minutes(registration: Registration) -> bool:
    """Whoever was registered; by an account only as long as one shelters: minutes stay in the network."""
    if registration.state != "registered":
        return False
    account = User.objects.filter(pk=registration.account).first() if registration.account else None
    return registration.account is None or may(account, Permission.SEE_RESIDENTS)


def may_settle(user: Any) -> bool:
    return may(user, Permission.SETTLE_TRAVEL)
