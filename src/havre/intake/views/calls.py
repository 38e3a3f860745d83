"""The list of calls, and ringing back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import parts, seals, words
from havre.common.dataclass_json import from_json
from havre.intake import listing, operations
from havre.intake.content import ADVICE, ENQUIRY, REFERRAL, Reach, Said
from havre.intake.forms import FilterForm, ResultForm
from havre.intake.models import Call
from havre.intake.policies import may_open
from havre.intake.views.access import NOTE, visible
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose, open_section
from havre.record.operations import Refusal
from havre.record.sending import press

PER_PAGE = 25
DUE_SHOWN = 30
HEADS = (
    parts.Column(gettext_lazy("Jour")),
    parts.Column(gettext_lazy("Appel")),
    parts.Column(gettext_lazy("Ce qui en est sorti")),
    parts.Column(gettext_lazy("Noté par")),
)
SEAL = "words"


@opens(NOTE)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Who is to be rung back, what is half typed, and the calls by week."""
    user, at = signed_in(request), timezone.now()
    form = FilterForm(request.GET)
    asked = form.asked()
    ended = Call.objects.visible_to(user).filter(state="closed").order_by("-noted_on", "-closed_on", "pk")
    found = listing.matching(ended, asked, user).select_related("owner")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    due = listing.due(listing.waiting(user), user, at, shown=DUE_SHOWN)
    context = {
        "due": due,
        "sentence": sentence(due),
        "half_typed": Call.objects.half_typed(user)[:5],
        "form": form,
        "is_filtered": any(asked.values()),
        "columns": parts.columns(request, HEADS),
        "page": page,
        "rows": listing.rows(page, user, at),
        "sees_all": may(user, Permission.COORDINATE),
        "year": timezone.localdate(at).year,
        "counted": listing.year(timezone.localdate(at).year),
    }
    return render(request, "intake/list.html", context)


def sentence(due: listing.Due) -> str:
    """What is true now, in words."""
    if not due.total:
        return _("Personne n’attend votre rappel.")
    if due.total == 1:
        return _("Une personne attend un rappel, en retard.") if due.late else _("Une personne attend un rappel.")
    said = _("%(number)s personnes attendent un rappel.") % {"number": words.in_words(due.total)}
    if due.late:
        said += " " + _("%(number)s en retard.") % {"number": words.in_words(due.late)}
    return said


@opens(NOTE)
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """One call: its words closed; where it waits, what came of ringing back."""
    found = visible(request, call_id)
    if found.state == "open":
        return redirect("intake:note", found.pk)
    form = _result_form(request, found)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            return _rung_back(request, found, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _page(request, found, form)


def _result_form(request: HttpRequest, found: Call) -> ResultForm | None:
    if found.state != "to_call_back" or not may_open(request.user, found):
        return None
    sent = request.POST if request.method == "POST" else None
    return ResultForm(sent, initial={"version": found.version}, user=signed_in(request))


def _rung_back(request: HttpRequest, found: Call, form: ResultForm) -> HttpResponse:
    by, at, told = signed_in(request), timezone.now(), form.cleaned_data
    if told["outcome"] == ENQUIRY:
        return redirect("intake:enquiry", found.pk)
    if told["outcome"] == REFERRAL:
        draft_id = operations.make_referral(found, version=told["version"], by=by, at=at)
        return redirect(reverse("referrals:call", args=[draft_id]))
    operations.call_back(
        found, outcome=told["outcome"], notes=told["notes"], version=told["version"], by=by, at=at
    )  # fmt: skip
    messages.success(request, _("C’est noté. Le numéro est effacé."))
    return redirect("intake:list")


def _page(
    request: HttpRequest, found: Call, form: ResultForm | None, *, opened: parts.Seal | None = None, lines: Any = None
) -> HttpResponse:
    at = timezone.now()
    (row,) = listing.rows([found], signed_in(request), at)
    has_words = found.said is not None
    context = {
        "call": found,
        "row": row,
        "form": form,
        "seal": (opened or _seal(found)) if has_words else None,
        "lines": lines,
        "may_open": may_open(request.user, found),
        "may_keep": has_words
        and found.outcome == ADVICE
        and may_open(request.user, found)
        and may(request.user, Permission.GIVE_ADVICE),
        "state_sentence": _state_sentence(found, at),
    }
    return render(request, "intake/call.html", context)


def _state_sentence(found: Call, at: datetime) -> str:
    if found.call_back_at is None:
        return _("Cet appel est fini.")
    when = words.moment(found.call_back_at)
    if found.is_late(at):
        return _("À rappeler maintenant : c’était avant le %(when)s.") % {"when": when}
    return _("À rappeler avant le %(when)s.") % {"when": when}


def _seal(found: Call) -> parts.Seal:
    page = reverse("intake:call", args=[found.pk])
    return parts.Seal(
        key=SEAL,
        name=_("Qui appelait, et pour quoi"),
        about=_("Les mots de l’appel, et le numéro tant qu’il faut rappeler."),
        who=_("qui l’a noté et la coordination ; toute l’équipe, si l’appel lui est laissé"),
        ask_url="",
        open_url=reverse("intake:open", args=[found.pk]),
        close_url=f"{page}#{SEAL}",
        purposes=[(Purpose.CALL.value, PURPOSES[Purpose.CALL])],
        minutes=OPEN_MINUTES,
    )


@opens(NOTE)
@require_POST
def open_call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Open words and number for ten minutes, to ring back; on record."""
    found, at = visible(request, call_id), timezone.now()
    if found.said is None or not may_open(request.user, found):
        raise Http404("nothing to open for this account")
    values = open_section(
        found, ["said", "reach"], section=str(_("Un appel")), permission=NOTE, purpose=Purpose.CALL,
        by=signed_in(request), at=at,
    )  # fmt: skip
    seal = _seal(found).opened(purpose=PURPOSES[Purpose.CALL], at=at)
    form = ResultForm(initial={"version": found.version}, user=signed_in(request))
    shown = form if found.state == "to_call_back" else None
    return seals.close_later(_page(request, found, shown, opened=seal, lines=_lines(found, values)), seal)


def _lines(found: Call, values: dict[str, Any]) -> list[tuple[str, Any]]:
    said, reach = from_json(Said, values["said"]), from_json(Reach, values["reach"])
    yes_no = {"yes": _("oui"), "no": _("non")}
    number = words.phone(reach.number) or _("celui de notre répertoire")
    lines = [
        (_("Numéro"), number if found.state == "to_call_back" else ""),
        (_("Heures"), reach.hours),
        (_("Mot convenu"), reach.word),
        (_("Appeler sans danger"), yes_no.get(reach.call, "")),
        (_("Écrire sans danger"), yes_no.get(reach.text, "")),
        (_("Qui"), said.who),
        (_("Service"), said.service),
        (_("Pour quoi"), said.what),
        (_("Ce qu’ils savaient"), said.knew),
        (_("Notes"), said.notes),
    ]
    return [(label, text) for label, text in lines if text]


@opens(NOTE)
@require_POST
def missed(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Nobody answers: the call moves some hours on."""
    found = visible(request, call_id)
    if not may_open(request.user, found):
        raise Http404("not to be rung back by this account")

    def act(version: int | None) -> datetime:
        return operations.miss_call_back(found, version=version, by=signed_in(request), at=timezone.now())

    def told(again: datetime) -> str:
        return _("À rappeler encore, avant %(when)s.") % {"when": words.moment(again)}

    return press(request, act, told, "intake:list")
