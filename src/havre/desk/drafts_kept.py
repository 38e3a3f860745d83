"""One's own drafts as a list: what, when, where to go on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.desk import kept
from havre.network.drafting import DIFFICULTY, LETTER, LOCAL_WORK, ROUTES, of_author
from havre.record import drafts
from havre.record.models import Draft
from havre.referrals.drafting import KIND as REFERRAL
from havre.resources.content import ANSWER_DRAFT
from havre.resources.content import DRAFT as ADVICE
from havre.surveys.doors import KIND as QUESTIONNAIRE

NETWORK = {
    DIFFICULTY: gettext_lazy("Difficulté commencée"),
    LOCAL_WORK: gettext_lazy("Travail local commencé à noter"),
    LETTER: gettext_lazy("Message aux partenaires commencé"),
}


@dataclass(frozen=True)
class Line:
    id: uuid.UUID
    what: str | Promise
    saved_at: datetime
    keep_until: datetime
    url: str


def lines(user: User, at: datetime) -> list[Line]:
    """The latest first; nothing of their content is read."""
    return [_line(user, draft) for draft in drafts.own(user) if draft.keep_until > at]


def _line(user: User, draft: Draft) -> Line:
    what: str | Promise = _("Ce que vous aviez tapé")
    url = ""
    if draft.kind == REFERRAL:
        what, url = _("Orientation commencée"), reverse("referrals:step", args=[draft.pk, 1])
        if may(user, Permission.COORDINATE):
            what, url = _("Appel commencé"), reverse("referrals:call", args=[draft.pk])
    elif draft.kind == ADVICE:
        what, url = _("Question commencée"), reverse("resources:ask", args=[draft.pk])
    elif draft.kind == ANSWER_DRAFT:
        what, url = _("Réponse commencée"), reverse("resources:detail", args=[of_author(user, draft.pk)])
    elif draft.kind == kept.KIND:
        what, url = _("Page envoyée après la fin d’une session"), reverse("desk:kept") + f"?draft={draft.pk}"
    elif draft.kind in ROUTES:
        what, url = NETWORK[draft.kind], reverse(ROUTES[draft.kind], args=[of_author(user, draft.pk)])
    elif draft.kind == QUESTIONNAIRE:
        what, url = _("Questionnaire commencé à remplir"), reverse("surveys:answer", args=[draft.pk])
    return Line(draft.pk, what, draft.saved_at, draft.keep_until, url)
