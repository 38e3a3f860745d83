"""After an act that can be taken back, the next page carries «Annuler» for ten minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from havre.accounts.models import User
from havre.accounts.policies import may
from havre.desk.faces import WORKERS
from havre.desk.recent import QUICK
from havre.record import undo
from havre.record.operations import Written

JUST_DONE = "just_done"


def remember(request: HttpRequest, written: Sequence[Written]) -> None:
    """Keep for the next page which entry of the record can be taken back: the last of those just written."""
    ways = [one.sequence for one in written if one.event in undo.events()]
    if ways and not any(one.event == "act_undone" for one in written):
        request.session[JUST_DONE] = ways[-1]
    elif written:
        request.session.pop(JUST_DONE, None)


def bring(request: HttpRequest, user: User) -> undo.Done | None:
    """The act just done, once, where it can still be taken back; ``None`` mostly, and then nothing is asked."""
    sequence = request.session.pop(JUST_DONE, None)
    if sequence is None or not any(may(user, right) for right in WORKERS):
        return None
    done = undo.one(user, sequence)
    return done if done and done.way_back and is_fresh(done.at, timezone.now()) else None


def is_fresh(done_at: datetime, at: datetime) -> bool:
    """Whether the page still takes it back; after that, one looks at the list first."""
    age: timedelta = at - done_at
    return age <= QUICK
