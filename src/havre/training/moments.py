"""When a questionnaire is put to those of a session: before it, on its last evening, three months after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from havre.countries.fr.training import ASK_BEFORE, ASK_EVENING, ASK_LATER, ASKED_FOR, CATCH_UP, LINK_AFTER
from havre.training.models import Session
from havre.training.models_evaluation import Moment

BEFORE, END, LATER = Moment.BEFORE.value, Moment.END.value, Moment.LATER.value
STATES = {BEFORE: ("open", "closed"), END: ("open", "closed", "held"), LATER: ("held",)}
"""In which states of its session each goes out by itself."""
DAY = timedelta(days=1)


def kind_of(moment: str) -> str:
    """Of a sending."""
    return f"training-{moment}"


KINDS = {kind_of(moment): moment for moment in Moment.values}


def goes_out_on(session: Session, moment: str) -> date:
    if moment == BEFORE:
        return session.starts_on - ASK_BEFORE.value * DAY
    return session.ends_on if moment == END else session.ends_on + ASK_LATER.value * DAY


def goes_out_until(session: Session, moment: str) -> date:
    """The last day on which it still goes out by itself, were the house to stand still meanwhile."""
    if moment == BEFORE:
        return session.starts_on - DAY
    return goes_out_on(session, moment) + CATCH_UP.value * DAY


def starts_between(moment: str, at: datetime) -> tuple[str, date, date]:
    """(column, first, last): the days of the sessions for which it goes out now. On its last day, from the evening on."""
    today = timezone.localdate(at)
    if moment == BEFORE:
        return "starts_on", today + DAY, today + ASK_BEFORE.value * DAY
    if moment == END:
        is_evening = timezone.localtime(at).hour >= ASK_EVENING.value
        return "ends_on", today - CATCH_UP.value * DAY, today if is_evening else today - DAY
    last = today - ASK_LATER.value * DAY
    return "ends_on", last - CATCH_UP.value * DAY, last


def closes_on(session: Session, moment: str, today: date) -> date:
    """What is asked before is answered before: the first day is the last to answer."""
    until = today + ASKED_FOR.value * DAY
    return min(until, session.starts_on) if moment == BEFORE and today <= session.starts_on else until


def looked_back_on(session: Session, today: date) -> str:
    """At which moment one says now how far one's objectives were reached; empty before the last day, and once links end."""
    if not session.ends_on <= today <= session.ends_on + LINK_AFTER.value * DAY:
        return ""
    return LATER if today >= goes_out_on(session, LATER) else END


def looked_back_for_good(session: Session, moment: str, today: date) -> bool:
    """Whether nobody says anything for this moment any more: numbers are read only then."""
    return (
        today > session.ends_on and moment != looked_back_on(session, today) and today >= goes_out_on(session, moment)
    )
