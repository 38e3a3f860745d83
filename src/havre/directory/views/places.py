"""Places: the house's own page, and what both it and the coordination enter about one of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.directory import calendar, news, wording
from havre.directory.forms.places import AddPlaceForm, FreeForm, PlaceForm, StatusForm
from havre.directory.models import Shelter
from havre.directory.operations.places import add_place, change_place, confirm_places, set_place_status
from havre.directory.profiles import Place
from havre.directory.views import sections
from havre.directory.views.common import (
    arguments,
    ask,
    ask_and_save,
    by_phone,
    face_of,
    saved_unseen,
    without_phone,
)
from havre.directory.views.shelters import KEEPERS, home_of, house_context, kept
from havre.record.sending import press
from havre.vault.fields import fetch_keys


@require_safe
@opens(Permission.KEEP_PLACES)
def places(request: HttpRequest) -> HttpResponse:
    """A house's own page: its places, its calendar, what it takes in."""
    user, now = signed_in(request), timezone.now()
    houses = list(Shelter.objects.visible_to(user).select_related("organisation").order_by("code"))
    fetch_keys(houses)
    shown, taken, told = [], calendar.taken_days(now), news.waiting()
    for house in houses:
        seal = sections.seal_of(
            user,
            house,
            sections.CONTACTS,
            open_url=reverse("directory:open", kwargs={"shelter_id": house.pk, "section": sections.CONTACTS}),
            page_url=reverse("directory:places"),
            asked="",
        )
        shown.append(house_context(user, house, now, taken=taken, told=told) | {"contacts": seal})
    return render(request, "directory/places.html", {"houses": shown})


@require_POST
@opens(*KEEPERS)
def confirm(request: HttpRequest, shelter_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """«Toujours libre» or «Ce n’est plus vrai», in one tap; a coordinator adds who is on the telephone."""
    house, user = kept(request, shelter_id), signed_in(request)
    form = FreeForm(request.POST)
    still_free = request.POST.get("answer") == "free"
    back = home_of(user, house)
    if not form.is_valid():
        return _free_page(request, house, str(place_id), form)
    return press(
        request,
        lambda _version: confirm_places(
            house,
            place_ids=[str(place_id)],
            still_free=still_free,
            free_from=form.cleaned_data["free_from"],
            by=user,
            at=timezone.now(),
            on_behalf_of=by_phone(form, user),
        ),
        _("C’est noté : libre.") if still_free else _("C’est noté : plus libre. Merci de l’avoir dit."),
        back,
    )


@require_safe
@opens(*KEEPERS)
def free(request: HttpRequest, shelter_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """The same answer with more words: from which day, and who said so on the telephone."""
    return _free_page(request, kept(request, shelter_id), str(place_id), FreeForm())


def _free_page(request: HttpRequest, house: Shelter, place_id: str, form: FreeForm) -> HttpResponse:
    user = signed_in(request)
    place = _place(house, place_id)
    without_phone(form, user)
    return render(
        request,
        "directory/free.html",
        {
            "form": form,
            "house": house,
            "place": place,
            "about": wording.size_words(place),
            "back": home_of(user, house),
            "face": face_of(user),
        },
    )


def _place(house: Shelter, place_id: str) -> Place:
    place = house.read_profile().place(place_id)
    if place is None:
        raise Http404("closed")
    return place


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*KEEPERS)
def add(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    """One more place."""
    house, user = kept(request, shelter_id), signed_in(request)
    form = AddPlaceForm(request.POST or None, initial={"version": house.version, "kind": "room", "size": 1})
    without_phone(form, user)

    def write() -> None:
        add_place(house, **arguments(form, user))

    if saved_unseen(form, house, write):
        return redirect(home_of(user, house))
    return ask(
        request,
        form,
        title=_("Ajouter une place"),
        said=_("Une chambre ou un logement que ce lieu peut donner au réseau."),
        send=_("Ajouter cette place"),
        back=home_of(user, house),
        code=house.code,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*KEEPERS)
def edit(request: HttpRequest, shelter_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """What a place is."""
    return _about_place(
        request,
        kept(request, shelter_id),
        str(place_id),
        PlaceForm,
        change_place,
        title=_("Cette place"),
        said=_("Ce qu’elle est. Dire qu’elle est libre, ou la bloquer, se fait à part."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*KEEPERS)
def status(request: HttpRequest, shelter_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """Block a place, or reopen it."""
    return _about_place(
        request,
        kept(request, shelter_id),
        str(place_id),
        StatusForm,
        set_place_status,
        title=_("Bloquer ou rouvrir cette place"),
        said=_("Une place bloquée n’est pas proposée. Ce qui est déjà convenu ne change pas."),
    )


def _about_place(
    request: HttpRequest,
    house: Shelter,
    place_id: str,
    kind: type[PlaceForm] | type[StatusForm],
    operation: Callable[..., object],
    *,
    title: Any,
    said: Any,
) -> HttpResponse:
    """One of the forms on one place: its answers, as they stand in the profile, go to one operation."""
    user = signed_in(request)
    form = kind(request.POST or None, initial=kind.values(_place(house, place_id)) | {"version": house.version})
    without_phone(form, user)
    return ask_and_save(
        request,
        form,
        house,
        lambda: operation(house, place_id=place_id, **arguments(form, user)),
        current=lambda: kind.values(_place(house, place_id)),
        title=title,
        said=said,
        send=_("Garder"),
        back=home_of(user, house),
        code=house.code,
    )
