"""Whom she must not meet: for the coordinator of her case only, by the reference of the other situation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.people import apart as rules
from havre.people.forms import ApartForm, LetMeetForm
from havre.people.models import Person
from havre.people.policies import NotYourCase
from havre.people.views.access import coordinated_person
from havre.record.operations import Refusal


def _own_person(request: HttpRequest, person_id: uuid.UUID) -> Person:
    person = coordinated_person(request, person_id)
    if not rules.may_keep_apart(signed_in(request), person):
        raise PermissionDenied(NotYourCase(person))
    return person


def _page(request: HttpRequest, person: Person, *, status: int = 200, **context: Any) -> HttpResponse:
    others = Person.objects.filter(pk__in=rules.apart_from(person)).order_by("reference")
    fresh = {
        "person": person, "others": others, "form": ApartForm(), "lift": LetMeetForm(auto_id="lift_%s"),
        "asked": request.GET.get("lever", ""),
    }  # fmt: skip
    return render(request, "people/apart.html", fresh | context, status=status)


@opens(Permission.COORDINATE)
@require_safe
def apart(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    return _page(request, _own_person(request, person_id))


@opens(Permission.COORDINATE)
@require_POST
def keep(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """She must not meet the person of that reference; no house takes both in."""
    person, form = _own_person(request, person_id), ApartForm(request.POST)
    if form.is_valid():
        try:
            rules.keep_apart(person, reference=form.cleaned_data["reference"], by=signed_in(request), at=timezone.now())
        except Refusal as refusal:
            form.add_error("reference", str(refusal))
        else:
            messages.success(request, _("C’est noté des deux côtés : aucune maison ne les accueillera toutes deux."))
            return redirect("people:apart", person.pk)
    return _page(request, person, form=form, status=422)


@opens(Permission.COORDINATE)
@require_POST
def let_meet(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """They may meet again, and why. The other one stands in the body: no address joins two persons."""
    person, form = _own_person(request, person_id), LetMeetForm(request.POST, auto_id="lift_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            rules.let_meet(
                person, other_id=said["other"], reason=said["reason"], by=signed_in(request), at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("C’est levé des deux côtés."))
            return redirect("people:apart", person.pk)
    return _page(request, person, lift=form, asked=request.POST.get("other", ""), status=422)
