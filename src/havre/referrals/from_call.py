"""A call that becomes a referral: what was typed stands in the coordinator's draft, nothing is typed twice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from havre.intake.content import CALLERS
from havre.intake.events import CallBecameReferral
from havre.record.operations import NotAllowed, current
from havre.referrals import drafting


def on_call_became_referral(event: CallBecameReferral) -> None:
    running = current()
    if running.by is None:
        raise NotAllowed
    drafting.begin(running.by, event.draft_id, _words(event), at=running.at)


def _words(event: CallBecameReferral) -> dict[str, str]:
    said, reach = event.said, event.reach
    word = _("Mot convenu : %(word)s") % {"word": reach.word} if reach.word else ""
    return {
        "by_phone_who": said.who,
        "service": str(CALLERS.get(event.about.caller, "")),
        "known": said.what,
        "phone": reach.number,
        "safe_hours": reach.hours,
        "other": "\n".join(filter(None, [said.notes, word])),
    }
