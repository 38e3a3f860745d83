"""The search for one person, and the joint view of all who wait. Coordination only; neither prints."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.people.models import Person
from havre.placements.comparing import Comparison
from havre.placements.joint import Joint, read_locks
from havre.placements.looking import Looking
from havre.placements.operations import search as operations
from havre.placements.operations.overrides import Asked, of_person
from havre.placements.operations.rounds import open_round_of
from havre.placements.policies import may_learn_place
from havre.placements.problem import Table, table_for, table_of_all
from havre.placements.search_forms import UnableForm
from havre.placements.tries import read_try
from havre.placements.views import overrides
from havre.placements.views.common import whose
from havre.record.opening import enter_file
from havre.record.operations import Refusal
from havre.record.sending import went_through

KEPT_SHOWN = 5


@opens(P.COORDINATE)
@require_GET
def search(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Which places fit this person now, in order, with reasons; which do not, and why."""
    return _page(request, _sought(request, person_id), UnableForm())


def _sought(request: HttpRequest, person_id: uuid.UUID) -> Person:
    """The person looked for, read with all that the search needs of her. Raises ``Http404``."""
    visible = Person.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("coordinator", "assessment", "referral"), pk=person_id)


def _page(request: HttpRequest, person: Person, form: UnableForm) -> HttpResponse:
    user = signed_in(request)
    now = timezone.now()
    enter_file(person.pk, session=str(request.session.session_key), by=user, at=now)
    table = table_for(person, now, also=[person.coordinator] if person.coordinator else [])
    asked, learns = of_person(person.pk, user, now), may_learn_place(user, person)
    looking = Looking(
        table=table,
        at=now,
        knows_all=person.coordinator_id == user.pk,
        change=read_try(request.GET.get("essai", ""), table.seekers[0]),
        all_excluded="toutes" in request.GET,
        all_places="places" in request.GET,
        granted=frozenset(one.place for one in asked if one.in_force and learns),
    )
    shows_choice = learns or person.pk not in table.network.housing.placed
    context = {
        "person": person,
        "looking": looking,
        "asked": [(_code(table, one, learns=learns), one) for one in asked],
        "kept": [content for _row, content in operations.kept_searches(person)[:KEPT_SHOWN]],
        "shows_choice": shows_choice,
        **whose(request, person),
        "is_decided": table.seekers[0].is_decided,
        "form": form,
        "calls": learns,
        "round_open": learns and open_round_of(person.pk) is not None,
    }
    return render(request, "placements/search.html", context)


def _code(table: Table, one: Asked, *, learns: bool) -> str:
    """The place of an exception, for who may learn where she will be; whoever answers it judges a distance."""
    return table.network.code(one.place) if learns and one.place in table.network.by_place else ""


@opens(P.COORDINATE)
@require_POST
def keep(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Keep the search as it stands now in her file."""
    user = signed_in(request)
    person = _sought(request, person_id)
    try:
        operations.make_search(person, by=user, at=timezone.now())
    except Refusal as refusal:
        form = UnableForm({})
        form.is_valid()
        form.add_error(None, str(refusal))
        return _page(request, person, form)
    return redirect("placements:search", person.pk)


@opens(P.COORDINATE)
@require_POST
def unable(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Nobody could be found in time."""
    user = signed_in(request)
    person = _sought(request, person_id)
    form = UnableForm(request.POST)

    def act() -> None:
        operations.unable_to_place(person, reason=form.cleaned_data["reason"], by=user, at=timezone.now())

    if went_through(form, act, blame={operations.SayWhyNobody: "reason"}):
        return redirect("placements:search", person.pk)
    return _page(request, person, form)


@opens(P.COORDINATE)
@require_POST
def compare(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Up to three places side by side. They come by POST: no address joins a person and a place."""
    user = signed_in(request)
    person = _sought(request, person_id)
    now = timezone.now()
    enter_file(person.pk, session=str(request.session.session_key), by=user, at=now)
    knows_all = person.coordinator_id == user.pk
    looking = Looking(table_for(person, now), now, knows_all, all_places=True)
    context = {"person": person, "comparison": Comparison(looking, request.POST.getlist("place"))}
    return render(request, "placements/search_compare.html", context)


@opens(P.COORDINATE)
@require_http_methods(["GET", "POST"])
def joint(request: HttpRequest) -> HttpResponse:
    """The best assignment for all who wait. Pairs that somebody keeps come by POST: no address joins person and place."""
    now = timezone.now()
    found = Joint(table_of_all(now), read_locks(request.POST.getlist("lock")), at=now)
    return render(request, "placements/search_joint.html", {"joint": found})


urlpatterns = [
    path("joint/", joint, name="joint"),
    path("<uuid:person_id>/search/", search, name="search"),
    path("<uuid:person_id>/search/compare/", compare, name="search_compare"),
    path("<uuid:person_id>/search/keep/", keep, name="search_keep"),
    path("<uuid:person_id>/search/unable/", unable, name="search_unable"),
    *overrides.urlpatterns,
]
