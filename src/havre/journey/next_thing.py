"""The one next thing: what, by whom, before when. A suggestion in words; a person decides."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havre.common import words
from havre.journey.standing import Asked, Standing, derive

DAY = timedelta(days=1)
TAKE_UP_WITHIN = timedelta(hours=4)
"""Our choice: a referral finds a name the same day. Until the move local services keep her safe (R9)."""
ASSESS_WITHIN = 3 * DAY
REVIEW_HOLD_AFTER = 7 * DAY
CLOSE_WITHIN = 14 * DAY
"""Our choice: after a stay, two weeks to close the file or to search again."""

RISK_IS_SET_IN = ("open", "on_hold", "search")


@dataclass(frozen=True)
class Next:
    """``code`` names a :class:`Thing`; ``due`` is ``None`` where no hour binds."""

    code: str = ""
    due: datetime | None = None


@dataclass(frozen=True)
class Thing:
    """``title`` may hold ``%(since)s`` (since when nobody answered) and ``%(when)s`` (the hour it is due).

    ``route`` is the page where it is done, for the person's id; ``short`` is what a list has room for.
    """

    title: str | Promise
    verb: str | Promise
    route: str
    icon: str = "arrow-right"
    short: str | Promise = ""


THINGS: dict[str, Thing] = {
    "clear_alarm": Thing(_("Lever l’alarme, ou dire ce qui se passe"), _("Voir l’alarme"), "placements:travel_board", "triangle-alert"),
    "speak_with_her": Thing(_("Lui parler : quelqu’un dit qu’elle ne veut plus d’aide"), _("Lire le message"), "referrals:read", "phone", _("Lui parler : veut-elle encore de l’aide ?")),
    "review_asked": Thing(_("Revoir le risque maintenant : quelqu’un a demandé après elle"), _("Ouvrir l’évaluation"), "assessments:detail", "shield-check", _("On a demandé après elle : revoir le risque")),
    "chase_hand_over": Thing(_("Obtenir l’accusé de réception de la protection de l’enfance"), _("Ouvrir l’orientation"), "referrals:read", "phone"),
    "take_up": Thing(_("Reprendre l’orientation et rappeler le service qui oriente"), _("Lire l’orientation"), "referrals:read", "phone", _("Rappeler le service qui oriente")),
    "set_risk": Thing(_("Fixer le niveau de risque"), _("Ouvrir l’évaluation"), "assessments:detail", "shield-check"),
    "decide": Thing(_("Décider : chercher une place, attendre ou réorienter"), _("Ouvrir l’évaluation"), "assessments:detail", "shield-check", _("Décider de la suite")),
    "review_hold": Thing(_("Revoir la mise en attente"), _("Ouvrir l’évaluation"), "assessments:detail", "shield-check"),
    "search": Thing(_("Chercher une place"), _("Chercher une place"), "placements:search", "map"),
    "widen": Thing(_("Aucune place ne convient : voir ce qui en ouvrirait une"), _("Voir pourquoi"), "placements:search", "map", _("Aucune place ne convient. Voir pourquoi")),
    "search_again": Thing(_("Chercher un autre lieu : elle ne peut pas rester"), _("Chercher une place"), "placements:search", "map", _("Chercher un autre lieu")),
    "get_agreement": Thing(_("Recueillir son accord pour rejoindre le réseau"), _("Inscrire son accord"), "people:agreements", "handshake"),
    "ask_shelter": Thing(_("Demander une place : la recherche en a trouvé"), _("Voir les places"), "placements:search", "send", _("Demander une place")),
    "await_answer": Thing(_("Attendre la réponse du lieu d’accueil, demandée depuis %(since)s"), _("Voir la demande"), "placements:offers", "send", _("Réponse attendue avant %(when)s")),
    "chase_answer": Thing(_("Relancer le lieu d’accueil pressenti, sans réponse depuis %(since)s"), _("Appeler maintenant"), "placements:offers", "phone", _("Relancer : sans réponse depuis %(since)s")),
    "plan_interview": Thing(_("Fixer l’entretien de pré-accueil"), _("Fixer l’entretien"), "placements:interview", "calendar"),
    "hold_interview": Thing(_("Tenir l’entretien de pré-accueil, %(when)s"), _("Préparer l’entretien"), "placements:interview", "calendar", _("Entretien, %(when)s")),
    "get_confirmation": Thing(_("Demander au lieu d’accueil s’il confirme"), _("Inscrire sa réponse"), "placements:offers", "phone"),
    "get_place_agreement": Thing(_("Recueillir son accord pour ce lieu"), _("Inscrire son accord"), "people:agreements", "handshake"),
    "keep_place": Thing(_("Retenir la place : le lieu confirme et elle est d’accord"), _("Retenir la place"), "placements:offers", "check", _("Retenir la place")),
    "plan_transfer": Thing(_("Préparer le voyage"), _("Préparer le voyage"), "placements:transfer", "luggage"),
    "depart": Thing(_("Partir, %(when)s"), _("Voir le voyage"), "placements:transfer", "luggage", _("Départ, %(when)s")),
    "confirm_arrival": Thing(_("Faire confirmer l’arrivée, attendue %(when)s"), _("Confirmer l’arrivée"), "placements:transfer", "map-pin", _("Arrivée attendue, %(when)s")),
    "review_risk": Thing(_("Revoir le risque avant le %(day)s"), _("Ouvrir l’évaluation"), "assessments:detail", "shield-check", _("Revoir le risque")),
    "close_or_search": Thing(_("Clore le dossier, ou chercher une autre place"), _("Clore le dossier"), "journey:close", "archive"),
}  # fmt: skip


def of(it: Standing) -> Next:
    """The next thing, the same whenever it is asked: hours are compared only when it is shown."""
    if it.has_alarm:
        return Next("clear_alarm", it.alarm_since)
    if it.asked_at and it.assessment in RISK_IS_SET_IN:
        return Next("review_asked", it.asked_at)
    if it.speak_by is not None:
        return Next("speak_with_her", it.speak_by)
    rule = _RULES.get(derive(it))
    return rule(it) if rule else Next()


def _after_reception(it: Standing, wait: timedelta) -> datetime | None:
    return it.received_at + wait if it.received_at else None


def _handed_over(it: Standing) -> Next:
    return Next() if it.hand_over_received else Next("chase_hand_over", it.receipt_due)


def _received(it: Standing) -> Next:
    return Next("take_up", _after_reception(it, TAKE_UP_WITHIN))


def _assessing(it: Standing) -> Next:
    return Next("decide" if it.risk else "set_risk", _after_reception(it, ASSESS_WITHIN))


def _on_hold(it: Standing) -> Next:
    return Next("review_hold", _after_reception(it, REVIEW_HOLD_AFTER))


def _searching(it: Standing) -> Next:
    due = _after_reception(it, ASSESS_WITHIN)
    if it.search is None:
        return Next("search", due)
    if not it.search.fitting:
        return Next("widen", due)
    return Next("ask_shelter" if "join" in it.agreements else "get_agreement", due)


def _proposed(it: Standing) -> Next:
    dues = [offer.answer_by for offer in it.offers if offer.answer_by]
    return Next("await_answer", min(dues, default=None))


def _interview(it: Standing) -> Next:
    furthest = max(it.offers, key=_how_far)
    if furthest.state == "kept":
        return Next("plan_transfer", furthest.hold_until)
    if furthest.state == "confirmed":
        return Next("keep_place" if "place" in it.agreements else "get_place_agreement", furthest.hold_until)
    if it.interview is None:
        return Next("plan_interview", furthest.hold_until)
    if it.interview.state == "planned":
        return Next("hold_interview", it.interview.at)
    return Next("get_confirmation", furthest.hold_until)


def _how_far(offer: Asked) -> tuple[int, bool]:
    return ("asked", "accepted", "confirmed", "kept").index(offer.state), not offer.is_fallback


def _transfer_planned(it: Standing) -> Next:
    return Next("depart", it.transfer.departs_at if it.transfer else None)


def _in_transit(it: Standing) -> Next:
    return Next("confirm_arrival", it.transfer.expected_at if it.transfer else None)


def _accommodated(it: Standing) -> Next:
    if it.offers:
        return _interview(it) if any(offer.state != "asked" for offer in it.offers) else _proposed(it)
    if it.must_move:
        return Next("search_again")
    return Next("review_risk", it.review_at) if it.review_at else Next()


def _follow_up(it: Standing) -> Next:
    return Next("close_or_search", it.ended.at + CLOSE_WITHIN if it.ended and it.ended.at else None)


_RULES: dict[str, Callable[[Standing], Next]] = {
    "handed_over": _handed_over,
    "referral_received": _received,
    "assessing": _assessing,
    "on_hold": _on_hold,
    "searching": _searching,
    "proposed": _proposed,
    "interview": _interview,
    "transfer_planned": _transfer_planned,
    "in_transit": _in_transit,
    "accommodated": _accommodated,
    "follow_up": _follow_up,
}


def shown_code(code: str, due: datetime | None, at: datetime) -> str:
    """The code as it stands at that hour: an answer that is late is no longer awaited but chased."""
    return "chase_answer" if code == "await_answer" and due is not None and due <= at else code


def title(code: str, *, due: datetime | None, since: datetime, at: datetime, short: bool = False) -> str:
    """The sentence; empty where nothing is to be done."""
    thing = THINGS.get(shown_code(code, due, at))
    if thing is None:
        return ""
    text = str(thing.short or thing.title) if short else str(thing.title)
    if "%(" not in text:
        return text
    return text % {"since": words.span(at - since), "when": when(due, at), "day": words.day(due) if due else ""}


def when(due: datetime | None, at: datetime) -> str:
    """``15 h 30`` the same day, ``19 mars à 9 h`` otherwise."""
    if due is None:
        return ""
    if timezone.localtime(due).date() == timezone.localtime(at).date():
        return words.hour(due)
    return words.moment(due)


def deadline(due: datetime, at: datetime) -> str:
    """``15 h 30`` the same day, ``le 19 mars`` otherwise."""
    if timezone.localtime(due).date() == timezone.localtime(at).date():
        return words.hour(due)
    return gettext("le %(day)s") % {"day": words.day(due)}


def url(code: str, person_id: uuid.UUID, *, referral_id: uuid.UUID | None = None) -> str:
    """Where it is done."""
    thing = THINGS.get(code)
    if thing is None:
        return ""
    if thing.route == "referrals:read":
        return reverse(thing.route, args=[referral_id]) if referral_id else ""
    if thing.route == "placements:travel_board":
        return reverse(thing.route)
    return reverse(thing.route, args=[person_id])
