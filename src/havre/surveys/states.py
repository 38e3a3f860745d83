"""A questionnaire is written, then asked, then put away; one sending of it waits, is open, is closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from havre.accounts.permissions import Permission as P
from havre.record.transitions import State, StateTable, Transition

_KEEPS = (P.KEEP_SURVEYS,)

SURVEY = StateTable(
    name="survey",
    title=_("Questionnaire"),
    states=(
        State("draft", pgettext_lazy("survey", "en préparation"), "assessment"),
        State("open", pgettext_lazy("survey", "publié"), "arrived"),
        State("retired", pgettext_lazy("survey", "rangé"), "closed", final=True),
    ),
    transitions=(
        Transition("publish", ("draft", "open"), "open", "survey_published", _("Questionnaire publié"), _KEEPS),
        Transition("retire", ("draft", "open"), "retired", "survey_retired", _("Questionnaire rangé"), _KEEPS),
        Transition("reopen", ("retired",), "open", "survey_reopened", _("Questionnaire repris"), _KEEPS),
    ),
)  # fmt: skip

SENDING = StateTable(
    name="sending",
    title=_("Envoi d’un questionnaire"),
    states=(
        State("planned", pgettext_lazy("sending", "prévu"), "due"),
        State("open", pgettext_lazy("sending", "ouvert"), "interview"),
        State("closed", pgettext_lazy("sending", "clos"), "closed", final=True),
    ),
    transitions=(
        Transition("open", ("planned",), "open", "sending_opened", _("Questionnaire ouvert aux réponses"), _KEEPS),
        Transition("close", ("planned", "open"), "closed", "sending_closed", _("Questionnaire clos"), _KEEPS),
    ),
)  # fmt: skip
