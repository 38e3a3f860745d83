"""What was noted by mistake between a person and a place, put back as it stood: only while nothing was built on it.

What a house read or was told has left: none of these unsays it. Each is an act of its own, on record.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.people.models import AgreementKind
from havre.people.policies import agreement_in_force
from havre.placements import notices
from havre.placements.content import HoldBefore, Meeting, OfferTerms, read, write
from havre.placements.events import InterviewChanged, OfferAnswered
from havre.placements.holds import OPEN
from havre.placements.models import CallRound, Interview, Offer, Stay, Transfer
from havre.placements.operations.endings import TRAVELLING
from havre.placements.policies import require, require_verb
from havre.placements.states import INTERVIEW, OFFER
from havre.record import events, words
from havre.record.operations import Refusal, operation, record, save
from havre.record.transitions import move
from havre.record.undo import Rows

BUILT_ON: dict[type[Model], Collection[str]] = {
    Offer: OPEN, CallRound: ("open",), Transfer: TRAVELLING, Stay: ("present",),
}  # fmt: skip
"""What stands on an agreement to join, and in which states."""

words.register({"hold_shortened": _("Prolongation annulée : la place est retenue comme avant")})


class Followed(Refusal):
    sentence = _("Quelque chose a été bâti là-dessus depuis. Rien n’a changé : corrigez sur la page elle-même.")


class OthersReleased(Refusal):
    sentence = _("Ce oui a retiré ses autres demandes, et ces lieux l’ont appris. Retirez plutôt cette demande.")


def _followed(offer: Offer, terms: OfferTerms) -> bool:
    """Whether they met, or are about to, or she agreed to this place."""
    return (
        terms.interview is not None
        or Interview.objects.filter(offer=offer.pk).exists()
        or agreement_in_force(offer.situation_id, AgreementKind.PLACE, offer_id=offer.pk) is not None
    )


def _put_back(offer: Offer, terms: OfferTerms, before: HoldBefore | None) -> None:
    terms.hold_until, terms.hold_told = (before.until, before.told) if before else (None, False)
    terms.hold_before = None
    write(offer, "terms", terms)


@operation
def take_back_yes(offer: Offer, *, by: User | None, at: datetime) -> None:
    """The yes of a house was noted by mistake: the offer waits for its answer again, the place is free.

    The call round that the yes ended stays ended. Raises ``Followed``, ``OthersReleased``, ``NotNow``, ``NotAllowed``.
    """
    require_verb(by, OFFER, offer, "take_back_yes")
    terms = read(offer, "terms", OfferTerms)
    if terms.released_others:
        raise OthersReleased
    if _followed(offer, terms):
        raise Followed
    terms.answered_at, terms.answered_by = None, ""
    _put_back(offer, terms, None)
    move(OFFER, offer, "take_back_yes", changed=["terms"])
    events.publish(OfferAnswered(offer.situation_id, offer.pk, "undone"))


@operation
def take_back_confirmation(offer: Offer, *, by: User | None, at: datetime) -> None:
    """The house's confirmation was noted by mistake: it stays at its yes, held as long as before.

    Raises ``Followed``, ``NotNow``, ``NotAllowed``.
    """
    require_verb(by, OFFER, offer, "take_back_confirmation")
    terms = read(offer, "terms", OfferTerms)
    agreed = agreement_in_force(offer.situation_id, AgreementKind.PLACE, offer_id=offer.pk)
    if agreed is not None or not confirmation_stands(terms):
        raise Followed
    _put_back(offer, terms, terms.hold_before)
    move(OFFER, offer, "take_back_confirmation", changed=["terms"])
    events.publish(OfferAnswered(offer.situation_id, offer.pk, "undone"))


def confirmation_stands(terms: OfferTerms) -> bool:
    """Whether the house confirmed by a word of its own: not where the interview itself ended with its yes."""
    return terms.hold_before is not None and (terms.interview is None or terms.interview.shelter != "yes")


def was_lengthened(terms: OfferTerms) -> bool:
    """Whether the last change of the hold was to lengthen it by hand."""
    return terms.hold_before is not None and terms.hold_before.by_hand


@operation
def shorten_hold(offer: Offer, *, by: User | None, at: datetime) -> None:
    """A hold was lengthened by mistake: it ends when it would have ended. Raises ``Followed``, ``NotAllowed``."""
    require(by, P.ARRANGE_PLACE, offer)
    terms = read(offer, "terms", OfferTerms)
    if offer.state not in ("accepted", "confirmed") or not was_lengthened(terms):
        raise Followed
    _put_back(offer, terms, terms.hold_before)
    save(offer, "terms")
    record("hold_shortened", subject=offer.situation_id, fields=["terms"])


@operation
def move_interview_back(interview: Interview, *, by: User | None, at: datetime) -> None:
    """The interview is at its former moment again, with whom it was planned; the house is told to look.

    Raises ``Followed`` where it was not moved or that moment has passed, ``NotNow``, ``NotAllowed``.
    """
    require_verb(by, INTERVIEW, interview, "move_back")
    meeting = read(interview, "when", Meeting)
    if meeting.before is None or meeting.before.at <= at:
        raise Followed
    write(interview, "when", meeting.before)
    move(INTERVIEW, interview, "move_back", changed=["when"])
    notices.tell_shelter(interview.shelter, "interview")
    events.publish(InterviewChanged(interview.situation_id, "planned"))


def refuse_where_built_on(person_id: uuid.UUID, kind: str, offer_id: uuid.UUID | None) -> None:
    """An agreement is struck out: nothing may stand on it. Raises ``Followed``."""
    if kind == AgreementKind.PLACE and offer_id is not None:
        kept = Offer.objects.filter(pk=offer_id, state__in=("kept", "fulfilled")).exists()
        built = kept or Transfer.objects.filter(offer=offer_id, state__in=TRAVELLING).exists()
    else:
        built = bool(asked_called_or_housed([person_id], Rows([person_id])))
    if built:
        raise Followed


def asked_called_or_housed(persons: Collection[uuid.UUID], rows: Rows) -> set[uuid.UUID]:
    """For whom a house is asked or called, who travels or lives in a place."""
    return {
        row.situation_id
        for model, states in BUILT_ON.items()
        for row in rows.of(model)
        if row.state in states and row.situation_id in persons
    }
