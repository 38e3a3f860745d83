"""The pre-reception interview: planned, moved, held with an outcome, cancelled. Source: DOMAIN.md §3 state 7, R37."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import to_json
from havre.people.models import Person
from havre.people.operations import give_agreement
from havre.people.policies import require_agreement
from havre.placements import notices
from havre.placements.content import Link, Meeting, OfferTerms, Outcome, read, write
from havre.placements.events import InterviewChanged
from havre.placements.models import Interview, Offer
from havre.placements.operations.endings import end, stop_interview
from havre.placements.operations.offers import confirm_offer, release_offer
from havre.placements.policies import happened, require, require_verb
from havre.placements.states import INTERVIEW
from havre.record import events, words
from havre.record.operations import OnBehalf, Refusal, expect_version, operation, record, save
from havre.record.transitions import NotNow, move

PARTICIPANTS = {
    "person": _("la personne"),
    "referrer": _("le service qui oriente"),
    "shelter": _("le lieu d’accueil"),
    "coordination": _("la coordination"),
}
ANSWERS = ("yes", "no", "thinks")
words.register(
    {
        "interview_planned": _("Entretien de pré-accueil prévu"),
        "interview_outcome": _("Entretien : le lieu d’accueil dit %(shelter)s, la personne dit %(person)s"),
    }
)
_SAID = {"yes": _("oui"), "no": _("non"), "thinks": _("qu’il lui faut du temps"), "": _("rien encore")}


class PastMeeting(Refusal):
    sentence = _("Ce moment est passé. Choisissez-en un à venir, ou inscrivez l’entretien comme tenu.")


class OneMeeting(Refusal):
    sentence = _("Un entretien est déjà prévu avec ce lieu d’accueil. Déplacez-le.")


@operation
def plan_interview(offer: Offer, *, meeting: Meeting, link: Link, by: User | None, at: datetime) -> Interview:
    """Plan it with person, referrer, shelter, coordination, interpreter (by language only, P25). Everybody is told
    that something waits in Havre: the link is read there. Raises ``PastMeeting``, ``OneMeeting``, ``NoAgreement``,
    ``NotNow``, ``NotAllowed``."""
    require(by, P.ARRANGE_PLACE, offer)
    require_agreement(offer.situation_id, "join")
    if offer.state not in ("accepted", "confirmed"):
        raise NotNow
    if meeting.at <= at:
        raise PastMeeting
    if Interview.objects.filter(offer=offer.pk, state="planned").exists():
        raise OneMeeting
    interview = Interview(person=offer.situation_id, shelter=offer.shelter, offer=offer.pk)
    write(interview, "when", meeting)
    write(interview, "link", link)
    interview.save(force_insert=True)
    record("interview_planned", subject=offer.situation_id)
    notices.tell_shelter(offer.shelter, "interview")
    events.publish(InterviewChanged(offer.situation_id, "planned"))
    return interview


@operation
def move_interview(
    interview: Interview,
    *,
    meeting: Meeting,
    link: Link | None = None,
    version: int | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Another moment or other people; ``link`` ``None`` keeps the link. Raises ``PastMeeting``, ``NotNow``,
    ``NotAllowed``, ``Stale``."""
    require_verb(by, INTERVIEW, interview, "move")
    expect_version(interview, version)
    if meeting.at <= at:
        raise PastMeeting
    planned = read(interview, "when", Meeting)
    write(interview, "when", replace(meeting, before=replace(planned, before=None)))
    if link is not None:
        write(interview, "link", link)
    move(INTERVIEW, interview, "move", changed=["when", "link"] if link is not None else ["when"])
    notices.tell_shelter(interview.shelter, "interview")
    events.publish(InterviewChanged(interview.situation_id, "planned"))


@operation
def hold_interview(
    interview: Interview,
    *,
    shelter_says: str,
    person_says: str,
    note: str = "",
    agreed_how: str = "spoken",
    agreed_language: str = "",
    version: int | None = None,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None = None,
) -> None:
    """It took place; what each said: ``yes``, ``no`` or ``thinks``.

    A yes of the shelter confirms the offer; a yes of hers is her agreement to this place, with how and in which
    language it was given; a no of hers releases the offer. A no of the shelter still needs its reason
    (``refuse_offer``). The link is gone at once. Raises ``NotNow``, ``NotAllowed``, ``Stale``, ``PlaceTaken``.
    """
    require_verb(by, INTERVIEW, interview, "hold")
    expect_version(interview, version)
    if shelter_says not in ANSWERS or person_says not in ANSWERS:
        raise ValueError("an outcome is yes, no or thinks")
    offer = Offer.objects.get(pk=interview.offer)
    outcome = Outcome(happened(at, on_behalf_of), shelter_says, person_says, note)
    person_id = interview.situation_id
    end(INTERVIEW, interview, "hold", kind="interviews", entry=(interview.unseal("when") or {}) | to_json(outcome))
    events.publish(InterviewChanged(person_id, "held"))
    _note_outcome(offer, outcome)
    _follow(offer, outcome, agreed_how, agreed_language, by=by, at=at, on_behalf_of=on_behalf_of)


@operation
def enter_interview(
    offer: Offer, *, note: str = "", by: User | None, at: datetime, on_behalf_of: OnBehalf | None = None
) -> None:
    """Write down an interview that was held without having been planned here (by telephone, in the wrong order)."""
    require(by, P.ARRANGE_PLACE, offer)
    if offer.state not in ("accepted", "confirmed", "kept"):
        raise NotNow
    _note_outcome(offer, Outcome(happened(at, on_behalf_of), note=note))


def _note_outcome(offer: Offer, outcome: Outcome) -> None:
    terms = read(offer, "terms", OfferTerms)
    terms.interview = outcome
    write(offer, "terms", terms)
    save(offer, "terms")
    said = {"shelter": str(_SAID[outcome.shelter]), "person": str(_SAID[outcome.person])}
    record("interview_outcome", subject=offer.situation_id, fields=["terms"], facts=said)


def _follow(
    offer: Offer,
    outcome: Outcome,
    agreed_how: str,
    agreed_language: str,
    *,
    by: User | None,
    at: datetime,
    on_behalf_of: OnBehalf | None,
) -> None:
    if outcome.person == "no":
        release_offer(offer, reason="person_declined", by=by, at=at)
        return
    if outcome.person == "yes":
        person = Person.objects.get(pk=offer.situation_id)
        give_agreement(
            person, kind="place", how=agreed_how or "spoken", language=agreed_language, offer_id=offer.pk, by=by, at=at,
            on_behalf_of=on_behalf_of,
        )  # fmt: skip
    if outcome.shelter == "yes" and offer.state == "accepted":
        confirm_offer(offer, by=by, at=at, on_behalf_of=on_behalf_of)


@operation
def cancel_interview(
    interview: Interview, *, reason: str = "", version: int | None = None, by: User | None, at: datetime
) -> None:
    """It will not take place; the offer stays. Raises ``NotNow``, ``NotAllowed``, ``Stale``."""
    require_verb(by, INTERVIEW, interview, "cancel")
    expect_version(interview, version)
    stop_interview(interview, reason=reason, as_system=False)
