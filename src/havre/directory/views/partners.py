"""One partner that is not, or not only, a house."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import seals
from havre.common.dataclass_json import from_json
from havre.directory import listing, wording
from havre.directory.forms.common import AgreementForm, ContactsForm, contacts_of
from havre.directory.forms.partners import PartnerForm
from havre.directory.models import Partner
from havre.directory.operations.shelters import agree_partnership, change_contacts, change_partner
from havre.directory.profiles import Contacts
from havre.directory.views import sections
from havre.directory.views.common import ask, ask_and_save, saved_unseen
from havre.directory.views.partnerships import partnership_context
from havre.record.opening import Purpose


def visible(request: HttpRequest, partner_id: uuid.UUID) -> Partner:
    partners = Partner.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(partners, pk=partner_id)


def _url(name: str, partner: Partner) -> str:
    return reverse(f"directory:{name}", kwargs={"partner_id": partner.pk})


@require_safe
@opens(Permission.READ_DIRECTORY)
def partner(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    return _page(request, visible(request, partner_id), timezone.now(), asked=request.GET.get("ouvrir", ""))


def _seal(request: HttpRequest, one: Partner, *, asked: str = "", error: Any = "") -> Any:
    return sections.seal_of(
        signed_in(request),
        one,
        sections.CONTACTS,
        open_url=_url("open_partner", one),
        page_url=_url("partner", one),
        asked=asked,
        error=error,
    )


def _page(
    request: HttpRequest,
    one: Partner,
    now: datetime,
    *,
    asked: str = "",
    error: Any = "",
    opened: sections.Opened | None = None,
) -> HttpResponse:
    user, card = signed_in(request), one.read_card()
    locate = listing.may_locate(user)
    reads = may(user, Permission.OPEN_SHELTER_CONTACTS) or locate
    shown = {
        "partner": one,
        "card": card,
        "where": wording.area_name(card.area) if locate else "",
        "locate": locate,
        "may_edit": locate,
        "seal": (opened.seal if opened else _seal(request, one, asked=asked, error=error)) if reads else None,
        "opened": sections.facts_of(opened) if opened else [],
    } | partnership_context(user, one.organisation_id)
    response = render(request, "directory/partner.html", shown)
    return seals.close_later(response, opened.seal) if opened else response


@require_POST
@opens(Permission.OPEN_SHELTER_CONTACTS)
def open_contacts(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    """Open the numbers of a partner for some minutes; to correct, the form with what is there."""
    user, one, now = signed_in(request), visible(request, partner_id), timezone.now()
    purpose = sections.purpose_of(request, sections.CONTACTS)
    if purpose is None:
        return _page(request, one, now, asked=sections.CONTACTS, error=_("Choisissez pourquoi."))
    opened = sections.open_it(user, one, sections.CONTACTS, purpose, _seal(request, one), now)
    if purpose == Purpose.CORRECT and sections.may_rewrite(user, one, sections.CONTACTS):
        form = ContactsForm(initial=ContactsForm.values(from_json(Contacts, opened.value)))
        return seals.close_later(_rewrite_page(request, one, form), opened.seal)
    return _page(request, one, now, opened=opened)


def _rewrite_page(request: HttpRequest, one: Partner, form: ContactsForm) -> HttpResponse:
    form.initial["version"] = one.version
    return ask(
        request,
        form,
        title=sections.SECTIONS[sections.CONTACTS].name,
        said=_("Ce que vous gardez remplace tout ce qui est scellé ici."),
        send=_("Sceller"),
        back=_url("partner", one),
        action=_url("rewrite_partner", one),
        code=one.organisation.code,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def rewrite(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    """Replace name and numbers, without opening them."""
    one, user = visible(request, partner_id), signed_in(request)
    form = ContactsForm(request.POST or None)

    def write() -> None:
        said = form.cleaned_data
        change_contacts(one, contacts=contacts_of(said), version=said["version"], by=user, at=timezone.now())

    if saved_unseen(form, one, write):
        return redirect(_url("partner", one))
    return _rewrite_page(request, one, form)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def change(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    """The card of a partner."""
    one, user = visible(request, partner_id), signed_in(request)
    card = one.read_card()
    form = PartnerForm(request.POST or None, initial=PartnerForm.values(card) | {"version": one.version})

    def write() -> None:
        change_partner(one, card=form.card(card), version=form.cleaned_data["version"], by=user, at=timezone.now())

    return ask_and_save(
        request,
        form,
        one,
        write,
        current=lambda: PartnerForm.values(one.read_card()),
        title=_("Ce partenaire"),
        said=_("Ce que le réseau sait de lui."),
        send=_("Garder"),
        back=_url("partner", one),
        code=one.organisation.code,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def agreement(request: HttpRequest, partner_id: uuid.UUID) -> HttpResponse:
    one, user = visible(request, partner_id), signed_in(request)
    values = AgreementForm.values(one.read_card().agreement)
    form = AgreementForm(request.POST or None, initial=values | {"version": one.version})

    def write() -> None:
        agree_partnership(
            one, agreement=form.agreement(), version=form.cleaned_data["version"], by=user, at=timezone.now()
        )

    return ask_and_save(
        request,
        form,
        one,
        write,
        current=lambda: AgreementForm.values(one.read_card().agreement),
        title=_("Convention"),
        said=_("Les jours de la convention."),
        send=_("Garder"),
        back=_url("partner", one),
        code=one.organisation.code,
    )
