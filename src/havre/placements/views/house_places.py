"""«Vos places» on the home of a house: how each stands today, and the one press that says nothing has changed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.directory import calendar
from havre.directory.models import Shelter
from havre.directory.news import told_on, with_news
from havre.directory.operations.places import confirm_places
from havre.directory.wording import PlaceLine, pause_words, place_line
from havre.placements.news import waiting
from havre.record.sending import press
from havre.vault.fields import fetch_keys


@dataclass(frozen=True)
class House:
    """A house and its places as its team reads them today; ``pause`` says why nobody asks it, if nobody does."""

    house: Shelter
    lines: list[PlaceLine]
    pause: str
    on: date

    @property
    def to_confirm(self) -> list[PlaceLine]:
        """Said free, and not yet today."""
        return (
            [] if self.pause else [line for line in self.lines if line.can_deny and line.place.confirmed_on != self.on]
        )


def houses_of(user: User, at: datetime) -> list[House]:
    """The houses of this account's team, by code."""
    shelters = list(Shelter.objects.visible_to(user).order_by("code"))
    fetch_keys(shelters)
    on = timezone.localtime(at).date()
    taken, news = (calendar.taken_days(at), waiting()) if shelters else ({}, {})
    found = []
    for house in shelters:
        own, told = house.read_profile(), news.get(house.pk, ())
        profile = with_news(own, told)
        lines = [place_line(p, on, taken, exact=True, told_on=told_on(own, p.id, told)) for p in profile.places]
        found.append(House(house, lines, pause_words(profile) if profile.is_paused(on) else "", on))
    return found


@opens(P.KEEP_PLACES)
@require_POST
def confirm_today(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    """«Toujours libre», for every place that the pressed panel showed so."""
    user = signed_in(request)
    house = get_object_or_404(Shelter.objects.visible_to(user), pk=shelter_id)
    shown = request.POST.getlist("place")

    def act(_version: int | None) -> None:
        confirm_places(house, place_ids=shown, still_free=True, by=user, at=timezone.now())

    told = ngettext("C’est noté : toujours libre.", "C’est noté : toujours libres.", len(shown))
    return press(request, act, told, "placements:shelter_home")


urlpatterns = [path("house/<uuid:shelter_id>/places/", confirm_today, name="shelter_places")]
