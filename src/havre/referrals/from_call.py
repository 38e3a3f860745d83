"""A call that becomes a referral: what was typed stands in the coordinator's draft, nothing is typed twice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from havre.intake.content import CALLERS
from havre.intake.events import CallBecameReferral
from havre.record.operations import NotAllowed, current
from havre.referrals import drafting
from havre.referrals.drafting import ReferralDraft


def on_call_became_referral(event: CallBecameReferral) -> None:
    running = current()
    if running.by is None:
        raise NotAllowed
    draft = ReferralDraft(event.draft_id, _answers(event), by_phone=True)
    drafting.keep(running.by, draft, at=running.at)


def _answers(event: CallBecameReferral) -> drafting.Answers:
    said, reach = event.said, event.reach
    word = _("Mot convenu : %(word)s") % {"word": reach.word} if reach.word else ""
    answers = {
        "by_phone_who": said.who,
        "service": str(CALLERS.get(event.about.caller, "")),
        "known": said.what,
        "phone": reach.number,
        "safe_hours": reach.hours,
        "other": "\n".join(filter(None, [said.notes, word])),
    }
    return {name: [answer] for name, answer in answers.items() if answer}
