"""The list of situations and the page of one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.cases.models import Case
from havre.cases.operations import close_case, reopen_case
from havre.common import filters, parts, tables, words
from havre.journey import page as journey_page
from havre.journey import rows
from havre.journey.forms import CloseForm, FilterForm, NoteForm
from havre.journey.models import Journey, JourneyQuerySet
from havre.journey.operations import add_note
from havre.journey.states import JOURNEY
from havre.journey.tables import SITUATIONS, plain
from havre.people.models import Person
from havre.record.opening import enter_file
from havre.record.operations import Refusal
from havre.record.sending import went_through
from havre.record.taking import table_of, take_table

ROWS_A_PAGE = 20
FINAL = [stage.code for stage in JOURNEY.stages if stage.final]
SORTS = {
    "attente": ("waiting_since", "since"),
    "nom": ("person__pseudonym", "person__reference"),
    "etape": ("state", "since"),
    "echeance": ("next_due", "since"),
}
HEADS = (
    parts.Column(gettext_lazy("Attend depuis"), sort="attente"),
    parts.Column(gettext_lazy("Situation"), sort="nom"),
    parts.Column(gettext_lazy("Étape"), sort="etape"),
    parts.Column(gettext_lazy("Ce qui vient"), sort="echeance"),
    parts.Column(gettext_lazy("À qui")),
)


def filtered(journeys: JourneyQuerySet, asked: dict[str, str], user: User, at: datetime) -> JourneyQuerySet:
    """The rows that answer to all that was asked."""
    show = asked["show"]
    if show == "waiting":
        journeys = journeys.exclude(waiting_since=None)
    elif show == "late":
        journeys = journeys.late(at)
    elif show == "nobody":
        journeys = journeys.without_coordinator()
    elif show == "mine":
        journeys = journeys.filter(owner=user).open()
    elif show == "over":
        journeys = journeys.filter(state__in=FINAL)
    elif show != "all" and not asked["state"] and not asked["q"]:
        journeys = journeys.open()
    if asked["state"]:
        journeys = journeys.filter(state=asked["state"])
    if asked["q"]:
        journeys = journeys.filter(named(asked["q"]))
    return journeys


def named(text: str) -> Q:
    """Pseudonym or reference begins with ``text``; nothing that is sealed is searched."""
    typed = text.strip()
    return Q(person__pseudonym__istartswith=typed) | Q(person__reference__istartswith=typed)


def ordered(journeys: JourneyQuerySet, key: str) -> JourneyQuerySet:
    names = SORTS.get(key.removeprefix("-"), SORTS["attente"])
    return journeys.order_by(*(f"-{name}" if key.startswith("-") else name for name in names), "pk")


@opens(Permission.READ_SITUATIONS)
def situations(request: HttpRequest) -> HttpResponse:
    """Every situation the account may read; who waits longest comes first. A filter with typed words is posted."""
    if request.method == "POST":
        return filters.keep(request, FilterForm)
    user, at = signed_in(request), timezone.now()
    form = _filter(request)
    asked = form.asked()
    listed = _listed(request, asked, user, at)
    page = Paginator(listed.select_related("person", "owner"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "columns": parts.columns(request, HEADS),
        "page": page,
        "rows": rows.rows(page, user, at),
        "is_filtered": any(asked.values()),
    }
    return render(request, "journey/list.html", context)


def _filter(request: HttpRequest) -> FilterForm:
    return FilterForm(filters.asked(request, FilterForm) or {})


def _listed(request: HttpRequest, asked: dict[str, str], user: User, at: datetime) -> JourneyQuerySet:
    """What the address asks for, in the order it asks for."""
    key = parts.sort_key(request, list(SORTS), "")
    journeys = filtered(Journey.objects.visible_to(user), asked, user, at)
    return ordered(journeys, key) if key else waiting_first(journeys)


@opens(Permission.READ_SITUATIONS)
@require_POST
def table(request: HttpRequest) -> HttpResponseBase:
    """The same list as a file, plain columns only: no pseudonym, no household, nobody's name."""
    user, at = signed_in(request), timezone.now()
    listed = _listed(request, _filter(request).asked(), user, at)
    number = take_table(SITUATIONS, by=user, at=at)
    heads = table_of(SITUATIONS, user).heads
    return tables.download(SITUATIONS, heads, plain(listed, at), on=words.local_day(at), number=number)


def waiting_first(journeys: JourneyQuerySet) -> JourneyQuerySet:
    """Who waits, the longest first; then the others, the latest change first."""
    return journeys.order_by(F("waiting_since").asc(nulls_last=True), "-since", "pk")


def _person(request: HttpRequest, person_id: uuid.UUID) -> Person:
    visible = Person.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("journey__owner", "referral", "assessment", "case").filter(journey__isnull=False),
        pk=person_id,
    )


@opens(Permission.READ_SITUATIONS)
def detail(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """The page of one situation. Entering is put on record once a working session."""
    person, user, at = _person(request, person_id), signed_in(request), timezone.now()
    enter_file(person.pk, session=request.session.session_key or "", by=user, at=at)
    return _page(request, person, at)


def _page(
    request: HttpRequest, person: Person, at: datetime, *, note: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    context = journey_page.context(
        person,
        signed_in(request),
        at,
        asked=request.GET.get("ouvrir", ""),
        page=request.GET.get("page", "1"),
    )
    return render(request, "journey/detail.html", {**context, "note_form": note or NoteForm()}, status=status)


@opens(Permission.COORDINATE)
@require_POST
def note(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Add a note to the thread."""
    person, at = _person(request, person_id), timezone.now()
    form = NoteForm(request.POST)
    if went_through(form, lambda: add_note(person, text=form.cleaned_data["text"], by=signed_in(request), at=at)):
        return redirect("journey:detail", person_id=person.pk)
    return _page(request, person, at, note=form, status=422)


@opens(Permission.COORDINATE)
def close(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Close the case with a reason."""
    person = _person(request, person_id)
    case = get_object_or_404(Case, person=person)
    form = CloseForm(request.POST or None, initial={"version": case.version})

    def act() -> None:
        close_case(case, **form.cleaned_data, by=signed_in(request), at=timezone.now())

    if went_through(form, act):
        return redirect("journey:detail", person_id=person.pk)
    status = 422 if form.errors else 200
    return render(request, "journey/close.html", {"person": person, "case": case, "form": form}, status=status)


@opens(Permission.COORDINATE)
@require_POST
def reopen(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take a closed case up again."""
    person = _person(request, person_id)
    case = get_object_or_404(Case, person=person)
    try:
        reopen_case(case, by=signed_in(request), at=timezone.now())
    except Refusal as refusal:
        return render(
            request, "journey/close.html", {"person": person, "case": case, "refusal": str(refusal)}, status=409
        )
    return redirect("journey:detail", person_id=person.pk)
