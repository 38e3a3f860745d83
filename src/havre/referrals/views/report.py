"""Reporting a concern: five steps for a referrer, one page for the coordinator on the telephone."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import Organisation
from havre.accounts.permissions import Permission
from havre.common.forms import PlainForm
from havre.countries.fr.safety import CHILD_PROTECTION_ROUTE, EMERGENCY_NUMBERS
from havre.countries.papers import in_every_language
from havre.people.policies import is_for_child_protection
from havre.people.questions import profile_of
from havre.people.summary import household_words
from havre.record import drafts
from havre.record.operations import Refusal
from havre.referrals import drafting, operations
from havre.referrals.content import Recipient, age_on
from havre.referrals.drafting import STEPS, ReferralDraft
from havre.referrals.forms import CallForm, PersonForm, RecipientQuestions, submission_of
from havre.referrals.models import Referral
from havre.referrals.views.access import coordinates, page_of

PERSON_STEP = 4


@opens(Permission.REFER, Permission.COORDINATE)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A new referral under a random id; nothing is written before something is typed."""
    draft_id = uuid.uuid4()
    if coordinates(request):
        return redirect("referrals:call", draft_id)
    return redirect("referrals:step", draft_id, 1)


def _draft(request: HttpRequest, draft_id: uuid.UUID) -> ReferralDraft:
    return drafting.load(signed_in(request), draft_id, at=timezone.now())


def _keep(request: HttpRequest, draft: ReferralDraft) -> None:
    try:
        drafting.keep(signed_in(request), draft, at=timezone.now())
    except drafts.NotYours:
        raise Http404("somebody else's draft") from None


def _sent(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse | None:
    """The page of the referral that came of this draft, where it was sent already."""
    found = Referral.objects.visible_to(request.user).filter(pk=draft_id, submitted_by=signed_in(request)).first()
    return redirect(page_of(request), found.pk) if found else None


def _safety(draft: ReferralDraft) -> dict[str, Any]:
    lang = get_language() or "fr"
    return {
        "numbers": [(number.number, number.label(lang)) for number in EMERGENCY_NUMBERS],
        "nobody_tonight": draft.nobody_tonight,
    }


@opens(Permission.REFER, Permission.COORDINATE)
def step(request: HttpRequest, draft_id: uuid.UUID, number: int) -> HttpResponse:
    """One of the five steps. What is typed is sealed on the server whatever button is pressed, valid or not."""
    if not 1 <= number <= len(STEPS):
        raise Http404("no such step")
    if sent := _sent(request, draft_id):
        return sent
    draft = _draft(request, draft_id)
    kind = STEPS[number - 1].form
    if request.method != "POST":
        if draft.saved_at is None and number > 1:
            return redirect("referrals:step", draft_id, 1)
        return _step_page(request, draft, number, draft.shown(kind))
    draft.take(kind, request.POST)
    _keep(request, draft)
    if "draft" in request.POST:
        messages.success(request, _("Le brouillon est gardé quatorze jours, scellé. Vous seul le lisez."))
        return redirect("referrals:mine")
    if "more" in request.POST:
        return _step_page(request, draft, number, draft.shown(kind))
    form = draft.bound(kind)
    if not form.is_valid():
        return _step_page(request, draft, number, form)
    return redirect(_after(draft, number, form))


def _after(draft: ReferralDraft, number: int, form: PlainForm) -> str:
    if number == PERSON_STEP and _is_minor(form):
        return reverse("referrals:route", args=[draft.id])
    if number == len(STEPS):
        return reverse("referrals:check", args=[draft.id])
    return reverse("referrals:step", args=[draft.id, number + 1])


def _is_minor(form: PlainForm) -> bool:
    """R1, R34, from the answers about the person; a birth date counts more than an age."""
    profile = profile_of(form.cleaned_data)
    born = form.cleaned_data.get("birth_date")
    if born:
        profile.household[0].age = age_on(born, timezone.localdate())
    return is_for_child_protection(profile)


def _step_page(request: HttpRequest, draft: ReferralDraft, number: int, form: PlainForm) -> HttpResponse:
    context = {
        "draft": draft,
        "step": STEPS[number - 1],
        "steps": len(STEPS),
        "form": form,
        "before": reverse("referrals:step", args=[draft.id, number - 1]) if number > 1 else "",
        "others": _other_drafts(request, draft) if number == 1 else [],
        "sheets": in_every_language("rights") if number == 1 else (),
        "duty_number": settings.HAVRE_DUTY_NUMBER,
    }
    return render(request, "referrals/step.html", context | _safety(draft))


def _other_drafts(request: HttpRequest, draft: ReferralDraft) -> list[Any]:
    return [one for one in drafting.listed(signed_in(request), at=timezone.now()) if one.pk != draft.id]


@opens(Permission.REFER, Permission.COORDINATE)
@require_POST
def autosave(request: HttpRequest, draft_id: uuid.UUID, number: int) -> HttpResponse:
    """Keep what is typed, without a word; ``number`` 0 is the page of the telephone, 6 the route of a minor."""
    if _sent(request, draft_id) is None:
        draft = _draft(request, draft_id)
        draft.by_phone = draft.by_phone or number == 0
        draft.take(_kind(request, number), request.POST)
        _keep(request, draft)
    return HttpResponse(status=204)


def _kind(request: HttpRequest, number: int) -> type[PlainForm]:
    kinds: dict[int, type[PlainForm]] = {one.number: one.form for one in STEPS}
    kinds[len(STEPS) + 1] = RecipientQuestions
    if coordinates(request):
        kinds[0] = CallForm
    try:
        return kinds[number]
    except KeyError:
        raise Http404("no such step") from None


@opens(Permission.REFER, Permission.COORDINATE)
def route(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """A minor, or an age in doubt: what to do now, and to whom she is handed over, by name (R1, R34)."""
    if sent := _sent(request, draft_id):
        return sent
    draft = _draft(request, draft_id)
    if draft.saved_at is None:
        return redirect("referrals:new")
    form = draft.shown(RecipientQuestions)
    if request.method == "POST":
        draft.take(RecipientQuestions, request.POST)
        _keep(request, draft)
        form = draft.bound(RecipientQuestions)
        if form.is_valid():
            return redirect("referrals:step", draft_id, len(STEPS))
    lang = get_language() or "fr"
    context = {"draft": draft, "form": form, "route": [one.text(lang) for one in CHILD_PROTECTION_ROUTE]}
    return render(request, "referrals/route.html", context | _safety(draft))


@opens(Permission.REFER, Permission.COORDINATE)
def check(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """What will be sent, in short; what needs another look; the one button that sends."""
    draft = _draft(request, draft_id)
    if draft.saved_at is None:
        if sent := _sent(request, draft_id):
            return sent
        messages.info(request, _("Ce brouillon n’est plus là : il est gardé quatorze jours."))
        return redirect("referrals:mine")
    cleaned, bad = draft.cleaned()
    refusal = ""
    if request.method == "POST" and not bad:
        try:
            return _submit(request, draft, cleaned)
        except Refusal as refused:
            refusal = str(refused)
    return _check_page(request, draft, cleaned, bad, refusal)


def _submit(request: HttpRequest, draft: ReferralDraft, cleaned: dict[str, Any]) -> HttpResponse:
    referral = operations.submit_referral(
        data=submission_of(cleaned, verified="account"),
        organisation=_own_organisation(request),
        key=draft.id,
        hand_over_to=_recipient(draft),
        by=signed_in(request),
        at=timezone.now(),
    )
    messages.success(request, _("C’est envoyé. La coordination est prévenue."))
    return redirect(page_of(request), referral.pk)


def _own_organisation(request: HttpRequest) -> Organisation | None:
    held = signed_in(request).held
    own = [one.organisation for one in held if one.role == "referrer" and one.organisation is not None]
    return min(own, key=lambda organisation: organisation.code, default=None)


def _recipient(draft: ReferralDraft) -> Recipient | None:
    form = draft.bound(RecipientQuestions)
    return form.recipient() if isinstance(form, RecipientQuestions) and form.is_valid() else None


def _check_page(
    request: HttpRequest, draft: ReferralDraft, cleaned: dict[str, Any], bad: list[Any], refusal: str
) -> HttpResponse:
    person = draft.bound(PersonForm)
    minor = person.is_valid() and _is_minor(person)
    context = {
        "draft": draft,
        "bad": bad,
        "refusal": refusal,
        "minor": minor,
        "household": household_words(profile_of(cleaned)),
        "recipient": _recipient(draft),
        "empty_steps": [
            one for one in STEPS if not any(name in draft.answers for name in draft.bound(one.form).fields)
        ],
        "steps": STEPS,
    }
    return render(request, "referrals/check.html", context | _safety(draft))


@opens(Permission.REFER, Permission.COORDINATE)
@require_POST
def discard(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    drafts.discard(signed_in(request), draft_id)
    messages.success(request, _("Le brouillon est détruit."))
    return redirect("referrals:mine")


@opens(Permission.COORDINATE)
def call(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Everything on one page, for a coordinator who listens and types; sent as soon as there is a number."""
    if sent := _sent(request, draft_id):
        return sent
    draft = _draft(request, draft_id)
    if request.method != "POST":
        return _call_page(request, draft, draft.shown(CallForm))
    draft.by_phone = True
    draft.take(CallForm, request.POST)
    _keep(request, draft)
    if "draft" in request.POST:
        messages.success(request, _("Le brouillon est gardé quatorze jours, scellé. Vous seul le lisez."))
        return redirect("referrals:mine")
    form = CallForm(request.POST)
    if "more" in request.POST:
        return _call_page(request, draft, draft.shown(CallForm))
    if form.is_valid():
        try:
            return _submit_call(request, draft, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _call_page(request, draft, form)


def _submit_call(request: HttpRequest, draft: ReferralDraft, form: CallForm) -> HttpResponse:
    cleaned = form.cleaned_data
    referral = operations.submit_referral(
        data=submission_of(cleaned),
        organisation=_chosen_organisation(cleaned["organisation"]),
        key=draft.id,
        hand_over_to=form.recipient(),
        by=signed_in(request),
        at=timezone.now(),
        on_behalf_of=form.on_behalf_of(),
    )
    messages.success(request, _("L’orientation est inscrite. Reprenez-la, ou confiez-la à quelqu’un."))
    return redirect("referrals:read", referral.pk)


def _chosen_organisation(chosen: str) -> Organisation | None:
    return Organisation.objects.filter(pk=chosen).first() if chosen else None


def _call_page(request: HttpRequest, draft: ReferralDraft, form: PlainForm) -> HttpResponse:
    context = {"draft": draft, "form": form, "others": _other_drafts(request, draft)}
    return render(request, "referrals/call.html", context | _safety(draft))
