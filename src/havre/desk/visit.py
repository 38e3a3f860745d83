"""The tour of the demonstration: a few pages with a note on each, in the order of the work. No live network has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User, is_user
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.journey.models import Journey
from havre.placements.models import Offer

SESSION = "visit"
COOKIE = "havre_visited"
YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Step:
    """A note for the page called ``route``; ``find`` says where an example of it is, empty when there is none today."""

    route: str
    title: str | Promise
    text: str | Promise
    find: Callable[[User], str]


@dataclass(frozen=True)
class Note:
    """What the page shows: one step, and how many there are."""

    number: int
    total: int
    title: str | Promise
    text: str | Promise

    @property
    def following(self) -> int:
        """The number of the step after this one; 0 ends the tour."""
        return self.number + 1 if self.number < self.total else 0


def _at(route: str) -> Callable[[User], str]:
    return lambda user: reverse(route)


def _own(route: str, *states: str) -> Callable[[User], str]:
    """The page of one's own situation in one of these states that waits the longest."""

    def find(user: User) -> str:
        own = Journey.objects.visible_to(user).filter(owner=user, state__in=states)
        first = own.order_by("waiting_since", "since").values_list("person_id", flat=True).first()
        return reverse(route, args=[first]) if first else ""

    return find


def _asked(user: User) -> str:
    """A request of one's own situations that a shelter has not answered."""
    own = Journey.objects.visible_to(user).filter(owner=user, state="proposed")
    for person_id in own.order_by("waiting_since").values_list("person_id", flat=True):
        offer = Offer.objects.of_person(person_id).filter(state="asked").first()
        if offer:
            return reverse("placements:offer", args=[offer.pk])
    return ""


COORDINATION = (
    Step(
        "desk:today",
        _("La journée commence ici"),
        _(
            "Qui attend une place, depuis combien de jours, et ce qui vient pour chaque personne. Une alarme reste en haut de toutes les pages tant que personne ne la prend."
        ),
        _at("desk:today"),
    ),
    Step(
        "intake:note",
        _("Quelqu’un appelle"),
        _(
            "Deux lignes et une lettre suffisent. Aucun numéro n’est gardé, sauf pour rappeler. Si c’est une orientation, ce que vous avez tapé vous suit."
        ),
        _at("intake:new"),
    ),
    Step(
        "placements:search",
        _("Chercher une place loin du danger"),
        _(
            "Chaque place est donnée avec ses raisons, chaque place écartée aussi. L’ordre est une proposition : vous décidez."
        ),
        _own("placements:search", "searching"),
    ),
    Step(
        "placements:offer",
        _("Le lieu d’accueil répond au téléphone"),
        _(
            "Il n’a pas à ouvrir Havre : vous inscrivez sa réponse pour lui. Sous « Dit par téléphone, ou plus tôt », notez qui a parlé et quand."
        ),
        _asked,
    ),
    Step(
        "journey:detail",
        _("Ce qui est scellé"),
        _(
            "Son nom, son récit, sa santé ne s’affichent pas. Chaque rubrique s’ouvre avec un motif, pour quelques minutes, et l’ouverture s’inscrit au registre. Essayez."
        ),
        _own("journey:detail", "searching", "proposed", "assessing"),
    ),
)
HOUSE = (
    Step(
        "placements:shelter_home",
        _("Ce qui vous attend"),
        _("Les demandes, les arrivées, vos places. Rien d’autre à tenir : au téléphone, nous remplissons pour vous."),
        _at("placements:shelter_home"),
    ),
    Step(
        "directory:places",
        _("Vos places"),
        _("Un geste dit qu’une place est toujours libre. La coordination n’a pas à vous appeler."),
        _at("directory:places"),
    ),
    Step(
        "placements:residents",
        _("Qui vit chez vous"),
        _("Sous une référence, jamais sous son nom. Les premiers jours y sont une liste, pas à pas."),
        _at("placements:residents"),
    ),
)
REFERRERS = (
    Step(
        "referrals:mine",
        _("Ce que vous nous avez confié"),
        _("Où en est la réponse, au jour près. Ni lieu, ni date de voyage : c’est ce qui la protège."),
        _at("referrals:mine"),
    ),
    Step(
        "referrals:step",
        _("Orienter une personne"),
        _("Dix minutes suffisent, et seul le numéro où vous joindre est nécessaire. Tout se garde en route."),
        _at("referrals:new"),
    ),
    Step(
        "referrals:guide",
        _("À avoir sous la main"),
        _("Qui appeler, quoi lui remettre, ce qu’il ne faut jamais écrire dans un rapport."),
        _at("referrals:guide"),
    ),
)
TOURS: tuple[tuple[str, P, tuple[Step, ...]], ...] = (
    ("coordinator", P.COORDINATE, COORDINATION),
    ("shelter", P.SEE_RESIDENTS, HOUSE),
    ("referrer", P.REFER, REFERRERS),
)
"""Name, the right of those it is made for, its steps."""


def _tour(user: object) -> tuple[str, tuple[Step, ...]]:
    if settings.HAVRE_DEMO and is_user(user):
        for name, right, steps in TOURS:
            if may(user, right):
                return name, steps
    return "", ()


def steps_for(user: object) -> tuple[Step, ...]:
    """The tour of this account; none in a live network, none for a role without one."""
    return _tour(user)[1]


def begin(request: HttpRequest, user: User) -> None:
    """Start at the first step, unless this browser has been through it."""
    name, steps = _tour(user)
    if steps and name not in request.COOKIES.get(COOKIE, "").split("."):
        request.session[SESSION] = 1


def note(request: HttpRequest) -> Note | None:
    """What the page that is asked for has to say in a tour that is under way."""
    steps = steps_for(getattr(request, "user", None))
    number = int(request.session.get(SESSION, 0)) if steps else 0
    if not 0 < number <= len(steps):
        return None
    step, match = steps[number - 1], request.resolver_match
    if match is None or match.view_name != step.route:
        return None
    return Note(number, len(steps), step.title, step.text)


def go_to(request: HttpRequest, user: User, number: int) -> str:
    """Take up the tour at that step, or at the next one that has an example; its address, empty when it is over."""
    steps = steps_for(user)
    for at, step in enumerate(steps[max(number, 1) - 1 :] if number else (), start=max(number, 1)):
        if url := step.find(user):
            request.session[SESSION] = at
            return url
    request.session.pop(SESSION, None)
    return ""


def over(request: HttpRequest, response: HttpResponse, user: User) -> HttpResponse:
    """Remember in this browser that the account's tour need not begin by itself again."""
    seen = {*request.COOKIES.get(COOKIE, "").split("."), _tour(user)[0]} & {name for name, _right, _steps in TOURS}
    response.set_cookie(COOKIE, ".".join(sorted(seen)), max_age=YEAR_SECONDS, httponly=True, samesite="Lax")
    return response
