"""Exceptions to the distance: asked on the search page, answered by somebody else, read again by the head."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.placements.capacity import network
from havre.placements.models import Override, with_people
from havre.placements.operations import overrides as operations
from havre.placements.operations.overrides import Asked, describe
from havre.placements.policies import UnknownPlace
from havre.placements.search_forms import AnswerOverrideForm, AskOverrideForm, ReviewOverrideForm
from havre.placements.views.common import own_person_or_403, person_or_404
from havre.record.sending import went_through
from havre.vault.fields import fetch_keys


@opens(P.APPROVE_OVERRIDE)
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All exceptions that wait for an answer or a second reading. No place stands here."""
    user = signed_in(request)
    now = timezone.now()
    rows = list(Override.objects.visible_to(user).linked().filter(state__in=("asked", "granted")))
    fetch_keys(rows)
    people = with_people(rows)
    found = sorted((describe(row, user, now) for row in rows), key=lambda one: one.content.asked_at)
    lines = [(people[one.row.situation_id], one) for one in found if one.row.situation_id in people]
    context = {
        "to_answer": [line for line in lines if line[1].row.state == "asked"],
        "to_review": [line for line in lines if line[1].row.state == "granted"],
    }
    return render(request, "placements/overrides.html", context)


@opens(P.COORDINATE)
@require_POST
def ask(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Ask why, then write it down. The place comes in the body: no address joins person and place."""
    user = signed_in(request)
    person = own_person_or_403(request, person_id)
    place = request.POST.get("place", "")
    form = AskOverrideForm(request.POST if "reason" in request.POST else None)

    def act() -> None:
        reason = form.cleaned_data["reason"]
        operations.ask_override(person, place_id=_place(place), reason=reason, by=user, at=timezone.now())

    if went_through(form, act, blame={operations.SayWhyNear: "reason"}):
        return redirect("placements:search", person.pk)
    found = network(timezone.now()).by_place.get(place)
    if found is None:
        raise Http404("no such place")
    context = {"person": person, "form": form, "place": place, "code": f"{found[0].code}-{found[1].label}"}
    return render(request, "placements/search_override.html", context)


def _place(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UnknownPlace from None


@opens(P.APPROVE_OVERRIDE)
@require_GET
def one(request: HttpRequest, override_id: uuid.UUID) -> HttpResponse:
    return _page(request, _fetch(request, override_id))


def _fetch(request: HttpRequest, override_id: uuid.UUID) -> Override:
    return get_object_or_404(Override.objects.visible_to(request.user).linked(), pk=override_id)


def _page(
    request: HttpRequest,
    row: Override,
    *,
    answer: AnswerOverrideForm | None = None,
    review: ReviewOverrideForm | None = None,
) -> HttpResponse:
    user = signed_in(request)
    found = describe(row, user, timezone.now())
    context = {
        "one": found,
        "person": person_or_404(request, row.situation_id),
        "answer": answer or AnswerOverrideForm(),
        "review": review or ReviewOverrideForm(),
        "may_review": row.state == "granted" and may(user, P.REVIEW, row) and found.content.granted_by != str(user.pk),
        "facts": facts(found),
    }
    return render(request, "placements/override.html", context)


def facts(found: Asked) -> list[tuple[str, object]]:
    """What the second person needs to know; the place itself stands on the search page."""
    content = found.content
    lines: list[tuple[str, object]] = [
        (_("Distance"), found.distance),
        (_("Demandée par"), content.asked_name),
        (_("Pourquoi"), content.reason),
    ]
    if content.granted_at:
        lines.append((_("Accordée par"), content.granted_name))
    return lines


@opens(P.APPROVE_OVERRIDE)
@require_POST
def answer(request: HttpRequest, override_id: uuid.UUID) -> HttpResponse:
    """Grant or refuse, as the button says."""
    user = signed_in(request)
    row = _fetch(request, override_id)
    form = AnswerOverrideForm(request.POST)

    def act() -> None:
        decide = operations.grant_override if request.POST.get("do") == "grant" else operations.refuse_override
        decide(row, answer=form.cleaned_data["answer"], version=_version(request), by=user, at=timezone.now())

    if went_through(form, act, blame={operations.SayWhyNear: "answer"}):
        return redirect("placements:overrides")
    return _page(request, _fetch(request, override_id), answer=form)


@opens(P.REVIEW)
@require_POST
def review(request: HttpRequest, override_id: uuid.UUID) -> HttpResponse:
    user = signed_in(request)
    row = _fetch(request, override_id)
    form = ReviewOverrideForm(request.POST)

    def act() -> None:
        operations.review_override(
            row, stands=form.cleaned_data["stands"] == "yes", answer=form.cleaned_data["answer"],
            version=_version(request), by=user, at=timezone.now(),
        )  # fmt: skip

    if went_through(form, act, blame={operations.SayWhyNear: "answer"}):
        return redirect("placements:overrides")
    return _page(request, _fetch(request, override_id), review=form)


def _version(request: HttpRequest) -> int | None:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdecimal() else None


urlpatterns = [
    path("overrides/", listing, name="overrides"),
    path("overrides/<uuid:override_id>/", one, name="override"),
    path("overrides/<uuid:override_id>/answer/", answer, name="override_answer"),
    path("overrides/<uuid:override_id>/review/", review, name="override_review"),
    path("<uuid:person_id>/override/", ask, name="override_ask"),
]
