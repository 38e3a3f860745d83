"""One request, as the desk reads it: the question, what was said, the answer, and what else can be done."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from havre.accounts.access import opens, signed_in
from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.common import parts, seals, words
from havre.common.dataclass_json import from_json
from havre.countries.fr.policy import RISK, risk_level
from havre.intake.forms import soon
from havre.network.drafting import HalfTyped
from havre.record.opening import OPEN_MINUTES, PURPOSES, Purpose, open_section
from havre.resources import forms, reading
from havre.resources.content import ANSWER_DRAFT, JOINT, Assessed, Contact, Question
from havre.resources.models import AdviceRequest, ExpertQuestion
from havre.resources.policies import may_refer
from havre.resources.states import ADVICE
from havre.resources.views.access import GIVE, for_the_desk
from havre.vault.fields import fetch_keys

SEAL = "contact"
ACTS = (
    "take",
    "give_back",
    "assign",
    "ask_expert",
    "go_on_alone",
    "answer",
    "close",
    "reopen",
    "merge",
    "separate",
    "refer",
)


@opens(GIVE)
@require_safe
def detail(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    return page(request, for_the_desk(request, request_id))


def page(request: HttpRequest, row: AdviceRequest, *, seal: parts.Seal | None = None, **given: Any) -> HttpResponse:  # fmt: skip
    """The page; ``given`` holds the forms that were sent and what was opened."""
    user, at = signed_in(request), timezone.now()
    today = timezone.localdate(at)
    fetch_keys([one for one in (row, row.owner, row.asker) if one is not None])
    cited = reading.cited(row, today)
    context = {
        "row": row,
        "number": reading.number_of(row),
        "title": reading.title_of(row),
        "sub": reading.sub_of(row),
        "state": ADVICE.state(row.state),
        "is_late": row.is_late(at),
        "state_sentence": state_sentence(row, at),
        "asked_by": row.asker.name if row.asker else "",
        "channel": reading.channel_words(row),
        "owner": row.owner.name if row.owner else "",
        "is_mine": row.owner_id == user.pk,
        "question": from_json(Question, row.unseal("question")).text,
        "replies": reading.lines(row.replies.order_by("number")),
        "notes": reading.lines(row.notes.order_by("-number")),
        "experts": experts(row),
        "cited": cited,
        "to_review": any(one.needs_review for one in cited),
        "may": {verb for verb in ACTS if ADVICE.allows(user, row, verb)} - (set() if may_refer(user) else {"refer"}),
        "may_call": may(user, Permission.NOTE_CALLS),
        "has_contact": row.contact is not None,
        "seal": seal or _seal(row),
        "is_joint": row.kind == JOINT,
        "assessed": _assessed(row),
        "merged": [(one.pk, reading.number_of(one)) for one in row.merged.all()],
        "into": reading.number_of(row.merged_into) if row.merged_into else "",
    }
    return render(request, "resources/detail.html", context | _forms(row, user, at, cited) | given)


def half_typed(user: User, row: AdviceRequest) -> HalfTyped:
    """The answer that this colleague is writing."""
    return HalfTyped(user, ANSWER_DRAFT, row.pk)


def _forms(row: AdviceRequest, user: User, at: datetime, cited: list[reading.Cited]) -> dict[str, Any]:
    today, known = timezone.localdate(at), frozenset(one.article.pk for one in cited)
    version = {"version": row.version}
    titled = version | {"label": row.label, "articles": [str(key) for key in known], "field": row.field}
    typed = half_typed(user, row) if ADVICE.allows(user, row, "answer") else None
    begun = typed.initial(forms.AnswerForm) if typed else {}
    return {
        "answer_form": forms.AnswerForm(initial=titled | begun | version, today=today, cited=known),
        "answer_kept_at": typed.saved_at if typed else None,
        "title_form": forms.TitleForm(initial=titled, today=today, cited=known, auto_id="title_%s"),
        "note_form": forms.WordsForm(auto_id="note_%s", reads=forms.INSIDE),
        "back_form": forms.WordsForm(initial=version, auto_id="back_%s", reads=forms.ASKER_READS),
        "expert_form": forms.ExpertForm(auto_id="expert_%s"),
        "call_form": forms.CallBackForm(initial={"due_at": soon(at)}, auto_id="call_%s"),
        "merge_form": forms.MergeForm(initial=version, auto_id="merge_%s"),
        "assign_form": forms.AssignForm(initial=version, auto_id="assign_%s"),
        "assess_form": forms.AssessForm(auto_id="assess_%s"),
        "link_form": forms.LinkForm(auto_id="link_%s"),
    }


def state_sentence(row: AdviceRequest, at: datetime) -> str:
    """Where it stands, and what comes next."""
    if row.is_late(at):
        return _("La réponse est attendue depuis %(span)s.") % {"span": words.span(at - row.due_at)}
    if row.is_open:
        return _("Une réponse est promise avant le %(when)s.") % {"when": words.moment(row.due_at)}
    return {
        "answered": _("La réponse est donnée. Qui demande peut encore écrire."),
        "closed": _("C’est fini. La réponse se retrouve par son titre, son domaine et ses articles."),
        "merged": _("La même chose était demandée ailleurs : une réponse vaut pour les deux."),
        "referred": _("Il s’agissait d’une personne en danger. Tout est passé dans l’orientation ; rien n’est gardé ici."),
    }[row.state]  # fmt: skip


def experts(row: AdviceRequest) -> list[tuple[ExpertQuestion, Any, Any]]:
    """(question, what was asked, what was answered), the latest first."""
    rows = row.expert_questions.order_by("-asked_on", "pk")
    return [(one, reading.said_in(one, "question"), reading.said_in(one, "answer")) for one in rows]


def _assessed(row: AdviceRequest) -> dict[str, Any] | None:
    found = from_json(Assessed, row.unseal("assessed"))
    if not found.level:
        return None
    proposed = risk_level(found.severity, found.likelihood)
    lang = reading.language()
    return {
        "level": RISK.label(found.level, lang), "proposed": RISK.label(proposed, lang),
        "differs": proposed != found.level, "reason": found.reason,
    }  # fmt: skip


def _seal(row: AdviceRequest) -> parts.Seal:
    return parts.Seal(
        key=SEAL,
        name=_("Comment joindre qui demande"),
        about=_("Le nom donné, le numéro, les heures."),
        who=_("celles et ceux qui conseillent"),
        ask_url="",
        open_url=reverse("resources:open", args=[row.pk]),
        close_url=f"{reverse('resources:detail', args=[row.pk])}#{SEAL}",
        purposes=[(Purpose.CALL.value, PURPOSES[Purpose.CALL])],
        minutes=OPEN_MINUTES,
    )


@opens(GIVE)
@require_POST
def open_contact(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Whom to reach, and how, for ten minutes; on record."""
    row, at = for_the_desk(request, request_id), timezone.now()
    values = open_section(
        row, ["contact"], section=str(_("Qui demande conseil")), permission=GIVE, purpose=Purpose.CALL,
        by=signed_in(request), at=at,
    )  # fmt: skip
    told = from_json(Contact, values["contact"])
    lines = [
        (_("Qui"), told.who), (_("Numéro"), words.phone(told.phone)), (_("Heures"), told.hours), (_("Adresse"), told.mail),
    ]  # fmt: skip
    seal = _seal(row).opened(purpose=PURPOSES[Purpose.CALL], at=at)
    shown = [(label, text) for label, text in lines if text]
    return seals.close_later(page(request, row, seal=seal, contact_lines=shown), seal)
