"""The list of partners and shelters; adding one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from havre.accounts.access import opens
from havre.accounts.permissions import Permission
from havre.common import parts
from havre.directory import listing
from havre.directory.forms.listing import FilterForm
from havre.directory.forms.partners import AddPartnerForm
from havre.directory.forms.shelters import AddShelterForm
from havre.directory.models import Partner, Shelter
from havre.directory.operations.shelters import enlist_partner, enlist_shelter
from havre.directory.profiles import Contacts, ShelterProfile
from havre.directory.views.common import account, ask
from havre.record.sending import went_through

PER_PAGE = 25


@require_safe
@opens(Permission.READ_DIRECTORY)
def network(request: HttpRequest) -> HttpResponse:
    """Partners and shelters by code, filtered, sorted, paged."""
    user, now = account(request), timezone.now()
    found = listing.rows(user, now)
    locate = listing.may_locate(user)
    form = FilterForm(request.GET or None, locate=locate, told={row.region for row in found if row.region})
    asked = form.asked() if form.is_bound else {}
    heads = [
        parts.Column(_("Code"), sort="code"),
        parts.Column(_("Où"), sort="region"),
        parts.Column(_("Accueille, parle")),
    ]
    if locate:
        heads.append(parts.Column(_("Places"), sort="libre"))
        heads.append(parts.Column(_("Confirmées"), sort="age"))
    order = parts.sort_key(request, listing.SORTS if locate else ("code", "region"), "code")
    shown = listing.ordered(listing.matching(found, asked), order)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    houses = [row for row in found if row.kind == "shelter"]
    return render(
        request,
        "directory/list.html",
        {
            "page": page,
            "columns": parts.columns(request, heads, "code"),
            "form": form,
            "is_filtered": bool(asked),
            "locate": locate,
            "houses": len(houses),
            "free": sum(row.free for row in found if not row.is_paused),
            "to_call": sum(row.to_call for row in found if not row.is_paused),
            "paused": sum(row.is_paused for row in found),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def add_shelter(request: HttpRequest) -> HttpResponse:
    form = AddShelterForm(request.POST or None)
    made: list[Shelter] = []

    def enlist() -> None:
        said = form.cleaned_data
        made.append(
            enlist_shelter(
                code=said["code"],
                kind=said["kind"],
                profile=ShelterProfile(area=said["area"]),
                contacts=Contacts(name=said["name"], phone=said["phone"], night_phone=said["night_phone"]),
                address={"lines": said["lines"], "town": said["town"], "access": ""},
                by=account(request),
                at=timezone.now(),
            )
        )

    if went_through(form, enlist):
        return redirect("directory:change", shelter_id=made[0].pk)
    return ask(
        request,
        form,
        title=_("Inscrire un lieu d’accueil"),
        said=_("Ce qu’il faut pour l’inscrire. Ce qu’il accueille et ses places viennent ensuite."),
        send=_("Inscrire ce lieu"),
        back=reverse("directory:list"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def add_partner(request: HttpRequest) -> HttpResponse:
    form = AddPartnerForm(request.POST or None)
    made: list[Partner] = []

    def enlist() -> None:
        said = form.cleaned_data
        made.append(
            enlist_partner(
                code=said["code"],
                kind=said["kind"],
                card=form.card(),
                contacts=Contacts(name=said["name"], phone=said["phone"], night_phone=said["night_phone"]),
                by=account(request),
                at=timezone.now(),
            )
        )

    if went_through(form, enlist):
        return redirect("directory:partner", partner_id=made[0].pk)
    return ask(
        request,
        form,
        title=_("Inscrire un partenaire"),
        said=_("Une association, un hôpital, un service : qui nous adresse des personnes, ou les suit."),
        send=_("Inscrire ce partenaire"),
        back=reverse("directory:list"),
    )
