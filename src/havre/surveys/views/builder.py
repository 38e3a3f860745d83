"""Writing a questionnaire: every gesture is a button or a form, and gives the next version of its draft."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.permissions import Permission as P
from havre.record.sending import press, sent, went_through
from havre.surveys import building, listing
from havre.surveys.content import TYPES, Content, Question, Section, say
from havre.surveys.forms import CoverForm, QuestionForm, SectionForm, StartForm, spread
from havre.surveys.models import Edition, Survey
from havre.surveys.operations import writing
from havre.surveys.policies import may_be_edited
from havre.surveys.wording import TYPE_WORDS, condition_words
from havre.vault.keys import key_cache

PER_PAGE = 20
GESTURES = ("up", "down", "duplicate", "remove")


def survey_of(request: HttpRequest, survey_id: uuid.UUID) -> Survey:
    return get_object_or_404(Survey.objects.visible_to(request.user), pk=survey_id)


def draft_of(request: HttpRequest, survey_id: uuid.UUID) -> Edition:
    """The edition that is being written. Raises ``Http404`` where none is."""
    edition = survey_of(request, survey_id).latest
    if not may_be_edited(edition):
        raise Http404
    return edition


@opens(P.KEEP_SURVEYS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    with key_cache():
        return render(request, "surveys/list.html", {"rows": listing.surveys(request.user)})


@opens(P.KEEP_SURVEYS)
def start(request: HttpRequest) -> HttpResponse:
    form = StartForm(sent(request))
    made: list[Survey] = []

    def act() -> None:
        content = Content(form.said("title"), form.said("intro"), form.said("reads"))
        given = {"code": form.cleaned_data["code"], "naming": form.cleaned_data["naming"]}
        made.append(writing.start_survey(content=content, by=signed_in(request), at=timezone.now(), **given))

    if form.is_bound and went_through(form, act, blame={writing.CodeTaken: "code", writing.BadCode: "code"}):
        return redirect("surveys:detail", made[0].pk)
    return _form_page(request, form, _("Un nouveau questionnaire"), reverse("surveys:list"), _("Commencer"))


def _form_page(request: HttpRequest, form: Any, title: str, back: str, button: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": title, "back": back, "button": button} | more
    return render(request, "surveys/form.html", context)


@opens(P.KEEP_SURVEYS)
@require_safe
def detail(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    edition = survey.latest
    content = edition.read()
    is_draft = may_be_edited(edition)
    known = listing.of_survey(survey)
    page = Paginator(known, PER_PAGE).get_page(request.GET.get("page"))
    with key_cache():
        sendings = listing.sendings(list(page))
    context = {
        "survey": survey, "edition": edition, "content": content, "is_draft": is_draft, "sendings": sendings, "page": page,
        "sections": [_section_rows(content, number) for number in range(len(content.sections))],
        "troubles": building.troubles(content) if is_draft else [], "types": [(t, TYPE_WORDS[t]) for t in TYPES],
        "compares": known.filter(state="closed").count() > 1,
    }  # fmt: skip
    return render(request, "surveys/detail.html", context)


def _section_rows(content: Content, number: int) -> dict[str, Any]:
    section = content.sections[number]
    rows = [(one, TYPE_WORDS[one.type], condition_words(content, one)) for one in section.questions]
    title = say(section.title)
    heading = f"{number + 1}. {title}" if title else _("Partie %(number)s") % {"number": number + 1}
    return {"number": number, "title": heading, "section": section, "rows": rows}


def _change(request: HttpRequest, edition: Edition, content: Content) -> None:
    writing.change_content(edition, content=content, by=signed_in(request), at=timezone.now())


def _edit(
    request: HttpRequest, edition: Edition, form: Any, made: Callable[[], Content], title: str, **more: Any
) -> HttpResponse:
    """A form of the builder: asked, or written and back to the questionnaire."""
    back = reverse("surveys:detail", args=[edition.survey_id])
    if form.is_bound and went_through(form, lambda: _change(request, edition, made())):
        return redirect(back)
    return _form_page(request, form, title, back, _("Garder"), **more)


@opens(P.KEEP_SURVEYS)
def cover(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    edition = draft_of(request, survey_id)
    content = edition.read()
    first = spread("title", content.title) | spread("intro", content.intro) | spread("reads", content.reads)
    form = CoverForm(sent(request), initial=first)

    def made() -> Content:
        return replace(content, title=form.said("title"), intro=form.said("intro"), reads=form.said("reads"))

    return _edit(request, edition, form, made, _("Avant la première question"))


@opens(P.KEEP_SURVEYS)
def add_section(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    edition = draft_of(request, survey_id)
    form = SectionForm(sent(request))

    def made() -> Content:
        return building.add_section(edition.read(), Section(form.said("title"), form.said("note")))

    return _edit(request, edition, form, made, _("Une nouvelle partie"))


def _numbered(edition: Edition, number: int) -> Section:
    sections = edition.read().sections
    if number >= len(sections):
        raise Http404
    return sections[number]


@opens(P.KEEP_SURVEYS)
def section(request: HttpRequest, survey_id: uuid.UUID, number: int) -> HttpResponse:
    edition = draft_of(request, survey_id)
    found = _numbered(edition, number)
    form = SectionForm(sent(request), initial=spread("title", found.title) | spread("note", found.note))

    def made() -> Content:
        return building.change_section(edition.read(), number, title=form.said("title"), note=form.said("note"))

    return _edit(request, edition, form, made, _("Une partie"))


@opens(P.KEEP_SURVEYS)
@require_POST
def remove_section(request: HttpRequest, survey_id: uuid.UUID, number: int) -> HttpResponse:
    edition = draft_of(request, survey_id)
    _numbered(edition, number)
    return _act(request, survey_id, lambda: _change(request, edition, building.remove_section(edition.read(), number)))


def _act(request: HttpRequest, survey_id: uuid.UUID, act: Callable[[], object], told: str = "") -> HttpResponse:
    """One button of the page of a questionnaire."""
    return press(request, lambda _version: act(), told, "surveys:detail", survey_id)


def _taken(edition: Edition) -> list[str]:
    """Keys that any edition of the questionnaire has given."""
    return [one.key for each in edition.survey.editions.all() for one in each.read().questions]


@opens(P.KEEP_SURVEYS)
def add_question(request: HttpRequest, survey_id: uuid.UUID, number: int, kind: str) -> HttpResponse:
    edition = draft_of(request, survey_id)
    _numbered(edition, number)
    if kind not in TYPES:
        raise Http404
    content = edition.read()
    blank = Question(key=building.new_key("q", _taken(edition)), type=kind)
    before = replace(content, sections=content.sections[: number + 1])
    form = QuestionForm(sent(request), content=before, question=blank)

    def made() -> Content:
        return building.add_question(content, number, form.asked())

    return _edit(request, edition, form, made, _("Une nouvelle question"), kind=TYPE_WORDS[kind])


@opens(P.KEEP_SURVEYS)
def question(request: HttpRequest, survey_id: uuid.UUID, key: str) -> HttpResponse:
    edition = draft_of(request, survey_id)
    content = edition.read()
    asked = content.question(key)
    if asked is None:
        raise Http404
    form = QuestionForm(sent(request), content=content, question=asked)

    def made() -> Content:
        return building.change_question(content, form.asked())

    return _edit(request, edition, form, made, _("Une question"), kind=TYPE_WORDS[asked.type])


@opens(P.KEEP_SURVEYS)
@require_POST
def gesture(request: HttpRequest, survey_id: uuid.UUID, key: str, verb: str) -> HttpResponse:
    """Move, duplicate, remove: one button each."""
    edition = draft_of(request, survey_id)
    content = edition.read()
    if verb not in GESTURES or content.question(key) is None:
        raise Http404
    if verb == "remove":
        changed = building.remove_question(content, key)
    elif verb == "duplicate":
        changed = building.duplicate_question(content, key, new=building.new_key("q", _taken(edition)))
    else:
        changed = building.move_question(content, key, -1 if verb == "up" else 1)
    return _act(request, survey_id, lambda: _change(request, edition, changed))


@opens(P.KEEP_SURVEYS)
@require_POST
def publish(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    edition = draft_of(request, survey_id)
    told = _("C’est publié. Cette édition ne change plus ; elle peut être envoyée.")
    return _act(request, survey_id, lambda: writing.publish(edition, by=signed_in(request), at=timezone.now()), told)


@opens(P.KEEP_SURVEYS)
@require_POST
def next_edition(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    told = _("L’édition suivante commence comme la dernière. Les réponses déjà données ne bougent pas.")
    return _act(
        request, survey_id, lambda: writing.start_next_edition(survey, by=signed_in(request), at=timezone.now()), told
    )


@opens(P.KEEP_SURVEYS)
@require_POST
def retire(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    return _act(request, survey_id, lambda: writing.retire(survey, by=signed_in(request), at=timezone.now()))


@opens(P.KEEP_SURVEYS)
@require_POST
def reopen(request: HttpRequest, survey_id: uuid.UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    return _act(request, survey_id, lambda: writing.reopen(survey, by=signed_in(request), at=timezone.now()))
