"""Pages without an account: the calendar of public sessions, registration, a personal link, the check of a certificate."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from havre.accounts.access import open_to_all
from havre.accounts.policies import may
from havre.common import often
from havre.record.operations import Refusal
from havre.record.sending import press, sent, tell_refusal, went_through
from havre.training import operations, reading
from havre.training.calendars import as_calendar
from havre.training.certificates import Checked, check
from havre.training.forms import CheckForm, GuestForm
from havre.training.models import PersonalLink, Session
from havre.training.operations.common import who_of
from havre.training.views.access import GUEST, KEEP, TRAIN, address_of
from havre.training.views.own import (
    CALENDAR,
    certificate_file,
    given_back,
    registration_page,
    session_words,
    sheet_file,
)

SHOWN = 100
FROM_ONE_MACHINE, WITHIN_SECONDS = 20, 3600


class TooOften(Refusal):
    sentence = gettext_lazy("Trop de demandes sont parties d’ici en une heure. Réessayez plus tard, ou appelez la coordination : elle inscrit tout un groupe.")  # fmt: skip


def _public() -> list[Session]:
    return list(
        Session.objects.public(timezone.localdate()).select_related("programme").order_by("starts_on", "id")[:SHOWN]
    )


@open_to_all
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every public session to come; never a seminar."""
    return render(request, "training/calendar.html", {"rows": [(row, *_words(row)) for row in _public()]})


def _words(row: Session) -> tuple[str, str, str]:
    return row.programme.title, reading.days_words(row), reading.sub_of(row)


@open_to_all
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    return HttpResponse(as_calendar(_public(), at=timezone.now(), with_town=True), content_type=CALENDAR)


@open_to_all
def session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """One public session, and registration for it without account."""
    rows = Session.objects.public(timezone.localdate()).select_related("programme")
    row = get_object_or_404(rows, pk=session_id)
    form = GuestForm(sent(request))

    def act() -> None:
        if often.times("registration", often.machine_of(request), within=WITHIN_SECONDS) > FROM_ONE_MACHINE:
            raise TooOften
        operations.register_publicly(row, coming=form.coming(), address_of=address_of(request), by=None, at=timezone.now())  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        return render(request, "training/registered.html", session_words(row))
    return render(request, "training/public.html", {"form": form, "is_open": row.state == "open", **session_words(row)})


# A personal link


@open_to_all
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    return GUEST.enter(request, token)


@open_to_all
@GUEST.within
def guest(request: HttpRequest, found: PersonalLink) -> HttpResponse:
    """What the link of this session is for: one's own registration, or an employer's yes or no."""
    if found.use == PersonalLink.EMPLOYER:
        return _employer(request, found)
    if request.method == "POST":
        return _said_by_link(request, found)
    routes = {"cancel": reverse("training:guest"), "sheet": reverse("training:guest_sheet"), "certificate": reverse("training:guest_certificate"), "objectives": reverse("training:guest_objectives")}  # fmt: skip
    return render(request, "training/guest.html", registration_page(request, found.registration) | {"routes": routes})


def _said_by_link(request: HttpRequest, found: PersonalLink) -> HttpResponse:
    """The address is confirmed, or the seat given back."""

    def confirm(_version: int | None) -> None:
        operations.confirm_by_link(found, address_of=address_of(request), by=None, at=timezone.now())

    def give_back(_version: int | None) -> int:
        return operations.cancel_by_link(found, by=None, at=timezone.now())

    if "confirm" in request.POST:
        return press(request, confirm, _("C’est confirmé. La suite se lit ici."), "training:guest")
    return press(request, give_back, given_back, "training:guest")


def _employer(request: HttpRequest, found: PersonalLink) -> HttpResponse:
    """The name, the programme, the days: enough to say yes or no, as long as it is asked, and nothing else."""
    row = found.registration
    if not row.session.is_living:
        return GUEST.shut(request)
    if row.state != "asked":
        return GUEST.shut(request, thanks=_("La réponse est déjà connue. Merci."))
    if request.method == "POST":
        approved = request.POST.get("answer") == "yes"
        try:
            operations.approve_by_link(found, approved=approved, by=None, at=timezone.now())
        except Refusal as refusal:
            tell_refusal(request, refusal)
            return redirect("training:guest")
        return GUEST.shut(request, thanks=_("Merci. Votre oui est noté.") if approved else _("Merci. Votre non est noté."))  # fmt: skip
    context = {"name": who_of(row).name, **session_words(row.session)}
    return render(request, "training/employer.html", context)


def own_link(request: HttpRequest) -> PersonalLink:
    found = GUEST.link_of(request)
    if found is None or found.use != PersonalLink.OWN:
        raise Http404("no link")
    return found


@open_to_all
@require_safe
def guest_sheet(request: HttpRequest) -> HttpResponse:
    return sheet_file(request, own_link(request).registration)


@open_to_all
@require_safe
def guest_certificate(request: HttpRequest) -> HttpResponse:
    return certificate_file(request, own_link(request).registration)


@open_to_all
@require_safe
def arrival(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code of a sheet leads: on to whose it is for those at the door; everybody else reads one same sentence."""
    seat = reverse("training:seat", args=[code])
    if may(request.user, KEEP) or may(request.user, TRAIN):
        return redirect(seat)
    return render(request, "training/arrival.html", {"seat": seat})


# Certificates


@open_to_all
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Whether a code is one of ours: programme, days, hours; of the name only yes or no."""
    form = CheckForm(sent(request))
    checked: list[Checked | None] = []

    def act() -> None:
        checked.append(check(form.cleaned_data["code"], form.cleaned_data["name"]))

    done = request.method == "POST" and went_through(form, act)
    return render(
        request, "training/check.html", {"form": form, "done": done, "found": checked[0] if checked else None}
    )
