"""Who has a case, and whom she must not meet: pages of its coordinator, the head and colleagues."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.directory.ladder import team
from havre.people import handing
from havre.people.forms import HandOverForm, TakeOverForm
from havre.people.models import CaseNews, Person
from havre.people.views.access import coordinated_person
from havre.record.operations import Refusal
from havre.vault.fields import fetch_keys


def _colleagues(person: Person, user: User) -> list[tuple[str, str]]:
    """Who could follow this situation from now on: the team without whoever has it, the reader as «vous»."""
    others = [one for one in team().everybody if one.pk != person.coordinator_id]
    fetch_keys(others)
    named = [(str(one.pk), _("vous") if one.pk == user.pk else one.name) for one in others]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _owner(person: Person) -> str:
    """Who has the case, empty where nobody does or its coordinator has left."""
    coordinator = person.coordinator
    return coordinator.name if coordinator is not None and coordinator.is_active else ""


def _page(request: HttpRequest, person: Person, form: Any, *, takes: bool) -> HttpResponse:
    context = {
        "person": person, "form": form, "owner": _owner(person), "takes": takes,
        "is_mine": person.coordinator_id == signed_in(request).pk,
        "may_hand_over": handing.may_hand_over(signed_in(request), person),
    }  # fmt: skip
    return render(request, "people/hands.html", context, status=422 if form.errors else 200)


@opens(Permission.COORDINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_over(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """«Reprendre ce dossier»: with a reason, on record, told to whoever had it."""
    person = coordinated_person(request, person_id)
    form = TakeOverForm(request.POST or None, initial={"seen": str(person.coordinator_id or "")})
    if form.is_valid():
        try:
            handing.take_over_case(person, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Vous suivez ce dossier. Qui le suivait est prévenu."))
            return redirect("journey:detail", person.pk)
    return _page(request, person, form, takes=True)


@opens(Permission.COORDINATE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """«Confier ce dossier» to a colleague: with a reason, on record, told to both."""
    person, user = coordinated_person(request, person_id), signed_in(request)
    if not handing.may_hand_over(user, person):
        return redirect("people:take_over", person.pk)
    choices = _colleagues(person, user)
    form = HandOverForm(request.POST or None, initial={"seen": str(person.coordinator_id or "")}, colleagues=choices)
    if form.is_valid():
        to = get_object_or_404(User, pk=form.cleaned_data["to"])
        said = {name: form.cleaned_data[name] for name in ("reason", "note", "seen")}
        try:
            handing.hand_over_case(person, to=to, **said, by=user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le dossier est confié. La personne qui le suit désormais est prévenue."))
            return redirect("journey:detail", person.pk)
    return _page(request, person, form, takes=False)


@opens(Permission.COORDINATE)
@require_POST
def news_read(request: HttpRequest, news_id: uuid.UUID) -> HttpResponse:
    """«C’est lu»: it leaves the desk of its reader; a second click finds it gone."""
    news = CaseNews.objects.filter(pk=news_id, reader=signed_in(request)).first()
    if news is not None:
        handing.read_case_news(news, by=signed_in(request), at=timezone.now())
    return redirect("desk:today")
