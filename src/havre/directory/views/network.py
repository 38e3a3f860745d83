"""The list of partners and shelters; adding one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.common import filters, parts
from havre.directory import choosing, listing
from havre.directory.forms.listing import FilterForm
from havre.directory.forms.partners import AddPartnerForm
from havre.directory.forms.shelters import AddShelterForm
from havre.directory.models import Partner, Shelter
from havre.directory.operations.shelters import enlist_partner, enlist_shelter
from havre.directory.profiles import Contacts, ShelterProfile
from havre.directory.telling import told
from havre.directory.views.common import ask
from havre.record.sending import went_through

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.READ_DIRECTORY)
def network(request: HttpRequest) -> HttpResponse:
    """Partners and shelters by code, filtered, sorted, paged; how each stands with the network for those who keep it."""
    if request.method == "POST":
        return filters.keep(request, FilterForm)
    user, now = signed_in(request), timezone.now()
    found = listing.rows(user, now)
    locate = listing.may_locate(user)
    regions = {row.region for row in found if row.region}
    form = FilterForm(filters.asked(request, FilterForm), locate=locate, told=regions)
    asked = form.asked() if form.is_bound else {}
    order = parts.sort_key(request, choosing.SORTS_OF_KEEPERS if locate else choosing.SORTS, "code")
    shown = choosing.ordered(choosing.matching(found, asked), order)
    return render(
        request,
        "directory/list.html",
        {
            "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
            "columns": parts.columns(request, _heads() if locate else _few_heads(), "code"),
            "form": form,
            "asked": len(asked),
            "matching": len(shown),
            "locate": locate,
            "year": timezone.localdate(now).year,
            "told": told(found) if locate else None,
            "houses": sum(row.kind == "shelter" for row in found),
        },
    )


def _few_heads() -> list[parts.Column]:
    return [
        parts.Column(_("Code"), sort="code"),
        parts.Column(_("Où"), sort="region"),
        parts.Column(_("Accueille, parle")),
    ]


def _heads() -> list[parts.Column]:
    return [
        parts.Column(_("Code"), sort="code"),
        parts.Column(_("Étape"), sort="etape"),
        parts.Column(_("Accueils de l’année"), sort="accueils"),
        parts.Column(_("Places"), sort="libre"),
        parts.Column(_("Accueille, parle"), css="at-next"),
        parts.Column(_("Dernier échange"), sort="echange"),
    ]


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
                by=signed_in(request),
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
                by=signed_in(request),
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
