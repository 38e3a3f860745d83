"""Finding by what may be searched: pseudonyms, references, codes of partners, pages. Nothing sealed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may
from havre.desk.shell import NAVIGATION
from havre.directory.models import Partner, Shelter
from havre.journey import rows
from havre.journey.models import Journey
from havre.journey.views import named

MOST = 20
LONGEST = 40


@dataclass(frozen=True)
class Found:
    """A partner or a page that answers to what was typed."""

    label: str
    url: str


@opens(P.READ_SITUATIONS, P.READ_DIRECTORY)
def find(request: HttpRequest) -> HttpResponse:
    """One answer leads straight there."""
    user, at = signed_in(request), timezone.now()
    typed = request.GET.get("q", "").strip()[:LONGEST]
    situations = list(_situations(user, typed)) if typed else []
    partners = _partners(user, typed) if typed else []
    pages = _pages(user, typed) if typed else []
    if len(situations) + len(partners) + len(pages) == 1:
        return redirect(
            reverse("journey:detail", args=[situations[0].pk]) if situations else [*partners, *pages][0].url
        )
    context = {"typed": typed, "rows": rows.rows(situations, user, at), "partners": partners, "pages": pages}
    return render(request, "desk/find.html", context)


def _situations(user: User, typed: str) -> QuerySet[Journey]:
    found = Journey.objects.visible_to(user).filter(named(typed)).select_related("person", "owner")
    return found.order_by("-since")[:MOST]


def _partners(user: User, typed: str) -> list[Found]:
    shelters = Shelter.objects.visible_to(user).filter(code__istartswith=typed).order_by("code")[:MOST]
    partners = (
        Partner.objects.visible_to(user).filter(organisation__code__istartswith=typed).select_related("organisation")
    )
    return [
        *(Found(shelter.code, reverse("directory:shelter", args=[shelter.pk])) for shelter in shelters),
        *(Found(p.organisation.code, reverse("directory:partner", args=[p.pk])) for p in partners[:MOST]),
    ]


def _pages(user: User, typed: str) -> list[Found]:
    return [
        Found(str(entry.label), reverse(entry.route))
        for entry in NAVIGATION
        if str(entry.label).casefold().startswith(typed.casefold()) and any(may(user, right) for right in entry.rights)
    ]
