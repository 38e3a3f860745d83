"""The call round: one page, worked by keys or by buttons. It prints nothing; no address holds a house."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.naming import by_name
from havre.accounts.permissions import Permission as P
from havre.accounts.policies import may, memberships_with
from havre.common import words
from havre.common.dataclass_json import from_json
from havre.common.parts import Seal
from havre.common.seals import close_later
from havre.countries.fr import telephone
from havre.directory.models import Shelter
from havre.directory.profiles import Contacts
from havre.placements.calling import AGAIN, NO, YES, RoundContent
from havre.placements.content import read
from havre.placements.models import CallRound
from havre.placements.operations import rounds
from havre.placements.operations.answers import answer_call, undo_answer
from havre.placements.policies import may_learn_place
from havre.placements.problem import table_for
from havre.placements.round_forms import ASKED_MORE, FORMS, AgainForm, AnswerForm, HouseForm, InviteForm
from havre.placements.round_page import RoundPage
from havre.placements.views.common import person_or_404
from havre.record.opening import PURPOSES, Purpose, open_section
from havre.record.operations import Refusal
from havre.record.sending import press, tell_refusal

QUARTER = 15
CONTACTS = "contacts"
TOLD = {
    YES: gettext_lazy("Oui en principe : la place est retenue 72 h. Le tour est fini."),
    AGAIN: gettext_lazy("C’est noté : à rappeler."),
    NO: gettext_lazy("Le non est inscrit, avec sa raison. La liste est à jour."),
    "nobody": gettext_lazy("C’est noté : personne n’a répondu."),
    "free": gettext_lazy("La place est confirmée libre aujourd’hui."),
    "note": gettext_lazy("La note est gardée."),
}


def round_or_404(request: HttpRequest, round_id: uuid.UUID) -> tuple[CallRound, RoundContent]:
    """The round, for who may follow it: to everybody else it does not exist. Once over, it has nothing to show, and a
    guest of a moment ago is told so.
    """
    user = signed_in(request)
    row = get_object_or_404(CallRound.objects.visible_to(user).linked(), pk=round_id)
    content = read(row, "content", RoundContent)
    if row.state == "open" and not rounds.may_follow(user, row, content):
        raise Http404
    return row, content


@opens(P.COORDINATE)
@require_POST
def round_start(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """From the search: begin the round, or go on with the one that is open."""
    person = person_or_404(request, person_id)
    if not may(request.user, P.OPEN_PLACE, person):
        raise Http404
    try:
        row = rounds.open_round_of(person.pk)
        if row is None or read(row, "content", RoundContent).is_over(timezone.now()):
            row = rounds.start_round(person, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect("placements:search", person.pk)
    return redirect("placements:round", row.pk)


@opens(P.COORDINATE)
@require_GET
def round_detail(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    return _page(request, round_id)


def _page(
    request: HttpRequest, round_id: uuid.UUID, *, chosen: int | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The round as it stands; ``more`` replaces a form that was refused, or shows the opened number."""
    row, content = round_or_404(request, round_id)
    user, at = signed_in(request), timezone.now()
    person = person_or_404(request, row.situation_id)
    if row.state != "open" or content.is_over(at):
        messages.info(request, _("Ce tour d’appels est fini."))
        return redirect("placements:search" if may(user, P.OPEN_PLACE, row) else "journey:detail", person.pk)
    table = table_for(person, at, others=False)
    asked = _number(request.GET.get("n", ""))
    page = RoundPage(row, content, table, user, at, chosen=chosen if chosen is not None else asked)
    hosts = may(user, P.OPEN_PLACE, row)
    context = {
        "page": page,
        "person": person,
        "own_way_back": page.undoes,
        "form": AnswerForm(initial={"house": page.shown}),
        "step": "",
        "seal": _seal(page),
        "hosts": hosts,
        "invite": InviteForm(colleagues=_colleagues(user, content)) if hosts else None,
        "if_asked": telephone.IF_ASKED,
    }
    return render(request, "placements/round.html", context | more, status=status)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None


def _seal(page: RoundPage) -> Seal:
    """The number of the house: opened by «I am calling it», to call, on record."""
    here = reverse("placements:round", args=[page.row.pk])
    return Seal(key="number", name=_("Numéro"), close_url=f"{here}?n={page.shown}")


def _colleagues(user: User, content: RoundContent) -> list[tuple[str, str]]:
    """Who of the coordination may be invited."""
    others = by_name(memberships_with([P.COORDINATE]).exclude(user=user.pk))
    return [(str(one.pk), name) for one, name in others if not content.invites(one.pk)]


def _act(
    request: HttpRequest, round_id: uuid.UUID, act: Callable[[CallRound, User, datetime], object], told: str = ""
) -> HttpResponse:
    """One operation on the round, then its page; a refusal is said there."""
    row, _content = round_or_404(request, round_id)
    back = _back(row, request.POST.get("house", ""))
    return press(request, lambda _version: act(row, signed_in(request), timezone.now()), told, back)


def _back(row: CallRound, number: str = "") -> str:
    chosen = _number(number)
    here = reverse("placements:round", args=[row.pk])
    return f"{here}?n={chosen}" if chosen is not None else here


@opens(P.COORDINATE)
@require_POST
def round_call(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """«I am calling it»: the house is mine for 20 minutes and its number opens, to call, on record."""
    row, _content = round_or_404(request, round_id)
    form, user, at = HouseForm(request.POST), signed_in(request), timezone.now()
    if not form.is_valid():
        return redirect(_back(row))
    number = form.cleaned_data["house"]
    try:
        shelter_id = rounds.take_line(row, house=number, by=user, at=at)
        shelter = Shelter.objects.get(pk=shelter_id)
        values = open_section(
            shelter, [CONTACTS], section=_("Numéros d’un partenaire"), permission=P.OPEN_SHELTER_CONTACTS,
            purpose=Purpose.CALL, by=user, at=at,
        )  # fmt: skip
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return redirect(_back(row, str(number)))
    here = reverse("placements:round", args=[row.pk])
    seal = Seal(key="number", name=_("Numéro"), close_url=f"{here}?n={number}")
    opened = seal.opened(purpose=PURPOSES[Purpose.CALL], at=at)
    contacts = from_json(Contacts, values[CONTACTS])
    return close_later(
        _page(request, row.pk, chosen=number, seal=opened, contacts=contacts, people=_people(contacts)), opened
    )


def _people(contacts: Contacts) -> str:
    """Whom to ask for: roles and names, with a number of their own where there is one."""
    told = [
        ", ".join(part for part in (one.name, one.role, words.phone(one.phone) if one.phone else "") if part)
        for one in contacts.people
    ]
    return words.join_words(told, _("ou")) if told else ""


@opens(P.COORDINATE)
@require_POST
def round_hang_up(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """The call is over, or was cut off: a colleague may call this house again."""
    number = _number(request.POST.get("house", ""))
    return _act(
        request,
        round_id,
        lambda row, user, at: rounds.let_go_line(row, house=-1 if number is None else number, by=user, at=at),
    )


@opens(P.COORDINATE)
@require_POST
def round_answer(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """One key, one answer. «Call again» and «no» ask one question more."""
    row, _content = round_or_404(request, round_id)
    kind = request.POST.get("answer", "")
    form_class = FORMS.get(kind, AnswerForm)
    if kind in ASKED_MORE and ASKED_MORE[kind] not in request.POST:
        return _one_more(request, row, form_class)
    form = form_class(request.POST)
    if not form.is_valid():
        return _refused(request, row, form, kind)
    try:
        answer_call(
            row, house=form.cleaned_data["house"], answer=form.heard(), by=signed_in(request), at=timezone.now(),
            on_behalf_of=form.told(),
        )  # fmt: skip
    except rounds.RoundOver as refusal:
        tell_refusal(request, refusal)
        return redirect(_back(row))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, row, form, kind)
    messages.success(request, str(TOLD[kind]))
    if kind == YES and not CallRound.objects.filter(pk=row.pk, state="open").exists():
        return redirect("placements:offers", row.situation_id)
    return redirect(_back(row, "" if kind != "note" else request.POST.get("house", "")))


def _one_more(request: HttpRequest, row: CallRound, form_class: type[AnswerForm]) -> HttpResponse:
    """The question that an answer still needs, with what was typed."""
    given = {name: request.POST.get(name, "") for name in ("house", "answer", "note", "happened_at")}
    if form_class is AgainForm:
        given["call_again_at"] = _in_an_hour()
    number = _number(given["house"])
    return _page(request, row.pk, chosen=number, form=form_class(initial=given), step=given["answer"])


def _in_an_hour() -> Any:
    later = timezone.now() + timedelta(hours=1)
    return later + timedelta(minutes=-later.minute % QUARTER, seconds=-later.second, microseconds=-later.microsecond)


def _refused(request: HttpRequest, row: CallRound, form: AnswerForm, kind: str) -> HttpResponse:
    step = kind if kind in ASKED_MORE else ""
    number = _number(request.POST.get("house", ""))
    return _page(request, row.pk, chosen=number, form=form, step=step, status=422)


@opens(P.COORDINATE)
@require_POST
def round_undo(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    return _act(
        request, round_id, lambda row, user, at: undo_answer(row, by=user, at=at), _("La dernière réponse est annulée.")
    )


@opens(P.COORDINATE)
@require_POST
def round_invite(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    row, content = round_or_404(request, round_id)
    form = InviteForm(request.POST, colleagues=_colleagues(signed_in(request), content))
    if not may_learn_place(signed_in(request), row):
        raise Http404
    if not form.is_valid():
        return _page(request, row.pk, invite=form, status=422)
    colleague = User.objects.get(pk=form.cleaned_data["colleague"])
    told = _("%(name)s suit ce tour avec vous, jusqu’à sa fin.") % {"name": colleague.name}
    return _act(request, round_id, lambda one, user, at: rounds.invite(one, colleague=colleague, by=user, at=at), told)


@opens(P.COORDINATE)
@require_POST
def round_uninvite(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    try:
        colleague = uuid.UUID(request.POST.get("colleague", ""))
    except ValueError as unreadable:
        raise Http404 from unreadable
    return _act(
        request,
        round_id,
        lambda row, user, at: rounds.take_back_invitation(row, colleague_id=colleague, by=user, at=at),
    )


@opens(P.COORDINATE)
@require_POST
def round_close(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    row, _content = round_or_404(request, round_id)

    def act(_version: int | None) -> None:
        rounds.close_round(row, by=signed_in(request), at=timezone.now())

    return press(request, act, "", "placements:search", row.situation_id)


urlpatterns = [
    path("<uuid:person_id>/round/", round_start, name="round_start"),
    path("rounds/<uuid:round_id>/", round_detail, name="round"),
    path("rounds/<uuid:round_id>/call/", round_call, name="round_call"),
    path("rounds/<uuid:round_id>/hang-up/", round_hang_up, name="round_hang_up"),
    path("rounds/<uuid:round_id>/answer/", round_answer, name="round_answer"),
    path("rounds/<uuid:round_id>/undo/", round_undo, name="round_undo"),
    path("rounds/<uuid:round_id>/invite/", round_invite, name="round_invite"),
    path("rounds/<uuid:round_id>/uninvite/", round_uninvite, name="round_uninvite"),
    path("rounds/<uuid:round_id>/close/", round_close, name="round_close"),
]
