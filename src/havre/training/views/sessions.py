"""One session, as whoever keeps it reads and moves it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.common import parts, seals, words
from havre.common.dataclass_json import from_json
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose, open_section
from havre.record.sending import PageOfForms, press, sent, went_through
from havre.surveys.listing import surveys as kept_surveys
from havre.surveys.models import Survey
from havre.training import evaluation, forms, operations, reading
from havre.training.content import Reach
from havre.training.materials import documents_of
from havre.training.models import Programme, Registration, Session, Teaching, Trainer
from havre.training.models_evaluation import Moment
from havre.training.operations.common import who_of
from havre.training.policies import has_begun, may_keep, may_note_attendance, takes_materials
from havre.training.states import REGISTRATION, SESSION
from havre.training.views.access import KEEP, address_of, kept, kept_registration
from havre.training.views.own import certificate_file
from havre.training.views.seminars import around
from havre.vault.fields import fetch_keys

ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "open": (operations.open_session, gettext_lazy("Elle est ouverte aux inscriptions.")),
    "close": (operations.close_session, gettext_lazy("Les inscriptions sont closes. Qui attend entre encore, si une place se libère.")),
    "reopen": (operations.reopen_session, gettext_lazy("Les inscriptions sont rouvertes.")),
    "hold": (operations.hold_session, gettext_lazy("Elle est tenue. Les attestations se font maintenant.")),
    "evaluate": (operations.evaluate_session, gettext_lazy("Elle est évaluée. Rien n’est plus attendu de personne.")),
    "cancel": (operations.cancel_session, gettext_lazy("Elle est annulée. Chacun reçoit le message fixe, et le lit sur sa page.")),
}  # fmt: skip


@opens(KEEP)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A new session under a random id, so that sending twice plans once."""
    return redirect("training:plan", uuid.uuid4())


@opens(KEEP)
def plan(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    if Session.objects.filter(pk=session_id).exists():
        return redirect("training:detail", session_id)
    form = forms.SessionForm(sent(request))

    def act() -> None:
        programme: Programme = form.programmes[form.cleaned_data["programme"]]
        operations.plan_session(session_id, programme=programme, planned=form.planned(), by=signed_in(request), at=timezone.now())  # fmt: skip

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("La session est préparée. Ouvrez-la quand tout est prêt."))
        return redirect("training:detail", session_id)
    return render(request, "training/plan.html", {"form": form, "url": reverse("training:plan", args=[session_id])})


@opens(KEEP)
def change(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    row = kept(request, session_id)
    form = forms.SessionForm(sent(request), initial=forms.SessionForm.values_of(row))

    def act() -> None:
        version = form.cleaned_data["version"]
        operations.change_session(
            row, planned=form.planned(), version=version, by=signed_in(request), at=timezone.now()
        )

    if request.method == "POST" and went_through(form, act):
        messages.success(request, _("C’est changé. Les inscrits dont le jour ou le lieu change reçoivent le message fixe."))  # fmt: skip
        return redirect("training:detail", row.pk)
    row.refresh_from_db()
    context = {"form": form, "row": row, "url": reverse("training:change", args=[row.pk])}
    return render(request, "training/plan.html", context)


@opens(KEEP)
@require_safe
def detail(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    return page(request, kept(request, session_id))


def page(request: HttpRequest, row: Session, **given: Any) -> HttpResponse:
    """The page; ``given`` holds the forms that were sent and what was opened."""
    user, today = signed_in(request), timezone.localdate()
    people = reading.people(row)
    counted = Counter(one.state for one in people)
    teaching = list(row.teaching.select_related("trainer"))
    fetch_keys([one.trainer for one in teaching])
    paid, modules = sum(one.cost for one in teaching), _modules(row)
    context: dict[str, Any] = {
        "row": row,
        "number": reading.number_of(row),
        "title": row.programme.title,
        "days": reading.days_words(row),
        "halves": reading.half_hours(row),
        "sub": reading.sub_of(row, inside=True),
        "state": SESSION.state(row.state),
        "state_sentence": state_sentence(row, counted),
        "may": {verb for verb in ACTS if SESSION.allows(user, row, verb)} - _not_today(row, today),
        "may_note": may_note_attendance(user, row, today),
        "people": people,
        "counted": counted,
        "place": reading.place_lines(row, today),
        "place_told": row.place_is_told(today),
        "teaching": [(one, _teaching_form(one, number, modules)) for number, one in enumerate(teaching)],
        "untaught": [title for title in modules if not any(title in one.modules for one in teaching)],
        "cost": row.cost + paid,
        "balance": row.income - row.cost - paid,
        "sendings": evaluation.sendings_of(row),
        "plan": evaluation.plan_of(row, today),
        "documents": documents_of(row),
        "takes_materials": takes_materials(row, today),
    }
    if "teaching_trouble" in given:
        trouble, form = given["teaching_trouble"]
        context["teaching"] = [(one, form if one.pk == trouble else mine) for one, mine in context["teaching"]]
    return render(request, "training/detail.html", context | around.of_session(row) | _forms(user, modules) | given)


def _not_today(row: Session, today: date) -> set[str]:
    """What the day itself refuses."""
    return {"hold"} if not has_begun(row, today) else {"open"} if today > row.starts_on else set()


def _forms(user: User, modules: list[str]) -> dict[str, Any]:
    pool = {str(one.pk): one for one in Trainer.objects.filter(is_active=True)}
    fetch_keys(pool.values())
    return {
        "teach_form": forms.TeachForm(trainers=pool, modules=modules, auto_id="teach_%s"),
        "send_form": _send_form(user, None),
    }


def _send_form(user: User, data: Any) -> forms.SendForm:
    open_ones = [(str(one.id), one.title) for one in kept_surveys(user) if one.word and not one.is_draft]
    return forms.SendForm(data, surveys=open_ones, moments=list(Moment.choices), auto_id="send_%s")


def state_sentence(row: Session, counted: Counter[str]) -> str:
    """Where it stands, and what comes next."""
    if row.state == "open":
        if row.is_full:
            waiting = counted["waiting"]
            told = ngettext(
                "C’est complet. %(number)s personne attend.", "C’est complet. %(number)s personnes attendent.", waiting
            )
            return told % {"number": words.in_words(waiting)} if waiting else _("C’est complet.")
        return _("Places libres : %(free)d sur %(seats)d.") % {"free": row.free, "seats": row.seats}
    return {
        "draft": _("Personne ne la voit encore. Ouvrez-la quand le jour et le lieu sont sûrs."),
        "closed": _("On ne s’inscrit plus. Le jour venu, notez les présences, puis dites-la tenue."),
        "held": _("Elle a eu lieu. Les attestations et les questionnaires se font d’ici."),
        "evaluated": _("Tout est fait. Les noms se gardent cinq ans, pour les attestations."),
        "cancelled": _("Elle n’aura pas lieu. Chacun a été prévenu."),
    }[row.state]


@opens(KEEP)
@require_POST
def act(request: HttpRequest, session_id: uuid.UUID, verb: str) -> HttpResponse:
    """A button alone, with the version of the row it was made from."""
    row = kept(request, session_id)
    if verb not in ACTS:
        raise Http404("no such act")
    done, told = ACTS[verb]

    def press_it(version: int | None) -> None:
        done(row, version=version, by=signed_in(request), at=timezone.now())

    return press(request, press_it, told, "training:detail", row.pk)


_PAGE = PageOfForms("training:detail", page)


@opens(KEEP)
@require_POST
def teach(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Add a trainer."""
    row = kept(request, session_id)
    pool = {str(one.pk): one for one in Trainer.objects.filter(is_active=True)}
    form = forms.TeachForm(request.POST, trainers=pool, modules=_modules(row), auto_id="teach_%s")

    def done(by: User, at: datetime) -> None:
        operations.add_teaching(row, trainer=pool[form.cleaned_data["trainer"]], **form.given(), by=by, at=at)

    return _PAGE.send(request, row, "teach_form", form, done, _("C’est gardé."))


def _modules(row: Session) -> list[str]:
    return [one.title for one in reading.modules_of(row.programme)]


def _teaching_form(row: Teaching, number: int, modules: list[str]) -> forms.TeachingForm:
    initial = {"modules": row.modules, "hours": row.hours, "cost": row.cost, "version": row.version}
    return forms.TeachingForm(initial=initial, modules=modules, auto_id=f"teaching{number}_%s")


@opens(KEEP)
@require_POST
def teaching(request: HttpRequest, teaching_id: uuid.UUID) -> HttpResponse:
    """Other hours or another cost of one trainer; or she does not give it."""
    if not may_keep(request.user):
        raise Http404("not kept by this account")
    line = get_object_or_404(Teaching.objects.select_related("session__programme"), pk=teaching_id)
    data = request.POST.copy()
    form = forms.TeachingForm(data, modules=_modules(line.session), auto_id="taught_%s")

    def done(by: User, at: datetime) -> None:
        version = form.cleaned_data["version"]
        if "drop" in request.POST:
            operations.drop_teaching(line, version=version, by=by, at=at)
        else:
            operations.change_teaching(line, **form.given(), version=version, by=by, at=at)

    if went_through(form, lambda: done(signed_in(request), timezone.now())):
        messages.success(request, _("C’est gardé."))
        return redirect("training:detail", line.session_id)
    now = Teaching.objects.filter(pk=line.pk).first()
    if now is None:
        messages.warning(request, _("Un collègue vient d’enlever cette personne. Rien n’a changé."))
        return redirect("training:detail", line.session_id)
    data["version"] = str(now.version)  # the line shows what is kept, the fields what was typed: sent again, it counts
    return page(request, line.session, teaching_trouble=(line.pk, form))


@opens(KEEP)
@require_POST
def ask(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Send a questionnaire to everybody of the session."""
    row = kept(request, session_id)
    form = _send_form(signed_in(request), request.POST)

    def done(by: User, at: datetime) -> None:
        told = form.cleaned_data
        survey = Survey.objects.visible_to(by).get(pk=told["survey"])
        label = operations.label_of(row, told["moment"])
        operations.ask_participants(row, survey=survey, moment=told["moment"], label=label, address_of=address_of(request), by=by, at=at)  # fmt: skip

    return _PAGE.send(
        request, row, "send_form", form, done, _("Le questionnaire est parti : un message fixe, et un lien.")
    )


# One registration


def _press(request: HttpRequest, row: Registration, done: Callable[[], object], told: Any) -> HttpResponse:
    """Back to the list of those who come."""
    to = f"{reverse('training:detail', args=[row.session_id])}#inscriptions"
    return press(request, lambda _version: done(), told, to)


@opens(KEEP)
@require_POST
def approve(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """What the employer said, noted by us: ``answer`` is yes or no."""
    row = kept_registration(request, registration_id)
    approved = request.POST.get("answer") != "no"
    by, at = signed_in(request), timezone.now()
    told = _("L’employeur a dit oui.") if approved else _("L’employeur a dit non.")
    return _press(request, row, lambda: operations.note_approval(row, approved=approved, by=by, at=at), told)


@opens(KEEP)
@require_POST
def cancel(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    row = kept_registration(request, registration_id)
    by, at = signed_in(request), timezone.now()

    def told(promoted: int) -> str:
        if promoted:
            return _("L’inscription est annulée. Qui attendait depuis le plus longtemps entre à sa place.")
        return _("L’inscription est annulée.")

    return _press(request, row, lambda: operations.cancel_registration(row, by=by, at=at), told)


@opens(KEEP)
@require_POST
def reach(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """How to reach somebody, and the employer, for ten minutes; on record."""
    row, at = kept_registration(request, registration_id), timezone.now()
    values = open_section(
        row, ["reach"], section=str(_("Comment joindre qui s’inscrit")), permission=KEEP, purpose=Purpose.CALL,
        by=signed_in(request), at=at,
    )  # fmt: skip
    told = from_json(Reach, values["reach"])
    lines = [
        (_("Adresse"), told.mail), (_("Numéro"), words.phone(told.phone)), (_("Employeur"), told.employer),
        (_("Adresse de l’employeur"), told.employer_mail),
    ]  # fmt: skip
    seal = parts.Seal(
        key="reach", name=_("Comment joindre qui s’inscrit"), about=_("L’adresse, le numéro, l’employeur."),
        who=_("celles et ceux qui tiennent les formations"), ask_url="", open_url=request.path,
        close_url=reverse("training:detail", args=[row.session_id]), purposes=[(Purpose.CALL.value, PURPOSES[Purpose.CALL])],
        minutes=OPEN_MINUTES,
    ).opened(purpose=PURPOSES[Purpose.CALL], at=at)  # fmt: skip
    shown = [(label, text) for label, text in lines if text]
    context = {"row": row, "who": who_of(row), "seal": seal, "reach_lines": shown}
    return seals.close_later(render(request, "training/reach.html", context), seal)


@opens(KEEP)
@require_POST
def renew_link(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    row = kept_registration(request, registration_id)
    by, at = signed_in(request), timezone.now()
    told = _("Un nouveau lien part à son adresse. L’ancien n’ouvre plus rien.")
    return _press(request, row, lambda: operations.renew_link(row, address_of=address_of(request), by=by, at=at), told)


@opens(KEEP)
@require_safe
def certificate(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """The paper of somebody who has neither an account nor a link, to be printed or sent by post."""
    return certificate_file(request, kept_registration(request, registration_id))


@opens(KEEP)
def register(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Somebody who telephoned."""
    row = kept(request, session_id)
    form = forms.DeskForm(sent(request))

    def done() -> None:
        operations.register_for(
            row, coming=form.coming(), approved=form.cleaned_data["approved"], address_of=address_of(request),
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip

    if request.method == "POST" and went_through(form, done):
        last = row.registrations.order_by("-number")[0]
        word = str(REGISTRATION.state(last.state).label)
        messages.success(request, _("C’est noté : %(state)s.") % {"state": word})
        return redirect("training:detail", row.pk)
    return render(request, "training/register.html", {"form": form, "row": row, "title": row.programme.title, "days": reading.days_words(row)})  # fmt: skip
