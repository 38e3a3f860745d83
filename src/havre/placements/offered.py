"""What is said of an offer: to the coordination while it is open and once it is over, and to the house that is asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.common import words
from havre.common.dataclass_json import from_json
from havre.people.models import Person
from havre.placements.content import ForShelter, Message, OfferTerms, read
from havre.placements.holds import OPEN, holds
from havre.placements.models import Offer
from havre.placements.states import OFFER
from havre.placements.wording import companion, languages, left, needs, refusal


@dataclass(frozen=True)
class Line:
    """An offer as the coordination reads it; ``code`` is empty for whoever may not learn the place."""

    offer: Offer
    terms: OfferTerms
    told: ForShelter
    code: str
    shape: str
    word: Any
    hold: str
    held: bool
    late: bool
    next_words: str
    journey: str


def line_of(offer: Offer, code: str, at: datetime, *, is_planned: bool = False, travels: bool = False) -> Line:
    """``is_planned``: its interview has a date; ``travels``: its journey is planned or under way.

    Without ``code`` the label of the place is left out too."""
    terms, told = read(offer, "terms", OfferTerms), read(offer, "for_shelter", ForShelter)
    if not code:
        told.place_label = ""
    state = OFFER.state(offer.state)
    held = holds(offer.state, terms, at)
    is_waiting = offer.state in ("accepted", "confirmed")
    late = offer.state == "asked" and terms.answer_by is not None and terms.answer_by <= at
    return Line(
        offer=offer, terms=terms, told=told, code=code, shape="late" if late else state.shape, word=state.label,
        hold=left(terms.hold_until, at) if is_waiting else "", held=held, late=late, next_words=_next(offer, terms, held, is_planned, travels),
        journey=_("Voir le voyage") if travels else _("Préparer le voyage"),
    )  # fmt: skip


def _next(offer: Offer, terms: OfferTerms, held: bool, is_planned: bool, travels: bool) -> str:
    if offer.state == "asked":
        return _("Le lieu d’accueil répond, ou vous l’appelez et écrivez sa réponse ici.")
    if offer.state == "kept":
        return _("Son voyage est inscrit.") if travels else _("Préparez son voyage.")
    if not held:
        return _("Les 72 h sont passées : la place est de nouveau libre. Rappelez, puis prolongez ou retirez.")
    if offer.state == "confirmed":
        return _("Le lieu confirme. Il faut son accord à elle, pour ce lieu-là.")
    if terms.interview is None and is_planned:
        return _("L’entretien de pré-accueil a une date. Ensuite chacun décide.")
    if terms.interview is None:
        return _("Fixez l’entretien de pré-accueil.")
    return _("L’entretien a eu lieu. Le lieu d’accueil confirme, ou explique pourquoi non.")


@dataclass(frozen=True)
class Past:
    """An offer that is over, from her sealed past."""

    ended_at: datetime
    word: str
    why: str
    said: str
    next: str
    code: str


ENDED = {
    "refuse": gettext_lazy("refusée"), "release": gettext_lazy("plus nécessaire"), "fulfil": gettext_lazy("arrivée"),
}  # fmt: skip
WHY_RELEASED = {
    "not_needed": gettext_lazy("plus nécessaire pour l’instant"),
    "agreement_withdrawn": gettext_lazy("elle a repris son accord"),
    "person_declined": gettext_lazy("elle ne souhaite pas ce lieu"),
}


def past_of(person: Person, known: dict[uuid.UUID, str], *, learns: bool) -> list[Past]:
    """Without ``learns`` (the place) what a house said in its own words is left out."""
    entries = (person.unseal("past") or {}).get("offers", [])
    found = [
        Past(
            ended_at=datetime.fromisoformat(entry["ended_at"]),
            word=str(ENDED.get(entry["state"], entry["state"])),
            why=str(WHY_RELEASED.get(entry.get("reason", ""), refusal(entry.get("reason", "")))),
            said=entry.get("said", "") if learns else "",
            next=entry.get("next", "") if learns else "",
            code=known.get(uuid.UUID(entry["shelter"]), "") if entry.get("shelter") else "",
        )
        for entry in entries
    ]
    return sorted(found, key=lambda one: one.ended_at, reverse=True)


def sentence(lines: list[Line]) -> str:
    """What is true now, before anything else."""
    if not lines:
        return _("Aucune place n’est demandée.")
    best = max(lines, key=lambda line: OPEN.index(line.offer.state))
    name = best.code or _("Le lieu d’accueil")
    if best.offer.state == "kept":
        return _("La place est la sienne.")
    if best.offer.state == "confirmed":
        return _("%(name)s confirme : on attend son accord à elle.") % {"name": name}
    if best.offer.state == "accepted":
        if best.held:
            return _("%(name)s dit oui en principe, la place est retenue %(hold)s.") % {"name": name, "hold": best.hold}
        return _("%(name)s avait dit oui, mais la place n’est plus retenue.") % {"name": name}
    if len(lines) == 1:
        return _("Une réponse est attendue.")
    return _("%(count)s réponses sont attendues.") % {"count": len(lines)}


def facts_for_shelter(told: ForShelter) -> list[tuple[str, str]]:
    """What an asked house reads, line by line."""
    adults = [companion(one) for one in told.household if not one.is_child]
    children = [companion(one) for one in told.children]
    arrival = _("à partir du %(day)s") % {"day": words.day(told.arrival_from)} if told.arrival_from else ""
    lines = [
        (_("Arrivée"), arrival),
        (_("Adultes") if len(adults) > 1 else _("Adulte"), ", ".join(adults)),
        (_("Enfants") if len(children) > 1 else _("Enfant"), ", ".join(children)),
        (_("Langues"), languages(told.languages)),
        (_("Besoins"), needs(told.needs)),
        (_("Place"), told.place_label),
    ]
    return [(name, value) for name, value in lines if value]


def written(values: dict[str, Any]) -> list[Message]:
    return [from_json(Message, one) for one in values.get("questions") or []]
