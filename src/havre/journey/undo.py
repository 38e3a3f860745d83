"""What a coordinator can take back: the inverse that the law already knows, act by act."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from havre.assessments.models import Assessment
from havre.assessments.operations.opening import reopen
from havre.cases.models import Case
from havre.cases.operations import reopen_case
from havre.directory.models import Shelter
from havre.directory.operations.places import take_back_word
from havre.directory.operations.shelters import resume_shelter
from havre.directory.profiles import ShelterProfile
from havre.people.models import Agreement, AgreementKind, AgreementState
from havre.people.operations import strike_agreement
from havre.placements.calling import NOTE, RoundContent
from havre.placements.content import Meeting, OfferTerms, read
from havre.placements.models import CallRound, Interview, Offer, Transfer
from havre.placements.operations.answers import has_followed, undo_answer
from havre.placements.operations.interviews import cancel_interview
from havre.placements.operations.transfers import cancel_transfer
from havre.placements.operations.undoing import (
    asked_called_or_housed,
    confirmation_stands,
    move_interview_back,
    shorten_hold,
    take_back_confirmation,
    take_back_yes,
    was_lengthened,
)
from havre.record.undo import Find, Rows, undoable

STRUCK_OUT = (AgreementKind.JOIN, AgreementKind.PLACE)
"""Agreements that can be struck out. On that to be referred everything stands; what was shared has left."""


def _of_persons(model: type[Model], *states: str, still: Callable[[Any], bool] | None = None) -> Find:
    """The one row of each person in one of ``states``; where there are two, nobody can say which was meant. ``still``
    reads what is sealed on a row and says whether it stands as the act left it."""

    def find(persons: Collection[uuid.UUID], rows: Rows) -> dict[uuid.UUID, Any]:
        found = [row for row in rows.of(model) if row.state in states and row.situation_id in persons]
        seen = Counter(row.situation_id for row in found)
        alone = (row for row in found if seen[row.situation_id] == 1)
        return {row.situation_id: row for row in alone if still is None or still(row)}

    return find


def _of_shelters(still: Callable[[ShelterProfile], bool]) -> Find:
    def find(shelters: Collection[uuid.UUID], rows: Rows) -> dict[uuid.UUID, Any]:
        found = (row for row in rows.of(Shelter, "pk") if row.pk in shelters)
        return {row.pk: row for row in found if still(row.read_profile())}

    return find


def _last_given(persons: Collection[uuid.UUID], rows: Rows) -> dict[uuid.UUID, Agreement]:
    """The agreement written down last for each person, if it is in force and may be struck out."""
    latest: dict[uuid.UUID, tuple[str, list[Agreement]]] = {}
    for row in rows.of(Agreement):
        written = str(row.unseal("terms").get("written_at", ""))
        at, known = latest.get(row.person_id, ("", []))
        if written >= at:
            latest[row.person_id] = (written, [*known, row] if written == at else [row])
    alone = {key: found[0] for key, (_at, found) in latest.items() if len(found) == 1 and key in persons}
    given = {k: row for k, row in alone.items() if row.state == AgreementState.GIVEN and row.kind in STRUCK_OUT}
    built_on = asked_called_or_housed({k for k, row in given.items() if row.kind == AgreementKind.JOIN}, rows)
    return {k: row for k, row in given.items() if k not in built_on}


def _is_last_answer(row: CallRound) -> bool:
    last = read(row, "content", RoundContent).last_entry()
    return last is not None and last[1].answer != NOTE and not has_followed(last[1])


def _yes_stands(row: Offer) -> bool:
    terms = read(row, "terms", OfferTerms)
    return terms.interview is None and not terms.released_others


def _confirmation_stands(row: Offer) -> bool:
    return confirmation_stands(read(row, "terms", OfferTerms))


def _was_lengthened(row: Offer) -> bool:
    return was_lengthened(read(row, "terms", OfferTerms))


def _was_moved(row: Interview) -> bool:
    return read(row, "when", Meeting).before is not None


def register() -> None:
    _decisions()
    _answers()
    _meetings_and_journeys()
    undoable(
        "agreement_given", does=_("L’accord est effacé : elle ne l’a pas donné. Ce n’est pas un retrait."),
        find=_last_given, act=strike_agreement,
    )  # fmt: skip
    _houses()


def _houses() -> None:
    paused = _of_shelters(lambda profile: profile.pause is not None)
    undoable(
        "shelter_paused", does=_("La pause du lieu d’accueil est levée."), find=paused, on_thread=False,
        act=lambda row, by, at: resume_shelter(row, version=row.version, by=by, at=at),
    )  # fmt: skip
    for event in ("places_confirmed", "places_withdrawn"):
        undoable(
            event, does=_("Les places sont de nouveau comme elles étaient dites avant."), on_thread=False,
            find=_of_shelters(partial(ShelterProfile.last_word_stands, event=event)),
            act=take_back_word,
        )  # fmt: skip


def _decisions() -> None:
    undoable(
        "case_closed", does=_("Le dossier se rouvre."), find=_of_persons(Case, "closed"),
        act=lambda row, by, at: reopen_case(row, version=row.version, by=by, at=at),
    )  # fmt: skip
    for event, state in (("decided_search", "search"), ("decided_on_hold", "on_hold")):
        undoable(
            event, does=_("L’évaluation se rouvre ; la décision est à prendre."),
            find=_of_persons(Assessment, state),
            act=lambda row, by, at: reopen(row, reason=str(_("décision inscrite par erreur")), version=row.version, by=by, at=at),
        )  # fmt: skip


def _answers() -> None:
    undoable(
        "round_answered", does=_("La réponse du lieu d’accueil est effacée ; il est de nouveau à appeler."),
        find=_of_persons(CallRound, "open", still=_is_last_answer),
        act=undo_answer,
    )  # fmt: skip
    undoable(
        "offer_accepted", does=_("La demande attend de nouveau sa réponse ; la place n’est plus retenue."),
        find=_of_persons(Offer, "accepted", still=_yes_stands),
        act=take_back_yes,
    )  # fmt: skip
    undoable(
        "offer_confirmed", does=_("Le lieu d’accueil n’a pas encore confirmé ; la place reste retenue comme avant."),
        find=_of_persons(Offer, "confirmed", still=_confirmation_stands),
        act=take_back_confirmation,
    )  # fmt: skip
    undoable(
        "hold_extended", does=_("La place est retenue jusqu’à l’heure d’avant."),
        find=_of_persons(Offer, "accepted", "confirmed", still=_was_lengthened),
        act=shorten_hold,
    )  # fmt: skip


def _meetings_and_journeys() -> None:
    undoable(
        "interview_planned", does=_("L’entretien est annulé ; le lieu d’accueil garde sa réponse."),
        find=_of_persons(Interview, "planned"),
        act=lambda row, by, at: cancel_interview(row, version=row.version, by=by, at=at),
    )  # fmt: skip
    undoable(
        "interview_moved", does=_("L’entretien revient à son premier moment."),
        find=_of_persons(Interview, "planned", still=_was_moved),
        act=move_interview_back,
    )  # fmt: skip
    undoable(
        "transfer_planned", does=_("Le voyage est annulé ; la place reste retenue."),
        find=_of_persons(Transfer, "planned"),
        act=lambda row, by, at: cancel_transfer(row, reason=str(_("inscrit par erreur")), version=row.version, by=by, at=at),
    )  # fmt: skip
