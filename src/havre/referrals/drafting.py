"""The draft behind the form: raw answers as they were typed, sealed, so that bad ones are kept too."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.forms import PlainForm
from havre.record import drafts
from havre.referrals.content import NOBODY
from havre.referrals.forms import (
    KnownForm,
    PersonForm,
    RecipientQuestions,
    ReferrerForm,
    TonightForm,
    WishForm,
)

KIND = "referral"
Answers = dict[str, list[str]]


@dataclass(frozen=True)
class Step:
    number: int
    title: str | Promise
    form: type[PlainForm]
    template: str


STEPS = (
    Step(1, _("Ce soir"), TonightForm, "referrals/steps/_tonight.html"),
    Step(2, _("Vous"), ReferrerForm, "referrals/steps/_referrer.html"),
    Step(3, _("Ce que vous savez"), KnownForm, "referrals/steps/_known.html"),
    Step(4, _("Elle, et qui part avec elle"), PersonForm, "referrals/steps/_person.html"),
    Step(5, _("Ce qu’elle veut"), WishForm, "referrals/steps/_wishes.html"),
)
ALL_FORMS = [step.form for step in STEPS] + [RecipientQuestions]


@dataclass
class ReferralDraft:
    """What somebody typed so far. ``saved_at`` is ``None`` as long as nothing is kept."""

    id: uuid.UUID
    answers: Answers = field(default_factory=dict)
    by_phone: bool = False
    saved_at: datetime | None = None

    def bound(self, kind: type[PlainForm]) -> PlainForm:
        """The form with the typed answers, to be checked."""
        return kind(MultiValueDict(self.answers))

    def shown(self, kind: type[PlainForm]) -> PlainForm:
        """The form with the typed answers, not checked yet."""
        single = {name: values[-1] for name, values in self.answers.items() if values}
        form = kind(initial=single)
        for name, question in form.fields.items():
            if isinstance(question, forms.MultipleChoiceField):
                form.initial[name] = self.answers.get(name, [])
        return form

    def take(self, kind: type[PlainForm], sent: MultiValueDict[str, str]) -> None:
        """Replace the answers to the questions of ``kind`` by what was sent; other names are ignored."""
        before, now = set(self.bound(kind).fields), set(kind(sent).fields)
        for name in before | now:
            self.answers.pop(name, None)
        for name in now:
            values = [value for value in sent.getlist(name) if value]
            if values:
                self.answers[name] = values

    @property
    def nobody_tonight(self) -> bool:
        return self.answers.get("keeper") == [NOBODY]

    def cleaned(self) -> tuple[dict[str, Any], list[tuple[Step | None, PlainForm]]]:
        """The clean answers of all steps, and the steps whose answers need another look (``None``: the route)."""
        cleaned: dict[str, Any] = {}
        bad: list[tuple[Step | None, PlainForm]] = []
        by_form = {step.form: step for step in STEPS}
        for kind in ALL_FORMS:
            form = self.bound(kind)
            if not form.is_valid():
                bad.append((by_form.get(kind), form))
            cleaned |= form.cleaned_data
        return cleaned, bad


def load(author: User, draft_id: uuid.UUID, *, at: datetime) -> ReferralDraft:
    """One's own draft, or a blank one where there is none or its time is over."""
    kept = drafts.find(author, KIND, draft_id, at=at)
    if kept is None:
        return ReferralDraft(draft_id)
    return ReferralDraft(draft_id, kept.content["answers"], bool(kept.content.get("by_phone")), kept.saved_at)


def keep(author: User, draft: ReferralDraft, *, at: datetime) -> None:
    """Seal the draft on the server. Raises ``drafts.NotYours``."""
    content = {"answers": draft.answers, "by_phone": draft.by_phone}
    drafts.keep(author, KIND, content, at=at, draft_id=draft.id)
    draft.saved_at = at


def begin(author: User, draft_id: uuid.UUID, words: Mapping[str, str], *, at: datetime) -> None:
    """A draft of the telephone page that begins with what was typed elsewhere; an empty word asks again."""
    answers = {name: [word] for name, word in words.items() if word}
    keep(author, ReferralDraft(draft_id, answers, by_phone=True), at=at)


def listed(author: User, *, at: datetime) -> list[Any]:
    """One's own drafts that can be resumed, the latest first."""
    return [draft for draft in drafts.own(author, KIND) if draft.keep_until > at]
