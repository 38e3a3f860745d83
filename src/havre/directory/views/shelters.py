"""One house: its page for the coordination, and the forms that both the coordination and the house itself fill."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import seals
from havre.common.dataclass_json import from_json
from havre.directory import calendar, listing, news, wording
from havre.directory.forms.common import AgreementForm, ContactsForm, contacts_of
from havre.directory.forms.shelters import AddressForm, PauseForm, ProfileForm
from havre.directory.models import Shelter
from havre.directory.operations.shelters import (
    agree_partnership,
    change_address,
    change_contacts,
    change_profile,
    pause_shelter,
    resume_shelter,
)
from havre.directory.policies import may_keep_places
from havre.directory.profiles import Contacts
from havre.directory.views import sections
from havre.directory.views.common import (
    arguments,
    ask,
    ask_and_save,
    face_of,
    saved_unseen,
    sees_exactly,
    without_phone,
)
from havre.directory.views.partnerships import partnership_context
from havre.record.opening import Purpose
from havre.record.sending import press
from havre.vault.fields import fetch_keys

KEEPERS = (Permission.KEEP_DIRECTORY, Permission.KEEP_PLACES)


def visible(request: HttpRequest, shelter_id: uuid.UUID) -> Shelter:
    """The house, if this account sees it; otherwise there is nothing at this address."""
    houses = Shelter.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(houses, pk=shelter_id)


def kept(request: HttpRequest, shelter_id: uuid.UUID) -> Shelter:
    """A house that this account may change."""
    shelter = visible(request, shelter_id)
    if not may_keep_places(signed_in(request), shelter):
        raise Http404("closed")
    return shelter


def home_of(user: User, shelter: Shelter) -> str:
    """Where «leave» leads: the page of the house, or the house's own page of its places."""
    if face_of(user) == "desk":
        return reverse("directory:shelter", kwargs={"shelter_id": shelter.pk})
    return reverse("directory:places")


@require_safe
@opens(Permission.READ_DIRECTORY)
def shelter(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    house = visible(request, shelter_id)
    return _page(request, house, timezone.now(), asked=request.GET.get("ouvrir", ""))


def _page(
    request: HttpRequest,
    house: Shelter,
    now: datetime,
    *,
    asked: str = "",
    error: Any = "",
    opened: sections.Opened | None = None,
) -> HttpResponse:
    user = signed_in(request)
    shown = (
        house_context(user, house, now)
        | partnership_context(user, house.organisation_id)
        | {
            "seals": _seals(user, house, asked=asked, error=error, opened=opened),
            "opened": sections.facts_of(opened) if opened else [],
            "may_edit": may(user, Permission.KEEP_DIRECTORY),
            "may_rewrite": may(user, Permission.KEEP_DIRECTORY),
        }
    )
    response = render(request, "directory/shelter.html", shown)
    return seals.close_later(response, opened.seal) if opened else response


def house_context(
    user: User,
    house: Shelter,
    now: datetime,
    *,
    taken: dict[str, list[calendar.Span]] | None = None,
    told: news.NewsOfHouses | None = None,
) -> dict[str, Any]:
    """What a page says of one house to this account, what it said in a call round since included.

    ``taken`` are the days of all places and ``told`` the news of all houses, where they are at hand.
    """
    own, on = house.read_profile(), timezone.localtime(now).date()
    since = (news.waiting() if told is None else told).get(house.pk, ())
    profile = news.with_news(own, since)
    locate = listing.may_locate(user) or may(user, Permission.KEEP_PLACES, house)
    exact = sees_exactly(user, house)
    if taken is None:
        taken = calendar.taken_days(now) if locate else {}
    lines = calendar.lines(profile.places, on, taken, exact=exact) if locate else []
    found = [
        wording.place_line(place, on, taken, exact=exact, told_on=news.told_on(own, place.id, since))
        for place in (profile.places if locate else [])
    ]
    return {
        "house": house,
        "profile": profile,
        "locate": locate,
        "exact": exact,
        "where": wording.area_name(profile.area) if locate else _region_told(user, house, profile.area),
        "facts": wording.profile_facts(profile),
        "pause": wording.pause_words(profile),
        "is_paused": profile.is_paused(on),
        "places": found,
        "free": sum(line.state == calendar.FREE for line in found),
        "to_call": sum(line.state == calendar.FREE and calendar.is_stale(line.place, on) for line in found),
        "calendar": lines,
        "weeks": calendar.week_starts(on),
        "legend": calendar.legend(lines),
        "admitted": profile.admitted.get(str(on.year), 0) if locate else None,
        "year": on.year,
    }


def _region_told(user: User, house: Shelter, area: str) -> str:
    """A region with at least three houses; nothing of a relay apartment."""
    if house.kind != "shelter":
        return ""
    houses = list(Shelter.objects.visible_to(user).filter(kind="shelter"))
    fetch_keys(houses)
    told = listing.told_regions(one.read_profile() for one in houses)
    return listing.region_for(area, locate=False, told=told)


def _seals(user: User, house: Shelter, *, asked: str, error: Any, opened: sections.Opened | None) -> list[Any]:
    if not may(user, Permission.OPEN_SHELTER_CONTACTS) and not may(user, Permission.KEEP_DIRECTORY):
        return []
    page_url = reverse("directory:shelter", kwargs={"shelter_id": house.pk})
    found = []
    for section in sections.SECTIONS:
        if opened and opened.section == section:
            found.append(opened.seal)
            continue
        found.append(
            sections.seal_of(
                user,
                house,
                section,
                open_url=reverse("directory:open", kwargs={"shelter_id": house.pk, "section": section}),
                page_url=page_url,
                asked=asked,
                error=error if asked == section else "",
            )
        )
    return found


@require_POST
@opens(Permission.OPEN_SHELTER_CONTACTS, Permission.OPEN_PLACE)
def open_section(request: HttpRequest, shelter_id: uuid.UUID, section: str) -> HttpResponse:
    """Open the numbers or the address for some minutes; to correct, the form with what is there."""
    if section not in sections.SECTIONS:
        raise Http404("closed")
    user, house, now = signed_in(request), visible(request, shelter_id), timezone.now()
    if sections.permission_for(user, house, section) is None:
        raise Http404("closed")
    purpose = sections.purpose_of(request, section)
    is_desk = face_of(user) == "desk"
    if purpose is None:
        if not is_desk:
            return redirect("directory:places")
        return _page(request, house, now, asked=section, error=_("Choisissez pourquoi."))
    page_url = home_of(user, house)
    seal = sections.seal_of(user, house, section, open_url="", page_url=page_url, asked="")
    opened = sections.open_it(user, house, section, purpose, seal, now)
    if purpose == Purpose.CORRECT and sections.may_rewrite(user, house, section):
        return seals.close_later(_rewrite_page(request, house, section, _form_of(section, opened.value)), opened.seal)
    if not is_desk:
        return redirect("directory:places")
    return _page(request, house, now, opened=opened)


def _form_of(section: str, value: Any) -> ContactsForm | AddressForm:
    if section == sections.ADDRESS:
        return AddressForm(initial=value or {})
    return ContactsForm(initial=ContactsForm.values(from_json(Contacts, value)))


def _rewrite_page(request: HttpRequest, house: Shelter, section: str, form: ContactsForm | AddressForm) -> HttpResponse:
    form.initial["version"] = house.version
    return ask(
        request,
        form,
        title=sections.SECTIONS[section].name,
        said=_("Ce que vous gardez remplace tout ce qui est scellé ici."),
        send=_("Sceller"),
        back=home_of(signed_in(request), house),
        action=reverse("directory:rewrite", kwargs={"shelter_id": house.pk, "section": section}),
        code=house.code,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*KEEPERS)
def rewrite(request: HttpRequest, shelter_id: uuid.UUID, section: str) -> HttpResponse:
    """Replace what is sealed, without opening it."""
    house, user = kept(request, shelter_id), signed_in(request)
    if section not in sections.SECTIONS or not sections.may_rewrite(user, house, section):
        raise Http404("closed")
    kind: Any = AddressForm if section == sections.ADDRESS else ContactsForm
    form = kind(request.POST or None)
    if saved_unseen(form, house, lambda: _seal_again(form, house, section, user)):
        return redirect(home_of(user, house))
    return _rewrite_page(request, house, section, form)


def _seal_again(form: Any, house: Shelter, section: str, user: User) -> None:
    said = dict(form.cleaned_data)
    version, now = said.pop("version"), timezone.now()
    if section == sections.ADDRESS:
        change_address(house, address=said, version=version, by=user, at=now)
    else:
        change_contacts(house, contacts=contacts_of(said), version=version, by=user, at=now)


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*KEEPERS)
def change(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    """What the house takes in, speaks and offers."""
    house, user = kept(request, shelter_id), signed_in(request)
    profile, back = house.read_profile(), home_of(user, house)
    values = ProfileForm.values(profile)
    form = ProfileForm(
        request.POST or None, initial=values | {"version": house.version}, locate=listing.may_locate(user)
    )

    def write() -> None:
        change_profile(
            house,
            profile=form.profile(profile),
            version=form.cleaned_data["version"],
            by=user,
            at=timezone.now(),
        )

    return ask_and_save(
        request,
        form,
        house,
        write,
        current=lambda: ProfileForm.values(house.read_profile()),
        title=_("Ce que ce lieu accueille"),
        said=_("La recherche d’une place part de ces réponses. Laissez vide ce que vous ne savez pas."),
        send=_("Garder"),
        back=back,
        code=house.code,
        fold=["more_languages"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(*KEEPERS)
def pause(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    """Ask the house nothing for a while."""
    house, user, now = kept(request, shelter_id), signed_in(request), timezone.now()
    back, present = home_of(user, house), house.read_profile().pause
    values = (
        {"since": present.since, "until": present.until, "reason": present.reason}
        if present
        else {"since": timezone.localtime(now).date()}
    )
    form = PauseForm(request.POST or None, initial=values | {"version": house.version})
    without_phone(form, user)

    def write() -> None:
        pause_shelter(house, **arguments(form, user))

    return ask_and_save(
        request,
        form,
        house,
        write,
        current=lambda: values,
        title=_("Mettre en pause"),
        said=_("Pendant la pause, personne ne demande de place à ce lieu. Les accueils en cours continuent."),
        send=_("Mettre en pause"),
        back=back,
        code=house.code,
    )


@require_POST
@opens(*KEEPERS)
def resume(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    house, user = kept(request, shelter_id), signed_in(request)
    return press(
        request,
        lambda _version: resume_shelter(house, by=user, at=timezone.now()),
        _("La pause est finie. Ce lieu peut de nouveau être sollicité."),
        home_of(user, house),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens(Permission.KEEP_DIRECTORY)
def agreement(request: HttpRequest, shelter_id: uuid.UUID) -> HttpResponse:
    """The agreement with the network and the yearly target."""
    house, user = kept(request, shelter_id), signed_in(request)
    back, values = home_of(user, house), AgreementForm.values(house.read_profile().agreement)
    form = AgreementForm(request.POST or None, initial=values | {"version": house.version})

    def write() -> None:
        agree_partnership(
            house,
            agreement=form.agreement(),
            version=form.cleaned_data["version"],
            by=user,
            at=timezone.now(),
        )

    return ask_and_save(
        request,
        form,
        house,
        write,
        current=lambda: AgreementForm.values(house.read_profile().agreement),
        title=_("Convention"),
        said=_("Les jours de la convention, et combien de personnes par an ce lieu pense accueillir."),
        send=_("Garder"),
        back=back,
        code=house.code,
    )
